"""One agency's name at one place of the text: its head, its own words and the place behind it."""

from __future__ import annotations

import msgspec

from extractor.find.open_names import open_name
from extractor.lexicon.matcher import Tokens
from extractor.lexicon.offices import Office, Offices
from extractor.lexicon.place_names import Tail, named, read_tail, type_word
from extractor.lexicon.topics import spell_out

# A title that implies the head: "Bộ trưởng Thông tin và Truyền thông", "Trưởng phòng Dân tộc".
TITLES = ((("bộ", "trưởng"), "bo"), (("thứ", "trưởng"), "bo"), (("trưởng", "phòng"), "phong"))
TITLE_FIRSTS = frozenset(words[0] for words, _ in TITLES)
# "Câu lạc bộ Công an Hà Nội" is no police.
_CLUB_WORDS = {("câu", "lạc", "bộ"), ("clb",), ("đội", "bóng"), ("bóng", "đá"), ("bóng", "chuyền"), ("sân",)}
_CLUB_LASTS = frozenset(words[-1] for words in _CLUB_WORDS)
# Sections of an agency, the agencies that are named behind them, and words that no section's name holds.
SECTION_HEADS = frozenset(("phòng", "đội"))
_OWNERS = frozenset(("so", "cong-an"))
_OWNER_HEADS = frozenset(("sở", "công"))
_NO_SECTION = frozenset(
    ("của", "thuộc", "tỉnh", "huyện", "xã", "ông", "bà", "là", "làm", "cùng", "với", "các", "tại", "cho", "ubnd", "trưởng", "phó", "giám", "chủ")
)
_SECTION_WORDS = 9
_PLACE_ORDER = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn")


class Found(msgspec.Struct):
    """One mention in the making: tokens ``[i, end)``, the office they name and the place behind it."""

    i: int
    end: int
    office: Office
    tail: Tail | None
    elided: bool = False
    rule: str = "name"


