"""Interchange formats against their schemas, and what ties their entities together."""

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from extractor.model.record import ArticleRecord, NameRecord, Record, decode_record
from extractor.view.export import FORMATS, export
from extractor.view.records import TABLES

ROOT = Path(__file__).parent.parent
RECORDS = [decode_record(line) for line in (ROOT / "fixtures/records/sample.jsonl").read_bytes().splitlines()]


def validator(name):
    return Draft202012Validator(json.loads((ROOT / f"fixtures/schemas/{name}.json").read_text("utf-8")))


def written(tmp_path, to, records=RECORDS):
    out = tmp_path / to
    assert export(iter(records), to, out) == len(records)
    return out


def test_popolo_fits_its_schema_and_every_reference_leads_somewhere(tmp_path):
    data = json.loads(written(tmp_path, "popolo").read_text("utf-8"))
    validator("popolo").validate(data)
    ids = {kind: {item["id"] for item in data[kind]} for kind in data}
    assert all(len(ids[kind]) == len(data[kind]) for kind in data)
    for membership in data["memberships"]:
        assert membership["person_id"] in ids["persons"]
        assert membership["post_id"] in ids["posts"]
        assert {membership["organization_id"], membership["on_behalf_of_id"]} <= ids["organizations"]
    assert {post["organization_id"] for post in data["posts"]} <= ids["organizations"]


def test_popolo_says_when_a_body_began_and_who_sat_since_when(tmp_path):
    data = json.loads(written(tmp_path, "popolo").read_text("utf-8"))
    body = next(o for o in data["organizations"] if o["name"] == "Ban Chỉ đạo Chuyển đổi số tỉnh Kon Tum")
    assert body["classification"] == "body" and body["founding_date"] == "2021-11-03"
    person = next(p for p in data["persons"] if p["name"] == "Đinh Thị Hạ Vy")
    seats = {(m["role"], m["start_date"]) for m in data["memberships"] if m["person_id"] == person["id"]}
    assert seats == {("standing_vice_chair", "2021-11-03"), ("chair", "2023-04-18")}


def test_ftm_entities_fit_and_their_edges_lead_somewhere(tmp_path):
    entities = [json.loads(line) for line in written(tmp_path, "ftm").read_text("utf-8").splitlines()]
    check = validator("ftm")
    for entity in entities:
        check.validate(entity)
    ids = {entity["id"]: entity["schema"] for entity in entities}
    assert len(ids) == len(entities)
    edges = [entity["properties"] for entity in entities if entity["schema"] == "Membership"]
    assert len(edges) == 23
    for edge in edges:
        assert ids[edge["organization"][0]] == "PublicBody"
        assert ids[edge["member"][0]] in ("Person", "PublicBody")


def test_the_schemas_refuse_what_does_not_fit():
    assert not validator("ftm").is_valid({"id": "x", "schema": "Person", "properties": {"name": "a string"}})
    assert not validator("popolo").is_valid(
        {"persons": [{"id": "x"}], "organizations": [], "posts": [], "memberships": []}
    )


def test_csv_has_a_file_a_table_with_one_row_a_value(tmp_path):
    folder = written(tmp_path, "csv")
    assert {path.stem for path in folder.iterdir()} == set(TABLES)
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        expected = len(RECORDS) if table == "articles" else sum(len(getattr(r, table)) for r in RECORDS)
        assert len(rows) == expected, table
        assert not rows or None not in rows[0]


def test_a_cell_is_never_a_formula(tmp_path):
    record = Record(article=ArticleRecord(title='=HYPERLINK("http://x")'), persons=[NameRecord("@A")])
    folder = written(tmp_path, "csv", [record])
    assert "'=HYPERLINK" in (folder / "articles.csv").read_text("utf-8")
    assert "'@A" in (folder / "persons.csv").read_text("utf-8")


@pytest.mark.parametrize("to", ["popolo", "ftm"])
def test_namesakes_of_two_provinces_stay_two(tmp_path, to):
    twin = [r for r in RECORDS if r.persons][:1]
    other = decode_record(twin[0].to_json().decode().replace("Kon Tum", "Lai Châu"))
    text = written(tmp_path, to, [*twin, other]).read_text("utf-8")
    assert text.count('"Y Lâm Sơn"') == 2


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_records_give_the_same_bytes_and_none_give_valid_files(tmp_path, to):
    def contents(out):
        return [p.read_bytes() for p in sorted(out.iterdir())] if out.is_dir() else out.read_bytes()

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert contents(written(tmp_path / "a", to)) == contents(written(tmp_path / "b", to))
    written(tmp_path, to, [])


def test_an_unknown_format_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match="popolo, ftm, csv"):
        export([], "xml", tmp_path / "x")
