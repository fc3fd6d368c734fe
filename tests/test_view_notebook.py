"""What records look like in a notebook, and as tables."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.article import Article
from extractor.model.record import ArticleRecord, Evidence, NameRecord, Record, decode_record
from extractor.model.spans import OffsetMap
from extractor.view.notebook import article_html, record_html, text_html
from extractor.view.records import TABLES, Records

SAMPLE = Path(__file__).parent.parent / "fixtures/records/sample.jsonl"
RECORDS = Records(decode_record(line) for line in SAMPLE.read_bytes().splitlines())


def test_a_record_draws_itself():
    html = RECORDS[0]._repr_html_()
    for words in ("Quyết định 0872/QĐ-UBND", "standing vice chair", "Đinh Thị Hạ Vy", "<mark"):
        assert words in html


def test_an_article_draws_itself():
    text = "Dòng một\nDòng hai"
    article = Article(text=text, blocks=(), source_map=OffsetMap.identity(len(text)), title="Tiêu đề <b>")
    assert "Tiêu đề &lt;b&gt;" in article._repr_html_()
    assert "Dòng một<br>Dòng hai" in article_html(article)


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_marked_text_keeps_every_character(text, ranges):
    spans = [Evidence(min(pair), max(pair)) for pair in ranges]
    html = text_html(text, Record(article=ArticleRecord(text=text), persons=[NameRecord("x", spans)]))
    shown = re.sub(r"<(?:/?mark|/?div)[^>]*>", "", html.replace("<br>", "\n"))
    assert (
        shown.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
        == text
    )


def test_nothing_of_a_page_is_markup():
    evil = "<script>alert(1)</script>"
    record = decode_record(RECORDS[0].to_json())
    record.article.title = record.article.author = evil
    record.roles[0].person = record.bodies[0].name = record.roles[0].body = evil
    for html in (record_html(record), Records([record])._repr_html_()):
        assert "<script" not in html


@pytest.mark.parametrize("table", TABLES)
def test_tables_have_their_columns_even_when_empty(table):
    full, empty = RECORDS.to_dataframe(table), Records().to_dataframe(table)
    assert list(full.columns) == list(empty.columns)
    assert len(empty) == 0
    assert len(full) == (6 if table == "articles" else sum(len(getattr(r, table)) for r in RECORDS))


def test_a_table_points_back_to_its_words():
    row = RECORDS.to_dataframe("roles").iloc[0]
    assert RECORDS[row.article].article.text[int(row.start) : int(row.end)] == row.person == "Y Lâm Sơn"


def test_an_unknown_table_names_the_known_ones():
    with pytest.raises(ValueError, match="roles"):
        RECORDS.to_dataframe("seats")


def test_a_slice_is_still_records_and_a_long_list_is_cut():
    assert isinstance(RECORDS[:2], Records) and isinstance(RECORDS[0], Record)
    many = Records([RECORDS[0]] * 30)
    assert many._repr_html_().count("<tr>") == 20 and "… 10" in many._repr_html_()
