"""Syllable statistics from any text corpus: ``extractor lexicon build CORPUS…``.

What is counted: runs of letters, small and NFC; pairs of neighbours within a clause (no punctuation and no line end
between; numbers are passed over, so that "tháng 5 năm" counts as tháng năm).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from extractor.lexicon.load import corpus_lines, write_table

# Rarer rows are names and errors of one text; the shipped tables are cut there, too.
LEAST_SYLLABLE, LEAST_PAIR = 5, 4
UNIGRAMS, BIGRAMS = "unigrams.tsv.gz", "bigrams.tsv.gz"


class Counts(msgspec.Struct):
    """Counts of syllables and of pairs of neighbours."""

    syllables: Counter[str]
    pairs: Counter[tuple[str, str]]


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(r"[^\w\s/]+|\n")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+")


def count(lines: Iterable[str]) -> Counts:
    """The counts of `lines`, any case, any normal form.

    >>> seen = count(["Ngày 3 tháng 5, Ủy ban", "Ủy ban nhân dân"])
    >>> seen.syllables["ban"], seen.pairs["ủy", "ban"], seen.pairs["ngày", "tháng"], seen.pairs["tháng", "ủy"]
    (2, 2, 1, 0)
    """
    counts = Counts(Counter(), Counter())
    for line in lines:
        for clause in _clause_end().split(unicodedata.normalize("NFC", line).lower()):
            words = _letters().findall(clause)
            counts.syllables.update(words)
            counts.pairs.update(pairwise(words))
    return counts


def tables(counts: Counts, least: tuple[int, int] = (LEAST_SYLLABLE, LEAST_PAIR)) -> tuple[Iterator[str], Iterator[str]]:
    """The lines of the two tables without the rows below `least`, in one order for equal counts."""
    pairs = {pair: n for pair, n in counts.pairs.items() if n >= least[1]}
    after, before = Counter[str](), Counter[str]()
    rows: dict[str, list[tuple[str, int]]] = {}
    for (first, second), n in pairs.items():
        after[first] += n
        before[second] += n
        rows.setdefault(first, []).append((second, n))
    syllables = {syllable: n for syllable, n in counts.syllables.items() if n >= least[0]}
    return _unigrams(syllables, after, before), _bigrams(rows)


def _unigrams(syllables: Mapping[str, int], after: Mapping[str, int], before: Mapping[str, int]) -> Iterator[str]:
    for syllable, n in sorted(syllables.items(), key=lambda item: (-item[1], item[0])):
        yield f"{syllable}\t{n}\t{min(n, after.get(syllable, 0))}\t{min(n, before.get(syllable, 0))}"


def _bigrams(rows: Mapping[str, list[tuple[str, int]]]) -> Iterator[str]:
    for first in sorted(rows):
        row = sorted(rows[first], key=lambda item: (-item[1], item[0]))
        yield f"{first}\t" + " ".join(f"{second}:{n}" for second, n in row)


def build(paths: Iterable[str | Path], out_dir: str | Path) -> tuple[Path, Path]:
    """Count the texts of `paths` (``.txt`` or ``.gz`` files, folders) and write both tables into `out_dir`.

    Equal corpora give equal bytes. Gives the two files; raises GazetteerError for a corpus without a syllable.
    """
    unigrams, bigrams = tables(count(corpus_lines(paths)))
    folder = Path(out_dir)
    return write_table(folder / UNIGRAMS, unigrams), write_table(folder / BIGRAMS, bigrams)


def build_from_counts(syllables: Iterable[str], pairs: Iterable[str], weights: tuple[float, float]) -> Counts:
    """Counts mixed from two corpora: lines of ``syllable (or pair) TAB count in the first TAB count in the second``.

    Rare rows are cut already: give ``(1, 1)`` as the `least` of `tables`. The shipped tables have 0.35 of the law counts and 1.0 of the news counts: 0.25 to 1.0 made no difference above 0.2
    points on official news, while news has half the text.
    """
    counts = Counts(Counter(), Counter())
    for line in syllables:
        word, n = _mixed(line, weights)
        counts.syllables[word] = n
    for line in pairs:
        pair, n = _mixed(line, weights)
        first, _, second = pair.partition(" ")
        counts.pairs[first, second] = n
    return counts


def _mixed(line: str, weights: tuple[float, float]) -> tuple[str, int]:
    word, first, second = line.rstrip("\n").split("\t")
    return word, max(1, round(int(first) * weights[0] + int(second) * weights[1]))
