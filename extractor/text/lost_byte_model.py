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
from extractor.text.name_model import NO_LINK, Link, NameModel
from extractor.text.syllable_model import SyllableLexicon

# A word that is not known to be written with a capital is so much less likely where one is shown.
UNUSUAL_CAPITAL = -1.5
# The chance of a spelling that the page does not use.
STRANGE = 1e-7
# The weight of the words and the pairs that the page itself holds undamaged.
PAGE_WORD, PAGE_PAIR, PAGE_PRIOR = 0.02, 0.3, 50
# The same for a word that shows a capital, among all that do.
PAGE_CAPITAL, CAPITAL_PRIOR = 0.2, 50
# A capital in a phrase that has one there (Thứ trưởng).
PHRASE = 3.0
# In a key of the index chr(BYTES + n) stands for n lost bytes, chr(CHARS + n) for n lost characters.
BYTES, CHARS = 0xF100, 0xF200
WORD_RUN = re.compile(rf"[{WORD}]+")
NUMBERED = re.compile(r"[ \t\u00a0]+\d")
COUNTED = re.compile(r"(?<![/.-])\b\d{1,4}(?:[.,]\d{1,3})?[ \u00a0]$")


class Numbers(msgspec.Struct, frozen=True):
    """How often a number stands after (`before` it, the word) and before a word, by word; under "" for any other word."""

    before: Mapping[str, float]
    after: Mapping[str, float]


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
        numbers: Numbers | None = None,
        persons: NameModel | None = None,
    ):
        self.lexicon = lexicon
        self._capitals, self._name_next = _name_tables(capitals or Capitals(), tuple(names))
        self._numbers, self._counted = (numbers.before, numbers.after) if numbers else ({}, {})
        self.persons = persons
        self._page: Counter[str] = Counter()
        self._page_next: Counter[tuple[str, str]] = Counter()
        self._page_size = 1
        self._page_capitals: Counter[str] = Counter()
        self._capitals_size = 0
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

    def log_shown(self, syllable: str, beside: tuple[list[str], list[str]]) -> float:
        """How well a capital inside a text fits `syllable` between the words `beside`, relative to others."""
        if self._capitals.phrase_case(beside[0], syllable, beside[1]):
            return PHRASE
        return 0.0 if syllable in self._capitals.heads else UNUSUAL_CAPITAL

    def read(self, text: str) -> None:
        """Learn from the words of `text` that are whole: a page repeats itself."""
        self._page, self._page_next, self.page_case = Counter(), Counter(), PageCase(text)
        self._page_capitals = Counter()
        before, begin, stop = "", 0, 0
        for m in WORD_RUN.finditer(text):
            if text[m.start() - 1 : m.start()] in _DAMAGE or text[m.end() : m.end() + 1] in _DAMAGE:
                before = ""
                continue
            word = m[0].lower()
            self._page[word] += 1
            if m[0][0].isupper() and not (len(word) > 1 and m[0].isupper()):
                self._page_capitals[word] += 1
            if before and text[stop : m.start()] in (" ", "\n", "  "):
                self._page_next[before, word] += 1
                self.page_case.add(before, m[0])
                if not text[begin].isascii() and not starts_sentence(text, begin):
                    self.page_case.add_within(text[begin:stop], m[0])
            if NUMBERED.match(text, m.end()) and not starts_sentence(text, m.start()):
                self.page_case.add("#", m[0])
            before, begin, stop = word, m.start(), m.end()
        self._page_size = sum(self._page.values()) or 1
        self._capitals_size = sum(self._page_capitals.values())
        with_i, with_y = (sum(self._page.get(w, 0) for w in words) for words in (_Y_TWINS, _Y_TWINS.values()))
        self._twins = _Y_TWINS if with_i > with_y else {}
        self._strange = frozenset(self._twins.values())

    def log_number(self, syllable: str, numbered: bool, counted: bool) -> float:
        """Natural logarithm of the probability that a number does (`numbered`) or does not follow `syllable`.

        The same for a number before it (`counted`).
        """
        share = self._numbers.get(syllable, self._numbers.get("", 0.015))
        value = log(share if numbered else 1 - share)
        if counted:
            value += log(self._counted.get(syllable, self._counted.get("", 0.02)))
        return value

    def log_next(self, first: str | None, second: str | None, link: Link = NO_LINK) -> float:
        """Natural logarithm of the probability that `second` follows `first`.

        As the lexicon has it, with a share for the names and one for what the page itself says. None stands for the
        edge of a clause, "" for a neighbour that tells nothing. `link` says what the second shows: where it stands
        undamaged, one of the times that the page has it is no evidence.
        """
        value = self._log_words(first, second, link) if first and second else self._log_edge(first, second, link)
        return self._log_capital(second, value) if second and link.shown and not link.stands else value

    def _log_words(self, first: str, second: str, link: Link) -> float:
        if second in self._strange:
            return log(STRANGE)
        a, b = self._twins.get(first, first), self._twins.get(second, second)
        chance = exp(self.lexicon.log_next(a, b))
        known = self._name_next.get(a)
        if known and b in known:
            chance += 0.05 / len(known)
        chance = self._named(first, second, chance, link)
        seen = self._page.get(first, 0)
        pair = self._page_next.get((first, second), 0)
        times = self._page.get(second, 0) - link.stands
        chance = chance * (1 - PAGE_WORD) + PAGE_WORD * max(0, times) / (self._page_size + PAGE_PRIOR)
        return log(chance + PAGE_PAIR * pair / (seen + 2) if pair else chance)

    def _named(self, first: str | None, second: str, chance: float, link: Link) -> float:
        """`chance` mixed with that of a name, as far as `second` stands in one."""
        if self.persons is None or link.slot is None:
            return chance
        return (1 - link.slot.weight) * chance + link.slot.weight * self.persons.chance(link.slot, first, second)

    def _log_capital(self, word: str, value: float) -> float:
        """`value` for a word that shows a capital, with a share for those that the page shows with one."""
        times = self._page_capitals.get(word, 0)
        if not times:
            return value
        return log((1 - PAGE_CAPITAL) * exp(value) + PAGE_CAPITAL * times / (self._capitals_size + CAPITAL_PRIOR))

    def _log_edge(self, first: str | None, second: str | None, link: Link) -> float:
        if not second:
            return self.lexicon.log_last(self._twins.get(first or "", first or "")) if second is None else 0.0
        if second in self._strange:
            return log(STRANGE)
        word = self._twins.get(second, second)
        value = self.lexicon.log_first(word) if first is None else self.lexicon.log_alone(word)
        return log(self._named(first, second, exp(value), link)) if link.slot else value


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
    """The candidates of a damaged word and what is seen beside it.

    `numbered` and `counted` tell a number after and before it, `beside` are the undamaged words on its left and right.
    """

    words: list[str]
    numbered: bool
    counted: bool
    link: Link
    beside: tuple[list[str], list[str]]


