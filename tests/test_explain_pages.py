"""Explanations of real runs: every value of every fixture page has its rule, every drop its reason."""

from pathlib import Path

import pytest

import extractor
from extractor.view.explain import explain, explain_file, values

PAGES = sorted((Path(__file__).parent.parent / "fixtures/pages").iterdir())
ARTICLES = [page for page in PAGES if "trangchu" not in page.name]


@pytest.mark.parametrize("page", ARTICLES[::3], ids=lambda page: page.stem)
def test_every_value_has_a_rule_and_its_words(page):
    explained = extractor.extract_explained(page)
    for path, _, evidence in values(explained.record):
        if path != "article.site":  # declared by the page as a whole
            assert "not recorded" not in explain(explained, path), path
        for e in evidence:
            words = explained.record.article.text[e.start : e.end]
            assert words and words == words.strip(), (path, words)


def test_the_file_the_record_and_the_call_tell_the_same():
    page = ARTICLES[0]
    record = extractor.extract(page)
    assert explain_file(page.read_bytes(), str(page)) == record.explain()
    assert record.explain("article.title") in record.explain()


def test_a_dropped_page_says_why():
    page = next(page for page in PAGES if "trangchu" in page.name)
    text = explain_file(page.read_bytes(), page.name)
    assert text.startswith(f"{page.name}: no record, the page was dropped: listing")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary")]
)
def test_what_is_no_page_says_so(data, reason):
    assert f"dropped: {reason}" in explain_file(data, "x")
