"""Whole pages of this project against their gold: text, title, date, author, source."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from extractor.lexicon.syllables import default_repairer
from extractor.model.outcome import NoArticle
from extractor.page.read import looks_like_markup, read_html, read_plain
from extractor.text.decode import decode
from extractor.text.fold import fold

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(p for p in (FIXTURES / "pages").glob("*.*") if (FIXTURES / "gold" / f"{p.stem}.json").exists())
FLOOR = 0.95  # of each field over all pages


def key(value):
    return re.sub(r"\s+", " ", fold(unicodedata.normalize("NFC", value or ""))).strip(" .,;:")


def read(path):
    text = decode(path.read_bytes()).text
    return (read_html if looks_like_markup(text) else read_plain)(text, repairer=default_repairer())


@pytest.fixture(scope="module")
def results():
    out = []
    for path in PAGES:
        gold = json.loads((FIXTURES / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        try:
            out.append((path.stem, gold, read(path)))
        except NoArticle as dropped:
            out.append((path.stem, gold, dropped))
    return out


def test_listings_and_shells_are_dropped_for_the_reason_that_the_gold_gives(results):
    for stem, gold, article in results:
        assert isinstance(article, NoArticle) == ("dropped" in gold), stem
        if "dropped" in gold:
            assert article.reason == gold["dropped"], stem


def test_all_of_the_article_and_none_of_the_furniture(results):
    missed, kept = [], []
    for stem, gold, article in results:
        if isinstance(article, NoArticle):
            continue
        text = key(article.text)
        wanted = gold.get("text") or {}
        missed += [(stem, s) for s in wanted.get("present", []) if key(s) not in text]
        kept += [(stem, s) for s in wanted.get("absent", []) if key(s) in text]
    assert not missed
    assert not kept


@pytest.mark.parametrize("field", ["title", "published", "author", "credited_source"])
def test_metadata(results, field):
    wrong = []
    read_pages = [(s, g, a) for s, g, a in results if not isinstance(a, NoArticle)]
    for stem, gold, article in read_pages:
        want, got = gold["article"].get(field), getattr(article, field)
        if field == "published":
            want, got = (want or "")[:10], (got or "")[:10]
        if key(want) != key(got):
            wrong.append((stem, want, got))
    assert len(wrong) <= (1 - FLOOR) * len(read_pages), wrong
