"""The review page: one self-contained HTML file in which records are read beside their text.

Nothing in it comes from the network and nothing from the pages is ever parsed as markup: the data
stand in one JSON block whose ``<``, ``>`` and ``&`` are escaped, the script writes them with
``textContent`` alone, and the page's own Content-Security-Policy admits that one script by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.model.record import Evidence, Record
from extractor.view.labels import EVENTS, FUNCTIONS, KINDS, ROLES
from extractor.view.outline import body_province, citation, citation_number, event_date, province
from extractor.view.tilemap import MERGED, tiles

SCRIPTS = ("dom.js", "words.js", "articles.js", "article.js", "bodies.js", "charts.js", "app.js")
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write_report(records: Iterable[Record], out: Path) -> int:
    """Write the page for `records` to `out`; returns how many it shows.

    Raises OSError where `out` cannot be written.
    """
    read = list(records)
    write_whole(out, report_html(read))
    return len(read)


def write_whole(out: Path, text: str) -> None:
    """Write `text` to `out`, or leave nothing of it: a full disk makes no half file. Raises OSError."""
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(text.encode("utf-8", "replace"))
        part.replace(out)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def report_html(records: Iterable[Record]) -> str:
    """The page as a string."""
    script = "(() => {\n'use strict';\n" + "\n".join(_asset(name) for name in SCRIPTS) + "\n})();\n"
    style = _asset("report.css")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return "".join(
        (
            '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n',
            "<title>extractor · report</title>\n<style>",
            style,
            '</style>\n</head>\n<body>\n<div id="app"><noscript>This page draws its records with JavaScript.'
            '</noscript></div>\n<script type="application/json" id="data">',
            safe_json(_data(records)),
            "</script>\n<script>",
            script,
            "</script>\n</body>\n</html>\n",
        )
    )


def safe_json(value: Any) -> str:
    """JSON that may stand inside a ``<script>`` element.

    >>> safe_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _asset(name: str) -> str:
    return (files("extractor.view") / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(records: Iterable[Record]) -> dict[str, Any]:
    return {
        "version": __version__,
        "labels": {"roles": ROLES, "events": EVENTS, "functions": FUNCTIONS, "kinds": KINDS},
        "maps": {"63": tiles(63), "34": tiles(34), "merged": MERGED},
        "records": [_article(record) for record in records],
    }


def _article(record: Record) -> dict[str, Any]:
    """One record with what the page derives from it; ranges counted in UTF-16 units, as JavaScript counts."""
    place = Utf16(record.article.text)
    data = record.to_dict()
    for field in ("documents", "bodies", "roles", "agencies", "persons", "dates"):
        for item, shown in zip(getattr(record, field), data[field], strict=True):
            shown["evidence"] = [place(evidence) for evidence in item.evidence]
    for document, shown in zip(record.documents, data["documents"], strict=True):
        shown |= {"citation": citation(document), "cited_as": citation_number(document)}
    for body, shown in zip(record.bodies, data["bodies"], strict=True):
        shown["province"] = body_province(record, body.name)
    date = event_date(record)
    return data | {"province": province(record), "date": date, "year": date[:4] if date else None}


class Utf16:
    """Ranges of a text in UTF-16 code units, clamped to the text.

    >>> Utf16("📌 Huế")(Evidence(2, 5))
    [3, 6]
    """

    def __init__(self, text: str):
        self._length = len(text)
        self._astral = [at for at, c in enumerate(text) if ord(c) > 0xFFFF]

    def __call__(self, evidence: Evidence) -> list[int]:
        return [self._at(evidence.start), self._at(evidence.end)]

    def _at(self, offset: int) -> int:
        offset = max(0, min(offset, self._length))
        return offset + sum(1 for at in self._astral if at < offset)
