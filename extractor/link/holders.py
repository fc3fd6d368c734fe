"""Holders: who can sit in a body — a person with or without an office, or an office alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.titles import title_of
from extractor.link.offices import Office
from extractor.model.mention import PersonMention
from extractor.text.alternation import any_of

_ADDRESS_WORDS = (
    "ông", "bà", "đồng chí", "đ/c", "đ.c", "đc", "anh", "chị", "thầy", "cô", "nữ đồng chí", "nhà nghiên cứu", "nhà báo", "nhà văn", "nghệ nhân", "doanh nhân", "luật gia", "nhà sử học", "linh mục", "hòa thượng", "thượng tọa", "đại đức", "các đồng chí",
)
_DEGREE_WORDS = ("dược sĩ", "điều dưỡng viên", "tiến sĩ", "thạc sĩ", "bác sĩ", "kỹ sư", "phó giáo sư", "giáo sư", "luật sư", "cử nhân", "ckii", "cki")
_RANK_WORDS = (
    *(f"{grade} {rank}" for grade in ("thiếu", "trung", "thượng", "đại") for rank in ("úy", "tá", "tướng")),
    "chuẩn đô đốc", "phó đô đốc",
)  # fmt: skip
_ADDRESSES, _DEGREES, _RANKS = any_of(_ADDRESS_WORDS), any_of(_DEGREE_WORDS), any_of(_RANK_WORDS)
HONORIFIC_WORDS = (*_ADDRESS_WORDS, *_DEGREE_WORDS, *_RANK_WORDS)
# What stands before a name and is no part of it: forms of address, ranks, degrees; between name and office a dash, too.
SPOKEN_HONORIFIC = (
    rf"(?:(?:(?:các|hai|ba|\d) )?{_ADDRESSES}[:.]?|{_RANKS}|(?:pgs|gs|ts|ths|bs|bsckii|bscki|dsckii|dscki|ds|đd|ncs|cn|ks|ls|tskh)[.,]?(?:ts|bs|ths)?\.?|{_DEGREES})"
)
HONORIFIC = rf"(?:{SPOKEN_HONORIFIC}|-|–)"
_ADJACENT = re.compile(rf"\s*(?:{HONORIFIC}[ ,]*)*")
_COMMA_HONORIFIC = re.compile(rf"\s*,?\s*(?:là )?(?:{HONORIFIC}[ ,]*)+")
# "Cục trưởng Cục A (ông B)", "hai Phó Giám đốc Trung tâm C (các ông D, E)": who holds the office stands in brackets.
_IN_BRACKETS = re.compile(rf"\s*\(\s*(?:{HONORIFIC}[ ,:]*)+")
# "theo Quyết định số 12 của Thủ tướng Chính phủ, ông A làm …": who issued the act is not who is named behind it.
_ACT_OF = re.compile(r"(?<!\w)(?:quyết định|công văn|nghị quyết|thông báo|văn bản)(?: \S+){0,8} của $")
_IS_PERSON = re.compile(rf"\s*(?:,\s*)?(?:là|:|gồm|lần lượt là)\s*:?\s*(?:{HONORIFIC}[ ,]*)*")
# Party ranks and honours between a person and the office name no office (annotation guide).
_RANK = re.compile(
    r"(?:nguyên )?(?:ủy viên|uvbtv|utv|uv|tỉnh ủy viên|huyện ủy viên|thành ủy viên|đảng ủy viên|thị ủy viên|ttuv)(?: dự khuyết)?"
    r"(?: (?:bộ chính trị|ban bí thư|trung ương đảng|ban chấp hành trung ương(?: đảng)?|trung ương|ban thường vụ|btv|bch|ban chấp hành|thường vụ|bts|đảng bộ|ban cán sự đảng|đảng đoàn|\((?:btv|bch|uvbtv|bcs đảng)\)))*"
    r"(?: (?:tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy|đảng ủy|đảng bộ|công an trung ương|quân sự)(?: \w+){0,3}?)?(?=\s*[,;.()–-]| kiêm| và|\s*$)"
    r"|ủy viên (?:ủy ban thường vụ quốc hội|ubtvqh)(?=\s*,)|bí thư trung ương đảng|đại biểu quốc hội(?: khóa \w+)?|anh hùng \w+(?: \w+){0,4}|nhà giáo ưu tú|thầy thuốc (?:ưu tú|nhân dân)"
)
_ONE_OF_US = re.compile(r"(?<!các )(?<!\w)(?:đồng chí|đ/c) (?:tỉnh ủy viên,? |ủy viên ban thường vụ tỉnh ủy,? )?$")
_SEPARATORS = re.compile(r"\s*(?:[,:–-]\s*){2,}")
_TO_OFFICE = re.compile(r"\s*(?:[,(:|]|[-–]|(?:,|-|–)?\s*(?:người (?:hiện |đang |vốn )?(?:là|làm|giữ chức)|vốn là|hiện là|đang là|đang làm|đang giữ chức|đang giữ|hiện làm|là|hiện giữ chức|giữ chức|hiện đang là|cũng mang hàm|mang hàm))\s*")
_ALL_ARE = re.compile(r"\s*[,;–-]?\s*(?:đều là|cùng là|đều|cùng giữ chức|đều giữ chức)\s*")
_SMALL_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_HOW_MANY = re.compile(r"(?<!\w)(hai|ba|bốn|năm|sáu|[2-9])(?: (?:đồng chí|đ/c|ông|bà|vị))? $")
# Between the last of several persons and the first of their offices, each told in order; between two of these offices.
_IN_TURN = re.compile(r"\s*[,–(-]?\s*(?:theo thứ tự )?(?:lần lượt|thứ tự)(?: là| giữ chức| giữ các chức| đang là)?\s*:?\s*")
_IN_ROW = re.compile(r"\s*(?:[,;]|,? và|,? cùng)\s*")
_MORE = re.compile(r"\s*(?:,|-|–)?\s*(?:và |kiêm |đồng thời là |, kiêm )?\s*")
_PERSON_LIST = re.compile(rf"(?:\s*[,;]\s*(?:và )?|\s+và\s+)(?:{HONORIFIC}[ ,]*)*")
PORTFOLIO_WORDS = ("phụ trách", "theo dõi", "khối")
# "phụ trách công tác phòng, chống tội phạm", "trực tiếp theo dõi, chỉ đạo lĩnh vực thông tin và truyền thông"
_PORTFOLIO_END = (
    r"\)|\s?\(|[;:.\n]|,(?! (?:chỉ đạo|quản lý|đôn đốc|điều hành|kiểm tra|theo dõi|chống|chữa)(?!\w))"
    r"| (?:làm|là|giữ|được|với|đảm nhiệm|đảm nhận|kiêm)(?!\w)"
    r"| và (?:các|một|hai|ba|phó|trưởng|giám đốc|chủ tịch|chánh|ông|bà|đồng chí|bí thư|lãnh đạo|đại diện|chỉ huy|thủ trưởng|tổng|viện|cục|chi cục|thành viên|ủy viên|mời|tổ|thư ký|thường trực|bộ trưởng|thứ trưởng|\d)(?!\w)"
)
PORTFOLIO = re.compile(
    rf"\s*(?:,\s*)?\(?(?:trực tiếp |được giao )?(?:phụ trách|theo dõi|khối)(?! cơ quan)(?:(?!{_PORTFOLIO_END}).)*\)?"
)


# The row of a table that lost its borders: "02 Hồ Thị Kim Phượng Trưởng phòng Nội vụ".
_ROW = re.compile(rf"(?:^|\n)\s*\d{{1,2}}[.)]?\s+(?:(?:ông|bà|đ/c|đồng chí|{_RANKS})[:.]?\s+)?$")
# A bare "Phó Chủ tịch" is that of the home People's Committee only where nothing else specifies it.
_ENDS = re.compile(r"\s*(?:[,;.)(–-]|$|\n|(?:làm|là|giữ|kiêm|và|được|đảm nhiệm|đảm nhận|thường trực)(?!\w))")


# Second offices of commanders, named with the first at one command.
_STAFF = frozenset(("tham-muu-truong", "chu-nhiem-chinh-tri", "chu-nhiem-hau-can", "chu-nhiem-ky-thuat"))


class Holder(msgspec.Struct):
    """A person with offices, or one office without a person. Ranges are half-open, in characters."""

    start: int
    end: int
    person: PersonMention | None = None
    offices: list[Office] = []

    def is_specific(self, folded: str) -> bool:
        """True if somebody is meant: a person, an office of a named agency, or a head of government said alone."""
        if self.person is not None:
            return True
        office = self.office
        if office is None:
            return False
        entry = title_of(office.title.entry)
        if office.agency is not None or office.unit or entry.default_agency or entry.alone:
            return True
        return office.title.entry == "chu-tich" and not office.plural and bool(_ENDS.match(folded, office.end))

    @property
    def office(self) -> Office | None:
        """The office that the record takes: state before Party, a present one before none."""
        present = [o for o in self.offices if not o.former]
        return min(present, key=lambda o: (*o.precedence, o.start)) if present else None


def find_holders(folded: str, offices: Sequence[Office], persons: Sequence[PersonMention]) -> list[Holder]:
    """Join persons with their offices; what is left of either is a holder of its own. In text order."""
    return _Joiner(folded, offices, persons).run()


class _Joiner:
    def __init__(self, folded: str, offices: Sequence[Office], persons: Sequence[PersonMention]):
        self.folded = folded
        self.offices = list(offices)
        self.persons = list(persons)
        self.free = [True] * len(self.offices)
        self.held: list[list[int]] = [[] for _ in self.persons]

    def run(self) -> list[Holder]:
        for i in range(len(self.persons)):
            self._left(i, _ADJACENT)
        for i in range(len(self.persons)):
            self._plural_left(i)
        for i in range(len(self.persons)):
            self._respectively(i)
        for i in range(len(self.persons)):
            if not self.held[i]:
                self._right(i)
            elif all(self.offices[o].end <= self.persons[i].start for o in self.held[i]):
                self._right_more(i)
        for i in range(len(self.persons)):
            if not self.held[i]:
                self._left(i, _COMMA_HONORIFIC) or self._left(i, _IS_PERSON) or self._left(i, _IN_BRACKETS)
        self._share()
        return self._holders()

    def _gap(self, start: int, end: int) -> str:
        """The text between two mentions without Party ranks, honours and portfolios."""
        gap = self.folded[start:end]
        if len(gap) < 3:
            return gap  # a blank or a comma
        if any(word in gap for word in PORTFOLIO_WORDS):
            gap = PORTFOLIO.sub("", gap)
        plain = _RANK.sub("", gap)
        return plain if plain == gap else _SEPARATORS.sub(", ", plain)

    def _person_between(self, start: int, end: int) -> bool:
        return any(start <= p.start < end for p in self.persons)

    def _left(self, i: int, pattern: re.Pattern[str]) -> bool:
        p = self.persons[i]
        for o in range(len(self.offices) - 1, -1, -1):
            office = self.offices[o]
            if office.end > p.start:
                continue
            if not self.free[o] or self._person_between(office.end, p.start) or "\n" in self.folded[office.end : p.start]:
                return False
            if pattern is _COMMA_HONORIFIC and _ACT_OF.search(self.folded, max(0, office.start - 90), office.start):
                return False
            if not pattern.fullmatch(self._gap(office.end, p.start)) or (office.plural and office.agency is not None and office.start != office.title.start and not self._each_named(o)):
                return False
            self._claim(i, o)
            self._party_before(i, o)
            if office.plural and pattern in (_ADJACENT, _IN_BRACKETS):  # "Các Thứ trưởng A, B, C"
                for k in self._list_from(i)[1 : self._counted(office)]:
                    self.held[k] = self.held[k] or [o]
            return True
        return False

    def _each_named(self, o: int) -> bool:
        """"Thứ trưởng các bộ: Công an Nguyễn Văn A, Tài chính Trần B": behind each agency of the list stands its holder."""
        before, office = self.offices[o - 1], self.offices[o]
        return o > 0 and before.title is office.title and self._person_between(before.end, office.start)

    def _party_before(self, i: int, o: int) -> None:
        """"Phó Bí thư Huyện ủy, Chủ tịch UBND huyện Nguyễn Văn A": a Party office before belongs to the same person."""
        while o > 0 and self.free[o - 1] and self.offices[o - 1].precedence[0] == 3:
            before, after = self.offices[o - 1], self.offices[o]
            if not re.fullmatch(r"\s*(?:,|-|–|kiêm| kiêm)\s*", self._gap(before.end, after.start)):
                return
            o -= 1
            self._claim(i, o)

    def _plural_left(self, i: int) -> None:
        """"hai Phó Chủ tịch UBND xã là A và B": one office for each of the list."""
        p = self.persons[i]
        if self.held[i]:
            return
        for o, office in enumerate(self.offices):
            if not office.plural or not self.free[o] or office.end > p.start or office.start != office.title.start:
                continue
            if not _IS_PERSON.fullmatch(self._gap(office.end, p.start)) or self._person_between(office.end, p.start):
                continue
            self.free[o] = False
            for k in self._list_from(i):
                if not self.held[k]:
                    self.held[k].append(o)
            return

    def _counted(self, office: Office) -> int | None:
        """How many hold a plural office, where the text counts them: two for "hai Phó Chủ tịch A và B"."""
        m = _HOW_MANY.search(self.folded, max(0, office.start - 22), office.start)
        return _SMALL_NUMBERS.get(m[1]) or int(m[1]) if m else None

    def _respectively(self, i: int) -> None:
        """"ông A, bà B và ông C – lần lượt là Chánh Văn phòng, Trưởng phòng D và Trưởng phòng E": one office each, told in order."""
        o = next((k for k, f in enumerate(self.offices) if f.start >= self.persons[i].end), None)
        if o is None or not _IN_TURN.fullmatch(self.folded, self.persons[i].end, self.offices[o].start):
            return
        first = i
        while first > 0 and _PERSON_LIST.fullmatch(self.folded[self.persons[first - 1].end : self.persons[first].start]):
            first -= 1
        last = o
        while last + 1 < len(self.offices) and _IN_ROW.fullmatch(self.folded, self.offices[last].end, self.offices[last + 1].start):
            last += 1
        if last - o != i - first or any(not self.free[k] for k in range(o, last + 1)):
            return
        for k in range(o, last + 1):
            self._claim(first + k - o, k)

    def _list_from(self, i: int) -> list[int]:
        out = [i]
        while i + 1 < len(self.persons) and _PERSON_LIST.fullmatch(self.folded[self.persons[i].end : self.persons[i + 1].start]):
            i += 1
            out.append(i)
        return out

    def _right(self, i: int) -> bool:
        p = self.persons[i]
        o = next((k for k, f in enumerate(self.offices) if f.start >= p.end), None)
        if o is None or not self.free[o] or self._person_between(p.end, self.offices[o].start):
            return False
        raw = self.folded[p.end : self.offices[o].start]
        row = not raw.strip() and _ROW.search(self.folded[max(0, p.start - 22) : p.start])
        if row and not self._belongs_right(o):
            self._claim(i, o)
            self._continue(i, o)
            return True
        if "\n" in raw or not _TO_OFFICE.fullmatch(re.sub(r"^\s*,\s*(?=[-,(])", "", self._gap(p.end, self.offices[o].start))):
            return False
        if self._belongs_right(o):
            return False
        self._claim(i, o)
        self._continue(i, o)
        return True

    def _right_more(self, i: int) -> None:
        """"Giám đốc Sở Y tế Trần Văn A, Phó Bí thư Đảng ủy": only a Party office goes on behind."""
        p = self.persons[i]
        o = next((k for k, f in enumerate(self.offices) if f.start >= p.end), None)
        party = o is not None and self.free[o] and self.offices[o].precedence[0] == 3 and not self._belongs_right(o)
        if o is not None and party and re.fullmatch(r"\s*,\s*", self._gap(p.end, self.offices[o].start)):
            self._claim(i, o)

    def _belongs_right(self, o: int) -> bool:
        """True if a person stands directly behind the office: it is that person's."""
        end = self.offices[o].end
        nearest = next((p for p in self.persons if p.start >= end), None)
        return nearest is not None and "\n" not in self.folded[end : nearest.start] and bool(
            _ADJACENT.fullmatch(self._gap(end, nearest.start))
        ) and not re.search(r"[-–]", self.folded[end : nearest.start])

    def _continue(self, i: int, o: int) -> None:
        """Further offices of the same person: "Bí thư Đảng ủy, Chủ tịch HĐND xã"."""
        while o + 1 < len(self.offices) and self.free[o + 1]:
            here, after = self.offices[o], self.offices[o + 1]
            raw = self.folded[here.end : after.start]
            if "\n" in raw or ";" in raw or not _MORE.fullmatch(self._gap(here.end, after.start)) or self._belongs_right(o + 1):
                return
            if self._person_between(here.end, after.start):
                return
            if here.precedence[0] == 0 == after.precedence[0] and here.agency is None:
                if after.title.entry not in _STAFF or after.agency is None or self.folded[here.end : after.start] != ", ":
                    return
                here.agency = after.agency  # "Phó Chỉ huy trưởng, Tham mưu trưởng Bộ CHQS tỉnh"
            if here.plural and after.title == here.title:
                return
            o += 1
            self._claim(i, o)

    def _share(self) -> None:
        """"các ông A, B – đều là Phó Chủ tịch UBND tỉnh": the whole list holds the last one's office."""
        for i, p in enumerate(self.persons):
            o = next((k for k, f in enumerate(self.offices) if f.start >= p.end), None)
            if o is None or not _ALL_ARE.fullmatch(self.folded[p.end : self.offices[o].start]):
                continue
            self.free[o] = False
            k = i
            members = [i]
            while k > 0 and _PERSON_LIST.fullmatch(self.folded[self.persons[k - 1].end : self.persons[k].start]):
                k -= 1
                members.append(k)
            for m in members:
                self.held[m].append(o)

    def _unnamed(self) -> list[Holder]:
        """Offices of nobody named. "đồng chí Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh" is one holder of two."""
        out: list[Holder] = []
        free = [o for o, is_free in zip(self.offices, self.free, strict=True) if is_free and not o.former]
        for o in free:
            last = out[-1] if out else None
            if last is not None and _ONE_OF_US.search(self.folded, max(0, last.start - 12), last.start):
                gap = self.folded[last.end : o.start]
                if re.fullmatch(r"\s*(?:,|-|–)\s*", gap) and last.offices[-1].precedence[0] == 3 and o.precedence[0] != 3:
                    last.offices.append(o)
                    last.end = o.end
                    continue
            out.append(Holder(o.start, o.end, None, [o]))
        return out

    def _claim(self, i: int, o: int) -> None:
        self.free[o] = False
        self.held[i].append(o)

    def _closed(self, start: int, end: int) -> int:
        """The end of a holder, over the bracket that its own office opened: "ông A (Phó Chủ tịch UBND tỉnh)"."""
        open_brackets = self.folded.count("(", start, end) > self.folded.count(")", start, end)
        return end + 1 if open_brackets and self.folded[end : end + 1] == ")" else end

    def _holders(self) -> list[Holder]:
        out = [
            Holder(min([p.start, *starts]), self._closed(min([p.start, *starts]), max([p.end, *ends])), p, [self.offices[o] for o in sorted(held)])
            for p, held in zip(self.persons, self.held, strict=True)
            for starts, ends in [_ranges(p, [self.offices[o] for o in held], self.persons)]
        ]
        out += self._unnamed()
        return sorted(out, key=lambda h: (h.start, h.end))


def _ranges(p: PersonMention, offices: list[Office], persons: Sequence[PersonMention]) -> tuple[list[int], list[int]]:
    """Starts and ends of the offices next to the person; one shared across a list does not stretch its holder."""
    near = [o for o in offices if not any(min(o.end, p.end) <= q.start < max(o.start, p.start) for q in persons if q is not p)]
    return [o.start for o in near], [o.end for o in near]
