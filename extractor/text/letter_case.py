"""The letter case of a word whose first letter was lost: Đ and đ have as many bytes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import pairwise

from extractor.text.alphabet import WORD, is_syllable

_TOKEN_CUT = " \t\r\n\u00a0()\"“”,;"
_CLOSED = (".", "!", "?", "…")


class Capitals:
    """Which words are written with a capital inside a sentence.

    `heads` begin names of agencies and offices, `given_names` and `surnames` are those that begin with a letter that can
    be lost, `phrases` stand as they are written.
    """

    def __init__(
        self,
        heads: Collection[str] = (),
        given_names: Collection[str] = (),
        surnames: Collection[str] = (),
        phrases: Iterable[str] = (),
    ):
        self.heads = frozenset(heads)
        self.given_names = frozenset(given_names)
        self.surnames = frozenset(surnames)
        self._phrases = tuple(phrases)

    def with_names(self, names: Iterable[str]) -> Capitals:
        """These, and the phrases of `names` (Đồng Nai, Đà Nẵng)."""
        return Capitals(self.heads, self.given_names, self.surnames, (*names, *self._phrases))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], tuple[bool, bool]]:
        """Neighbours in the phrases, in small letters, and whether each is written with a capital."""
        pairs = {}
        for phrase in self._phrases:
            words = phrase.split()
            for first, second in pairwise(words):
                # Two words of a longer phrase prove little, unless both show a capital (not: đầu tư, đại hội).
                if len(words) == 2 or (first[0].isupper() and second[0].isupper()):
                    pairs[first.lower(), second.lower()] = (first[0].isupper(), second[0].isupper())
        return pairs


def lost_case(text: str, start: int, end: int, syllable: str, capitals: Capitals) -> str:
    """`syllable` in the case of the damaged word at ``[start, end)`` of `text`, by its letters and its neighbours.

    >>> lost_case("Vũ ?? Đam", 3, 5, "đức", Capitals(given_names=["đức"]))
    'Đức'
    """
    kept = [c for c in text[start:end] if c in WORD]
    token = _token(text, start, end)
    code = any(c in "/-&" for c in token) or not is_syllable(syllable)
    others = [c for c in token if c in WORD]
    if kept and all(c.isupper() for c in kept):
        beside = [w for w in (_before(text, start), _after(text, end)) if w]
        loud = any(len(w) > 1 and w.isupper() for w in beside)
        if len(kept) > 1 or (code and all(c.isupper() for c in others)) or loud or not is_syllable(syllable):
            return syllable.upper()
    first = text[start]
    if first in WORD:
        return syllable.capitalize() if first.isupper() else syllable
    return syllable.capitalize() if _capital(text, start, end, (syllable, capitals)) else _loud(text, start, end, syllable, bool(kept))


def _loud(text: str, start: int, end: int, syllable: str, kept: bool) -> str:
    """`syllable`, in capitals where it stands alone among words in capitals."""
    beside = [w for w in (_before(text, start), _after(text, end)) if w]
    return syllable.upper() if not kept and beside and all(len(w) > 1 and w.isupper() for w in beside) else syllable


def _token(text: str, start: int, end: int) -> str:
    left = max(text.rfind(c, max(0, start - 60), start) for c in _TOKEN_CUT) + 1
    right = min((i for i in (text.find(c, end, end + 60) for c in _TOKEN_CUT) if i >= 0), default=min(len(text), end + 60))
    return text[left:right]


def _before(text: str, at: int) -> str | None:
    m = re.search(rf"([{WORD}]+)[ \t\u00a0]+$", text[max(0, at - 20) : at])
    return m[1] if m else None


def _after(text: str, at: int) -> str | None:
    m = re.compile(rf"[ \t\u00a0]+([{WORD}]+)").match(text, at)
    return m[1] if m else None


def _capital(text: str, start: int, end: int, word: tuple[str, Capitals]) -> bool:
    syllable, capitals = word
    if starts_sentence(text, start):
        return True
    before, after = _before(text, start), _after(text, end)
    if after and (pair := capitals.pairs.get((syllable, after.lower()))) and pair[1] == after[0].isupper():
        return pair[0]
    if before and (pair := capitals.pairs.get((before.lower(), syllable))) and pair[0] == before[0].isupper():
        return pair[1]
    named = after is not None and after[0].isupper() and not (len(after) > 1 and after.isupper())
    if named and syllable in capitals.surnames:
        return True
    return syllable in capitals.given_names and _in_person(text, start, capitals)


def _in_person(text: str, start: int, capitals: Capitals) -> bool:
    """True if a surname and nothing but capitalised words stand before `start`."""
    words = re.findall(r"\S+", text[max(0, start - 40) : start])[::-1][:3]
    for word in words:
        if not word[0].isupper() or word[-1] in ",.;:)" or (word.isupper() and len(word) > 1):
            return False
        if word.lower() in PERSON_SURNAMES:
            return True
    return False


# The surnames that nine in ten people bear; enough to tell a person's name before a lost letter.
PERSON_SURNAMES = frozenset(
    ["nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý", "đinh", "trịnh", "trương", "đoàn", "lương", "đào", "mai", "lưu"]
)


def starts_sentence(text: str, at: int) -> bool:
    """True if a sentence, a list item or a line that is no continuation begins at `at`."""
    head = text[max(0, at - 200) : at]
    bare = head.rstrip(" \t\u00a0\r“\"'‘")
    if not bare:
        return len(head) == at
    if bare[-1] == "\n":
        line = bare.rstrip()
        # A line that ends in the middle of something goes on here.
        return not line or (line[-1] not in ",–-(/" and not re.search(r"\s(?:và|của|là|có|cho|với|về|tại|trong|các|những|Ban|được)$", line))
    if bare[-1] in _CLOSED:
        return len(bare) < len(head) and not re.search(r"(?:^|[\s(])(?:TP|Tp|tp|ThS|TS|PGS|GS|Q|P|St|Mr|[A-Z])\.$", bare)
    return re.search(r"(?:^|\n)[ \t]*(?:[-–+*•·▪o]|\d{1,2}[.)/]|[a-zđ]\)|[IVX]+\.)$", bare) is not None
