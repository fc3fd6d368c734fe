"""What Vietnamese looks like: syllable counts and the counts of neighbours.

The tables are handed in (this room opens no files); the counts of neighbours are asked for only
when a repair has a choice to make, so that a clean page never pays for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log

# Weights of a neighbour row are cut as the rows are: one count each, already mixed over the corpora.
Row = tuple[Mapping[str, int], int]
Seen = tuple[int, int, int]


_NEVER: Seen = (0, 0, 0)
# The share of syllables at the edge of a clause, and how many observations it is worth for a rare syllable.
EDGE, PRIOR = 0.08, 50


class SyllableLexicon:
    """Syllables with their counts, and on demand the counts of what follows each.

    `unigrams` gives ``{syllable: (count, count with a word after it, count with a word before it)}`` (lower case, NFC;
    the rest stood at the end or the start of a clause); `bigrams` gives ``{syllable: "next:count next:count …"}``.
    Both are called at most once, when they are first needed.

    >>> lexicon = SyllableLexicon(lambda: {"điện": (90, 38, 60), "tử": (40, 9, 30)}, lambda: {"điện": "tử:30 thoại:8"})
    >>> "điện" in lexicon, "điẹn" in lexicon
    (True, False)
    >>> lexicon.log_next("điện", "tử") > lexicon.log_next("tử", "điện")
    True
    """

    def __init__(
        self, unigrams: Callable[[], Mapping[str, Seen]], bigrams: Callable[[], Mapping[str, str]] | None = None
    ):
        self._load_unigrams = unigrams
        self._load_bigrams = bigrams or (dict)
        self._counts: Mapping[str, Seen] | None = None
        self._derived: dict[str, Mapping[str, list[str]]] = {}
        self._total = 0
        self._raw: Mapping[str, str] | None = None
        self._rows: dict[str, Row] = {}

    @property
    def counts(self) -> Mapping[str, Seen]:
        """``{syllable: (count, with a word after, with a word before)}``."""
        if self._counts is None:
            self._counts = self._load_unigrams()
            self._total = sum(seen[0] for seen in self._counts.values()) or 1
        return self._counts

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self._total if self.counts else 1

    def __contains__(self, syllable: str) -> bool:
        return syllable in self.counts

    def count(self, syllable: str) -> int:
        """How often the lower-case `syllable` was seen; 0 if never."""
        return self.counts.get(syllable, _NEVER)[0]

    def derived(self, name: str, make: Callable[[Mapping[str, Seen]], Mapping[str, list[str]]]) -> Mapping[str, list[str]]:
        """An index of the syllables that `make` builds once, kept under `name`."""
        if name not in self._derived:
            self._derived[name] = make(self.counts)
        return self._derived[name]

    def log_last(self, syllable: str) -> float:
        """Natural logarithm of the probability that a clause ends after `syllable`."""
        count, after, _ = self.counts.get(syllable, _NEVER)
        return log((count - min(after, count) + EDGE * PRIOR) / (count + PRIOR))

    def log_first(self, syllable: str) -> float:
        """Natural logarithm of the probability that a clause begins with `syllable`."""
        count, _, before = self.counts.get(syllable, _NEVER)
        return self.log_alone(syllable) + log((count - min(before, count) + EDGE * PRIOR) / (count + PRIOR) / EDGE)

    def log_alone(self, syllable: str) -> float:
        """Natural logarithm of the probability of `syllable`, whatever stands beside it."""
        return log((self.count(syllable) + 0.1) / (self._total + 1.0))

    def row(self, syllable: str) -> Row:
        """What follows `syllable`, with the counts, and their sum."""
        row = self._rows.get(syllable)
        if row is None:
            if self._raw is None:
                self._raw = self._load_bigrams()
            pairs = (item.rpartition(":") for item in self._raw.get(syllable, "").split())
            counts = {word: int(n) for word, _, n in pairs}
            row = self._rows[syllable] = (counts, sum(counts.values()))
        return row

    def log_next(self, first: str, second: str) -> float:
        """Natural logarithm of the probability that `second` follows `first` (Witten-Bell smoothed)."""
        counts, total = self.row(first)
        alone = (self.count(second) + 0.1) / (self._total + 1.0)
        if not total:
            return log(alone)
        kinds = len(counts)
        return log((counts.get(second, 0) + kinds * alone) / (total + kinds))
