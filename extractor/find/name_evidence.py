"""How much speaks for a person: the surname, the shape of the name, the words before and behind it.

The scale: a common surname 3, a form of address or a title 2.5 to 3, the shape of the name up to 2.5,
what stands behind it up to 1.5; a street, a school or a prize before it -10.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.find.name_runs import Syllable, is_vietnamese, surname_weight
from extractor.lexicon.names import Cue, NameTables
from extractor.lexicon.registry import registry

ACCEPT = 4.0  # evidence from which the rules alone say yes
REJECT = 2.5  # evidence up to which they say no without asking further

PERSONAL = frozenset({"honorific", "title"})

_BREAK = re.compile('[,;()"“”:–|]')
# A title of office that governs the agency before the name: "Phó Chủ tịch UBND tỉnh" + name.
_TITLE_GOVERNS = re.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|chánh|chủ nhiệm|ủy viên|uỷ viên|thư ký|tư lệnh|chính ủy|thường trực|phó)"
    r"\b[^.;:!?()\n,]{0,60}$"
)
# Words after which a list of namesakes may run: "các phường: Nguyễn Du, Lê Lợi", "đường A - B".
_NAMESAKES = re.compile(
    r"\b(?:đường|phố|phường|xã|quận|huyện|thị trấn|trường|thpt|thcs|nút giao|ngã tư|tuyến|công viên)\b[^.!?\n]*$"
)
# The same for a village or a firm, which must follow the title at once: "Trưởng ấp", "Giám đốc Bệnh viện đa khoa".
_TITLE_HEADS = re.compile(r"(?:chủ tịch|giám đốc|trưởng|chủ nhiệm|biên tập|trưởng ban)\s+(?:[^\W\d]+\s+){0,4}$")


# "(số 02 Trần Phú, thành phố A)": an address; "cầu thủ số 10 Nguyễn Văn A" is none.
_HOUSE_NUMBER = re.compile(r"(?:[(,:;]|địa chỉ|tại|ở|đóng)\s*(?:nhà )?số (?:nhà )?\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)*,? $")


def cue_before(text: str, start: int, tables: NameTables) -> Cue | None:
    """The longest cue of up to three words that ends right before `start`, spaces, a colon or a quote apart."""
    left = text[max(0, start - 40) : start].lower()
    if left[-2:-1].isalnum() and "số " in left and _HOUSE_NUMBER.search(left):
        return tables.before["đường"]
    last = left.rsplit(None, 1)[-1:]
    if not last or (last[0].isalpha() and last[0] not in tables.cue_ends):
        return None  # the common case, and cheap
    stripped = left.rstrip(" \t\r\xa0\n:\"“'")
    if not stripped or stripped[-1] in ",;!?)-–…/&" or "\n\n" in left[len(stripped) :]:
        return None
    words = _BREAK.split(stripped)[-1].split()
    if start > 40 and len(words) > 4:
        words = words[1:]
    for size in (4, 3, 2, 1):
        if len(words) >= size:
            cue = tables.before.get(" ".join(words[-size:]))
            if cue is not None:
                return _own_line(cue, left[len(stripped) :])
    return None


def _own_line(cue: Cue, gap: str) -> Cue | None:
    """A cue before a line end or a colon counts only for a person (a signature under its title), not against one."""
    if ("\n" in gap or ":" in gap) and cue.kind not in PERSONAL:
        return None
    return cue


_NO_COMMUNE = re.compile(r"(?:thành phố|tp\.?|tỉnh|huyện|quận|thị xã|(?:tỉnh|thành|huyện|quận|thị) [ủu][ỷy])\s*$")


def place_size(run: list[Syllable], i: int, cue: Cue | None, tables: NameTables, text: str = "") -> int:
    """The number of syllables of a known place that begins at `i`, 0 if none does.

    After a unit word any unit of the registry is a place; elsewhere only provinces and districts are, where they
    end the run or a further name follows ("Kim Sơn Nguyễn Cao Sơn"). With `text`, the unit word says which: behind
    "thành phố" stands no commune ("UBND thành phố Phan Thanh Bửu").
    """
    if cue is not None and (cue.kind == "honorific" or (cue.kind == "title" and _is_president_ho(run, i))):
        return 0
    after_unit = cue is not None and cue.kind == "unit"
    communes = after_unit and not _NO_COMMUNE.search(text[max(0, run[i].start - 12) : run[i].start].lower())
    for size in (4, 3, 2):
        if i + size > len(run):
            continue
        rest = run[i + size : i + size + 2]
        ends = not rest or (len(rest) > 1 and surname_weight(rest[0], tables) >= 2.0) or rest[0].shouted
        if not ends and not after_unit:
            continue
        name = " ".join(s.word for s in run[i : i + size])
        if name.lower() in tables.places:
            return size
        if is_unit(name, "province") or is_unit(name, "district") or (communes and is_unit(name, "commune")):
            return size
    return 0


@lru_cache(maxsize=8192)
def is_unit(name: str, level: str) -> bool:
    """Whether the registry knows an administrative unit of this name at this level, at any time."""
    return bool(registry().places(name, level))


def is_place(name: str) -> bool:
    """Whether the registry knows a unit of this name at any level.

    >>> is_place("K'Bang"), is_place("K'Brểu")
    (True, False)
    """
    plain = name.replace("'", "").capitalize()  # "K'Bang" is "Kbang" in the registry
    return any(is_unit(form, level) for form in {name, plain} for level in ("province", "district", "commune"))


# A title of office right before: "Phó Cục trưởng" in "Phó Cục trưởng Cục Quản lý Khám, chữa bệnh" + name.
_TITLE_ENDS = re.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|chánh|chủ nhiệm|ủy viên|uỷ viên|thư ký|tư lệnh|chính ủy|thường trực|phó|hiệu phó|tổng biên tập)"
    r"(?:\s+(?:thường trực|phụ trách|của|thuộc|ban|phòng|văn phòng|thanh tra|công an|đảng bộ))?\s*$"
)


def ends_in_title(text: str, end: int) -> bool:
    """Whether a title of office ends right before `end`, or governs what stands there."""
    left = text[max(0, end - 40) : end].lower()
    return _TITLE_ENDS.search(left) is not None or _title_governs(text, end)


def _is_president_ho(run: list[Syllable], i: int) -> bool:
    """The one name that is a province's and, after a title, a person's."""
    return [syllable.key for syllable in run[i : i + 3]] == ["hồ", "chí", "minh"]


def weigh(text: str, part: list[Syllable], cue: Cue | None, behind_name: bool, tables: NameTables) -> float:
    """The evidence for `part` as a person's name. `behind_name`: an agency's or a place's name ends before it."""
    score = surname_weight(part[0], tables) + shape(part, tables)
    key = " ".join(s.key for s in part)
    rare = part[0].key in tables.before and len(part) == 3 and part[1].key in tables.middles and part[-1].key not in tables.given
    if rare and behind_name and _title_governs(text, part[0].start):
        score += 1.5  # "Bộ trưởng Bộ Tài chính Hồ Đức Phớc": behind an office stands no lake
    if f"{part[0].key} {part[1].key}" in tables.double_surnames:
        score += 3.0 - min(3.0, surname_weight(part[0], tables))
    score += _before(text, part, key, cue, behind_name, tables)
    return score + weight_behind(text, part[-1].end, tables)


