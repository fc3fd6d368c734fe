"""Where a body's name ends: from its head over topic, commas and documents to its jurisdiction.

The topic has no closed vocabulary, so its end is found: at a jurisdiction, at punctuation, or at the first word that
cannot belong to a name (`bodies.toml`, extent). What stands behind a comma belongs to the name only if the list it opens
is closed again: by a jurisdiction, by "và …", or by being a row of short nouns.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.lexicon.bodies import ExtentPatterns, head_pattern
from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.lexicon.names import name_tables
from extractor.lexicon.syllables import default_capitals
from extractor.lexicon.titles import role_pattern, title_pattern

LEVELS = "tỉnh|thành phố|tp|t\\.p|huyện|quận|thị xã|tx|thị trấn|xã|phường|đặc khu"
# Kinds of organisation that an article names once and then calls "Tổng công ty", "Trường", "Quân khu".
OWN_UNITS = "tổng công ty|công ty|tập đoàn|quân khu|quân đoàn|nhà trường|trường|học viện|bệnh viện|đại học"
# Every capital of the Vietnamese alphabet: a range of code points would take in small letters.
_CAPITAL = r"[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
_NAME = rf"{_CAPITAL}[\w'’]*(?:(?: | ?[-–] ?){_CAPITAL}[\w'’]*){{0,4}}(?: \d{{1,2}}(?![\d/-]|\.\d| (?!(?:và|gồm|do|là|vừa|đã|được|có|tại|theo|làm|với)\b)[a-zđà-ỹ]))?"
# "tỉnh Quảng Nam", "TP.HCM", "quận 3", "phường 12"; a bare "tỉnh" counts where no further word follows at once.
PLACE = re.compile(rf"(?i:tp)[. ]{{0,2}}HCM(?!\w)|(?i:{LEVELS})(?:(?:(?<=[tT][pPxX])\. ?| )(?:{_NAME}|\d{{1,2}}(?!\d))|(?= (?:này|ta)\b)|(?=\s*(?:[.,;:)(\"”|]|[-–] |$)))")
# Words that begin like a bare jurisdiction and are none.
_LEVEL_COMPOUND = re.compile(
    r"(?:tỉnh (?:lộ|lỵ|giấc)|huyện (?:lỵ|đảo)|xã (?:hội|viên|luận|tắc|giao)|(?:thành phố|tp) (?:thông minh|xanh|sáng tạo|đáng sống|văn minh|môi trường|du lịch"
    r"|học tập|an toàn|hòa bình|trực thuộc|trẻ|vệ tinh|sân bay|biển|cảng|không|hiện đại|đô thị|lành mạnh)|phường hội|quận (?:công|chúa))(?!\w)"
)
_NEW = re.compile(r"mới(?!\w)")
# "xã Bản Hồ, huyện Sa Pa": the unit that holds the first.
_OUTER = re.compile(rf"(?:, | - | )(?:{LEVELS}) ")
_LEVEL_BEFORE = re.compile(rf"cấp (?:{LEVELS})\s*(?:,|;|và)\s*cấp $")
# "Đoàn kiểm tra liên ngành số 2 kiểm tra bếp ăn": the number ends the name.
_NUMBERED_TEAM = re.compile(r" số \d{1,2}")
# "lo đủ điều kiện cho Hội đồng thi hoạt động", "do Ban chỉ đạo định": a verb, if nothing follows.
_ACTS_ON = re.compile(r"(?:hoạt động|làm việc|định|chọn|duyệt|thấy)(?=\s*(?:[.,;]|$|\n))")
_LIGHT_TOPIC = re.compile(r" ?(?:trung ương|quốc gia|nhà nước)? ?")
_LEVELS_IN_A_ROW = re.compile(rf"(?:{LEVELS})\s*(?:,|;|và)\s*(?:cấp )?(?:{LEVELS}|cơ sở)(?!\w)")
_LEVEL_ROW = re.compile(rf"(?:{LEVELS})(?:, (?:{LEVELS}))+(?:,? và (?:{LEVELS}))?(?!\w)")
_BARE_LEVEL = re.compile(rf"(?:{LEVELS})(?!\w)")
# What may follow a jurisdiction and still is the name: the term and the edition.
_PERIOD = re.compile(
    r"[, ]{1,2}(?:(?:giai đoạn|thời kỳ) (?:từ )?(?:năm )?\d{4}(?: ?- ?(?:năm )?\d{4})?(?:,? (?:và )?tầm nhìn (?:đến )?(?:năm )?\d{4})?|nhiệm kỳ (?:\d{4} ?- ?\d{4}|[ivx]+)|lần thứ (?:[ivxlc]+|\d+|nhất|hai|ba|tư|năm)"
    r"|năm \d{4}(?: ?- ?\d{4})?|khóa [ivxlc\d]+|đến năm \d{4})(?:,? (?:năm \d{4}|nhiệm kỳ \d{4} ?- ?\d{4}|(?:và )?(?:định hướng|tầm nhìn) (?:đến )?(?:năm )?\d{4}))?"
)
# "Ban Tổ chức Festival Gốm tỉnh Đồng Nai 2025"
BARE_YEAR = re.compile(r" 20\d\d(?![\d/-]|\.\d)")
# A document in the name: "thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương".
_DOCUMENT = re.compile(
    r"(?:nghị quyết|chỉ thị|kết luận|quyết định|nghị định|luật|pháp lệnh|kế hoạch|đề án)(?: số:?)? ?\d[\w/.-]*"
    r"(?:[, ]{1,2}ngày \d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{4})?| tháng \d{1,2}(?: năm \d{4})?))?"
    r"(?:,? của (?:bộ chính trị|ban bí thư|ban chấp hành trung ương(?: đảng)?(?: khóa \w+)?|chính phủ|thủ tướng chính phủ|quốc hội|trung ương|bộ \w+(?: \w+)?|tỉnh ủy|ban thường vụ tỉnh ủy))?"
)
# "…, Công điện số 1212/CĐ-BYT": the next document of a row.
_PARTY_OWNERS = ("thành ủy", "tỉnh ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy", "ubnd", "ủy ban nhân dân", "hđnd", "bộ ", "sở ", "chính phủ")
_OTHER_DOCUMENT = re.compile(r"(?:quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|công điện|thông báo|thông tư|nghị định|tờ trình|kết luận|văn bản|báo cáo) (?:số:? ?)?\d")
# "cao tốc Đồng Đăng (tỉnh Lạng Sơn) - Trà Lĩnh": where the first end of a line lies.
_LIES_IN = re.compile(rf" ?\((?:tỉnh|huyện|thành phố|TP|xã|quận|thị xã)[^()\n]{{2,40}}\)(?= ?[-–] ?{_CAPITAL})")
_OWNER = re.compile(
    rf"(?:của|thuộc|tại|trên địa bàn) (?=(?:{LEVELS}|chính phủ|thủ tướng(?: chính phủ)?|bộ|ubnd|ủy ban nhân dân|trung ương|quốc hội|đảng ủy|ngành|sở |cục |tổng cục )(?:\W|\w))"
    rf"|(?:của|thuộc) (?=(?:{OWN_UNITS})(?!\w))"
)
_OWNER_ABOUT = re.compile(r"(?P<owner>của (?:thủ tướng chính phủ|thủ tướng|chính phủ|bộ trưởng|chủ tịch ubnd tỉnh|ubnd tỉnh|quốc hội|trung ương|bộ \w+(?: (?!có|cũng|đã|được|sẽ|vừa|do|là|gồm|phải)\w+){0,6}?)) (?:về|theo dõi|kiểm tra|thúc đẩy|rà soát|xử lý|đôn đốc|thực hiện|triển khai|phòng|tháo gỡ|hỗ trợ|giải quyết) ")
# "do mưa lũ gây ra tại các huyện A, B, thành phố C và thị xã D": where it works, place by place.
_PLACES_ROW = re.compile(
    rf"(?i:tại|trên địa bàn) (?i:các|hai|ba|bốn|năm|\d) (?i:{LEVELS}) {_NAME}(?:, (?i:(?:{LEVELS}) )?{_NAME})*(?:,? và (?i:(?:{LEVELS}) )?{_NAME})"
)
_ELECTED = re.compile(r"(?:đại biểu|đb) (?:quốc hội|hội đồng nhân dân|hđnd)(?!\w)")
# "… hài cốt liệt sĩ Quân khu": the military region that the article is about.
_OWN_COMMAND = re.compile(r"quân khu(?=\s*(?:[.,;:)(]|$|\n))")
_HEADCOUNT = re.compile(r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:người|thành viên|vị|đồng chí|ủy viên)(?!\w)")
_BARE_UNIT = re.compile(rf"(?:bộ|tổng cục|{OWN_UNITS})(?=\s*(?:[.;:)(]|,(?! (?:các |ban, )?(?:ngành|cơ quan|địa phương|ban|tỉnh|sở|đơn vị))|$|\n| (?:gồm|do|là|vừa|đã|được)))")
_NATIONAL = re.compile(r"(?:của )?(?:thủ tướng chính phủ|thủ tướng|chính phủ|trung ương|quốc gia|nhà nước)(?!\w)")
_ABBREVIATION = re.compile(r" ?\((?:\d{1,2}/)?(?:\d{1,2}/)?\d{4} ?- ?(?:\d{1,2}/)?(?:\d{1,2}/)?\d{4}\)| ?\((?:(?:sau đây )?(?:gọi|viết) (?:tắt )?(?:là )?:?[^()]{0,80}|[A-ZĐ][\w&-]{1,11})\)")
SEVERAL_OWNERS = re.compile(r" (?:của |ở )?(?:hai|ba|bốn|\d+) (?:xã|phường|huyện|quận|tỉnh|thành phố|bộ|ngành|địa phương)(?!\w)")
# "Ban Chỉ đạo cấp tỉnh Kỳ thi tốt nghiệp": one capital and a small word are no place's name.
_LEVEL_THEN_NAME = re.compile(rf"[^\W\d_]+ {_CAPITAL}[^\W\d_]* [a-zà-ỹđ]")
# The noun of the last two words; the list goes on where it comes again.
_SAME_NOUN = re.compile(r"(?<!\w)(?P<noun>nhà|hộ|vùng|khu|xã|trường|chợ|đất|rừng|kinh tế|ngày|năm|người|trẻ em|bệnh|dịch|tệ nạn|tội phạm|hàng|xe|tàu|đường|cầu|công trình|dự án|di tích|nợ|thuế) \w+(?: \w+)?$")
# "các công trình trọng điểm, dự án quan trọng quốc gia": kinds of undertaking in a row.
_UNDERTAKING = r"(?:công trình|dự án|chương trình|đề án|nhiệm vụ|mục tiêu|phong trào|cuộc vận động)"
_SAME_KIND = re.compile(rf"(?<!\w){_UNDERTAKING}(?: \w+){{1,5}}$")
_NEXT_KIND = re.compile(rf"(?:các )?{_UNDERTAKING} (?!này|trên|đó)\w")
# "theo dõi, đôn đốc, kiểm tra việc thực hiện nhiệm vụ do Thủ tướng Chính phủ giao": a row of verbs with one object.
_FOLLOW_UP = r"(?:theo dõi|đôn đốc|kiểm tra|giám sát|rà soát|đánh giá|thúc đẩy|xử lý|tổng hợp|báo cáo|kiểm điểm)"
_FOLLOW_UP_ROW = re.compile(rf"{_FOLLOW_UP}(?:, {_FOLLOW_UP})*(?:,? và {_FOLLOW_UP})?(?= (?:việc|công tác|tình hình|tiến độ|kết quả|quá trình|thực hiện) )")
# What was assigned, with those who did: the name runs on to "giao" and to whom.
_ASSIGNED = re.compile(
    r"(?:việc )?(?:tổ chức )?(?:thực hiện |triển khai )(?:các )?nhiệm vụ(?:,? (?:kết luận|chỉ đạo|chỉ tiêu)(?!\w)(?:,? (?:kết luận|chỉ đạo))?)?,? (?:do |của )?(?:chính phủ|thủ tướng(?: chính phủ)?|bộ trưởng|(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)(?: \w+){0,4})"
    r"(?:(?:,| và) (?:thủ tướng(?: chính phủ)?|chủ tịch (?:ubnd|ủy ban nhân dân)(?: \w+){0,4}))* giao(?!\w)(?: cho)?(?: các (?:bộ|sở|cơ quan|đơn vị|địa phương|ngành)(?:, (?:ban, ngành|ngành|cơ quan|địa phương|đơn vị))*)?"
)
# "Ban Điều hành Đề án Bảo tàng Nông nghiệp": what is made, not whose the body is.
_MADE = re.compile(r"(?:đề án|dự án|xây dựng|thành lập|quy hoạch|di dời|nâng cấp|cải tạo|sáp nhập|cổ phần hóa|giải thể|công trình) $")
# "kỷ niệm 255 năm ngày sinh, tưởng niệm 200 năm ngày mất …": anniversaries in a row.
_ANNIVERSARY = re.compile(r"(?:kỷ niệm|tưởng niệm|chào mừng|mừng) (?:\d+ (?:năm )?|ngày |lần thứ )")
# "Phó ban Ban Chỉ đạo A thứ 8": a count of those who hold the role.
_NTH = re.compile(r"thứ (?:\d|nhất|hai|ba|tư|năm)(?!\w)")
_IN_ROW = re.compile(r", (?:\w+ ){1,7}(?:\([^)]{1,12}\) ?)?và \w")
# "kiện toàn Ủy ban A và đổi tên thành Ủy ban B": what happens to the body; "đặt tên và đổi tên đường" is a topic.
_RENAMED = re.compile(r"đổi tên (?:lại )?(?:thành|là|sang)(?!\w)")
# "Ban Chỉ đạo hợp nhất tỉnh A và tỉnh B": the places are what it is about.
_MERGES = re.compile(r"(?:hợp nhất|sáp nhập|sắp xếp|chia tách) (?=các |đơn vị|hai |\d|tỉnh |huyện |xã |thành phố |phường |quận |ban |sở |đảng bộ )")
_WORD = re.compile(r"[\w&/'’%+.-]*[\w&%+]")
# Behind a comma two capitals in a row are a place or a person, no part of a name ("…, Lai Châu đổi tên …").
_TWO_CAPITALS = re.compile(rf"{_CAPITAL}[a-zà-ỹđ]+ {_CAPITAL}[a-zà-ỹđ]+")
_PERSON_CUE = re.compile(rf"(?:{_CAPITAL}[a-zà-ỹđ]+ ){{2,3}}(?=là|làm|và|,|giữ)")


_BY_NUMBER = re.compile(r" \d{2,4}")


# Verbs that end a name elsewhere ("Ban Chỉ đạo đã giải quyết …") and begin it behind the head.
_OPENING = re.compile(r"(?:giải quyết|đôn đốc|đánh giá)(?!\w)")
# "dự án mở rộng đường tỉnh 920B": a road of the province.
_ROAD = re.compile(r"(?:tỉnh|huyện|xã|thành phố) (?:lộ )?(?:[đd]?[thx]l?\.? ?)?\d")
# "Tổ công tác …, theo Quyết định 97/QĐ-UBND": the act is no part of the name.
_BY_ACT = re.compile(r"(?:được (?:lập|thành lập) )?(?:theo|tại|bằng) (?:các )?(?:quyết định|nghị quyết|công văn|văn bản|kế hoạch)(?: số)? \d")
_NEXT_ACT = re.compile(r"(?:cũng |đồng thời |nay )?(?:thành lập|lập|kiện toàn|giải thể|bổ sung|đổi tên|ra mắt|công bố)(?: thêm| mới| lại)?(?: một| hai| các| \d)? ")


class Extent:
    """Walks from a head to the end of its name; `end` is what is certain, `reach` what is only likely."""

    def __init__(self, text: str, folded: str, start: int, patterns: ExtentPatterns, owners: dict[int, int] | None = None):
        self.owners = owners or {}
        self.dutiful = True
        self.active = False
        self.text, self.folded, self.patterns = text, folded, patterns
        self.at = self.end = start
        self.merges = False
        self.founded = False  # the words before say that a name follows: "thành lập Tổ công tác giải quyết …"
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
        firsts = tokens_of(text).begins(patterns.compound_firsts)
        near = firsts[bisect_left(firsts, start - 20) : bisect_left(firsts, self.limit)]
        self.compounds = [m.span() for m in matches_at(patterns.compound, folded, near, self.limit)]

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
        lies = _LIES_IN.match(text, at, self.limit) if text[here] == "(" and at > self.start else None
        if lies:
            self.skipped.append(lies.span())
            self.at = lies.end()
            return True
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
        behind = self.text[m.end()] if m.end() < self.limit else ""
        # "khoa học, công nghệ (KHCN), đổi mới sáng tạo (ĐMST) và …": an abbreviation inside a row.
        row = behind == "," and self.text[m.start() : m.end()].strip(" ()").isupper() and _IN_ROW.match(self.folded, m.end())
        if behind != " " and not row:
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
            # "Ban Vận động, tiếp nhận, phân phối …", "Tổ tư vấn, hỗ trợ …": the head itself is the first of several tasks.
            return self.active and bool(self.patterns.task.match(self.folded, after)) and self._take(after - 1)
        if self.folded.startswith("phòng", here - 5) and self.folded.startswith("chống", after):
            return self._take(after)
        again = _SAME_NOUN.search(self.folded[max(self.start, self.at - 24) : self.at])
        if again and not self.place and self.folded.startswith(again["noun"] + " ", after):
            return self._take(after - 1 if self.text[after - 1] == " " else after)  # "nhà tạm, nhà dột nát"
        last = self.folded[max(self.start, self.at - 12) : self.at].rpartition(" ")[2]
        if len(last) > 2 and not self.place and re.compile(rf"[^\W\d]+ {re.escape(last)}(?!\w)").match(self.folded, after):
            return self._take(after - 1 if self.text[after - 1] == " " else after)  # "quốc tịch, hộ tịch cho …"
        open_verb = self.patterns.open_task.search(self.folded[self.start : self.at]) and self.patterns.task.match(self.folded, after)
        kinds = _NEXT_KIND.match(self.folded, after) and _SAME_KIND.search(self.folded[max(self.start, self.at - 60) : self.at])
        days = _ANNIVERSARY.match(self.folded, after) and _ANNIVERSARY.search(self.folded, self.start, self.at)
        if (open_verb or kinds or days or self.patterns.row_of_tasks.match(self.folded, after)) and not self.place:
            return self._take(after - 1 if self.text[after - 1] == " " else after)
        if self.folded[after : after + 1] == '"' and self.folded[self.at - 1] == '"':
            close = self.folded.find('"', after + 1, min(self.limit, after + 150))
            return close > 0 and self._take(close + 1)  # “Nghệ nhân Nhân dân”, “Nghệ nhân Ưu tú”
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
        if not self.place and after in self.owners and self.owners[after] <= self.limit and _company(self.folded, after):
            return self._take(self.owners[after])
        if self.place or self._blocked(after) or (spaced and self.at == self.start):
            return False
        return self._take(after - 1 if self.text[after - 1] == " " else after)

    def _blocked(self, at: int, joined: bool = False) -> bool:
        """True if what begins at `at`, behind a comma or (`joined`) behind "và", cannot go on with the name."""
        p, folded = self.patterns, self.folded
        if p.segment_go.match(folded, at) or (joined and _ELECTED.match(folded, at) and "bầu cử" in folded[self.start - 8 : at]):
            return False
        named = self.text[at : at + 1].isupper() and not self.text[at : at + 4].isupper()
        if p.segment_stop.match(folded, at) and not (named and not joined and self.text[at - 2 : at - 1] == "-") and not self._compound(at) and not (joined and p.joined_verb.match(folded, at)):
            return True
        if (p.stop.match(folded, at) and not self._compound(at)):
            return True
        if _BY_ACT.match(folded, at):
            return True
        act = _NEXT_ACT.match(folded, at)
        if act and head_pattern()[0].match(folded, act.end()):
            return True  # "kiện toàn Ban Chỉ đạo phát triển du lịch, lập Tổ công tác …"
        if head_pattern()[0].match(folded, at) or title_pattern()[0].match(folded, at) or role_pattern()[0].match(folded, at):
            return True
        if _OTHER_DOCUMENT.match(folded, at):
            return True
        return bool(_PERSON_CUE.match(self.text, at)) or not self.text[at : at + 1].isalnum()

    def _word(self, here: int) -> bool:
        text, folded, p = self.text, self.folded, self.patterns
        units = self._units(here)
        if units is not None:
            return units
        if folded.startswith("thành ", here) and head_pattern()[0].match(folded, here + 6):
            return False  # "đổi tên Ban Chỉ đạo A thành Ban Chỉ đạo B"
        if self.active and _NUMBERED_TEAM.fullmatch(folded, self.start, self.at) and not folded.startswith(("về ", "tại ", "của ", "thuộc "), here):
            return False
        if _ACTS_ON.match(folded, here) and (self.at > self.start or self.dutiful):
            return False
        if self.at > self.start and _NTH.match(folded, here) and not folded.startswith("lần ", here - 4):
            return False
        follows = _FOLLOW_UP_ROW.match(folded, here, self.limit) if self.at == self.start else None
        assigned = _ASSIGNED.match(folded, here, self.limit)
        if follows or assigned:
            return self._take((follows or assigned).end())  # type: ignore[union-attr]
        document = _DOCUMENT.match(folded, here, self.limit)
        if document:
            return self._take(document.end())
        if _HEADCOUNT.match(folded, here) or (self.at > self.start and folded[here].isalpha() and SEVERAL_OWNERS.match(folded, here - 1)):
            return False
        if self.at == self.start and folded.startswith("về việc ", here):
            return False  # "các Ủy viên Hội đồng về việc đề xuất chủ trương": what they speak about
        if self.at == self.start and ((self.dutiful and p.duty.match(folded, here)) or _NEW.match(folded, here)):
            return False
        if self.at > self.start and self._numbered():
            return bool(_NATIONAL.match(folded, here)) and self._take(_NATIONAL.match(folded, here).end())  # type: ignore[union-attr]
        if folded.endswith(("chức danh ", "vị trí ", "bổ nhiệm "), self.start, here) and (title := title_pattern()[0].match(folded, here)):
            # "Hội đồng thi tuyển chức danh Phó Giám đốc Sở Ngoại vụ tỉnh A": the post that is competed for, with its agency.
            self._take(title.end())
            behind = title.end() + 1
            if behind in self.owners and self.owners[behind] <= self.limit:
                place = next((p for p in PLACE.finditer(text, behind, self.owners[behind]) if p.end() == self.owners[behind]), None)
                self.place = place.span() if place else None
                self._take(self.owners[behind])
            return True
        opening = _OPENING.match(folded, here) if self.at == self.start and self.founded else None
        if opening:
            return self._count(opening.end(), here)
        compound = max((b for a, b in self.compounds if a <= here < b), default=0)
        stop_word = p.stop.match(folded, here)
        if compound and not (stop_word and stop_word.end() >= compound):
            return self._count(compound, here)
        row = _PLACES_ROW.match(text, here, self.limit)
        if row:
            return self._take(row.end())
        owner = _OWNER.match(folded, here)
        if owner:
            return self._owner(here, owner.end())
        of_agency = here + (4 if folded.startswith("của ", here) else 6)
        if folded.startswith(("của ", "thuộc "), here) and of_agency in self.owners and self.at > self.start:
            return self._owner(here, of_agency)
        if (stop_word and not self._capital_word(here)) or folded.startswith("của ", here) or folded.startswith("thuộc ", here):
            return False
        electing = _ELECTED.match(folded, here)
        if electing and (folded.startswith("bầu cử ", here - 7) or self.joined or (self.skipped and self.skipped[-1][1] == self.at)):
            return self._take(electing.end())  # "Ủy ban bầu cử (UBBC) đại biểu Quốc hội khóa XV và đại biểu HĐND …"
        council = folded.startswith("hội đồng nhân dân", here)
        if (head_pattern()[0].match(folded, here) and not council) or title_pattern()[0].match(folded, here) or _role_starts(folded, here):
            return False
        if self._holder(here):
            return False
        if folded.startswith(("và ", "& "), here):
            return self._joins(here)
        period = _PERIOD.match(folded, here - 1, self.limit) if here > self.at else None
        if period:
            if self.commas == 1 and period[0].strip(" ,").startswith("giai đoạn"):
                self.end = period.end()  # the term closes a list: "phát triển nông nghiệp, nông thôn vùng A giai đoạn 2020-2025"
            return self._take(period.end())
        if self.place:
            return False
        word = _WORD.match(text, here, self.limit)
        return bool(word) and self._count(word.end(), here)  # type: ignore[union-attr]

    def _units(self, here: int) -> bool | None:
        """Read the places at `here`: the jurisdiction ends the name, what is merged or listed is part of it; None for no place."""
        text, folded = self.text, self.folded
        if self.at == self.start and not self.dutiful and (merger := _MERGES.match(folded, here)):
            self.merges = True
            return self._take(merger.end() - 1)
        row = _LEVEL_ROW.match(folded, here) if folded.endswith(("hội đồng nhân dân ", "hđnd "), 0, here) else None
        if row:
            return self._take(row.end())  # "không tổ chức Hội đồng nhân dân huyện, quận, phường"
        place = self._place(here)
        if place and self.merges and text[place[1] - 1].isalnum() and " " in text[place[0] : place[1]]:
            return self._take(place[1])
        if place:
            return self._jurisdiction(*place)
        return None

    def _joins(self, here: int) -> bool:
        """Go on behind "và", if what follows it can belong to the name."""
        folded = self.folded
        if folded[here + 3 : here + 4].isdigit() or _LIGHT_TOPIC.fullmatch(folded, self.start, self.at):
            return False  # "Ban Chỉ đạo và 8 chỉ thị", "Ban Chỉ đạo Trung ương và hướng dẫn …"
        after = here + folded[here:].index(" ") + 1
        unit = self.merges and self._place(after)
        if unit:
            return self._take(unit[1])
        if self.place or self._blocked(after, joined=True) or _RENAMED.match(folded, after):
            return False
        if after in self.owners and folded.startswith(_PARTY_OWNERS, after):
            return False  # "… phòng, chống dịch Covid-19 và Thành ủy"
        self.joined = True
        self.segment = 0
        return self._take(after - 1)

    def _holder(self, here: int) -> bool:
        """True if the holder of a role stands at `here`; a person in the name itself ("phong cách Hồ Chí Minh") has no role before it."""
        m = _PERSON_BEHIND.match(self.text, here) if self.text[here].isupper() else None
        if m is None or m["family"].lower() not in default_capitals().family or self.text[here : m.end("name")].lower() in name_tables().historical:
            return False
        return _ROLE_AND_HEAD.search(self.folded, max(0, self.start - 50), self.start) is not None

    def _numbered(self) -> bool:
        """"Ban Chỉ đạo 389": a body known by its number; only a level may follow."""
        return self.at - self.start < 6 and bool(_BY_NUMBER.fullmatch(self.folded, self.start, self.at))

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
        if self.folded.startswith("đường ", here - 6) and _ROAD.match(self.folded, here):
            return None
        if self.folded.startswith("cấp ", here - 4) and (
            _LEVELS_IN_A_ROW.match(self.folded, here) or _LEVEL_BEFORE.search(self.folded, max(0, here - 22), here)
        ):
            return None  # "sắp xếp đơn vị hành chính cấp huyện, cấp xã": a level
        m = PLACE.match(self.text, here, self.limit)
        if m:
            return m.span()
        bare = _BARE_LEVEL.match(self.folded, here, self.limit)
        inside = any(a <= here + 1 < b and (a, b) != (bare.start(), bare.end()) for a, b in self.compounds) if bare else False
        if bare and not inside:
            after = bare.end() + (self.text[bare.end() : bare.end() + 1] == " ")
            if not _LEVEL_COMPOUND.match(self.folded, here) and not self.text[after : after + 1].isupper():
                return bare.span()
        national = None if _OWNER_ABOUT.match(self.folded, here) else _NATIONAL.match(self.folded, here)
        if national and self.folded.startswith(("của ", "chính phủ"), here) and "điện tử" not in self.folded[national.end() : national.end() + 9]:
            after = national.end() + 1
            if not self.text[after : after + 1].isalnum() or (self.patterns.stop.match(self.folded, after)):
                return national.span()
        own = _OWN_COMMAND.match(self.folded, here) if self.at > self.start else None
        if own:
            return own.span()
        if here in self.owners and self.at > self.start and self.owners[here] <= self.limit and not _MADE.search(self.folded, self.start, here):
            return here, self.owners[here]
        return None

    def _owner(self, here: int, after: int) -> bool:
        about = _OWNER_ABOUT.match(self.folded, here, self.limit)
        if about:
            return self._take(about.end("owner"))
        place = self._place(after)
        if place is None and after in self.owners and self.owners[after] <= self.limit and not self.folded.startswith(("tại ", "trên "), here):
            place = (after, self.owners[after])
        if place and not (self.folded.startswith("tại ", here) and after in self.owners):
            return self._jurisdiction(here, place[1], place[0])
        unit = _BARE_UNIT.match(self.folded, after)
        if unit:
            return self._jurisdiction(here, unit.end(), after)
        if self.folded.startswith("của ", here) or self.folded.startswith("thuộc ", here):
            return False
        if self.folded.startswith("tại ", here):
            if after in self.owners:
                return False  # where it sits, not whose it is: "Ban Chỉ huy tiền phương tại UBND xã A để …"
            name = re.match(_NAME, self.text[after : self.limit])
            return bool(name) and self._jurisdiction(here, after + name.end(), after)  # type: ignore[union-attr]
        return self._take(after - 1)

    def _jurisdiction(self, start: int, stop: int, word_start: int | None = None) -> bool:
        self.place = (word_start if word_start is not None else start, stop)
        self.at = self.end = stop
        self.commas = 0
        second = _OUTER.match(self.folded, stop, self.limit)
        if second:
            outer = PLACE.match(self.text, second.start() + len(second[0].split(second[0].strip()[0])[0]), self.limit)
            if outer and self.text[outer.end() - 1] != " ":
                self.at = self.end = outer.end()
        period = _PERIOD.match(self.folded, self.at, self.limit) or BARE_YEAR.match(self.folded, self.at, self.limit)
        if period:
            self.at = self.end = period.end()
        return False


def _company(folded: str, at: int) -> bool:
    """True for a company's name, which behind a dash explains the words before it ("công ty mẹ - Tổng công ty A")."""
    return folded.startswith(("công ty", "tổng công ty", "tập đoàn"), at)


# "Tổ trưởng Tổ công tác chuyên trách Nguyễn Văn A có trách nhiệm": behind a role and its body stands who holds it.
_PERSON_BEHIND = re.compile(
    rf"(?P<name>(?P<family>{_CAPITAL}[a-zà-ỹđ]*)(?: {_CAPITAL}[a-zà-ỹđ]*){{2,3}})"
    r"(?: (?:có|đã|cho|yêu cầu|phát biểu|nhấn mạnh|đề nghị|chủ trì|kết luận|chỉ đạo|cùng|là|làm)(?!\w)|[;,.])"
)
_ROLE_AND_HEAD = re.compile(r"(?:trưởng|phó|viên|thư ký|thường trực|chủ tịch)(?: (?:trưởng|ban|thường trực))* (?:[^\W\d]+ ){0,3}[^\W\d]+$")


def _role_starts(folded: str, at: int) -> bool:
    m = role_pattern()[0].match(folded, at)
    return bool(m) and not folded.startswith("thành viên mới", at)
