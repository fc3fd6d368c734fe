"""Offices, holders and seats on small sentences: who holds which office, and what the signs of a clause say.

The signs (lexicon/grammar.py): H holder, R role word, B body; l "là", m "làm, giữ chức", k "kiêm", g "gồm", d "do",
t "thuộc về", v "và", q "lần lượt", s "đứng đầu", x "thôi", p "trước đây", w other words, n line end, c colon.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from extractor.find.components import Annotations, build_language
from extractor.link.holders import Holder, find_holders
from extractor.link.offices import Office, find_offices
from extractor.link.seats import Sign, find_seats, read_signs
from extractor.text.fold import fold


class Read(NamedTuple):
    """What the three steps make of a text."""

    text: str
    found: Annotations
    offices: list[Office]
    holders: list[Holder]
    signs: list[Sign]

    @property
    def string(self) -> str:
        return "".join(s.letter for s in self.signs)

    @property
    def named_offices(self) -> list[tuple[str, str | None]]:
        return [(o.title.title, self.agency(o)) for o in self.offices]

    def agency(self, office: Office) -> str | None:
        a = self.found.agencies[office.agency] if office.agency is not None else None
        return self.text[a.start : a.end] if a else None

    @property
    def held(self) -> list[tuple[str | None, str | None]]:
        """Each holder's name and the office that the record takes."""
        return [(h.person.name if h.person else None, h.office.title.title if h.office else None) for h in self.holders]

    @property
    def seats(self) -> list[tuple[str, str | None]]:
        """Each role with the holder's name, or the title of an office without one."""
        return [
            (s.role, s.holder.person.name if s.holder.person else s.holder.office.title.title)  # type: ignore[union-attr]
            for s in find_seats(self.signs)
        ]


@pytest.fixture(scope="module")
def read():
    nlp = build_language()

    def steps(text: str) -> Read:
        found = nlp(text)._.annotations
        folded = fold(text)
        offices = find_offices(folded, found.titles, found.agencies)
        holders = find_holders(folded, offices, found.persons)
        return Read(text, found, offices, holders, read_signs(folded, holders, found.roles, found.bodies))

    return steps


# -- offices


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Chủ tịch UBND tỉnh", [("Chủ tịch", "UBND tỉnh")]),
        ("Chủ tịch của UBND tỉnh", [("Chủ tịch", "UBND tỉnh")]),
        ("Giám đốc các Sở: Tài chính, Nội vụ và Tư pháp",
         [("Giám đốc", "Tài chính"), ("Giám đốc", "Nội vụ"), ("Giám đốc", "Tư pháp")]),
        ("Chủ tịch phát biểu tại UBND tỉnh", [("Chủ tịch", None)]),
        ("Chủ tịch.\nUBND tỉnh họp", [("Chủ tịch", None)]),
        ("Phó Chủ tịch Thường trực HĐND huyện", [("Phó Chủ tịch Thường trực", "HĐND huyện")]),
    ],
)  # fmt: skip
def test_a_title_with_its_agencies(read, text, want):
    assert read(text).named_offices == want


def test_offices_said_of_several_are_plural(read):
    for text in ("Giám đốc các Sở: Tài chính, Nội vụ", "hai Phó Chủ tịch UBND xã", "các Phó Chủ tịch UBND xã"):
        assert all(o.plural for o in read(text).offices), text
    assert not read("Phó Chủ tịch UBND xã").offices[0].plural


def test_an_office_held_no_more_is_former(read):
    assert [o.former for o in read("nguyên Giám đốc Sở Nội vụ, Chủ tịch UBND huyện").offices] == [True, False]


def test_a_unit_that_refers_back(read):
    (office,) = read("Giám đốc Sở kiêm Tổ trưởng.").offices
    assert (office.agency, office.unit) == (None, "so")
    (office,) = read("Giám đốc Sở Nội vụ kiêm Tổ trưởng.").offices
    assert (office.agency, office.unit) == (0, None)


def test_state_before_enterprise_before_a_secretary_before_a_council_before_other_party_offices(read):
    texts = ["Chủ tịch UBND huyện", "Tổng Giám đốc Tổng công ty Lương thực miền Nam", "Bí thư Huyện ủy", "Chủ tịch HĐND huyện", "Phó Bí thư Huyện ủy"]
    order = [read(text).offices[0].precedence for text in texts]
    assert order == sorted(order) and len(set(order)) == 5


