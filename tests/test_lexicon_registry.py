"""The registry: places of every level, names through time, and what the gazetteers promise."""

from __future__ import annotations

import pytest

from extractor.lexicon.history import anachronism, name_now, name_then
from extractor.lexicon.load import gazetteer_root, read_toml
from extractor.lexicon.places import find_places
from extractor.lexicon.registry import registry

# The merges of NQ 202/2025/QH15: new unit, and the old ones that went into it beside itself.
MERGED = {
    "tỉnh Tuyên Quang": ["Hà Giang"], "tỉnh Lào Cai": ["Yên Bái"], "tỉnh Thái Nguyên": ["Bắc Kạn"],
    "tỉnh Phú Thọ": ["Vĩnh Phúc", "Hòa Bình"], "tỉnh Bắc Ninh": ["Bắc Giang"], "tỉnh Hưng Yên": ["Thái Bình"],
    "thành phố Hải Phòng": ["Hải Dương"], "tỉnh Ninh Bình": ["Hà Nam", "Nam Định"], "tỉnh Quảng Trị": ["Quảng Bình"],
    "thành phố Đà Nẵng": ["Quảng Nam"], "tỉnh Quảng Ngãi": ["Kon Tum"], "tỉnh Gia Lai": ["Bình Định"],
    "tỉnh Khánh Hòa": ["Ninh Thuận"], "tỉnh Lâm Đồng": ["Đắk Nông", "Bình Thuận"], "tỉnh Đắk Lắk": ["Phú Yên"],
    "Thành phố Hồ Chí Minh": ["Bình Dương", "Bà Rịa - Vũng Tàu"], "tỉnh Đồng Nai": ["Bình Phước"],
    "tỉnh Tây Ninh": ["Long An"], "thành phố Cần Thơ": ["Sóc Trăng", "Hậu Giang"],
    "tỉnh Vĩnh Long": ["Bến Tre", "Trà Vinh"], "tỉnh Đồng Tháp": ["Tiền Giang"], "tỉnh Cà Mau": ["Bạc Liêu"],
    "tỉnh An Giang": ["Kiên Giang"],
}  # fmt: skip
UNCHANGED = [
    "Hà Nội",
    "Cao Bằng",
    "Điện Biên",
    "Lai Châu",
    "Sơn La",
    "Lạng Sơn",
    "Quảng Ninh",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
]


def valid_on(date: str) -> set[str]:
    return {
        p.full for p in registry().provinces
        if (p.valid_from or "0") <= date and (p.valid_to is None or date <= p.valid_to)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("date", "count"),
    [
        ("2007-05-01", 64),
        ("2009-01-01", 63),
        ("2019-05-03", 63),
        ("2025-06-30", 63),
        ("2025-07-01", 34),
        ("2026-05-01", 34),
    ],
)
def test_there_are_as_many_provinces_as_there_were(date, count):
    assert len(valid_on(date)) == count


@pytest.mark.parametrize("date", ["2005-01-01", "2012-06-01", "2019-05-03", "2025-06-30"])
@pytest.mark.parametrize("old", sorted({name for names in MERGED.values() for name in names}))
def test_a_province_bears_its_own_name_until_the_merge(old, date):
    full = registry().province(old).full
    assert name_then(full, date).names == (full,)


@pytest.mark.parametrize(("new", "old"), [(new, old) for new, olds in MERGED.items() for old in olds])
def test_a_merged_province_is_its_successor_afterwards(new, old):
    answer = name_then(registry().province(old).full, "2025-07-01")
    assert answer.names == (new,) and answer.act == "NQ 202/2025/QH15"


@pytest.mark.parametrize("name", UNCHANGED)
@pytest.mark.parametrize("date", ["2005-01-01", "2010-01-01", "2019-05-03", "2025-07-01", "2026-06-01"])
def test_an_unmerged_province_never_changes(name, date):
    full = registry().province(name).full
    assert name_then(full, date).names == (full,)


def test_provinces_that_changed_at_other_dates():
    assert name_then("tỉnh Hà Tây", "2008-07-31").names == ("tỉnh Hà Tây",)
    assert name_then("tỉnh Hà Tây", "2008-08-01").names == ("thành phố Hà Nội",)
    assert name_then("tỉnh Thừa Thiên Huế", "2025-01-01").names == ("thành phố Huế",)
    assert name_then("thành phố Huế", "2019-01-01").names == ("tỉnh Thừa Thiên Huế",)
    assert name_then("tỉnh Đồng Nai", "2026-05-01").names == ("thành phố Đồng Nai",)
    assert name_now("tỉnh Bình Phước").names == ("thành phố Đồng Nai",)


MINISTRIES = {
    "2006-06-01": ["Bộ Bưu chính, Viễn thông", "Bộ Công nghiệp", "Bộ Thương mại", "Bộ Thủy sản", "Bộ Văn hóa - Thông tin"],
    "2019-05-03": ["Bộ Thông tin và Truyền thông", "Bộ Công Thương", "Bộ Kế hoạch và Đầu tư", "Bộ Giao thông vận tải",
                   "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Tài nguyên và Môi trường", "Ủy ban Dân tộc",
                   "Bộ Lao động - Thương binh và Xã hội", "Bộ Văn hóa, Thể thao và Du lịch"],
    "2025-03-01": ["Bộ Nông nghiệp và Môi trường", "Bộ Dân tộc và Tôn giáo", "Bộ Khoa học và Công nghệ", "Bộ Xây dựng"],
}  # fmt: skip
ALWAYS = [
    "Bộ Quốc phòng",
    "Bộ Công an",
    "Bộ Ngoại giao",
    "Bộ Tư pháp",
    "Bộ Tài chính",
    "Bộ Y tế",
    "Bộ Giáo dục và Đào tạo",
    "Bộ Xây dựng",
]


