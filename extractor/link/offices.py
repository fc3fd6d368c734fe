"""Offices: a title with the agencies it is an office of ("Giám đốc các Sở: Tài chính, Nội vụ" is two)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.titles import title_of
from extractor.model.mention import AgencyMention, TitleMention

# Between a title and its agency: "của", "các Sở, Ngành:", "hai Sở", never a clause.
_ATTACH = re.compile(
    r"\s*(?::|,(?= (?:các|của các) ))?\s*(?:(?:của|tại|thuộc|các|như|gồm|phụ trách điều hành|phụ trách|và tương đương|và (?:các )?cơ quan ngang bộ|cơ quan ngang bộ|cơ quan thuộc chính phủ|cùng|những|một số|ban|sở|bộ|ngành|phòng|cơ quan|đơn vị|đoàn thể|chi cục|cục|vụ|hai|ba|bốn|năm|sáu|bảy|tám|\d+)(?!\w)[ ,:]*)*"
)
# "Mời đại diện lãnh đạo các cơ quan tham gia ủy viên gồm: Ban Tuyên giáo Tỉnh ủy; Hội Nông dân tỉnh": the role stands between.
_INVITED = re.compile(
    r"(?: (?:các|những|một số|cơ quan|sở|ban|ngành|đơn vị|đoàn thể|tổ chức|hội|và)(?!\w),?)*(?: sau(?: đây)?| liên quan)? (?:đây )?(?:cùng )?(?:tham gia (?:làm |là )?|là |làm |giữ vai trò )(?:các )?(?:ủy viên|thành viên)(?!\w)[^,;:.\n]{0,60}?(?: gồm| bao gồm)?:? "
)
# "lãnh đạo của:" and the first line of a list.
_LIST_LINE = re.compile(r"\s*:\s*\n\s*(?:(?:[-+*•–]|\d{1,2}[.)])\s*)?")
# Between two agencies of one title: a comma, a semicolon, "và", with the shared head repeated or not.
# "Thứ trưởng các bộ: Công an Nguyễn Văn A, Tài chính Trần B": who holds it, then the next.
_NAMED_NEXT = re.compile(r" (?:[^\W\d]+ ){1,3}[^\W\d]+(?:, |; | và |, và )")
_NEXT = re.compile(r"(?:\s*\([^)\n]{0,40}\))?(?:\s*[,;]\s*(?:(?:[-+*•–]|\d{1,2}[.)])\s*)?(?:và |cùng |hoặc )?|\s+(?:và|cùng|&)\s+)(?:các |của )?(?:sở |bộ |ngành |phòng )?")
# "Giám đốc Sở kiêm Tổ trưởng": the unit named before.
_UNIT = re.compile(r" (sở|chi cục|cục|bộ|phòng|công an|nhà trường|trường|tổng công ty|công ty|tập đoàn|bệnh viện|học viện|quân khu)(?: này)?(?=\s*(?:[,;.)–-]|$|\n|kiêm|làm|là|giữ|phụ trách|được|đảm nhiệm|đảm nhận))")
_UNIT_KINDS = {"sở": "so", "chi cục": "chi-cuc", "cục": "cuc", "bộ": "bo", "phòng": "phong", "công an": "cong-an"} | {k: k for k in ("nhà trường", "trường", "tổng công ty", "công ty", "tập đoàn", "bệnh viện", "học viện", "quân khu")}
# "Trợ lý động viên Ban CHQS huyện", "chuyên viên tổng hợp Văn phòng UBND tỉnh": their field stands before the agency.
_AIDES = {"tro-ly", "chuyen-vien", "can-bo", "cong-chuc"}
_FIELD = re.compile(r"(?: (?!của|làm|là|và|tại)\w+){1,3} (?:của |tại |thuộc )?")
_ELECTED = {"hdnd", "mttq", "quoc-hoi", "doan-dbqh"}
_PARTY_BOARD = re.compile(r"(?:tỉnh|thành|huyện|quận|thị|đảng) ủy")
# Ranks among the offices outside the State's own: a Party secretary (`order` 4 of positions.toml), a Council's chair, others.
_SECRETARY, _AFTER_SECRETARY, _OTHER_PARTY = 4, 5, 6
_PLURAL_BEFORE = re.compile(r"(?:các|những|hai|ba|bốn|năm|sáu|\d+)(?: (?:đồng chí|đ/c|ông|bà|vị))? $")


class Office(msgspec.Struct):
    """One title at one agency; `agency` indexes the agency mentions, None where the text names none.

    `plural` marks a title said of several ("hai Phó Chủ tịch", "Giám đốc các Sở"), `former` one held no more, `unit` is the kind of a unit that refers back ("Giám đốc Sở"), `elected` one of a People's Council or a mass organisation (taken after a Party secretary, before other Party offices),
    `party` one of a Party committee's own board.
    """

    start: int
    end: int
    title: TitleMention
    agency: int | None = None
    plural: bool = False
    former: bool = False
    unit: str | None = None
    elected: bool = False
    party: bool = False

    @property
    def precedence(self) -> tuple[int, int]:
        """Which of several offices of one person is taken: smaller first (annotation guide)."""
        entry = title_of(self.title.entry)
        sphere = {"state": 0, "enterprise": 2, "party": 3, "mass": 5}[entry.sphere]
        if self.elected:
            return (3, _AFTER_SECRETARY)
        if self.party or sphere == 3:
            return (3, entry.order if entry.order <= _SECRETARY and not self.title.title.startswith("Phó") else _OTHER_PARTY)
        return (sphere, entry.order)


def find_offices(folded: str, titles: Sequence[TitleMention], agencies: Sequence[AgencyMention]) -> list[Office]:
    """The offices of a text in order; each agency of a list gets an office of its own.

    `folded` is the folded text, `titles` and `agencies` are its mentions in order.
    """
    out: list[Office] = []
    inside = _titles_in_names(titles, agencies)
    for i, title in enumerate(titles):
        limit = next((t.start for t in titles[i + 1 :] if t.start not in inside), len(folded))
        former = title.rule == "title:former"
        plural = bool(_PLURAL_BEFORE.search(folded[max(0, title.start - 22) : title.start]))
        held = _agencies_of(folded, title, limit, agencies)
        if not held and plural and (bracketed := _in_brackets(folded, title.end, limit, agencies)):
            out += [Office(agencies[a].start, agencies[a].end, title, a, True, former) for a in bracketed]
            continue
        if not held:
            unit = _UNIT.match(folded, title.end)
            end = unit.end() if unit else title.end
            out.append(Office(title.start, end, title, None, plural, former, _UNIT_KINDS[unit[1]] if unit else None))
        for k, a in enumerate(held):
            start = title.start if k == 0 and not _INVITED.fullmatch(folded, title.end, agencies[a].start) else agencies[a].start
            elected = agencies[a].kind in _ELECTED
            party = agencies[a].kind == "ban" and _PARTY_BOARD.search(folded, agencies[a].start, agencies[a].end) is not None
            out.append(Office(start, max(agencies[a].end, title.end), title, a, plural or len(held) > 1, former, None, elected, party))
    return out


def _in_brackets(folded: str, start: int, limit: int, agencies: Sequence[AgencyMention]) -> list[int]:
    """"các vị Thứ trưởng: bà A (Bộ Tài chính), ông B (Bộ Công Thương)": the agencies in brackets behind a title said of several."""
    out: list[int] = []
    at = start
    if folded[start : start + 1] not in (":", " ") or folded[start : start + 5].strip()[:1] not in (":", "l", "g"):
        return out
    for i, a in enumerate(agencies):
        if a.start < start:
            continue
        if a.start >= limit or folded[a.start - 1] != "(" or folded[a.end : a.end + 1] != ")" or a.start - at > 60 or "." in folded[at : a.start]:
            break
        out.append(i)
        at = a.end
    return out if len(out) > 1 else []


def _titles_in_names(titles: Sequence[TitleMention], agencies: Sequence[AgencyMention]) -> set[int]:
    """The starts of titles that are words of an agency's name: "Vụ Tổ chức cán bộ"."""
    return {t.start for t in titles for a in agencies if a.start < t.start and t.end <= a.end}


