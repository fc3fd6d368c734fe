"""Jurisdiction: what the text names, what governs the passage, the article's own home, or a null with its reason."""

from __future__ import annotations

import pytest

from extractor.find.agencies import find_agencies
from extractor.link.jurisdiction import parent_mention, read_setting, resolve, resolve_all, resolve_place_word
from extractor.model.article import Article
from extractor.model.spans import OffsetMap


def article(text, **fields):
    return Article(text, (), OffsetMap.identity(len(text)), **fields)


def resolved(text, **fields):
    page = article(text, **fields)
    mentions = find_agencies(text)
    setting = read_setting(page, mentions)
    return [r.name for r in resolve_all(text, mentions, setting)], setting


SOURCES = [
    {"title": "Long An: khen thưởng cuối năm"},
    {"lead_in": ("CỔNG THÔNG TIN ĐIỆN TỬ TỈNH LONG AN",)},
    {"url": "https://www.longan.gov.vn/tin/123.html"},
    {"url": "http://baolongan.vn/kien-toan-a1.html"},
]


@pytest.mark.parametrize("fields", SOURCES, ids=lambda f: next(iter(f)))
def test_each_source_alone_gives_the_home(fields):
    names, setting = resolved("UBND tỉnh vừa họp.", **fields)
    assert names == ["Ủy ban nhân dân tỉnh Long An"]
    assert setting.home is not None and setting.home.level == "province" and setting.evidence


def test_the_title_outweighs_the_host():
    names, _ = resolved("UBND tỉnh vừa họp.", title="Cà Mau khởi công cầu", url="https://baoangiang.com.vn/x")
    assert names == ["Ủy ban nhân dân tỉnh Cà Mau"]


def test_a_first_mention_in_the_text_gives_the_home():
    names, _ = resolved("Tại tỉnh Sóc Trăng, Giám đốc Sở Y tế nói.\nUBND tỉnh đồng ý.")
    assert names == ["Sở Y tế tỉnh Sóc Trăng", "Ủy ban nhân dân tỉnh Sóc Trăng"]


def test_without_any_evidence_there_is_a_null_with_a_reason():
    text = "UBND tỉnh vừa họp."
    (mention,) = find_agencies(text)
    result = resolve(mention, read_setting(article(text), [mention]), text)
    assert result.name is None and result.reason


def test_a_national_agency_gets_no_place():
    names, _ = resolved("Bộ Y tế khen Sở Y tế tỉnh.", title="Tin Bến Tre")
    assert names == ["Bộ Y tế", "Sở Y tế tỉnh Bến Tre"]


def test_two_levels_in_one_article():
    text = "UBND huyện báo cáo UBND tỉnh. Phòng Tài chính - Kế hoạch thẩm tra."
    names, setting = resolved(text, title="Huyện Lục Ngạn, tỉnh Bắc Giang họp")
    assert names == [
        "Ủy ban nhân dân huyện Lục Ngạn", "Ủy ban nhân dân tỉnh Bắc Giang", "Phòng Tài chính - Kế hoạch huyện Lục Ngạn",
    ]  # fmt: skip
    assert setting.home.name == "huyện Lục Ngạn" and setting.home.parent.name == "tỉnh Bắc Giang"


def test_the_nearest_governing_place_wins_in_its_sentence_only():
    text = "Đoàn tỉnh Phú Thọ do Giám đốc Sở Nội vụ dẫn đầu. Đón đoàn có Chủ tịch UBND tỉnh."
    names, _ = resolved(text, title="Yên Bái đón khách", lead_in=("TỈNH YÊN BÁI",))
    assert names[0] == "Sở Nội vụ tỉnh Phú Thọ"


def test_the_rejected_place_stays_visible():
    text = "Đoàn tỉnh Phú Thọ thăm Sở Nội vụ tỉnh."
    page = article(text, title="Yên Bái đón khách")
    mentions = find_agencies(text)
    result = resolve(mentions[-1], read_setting(page, mentions), text)
    assert result.reason == "sentence"


def test_a_city_may_be_of_either_level():
    assert resolved("UBND thành phố họp.", title="Thành phố Hải Phòng hôm nay")[0] == [
        "Ủy ban nhân dân thành phố Hải Phòng"
    ]
    assert resolved("UBND thành phố họp.", title="Thành phố Vinh, tỉnh Nghệ An")[0] == [
        "Ủy ban nhân dân thành phố Vinh"
    ]


def test_an_office_of_the_committee_leads_to_the_committee():
    text = "Chánh Văn phòng UBND tỉnh thông báo."
    page = article(text, title="An Giang có tin")
    (mention,) = find_agencies(text)
    setting = read_setting(page, [mention])
    assert resolve(mention, setting, text).name == "Văn phòng Ủy ban nhân dân tỉnh An Giang"
    assert resolve(parent_mention(mention), setting, text).name == "Ủy ban nhân dân tỉnh An Giang"


def test_units_of_the_ministry_that_the_article_is_about():
    names, _ = resolved("Bộ Nội vụ họp. Chánh Thanh tra Bộ báo cáo.", title="Bộ Nội vụ kiện toàn")
    assert names == ["Bộ Nội vụ", "Thanh tra Bộ Nội vụ"]


WORDS = [
    ("tỉnh", "tỉnh Kon Tum"), ("của tỉnh", "tỉnh Kon Tum"), ("tỉnh này", "tỉnh Kon Tum"), ("tỉnh Gia Lai", "tỉnh Gia Lai"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"), ("huyện", "huyện Sa Thầy"), ("của Chính phủ", None), ("xã", None), ("quận", None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "want"), WORDS)
def test_the_jurisdiction_word_of_a_body(word, want):
    text = "Chủ tịch UBND huyện ký quyết định thành lập."
    setting = read_setting(article(text, title="Huyện Sa Thầy, tỉnh Kon Tum"), find_agencies(text))
    place = resolve_place_word(word, 10, setting)
    assert (place.name if place else None) == want
