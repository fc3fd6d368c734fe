"""The shipped syllable statistics and encoding tables, handed to the repair."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractor.lexicon.load import read_lines
from extractor.model.edits import Repaired
from extractor.text.repair import repair
from extractor.text.syllable_model import SyllableLexicon

UNIGRAMS = "syllables/unigrams.tsv.gz"
BIGRAMS = "syllables/bigrams.tsv.gz"


def _unigrams() -> dict[str, int]:
    pairs = (line.split("\t") for line in read_lines(UNIGRAMS))
    return {pair[0]: int(pair[1]) for pair in pairs}


def _bigrams() -> dict[str, str]:
    rows = (line.partition("\t") for line in read_lines(BIGRAMS))
    return {first: rest for first, _, rest in rows}


@cache
def default_lexicon() -> SyllableLexicon:
    """The statistics of ``gazetteers/syllables/``, read when they are first needed."""
    return SyllableLexicon(_unigrams, _bigrams)


@cache
def default_repairer() -> Callable[[str], Repaired]:
    """The repair with all shipped tables.

    >>> default_repairer()("Ủy ban quốc gia về Chính phủ ?\\n?iện tử").text
    'Ủy ban quốc gia về Chính phủ điện tử'
    """
    lexicon = default_lexicon()
    return lambda text: repair(text, lexicon)