def shape(part: list[Syllable], tables: NameTables) -> float:
    """The evidence in the form alone: how many syllables, a middle name, a frequent given name."""
    score = {2: 0.0, 3: 1.0, 4: 1.0}.get(len(part), 0.0)
    if len(part) > 2:
        if part[1].key in tables.small_middles:
            score += 1.5
        elif part[1].key in tables.middles or surname_weight(part[1], tables) >= 3.0:
            score += 0.5
    if part[-1].key in tables.given:
        score += 0.5
    elif part[0].key in tables.before:
        score -= 1.5  # "Hồ Hoàn Kiếm", "Đường Láng Hạ"
    if len(part) == 4 and part[1].key != "thị" and is_unit(f"{part[2].word} {part[3].word}", "province"):
        score -= 3.0  # a brand or a team: "Hoàng Anh Gia Lai"
    if part[0].key in tables.other_shapes and not all(is_vietnamese(syllable.key) for syllable in part):
        score += 1.0
    if part[0].shouted and (len(part) < 3 or part[1].key not in tables.small_middles):
        score -= 1.0  # a headline in capitals looks the same
    return score


def _before(text: str, part: list[Syllable], key: str, cue: Cue | None, behind_name: bool, tables: NameTables) -> float:
    personal = cue is not None and cue.kind in PERSONAL
    score = 0.0
    if key in tables.places and not (personal and (key == "hồ chí minh" or (cue and cue.kind == "honorific"))):
        return -10.0
    start = part[0].start
    if key in tables.historical and not personal and _NAMESAKES.search(text[max(0, start - 150) : start].lower()):
        score -= 3.5
    if cue is None:
        return score + (1.5 if behind_name and _title_governs(text, start) else 0.0)
    if cue.kind == "unit":
        if _title_governs(text, start):
            sure = len(part) > 2 or surname_weight(part[0], tables) > 2.0
            return -10.0 if key in tables.historical else score + (1.5 if sure else 0.5)
        if behind_name:
            return score
    elif cue.kind in ("agency", "neutral"):
        if _title_governs(text, start):
            return score + 1.5
    elif cue.kind == "employer":
        named = key in tables.historical or len(part) < 3 or part[1].key not in tables.small_middles
        if not named and _TITLE_HEADS.search(text[max(0, start - 60) : start].lower()):
            return score
    return score + cue.weight


def _title_governs(text: str, start: int) -> bool:
    return _TITLE_GOVERNS.search(text[max(0, start - 90) : start].lower()) is not None


def weight_behind(text: str, end: int, tables: NameTables) -> float:
    """The evidence right behind a name: what people do, an office in apposition, an age."""
    cue = cue_behind(text, end, tables)
    return cue.weight if cue is not None else 0.0


def cue_behind(text: str, end: int, tables: NameTables) -> Cue | None:
    """The shortest cue that stands right behind `end`."""
    head = text[end : end + 28].lower().lstrip(" \t\r\xa0\n")
    if head[:1] in (",", ";", "-", "–"):
        head = head[0] + " " + head[1:].lstrip()
    words = head.split()
    for size in (3, 2, 1):
        cue = tables.after.get(" ".join(words[:size]).rstrip(",.;:)"))
        if cue is not None:
            return cue
    return None
