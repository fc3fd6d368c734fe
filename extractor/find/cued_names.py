"""Names of unknown family, carried by what stands round them: "Trung tá Ngọc Minh Đăng", "3 | Chẻo Phủ Dìn | Chủ tịch".

Fifty-four peoples have more family names than a list holds. Where a form of address, an office, a row of a
table of persons or a list of them says that a person stands there, three to five syllables of the shape of a
name are one, unless they are a place or begin like an organisation.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.find.name_evidence import PERSONAL, is_unit, shape, weight_behind
from extractor.find.name_runs import Syllable, is_vietnamese, name_length
from extractor.lexicon.names import Cue, NameTables

# What is left of a line before the first cell or item: "", "3", "3.", "3 |", "-", or a number on a line of its own.
_ROW_START = re.compile(r"(?:^|\n)[ \t]*(?:(?P<mark>\d{1,3}[ \t]*[.)/|:-]?[ \t]*\n?|[-+*•–][ \t])[ \t]*)?$")
_OFFICE = (
    r"(?:nguyên|quyền|q\.)?\s*(?:chủ tịch|phó|giám đốc|trưởng|bí thư|ủy viên|uỷ viên|bộ trưởng|thứ trưởng|chánh|cục trưởng|vụ trưởng"
    r"|viện trưởng|hiệu trưởng|tổng|thư ký|tổ|thành viên|chỉ huy|kế toán|chuyên viên|công chức|viên chức|cán bộ|đại diện|đội|thường trực|đại biểu)"
)
# The next cell, the apposition or the bracket behind a name: an office, or when and where the person was born.
_OFFICE_BEHIND = re.compile(
    rf"(?:\s*[|,;:(–-]|[ \t]*[\t\n]|[ \t]{{2,}})\s*(?:{_OFFICE}\b|sinh\b|sn\b|\d\d?[/.-]\d\d?[/.-]\d{{4}}|(?:19|20)\d\d\b)"
)
# "Họ và tên:" before a name.
_FORM_FIELD = re.compile(r"(?:họ và tên|họ tên|tên là|tên thật là)\s*:?\s*$")
_GAP_BEFORE = re.compile(r"(?:[,;:(]|\bvà|\bcùng|\bvới)\s*$")

ROW, UNNUMBERED_ROW, OFFICE_BEHIND, FORM_FIELD = 1.5, 0.5, 1.5, 3.0


def cued_size(text: str, run: list[Syllable], i: int, tables: NameTables) -> int:
    """How many syllables from `i` have the shape of a whole name, 0 if they are a place or an organisation.

    >>> from extractor.find.name_runs import runs
    >>> from extractor.lexicon.names import name_tables
    >>> [cued_size(t, next(runs(t, ())), 0, name_tables()) for t in ("Ngọc Minh Đăng nói", "Trung Tâm Văn Hóa", "Thủ Dầu Một")]
    [3, 0, 0]
    """
    first = run[i]
    if (
        first.shouted
        or first.small
        or any(first.key in words for words in (tables.org_heads, tables.no_single, tables.before))
    ):
        return 0
    size = name_length(text, run, i, tables)
    if i + size < len(run) and "\n" not in text[run[i + size - 1].end : run[i + size].start]:
        behind = run[i + size]
        if (
            behind.shouted == first.shouted
            and is_vietnamese(behind.key)
            and not _ends_before_word(text, run, i + size, tables)
        ):
            return 0  # a longer phrase in capitals
    part = run[i : i + size]
    if not 3 <= size <= 5 or any(len(s.word) == 1 for s in (part[0], part[-1])):
        return 0
    return 0 if _is_elsewhere(part, tables) else size


def _ends_before_word(text: str, run: list[Syllable], i: int, tables: NameTables) -> bool:
    """Whether the syllable at `i` begins something else: a word or a title."""
    rest = re.match(r"[ \t\xa0]+([^\W\d_]+)", text[run[i].end : run[i].end + 14])
    word = f"{run[i].key} {rest.group(1).lower()}" if rest else ""
    return word in tables.compounds or word in tables.title_heads


def _is_elsewhere(part: list[Syllable], tables: NameTables) -> bool:
    """Whether the syllables are, begin with or end in a place, or hold a word of organisations."""
    words, keys = [s.word for s in part], [s.key for s in part]
    pairs = {f"{a} {b}" for a, b in pairwise(keys)}
    if pairs & tables.org_words:
        return True
    pieces = {" ".join(words), " ".join(words[:2]), " ".join(words[-2:])}
    if any(piece.lower() in tables.places or is_unit(piece, "province") for piece in pieces):
        return True
    whole = " ".join(words)
    named = keys[1] in tables.small_middles
    return not named and any(
        is_unit(name, level)
        for name in (whole, " ".join(words[-2:]))
        for level in ("district", "commune")[: 1 + (name == whole)]
    )


def cued_weight(text: str, part: list[Syllable], cue: Cue | None, governed: bool, tables: NameTables) -> float:
    """The evidence for a name of unknown family. `governed`: an agency with its head's title stands before it."""
    start, end = part[0].start, part[-1].end
    score = shape(part, tables) + (1.0 if len(part) == 5 and part[1].key == "thị" else 0.0)
    left = text[max(0, start - 60) : start].lower()
    if cue is not None and cue.kind in PERSONAL:
        score += cue.weight
    elif governed:
        # behind "huyện" or "xã" a place is likelier, but for a middle name that no place has
        score += 2.5 if cue is None or cue.kind != "unit" else 1.5 if part[1].key in tables.small_middles else 0.0
    elif cue is not None and cue.weight < 0:
        return -10.0
    elif _FORM_FIELD.search(left):
        score += FORM_FIELD
    behind = weight_behind(text, end, tables)
    if _OFFICE_BEHIND.match(text[end : end + 40].lower()):
        row = _ROW_START.search(text[max(0, start - 12) : start] if start > 12 else text[:start])
        score += ROW if row and row["mark"] else UNNUMBERED_ROW if row else 0.0
        behind = max(behind, OFFICE_BEHIND)
    return score + behind


def office_behind(text: str, end: int) -> bool:
    """Whether an office stands in apposition behind `end`."""
    return _OFFICE_BEHIND.match(text[end : end + 40].lower()) is not None


def in_list(text: str, start: int) -> bool:
    """Whether what stands before `start` may separate persons of a list."""
    return _GAP_BEFORE.search(text[max(0, start - 8) : start].lower()) is not None
