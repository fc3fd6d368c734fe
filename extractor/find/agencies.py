"""Agencies in a text: names of the gazetteer, heads with their place, lists that name the head once."""

from __future__ import annotations

from functools import cache

from extractor.find.agency_names import SECTION_HEADS, TITLE_FIRSTS, TITLES, Found, NameReader
from extractor.find.open_names import begins_open_name, open_field, open_openings
from extractor.lexicon.matcher import Tokens, Trie, tokens_of
from extractor.lexicon.names import name_tables
from extractor.lexicon.offices import Office, offices
from extractor.lexicon.place_names import Tail, named, type_word
from extractor.lexicon.registry import LEVELS
from extractor.model.mention import AgencyMention

# "các sở", "hai phòng": what follows are several names under one head.
_PLURAL = {"các", "những", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "2", "3", "4", "5"}
_GROUP_WORDS = {"sở": "so", "bộ": "bo", "phòng": "phong", "ban": "ban", "vụ": "vu", "cục": "cuc"}
_NOTHING: frozenset[str] = frozenset()
# Heads whose fields of work are open.
_OPEN_GROUPS = {"vu", "cuc"}
_TITLE_STARTS = frozenset(("chánh", "trưởng", "phó", "giám", "chủ", "bí", "thứ", "bộ", "vụ", "cục", "ông", "bà", "tổng"))
_SIDE_WORDS = frozenset(
    ("ngành", "ban", "đơn", "vị", "cơ", "quan", "phòng", "sở", "bộ", "tỉnh", "đoàn", "thể", "thành", "phố", "huyện",
     "liên", "chuyên", "môn")
)  # fmt: skip
_PEER_WORDS = frozenset(("cơ", "quan", "ngang", "bộ", "thuộc", "chính", "phủ", "trung", "ương", "tương", "đương", "ngành"))
_LEAD_WORDS = {":", "gồm", "là", "như"}
# "UBND các tỉnh, thành phố trực thuộc Trung ương: A, B"
_ALL_UNDER = (("trực", "thuộc", "trung", "ương"), ("trong", "vùng"), ("sau",), ("sau", "đây"), ("trên", "địa", "bàn"))
_SURNAME = 1.0  # a word that begins more names than other things
_SEPARATORS = {",", ";", "và", "cùng", "với", "/"}
_DEFINING = frozenset(("sau", "đây", "gọi", "viết", "tắt", "là", "chung", "dưới", '"', ":"))
_COMMITTEE_WORDS = frozenset((",", "và", "-", "/", "ủy", "huyện", "thị", "thành", "tỉnh", "quận", "đảng"))
# Mass organisations that each level has its own of.
_OWN_ORGANISATIONS = frozenset(("hoi-nong-dan", "hoi-phu-nu", "hoi-ccb", "ldld", "hoi-ctd"))
# Companies that each province has one of, called by the place alone: "các Công ty Điện lực: Quảng Trị, Quảng Nam".
_BRANCHES = frozenset(("cong-ty-dien-luc",))
# A centre without a place is still told by a name this long: "Trung tâm Bảo tồn Di tích Cố đô Huế".
_LONG_NAME = 6
# … and by one that says it is the country's: "Trung tâm Internet Việt Nam".
_COUNTRY_WIDE = {("việt", "nam"), ("quốc", "gia"), ("trung", "ương")}


def find_agencies(text: str) -> list[AgencyMention]:
    """All specific agencies of `text`, in text order, without overlap; offsets in characters.

    What place they belong to is left to `link.jurisdiction` where the text does not say it here.

    >>> [(m.head, m.elided) for m in find_agencies("Giám đốc các Sở: Nội vụ, Kế hoạch và Đầu tư")]
    [('Sở Nội vụ', True), ('Sở Kế hoạch và Đầu tư', True)]
    >>> find_agencies("Chủ tịch UBND tỉnh Quảng Nam")[0].place.name
    'tỉnh Quảng Nam'
    """
    return _Finder(tokens_of(text)).run()


@cache
def _openings() -> dict[str, frozenset[str] | None]:
    """The first keys with which a name, a section or a title that implies one begins; with them the second keys, None for any."""
    table = dict(offices().names.openings())
    for first, seconds in (*open_openings().items(), *((first, frozenset((second,))) for (first, second), _ in TITLES)):
        known = table.get(first, frozenset())
        table[first] = None if known is None or seconds is None else known | seconds
    return table | dict.fromkeys(SECTION_HEADS)


