"""Agencies: the cases of fixtures/cases/agencies.jsonl, grounding, lists, abbreviations, speed."""

from __future__ import annotations

import time

import pytest
from agency_cases import load, names_in
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.find.agencies import find_agencies
from extractor.lexicon.registry import registry

CASES = load("agencies.jsonl")


def test_there_are_three_hundred_cases_and_enough_negatives():
    assert len(CASES) >= 300
    assert sum(not case["agencies"] for case in CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_case(case):
    if case.get("known"):
        # Strict: a known failure that begins to pass must be taken off the list.
        assert names_in(case["text"], case["home"]) != case["agencies"]
    else:
        assert names_in(case["text"], case["home"]) == case["agencies"]


def test_mentions_stand_in_the_text_where_they_say():
    text = "Giám đốc các Sở: Tài chính, Kế hoạch và Đầu tư, Nội vụ và Chánh Văn phòng UBND tỉnh"
    found = [(text[m.start : m.end], m.elided) for m in find_agencies(text)]
    assert found == [
        ("Tài chính", True), ("Kế hoạch và Đầu tư", True), ("Nội vụ", True), ("Văn phòng UBND tỉnh", False),
    ]  # fmt: skip


def test_an_office_knows_the_agency_it_serves():
    (mention,) = find_agencies("Chánh Văn phòng UBND tỉnh")
    assert (mention.kind, mention.parent_head, mention.place_word) == ("van-phong", "Ủy ban nhân dân", "tỉnh")


def test_an_abbreviation_counts_only_behind_its_definition():
    text = "BQLODA họp. Ban Quản lý dự án ODA thành phố Cần Thơ (BQLODA) mở thầu. Sau đó BQLODA chọn thầu."
    found = [text[m.start : m.end] for m in find_agencies(text)]
    assert found == ["Ban Quản lý dự án ODA thành phố Cần Thơ", "BQLODA"]


def test_a_line_that_ends_an_item_ends_a_name():
    text = "Phó Chủ tịch UBND tỉnh\nQuảng Ngãi hôm nay\nSở Tài chính\nKế hoạch tuần"
    assert [text[m.start : m.end] for m in find_agencies(text)] == ["UBND tỉnh", "Sở Tài chính"]


def test_a_wrapped_line_does_not_end_a_name():
    text = "Theo thông tin mới nhất mà chúng tôi nhận được từ Sở Kế hoạch\nvà Đầu tư, dự án chậm."
    assert [m.head for m in find_agencies(text)] == ["Sở Kế hoạch và Đầu tư"]


PIECES = st.lists(
    st.sampled_from(
        ["UBND tỉnh", "Quảng Nam", "các Sở:", "Tài chính", ", ", "; ", " và ", " (", ")", "\n", "Công an", "phường 2", "TP.HCM",
         "Bộ", "Trưởng phòng", "Nguyễn Văn A", "&", " - ", "huyện", "Cục Hàng hải", "Phòng", " ", "Đ", "\u0301", "\x00", "ẞ"]
    ),
    max_size=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_any_text_gives_ordered_mentions_within_it(pieces):
    text = " ".join(pieces)
    found = find_agencies(text)
    at = 0
    for m in found:
        assert at <= m.start < m.end <= len(text)
        assert text[m.start : m.end].strip() == text[m.start : m.end]
        at = m.end
    assert find_agencies(text) == found


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([p.full for p in registry().provinces]), st.sampled_from(["UBND", "Sở Nội vụ", "Công an", "HĐND"])
)
def test_every_province_is_read_behind_a_head(province, head):
    (mention,) = find_agencies(f"Theo {head} {province}, việc đã xong.")
    assert mention.place is not None and mention.place.name == province and mention.level == "province"


def test_case_and_tone_placement_do_not_matter():
    want = ["Ủy ban nhân dân tỉnh Hòa Bình"]
    for spelling in (
        "UBND tỉnh Hoà Bình",
        "Uỷ ban Nhân dân Tỉnh Hòa Bình",
        "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH",
        "UBND  tỉnh  Hòa Bình",
    ):
        assert names_in(spelling, None) == want


def test_matching_is_fast():
    text = ("Giám đốc Sở Nội vụ tỉnh Long An cùng dự và nêu rõ tiến độ các nhiệm vụ được giao trong quý này. " * 32)[
        :3000
    ]
    find_agencies(text)
    # A guard against a hang only; benchmarks/pipeline.py measures (about half a millisecond).
    assert min(_seconds(text) for _ in range(5)) < 1.0


def _seconds(text: str) -> float:
    start = time.process_time()
    find_agencies(text)
    return time.process_time() - start
