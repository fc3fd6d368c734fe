"""Documents as works: cases from a file, and what holds for all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.find.dates import find_dates
from extractor.find.documents import find_documents
from extractor.link.identifiers import work_urn
from extractor.link.work_functions import sentence_starts
from extractor.link.works import link_works
from extractor.model.mention import PlaceRef
from extractor.model.work import Work, WorksResult, WorksSetting

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "works.jsonl"


def cases() -> list[dict]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line.strip()]


def link(case: dict) -> WorksResult:
    text, at, agencies = case["text"], 0, []
    for shown, name in case["agencies"]:
        start = text.index(shown, at)
        at = start + len(shown)
        agencies.append((start, at, name))
    dates = find_dates(text, case["published"])
    setting = WorksSetting(
        published=case["published"],
        agencies=agencies,
        home_issuer=case["home"],
        bodies=[tuple(b) for b in case.get("bodies", [])],
    )
    return link_works(text, find_documents(text, dates), dates, setting)


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"][:60])
def test_case(case: dict) -> None:
    result = link(case)
    assert [[w.type, w.reference, w.date, w.issuer, w.function] for w in result.documents] == case["works"]
    assert [[r.subject, r.relation, r.object] for r in result.relations] == case["relations"]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"][:60])
def test_evidence_names_the_document(case: dict) -> None:
    for work in link(case).documents:
        for start, end in work.mentions:
            shown = case["text"][start:end]
            assert shown and shown.strip() == shown
        if work.number:
            assert any(work.number in case["text"][a:b] for a, b in work.mentions)


def only(text: str, **setting: object) -> WorksResult:
    dates = find_dates(text, str(setting.get("published") or "") or None)
    return link_works(text, find_documents(text, dates), dates, WorksSetting(**setting))  # type: ignore[arg-type]


def test_a_body_issues_under_its_own_code() -> None:
    text = "Ban Chỉ đạo đô thị thông minh tỉnh vừa có Quyết định số 9/QĐ-BCĐĐTTM ban hành Quy chế."
    body = (0, 33, "Ban Chỉ đạo đô thị thông minh tỉnh Nam Định")
    assert only(text, bodies=[body], home_issuer="Ủy ban nhân dân tỉnh Nam Định").documents[0].issuer == body[2]


def test_a_department_gets_its_province_from_home() -> None:
    place = PlaceRef("district", "huyện Ea Kar", PlaceRef("province", "tỉnh Đắk Lắk"))
    work = only("Theo Tờ trình số 5/TTr-STTTT ngày 1/2/2020", home_place=place).documents[0]
    assert work.issuer == "Sở Thông tin và Truyền thông tỉnh Đắk Lắk"
    work = only("Nghị quyết số 3-NQ/TU ngày 1/2/2020", home_place=place).documents[0]
    assert work.issuer == "Tỉnh ủy Đắk Lắk"


def test_repeats_and_bare_numbers_are_one_entry() -> None:
    text = "Quyết định số 701/QĐ-TTg ngày 26/5/2020 kiện toàn Ủy ban. Quyết định 701 nêu rõ. Quyết định này giao Bộ."
    result = only(text)
    assert len(result.documents) == 1
    assert [text[a:b] for a, b in result.documents[0].mentions] == [
        "Quyết định số 701/QĐ-TTg",
        "Quyết định 701",
        "Quyết định này",
    ]


def test_equal_numbers_of_two_provinces_stay_apart() -> None:
    text = "Quyết định số 12/QĐ-UBND của UBND tỉnh A; Quyết định số 12/QĐ-UBND của UBND tỉnh B."
    at = [text.index("UBND tỉnh A"), text.index("UBND tỉnh B")]
    agencies = [(at[0], at[0] + 11, "Ủy ban nhân dân tỉnh A"), (at[1], at[1] + 11, "Ủy ban nhân dân tỉnh B")]
    assert [w.issuer for w in only(text, agencies=agencies).documents] == [
        "Ủy ban nhân dân tỉnh A",
        "Ủy ban nhân dân tỉnh B",
    ]


def test_licences_are_no_documents() -> None:
    assert only("Giấy phép số 01/GP-TTĐT cấp ngày 8/1/2021").documents == []


def test_work_at_follows_the_sentence() -> None:
    text = "Quyết định số 1/QĐ-UBND lập Ban An. Trước đó, Quyết định số 2/QĐ-UBND lập Ban Bảo. Ban họp."
    result = only(text)
    assert [w.reference if (w := result.work_at(text.index(x))) else None for x in ("Ban An", "Ban Bảo", "Ban họp")] == [
        "1/QĐ-UBND", "2/QĐ-UBND", None,
    ]  # fmt: skip


def test_amended_needs_an_announced_document() -> None:
    assert [w.function for w in only("Ông nói việc thay thế Nghị định số 15/2010/NĐ-CP còn lâu.").documents] == [
        "cited"
    ]


def test_identifiers_need_issuer_type_number_and_year() -> None:
    full = Work("d1", "Quyết định", "12", "QĐ-UBND", date="2020-02-03", issuer="Ủy ban nhân dân tỉnh Đắk Lắk")
    assert work_urn(full) == "urn:lex:vn:uy.ban.nhan.dan.tinh.dak.lak:quyet.dinh:2020-02-03;12"
    assert work_urn(Work("d1", "Quyết định", "12", "QĐ-UBND", issuer="Chính phủ")) is None
    assert work_urn(Work("d1", "Quyết định", "12", "QĐ-UBND", date="2020-02-03")) is None


def test_sentences_begin_after_the_headline() -> None:
    text = "Thành lập Ban Chỉ đạo chuyển đổi số của tỉnh trong giai đoạn mới\nUBND tỉnh vừa ký. Ban có 9 người."
    assert sentence_starts(text, text.index("UBND") - 1)[1] in (text.index("UBND") - 1, text.index("UBND"))
    assert text.index("Ban có") in sentence_starts(text)