class Beside(msgspec.Struct, frozen=True):
    """The words before and after a chain of damaged words, and what the one after it shows.

    None: a clause begins or ends there, "": the neighbour tells nothing.
    """

    before: str | None
    after: str | None
    link: Link


def posteriors(chain: list[Options], beside: Beside, decoder: Decoder) -> list[dict[str, float]]:
    """For each word of a chain the probability of each candidate (forward-backward over the neighbours)."""
    own = [{c: _own(c, o, decoder) for c in o.words} for o in chain]
    forward: list[dict[str, float]] = []
    for i, (row, option) in enumerate(zip(own, chain, strict=True)):
        if i == 0:
            forward.append({c: row[c] + decoder.log_next(beside.before, c, option.link) for c in row})
        else:
            last = forward[-1]
            forward.append(
                {c: row[c] + _log_sum([last[p] + decoder.log_next(p, c, option.link) for p in last]) for c in row}
            )
    backward: list[dict[str, float]] = [{} for _ in chain]
    for i in range(len(chain) - 1, -1, -1):
        for c in own[i]:
            if i + 1 < len(chain):
                ahead, link = backward[i + 1], chain[i + 1].link
                backward[i][c] = _log_sum([decoder.log_next(c, n, link) + ahead[n] + own[i + 1][n] for n in ahead])
            elif beside.after is None and chain[i].link.slot:
                backward[i][c] = 0.0  # a clause ends after any name
            else:
                backward[i][c] = decoder.log_next(c, beside.after, beside.link)
    out = []
    for ahead, behind in zip(forward, backward, strict=True):
        total = _log_sum([ahead[c] + behind[c] for c in ahead])
        out.append({c: exp(ahead[c] + behind[c] - total) for c in ahead})
    return out


def _own(word: str, option: Options, decoder: Decoder) -> float:
    value = decoder.log_number(word, option.numbered, option.counted)
    if option.link.shown and not option.link.slot:
        value += decoder.log_shown(word, option.beside)
    return value


def _log_sum(values: list[float]) -> float:
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))
