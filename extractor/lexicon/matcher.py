"""Matching of names over tokens: folded words with their places in the text, and a trie of names.

A trie over whole tokens is chosen over Aho-Corasick on characters: it can never end within a word, it
is blind to spaces, line breaks and the kind of dash, and one dictionary look-up settles the many
tokens that begin no name.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

from extractor.text.fold import fold

# A word may hold an apostrophe (Ea H'Leo, Nâm N'Đir); every other sign is a token of its own.
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_")
# What may be looked for within a token: a number, the letters before it or behind an apostrophe.
_PART = re.compile(r"(?P<number>\d+)|(?:^|(?<='))[^\W\d_]+")
# A tab or a bar parts the cells of a table row.
_ITEM = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)] |[-+*•–] ")
_CELL = re.compile(r"[\t|]")
# A line this long ended because the page wrapped it, not because a heading or list item ended.
_WRAPPED_LINE = 50


class _Parts(dict[str, tuple[tuple[str, ...], tuple[int, ...]]]):
    """The tokens of a chunk between blanks: folded keys and starts; forgotten as a whole when they grow too many."""

    def __missing__(self, chunk: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        folded = fold(chunk)
        keys = tuple(["và" if key == "&" else key for key in _TOKEN.findall(folded)])
        # No list of matches: a page of one long chunk would fill the collector's generations with them.
        found = keys, tuple([m.start() for m in _TOKEN.finditer(folded)])
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_LONGEST_CHUNK, _MOST_CHUNKS = 24, 16_384
_PARTS = _Parts()


class Tokens:
    """The tokens of one text: `keys` (folded), `starts` (character offsets), `hard` (a line ended before it).

    >>> t = Tokens("UBND tỉnh  Thanh Hoá")
    >>> t.keys, t.starts
    (['ubnd', 'tỉnh', 'thanh', 'hóa'], [0, 5, 11, 17])
    """

    __slots__ = ("_begun", "_index", "hard", "keys", "starts", "text")

    def __init__(self, text: str):
        self.text = text
        # No token holds a blank, no fold reaches over one, and a language has few words: what most chunks hold is known.
        chunks = text.split(" ")
        parts = [*map(_PARTS.__getitem__, chunks)]
        places = [*accumulate([len(chunk) + 1 for chunk in chunks], initial=0)]
        self.keys: list[str] = [*chain.from_iterable([keys for keys, _ in parts])]
        self.starts: list[int] = [at + start for at, (_, starts) in zip(places, parts, strict=False) for start in starts]
        self.hard = self._hard_breaks(text)
        self._index: dict[str, list[int]] | None = None
        self._begun: dict[frozenset[str], list[int]] = {}

    def _hard_breaks(self, text: str) -> set[int]:
        """Indices of tokens before which a heading, list item or paragraph ended."""
        hard: set[int] = set()
        starts = self.starts
        line = 0
        while (end := text.find("\n", line)) >= 0:
            wrapped = end - line >= _WRAPPED_LINE and not text[end + 1 : end + 2].isspace() and _ITEM.match(text, end + 1) is None
            if not wrapped and (at := bisect_left(starts, end)) < len(starts):
                hard.add(at)
            line = end + 1
        for m in _CELL.finditer(text):
            after = bisect_left(self.starts, m.end())
            if after < len(self.starts):
                hard.add(after)
        return hard

    def begins(self, words: frozenset[str]) -> list[int]:
        """The offsets at which one of `words` (folded, each one key) stands, in order; "" stands for any number.

        A regular expression that begins with one of a few words, tried there alone (`matches_at`), finds what it finds
        in the whole text. A number may be glued to the word ("T10", "ngày22").

        >>> t = Tokens("Ngày 5 và ngày22/10")
        >>> t.begins(frozenset(["ngày"])), t.begins(frozenset([""]))
        ([0, 10], [5, 14, 17])
        """
        if words in self._begun:
            return self._begun[words]
        if self._index is None:
            self._index = self._by_word()
        index = self._index
        if len(words) == 1:
            return index.get(next(iter(words)), [])
        found = self._begun[words] = sorted([at for word in index.keys() & words for at in index[word]])
        return found

    def _by_word(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for key, start in zip(self.keys, self.starts, strict=True):
            index[key].append(start)
        parted: dict[str, list[int]] = {}
        for key, starts in index.items():
            if not key.isalpha() and (len(key) > 1 or key.isdecimal()):
                for m in _PART.finditer(key):
                    word = "" if m.lastgroup else m[0]
                    if word != key:
                        parted.setdefault(word, []).extend([start + m.start() for start in starts])
        for word, starts in parted.items():
            index[word] = sorted([*index.get(word, ()), *starts])
        return index

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, i: int) -> str:
        """The key of token `i`, "" outside the text."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def capital(self, i: int) -> bool:
        """True if token `i` begins with a capital letter."""
        return 0 <= i < len(self.starts) and self.text[self.starts[i]].isupper()

    def word(self, i: int) -> str:
        """Token `i` as it stands in the text."""
        return self.text[self.starts[i] : self.end(i)]

    def end(self, i: int) -> int:
        """The offset behind token `i`. A key is as long as its token, but for the "và" of "&"."""
        start, key = self.starts[i], self.keys[i]
        return start + (1 if key == "và" and self.text[start] == "&" else len(key))


