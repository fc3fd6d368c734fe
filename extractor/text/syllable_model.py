"""What Vietnamese looks like: syllable counts and the counts of neighbours.

The tables are handed in (this room opens no files); the counts of neighbours are asked for only
when a repair has a choice to make, so that a clean page never pays for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log

# Weights of a neighbour row are cut as the rows are: one count each, already mixed over the corpora.
Row = tuple[Mapping[str, int], int]


class SyllableLexicon:
    """Syllables with their counts, and on demand the counts of what follows each.

    `unigrams` gives ``{syllable: count}`` (lower case, NFC); `bigrams` gives ``{syllable: "next:count next:count …"}``.
    Both are called at most once, when they are first needed.

    >>> lexicon = SyllableLexicon(lambda: {"điện": 90, "tử": 40}, lambda: {"điện": "tử:30 thoại:8"})
    >>> "điện" in lexicon, "điẹn" in lexicon
    (True, False)
    >>> lexicon.log_next("điện", "tử") > lexicon.log_next("tử", "điện")
    True
    """

    def __init__(
        self, unigrams: Callable[[], Mapping[str, int]], bigrams: Callable[[], Mapping[str, str]] | None = None
    ):
        self._load_unigrams = unigrams
        self._load_bigrams = bigrams or (dict)
        self._counts: Mapping[str, int] | None = None
        self._total = 0
        self._raw: Mapping[str, str] | None = None
        self._rows: dict[str, Row] = {}

    @property
    def counts(self) -> Mapping[str, int]:
        """``{syllable: count}``."""
        if self._counts is None:
            self._counts = self._load_unigrams()
            self._total = sum(self._counts.values()) or 1
        return self._counts

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self._total if self.counts else 1

    def __contains__(self, syllable: str) -> bool:
        return syllable in self.counts

    def count(self, syllable: str) -> int:
        """How often the lower-case `syllable` was seen; 0 if never."""
        return self.counts.get(syllable, 0)

    def log_alone(self, syllable: str) -> float:
        """Natural logarithm of the probability of `syllable`, whatever stands beside it."""
        return log((self.count(syllable) + 0.1) / (self._total + 1.0))

    def _row(self, syllable: str) -> Row:
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
        counts, total = self._row(first)
        alone = (self.count(second) + 0.1) / (self._total + 1.0)
        if not total:
            return log(alone)
        kinds = len(counts)
        return log((counts.get(second, 0) + kinds * alone) / (total + kinds))
