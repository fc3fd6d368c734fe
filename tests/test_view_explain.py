"""Explanations: rule, evidence, repairs, rejected alternatives, by field."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.model.record import Reason, Record, decode_record
from extractor.view.explain import explain, explanation_html, values

SAMPLE = Path(__file__).parent.parent / "fixtures/records/sample.jsonl"
RECORD = decode_record(SAMPLE.read_bytes().splitlines()[0])
REASONS = [
    Reason("roles[0]", "roles/chair-is", "“Trưởng ban là”", []),
    Reason("roles[0].agency", "agencies/ubnd", "place from the heading", ["Ủy ban nhân dân tỉnh Gia Lai"]),
    Reason("roles[1]", "roles/holds", "", []),
]
EXPLAINED = SimpleNamespace(record=RECORD, reasons=REASONS)


def test_a_field_shows_rule_words_and_losers():
    text = explain(EXPLAINED, "roles[0]")
    for words in ("roles/chair-is", "“Y Lâm Sơn”", "agency: agencies/ubnd", "rejected  Ủy ban nhân dân tỉnh Gia Lai"):
        assert words in text
    assert "roles/holds" not in text


def test_a_list_shows_all_its_values_and_the_whole_shows_everything():
    assert "roles/holds" in explain(EXPLAINED, "roles")
    whole = explain(EXPLAINED)
    assert all(path in whole for path, _, _ in values(RECORD))
    assert "warning  member-count" in whole
    assert "left as it was" in whole


def test_a_part_shows_its_reason_and_that_of_the_whole_value():
    text = explain(EXPLAINED, "roles[0].agency")
    assert "agencies/ubnd" in text and "roles/chair-is" in text
    assert "roles/chair-is" not in explain(EXPLAINED, "roles[1].agency")


def test_an_unknown_field_names_the_known_ones():
    assert "roles[8]" in explain(EXPLAINED, "roles[99]")
    assert "article.title" in explain(EXPLAINED, "xyz")


def test_source_words_are_quoted_where_they_differ():
    source = "·" * 40 + RECORD.article.text.replace("Y Lâm Sơn", "Y L\u00e2m S?n")
    text = explain(SimpleNamespace(record=RECORD, reasons=REASONS, source_text=source), "roles[0]")
    assert "“Y Lâm S?n”" in text
    assert "“Chủ tịch UBND tỉnh”" in text


def test_repairs_within_the_evidence_are_told():
    assert "lost-bytes" in explain(EXPLAINED, "bodies[0]")


def test_a_record_from_a_file_says_that_it_knows_no_reasons():
    with pytest.raises(ValueError, match="extract its page again"):
        RECORD.explain()


def test_a_fresh_record_explains_itself_and_writes_nothing_of_it():
    record = decode_record(RECORD.to_json())
    record.explained = SimpleNamespace(record=record, reasons=REASONS)
    assert "roles/chair-is" in record.explain("roles[0]")
    assert record.to_json() == RECORD.to_json()


def test_notebook_form_is_escaped():
    record = Record()
    record.article.title = "<script>"
    assert "<script>" not in explanation_html(SimpleNamespace(record=record, reasons=[]))
