"""The letter case of a word whose first letter was lost: Đ and đ have as many bytes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from extractor.text.alphabet import WORD, is_syllable

_TOKEN_CUT = " \t\r\n\u00a0()\"“”,;"
_CLOSED = (".", "!", "?")


class Capitals:
    """Which words are written with a capital inside a sentence.

    `heads` begin names of agencies and offices, `given_names` and `surnames` are those that begin with a letter that can
    be lost, `phrases` stand as they are written ("…": any word with a capital), `numbered` have a capital before a number.
    `family` are the surnames by which a person's name is told before a lost letter, `family_between` those that tell
    it only where a capital follows as well (ông Chử ??ình Hảo; not: ông Thái ??ồng ý).
    """

    def __init__(
        self,
        heads: Collection[str] = (),
        given_names: Collection[str] = (),
        surnames: Collection[str] = (),
        phrases: Iterable[str] = (),
        numbered: Collection[str] = (),
        family: Collection[str] = (),
        family_between: Collection[str] = (),
    ):
        self.heads = frozenset(heads)
        self.given_names = frozenset(given_names)
        self.surnames = frozenset(surnames)
        self.numbered = frozenset(numbered)
        self.family = frozenset(family)
        self.family_between = frozenset(family_between) | self.family
        self._phrases = tuple(phrases)

    def with_names(self, names: Iterable[str]) -> Capitals:
        """These, and the phrases of `names` (Đồng Nai, Đà Nẵng)."""
        phrases = (*names, *self._phrases)
        return Capitals(
            self.heads, self.given_names, self.surnames, phrases, self.numbered, self.family, self.family_between
        )

    @cached_property
    def _places(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """Under each word in small letters the phrases that hold it and its place there, long phrases first."""
        places: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for words in sorted(self._whole_and_pairs(), key=lambda words: (-len(words), words)):
            for i, word in enumerate(words):
                places.setdefault(word.lower(), []).append((words, i))
        return places

    def _whole_and_pairs(self) -> set[tuple[str, ...]]:
        """The phrases, and the neighbours in them that both show a capital (two other words prove little: đầu tư)."""
        whole = {tuple(phrase.split()) for phrase in self._phrases}
        return whole | {pair for words in whole for pair in pairwise(words) if pair[0][0].isupper() and pair[1][0].isupper()}

    def phrase_case(self, before: Sequence[str], syllable: str, after: Sequence[str]) -> bool | None:
        """True if `syllable` between the words `before` and `after` has a capital in a phrase that fits, None if none does."""
        for words, at in self._places.get(syllable, ()):
            left, right = words[:at], words[at + 1 :]
            if len(left) > len(before) or len(right) > len(after):
                continue
            stand = (*before[len(before) - len(left) :], *after[: len(right)])
            if all(map(_agree, (*left, *right), stand)):
                return words[at][0].isupper()
        return None


def _agree(pattern: str, word: str) -> bool:
    """True if `word` is what `pattern` asks for, its first letter in the same case."""
    if pattern == "…":
        return word[0].isupper()
    return pattern.lower() == word.lower() and pattern[0].isupper() == word[0].isupper()


class PageCase:
    """In which case a page writes a word after another one, and before a number, where both stand undamaged."""

    def __init__(self, text: str = "") -> None:
        self._votes: Counter[tuple[str, str]] = Counter()
        self._before: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
        # A page that shows Đ time and again and never đ has lost every đ and no Đ.
        self.shows_only_capital = text.count("Đ") >= ENOUGH and "đ" not in text

    def add(self, before: str, word: str) -> None:
        """`word` stands right after `before` ("#": right before a number). All in capitals it proves nothing."""
        if len(word) == 1 or not word.isupper():
            self._votes[before.lower(), word.lower()] += 1 if word[0].isupper() else -1

    def add_within(self, word: str, after: str) -> None:
        """`word` stands within a sentence right before `after`."""
        if len(word) == 1 or not word.isupper():
            self._before[word.lower(), after.lower()].append(word[0].isupper())

    def case_before(self, syllable: str, after: str | None) -> bool | None:
        """True if `syllable` has a capital before `after` within sentences, False if it has none; None if the page does not tell."""
        seen = self._before.get((syllable, after.lower()), []) if after else []
        return seen[0] if len(seen) >= TWICE and len(set(seen)) == 1 else None

    def case(self, before: str | None, syllable: str) -> bool | None:
        """True if `syllable` has a capital after `before`, False if it has none, None if the page does not tell."""
        votes = self._votes[before.lower(), syllable] if before else 0
        return None if votes == 0 else votes > 0


# What a page does as often and never otherwise is its habit.
TWICE = 2
# So many capitals of a letter and no small one are no accident.
ENOUGH = 3


def lost_case(
    text: str, start: int, end: int, syllable: str, capitals: Capitals, page: PageCase | None = None
) -> str:
    """`syllable` in the case of the damaged word at ``[start, end)`` of `text`, by its letters and its neighbours.

    >>> lost_case("Vũ ?? Đam", 3, 5, "đức", Capitals(given_names=["đức"], family=["vũ"]))
    'Đức'
    """
    kept = [c for c in text[start:end] if c in WORD]
    token = _token(text, start, end)
    code = any(c in "/-&" for c in token) or not is_syllable(syllable)
    others = [c for c in token if c in WORD]
    if kept and all(c.isupper() for c in kept):
        alone = len(kept) == 1 and is_syllable(syllable)
        if not alone or (code and all(c.isupper() for c in others)) or _among_capitals(text, start, end):
            return syllable.upper()
    first = text[start]
    if first in WORD:
        return syllable.capitalize() if first.isupper() else syllable
    if page and page.shows_only_capital and syllable[0] == "đ":
        return syllable
    if _capital(text, start, end, (syllable, capitals, page)):
        return syllable.capitalize()
    return syllable.upper() if not kept and _among_capitals(text, start, end) else syllable


def _among_capitals(text: str, start: int, end: int) -> bool:
    """True if the words on both sides (or on the only one) are written in capitals."""
    beside = [w for w in (_before(text, start), _after(text, end)) if w]
    return bool(beside) and all(len(w) > 1 and w.isupper() for w in beside)


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


def words_before(text: str, at: int) -> list[str]:
    """Up to four undamaged words that stand before `at`, with nothing but spaces between."""
    m = _LEFT.search(text, max(0, at - 60), at)
    return m[0].split() if m else []


def words_after(text: str, at: int) -> list[str]:
    """Up to four undamaged words that follow `at`, with nothing but spaces between."""
    m = _RIGHT.match(text, at)
    return m[0].split() if m else []


_LEFT = re.compile(rf"(?:(?<![{WORD}])[{WORD}]+[ \t\u00a0]+){{1,4}}$")
_RIGHT = re.compile(rf"(?:[ \t\u00a0]+[{WORD}]+(?![{WORD}])){{1,4}}")
_FOLLOWED_BY_NUMBER = re.compile(r"[ \t\u00a0]+(?:(?:thứ )?\d|[IVXL]+(?!\w))")
_NUMBER_BEFORE = re.compile(r"\d[ \t\u00a0]+$")


def _capital(text: str, start: int, end: int, word: tuple[str, Capitals, PageCase | None]) -> bool:
    syllable, capitals, page = word
    if starts_sentence(text, start) or (text[start - 1 : start] == "(" and text[end : end + 1] == ":"):
        return True
    counted = _NUMBER_BEFORE.search(text, max(0, start - 8), start) is not None
    if syllable in capitals.numbered and _FOLLOWED_BY_NUMBER.match(text, end):
        said = page.case("#", syllable) if page else None
        return not counted if said is None else said
    left, right = words_before(text, start), words_after(text, end)
    before, after = left[-1] if left else None, right[0] if right else None
    said = page.case(before, syllable) if page else None
    if said is not None:
        return said
    said = page.case_before(syllable, after) if page else None
    if said is not None:
        return said
    named = after is not None and after[0].isupper() and not (len(after) > 1 and after.isupper())
    by_phrase = capitals.phrase_case(left, syllable, right)
    if by_phrase is not None:
        return by_phrase and (named or not counted)
    if named and syllable in capitals.surnames:
        return True
    family = capitals.family_between if named else capitals.family
    return syllable in capitals.given_names and _in_person(text, start, family)


def _in_person(text: str, start: int, family: Collection[str]) -> bool:
    """True if a surname of `family` and nothing but capitalised words stand before `start`."""
    words = re.findall(r"\S+", text[max(0, start - 40) : start])[::-1][:3]
    for word in words:
        if not word[0].isupper() or word[-1] in ",.;:)" or (word.isupper() and len(word) > 1):
            return False
        if word.lower() in family:
            return True
    return False


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
    if bare[-1] == "…" or bare.endswith("..."):
        return False  # a list that is not told to its end
    if bare[-1] == "|" or (bare[-1] == ":" and head.rstrip()[-1] in "“\""):
        return True  # an entry of a menu; words that someone said
    if bare[-1] in _CLOSED:
        return len(bare) < len(head) and not re.search(r"(?:^|[\s(])(?:TP|Tp|tp|ThS|TS|PGS|GS|Q|P|St|Mr|[A-Z])\.$", bare)
    if _DATELINE.search(head):
        return True
    return re.search(r"(?:^|\n)[ \t]*(?:[-–+*•·▪o]|\d{1,2}[.)/]|[a-zđ]\)|[IVX]+\.)$", bare) is not None


# Yên Sở (HNM) - Để đẩy nhanh …
_DATELINE = re.compile(r"(?:^|\n)[^\n.:;?!()]{0,40}\([A-ZĐ][^()\n]{1,11}\)[ \t]*[-–][ \t]+$")