# -- holders


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ông Lê Văn An, Phó Chủ tịch UBND tỉnh", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Ông Lê Văn An – Phó Chủ tịch UBND tỉnh", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Ông Lê Văn An (Phó Chủ tịch UBND tỉnh)", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Phó Chủ tịch UBND tỉnh Lê Văn An", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Phó Chủ tịch UBND tỉnh, ông Lê Văn An", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Ông Lê Văn An phụ trách khối văn xã, Phó Chủ tịch UBND tỉnh", [("Lê Văn An", "Phó Chủ tịch")]),
        ("Đại tá Lê Văn An, Giám đốc Công an tỉnh", [("Lê Văn An", "Giám đốc")]),
        ("Ông Lê Văn An, nguyên Giám đốc Sở Nội vụ", [("Lê Văn An", None)]),
        ("Ông Lê Văn An.\nPhó Chủ tịch UBND tỉnh", [("Lê Văn An", None), (None, "Phó Chủ tịch")]),
        ("Phó Chủ tịch UBND tỉnh làm Trưởng ban", [(None, "Phó Chủ tịch")]),
    ],
)
def test_a_person_with_an_office(read, text, want):
    assert read(text).held == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ông Lê Văn An, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh", [("Lê Văn An", "Chủ tịch")]),
        ("Phó Bí thư Huyện ủy, Chủ tịch UBND huyện Lò Văn Pánh", [("Lò Văn Pánh", "Chủ tịch")]),
        ("Bà Hà Thị Mai - Chủ tịch HĐND huyện kiêm Bí thư Huyện ủy", [("Hà Thị Mai", "Bí thư")]),
        ("Ông Lê Văn An, Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh", [("Lê Văn An", "Phó Chủ tịch")]),
    ],
)
def test_of_several_offices_the_state_one_is_taken_and_a_party_rank_is_none(read, text, want):
    assert read(text).held == want


@pytest.mark.parametrize(
    "text",
    [
        "Các ông Lê Văn An, Hà Đức Minh đều là Phó Chủ tịch UBND tỉnh",
        "Các ông Lê Văn An và Hà Đức Minh – đều là Phó Chủ tịch UBND tỉnh",
        "Hai Phó Chủ tịch UBND tỉnh là Lê Văn An và Hà Đức Minh",
    ],
)
def test_an_office_said_of_all_is_everybodys(read, text):
    assert read(text).held == [("Lê Văn An", "Phó Chủ tịch"), ("Hà Đức Minh", "Phó Chủ tịch")]


def test_the_office_between_two_persons_belongs_to_the_one_it_stands_with(read):
    assert read("Ông Lê Văn An, Giám đốc Sở Nội vụ; Chủ tịch UBND huyện Hà Đức Minh").held == [
        ("Lê Văn An", "Giám đốc"), ("Hà Đức Minh", "Chủ tịch"),
    ]  # fmt: skip


def test_an_office_alone_is_somebody_only_if_it_is_specific(read):
    for text, specific in (
        ("Giám đốc Sở Y tế làm Trưởng ban", True),
        ("Giám đốc Sở kiêm Tổ trưởng", True),
        ("Thủ tướng làm Trưởng ban", True),
        ("Chủ tịch làm Trưởng ban", True),
        ("giám đốc một doanh nghiệp nhỏ làm Trưởng ban", False),
    ):
        result = read(text)
        assert [h.is_specific(fold(text)) for h in result.holders] == [specific], text


# -- signs and seats