def tokens_of(text: str) -> Tokens:
    """The tokens of `text`, kept for the finder that asks next; not to be changed."""
    return _long_tokens(text) if len(text) > _SHORT else _short_tokens(text)


# Place words and names come between two questions about an article: they are kept apart.
_SHORT = 100


@lru_cache(maxsize=3)
def _long_tokens(text: str) -> Tokens:
    return Tokens(text)


@lru_cache(maxsize=256)
def _short_tokens(text: str) -> Tokens:
    return Tokens(text)


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int], limit: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text, 0, limit)`` gives, if every match begins at one of `starts`, which rise."""
    match, end = pattern.match, 0
    for start in starts:
        if start >= end and (m := match(text, start, limit)):
            yield m
            end = m.end()


@lru_cache(maxsize=8192)
def keys_of(name: str) -> tuple[str, ...]:
    """The token keys of a name: ("ubnd", "tỉnh").

    >>> keys_of("Sở TT&TT")
    ('sở', 'tt', 'và', 'tt')
    """
    return tuple("và" if m.group() == "&" else m.group() for m in _TOKEN.finditer(fold(name)))


class Trie:
    """Names by their token keys; `find` gives the longest that begins at a token."""

    __slots__ = ("_root", "size")

    def __init__(self, names: Iterable[tuple[str, Any]] = ()):
        self._root: dict[str, Any] = {}
        self.size = 0
        for name, value in names:
            self.add(keys_of(name), value)

    def add(self, keys: tuple[str, ...], value: Any) -> None:
        """Add a name. The first value added for the same keys stays."""
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})
        if "" not in node:
            node[""] = value
            self.size += 1

    @property
    def firsts(self) -> frozenset[str]:
        """The first keys of all names: a token that is not among them begins none."""
        return frozenset(self._root)

    def openings(self) -> dict[str, frozenset[str] | None]:
        """Under the first key of each name the second keys; None where a name has one key only."""
        return {first: None if "" in node else frozenset(node) for first, node in self._root.items()}

    def begins(self, key: str) -> bool:
        """True if a name begins with the key."""
        return key in self._root

    def find(self, tokens: Tokens, i: int) -> tuple[int, Any] | None:
        """(index behind the last token, value) of the longest name that begins at token `i`, or None."""
        keys = tokens.keys
        size = len(keys)
        node = self._root.get(keys[i]) if i < size else None
        if node is None:
            return None
        hard, best, at = tokens.hard, None, i + 1
        while node is not None:
            if "" in node:
                best = (at, node[""])
            if at >= size or at in hard:
                break
            node = node.get(keys[at])
            at += 1
        return best
