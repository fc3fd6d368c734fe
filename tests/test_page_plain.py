"""Plain text dumps: which lines are the article, and what the others tell."""

import json
from pathlib import Path

import pytest

from extractor.lexicon.syllables import default_repairer
from extractor.model.outcome import NoArticle
from extractor.page.read import read_plain

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "page_plain.jsonl"


@pytest.mark.parametrize("case", [json.loads(c) for c in CASES.read_text(encoding="utf-8").splitlines()], ids=lambda c: c["id"])
def test_dumps(case):
    article = read_plain(case["text"])
    blocks = [article.text[b.start : b.end] for b in article.blocks]
    if "body" in case:
        assert blocks == case["body"]
    assert all(line in blocks for line in case.get("has", []))
    found = (article.title, article.published, article.author, article.credited_source)
    assert found == (case["title"], case["published"], case["author"], case["source"])


def test_damage_is_repaired_before_lines_are_judged_and_the_map_leads_to_the_damaged_text():
    source = "Trang chủ\nXã Ea Nam lập Ban chỉ đạo\nỦy ban nhân dân xã họp về Chính phủ ?\n?iện tử với các thôn, buôn.\n"
    article = read_plain(source, repairer=default_repairer())
    at = article.text.index("điện tử")
    start, end = article.source_map.to_source(at, at + len("điện tử"))
    assert source[start:end] == "?\n?iện tử"
    assert any(source[e.start : e.end] == e.before for e in article.repairs)


def test_a_blank_text_is_empty():
    with pytest.raises(NoArticle) as dropped:
        read_plain(" \n\t\n")
    assert dropped.value.reason == "empty"
