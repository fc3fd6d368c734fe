"""Names of persons as a language of their own: what a capitalised word between capitalised words may be.

A name is a surname, none or more middle syllables and a given name. The chances come from the lists of names and from the
counts of neighbours read through them: what follows surnames and middle syllables, and is a name itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from math import log1p

import msgspec

from extractor.text.syllable_model import SyllableLexicon


class Persons(msgspec.Struct, frozen=True):
    """What names are made of, in small letters.

    `surnames` say how surely each of them, with a capital, begins a person's name; `cues` are the last words of what
    stands before one (ông, chí).
    """

    surnames: Mapping[str, float] = {}
    middles: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()


class Slot(msgspec.Struct, frozen=True):
    """A place in a name: which `part`, and how likely it is a name's at all."""

    part: str
    weight: float


class Link(msgspec.Struct, frozen=True):
    """What a word shows beside the one before it: a capital (`shown`), its `slot` in a name, whether it `stands` undamaged."""

    shown: bool = False
    stands: bool = False
    slot: Slot | None = None


NO_LINK = Link()


# How surely capitals are a person's name behind a form of address, and before a middle syllable alone. Flat above 0.8 on
# the tune halves of the benchmark's texts.
NAMED, MAYBE = 0.95, 0.5
# A name of two words is so much less sure: Hà Nội, Hồ Tây.
SHORT = 0.5
_MIDDLES = frozenset(["thị", "văn"])
# Surnames that are next to nothing else: what follows them are middle syllables.
PLAIN = ("nguyễn", "trần", "lê", "huỳnh", "phan", "đặng", "bùi", "đỗ", "ngô", "võ", "vũ", "trịnh", "đinh")
# A pair counts as far as it is so many times as frequent as by accident.
CHANCE = 3
# The share of a part's chances that the lists give evenly, and the one that all syllables share that stand in no list.
FLOOR, UNLISTED = 0.2, 0.05


class NameModel:
    """The chances of names, from the `lexicon` read through the lists that `load` gives; reckoned when first asked for.

    >>> lexicon = SyllableLexicon(lambda: {"nguyễn": (9, 9, 0), "văn": (9, 9, 9), "vẫn": (99, 9, 9)}, lambda: {"nguyễn": "văn:9"})
    >>> model = NameModel(lexicon, lambda: Persons({"nguyễn": 0.9}, frozenset(["văn"]), frozenset(["tuấn"])))
    >>> slot = model.slot(["ông", "Nguyễn"], "Tuấn")
    >>> slot.part, model.chance(slot, "nguyễn", "văn") > model.chance(slot, "nguyễn", "vẫn")
    ('middle', True)
    """

    def __init__(self, lexicon: SyllableLexicon, load: Callable[[], Persons]):
        self._lexicon = lexicon
        self._load = load
        self._rows: dict[tuple[str, str], Mapping[str, float]] = {}

    @cached_property
    def persons(self) -> Persons:
        """The lists."""
        return self._load()

    def _is_part(self, syllable: str) -> bool:
        persons = self.persons
        return syllable in persons.surnames or syllable in persons.middles or syllable in persons.given

    def _excess(self, first: str) -> Iterable[tuple[str, float]]:
        """What follows `first` more often than it stands anywhere, and how much more."""
        followers, total = self._lexicon.row(first)
        for syllable, n in followers.items():
            more = n - CHANCE * total * self._lexicon.count(syllable) / self._lexicon.total
            if more > 0:
                yield syllable, more

    @cached_property
    def _surnames(self) -> dict[str, float]:
        # Only names have these two behind a surname; "trong văn" and "an thị" by accident.
        row = self._lexicon.row
        counts = {}
        for surname in self.persons.surnames:
            followers = row(surname)[0]
            share = sum(followers.get(m, 0) for m in _MIDDLES) / (row(surname)[1] + 20)
            counts[surname] = 1 + share * sum(followers.get(m, 0) for m in _MIDDLES)
        return _shares(counts)

    @cached_property
    def _parts(self) -> dict[str, dict[str, float]]:
        """The chances of each syllable in each part of a name."""
        middles, given = dict[str, float](), dict[str, float]()
        for surname in PLAIN:
            for syllable, n in self._excess(surname):
                middles[syllable] = middles.get(syllable, 0.0) + n
        seen = self._lexicon.counts
        for middle in self.persons.middles:
            pure = min(1.0, middles.get(middle, 0.0) / (seen.get(middle, (0, 0, 0))[2] + 20))
            # By the number of different neighbours more than by their counts: "thị trường" is frequent and no name.
            for syllable, n in self._excess(middle):
                given[syllable] = given.get(syllable, 0.0) + log1p(n) * pure**0.5
        names = (self.persons.given | self.persons.middles) - _MIDDLES
        return {"surname": self._surnames, "middle": _within(middles, self.persons.middles), "given": _within(given, names)}

    def slot(self, left: list[str], right: str | None) -> Slot | None:
        """The place in a name of a word with a capital between the words `left` (nearest last) and `right`; None for none."""
        goes_on = right is not None and _shows_capital(right)
        run: list[str] = []
        for word in reversed(left):
            if not _shows_capital(word) or (word.lower() in self.persons.cues and not self._is_part(word.lower())):
                break
            run.insert(0, word.lower())
        before = left[-len(run) - 1].lower() if len(left) > len(run) else ""
        cue = before in self.persons.cues
        if run and run[0] in self.persons.cues and run[0] not in self.persons.surnames:
            run, cue = run[1:], True  # Anh Nguyễn Văn …: a given name, but not here
        if run:
            sure = NAMED if cue or not _MIDDLES.isdisjoint(run) else self.persons.surnames.get(run[0], 0.0)
            if len(run) == 1 and not goes_on and sure < NAMED:
                sure *= SHORT
            return Slot("middle" if goes_on and run[-1] not in _MIDDLES else "given", sure) if sure else None
        if cue:
            return Slot("surname" if goes_on else "given", NAMED)
        # Văn begins offices, too.
        return Slot("surname", MAYBE) if right == "Thị" else None

    def chance(self, slot: Slot, before: str | None, syllable: str) -> float:
        """The probability of `syllable` at `slot` behind `before`, given that a name stands there."""
        alone = self._parts[slot.part].get(syllable, 0.0) * (1 - UNLISTED)
        alone += UNLISTED * (self._lexicon.count(syllable) + 0.1) / (self._lexicon.total + 1.0)
        if not before or slot.part == "surname":
            return alone
        row = self._row(slot.part, before)
        total = sum(row.values())
        kinds = len(row) + 1
        return (row.get(syllable, 0) + kinds * alone) / (total + kinds)

    def _row(self, part: str, before: str) -> Mapping[str, float]:
        """What follows `before` and can stand in this part of a name."""
        key = part, before
        if key not in self._rows:
            names = self._parts[part]
            self._rows[key] = {s: log1p(n) for s, n in self._excess(before) if s in names}
        return self._rows[key]


def _shows_capital(word: str) -> bool:
    return word[:1].isupper() and not (len(word) > 1 and word.isupper())


def _within(counts: Mapping[str, float], listed: Collection[str]) -> dict[str, float]:
    """The shares of what is `listed`, each of the list with a floor."""
    known = {syllable: counts.get(syllable, 0.0) for syllable in listed}
    floor = FLOOR * sum(known.values()) / max(1, len(known))
    return _shares({syllable: n + floor for syllable, n in known.items()})


def _shares(counts: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values()) or 1
    return {word: n / total for word, n in counts.items()}
