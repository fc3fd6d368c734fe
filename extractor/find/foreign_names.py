"""Names of people from abroad: sequences of capitalised words that are no Vietnamese syllables.

Without surnames to go by, such a sequence needs a given name that is known, a title or form of address
before it, or to be one of the few surnames that stand for one person in the press.
"""

from __future__ import annotations

import re

from extractor.find.name_evidence import PERSONAL, weight_behind
from extractor.find.name_runs import Syllable, is_vietnamese
from extractor.lexicon.names import Cue, NameTables

# The title may stand a country or a team away: "Tổng thống Mỹ Donald Trump", "tiền đạo người Argentina Lionel Messi".
_BETWEEN = 32
# Letters of no language but Vietnamese: "Đắk", "Kpă" are not from abroad.
_MARKED = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def foreign_size(run: list[Syllable], i: int, tables: NameTables) -> int:
    """How many words from `i` make one foreign sequence, 0 if none begins here."""
    if not _begins(run[i], tables):
        return 0
    size = 1
    while i + size < len(run) and size < 5:
        word = run[i + size]
        if word.key in tables.foreign_other or word.shouted != run[i].shouted:
            break
        if is_vietnamese(word.key) and word.key in tables.surnames and tables.surnames[word.key] >= 3.0:
            break
        size += 1
    while size > 1 and run[i + size - 1].small:
        size -= 1
    return size


def _begins(word: Syllable, tables: NameTables) -> bool:
    known = word.key in tables.foreign_given or word.key in tables.foreign_single
    if word.small or word.shouted or len(word.word) < 3 or word.key in tables.before:
        return False  # "ThS" is a degree
    return known or not (is_vietnamese(word.key) or _MARKED.search(word.key))


def foreign_weight(text: str, part: list[Syllable], cue: Cue | None, tables: NameTables) -> float:
    """The evidence for a foreign sequence, on the scale of `name_evidence`."""
    if any(word.key in tables.foreign_other for word in part) or (cue is not None and cue.kind in ("veto", "employer")):
        return -10.0
    left = text[max(0, part[0].start - 60) : part[0].start].lower().rstrip()
    personal = cue is not None and cue.kind in PERSONAL
    if len(part) == 1:
        if part[0].key in tables.foreign_single:
            return 4.0
        return 4.0 if personal and _ends_in(left, tables.one_word_titles) else 0.0
    alien = sum(not is_vietnamese(word.key) for word in part)
    score = 1.0 if alien > 1 else 0.0
    if part[0].key in tables.foreign_given:
        score += 3.5
    if part[-1].key in tables.foreign_single:
        score += 3.5
    if personal:
        score += 3.0 if cue is not None and (cue.kind == "honorific" or _ends_in(left, tables.foreign_titles)) else 1.5
    elif _title_near(left, tables):
        score += 3.0
    return score + min(1.0, weight_behind(text, part[-1].end, tables))


def _ends_in(left: str, titles: frozenset[str]) -> bool:
    words = left.split()
    return any(" ".join(words[-size:]) in titles for size in (1, 2, 3) if len(words) >= size)


def _title_near(left: str, tables: NameTables) -> bool:
    """Whether one of the titles stands in the clause up to `_BETWEEN` characters before."""
    words = re.split(r"[.,;:!?()\n]", left[-_BETWEEN - 14 :])[-1].split()
    return any(
        " ".join(words[i : i + size]) in tables.foreign_titles
        for size in (1, 2, 3)
        for i in range(len(words) - size + 1)
    )
