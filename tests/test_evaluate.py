"""Scoring: which spellings are one, what counts as a hit, and figures worked out by hand."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate.gold import GoldError, read_gold, read_records
from extractor.evaluate.score import Tally, as_table, score, score_files
from extractor.evaluate.spelling import same_body, same_reference, same_spelling

GOLD = {
    "article": {"title": "Kiện toàn Ban Chỉ đạo", "published": "2021-03-02", "author": "Thu Hà", "credited_source": None},
    "documents": [
        {"type": "Quyết định", "number": "012", "symbol": "QĐ-UBND", "date": "2021-03-01",
         "issuer": "Ủy ban nhân dân tỉnh Sơn Hải", "function": "announced"},
        {"type": "Luật", "number": None, "symbol": None, "title": "Luật Giao dịch điện tử", "date": None,
         "issuer": None, "function": "basis"},
    ],
    "bodies": [
        {"name": "Ban Chỉ đạo Chuyển đổi số tỉnh Sơn Hải", "event": "consolidated", "member_count": 9,
         "document": "012/QĐ-UBND", "standing_agency": None, "formed_from": ["Ban Chỉ đạo Chính quyền điện tử"],
         "aliases": ["Ban Chỉ đạo 12"]},
    ],
    "roles": [
        {"body": "Ban Chỉ đạo Chuyển đổi số tỉnh Sơn Hải", "role": "chair", "person": None, "position": "Chủ tịch",
         "agency": "Ủy ban nhân dân tỉnh Sơn Hải"},
    ],
    "agencies": ["Ủy ban nhân dân tỉnh Sơn Hải"],
    "persons": ["Đặng Thị Hoà"],
    "dates": ["2021-03-01"],
    "neutral": {"agencies": ["Báo Sơn Hải"], "bodies": ["Tổ công tác 5"], "dates": ["2020-01-01"]},
    "text": {"present": ["chuyển đổi số"], "absent": ["Đọc thêm"]},
}  # fmt: skip


def record_of(gold):
    record = {k: copy.deepcopy(gold[k]) for k in ("article", "documents", "bodies", "roles")}
    for field, key in (("agencies", "name"), ("persons", "name"), ("dates", "value")):
        record[field] = [{key: value} for value in gold[field]]
    record["article"]["text"] = "Về chuyển  đổi số."
    return record


def scored(change):
    record = record_of(GOLD)
    change(record)
    return score({"a": record}, {"a": GOLD})


def figures(result, field):
    tally = result.fields[field]
    return tally.hits, tally.spurious, tally.missed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban nhân dân tỉnh Thanh Hoá", "UBND tỉnh  Thanh Hóa"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("Ðảng uỷ", "Đảng ủy"),
        ("Công an của tỉnh Sơn Hải", "Công an tỉnh Sơn Hải"),
        ("QĐ – UBND", "QĐ-UBND"),
        ("“Ban Chỉ đạo”.", "ban chỉ đạo"),
        (None, ""),
    ],
)
def test_spellings_of_one_name(one, other):
    assert same_spelling(one) == same_spelling(other)


def test_other_names_stay_apart():
    assert same_spelling("Sở Nội vụ") != same_spelling("Sở Ngoại vụ")
    assert same_body("Ban Chỉ đạo A tỉnh X") != same_body("Ban Chỉ đạo A tỉnh Y")
    assert same_body("Ban Chỉ đạo về ABC (lâm thời), tại tỉnh X") == same_body("Ban Chỉ đạo ABC tỉnh X")
    assert same_reference("412-QĐ/TU") == same_reference({"number": "412", "symbol": "QĐ/TU"})


@given(st.text(max_size=40))
def test_spelling_and_unicode_form_do_not_matter_twice(text):
    once = same_spelling(text)
    assert isinstance(once, str)
    assert same_spelling(text) == once


def test_gold_against_itself_is_perfect():
    result = scored(lambda r: None)
    assert result.headline == 1.0
    assert result.to_dict()["perfect"] == 1.0
    assert result.misses == []
    assert all(share.value == 1.0 for share in (*result.article.values(), *result.text.values()))


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        (lambda r: r["documents"][0].update(number="12"), "documents.key", (1, 1, 1)),
        (lambda r: r["documents"][0].update(date=None), "documents.key", (2, 0, 0)),
        (lambda r: r["documents"][0].update(date=None), "documents.strict", (1, 1, 1)),
        (lambda r: r["documents"][1].update(title="Luật An ninh mạng"), "documents.key", (1, 1, 1)),
        (lambda r: r["documents"][0].update(issuer={"name": "UBND tỉnh Sơn Hải"}), "documents.strict", (2, 0, 0)),
        (lambda r: r["bodies"][0].update(name="Ban Chỉ đạo 12"), "bodies.strict", (1, 0, 0)),
        (lambda r: r["bodies"][0].update(member_count=8), "bodies.strict", (0, 1, 1)),
        (lambda r: r["bodies"].append({"name": "Tổ công tác 5", "event": "mentioned"}), "bodies.key", (1, 0, 0)),
        (lambda r: r["bodies"].append({"name": "Ban Chỉ đạo Chính quyền điện tử"}), "bodies.key", (1, 0, 0)),
        (lambda r: r["bodies"].append({"name": "Tổ công tác 6"}), "bodies.key", (1, 1, 0)),
        (lambda r: r["roles"][0].update(role="member"), "roles.key", (0, 1, 1)),
        (lambda r: r["roles"][0].update(body="Ban Chỉ đạo 12"), "roles.strict", (1, 0, 0)),
        (lambda r: r["roles"][0].update(body="Tổ công tác 5"), "roles.strict", (0, 1, 1)),
        (lambda r: r["roles"][0].update(body="Tổ công tác 5"), "roles.key", (1, 0, 0)),
        (lambda r: r["agencies"].append("Báo Sơn Hải"), "agencies", (1, 0, 0)),
        (lambda r: r["agencies"].append("Thủ tướng Chính phủ"), "agencies", (1, 0, 0)),
        (lambda r: r["agencies"].append("Ban Chỉ đạo 12"), "agencies", (1, 0, 0)),
        (lambda r: r["agencies"].append("Sở Nội vụ"), "agencies", (1, 1, 0)),
        (lambda r: r["persons"].append({"name": "Thu Hà"}), "persons", (1, 0, 0)),
        (lambda r: r["persons"].clear(), "persons", (0, 0, 1)),
        (lambda r: r["dates"].extend(["2021-03-02", "2020-01-01", "2021"]), "dates", (1, 0, 0)),
        (lambda r: r["dates"].append("2021-03-03"), "dates", (1, 1, 0)),
    ],
)
def test_what_counts(change, field, expected):
    assert figures(scored(change), field) == expected


def test_article_and_text_are_counted_apart():
    def change(record):
        record["article"] |= {"published": "2021-03-02T15:31", "author": None, "text": "Đọc thêm"}

    result = scored(change)
    assert {k: s.value for k, s in result.article.items()} == {
        "title": 1.0, "published": 1.0, "author": 0.0, "credited_source": 1.0,
    }  # fmt: skip
    assert {k: s.value for k, s in result.text.items()} == {"present": 0.0, "absent": 0.0}
    assert result.headline == 1.0


def test_an_article_without_a_record_counts_as_an_empty_one():
    result = score({}, {"a": GOLD})
    assert (result.missing, result.perfect.value) == (1, 0.0)
    assert figures(result, "roles.strict") == (0, 0, 1)
    assert result.text["absent"].value == 0.0


def test_figures_are_micro_averaged():
    two = score({"a": record_of(GOLD)}, {"a": GOLD, "b": GOLD})
    assert two.fields["persons"].recall == 0.5
    assert two.fields["persons"].precision == 1.0
    assert round(two.headline, 3) == 0.667
    assert "articles 2, without a record 1" in as_table(two)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_precision_and_recall(hits, spurious, missed):
    tally = Tally(hits, spurious, missed)
    low, high = sorted((tally.precision, tally.recall))
    assert tally.f1 == 0 or low - 1e-9 <= tally.f1 <= high + 1e-9


def test_records_are_found_by_the_stem_of_their_path(tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "trang-1.json").write_text(json.dumps(GOLD))
    (tmp_path / "r.jsonl").write_text(json.dumps(record_of(GOLD) | {"source": {"path": "x/trang-1.html"}}) + "\n\n")
    assert score_files(tmp_path / "r.jsonl", gold).headline == 1.0
    assert list(read_records(gold)) == ["trang-1"]


def test_what_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    for broken, match in ((tmp_path / "lost", "no such folder"), (tmp_path, "lacks article")):
        with pytest.raises(GoldError, match=match):
            read_gold(broken)
    (tmp_path / "r.jsonl").write_text("{}\n[\n")
    with pytest.raises(GoldError, match="line 2"):
        read_records(tmp_path / "r.jsonl")
