"""Inter-agency and ad-hoc bodies by name: "Ban Chỉ đạo phòng, chống AIDS, ma túy, mại dâm tỉnh Hà Giang".

A name is a head (gazetteer), a topic and a jurisdiction. The topic has no closed vocabulary, so its
end is found: at a jurisdiction, at punctuation, or at the first word that cannot belong to a name
(`bodies.toml`, extent). What stands behind a comma belongs to the name only if the list it opens is
closed again: by a jurisdiction, by "và …", or by being a row of short nouns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon.bodies import (
    BodyHead,
    ExtentPatterns,
    excluded_after,
    extent_patterns,
    head_pattern,
    short_pattern,
    standalone_forms,
)
from extractor.lexicon.titles import role_pattern, title_pattern
from extractor.model.mention import AgencyMention, BodyMention
from extractor.text.fold import fold

LEVELS = "tỉnh|thành phố|tp|t\\.p|huyện|quận|thị xã|tx|thị trấn|xã|phường|đặc khu"
# Every capital of the Vietnamese alphabet: a range of code points would take in small letters.
_CAPITAL = r"[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
_NAME = rf"{_CAPITAL}[\w'’]*(?:(?: | ?[-–] ?){_CAPITAL}[\w'’]*){{0,4}}(?: \d{{1,2}}(?![\d/-]|\.\d| (?!(?:và|gồm|do|là|vừa|đã|được|có|tại|theo|làm|với)\b)[a-zđà-ỹ]))?"
# "tỉnh Quảng Nam", "TP.HCM", "quận 3", "phường 12"; a bare "tỉnh" counts where no further word follows at once.
_PLACE = re.compile(rf"(?i:tp)[. ]{{0,2}}HCM(?!\w)|(?i:{LEVELS})(?:(?:(?<=[tT][pPxX])\. ?| )(?:{_NAME}|\d{{1,2}}(?!\d))|(?= (?:này|ta)\b)|(?=\s*(?:[.,;:)(\"”|]|[-–] |$)))")
# Words that begin like a bare jurisdiction and are none.
_LEVEL_COMPOUND = re.compile(
    r"(?:tỉnh (?:lộ|lỵ|giấc)|huyện (?:lỵ|đảo)|xã (?:hội|viên|luận|tắc|giao)|(?:thành phố|tp) (?:thông minh|xanh|sáng tạo|đáng sống|văn minh|môi trường|du lịch"
    r"|học tập|an toàn|hòa bình|trực thuộc|trẻ|vệ tinh|sân bay|biển|cảng|không|hiện đại|đô thị|lành mạnh)|phường hội|quận (?:công|chúa))(?!\w)"
)
_LEVEL_BEFORE = re.compile(rf"cấp (?:{LEVELS})\s*(?:,|;|và)\s*cấp $")
# "Đoàn kiểm tra liên ngành số 2 kiểm tra bếp ăn": the number ends the name.
_NUMBERED_TEAM = re.compile(r" số \d{1,2}")
# "lo đủ điều kiện cho Hội đồng thi hoạt động": a verb, if nothing follows.
_ACTS_ON = re.compile(r"hoạt động(?=\s*(?:[.,;]|$|\n))")
_LIGHT_TOPIC = re.compile(r" ?(?:trung ương|quốc gia|nhà nước)? ?")
_LEVELS_IN_A_ROW = re.compile(rf"(?:{LEVELS})\s*(?:,|;|và)\s*(?:cấp )?(?:{LEVELS}|cơ sở)(?!\w)")
_BARE_LEVEL = re.compile(rf"(?:{LEVELS})(?!\w)")
# What may follow a jurisdiction and still is the name: the term and the edition.
_PERIOD = re.compile(
    r"[, ]{1,2}(?:giai đoạn (?:từ )?(?:năm )?\d{4}(?: ?- ?(?:năm )?\d{4})?|nhiệm kỳ (?:\d{4} ?- ?\d{4}|[ivx]+)|lần thứ (?:[ivxlc]+|\d+|nhất|hai|ba|tư|năm)"
    r"|năm \d{4}(?: ?- ?\d{4})?|khóa [ivxlc\d]+|đến năm \d{4})(?:,? (?:năm \d{4}|nhiệm kỳ \d{4} ?- ?\d{4}))?"
)
# "Ban Tổ chức Festival Gốm tỉnh Đồng Nai 2025"
_BARE_YEAR = re.compile(r" 20\d\d(?![\d/-]|\.\d)")
# A document in the name: "thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương".
_DOCUMENT = re.compile(
    r"(?:nghị quyết|chỉ thị|kết luận|quyết định|nghị định|luật|pháp lệnh|kế hoạch|đề án)(?: số:?)? ?\d[\w/.-]*"
    r"(?:[, ]{1,2}ngày \d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{4})?| tháng \d{1,2}(?: năm \d{4})?))?"
    r"(?:,? của (?:bộ chính trị|ban bí thư|ban chấp hành trung ương(?: đảng)?(?: khóa \w+)?|chính phủ|thủ tướng chính phủ|quốc hội|trung ương|bộ \w+(?: \w+)?|tỉnh ủy|ban thường vụ tỉnh ủy))?"
)
_OWNER = re.compile(
    rf"(?:của|thuộc|tại|trên địa bàn) (?=(?:{LEVELS}|chính phủ|thủ tướng(?: chính phủ)?|bộ|ubnd|ủy ban nhân dân|trung ương|quốc hội|đảng ủy|ngành|sở |cục |tổng cục )(?:\W|\w))"
)
_OWNER_ABOUT = re.compile(r"(?P<owner>của (?:thủ tướng chính phủ|thủ tướng|chính phủ|bộ trưởng|chủ tịch ubnd tỉnh|ubnd tỉnh|quốc hội|trung ương|bộ \w+(?: \w+){0,6}?)) (?:về|theo dõi|kiểm tra|thúc đẩy|rà soát|xử lý|đôn đốc|thực hiện|triển khai|phòng|tháo gỡ|hỗ trợ|giải quyết) ")
_ELECTED = re.compile(r"(?:đại biểu|đb) (?:quốc hội|hội đồng nhân dân|hđnd)(?!\w)")
_HEADCOUNT = re.compile(r"\d+ (?:người|thành viên|vị|đồng chí|ủy viên)(?!\w)")
_BARE_UNIT = re.compile(r"(?:bộ|tổng cục)(?=\s*(?:[.;:)(]|,(?! (?:các |ban, )?(?:ngành|cơ quan|địa phương|ban|tỉnh|sở|đơn vị))|$|\n| (?:gồm|do|là|vừa|đã|được)))")
_NATIONAL = re.compile(r"(?:của )?(?:thủ tướng chính phủ|thủ tướng|chính phủ|trung ương|quốc gia|nhà nước)(?!\w)")
_TAIL = re.compile(r"(?:^|[, ]+)(?:đến năm \d{4}|giai đoạn|nhiệm kỳ|lần thứ|năm \d{4}|khóa [ivx\d]).*$")
_ABBREVIATION = re.compile(r" ?\((?:(?:sau đây )?(?:gọi|viết) (?:tắt )?(?:là )?:?[^()]{0,80}|[A-ZĐ][\w&-]{1,11})\)")
_GENERIC_OWNER = re.compile(
    r"(?:của |ở |tại |thuộc )?(?:các |những )?(?:bộ|ngành|sở|địa phương|tỉnh|huyện|xã|cấp)(?:, (?:các )?(?:ban|ngành|địa phương|tỉnh|thành phố|huyện|quận|phường|thị trấn|thị xã|thành|thị)(?!\w))+"
)
_SEVERAL_OWNERS = re.compile(r" (?:của |ở )?(?:hai|ba|bốn|\d+) (?:xã|phường|huyện|quận|tỉnh|thành phố|bộ|ngành|địa phương)(?!\w)")
_EACH_OWNER = re.compile(r" (?:của |ở )?(?:các|từng|mỗi|những) (?:xã|phường|huyện|quận|tỉnh|thành phố|bộ|ngành|sở|địa phương|cấp|đơn vị|cơ quan)(?!\w)| các cấp| (?:bộ|ngành|cấp) (?:mình|tỉnh, |huyện, )")
# "nghiên cứu và thực hiện cải cách …": a second verb of the topic.
_SECOND_VERB = re.compile(r"(?:thực hiện|triển khai|tổ chức|xử lý|tham mưu|kiểm tra|giám sát|đôn đốc|hướng dẫn|phối hợp|thúc đẩy|tạo|nâng cao|hỗ trợ|giải quyết|quản lý|phát huy|sử dụng|ổn định|khai thác|bảo vệ|tăng cường|bảo đảm|đảm bảo|khắc phục|chỉ đạo|phục vụ|đáp ứng|ngành|trung ương) \w")
# "Ban Chỉ đạo cấp tỉnh Kỳ thi tốt nghiệp": one capital and a small word are no place's name.
_LEVEL_THEN_NAME = re.compile(rf"[^\W\d_]+ {_CAPITAL}[^\W\d_]* [a-zà-ỹđ]")
# "Ban Vận động, tiếp nhận, phân phối …", "Tổ tư vấn, hỗ trợ …": the head itself is the first of several tasks.
_SECOND_TASK = re.compile(
    r"(?:tiếp nhận|quản lý|phân phối|cứu trợ|điều phối|điều hành|biên tập|biên soạn|tổ chức|hỗ trợ|giám sát|kiểm tra|vận động|tuyên truyền|rà soát"
    r"|thẩm định|tham mưu|bàn giao|xử lý|đánh giá|giải quyết|truy vết|kiểm soát|phục vụ|sử dụng|giúp việc)(?!\w)"
)
_SHORT_TOPIC = re.compile(r"(?:cho )?(?:ủy ban|ban|hội đồng|ban này)$")
_PLURAL = re.compile(r"(?:\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|nhiều|một số|từng|mỗi|mọi|thêm các|hàng loạt) $")
_WORD = re.compile(r"[\w&/'’%+.-]*[\w&%+]")
# Behind a comma two capitals in a row are a place or a person, no part of a name ("…, Lai Châu đổi tên …").
_TWO_CAPITALS = re.compile(rf"{_CAPITAL}[a-zà-ỹđ]+ {_CAPITAL}[a-zà-ỹđ]+")
_PERSON_CUE = re.compile(rf"(?:{_CAPITAL}[a-zà-ỹđ]+ ){{2,3}}(?=là|làm|và|,|giữ)")


class _Extent:
    """Walks from a head to the end of its name; `end` is what is certain, `reach` what is only likely."""

    def __init__(self, text: str, folded: str, start: int, patterns: ExtentPatterns, owners: dict[int, int] | None = None):
        self.owners = owners or {}
        self.dutiful = True
        self.active = False
        self.text, self.folded, self.patterns = text, folded, patterns
        self.at = self.end = start
        self.place: tuple[int, int] | None = None
        self.skipped: list[tuple[int, int]] = []
        self.commas = 0
        self.segment = 0
        self.long_segment = False
        self.joined = False
        self.start = start
        limit = min(len(text), start + 400)
        newline = text.find("\n", start, limit)
        self.limit = newline if newline >= 0 else limit
        self.compounds = [m.span() for m in patterns.compound.finditer(folded, max(0, start - 20), self.limit)]

    def walk(self) -> None:
        """Advance until the name ends."""
        while self.at < self.limit and self._step():
            pass
        self._close()

    def _close(self) -> None:
        """At the end of a row of short nouns, or of a list with "và", the likely part is certain."""
        if not self.commas or self.place or self.at <= self.end:
            return
        listed = self.joined or self.commas >= 2 or self.segment <= 4
        if listed and self.segment and not self.long_segment:
            self.end = self.at

    def _take(self, stop: int) -> bool:
        self.at = stop
        if not self.commas:
            self.end = stop
        return True

    def _step(self) -> bool:
        text, folded, at = self.text, self.folded, self.at
        gap = 1 if text[at : at + 1] == " " else 0
        here = at + gap
        if here >= self.limit:
            return False
        abbreviation = _ABBREVIATION.match(text, at, self.limit)
        if abbreviation:
            return self._skip(abbreviation)
        char = text[here]
        if folded[here] == '"':
            close = folded.find('"', here + 1, min(self.limit, here + 150))
            return close > 0 and self._take(close + 1)
        if char == "," and not gap:
            return self._comma(here)
        if folded[here] == "-":
            return self._dash(here)
        if not gap and at > self.start and not (char.isalnum() or char in "/&%"):
            return False
        if not (char.isalnum() or char in "/&"):
            return False
        return self._word(here)

    def _skip(self, m: re.Match[str]) -> bool:
        if self.place or (m.end() < self.limit and not self._continues(m.end())):
            return False
        if m.end() >= self.limit or self.text[m.end()] != " ":
            return False
        self.skipped.append(m.span())
        self.at = m.end()
        return True

    def _continues(self, at: int) -> bool:
        here = at + (self.text[at : at + 1] == " ")
        return not (self.patterns.stop.match(self.folded, here) and not self._compound(here))

    def _compound(self, here: int) -> bool:
        return any(a <= here < b for a, b in self.compounds)

    def _comma(self, here: int) -> bool:
        after = here + 1 + (self.text[here + 1 : here + 2] == " ")
        if self.at == self.start:
            return self.active and bool(_SECOND_TASK.match(self.folded, after)) and self._take(after - 1)
        if self.folded.startswith("phòng", here - 5) and self.folded.startswith("chống", after):
            return self._take(after)
        if self._blocked(after) or self.place or _TWO_CAPITALS.match(self.text, after):
            return False
        self.commas += 1
        self.segment = 0
        self.joined = False
        self.at = after - 1 if self.text[after - 1] == " " else after
        return True

    def _dash(self, here: int) -> bool:
        spaced = self.text[here - 1] == " "
        after = here + 1 + (self.text[here + 1 : here + 2] == " ")
        if self.place or self._blocked(after) or (spaced and self.at == self.start):
            return False
        return self._take(after - 1 if self.text[after - 1] == " " else after)

    def _blocked(self, at: int, joined: bool = False) -> bool:
        """True if what begins at `at`, behind a comma or (`joined`) behind "và", cannot go on with the name."""
        p, folded = self.patterns, self.folded
        if p.segment_go.match(folded, at):
            return False
        named = self.text[at : at + 1].isupper() and not self.text[at : at + 4].isupper()
        if p.segment_stop.match(folded, at) and not (named and not joined and self.text[at - 2 : at - 1] == "-") and not self._compound(at) and not (joined and _SECOND_VERB.match(folded, at)):
            return True
        if (p.stop.match(folded, at) and not self._compound(at)):
            return True
        if head_pattern()[0].match(folded, at) or title_pattern()[0].match(folded, at) or role_pattern()[0].match(folded, at):
            return True
        return bool(_PERSON_CUE.match(self.text, at)) or not self.text[at : at + 1].isalnum()

    def _word(self, here: int) -> bool:
        text, folded, p = self.text, self.folded, self.patterns
        place = self._place(here)
        if place:
            return self._jurisdiction(*place)
        if folded.startswith("thành ", here) and head_pattern()[0].match(folded, here + 6):
            return False  # "đổi tên Ban Chỉ đạo A thành Ban Chỉ đạo B"
        if self.active and _NUMBERED_TEAM.fullmatch(folded, self.start, self.at) and not folded.startswith(("về ", "tại ", "của ", "thuộc "), here):
            return False
        if self.at > self.start and _ACTS_ON.match(folded, here):
            return False
        document = _DOCUMENT.match(folded, here, self.limit)
        if document:
            return self._take(document.end())
        if _HEADCOUNT.match(folded, here) or (self.at > self.start and folded[here].isalpha() and _SEVERAL_OWNERS.match(folded, here - 1)):
            return False
        if self.at == self.start and ((self.dutiful and p.duty.match(folded, here)) or re.compile(r"mới(?!\w)").match(folded, here)):
            return False
        if self.at > self.start and self._numbered():
            return bool(_NATIONAL.match(folded, here)) and self._take(_NATIONAL.match(folded, here).end())  # type: ignore[union-attr]
        compound = max((b for a, b in self.compounds if a <= here < b), default=0)
        stop_word = p.stop.match(folded, here)
        if compound and not (stop_word and stop_word.end() >= compound):
            return self._count(compound, here)
        owner = _OWNER.match(folded, here)
        if owner:
            return self._owner(here, owner.end())
        if (stop_word and not self._capital_word(here)) or folded.startswith("của ", here) or folded.startswith("thuộc ", here):
            return False
        electing = _ELECTED.match(folded, here)
        if electing and self.skipped and self.skipped[-1][1] == self.at:
            return self._take(electing.end())  # "Ủy ban bầu cử (UBBC) đại biểu Quốc hội …"
        if head_pattern()[0].match(folded, here) or title_pattern()[0].match(folded, here) or _role_starts(folded, here):
            return False
        if folded.startswith("và ", here) or folded.startswith("& ", here):
            if folded[here + 3 : here + 4].isdigit() or _LIGHT_TOPIC.fullmatch(folded, self.start, self.at):
                return False  # "Ban Chỉ đạo và 8 chỉ thị", "Ban Chỉ đạo Trung ương và hướng dẫn …"
            after = here + folded[here:].index(" ") + 1
            if self.place or self._blocked(after, joined=True):
                return False
            self.joined = True
            self.segment = 0
            return self._take(after - 1)
        period = _PERIOD.match(folded, here - 1, self.limit) if here > self.at else None
        if period:
            return self._take(period.end())
        if self.place:
            return False
        word = _WORD.match(text, here, self.limit)
        return bool(word) and self._count(word.end(), here)  # type: ignore[union-attr]

    def _numbered(self) -> bool:
        """"Ban Chỉ đạo 389": a body known by its number; only a level may follow."""
        return bool(re.fullmatch(r" \d{2,4}", self.folded[self.start : self.at]))

    def _capital_word(self, here: int) -> bool:
        """"Quỹ Vì nạn nhân bom mìn": a capital inside a name makes a stop word part of it."""
        word = _WORD.match(self.text, here, self.limit)
        return bool(word) and word[0][:1].isupper() and not word[0].isupper()  # type: ignore[index]

    def _count(self, stop: int, here: int) -> bool:
        self.segment += 1 + self.text.count(" ", here, stop)
        self.long_segment = self.long_segment or (self.commas > 0 and self.segment > 6)
        return self._take(stop)

    def _place(self, here: int) -> tuple[int, int] | None:
        if self.folded.startswith("cấp ", here - 4) and _LEVEL_THEN_NAME.match(self.text, here):
            return None  # a level, no place
        if self.folded.startswith("cấp ", here - 4) and (
            _LEVELS_IN_A_ROW.match(self.folded, here) or _LEVEL_BEFORE.search(self.folded, max(0, here - 22), here)
        ):
            return None  # "sắp xếp đơn vị hành chính cấp huyện, cấp xã": a level
        m = _PLACE.match(self.text, here, self.limit)
        if m:
            return m.span()
        bare = _BARE_LEVEL.match(self.folded, here, self.limit)
        if bare and not self._compound(here + 1):
            after = bare.end() + (self.text[bare.end() : bare.end() + 1] == " ")
            if not _LEVEL_COMPOUND.match(self.folded, here) and not self.text[after : after + 1].isupper():
                return bare.span()
        national = None if _OWNER_ABOUT.match(self.folded, here) else _NATIONAL.match(self.folded, here)
        if national and self.folded.startswith(("của ", "chính phủ"), here) and "điện tử" not in self.folded[national.end() : national.end() + 9]:
            after = national.end() + 1
            if not self.text[after : after + 1].isalnum() or (self.patterns.stop.match(self.folded, after)):
                return national.span()
        if here in self.owners and self.at > self.start and self.owners[here] <= self.limit:
            return here, self.owners[here]
        return None

    def _owner(self, here: int, after: int) -> bool:
        about = _OWNER_ABOUT.match(self.folded, here, self.limit)
        if about:
            return self._take(about.end("owner"))
        place = self._place(after)
        if place:
            return self._jurisdiction(here, place[1], place[0])
        unit = _BARE_UNIT.match(self.folded, after)
        if unit:
            return self._jurisdiction(here, unit.end(), after)
        if self.folded.startswith("của ", here) or self.folded.startswith("thuộc ", here):
            return False
        if self.folded.startswith("tại ", here):
            name = re.match(_NAME, self.text[after : self.limit])
            return bool(name) and self._jurisdiction(here, after + name.end(), after)  # type: ignore[union-attr]
        return self._take(after - 1)

    def _jurisdiction(self, start: int, stop: int, word_start: int | None = None) -> bool:
        self.place = (word_start if word_start is not None else start, stop)
        self.at = self.end = stop
        self.commas = 0
        second = re.compile(rf"(?:, | - | )(?:{LEVELS}) ").match(self.folded, stop, self.limit)
        if second:
            outer = _PLACE.match(self.text, second.start() + len(second[0].split(second[0].strip()[0])[0]), self.limit)
            if outer and self.text[outer.end() - 1] != " ":
                self.at = self.end = outer.end()
        period = _PERIOD.match(self.folded, self.at, self.limit) or _BARE_YEAR.match(self.folded, self.at, self.limit)
        if period:
            self.at = self.end = period.end()
        return False


def _role_starts(folded: str, at: int) -> bool:
    m = role_pattern()[0].match(folded, at)
    return bool(m) and not folded.startswith("thành viên mới", at)


_OF_GOVERNMENT = re.compile(r"(?:của )?(?:thủ tướng|chính phủ)")
_FOUNDS = re.compile(r"(?:thành lập|kiện toàn|giải thể)(?: \w+){0,2} $")
_QUOTED = re.compile(r'( [^"\n]{3,300}?)[.,]?"')
_NESTED = re.compile(r" ?(?P<help>giúp việc )?(?:cho |của |thuộc )?(?=\S)")
# "Tổ trưởng Tổ an sinh xã hội": what a Tổ trưởng leads is a team, whatever its task.
_LED_TEAM = re.compile(
    r"(?<=tổ trưởng )tổ(?= (?!dân|tự quản|trưởng|công tác|giúp việc|hợp tác|liên gia|bầu|khu|\d|[ivx]+\b)[^\W\d])(?! (?:chức|hợp)\b)"
    r"|(?<=tổ phó )tổ(?= (?!dân|tự quản|trưởng|công tác|giúp việc|hợp tác|liên gia|bầu|khu|\d|[ivx]+\b)[^\W\d])(?! (?:chức|hợp)\b)"
)
_OF_CHAIR = re.compile(r" (?:cho )?(?:trưởng ban|trưởng)(?: chỉ đạo)?(?!\w)")


def find_bodies(text: str, agencies: Sequence[AgencyMention] = ()) -> list[BodyMention]:
    """All mentions of bodies in `text`, in order; nested ones overlap ("Tổ giúp việc Ban Chỉ đạo 35").

    `agencies` are those already recognised: a head that begins inside one is none ("Ban Tổ chức Tỉnh ủy"), and one
    that stands at the end of a name owns the body ("… của Bộ Y tế").

    >>> [(m.name, m.place_word) for m in find_bodies("Lập Tổ giúp việc và kiện toàn BCĐ phòng, chống ma túy tỉnh Sơn La gồm 20 người")]
    [('Tổ giúp việc', None), ('Ban Chỉ đạo phòng, chống ma túy', 'tỉnh Sơn La')]
    """
    folded = fold(text)
    pattern, by_form = head_pattern()
    taken = sorted((a.start, a.end) for a in agencies)
    owners = {a.start: a.end for a in agencies}
    found: list[BodyMention] = []
    for m in sorted([*pattern.finditer(folded), *_LED_TEAM.finditer(folded)], key=lambda m: m.start(), reverse=True):
        head = by_form.get(m[0]) or by_form["tổ công tác"]
        excluded = excluded_after(head.id)
        inside = head.id != "trung-tam-chi-huy" and any(a <= m.start() < b for a, b in taken)
        if (excluded and excluded.match(folded, m.end())) or inside:
            continue
        if head.id == "ban-dac-thu" and folded.endswith("trưởng ", 0, m.start()) and text[m.start() + 4].islower():
            continue  # "các Phó Trưởng Ban điều phối việc …": a verb
        if m[0] == "ban thường trực" and folded.endswith("trưởng ", 0, m.start()):
            continue  # "Phó Trưởng Ban Thường trực Ban Tổ chức …" is a role
        mention = _mention(text, folded, m, head, found, owners)
        if mention is not None:
            found.append(mention)
    found.reverse()
    return _with_short_forms(text, folded, found)


def _mention(
    text: str, folded: str, m: re.Match[str], head: BodyHead, later: list[BodyMention], owners: dict[int, int]
) -> BodyMention | None:
    name = head.name or (text[m.start()].upper() + text[m.start() + 1 : m.end()])
    if head.body_class == "doan" and not text[m.start()].isupper():
        return None
    if head.body_class in {"to", "doan"} or head.id == "ban-dac-thu":
        nested = _nested(folded, m.end(), later)
        if nested is not None:
            inner = nested.name
            if _NESTED.match(folded, m.end())["help"]:  # type: ignore[index]
                name = f"{name} giúp việc"
            return BodyMention(
                start=m.start(), end=nested.end, kind=head.body_class, head=name,
                name=f"{name} {inner}", place_word=nested.place_word, tail=nested.tail, rule=f"body:{head.id}:nested",
                anaphoric=nested.anaphoric,
            )  # fmt: skip
    chair = _OF_CHAIR.match(folded, m.end()) if head.body_class == "to" else None
    extent = _Extent(text, folded, chair.end() if chair else m.end(), extent_patterns(), owners)
    founded = _FOUNDS.search(folded, max(0, m.start() - 30), m.start())
    extent.dutiful = head.id in ("ban-chi-dao", "ban-to-chuc", "ban-chi-huy") and not founded
    extent.active = head.id in ("to", "doan", "ban-dac-thu")
    quoted = _QUOTED.match(folded, m.end()) if folded[m.start() - 1 : m.start()] == '"' else None
    if quoted and head.body_class in ("to", "ban", "council") and len(quoted[1]) > 25:
        extent.end = quoted.end(1)  # a name in quotation marks ends with them
    elif not head.closed:
        extent.walk()
    generic = _GENERIC_OWNER.match(folded, extent.end + 1) if extent.end < len(text) else None
    plural = bool(_PLURAL.search(folded[max(0, m.start() - 12) : m.start()]))
    if generic or _SEVERAL_OWNERS.match(folded, extent.end):
        return None
    topic, place, tail = _parts(text, extent, m.end())
    if _EACH_OWNER.match(folded, m.end()):
        return None
    if fold(topic).endswith(" các cấp") and not place and not founded:
        return None  # "Ban Chỉ đạo phòng, chống AIDS các cấp": many
    if re.fullmatch(r"cấp (?:bộ|tỉnh|huyện|xã|cơ sở)", fold(topic)):
        return None
    if topic == "cấp":
        topic = ""  # "Ban Chỉ đạo cấp tỉnh" refers back
    if head.body_class == "to" and _SHORT_TOPIC.match(fold(topic)):
        topic = ""
    if plural and (not (place and topic) or not text[m.start()].isupper()):
        return None
    if head.needs_topic and not topic and not place:
        return None
    if head.id == "hoi-dong" and not topic and place is None:
        return None
    topic = f"{head.topic} {topic}".strip()
    several = extent.active and text[m.end() : m.end() + 1] == "," and topic
    full = f"{name}, {topic}" if several else f"{name} {topic}".strip()
    return BodyMention(
        start=m.start(), end=extent.end, kind=head.body_class, head=name, name=full, place_word=place, tail=tail,
        anaphoric=not topic and fold(m[0]) not in standalone_forms() and not (head.body_class == "to" and _OF_GOVERNMENT.match(fold(place or ""))), rule=f"body:{head.id}",
    )  # fmt: skip


def _nested(folded: str, at: int, later: list[BodyMention]) -> BodyMention | None:
    """The body that follows at once: "Tổ giúp việc (cho) Ban Chỉ đạo …"."""
    m = _NESTED.match(folded, at)
    return next((b for b in reversed(later) if m and b.start == m.end()), None) if "\n" not in folded[at : at + 8] else None


def _parts(text: str, extent: _Extent, start: int) -> tuple[str, str | None, str]:
    """(topic without brackets, the jurisdiction's words, what the name has behind its place or at its end)."""
    stop = extent.end
    place = None
    tail = ""
    if extent.place:
        place = text[extent.place[0] : extent.place[1]]
        rest = text[extent.place[1] : extent.end]
        if _TAIL.search(fold(rest)) or _BARE_YEAR.fullmatch(rest):
            tail = rest
        else:
            place += rest
        stop = _owner_start(text, extent.place[0])
    kept, at = [], start
    for a, b in sorted(extent.skipped):
        if a < stop:
            kept.append(text[at:a])
            at = b
    topic = _clean("".join([*kept, text[at:stop] if at < stop else ""]))
    topic = re.sub(r"(?i)(?<!nông thôn)(?<!đổi)(?<!con người) mới$", "", topic)
    end = _TAIL.search(fold(topic)) if not extent.place else None
    if end and end.end() == len(topic) and end.start() > 0:
        topic, tail = topic[: end.start()], topic[end.start() :]
    if place and fold(place) in LEVELS.split("|"):
        topic = re.sub(r"(?i)\s+cấp$", "", topic)  # "… cấp tỉnh": the province's
    return _clean(topic), place, _clean(tail)


def _clean(words: str) -> str:
    words = re.sub(r'["“”„]', "", re.sub(r"\s+", " ", words)).strip(" ,;-–")
    return re.sub(r"^(?:\((?:BCĐ|BCD)\)|về việc)\s*", "", words)


def _owner_start(text: str, at: int) -> int:
    m = re.search(r"(?i)(?:của|thuộc|tại|trên địa bàn) $", text[max(0, at - 14) : at])
    return at - len(m[0]) if m else at


_VERB = re.compile(r"(?:là|có|được|vừa|đã|sẽ|gồm|do|họp|phải|còn|cũng|theo|giúp|thay|tự|dự kiến|hoạt động|làm việc|lo|soạn|gồm có|bao gồm|và|cùng)(?!\w)")
_THIS = re.compile(r" (?:này|nói trên|nêu trên|trên|đó|mới)(?!\w)")


def _with_short_forms(text: str, folded: str, found: list[BodyMention]) -> list[BodyMention]:
    """Add what only refers back: "Ban này", "Tổ", "Hội đồng", "Ủy ban" as whole words with a capital or with "này"."""
    spans = [(b.start, b.end) for b in found]
    pattern, heads = short_pattern()
    out = list(found)
    for m in pattern.finditer(folded):
        if any(a <= m.start() < b for a, b in spans):
            continue
        this = _THIS.match(folded, m.end())
        before = folded[max(0, m.start() - 12) : m.start()]
        if not this and (not _stands_alone(text, folded, m) or before.endswith(("sở, ", "trưởng ", "các ", "tiểu "))):
            continue
        head = heads[m[0]][0]
        end = this.end() if this else m.end()
        out.append(
            BodyMention(
                start=m.start(), end=end, kind=head.body_class, head=text[m.start() : m.end()],
                name=text[m.start() : m.end()], anaphoric=True, rule="body:short",
            )
        )
    return sorted(out, key=lambda b: (b.start, -b.end))


def _stands_alone(text: str, folded: str, m: re.Match[str]) -> bool:
    """A short form is no part of a longer word or name ("Tổ chức", "Ban Dân vận"): punctuation or a verb follows."""
    rest = text[m.end() : m.end() + 2]
    if not rest[:1].isspace() or rest[:1] == "\n":
        return text[m.start()].isupper()
    verb = _VERB.match(folded, m.end() + 1)
    if " " in m[0]:
        return text[m.start()].isupper() and not rest[1:2].isupper() and not text[m.end() :].startswith((" nhân dân", " Nhân dân"))
    return bool(verb) and (text[m.start()].isupper() or folded.startswith(("vừa", "được"), m.end() + 1))
