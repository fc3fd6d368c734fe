"""Reading the agency cases: a text, its home and the canonical names that it holds."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.find.agencies import find_agencies
from extractor.link.jurisdiction import read_setting, resolve_all
from extractor.model.article import Article
from extractor.model.spans import OffsetMap

CASES = Path(__file__).resolve().parent.parent / "fixtures" / "cases"


def load(name: str) -> list[dict]:
    """The cases of one file."""
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def names_in(text: str, home: str | None) -> list[str]:
    """The canonical names of the agencies in `text`, each once, in an article whose title names `home`."""
    article = Article(text, (), OffsetMap.identity(len(text)), title=f"{home}: bản tin" if home else None)
    mentions = find_agencies(text)
    resolved = resolve_all(text, mentions, read_setting(article, mentions))
    return list(dict.fromkeys(r.name for r in resolved if r.name))
