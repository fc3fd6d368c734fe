"""Outputs: lossless, deterministic, under their final name only when whole."""

import sqlite3
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.batch.schema import article_columns
from extractor.batch.sinks import OutputError, open_sink
from extractor.batch.sqlite_sink import fold_words
from extractor.batch.summary import RecordsError, read_records
from extractor.model.record import (
    ArticleRecord,
    BodyRecord,
    DateRecord,
    DocumentRecord,
    Evidence,
    NameRecord,
    Record,
    RelationRecord,
    RepairRecord,
    RoleRecord,
    Source,
    WarningRecord,
)

ENDINGS = ("jsonl", "jsonl.gz", "db", "parquet")

TEXTS = st.text(
    st.one_of(st.sampled_from("Đđặờ\u2028\0\x7f\"'\\\n{}😀"), st.sampled_from(string.printable)), max_size=12
)
MAYBE = st.none() | TEXTS
OFFSETS = st.integers(0, 10**6)
EVIDENCE = st.lists(st.builds(Evidence, OFFSETS, OFFSETS, st.none() | OFFSETS, st.none() | OFFSETS), max_size=2)
RECORDS = st.builds(
    Record,
    source=st.builds(Source, path=MAYBE, url=MAYBE, sha256=MAYBE, crawled_at=MAYBE),
    article=st.builds(ArticleRecord, title=MAYBE, published=MAYBE, author=MAYBE, text=TEXTS),
    documents=st.lists(st.builds(DocumentRecord, id=TEXTS, type=MAYBE, number=MAYBE, evidence=EVIDENCE), max_size=2),
    bodies=st.lists(
        st.builds(
            BodyRecord,
            id=TEXTS,
            name=TEXTS,
            member_count=st.none() | st.integers(0, 99),
            formed_from=st.lists(TEXTS, max_size=2),
            evidence=EVIDENCE,
        ),
        max_size=2,
    ),
    roles=st.lists(
        st.builds(RoleRecord, body=TEXTS, role=st.just("chair"), person=MAYBE, evidence=EVIDENCE), max_size=2
    ),
    agencies=st.lists(st.builds(NameRecord, TEXTS, EVIDENCE), max_size=2),
    persons=st.lists(st.builds(NameRecord, TEXTS, EVIDENCE), max_size=2),
    dates=st.lists(st.builds(DateRecord, value=TEXTS, part=MAYBE, evidence=EVIDENCE), max_size=2),
    relations=st.lists(st.builds(RelationRecord, TEXTS, st.just("amends"), TEXTS), max_size=2),
    repairs=st.lists(
        st.builds(RepairRecord, TEXTS, OFFSETS, OFFSETS, TEXTS, TEXTS, st.floats(0, 1), st.booleans()), max_size=2
    ),
    warnings=st.lists(st.builds(WarningRecord, TEXTS, TEXTS), max_size=2),
)


def write(out: Path, records) -> Path:
    sink = open_sink(out)
    for record in records:
        sink.write(record.to_json())
    sink.close()
    return out


def chaired(person="Đặng Thị Hoa", body="Ban Chỉ đạo Chuyển đổi số tỉnh Sơn Hải"):
    text = f"{person} làm Trưởng {body}."
    return Record(
        source=Source(path="tin/a.html", url="https://bao.vn/a"),
        article=ArticleRecord(title="Tỉnh Sơn Hải kiện toàn Ban Chỉ đạo", published="2021-03-02", text=text),
        documents=[DocumentRecord("d1", "Quyết định", "12", "QĐ-UBND", date="2021-03-01", function="announced")],
        bodies=[BodyRecord("b1", body, event="consolidated", document="12/QĐ-UBND", member_count=9)],
        roles=[RoleRecord(body, "chair", person, "Chủ tịch", "Ủy ban nhân dân tỉnh Sơn Hải")],
        agencies=[NameRecord("Ủy ban nhân dân tỉnh Sơn Hải")],
        persons=[NameRecord(person, [Evidence(0, len(person))])],
    )


@pytest.mark.parametrize("ending", ENDINGS)
@given(records=st.lists(RECORDS, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_a_round_trip_loses_nothing(ending, records):
    with tempfile.TemporaryDirectory() as folder:
        assert list(read_records(write(Path(folder) / f"r.{ending}", records))) == records


@pytest.mark.parametrize("ending", ENDINGS)
def test_equal_records_give_equal_bytes(tmp_path, ending):
    records = [chaired(), Record(), chaired("Lê Văn Sơn")]
    first = write(tmp_path / f"one.{ending}", records).read_bytes()
    assert write(tmp_path / f"two.{ending}", records).read_bytes() == first


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_half_written_stands_under_the_final_name(tmp_path, ending):
    out = tmp_path / f"r.{ending}"
    out.write_bytes(b"of an earlier run")
    sink = open_sink(out)
    sink.write(chaired().to_json())
    assert out.read_bytes() == b"of an earlier run"
    sink.discard()
    assert [p.name for p in tmp_path.iterdir()] == [out.name]
    write(out, [chaired()])
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_an_unknown_ending_or_a_folder_is_refused(tmp_path):
    for out in (tmp_path / "r.xlsx", tmp_path / "r"):
        with pytest.raises(OutputError, match="must end in"):
            open_sink(out)
    (tmp_path / "r.db").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        open_sink(tmp_path / "r.db")


@pytest.fixture
def database(tmp_path):
    with sqlite3.connect(write(tmp_path / "r.db", [chaired(), Record()])) as db:
        yield db
    db.close()


def test_the_database_says_who_chairs_what(database):
    row = database.execute("SELECT person, office, agency, body, event, document FROM who_chairs_what").fetchone()
    assert row == (
        "Đặng Thị Hoa",
        "Chủ tịch",
        "Ủy ban nhân dân tỉnh Sơn Hải",
        "Ban Chỉ đạo Chuyển đổi số tỉnh Sơn Hải",
        "consolidated",
        "12/QĐ-UBND",
    )


def test_every_view_can_be_read_and_foreign_keys_hold(database):
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(views) >= 5
    for view in views:
        assert database.execute(f"SELECT * FROM {view}").fetchall(), view
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA foreign_key_list(roles)").fetchone()[2] == "articles"


def test_quotes_are_the_characters_of_the_evidence(database):
    assert database.execute("SELECT quote FROM quotes").fetchall() == [("Đặng Thị Hoa",)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [("dang", 1), ("Đặng", 1), ("đặng", 1), ("dang thi hoa", 1), ('"dang thi"', 1), ("kien toan", 1), ("nguyen", 0)],
)
def test_the_text_index_finds_with_and_without_marks(database, query, hits):
    sql = "SELECT count(*) FROM articles WHERE id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
    assert database.execute(sql, (query,)).fetchone() == (hits,)


def test_fold_words():
    assert fold_words("ĐẶNG Thị Hường — Ủy ban") == "dang thi huong — uy ban"


def test_no_two_columns_of_the_articles_table_have_one_name():
    names = [column.name for _, column in article_columns()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_holds_no_records_is_told(tmp_path, ending):
    path = tmp_path / f"r.{ending}"
    with pytest.raises(RecordsError, match="no such file"):
        list(read_records(path))
    path.write_bytes(b'{"schema": 99}\n')
    with pytest.raises(RecordsError, match=path.name):
        list(read_records(path))


@pytest.mark.parametrize("ending", ["db", "parquet"])
def test_a_run_without_a_record_gives_an_empty_table(tmp_path, ending):
    assert list(read_records(write(tmp_path / f"r.{ending}", []))) == []
