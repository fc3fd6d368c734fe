"""What a damaged word may have been: its candidates, and how likely each is between its neighbours.

Candidates come from an index of the syllable lexicon by damaged form; the likelihood from the counts of neighbours, the
names, the numbers and the page's own undamaged words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import combinations, pairwise
from math import exp, log

import msgspec

from extractor.text.alphabet import WORD, utf8_length
from extractor.text.letter_case import Capitals, PageCase, starts_sentence
from extractor.text.syllable_model import SyllableLexicon

# A word that is not known to be written with a capital is so much less likely where one is shown.
UNUSUAL_CAPITAL = -1.5
# The chance of a spelling that the page does not use.
STRANGE = 1e-7
# The weight of the words and the pairs that the page itself holds undamaged.
PAGE_WORD, PAGE_PAIR, PAGE_PRIOR = 0.02, 0.3, 50
# In a key of the index chr(BYTES + n) stands for n lost bytes, chr(CHARS + n) for n lost characters.
BYTES, CHARS = 0xF100, 0xF200
WORD_RUN = re.compile(rf"[{WORD}]+")
NUMBERED = re.compile(r"[ \t\u00a0]+\d")


@lru_cache(maxsize=4)
def _name_tables(capitals: Capitals, names: tuple[str, ...]) -> tuple[Capitals, dict[str, set[str]]]:
    """The capitals with those of `names`, and under each word of a name those that follow it there."""
    following: dict[str, set[str]] = {}
    for name in names:
        for first, second in pairwise(name.lower().split()):
            following.setdefault(first, set()).add(second)
    return capitals.with_names(names), following


class Decoder:
    """Finds damaged words and says what they were. `names` are multi-syllable names in their standard spelling."""

    def __init__(
        self,
        lexicon: SyllableLexicon,
        names: Collection[str] = (),
        capitals: Capitals | None = None,
        numbers: Mapping[str, float] | None = None,
    ):
        self.lexicon = lexicon
        self._capitals, self._name_next = _name_tables(capitals or Capitals(), tuple(names))
        self._numbers = numbers or {}
        self._page: Counter[str] = Counter()
        self._page_next: Counter[tuple[str, str]] = Counter()
        self._page_size = 1
        self.page_case = PageCase()
        self._twins: Mapping[str, str] = {}
        self._strange: frozenset[str] = frozenset()

    def candidates(self, key: str) -> list[str]:
        """The syllables that fit `key`."""
        if not any(c >= chr(BYTES) for c in key):
            return [key] if key in self.lexicon else []
        per_character = any(c >= chr(CHARS) for c in key)
        return self.lexicon.derived(f"lost-{per_character}", lambda s: _index(s, per_character)).get(key, [])

    @property
    def capitals(self) -> Capitals:
        """What is written with a capital."""
        return self._capitals

    def log_shown(self, syllable: str) -> float:
        """How well a capital inside a text fits `syllable`, relative to others."""
        return 0.0 if syllable in self._capitals.heads else UNUSUAL_CAPITAL

    def read(self, text: str) -> None:
        """Learn from the words of `text` that are whole: a page repeats itself."""
        self._page, self._page_next, self.page_case = Counter(), Counter(), PageCase(text)
        before, stop = "", 0
        for m in WORD_RUN.finditer(text):
            if text[m.start() - 1 : m.start()] in _DAMAGE or text[m.end() : m.end() + 1] in _DAMAGE:
                before = ""
                continue
            word = m[0].lower()
            self._page[word] += 1
            if before and text[stop : m.start()] in (" ", "\n", "  "):
                self._page_next[before, word] += 1
                self.page_case.add(before, m[0])
            if NUMBERED.match(text, m.end()) and not starts_sentence(text, m.start()):
                self.page_case.add("#", m[0])
            before, stop = word, m.end()
        self._page_size = sum(self._page.values()) or 1
        with_i, with_y = (sum(self._page.get(w, 0) for w in words) for words in (_Y_TWINS, _Y_TWINS.values()))
        self._twins = _Y_TWINS if with_i > with_y else {}
        self._strange = frozenset(self._twins.values())

    def log_number(self, syllable: str, numbered: bool) -> float:
        """Natural logarithm of the probability that a number does (`numbered`) or does not follow `syllable`."""
        share = self._numbers.get(syllable, self._numbers.get("", 0.015))
        return log(share if numbered else 1 - share)

    def log_next(self, first: str | None, second: str | None, stands: bool = False) -> float:
        """Natural logarithm of the probability that `second` follows `first`.

        As the lexicon has it, with a share for the names and one for what the page itself says. None stands for the
        edge of a clause, "" for a neighbour that tells nothing; `stands` if `second` is there undamaged, which makes
        one of the times that the page has it no evidence.
        """
        if not first or not second:
            return self._log_edge(first, second)
        if second in self._strange:
            return log(STRANGE)
        a, b = self._twins.get(first, first), self._twins.get(second, second)
        chance = exp(self.lexicon.log_next(a, b))
        known = self._name_next.get(a)
        if known and b in known:
            chance += 0.05 / len(known)
        seen = self._page.get(first, 0)
        pair = self._page_next.get((first, second), 0)
        times = self._page.get(second, 0) - stands
        chance = chance * (1 - PAGE_WORD) + PAGE_WORD * max(0, times) / (self._page_size + PAGE_PRIOR)
        return log(chance + PAGE_PAIR * pair / (seen + 2) if pair else chance)

    def _log_edge(self, first: str | None, second: str | None) -> float:
        if not second:
            return self.lexicon.log_last(self._twins.get(first or "", first or "")) if second is None else 0.0
        if second in self._strange:
            return log(STRANGE)
        word = self._twins.get(second, second)
        return self.lexicon.log_first(word) if first is None else self.lexicon.log_alone(word)


_DAMAGE = ("?", "\ufffd")
# The same words in the two spellings of the schools; a page keeps to one.
_Y_TWINS = {"lí": "lý", "kí": "ký", "kì": "kỳ", "kĩ": "kỹ", "kỉ": "kỷ", "mĩ": "mỹ", "tỉ": "tỷ", "quí": "quý", "quỉ": "quỷ"}


def _index(syllables: Iterable[str], per_character: bool) -> Mapping[str, list[str]]:
    """Every syllable of the lexicon under each of its damaged forms."""
    index: dict[str, list[str]] = {}
    for syllable in syllables:
        at = [i for i, c in enumerate(syllable) if c > "\x7f"]
        for size in range(1, min(len(at), 4) + 1):
            for lost in combinations(at, size):
                index.setdefault(_damage(syllable, lost, per_character), []).append(syllable)
    return index


def _damage(syllable: str, lost: Collection[int], per_character: bool) -> str:
    key: list[str] = []
    run = 0
    base = CHARS if per_character else BYTES
    for i, c in enumerate(syllable):
        if i in lost:
            run += 1 if per_character else utf8_length(c)
            continue
        if run:
            key.append(chr(base + run))
            run = 0
        key.append(c)
    if run:
        key.append(chr(base + run))
    return "".join(key)


class Options(msgspec.Struct, frozen=True):
    """The candidates of a damaged word, and whether it shows a capital and has a number after it."""

    words: list[str]
    shown: bool
    numbered: bool


def posteriors(
    chain: list[Options], beside: tuple[str | None, str | None], decoder: Decoder
) -> list[dict[str, float]]:
    """For each word of a chain the probability of each candidate (forward-backward over the neighbours).

    `beside` are the words before and after the chain (None: a clause begins or ends there).
    """
    before, after = beside
    own = [
        {c: (decoder.log_shown(c) if o.shown else 0.0) + decoder.log_number(c, o.numbered) for c in o.words} for o in chain
    ]
    forward: list[dict[str, float]] = []
    for i, row in enumerate(own):
        if i == 0:
            forward.append({c: own[i][c] + decoder.log_next(before, c) for c in row})
        else:
            last = forward[-1]
            forward.append({c: own[i][c] + _log_sum([last[p] + decoder.log_next(p, c) for p in last]) for c in row})
    backward: list[dict[str, float]] = [{} for _ in chain]
    for i in range(len(chain) - 1, -1, -1):
        for c in own[i]:
            if i + 1 == len(chain):
                backward[i][c] = decoder.log_next(c, after, True)
            else:
                ahead = backward[i + 1]
                backward[i][c] = _log_sum([decoder.log_next(c, n) + ahead[n] + own[i + 1][n] for n in ahead])
    out = []
    for ahead, behind in zip(forward, backward, strict=True):
        total = _log_sum([ahead[c] + behind[c] for c in ahead])
        out.append({c: exp(ahead[c] + behind[c] - total) for c in ahead})
    return out


def _log_sum(values: list[float]) -> float:
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))