class NameReader:
    """Reads names off the tokens of one text; keeps nothing between two readings."""

    def __init__(self, tokens: Tokens, table: Offices):
        self.tokens = tokens
        self.table = table
        self._at = -1
        self._match: tuple[int, Office] | None = None

    def one(self, i: int) -> Found | None:
        """A full name with its place at token `i`: of the gazetteer, or an open one that goes further."""
        section = self.section(i) if self.tokens.keys[i] in SECTION_HEADS else None
        if section:
            return section
        known, free = self._known(i), self._open(i)
        if known and free:
            if known.office.national and self.tokens.key(known.end) in ("và", ",", ";"):
                return known  # "Ngân hàng Nhà nước Việt Nam và Thanh tra Chính phủ"
            return free if free.end > known.end and not (known.tail and known.tail.ref) else known
        return known or free

    def section(self, i: int) -> Found | None:
        """A section with its own words and the agency it is part of: "Phòng Quản lý giá Sở Tài chính".

        It takes the place of that agency.
        """
        tokens = self.tokens
        if i + 1 in tokens.hard or i + 1 >= len(tokens) or not tokens.capital(i + 1):
            return None
        for at in range(i + 2, min(i + _SECTION_WORDS, len(tokens))):
            if at in tokens.hard or not (tokens.keys[at][0].isalpha() or tokens.keys[at] in ("-", ",")):
                return None
            owner = self._known(at) if tokens.capital(at) and tokens.keys[at] in _OWNER_HEADS else None
            if owner is not None and owner.office.kind in _OWNERS:
                if tokens.keys[at - 1] in (",", "-", "và"):
                    return None
                break
            if tokens.keys[at] in _NO_SECTION or tokens.keys[at] in _OWNER_HEADS:
                return None
        else:
            return None
        own = spell_out(" ".join(tokens.text[tokens.starts[i + 1] : tokens.end(at - 1)].split()))
        head = f"{tokens.word(i).capitalize()} {own} {owner.office.head}"
        whole = msgspec.structs.replace(
            owner.office, id="section", kind="organisation", head=head, group=None, needs=None, parent_head=None,
            national=head if owner.office.national else None, alternate=None,
        )  # fmt: skip
        return Found(i, owner.end, whole, owner.tail, rule="section")

    def _open(self, i: int) -> Found | None:
        """An organisation that the gazetteer lacks: "Cục Hàng hải Việt Nam"."""
        match = open_name(self.tokens, i)
        if match is None or any(tuple(self.tokens.keys[max(0, i - len(w)) : i]) == w for w in _CLUB_WORDS):
            return None
        end, office = match
        owner = self.table.names.find(self.tokens, end)
        if owner and owner[1].kind == "cong-an" and end not in self.tokens.hard:
            # "Phòng Cảnh sát môi trường Công an tỉnh": the section takes the place of its police.
            tail = read_tail(self.tokens, owner[0], owner[1].levels, bare_ok=True)
            if tail:
                office = msgspec.structs.replace(office, head=f"{office.head} Công an", levels=owner[1].levels)
                return Found(i, tail.end, office, tail, rule="open")
        tail = read_tail(self.tokens, end, ("province", "district", "commune"), office.bare_ok)
        if tail and tail.ref is None and self._generic_tail(tail):
            tail = None
        return Found(i, tail.end if tail else end, office, tail, rule="open")

    def listed(self, i: int) -> tuple[int, Office] | None:
        """The longest name of the gazetteer at token `i`: (index behind it, its office)."""
        if self._at != i:
            self._at, self._match = i, self.table.names.find(self.tokens, i)
        return self._match

    def _known(self, i: int) -> Found | None:
        match = self.listed(i)
        if match is None:
            return None
        end, office = match
        if not self._spelt_as_name(i, end, office) or self._countered(i, end, office):
            return None
        numbered = self._numbered(end, office)
        if numbered:
            return Found(i, numbered[0], numbered[1], None)
        tail = None if office.national else self.tail(end, office)
        if tail is None and office.alternate:
            # "BCH Quân sự huyện" is a Ban Chỉ huy, of a province a Bộ Chỉ huy.
            other = self.table.by_id[office.alternate]
            tail = self.tail(end, other)
            office = other if tail else office
        return Found(i, tail.end if tail else end, office, tail)

    def _numbered(self, end: int, office: Office) -> tuple[int, Office] | None:
        """"Kho bạc Nhà nước khu vực XI", "Công ty Điện lực 3": the number completes the name."""
        at = end
        if self.tokens.keys[end : end + 2] == ["khu", "vực"]:
            at = end + 2
            region = at
            while region < len(self.tokens) and region not in self.tokens.hard and region - at < 4 and self.tokens.capital(region) and self.tokens.key(region).isalpha() and len(self.tokens.key(region)) > 1 and not (set(self.tokens.word(region)) <= set("IVX")):
                region += 1
            if region - at >= 2:  # "Đài Khí tượng Thủy văn khu vực Việt Bắc"
                name = f"{office.head} khu vực {' '.join(self.tokens.word(k) for k in range(at, region))}"
                return region, msgspec.structs.replace(office, national=name, levels=("nation",), needs=None)
        elif office.id != "cong-ty-dien-luc":
            return None
        number = self.tokens.word(at) if at < len(self.tokens) else ""
        if office.national or not ((number.isdigit() and len(number) < 3) or (number and set(number) <= set("IVX"))):
            return None
        name = f"{office.head}{' khu vực' if at > end else ''} {number}"
        return at + 1, msgspec.structs.replace(office, national=name, levels=("nation",), needs=None)

    def tail(self, end: int, office: Office) -> Tail | None:
        levels = office.levels
        if office.id == "dang-uy" or office.kind == "phong":
            levels = ("district", "commune")
        tail = read_tail(self.tokens, end, levels, office.bare_ok)
        if tail and tail.ref is None and tail.word and self._generic_tail(tail):
            return None
        return tail

    def _generic_tail(self, tail: Tail) -> bool:
        """"UBND xã, phường, thị trấn" names a kind, "UBND huyện" an agency."""
        k = tail.end
        while self.tokens.key(k) in (",", "/", "-", "và") and k not in self.tokens.hard:
            following = type_word(self.tokens, k + 1)
            if following and not named(self.tokens, following[0], following[1]) and following[1] != tail.word:
                                return following[1] in _PLACE_ORDER
            break
        return False

    def _spelt_as_name(self, i: int, end: int, office: Office) -> bool:
        """True unless the words stand there as common words, in lower case."""
        shortened = self.tokens.key(i) != office.head.lower()
        if end - i == 1 and shortened and len(self.tokens.key(i)) <= 3 and not self.tokens.word(i).isupper():
            return False  # "ca Huế" is a song, "CA Huế" the police
        if self.tokens.capital(i):
            return not (office.group and not self._field_capital(i, end))
        # "trạm Y tế xã", "phòng Tài chính": the second word begins the name proper.
        return office.lower or (self.tokens.capital(i + 1) and end - i > 1)

    def _field_capital(self, i: int, end: int) -> bool:
        """"Bộ công an" is how careless pages write it, "Bộ y tế" too; "Phòng kinh tế" is a common word."""
        return self.tokens.capital(i + 1) or self.tokens.key(i) in ("bộ", "sở")

    def _countered(self, i: int, end: int, office: Office) -> bool:
        tokens = self.tokens
        for phrase in office.counter_next:
            words = tuple(phrase.split())
            if tuple(tokens.keys[end : end + len(words)]) == words:
                return True
        for phrase in office.counter_before:
            words = tuple(phrase.split())
            if tuple(tokens.keys[max(0, i - len(words)) : i]) == words:
                return True
        if not i or tokens.keys[i - 1] not in _CLUB_LASTS:
            return False
        return any(tuple(tokens.keys[max(0, i - len(w)) : i]) == w for w in _CLUB_WORDS)

    def by_title(self, i: int) -> Found | None:
        """The agency that a title implies: "Bộ trưởng Công Thương", "Trưởng phòng Dân tộc"."""
        keys = self.tokens.keys
        if keys[i] not in TITLE_FIRSTS:
            return None
        for words, group in TITLES:
            if tuple(keys[i : i + 2]) != words:
                continue
            at = i + 2
            section = self.section(i + 1) if group == "phong" else None
            if section:
                return section
            match = self.table.fields[group].find(self.tokens, at) if self.tokens.capital(at) else None
            if match and at not in self.tokens.hard:
                end, office = match
                tail = None if office.national else self.tail(end, office)
                return Found(at, tail.end if tail else end, office, tail, elided=True, rule="title")
        return None
