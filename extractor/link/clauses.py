"""Where the clause around an offset begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_SENTENCE = re.compile(r"[.!?…](?=\s)|\n")


@lru_cache(maxsize=2)
def _sentence_ends(folded: str) -> list[int]:
    """Where the marks that end sentences end, each of one character."""
    return [m.end() for m in _SENTENCE.finditer(folded)]


def clause_start(folded: str, at: int) -> int:
    """Behind the last mark before `at`, at most 400 characters off; a full stop right before `at` ends nothing."""
    ends, low = _sentence_ends(folded), max(0, at - 400)
    i = bisect_right(ends, at) - 1
    while i >= 0 and ends[i] > low:
        if ends[i] < at or folded[at - 1] == "\n":
            return ends[i]
        i -= 1
    return low


def clause_end(folded: str, at: int) -> int:
    """The next mark that ends a sentence at or behind `at`, else the end of the text."""
    ends = _sentence_ends(folded)
    i = bisect_right(ends, at)
    return ends[i] - 1 if i < len(ends) else len(folded)
