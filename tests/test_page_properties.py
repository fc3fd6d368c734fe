"""What must hold for any input: places, blocks, no crash, linear time."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.outcome import NoArticle
from extractor.page.assemble import squeeze
from extractor.page.markup import read_markup
from extractor.page.read import read_html, read_plain

WORDS = [
    "Ủy ban",
    "quyết định",
    "số 12/QĐ-UBND",
    "ngày 3/5/2019",
    ".",
    "\n",
    "  ",
    "Tin liên quan",
    "Theo TTXVN",
    "Lê An",
    "&amp;",
    "&#7913;",
    "&bogus;",
    "<",
    ">",
    "\x00",
    "\u00a0",
    "😀",
]
TAGS = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "b",
    "a href=x",
    "h1",
    "ul",
    "li",
    "br",
    "script",
    "!--",
    "span class=author",
    "font",
    "textarea",
    "title",
    "p style='display:none'",
]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([f"<{t}>" for t in TAGS]),
    st.sampled_from([f"</{t.split()[0]}>" for t in TAGS]),
    st.text(max_size=12),
    st.just("UBND xã vừa lập Tổ công tác gồm bảy người, do Chủ tịch UBND xã làm Tổ trưởng. "),
)
SOUP = st.lists(PIECES, max_size=40).map("".join)


def check(article, source):
    text = article.text
    assert "\n".join(text[b.start : b.end] for b in article.blocks) == text
    if text:
        assert article.source_map.length == len(text)
    for piece in article.source_map:
        assert 0 <= piece.source_start <= piece.source_end <= len(source)
        if piece.exact:
            assert text[piece.start : piece.end] == source[piece.source_start : piece.source_end]
    for block in article.blocks:
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
    for finding in article.findings.values():
        if finding.start is not None:
            assert 0 <= finding.start <= finding.end <= len(source)


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_markup_gives_an_article_or_a_reason(source):
    with contextlib.suppress(NoArticle):
        check(read_html(source), source)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=30)), max_size=30).map("".join))
def test_any_text_gives_an_article_unless_it_is_blank(source):
    try:
        check(read_plain(source), source)
    except NoArticle as dropped:
        assert dropped.reason == "empty"
        assert not source.strip().strip("\u200b\ufeff")


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_blocks_of_markup_lie_in_order_and_apart(source):
    at = 0
    for block in read_markup(source).blocks:
        for start, end, _ in block.runs:
            assert at <= start <= end <= len(source)
            at = end


@given(st.text(alphabet=" \n\tab\u00a0", max_size=40))
def test_squeezed_text_has_single_blanks(text):
    runs = squeeze(text, 0, len(text))
    assert "".join(r.text for r in runs) == " ".join(text.split())


PROSE = "<p>UBND tỉnh vừa ban hành quyết định kiện toàn Ban Chỉ đạo, gồm mười hai thành viên.</p>"
HOSTILE = {
    "nested": "<div>" * 100_000 + PROSE,
    "unclosed tags": "<a " * 300_000,
    "unclosed quotes": '<a href="' * 200_000,
    "unclosed comments": "<!--" * 300_000,
    "lone controls": "<select>" * 100_000 + PROSE,
    "lone closers": "<div>" * 300 + "</span>" * 200_000 + PROSE,
    "breaks": "<p>" + "x<br>" * 300_000,
    "cells": "<table>" + "<tr><td>" * 100_000 + PROSE,
    "entities": "<p>" + "&amp;" * 200_000,
    "NUL": "\x00" * 500_000 + PROSE,
    "angles": "<" * 500_000,
    "blanks": "<p>" + " " * 3_000_000 + "x",
    "deep json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PROSE,
    "one line": "<p>" + "Ủy ban nhân dân tỉnh họp. " * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_answered_in_time(name):
    start = time.process_time()
    with contextlib.suppress(NoArticle):
        read_html(HOSTILE[name])
    assert time.process_time() - start < 20  # seconds measured: below 2; a quadratic path takes minutes


@pytest.mark.parametrize(
    "text", ["Ủy ban nhân dân tỉnh họp. " * 40_000, "Ủy ban\n" * 100_000, "(" * 500_000, ("1/2/" * 30 + "\n") * 2_000]
)
def test_hostile_text_is_answered_in_time(text):
    start = time.process_time()
    assert read_plain(text).text
    assert time.process_time() - start < 20