def _agencies_of(folded: str, title: TitleMention, limit: int, agencies: Sequence[AgencyMention]) -> list[int]:
    first = next((i for i, a in enumerate(agencies) if a.start > title.start and a.end > title.end), None)
    if first is None or agencies[first].start >= limit:
        return []
    a = agencies[first]
    gap = folded[title.end : a.start] if a.start >= title.end else ""
    if "\n" in gap:
        gap = _LIST_LINE.sub(": ", gap, count=1)
    aide = title.entry in _AIDES and _FIELD.fullmatch(gap)
    if not (aide or _ATTACH.fullmatch(gap) or _INVITED.fullmatch(gap)) or "\n" in gap.strip(" \n:"):
        return []
    listed = ":" in gap or "các" in gap or title.entry in {"lanh-dao"} or "các" in folded[title.start : title.end]
    held = [first]
    for i in range(first + 1, len(agencies)):
        b = agencies[i]
        between = folded[agencies[held[-1]].end : b.start]
        same_kind = (b.elided and b.kind == a.kind) or (a.head.startswith("Hội ") and b.head.startswith("Hội ") and title.entry == "chu-tich")
        named = b.elided and b.kind == a.kind and _NAMED_NEXT.fullmatch(between)
        if b.start >= limit or not (named or _NEXT.fullmatch(between)) or not (listed or same_kind):
            break
        held.append(i)
    return held