class _Finder:
    """One pass over the tokens of one text."""

    def __init__(self, tokens: Tokens):
        self.tokens = tokens
        self.table = offices()
        self.names = NameReader(tokens, self.table)
        self.found: list[Found] = []
        self.aliases = Trie()
        self.alias_firsts: set[str] = set()

    def run(self) -> list[AgencyMention]:
        # Few tokens begin a name; one look-up, of a common first word two, pass over the others.
        openings, aliases = _openings(), self.alias_firsts
        i = 0
        for at, key in enumerate(self.tokens.keys):
            if (key not in openings and key not in aliases) or at < i:
                continue
            if self._begins(at, openings.get(key, _NOTHING)):
                i = self._alias(at) or self._step(at)
                if i > at + 1:
                    i = self._define(i)
        self._share_tails()
        return [self._mention(f) for f in self.found if self._specific(f)]

    def _begins(self, at: int, seconds: frozenset[str] | None) -> bool:
        """True if a name, a list of names or an alias can begin at token `at`; `seconds` may follow it in a name."""
        keys = self.tokens.keys
        if seconds is None or (at + 1 < len(keys) and keys[at + 1] in seconds):
            return True
        return (keys[at] in _GROUP_WORDS and self._behind_plural(at)) or keys[at] in self.alias_firsts

    def _behind_plural(self, at: int) -> bool:
        """True behind "các", "hai", "một số"; not behind "chuyển đổi số"."""
        keys = self.tokens.keys
        return at > 0 and (keys[at - 1] in _PLURAL or keys[max(0, at - 2) : at] == ["một", "số"])

    def _alias(self, i: int) -> int | None:
        """An abbreviation that the article itself defined further up."""
        match = self.aliases.find(self.tokens, i)
        if match is None or not self.tokens.word(i).isupper():
            return None
        office, tail = match[1]
        own = None if office.national else self.names.tail(match[0], office)
        end = own.end if own else match[0]
        self.found.append(Found(i, end, office, own or tail, rule="alias"))
        return end

    def _define(self, i: int) -> int:
        """Remember "(sau đây gọi tắt là X)", "(X)" behind the mention that ends before token `i`; where to go on."""
        if self.tokens.key(i) != "(" or not self.found or self.found[-1].end != i:
            return i
        at = i + 1
        while self.tokens.key(at) in _DEFINING:
            at += 1
        end = at
        while end < len(self.tokens) and end - at < 5 and self.tokens.key(end) not in (")", ",", ";"):
            end += 1
        words = [self.tokens.word(k) for k in range(at, end) if self.tokens.keys[k][0].isalpha()]
        short = words and all(w.isupper() for w in words) and sum(map(len, words)) >= 2
        if self.tokens.key(end) == ")" and short and self.table.names.find(self.tokens, at) is None:
            last = self.found[-1]
            self.aliases.add(tuple(self.tokens.keys[at:end]), (last.office, last.tail))
            self.alias_firsts.add(self.tokens.keys[at])
            return end + 1
        return i

    def _step(self, i: int) -> int:
        """Read what begins at token `i` and return the index to go on from."""
        key = self.tokens.keys[i]
        listed = self.names.listed(i)
        plural = key in _GROUP_WORDS and self._behind_plural(i)
        if not (listed or plural or key in SECTION_HEADS or key in TITLE_FIRSTS or begins_open_name(self.tokens, i)):
            return i + 1  # "Ban Chỉ đạo": only the first words are those of an agency
        if listed and (several := self._several_places(i, *listed)):
            return several
        if plural and (group := self._list_head(i)) and (end := self._read_list(*group)):
            return end
        one = self.names.one(i)
        if one is None:
            one = self.names.by_title(i)
        if one is None:
            return i + 1
        self.found.append(one)
        if one.office.group and not self._provinces_behind(one):
            return self._continue_list(one.end, one.office.group, plural=False)
        return self._more_places(one)

    def _provinces_behind(self, one: Found) -> bool:
        """"Sở Y tế thành phố A và các tỉnh: B, C": the list is one of places."""
        placed = one.tail is not None and one.tail.ref is not None and one.end not in self.tokens.hard
        return placed and self.tokens.key(one.end) in (",", "và") and self.tokens.key(one.end + 1) == "các" and type_word(self.tokens, one.end + 2) is not None

    def _more_places(self, one: Found) -> int:
        """"UBND xã Ia Tôr, xã Ia Piar": further places of the same kind behind a name; where to go on."""
        end, tail = one.end, one.tail
        while tail and tail.ref and tail.word and one.office.needs == "level":
            at = end + (self.tokens.key(end) in (",", "và", ";"))
            typed = type_word(self.tokens, at) if at > end else None
            name = named(self.tokens, *typed) if typed and typed[1] == tail.word else None
            if name is None or typed is None:
                break
            end = name[0]
            tail = Tail(end, typed[1], name[1])
            self.found.append(Found(at, end, one.office, tail, elided=True, rule="places"))
        if one.tail and one.tail.ref and self.tokens.key(end) in (",", "và") and self.tokens.key(end + 1) == "các":
            # "UBND thành phố A và các tỉnh B, C"
            return self._read_places(end + 2, one.office, None) or end
        return end

    def _several_places(self, i: int, end: int, office: Office) -> int | None:
        """"UBND các huyện Đăk Glei, Tu Mơ Rông": one agency a place, `office` at the tokens from `i` to `end`. The index behind the list, or None."""
        if self.tokens.key(end) in _PLURAL and (office.needs == "level" or office.place == "typed") and not office.national:
            return self._read_places(end + 1, office, i)
        if (office.id.endswith("-uy") or office.id in _BRANCHES) and office.place in ("bare", "said", "bare-said") and self._behind_plural(i):
            return self._several_committees(i, end, office)
        return None

    def _read_places(self, at: int, office: Office, head: int | None) -> int | None:
        """The places behind "các", type words first, of `office` at token `head`, None if told before; the index behind the list, or None."""
        words: list[str] = []
        while True:  # "các huyện, thị xã, thành phố:"
            typed = type_word(self.tokens, at)
            if typed is None or (words and named(self.tokens, *typed)):
                break
            at = typed[0]
            words.append(typed[1])
            if self.tokens.key(at) in (",", "và") and type_word(self.tokens, at + 1) and not self._place_item(at + 1, words):
                at += 1
        for phrase in _ALL_UNDER:
            if tuple(self.tokens.keys[at : at + len(phrase)]) == phrase and self.tokens.key(at + len(phrase)) == ":":
                at += len(phrase)
        at += self.tokens.key(at) == ":"
        first, end = at if head is None else head, at
        begin = first
        while words and (item := self._place_item(at, words)):
            end, tail = item
            self.found.append(Found(first, end, office, tail, elided=first != head, rule="places"))
            at = end
            while self.tokens.key(at) in _SEPARATORS and at - end < 2:
                at += 1
            if at == end:
                break
            first = at
        return end if end > at or first != begin or (self.found and self.found[-1].i == begin) else None

    def _several_committees(self, i: int, end: int, office: Office) -> int | None:
        """"các Huyện ủy: Bảo Thắng, Văn Bàn", "các Huyện ủy Bảo Thắng, Văn Bàn": one committee a place; the index behind the list, or None."""
        at, first, found = end + (self.tokens.key(end) == ":"), i, 0
        while (tail := self.names.tail(at, office)) and tail.ref is not None:
            self.found.append(Found(first, tail.end, office, tail, elided=first != i, rule="places"))
            found, end = found + 1, tail.end
            at = end + (self.tokens.key(end) in _SEPARATORS)
            first = at
            if at == end:
                break
        if found > 1:
            return end
        del self.found[len(self.found) - found :]  # one name is no list
        return None

    def _place_item(self, at: int, words: list[str]) -> tuple[int, Tail] | None:
        """One place of such a list, with its own type word or under one of the list's `words`."""
        typed = type_word(self.tokens, at)
        start, kinds = (typed[0], [typed[1]]) if typed else (at, words)
        if start >= len(self.tokens) or not self.tokens.keys[start].isalnum():
            return None
        names = [(name, kind) for kind in kinds if (name := named(self.tokens, start, kind, strict=not typed))]
        if not names:
            return None
        (end, ref), kind = max(names, key=lambda pair: pair[0][0])
        options = tuple(other for (stop, other), _ in names if stop == end)
        return end, Tail(end, kind, ref, options if len(options) > 1 else ())

    def _list_head(self, i: int) -> tuple[int, str] | None:
        """"các Sở:", "các bộ", "các Sở, Ngành:", whose group word is token `i`: (index of the first item, class)."""
        key = self.tokens.key
        if i in self.tokens.hard:
            return None
        at = i + 1
        while key(at) in ("-", ",", "và", "/") and key(at + 1) in _SIDE_WORDS and not self._item(at + 1, _GROUP_WORDS[key(i)]):
            at += 2
        while key(at) in _SIDE_WORDS and not self._item(at, _GROUP_WORDS[key(i)]):
            at += 1
        at = self._behind_peers(at)
        while key(at) in _LEAD_WORDS:
            at += 1
        if _GROUP_WORDS[key(i)] in _OPEN_GROUPS and not (key(i + 1) == ":" or self.tokens.capital(i + 1)):
            return None  # "các vụ tai nạn"
        return at, _GROUP_WORDS[key(i)]

    def _behind_peers(self, at: int) -> int:
        """Behind "(và|,) cơ quan ngang bộ(, cơ quan thuộc Chính phủ)", which names kinds, if a list follows."""
        end = at
        while self.tokens.key(end) in (",", "và") or self.tokens.key(end) in _PEER_WORDS:
            end += 1
        return end if end > at and self.tokens.key(end) == ":" else at

    def _item(self, at: int, group: str) -> Found | None:
        """One item of a list: a full name, or a field of work whose head stands before the list."""
        if at >= len(self.tokens):
            return None
        full = self.names.one(at)
        if group in _OPEN_GROUPS:
            title = self.tokens.keys[at] in _TITLE_STARTS or self.tokens.keys[at - 1] == ";"
            free = None if full or title else open_field(self.tokens, at, group)
            return Found(at, free[0], free[1], None, elided=True, rule="list") if free else full
        match = self.table.fields[group].find(self.tokens, at)
        if match and self.tokens.capital(at) and (full is None or match[0] >= full.end or full.office.needs):
            end, office = match
            if full and full.tail and full.office.group is None:
                return full
            tail = None if office.national else self.names.tail(end, office)
            return Found(at, tail.end if tail else end, office, tail, elided=True, rule="list")
        return full

    def _read_list(self, at: int, group: str) -> int | None:
        first = self._item(at, group)
        if first is None or (at in self.tokens.hard and self.tokens.key(at - 1) != ":"):
            return None
        self.found.append(first)
        return self._continue_list(first.end, group, plural=True)

    def _continue_list(self, end: int, group: str, plural: bool) -> int:
        """Read further items behind separators; a single head takes only fields that the list clearly closes."""
        while True:
            at = end = self._behind_person(self._behind_bracket(end)) if plural else end
            while self.tokens.key(at) in _SEPARATORS and at - end < 3:
                at += 1
            if at == end or at >= len(self.tokens) or (at in self.tokens.hard and not plural):
                return end
            item = self._item(at, group)
            if item is None or (item.elided and not plural and not self._closes(item.end)):
                return end
            if not item.elided and not plural:
                return end
            self.found.append(item)
            end = item.end

    def _behind_bracket(self, end: int) -> int:
        """Behind a short bracket of one item, if the list goes on there: "Quốc phòng (Ủy viên); Tài chính"."""
        if self.tokens.key(end) != "(":
            return end
        for at in range(end + 1, min(end + 8, len(self.tokens) - 1)):
            if self.tokens.key(at) == ")":
                return at + 1 if self.tokens.key(at + 1) in _SEPARATORS else end
        return end

    def _behind_person(self, end: int) -> int:
        """Behind the name of an item's head, if the list goes on there: "các bộ: Công an Nguyễn Văn A, Tài chính Trần B"."""
        if end in self.tokens.hard or name_tables().surnames.get(self.tokens.key(end), 0.0) < _SURNAME:
            return end
        at = end
        while at < len(self.tokens) and at - end < 5 and self.tokens.capital(at) and (at == end or at not in self.tokens.hard) and self.tokens.keys[at].isalpha():
            at += 1
        return at if at - end > 1 and self.tokens.key(at) in _SEPARATORS else end

    def _closes(self, end: int) -> bool:
        return end >= len(self.tokens) or end in self.tokens.hard or not self.tokens.keys[end][0].isalpha() or self.tokens.key(end) in ("và", "làm", "là", "cùng")

    def _share_tails(self) -> None:
        """"HĐND, UBND tỉnh": the first head takes the place of the second, over a comma, "và" or a dash."""
        for first, second in reversed(list(zip(self.found, self.found[1:], strict=False))):
            if first.tail is not None or second.tail is None or first.office.national:
                continue
            between = self.tokens.keys[first.end : second.i]
            level_fits = second.tail.word is not None or second.tail.ref is not None
            alike = first.office.group == second.office.group if second.elided else first.office.needs is not None
            if level_fits and between in ([","], ["và"], ["-"], ["/"]) and alike:
                first.tail = second.tail

    def _specific(self, f: Found) -> bool:
        """True if the mention is one agency: some heads are common words unless a place follows."""
        needs, tail = f.office.needs, f.tail
        if self._generic_before(f) or (tail is None and self._one_of_many(f)):
            return False
        if needs == "place":
            return tail is not None and tail.ref is not None
        if needs == "place-or-open":
            closed = tuple(self.tokens.keys[f.end - 2 : f.end]) in _COUNTRY_WIDE
            return tail is not None or f.end - f.i >= _LONG_NAME or closed
        if needs in ("level", "level-or-commune"):
            if tail is None and f.office.id == "mttq" and self.tokens.keys[f.i - 2 : f.i] == ["chủ", "tịch"] and self.tokens.key(f.end) in (".", ";", ",", ")", "là", "làm"):
                return True  # "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam" of the article's own level
            if tail is None and f.office.id in ("ubnd", "hdnd") and self.tokens.keys[f.i - 2 : f.i] == ["chủ", "tịch"]:
                # "Chủ tịch UBND Lê Văn A": the committee of the article's own level.
                return self.tokens.capital(f.end) or self._ends_office(f.end)
            if tail is None and f.office.id in _OWN_ORGANISATIONS and self._chaired(f):
                return True  # "Chủ tịch Hội Nông dân": of the article's own level
            if tail is None:
                return needs == "level-or-commune" and self.tokens.key(f.end) not in ("bộ", "công", "quân", "ngân") and not self.tokens.capital(f.end)
            if tail.ref is None and not self.tokens.capital(f.i):
                # "công an xã" is a force, "công an phường 2" an agency.
                return f.office.lower and f.office.id != "cong-an"
            if f.office.id in ("cong-an", "viettel") and self.tokens.key(f.end) in ("thắng", "thua"):
                return False  # football clubs
        return True

    def _chaired(self, f: Found) -> bool:
        """True between "Chủ tịch" and the end of the office."""
        return self.tokens.keys[f.i - 2 : f.i] == ["chủ", "tịch"] and self.tokens.key(f.end) in (".", ";", ",", ")", "là", "làm", "và")

    def _ends_office(self, end: int) -> bool:
        """"Phó Bí thư Huyện ủy, Chủ tịch UBND, …": behind an office, the committee of the article's own level."""
        k = end - 1
        while k > 0 and self.tokens.key(k) not in (",", ".", ";"):
            k -= 1
        party = self.tokens.key(k) == "," and self.tokens.key(k - 1) == "ủy" and self.tokens.key(k - 2) in ("huyện", "tỉnh", "đảng", "thị", "thành", "quận")
        return party and self.tokens.key(end) in (",", ";", ".", "-", ")", "làm", "là")

    def _one_of_many(self, f: Found) -> bool:
        """"các huyện ủy, thị ủy, thành ủy": kinds of committee, none of them named."""
        k = f.i - 1
        while self.tokens.key(k) in _COMMITTEE_WORDS:
            k -= 1
        return f.office.id.endswith("-uy") and self.tokens.key(k) in ("các", "những", "mỗi", "từng", "nhiều")

    def _generic_before(self, f: Found) -> bool:
        """"UBND các tỉnh", "Công an cấp xã": the tail reader leaves them without a place; they are kinds."""
        return f.tail is None and not f.office.national and self.tokens.key(f.end) in ("các", "cấp", "những") and not self.tokens.key(f.end + 1).isdecimal()

    def _mention(self, f: Found) -> AgencyMention:
        office, tail = f.office, f.tail
        levels = office.levels
        level = levels[0] if len(levels) == 1 else None
        if tail and tail.ref:
            level = tail.ref.level
        elif tail and tail.word:
            possible = [x for x in LEVELS[tail.word] if x in levels or office.kind == "organisation"]
            level = possible[0] if len(possible) == 1 else None
        last = self.tokens.end(f.end - 1)
        return AgencyMention(
            start=self.tokens.starts[f.i], end=last, rule=f"agency.{f.rule}:{office.id}", kind=office.kind,
            head=office.head, level=level, place=tail.ref if tail else None, name=office.national, elided=f.elided,
            place_word=tail.word if tail else None, place_style=self._style(f), parent_head=office.parent_head,
            levels=levels, place_options=tail.options if tail else (), neutral=office.neutral,
        )  # fmt: skip

    @staticmethod
    def _style(f: Found) -> str:
        """"said" resolved: typed if the text has a type word, bare if it has the bare name."""
        if f.office.place in ("said", "bare-said"):
            if f.tail and f.tail.word:
                return "typed"
            return "bare" if f.tail or f.office.place == "bare-said" else "typed"
        return f.office.place
