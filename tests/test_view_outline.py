"""What is shown first of a record, and the tile map it is placed on."""

import json
from pathlib import Path

import pytest

from extractor.model.record import DocumentRecord, NameRecord, Record, decode_record
from extractor.view.outline import (
    CENTRAL,
    body_province,
    citation,
    citation_number,
    event_date,
    province,
    province_of_name,
)
from extractor.view.tilemap import MERGED, province_names, tiles

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "fixtures/records/sample.jsonl"
CASES = [json.loads(line) for line in (ROOT / "fixtures/cases/view_places.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_province_of_a_canonical_name(case):
    assert province_of_name(case["name"]) == case["province"]


@pytest.mark.parametrize(
    ("number", "symbol", "cited"),
    [
        ("1285", "QĐ-UBND", "1285/QĐ-UBND"),
        ("30", "2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("412", "QĐ/TU", "412-QĐ/TU"),
        ("591", None, "591"),
        (None, "QĐ-UBND", None),
    ],
)
def test_citation_number_is_what_bodies_refer_to(number, symbol, cited):
    assert citation_number(DocumentRecord("d1", "Quyết định", number, symbol)) == cited


def test_a_law_is_cited_by_its_title():
    assert citation(DocumentRecord("d1", "Luật", title="Luật Đất đai")) == "Luật Đất đai"
    assert citation(DocumentRecord("d1", "Quyết định")) == "Quyết định"


def test_every_body_of_the_samples_finds_its_document():
    for line in SAMPLE.read_bytes().splitlines():
        record = decode_record(line)
        cited = {citation_number(d) for d in record.documents}
        assert all(body.document in cited for body in record.bodies if body.document)


def test_provinces_of_the_samples():
    records = [decode_record(line) for line in SAMPLE.read_bytes().splitlines()]
    assert [province(r) for r in records] == ["Kon Tum", "Kon Tum", "Đà Nẵng", CENTRAL, "Tây Ninh", None]
    assert [event_date(r) for r in records][:3] == ["2021-11-03", "2023-04-18", "2022-08-11"]


def test_a_provincial_article_that_names_the_government_stays_provincial():
    record = Record(
        documents=[
            DocumentRecord("d1", "Quyết định", "9", "QĐ-UBND", None, None, "Ủy ban nhân dân tỉnh Lào Cai", "announced")
        ],
        agencies=[NameRecord("Chính phủ"), NameRecord("Bộ Nội vụ")],
    )
    assert province(record) == "Lào Cai"


def test_a_ward_that_asks_a_ministry_is_not_central():
    record = Record(agencies=[NameRecord("Ủy ban nhân dân phường Đông Hải"), NameRecord("Bộ Nội vụ")])
    assert province(record) is None
    assert province(Record(agencies=[NameRecord("Bộ Nội vụ")])) == CENTRAL


def test_a_district_body_belongs_to_the_article_s_province():
    record = Record(agencies=[NameRecord("Ủy ban nhân dân tỉnh Đắk Nông")])
    assert body_province(record, "Tổ công tác phường Nghĩa Trung") == "Đắk Nông"
    assert body_province(record, "Ban Chỉ đạo cải cách hành chính của Chính phủ") is None
    assert body_province(Record(agencies=[NameRecord("Chính phủ")]), "Tổ công tác phường Nghĩa Trung") is None


def test_the_maps_hold_every_province_once_on_its_own_square():
    for count in (63, 34):
        squares = tiles(count)
        assert len(squares) == len({name for name, _, _ in squares}) == len({(c, r) for _, c, r in squares}) == count
    old, new = ({name for name, _, _ in tiles(count)} for count in (63, 34))
    assert set(MERGED) == old - new
    assert set(MERGED.values()) <= new
    assert new - old == {"Huế"}
    assert set(province_names()) == old | new


def test_there_was_never_another_number_of_provinces():
    with pytest.raises(ValueError, match="63"):
        tiles(64)
