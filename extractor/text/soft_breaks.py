"""Soft line breaks: a line end inside a word or a sentence of plain text.

Breaks that the page means stay: after a finished line, before a list item, between the short lines of a
menu, under a headline. The evidence is what stands on both sides: halves of a word that are no words, an
open bracket, words that are neighbours by the syllable statistics, lines that are as long as the column.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from extractor.model.edits import Edit
from extractor.text.alphabet import LETTERS, WORD
from extractor.text.syllable_model import SyllableLexicon

KIND = "soft-break"
# Log ratio by which two words must be likelier side by side than apart. Neighbours in running text have a median of
# about 3, words drawn from two lines of a menu lie below 0.
NEIGHBOURS = 1.0
# Shorter than this, two lines together are a caption or a menu, not a sentence.
PROSE, LONG = 60, 40
# In a text that has this many certain soft breaks, words that do not clash are enough.
SEVERAL, CLASH = 2, -2.0
# From this many certain soft breaks in a block on, the block is text wrapped at a column.
WRAPPED = 3

_BREAK = re.compile(r"[ \t\r\u00a0]*\n[ \t\u00a0]*(?=\S)")
_FINISHED = re.compile(r"[.!?…:;|>•]['\"”’)\]»]*$|\b(?:[Tt]h\.?s|ThS)$")
_ITEM = re.compile(r"(?:[-–—+*•·▪o]\s|[\w]{1,3}[.)]\s|[-–+*•·▪]|\(?[\divx]{1,4}[.)])")
_LAST = re.compile(rf"([{WORD}]+)[\"”’)\]]*[,]?$")
_FIRST = re.compile(rf"[\"“‘(\[]*([{WORD}]+)")
# Words after which a number goes on in the same sentence.
_NUMBER_FOLLOWS = """
ngày tháng năm số điều khoản điểm quý khóa khoá lần thứ từ đến hơn gần trên khoảng là có gồm lúc và định
quyết văn lệnh hoạch báo thị chỉ luật dưới đạt tăng giảm còn với cho trước sau những các bằng hoặc tới
nhóm trong vào
"""


class _Gap(msgspec.Struct):
    """A line break ``[start, end)`` between two lines that are not blank."""

    start: int
    end: int
    left: str
    right: str
    block: int
    joint: str | None = None


def suspicious(text: str) -> bool:
    """True if a line of `text` begins in the middle of something."""
    return _start_inside().search(text) is not None


@cache
def _start_inside() -> re.Pattern[str]:
    small = "".join(c for c in WORD if c.islower())
    return re.compile(
        rf"[^.!?…:;|\s][ \t\r\u00a0]*\n[ \t\u00a0]*[{small}]|(?:ngày|tháng|năm|số|định)[ \t\r]*\n[ \t]*[0-9]"
    )


def soft_breaks(text: str, lexicon: SyllableLexicon) -> list[Edit]:
    """The edits that join what a line break tore apart.

    >>> seen = SyllableLexicon(lambda: {"ban": (9, 9, 0), "chỉ": (9, 9, 9), "đạo": (9, 0, 9)}, lambda: {"ban": "chỉ:9", "chỉ": "đạo:9"})
    >>> text = "Hôm nay UBND tỉnh ký quyết định kiện toàn Ban\\nchỉ đạo chuyển đổi số của tỉnh."
    >>> [e.after for e in soft_breaks(text, seen)]
    [' ']
    """
    gaps = _gaps(text)
    for gap in gaps:
        gap.joint = _certain(gap, lexicon)
    if sum(g.joint is not None for g in gaps) >= SEVERAL:
        for gap in gaps:
            gap.joint = gap.joint if gap.joint is not None else _likely(gap, lexicon)
    for block in {g.block for g in gaps}:
        _unwrap([g for g in gaps if g.block == block], lexicon)
    return [Edit(KIND, g.start, g.end, text[g.start : g.end], g.joint) for g in gaps if g.joint is not None]


def _gaps(text: str) -> list[_Gap]:
    gaps = []
    block = last_end = 0
    for m in _BREAK.finditer(text):
        left = text[text.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
        stop = text.find("\n", m.end())
        right = text[m.end() : stop if stop >= 0 else len(text)].strip()
        if "\n" in text[last_end : m.start()]:
            block += 1
        last_end = m.end()
        if left and right and len(_vietnamese().findall(left + right)) >= 2:
            gaps.append(_Gap(m.start(), m.end(), left, right, block))
        else:
            block += 1
    return gaps


@cache
def _vietnamese() -> re.Pattern[str]:
    """A letter that English has not."""
    return re.compile(f"[{LETTERS}]")


@cache
def _lower() -> frozenset[str]:
    return frozenset(c for c in WORD if c.islower())


def _certain(gap: _Gap, lexicon: SyllableLexicon) -> str | None:
    """What to put for a break that is soft by the words beside it alone; None if it may be meant."""
    left, right = gap.left, gap.right
    if _FINISHED.search(left) or (_ITEM.match(right) and not _open_bracket(gap)):
        return None
    last, first = _LAST.search(left), _FIRST.match(right)
    if right[0].isdigit():
        keyword = last is not None and last[1].lower() in _NUMBER_FOLLOWS.split() and left[-1] != ","
        return " " if (keyword and (_prose(gap) or len(left) >= LONG)) or _open_bracket(gap) else None
    if not first or first[1][0] not in _lower():
        return None
    if last and left[-1] in WORD and right[0] in WORD and _one_word(last[1], first[1], lexicon):
        return ""
    if not _prose(gap) or right[0] not in _lower():
        return None
    if re.search(r"[\w)][,–]$|\w [–-]$", left):
        return " "
    if left[-1] in "(/":
        return ""
    if last and _pull(last[1], first[1], lexicon) >= NEIGHBOURS:
        return " "
    return None


def _open_bracket(gap: _Gap) -> bool:
    """True if a bracket opens near the end of the line and closes in the next one."""
    at = gap.left.rfind("(", len(gap.left) - LONG if len(gap.left) > LONG else 0)
    return at >= 0 and ")" not in gap.left[at:] and 0 <= gap.right.find(")") < LONG and "(" not in gap.right.split(")")[0]


def _prose(gap: _Gap) -> bool:
    return len(gap.right) >= LONG or len(gap.left) + len(gap.right) >= PROSE


def _likely(gap: _Gap, lexicon: SyllableLexicon) -> str | None:
    """What to put for a break that is soft where others are: a line that goes on small, with words that do not clash."""
    if _FINISHED.search(gap.left) or _ITEM.match(gap.right) or gap.right[0] not in _lower() or not _prose(gap):
        return None
    last, first = _LAST.search(gap.left), _FIRST.match(gap.right)
    if gap.left.isupper() or not last or not first:
        return None
    return " " if _pull(last[1], first[1], lexicon) > CLASH else None


def _one_word(left: str, right: str, lexicon: SyllableLexicon) -> bool:
    """True if the halves make a syllable and one of them is none."""
    whole = (left + right).lower()
    if whole not in lexicon or (left.isupper() and len(left) > 1):
        return False
    halves = min(lexicon.count(left.lower()), lexicon.count(right.lower()))
    return halves * 200 < lexicon.count(whole)


def _pull(left: str, right: str, lexicon: SyllableLexicon) -> float:
    """How much likelier `right` is after `left` than anywhere."""
    left, right = left.lower(), right.lower()
    return lexicon.log_next(left, right) - lexicon.log_alone(right)


def _unwrap(gaps: list[_Gap], lexicon: SyllableLexicon) -> None:
    """In a block wrapped at a column, the breaks that the words beside them left open."""
    if sum(g.joint is not None for g in gaps) < WRAPPED:
        return
    width = max(len(g.left) for g in gaps)
    if width > 140:
        return
    for i, gap in enumerate(gaps):
        item = _ITEM.match(gap.right) and not _open_bracket(gap)
        if gap.joint is not None or _FINISHED.search(gap.left) or item or gap.left.isupper():
            continue
        joined_before = i > 0 and gaps[i - 1].joint is not None and gaps[i - 1].end <= gap.start
        joined_after = i + 1 < len(gaps) and gaps[i + 1].joint is not None
        full = len(gap.left) + 1 + len(gap.right.split()[0]) > width - 3
        last, first = _LAST.search(gap.left), _FIRST.match(gap.right)
        pull = _pull(last[1], first[1], lexicon) if last and first else 0.0
        lower = gap.right[0] in _lower()
        if (
            _open_bracket(gap)
            or (lower and (joined_before or len(gap.left) > width / 2))
            or (full and joined_before and pull > -2.0)
            or (joined_before and pull >= 1.5 * NEIGHBOURS)
            or (gap.right[0].isdigit() and joined_after and len(gap.right) > 30)
            or (joined_before and gap.left[-1] == ",")
        ):
            gap.joint = " "