SENTENCES = [
    ("Ông Lê Văn An, Phó Chủ tịch UBND tỉnh, làm Trưởng ban.", "H,mR.", [("chair", "Lê Văn An")]),
    ("Trưởng ban là ông Lê Văn An; Phó Trưởng ban: bà Hà Thị Mai.", "RlH;RcH.",
     [("chair", "Lê Văn An"), ("vice_chair", "Hà Thị Mai")]),
    ("Phó Chủ tịch UBND tỉnh kiêm Trưởng ban.", "HkR.", [("chair", "Phó Chủ tịch")]),
    ("Đứng đầu Ban Chỉ đạo giảm nghèo là Phó Chủ tịch UBND tỉnh.", "sBlH.", [("chair", "Phó Chủ tịch")]),
    # Plural offices: one seat for each agency, or for each of the persons.
    ("Giám đốc các Sở: Tài chính, Nội vụ và Tư pháp là thành viên.", "H,HvHlR.", [("member", "Giám đốc")] * 3),
    ("Hai Phó Chủ tịch UBND xã là Lò Văn Pánh và Quàng Thị Ín làm Phó Trưởng ban.", "HvHmR.",
     [("vice_chair", "Lò Văn Pánh"), ("vice_chair", "Quàng Thị Ín")]),
    ("Các ông Lê Văn An, Hà Đức Minh đều là Phó Chủ tịch UBND tỉnh, làm Phó Trưởng ban.", "H,H,mR.",
     [("vice_chair", "Lê Văn An"), ("vice_chair", "Hà Đức Minh")]),
    ("Ông Lê Văn An, bà Hà Thị Mai lần lượt làm Trưởng ban và Phó Trưởng ban.", "H,HqmRvR.",
     [("chair", "Lê Văn An"), ("vice_chair", "Hà Thị Mai")]),
    # Whoever is replaced, or holds no more, holds nothing.
    ("Ông Lê Văn An làm Trưởng ban thay ông Hà Đức Minh.", "HmR.", [("chair", "Lê Văn An")]),
    ("Ông Lê Văn An, Giám đốc Sở Y tế, làm Trưởng ban, thay thế ông Hà Đức Minh nghỉ hưu.", "H,mR,w.",
     [("chair", "Lê Văn An")]),
    ("Ông Hà Đức Minh thôi giữ chức Trưởng ban.", "HxR.", []),
    ("Ông Hà Đức Minh không còn làm Trưởng ban.", "HxR.", []),
    ("Trước đây Ban Chỉ đạo do ông Hà Đức Minh làm Trưởng ban.", "pBdHmR.", []),
    ("Trước đây Ban do ông Hà Đức Minh làm Trưởng ban. Nay ông Lê Văn An làm Trưởng ban.", "pBdHmR.HmR.",
     [("chair", "Lê Văn An")]),
    # Table rows: without borders, and with the borders that the reader keeps.
    ("Danh sách:\n01 Đoàn Thanh Bửu Phó Chủ tịch UBND huyện Trưởng ban\n02 Hồ Thị Kim Phượng Trưởng phòng Nội vụ Phó Trưởng ban\nHết.",
     "wcnHRnHRnw.", [("chair", "Đoàn Thanh Bửu"), ("vice_chair", "Hồ Thị Kim Phượng")]),
    ("Danh sách:\nĐoàn Thanh Bửu | Phó Chủ tịch UBND huyện | Trưởng ban\nHồ Thị Kim Phượng | Trưởng phòng Nội vụ | Phó Trưởng ban",
     "wcnH,RnH,R", [("chair", "Đoàn Thanh Bửu"), ("vice_chair", "Hồ Thị Kim Phượng")]),
    # Double roles.
    ("Ông Lê Văn An làm Phó Trưởng ban kiêm Tổ trưởng Tổ giúp việc.", "HmRkR.",
     [("vice_chair", "Lê Văn An"), ("chair", "Lê Văn An")]),
    ("Bà Hà Thị Mai là Ủy viên thường trực kiêm Thư ký.", "HlRkR.",
     [("standing_member", "Hà Thị Mai"), ("secretary", "Hà Thị Mai")]),
    # Brackets: a role of its own, or the standing one of the list.
    ("Ông Lê Văn An (Trưởng ban), bà Hà Thị Mai (Phó Trưởng ban).", "H(R),H(R).",
     [("chair", "Lê Văn An"), ("vice_chair", "Hà Thị Mai")]),
    ("Phó Trưởng ban gồm: ông Lê Văn An (Phó Trưởng ban thường trực), bà Hà Thị Mai.", "RgcH(R),H.",
     [("standing_vice_chair", "Lê Văn An"), ("vice_chair", "Hà Thị Mai")]),
    ("Các Phó Trưởng ban gồm: ông Lê Văn An (Thường trực); bà Hà Thị Mai.", "RgcH(R);H.",
     [("standing_vice_chair", "Lê Văn An"), ("vice_chair", "Hà Thị Mai")]),
    # Nothing is said of anybody.
    ("Ông Lê Văn An phát biểu.", "Hw.", []),
    ("Trưởng ban họp hằng tháng.", "Rw.", []),
    ("Ông Lê Văn An dự họp. Trưởng ban phát biểu.", "Hw.Rw.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "signs", "seats"), SENTENCES, ids=[text[:50] for text, _, _ in SENTENCES])
def test_signs_and_seats(read, text, signs, seats):
    result = read(text)
    assert result.string == signs
    assert result.seats == seats


def test_a_sign_stands_where_its_words_do(read):
    for text, _, _ in SENTENCES:
        result = read(text)
        assert [s.start for s in result.signs] == sorted(s.start for s in result.signs)
        assert all(0 <= s.start <= s.end <= len(text) for s in result.signs)
        assert all((s.item is not None) == (s.letter in "HRB") for s in result.signs)


def test_a_seat_covers_its_holder_and_its_role_word(read):
    for text, _, _ in SENTENCES:
        for seat in find_seats(read(text).signs):
            assert seat.start <= seat.holder.start < seat.holder.end <= seat.end
            assert seat.start <= seat.role_start < seat.end
            assert seat.rule.startswith("role:")


def test_a_seat_knows_the_body_that_leads_the_sentence(read):
    (seat,) = find_seats(read("Đứng đầu Ban Chỉ đạo giảm nghèo là Phó Chủ tịch UBND tỉnh.").signs)
    assert [b.name for b in seat.bodies] == ["Ban Chỉ đạo giảm nghèo"]


def test_no_signs_no_seats():
    assert find_seats([]) == []
    assert read_signs("", [], [], []) == []


# -- known failures


def test_a_holder_with_the_office_in_brackets_takes_a_role(read):
    result = read("Ông Lê Văn An (Chủ tịch UBND xã) làm Trưởng ban, ông Hà Đức Minh (Trưởng Công an xã) làm Phó Trưởng ban.")
    assert result.seats == [("chair", "Lê Văn An"), ("vice_chair", "Hà Đức Minh")]


def test_a_former_office_does_not_part_holder_and_role(read):
    assert read("Ông Lê Văn An, nguyên Giám đốc Sở Nội vụ, làm Trưởng ban.").seats == [("chair", "Lê Văn An")]


@pytest.mark.xfail(strict=True, reason="link/offices.py: 'Trưởng Công an' takes no share in the 'huyện' of the next office")
def test_a_place_said_once_is_that_of_both_offices(read):
    assert len(read("Trưởng Công an và Trưởng phòng Y tế huyện là ủy viên.").seats) == 2
