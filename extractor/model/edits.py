"""Edits: what a repair changed, replayable both ways."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec

from extractor.model.spans import OffsetMap, Piece


class Edit(msgspec.Struct, frozen=True):
    """One replacement: source ``[start, end)`` held `before` and now reads `after`.

    `confidence` is a probability (1.0 for a reversible kind). An edit that the
    repair was not sure of has ``unsure=True`` and ``after == before``: the text
    stays, `proposal` says what it might have been.
    """

    kind: str
    start: int
    end: int
    before: str
    after: str
    confidence: float = 1.0
    unsure: bool = False
    proposal: str | None = None


class Edits:
    """Sorted, non-overlapping edits of one source text, with their offset map.

    >>> e = Edits([Edit("look-alike", 0, 1, "Ð", "Đ")], "Ðảng")
    >>> e.apply("Ðảng"), e.undo("Đảng"), e.to_source(0, 4)
    ('Đảng', 'Ðảng', (0, 4))
    """

    __slots__ = ("_map", "_source_length", "all")

    def __init__(self, edits: Iterable[Edit], source: str):
        self.all: tuple[Edit, ...] = tuple(sorted(edits, key=lambda e: (e.start, e.end)))
        self._source_length = len(source)
        self._map: OffsetMap | None = None
        at = 0
        for e in self.all:
            if e.start < at or e.end > self._source_length or source[e.start : e.end] != e.before:
                raise ValueError(f"edit does not fit its source: {e}")
            if not e.unsure:
                at = e.end

    @property
    def map(self) -> OffsetMap:
        """The offsets of the repaired text and of its source, piece by piece."""
        if self._map is None:
            self._map = OffsetMap(self._pieces())
        return self._map

    def _pieces(self) -> Iterator[Piece]:
        at = out = 0
        for e in self.sure:
            if e.start > at:
                yield Piece(out, out + e.start - at, at, e.start)
                out += e.start - at
            yield Piece(out, out + len(e.after), e.start, e.end, len(e.before) == len(e.after))
            out += len(e.after)
            at = e.end
        if at < self._source_length:
            yield Piece(out, out + self._source_length - at, at, self._source_length)

    @property
    def sure(self) -> tuple[Edit, ...]:
        """The edits that were carried out."""
        return tuple(e for e in self.all if not e.unsure)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def apply(self, source: str) -> str:
        """The repaired text of `source`. Raises ValueError for another text than the edits were made for."""
        if len(source) != self._source_length:
            raise ValueError("these edits were made for another text")
        out: list[str] = []
        at = 0
        for e in self.sure:
            if source[e.start : e.end] != e.before:
                raise ValueError(f"these edits were made for another text: {e}")
            out += (source[at : e.start], e.after)
            at = e.end
        return "".join([*out, source[at:]])

    def undo(self, repaired: str) -> str:
        """The source text of `repaired`. Raises ValueError for another text."""
        out: list[str] = []
        at = shift = 0
        for e in self.sure:
            start = e.start + shift
            if repaired[start : start + len(e.after)] != e.after:
                raise ValueError(f"this is not the repaired text: {e}")
            out += (repaired[at:start], e.before)
            at = start + len(e.after)
            shift += len(e.after) - len(e.before)
        return "".join([*out, repaired[at:]])

    def then(self, later: Edits, source: str, between: str) -> Edits:
        """These edits (`source` to `between`) followed by `later` (`between` to its own text), as edits of `source`.

        Edits that touch the same characters become one, which keeps the kind and the confidence of the least sure.

        >>> first = Edits([Edit("mojibake", 1, 3, "Ä\x90", "Ð")], "(Ä\x90ảng")
        >>> later = Edits([Edit("look-alike", 1, 2, "Ð", "Đ")], "(Ðảng")
        >>> [(e.kind, e.start, e.end, e.after) for e in first.then(later, "(Ä\x90ảng", "(Ðảng")]
        [('mojibake', 1, 3, 'Đ')]
        """
        if not self.all:
            return later
        marks = [(a, b, e, None) for a, b, e in self._placed()] + [(e.start, e.end, None, e) for e in later.sure]
        groups: list[tuple[int, int, list[Edit], list[Edit]]] = []
        for a, b, old, new in sorted(marks, key=lambda m: (m[0], m[1], m[3] is not None)):
            if groups and a < groups[-1][1]:
                low, high, olds, news = groups[-1]
                groups[-1] = (low, max(high, b), olds, news)
            else:
                groups.append((a, b, olds := [], news := []))
            if old is not None:
                olds.append(old)
            if new is not None:
                news.append(new)
        merged = [e for e in self.all if e.unsure]
        shift = 0  # source offset minus offset between
        for low, high, olds, news in groups:
            start = low + shift
            shift += sum(len(e.before) - len(e.after) for e in olds)
            end = high + shift
            after, at = [], low
            for e in news:
                after += [between[at : e.start], e.after]
                at = e.end
            text = "".join([*after, between[at:high]])
            if text != source[start:end]:
                least = min([*olds, *news], key=lambda e: e.confidence)
                merged.append(Edit(least.kind, start, end, source[start:end], text, least.confidence))
        taken = [e for e in merged if not e.unsure]
        for e in later.all:
            if e.unsure:
                start, end = self.to_source(e.start, e.end)
                merged.append(Edit(e.kind, start, end, source[start:end], source[start:end], e.confidence, True, e.proposal))
        return Edits(_without_covered(merged, taken), source)

    def _placed(self) -> Iterator[tuple[int, int, Edit]]:
        """Each edit that was carried out, with its range in the repaired text."""
        shift = 0
        for e in self.sure:
            start = e.start + shift
            yield start, start + len(e.after), e
            shift += len(e.after) - len(e.before)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source range behind repaired ``[start, end)``."""
        return self.map.to_source(start, end)

    def to_repaired(self, start: int, end: int) -> tuple[int, int]:
        """The repaired range of source ``[start, end)``."""
        return self.map.to_target(start, end)


def _without_covered(edits: list[Edit], taken: list[Edit]) -> list[Edit]:
    """`edits` less the unsure ones that overlap one carried out or an earlier unsure one."""
    if len(taken) == len(edits):
        return edits
    kept: list[Edit] = []
    busy = sorted((e.start, e.end) for e in taken)
    for e in sorted(edits, key=lambda e: (e.start, e.end)):
        i = bisect_right(busy, (e.start, len(e.before) + e.start))
        hit = any(a < e.end and e.start < b for a, b in busy[max(0, i - 1) : i + 1])
        if e.unsure and (hit or (kept and kept[-1].unsure and kept[-1].end > e.start)):
            continue
        kept.append(e)
    return kept


class Repaired(msgspec.Struct, frozen=True):
    """A repaired text and the edits that made it."""

    text: str
    edits: Edits

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the damaged text behind ``text[start:end]``."""
        return self.edits.to_source(start, end)