@pytest.mark.parametrize(("date", "name"), [(d, n) for d, names in MINISTRIES.items() for n in names])
def test_a_ministry_is_in_use_at_its_time(date, name):
    assert name_then(name, date).names == (name,)
    assert anachronism(name, date) is None


@pytest.mark.parametrize("date", ["2005-06-01", "2007-12-01", "2019-05-03", "2025-03-01"])
@pytest.mark.parametrize("name", ALWAYS)
def test_a_ministry_that_never_changed(date, name):
    assert name_then(name, date).names == (name,)


@pytest.mark.parametrize(
    ("old", "date", "new"),
    [
        ("Bộ Bưu chính, Viễn thông", "2010-01-01", "Bộ Thông tin và Truyền thông"),
        ("Bộ Bưu chính, Viễn thông", "2026-01-01", "Bộ Khoa học và Công nghệ"),
        ("Bộ Thương mại", "2019-01-01", "Bộ Công Thương"),
        ("Bộ Thủy sản", "2026-01-01", "Bộ Nông nghiệp và Môi trường"),
        ("Bộ Kế hoạch và Đầu tư", "2025-03-01", "Bộ Tài chính"),
        ("Bộ Giao thông vận tải", "2025-03-01", "Bộ Xây dựng"),
        ("Bộ Lao động - Thương binh và Xã hội", "2025-03-01", "Bộ Nội vụ"),
        ("Ủy ban Dân tộc", "2025-03-01", "Bộ Dân tộc và Tôn giáo"),
        ("Sở Thông tin và Truyền thông tỉnh Quảng Nam", "2025-07-01", "Sở Khoa học và Công nghệ thành phố Đà Nẵng"),
        ("Sở Bưu chính, Viễn thông tỉnh Long An", "2012-01-01", "Sở Thông tin và Truyền thông tỉnh Long An"),
        ("Ủy ban nhân dân tỉnh Bình Định", "2025-07-01", "Ủy ban nhân dân tỉnh Gia Lai"),
    ],
)
def test_a_body_is_followed_to_its_successor(old, date, new):
    assert name_then(old, date).names == (new,)


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2016-01-01", "Ủy ban Quốc gia về ứng dụng công nghệ thông tin"),
        ("2018-08-28", "Ủy ban Quốc gia về Chính phủ điện tử"),
        ("2020-05-26", "Ủy ban Quốc gia về Chính phủ điện tử"),
        ("2021-09-24", "Ủy ban Quốc gia về chuyển đổi số"),
        (
            "2025-03-13",
            "Ban Chỉ đạo của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06",
        ),
    ],
)
def test_the_national_committee_at_each_of_its_dates(date, name):
    assert name_then("Ủy ban Quốc gia về Chính phủ điện tử", date).names == (name,)


def test_an_unknown_name_has_no_answer():
    assert name_then("Hội Chơi Chim", "2019-01-01").names == ()
    assert anachronism("Hội Chơi Chim", "2019-01-01") is None


def test_districts_and_communes_are_there():
    assert {p.province for p in registry().places("Châu Thành", "district")} >= {"Tiền Giang", "Long An", "Bến Tre"}
    assert len(registry().places("Tân Lập", "commune")) > 5
    assert registry().places("Krông Nô", "district")[0].valid_to == "2025-06-30"
    assert any(p.valid_from == "2025-07-01" for p in registry().places("Krông Nô", "commune"))


PLACES = [
    ("huyện Krông Nô, tỉnh Đắk Nông", ["huyện Krông Nô", "tỉnh Đắk Nông"]),
    ("TP.HCM và BR-VT", ["Thành phố Hồ Chí Minh", "tỉnh Bà Rịa - Vũng Tàu"]),
    ("ở Quảng Nam, Thừa Thiên - Huế", ["tỉnh Quảng Nam", "tỉnh Thừa Thiên Huế"]),
    ("phường 14, quận 10", ["phường 14", "quận 10"]),
    ("ông Trương Hòa Bình", []),
    ("đường Điện Biên Phủ", []),
    ("cả tỉnh đang mưa", []),
    ("hoà bình thế giới", []),
]


@pytest.mark.parametrize(("text", "want"), PLACES)
def test_places_in_a_text(text, want):
    found = find_places(text)
    assert [m.ref.name for m in found] == want
    assert all(text[m.start : m.end].strip() for m in found)


def test_every_row_of_the_provinces_is_complete():
    rows = read_toml("provinces.toml")["province"]
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert row["certainty"] in ("high", "low") and row["examples"]
        assert row.get("successor") is None or row["successor"] in ids
        assert (row.get("valid_to") is None) == (row.get("successor") is None)


def test_the_place_tables_are_sorted_and_without_doubles():
    lines = (gazetteer_root() / "districts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [tuple(line.split("\t")) for line in lines]
    assert len(rows) == len(set(rows)) == 696
    assert rows == sorted(rows, key=lambda r: (r[2], r[1], r[0]))
