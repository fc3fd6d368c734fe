"""Records in a terminal."""

import unicodedata
from pathlib import Path

from extractor.model.record import ArticleRecord, Record, Source, WarningRecord, decode_record
from extractor.view.terminal import WIDTH, display_width, printable, render_record, render_summary

SAMPLE = Path(__file__).parent.parent / "fixtures/records/sample.jsonl"
RECORDS = [decode_record(line) for line in SAMPLE.read_bytes().splitlines()]


def test_a_record_shows_documents_seats_and_warnings():
    text = render_record(RECORDS[0])
    for words in (
        "Quyết định 0872/QĐ-UBND",
        "established (thành lập) · 11 members",
        "Đinh Thị Hạ Vy",
        "! member-count",
    ):
        assert words in text
    assert "\x1b" not in text


def test_colour_adds_styles_and_nothing_else():
    import re

    for record in RECORDS:
        assert re.sub(r"\x1b\[\d+m", "", render_record(record, color=True)) == render_record(record)


def test_offices_are_aligned_whatever_marks_the_names_carry():
    lines = render_record(RECORDS[0]).splitlines()
    seats = [line for line in lines if "Chủ tịch, Ủy ban" in line]
    columns = {display_width(line[: line.index("Phó Chủ tịch" if "Phó Chủ" in line else "Chủ tịch")]) for line in seats}
    assert len(seats) == 2
    assert len(columns) == 1


def test_no_line_of_the_summary_runs_wild():
    for line in render_summary(RECORDS).splitlines():
        assert display_width(line) <= WIDTH + 20, line


def test_width_counts_columns():
    assert display_width(unicodedata.normalize("NFD", "Nguyễn")) == display_width("Nguyễn") == 6
    assert display_width("a\u200bb") == 2


def test_a_page_cannot_drive_the_terminal():
    evil = "\x1b]0;hỏng\x07\x9b31m\rA\nB"
    record = Record(
        source=Source(path=evil), article=ArticleRecord(title=evil, author=evil), warnings=[WarningRecord("x", evil)]
    )
    for text in (render_record(record), render_summary([record], dropped=[(evil, evil)])):
        assert not {c for c in text if unicodedata.category(c) == "Cc"} - {"\n"}
    assert printable("a\n b") == "a b"


def test_summary_counts_and_lists_the_dropped():
    text = render_summary(RECORDS, dropped=[("trang-chu.html", "listing")])
    assert text.endswith("6 articles, 5 announced documents, 5 bodies, 23 roles, 3 repairs, 2 warnings\n")
    assert "trang-chu.html: listing" in text
    assert "no official act" in text


def test_nothing_to_summarise_is_said():
    assert render_summary([]) == "No records.\n"
