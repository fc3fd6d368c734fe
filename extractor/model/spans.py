"""Half-open character ranges and the offset map between two texts.

All offsets are counted in characters (Unicode code points), never bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open range ``[start, end)`` of characters.

    >>> Span(3, 6).of("Ủy ban nhân dân")
    'ban'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True if the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True if `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Piece(msgspec.Struct, frozen=True):
    """One run of an offset map: target ``[start, end)`` came from source ``[source_start, source_end)``.

    `exact` says that the characters correspond one by one (equal lengths).
    """

    start: int
    end: int
    source_start: int
    source_end: int
    exact: bool = True


class OffsetMap:
    """Monotone alignment of a target text with the source it was made from.

    The pieces are sorted, cover the target without overlap, and their source
    ranges never run backwards. Characters that the transform put in (a line
    break between two blocks) have an inexact piece whose source range may be empty.

    >>> m = OffsetMap([Piece(0, 3, 10, 13), Piece(3, 4, 13, 18, exact=False), Piece(4, 6, 18, 20)])
    >>> m.to_source(1, 5)
    (11, 19)
    >>> m.to_target(12, 20)
    (2, 6)
    """

    __slots__ = ("_source_starts", "_starts", "pieces")

    def __init__(self, pieces: Iterable[Piece]):
        self.pieces: tuple[Piece, ...] = tuple(pieces)
        position = source = 0
        for p in self.pieces:
            if p.start != position or p.end < p.start or p.source_start < source or p.source_end < p.source_start:
                raise ValueError(f"offset map is not monotone at {p}")
            if p.exact and p.end - p.start != p.source_end - p.source_start:
                raise ValueError(f"an exact piece must keep its length: {p}")
            position, source = p.end, p.source_end
        self._starts = [p.start for p in self.pieces]
        self._source_starts = [p.source_start for p in self.pieces]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text onto itself."""
        return cls([Piece(0, length, 0, length)] if length else [])

    @property
    def length(self) -> int:
        """Length of the target text in characters."""
        return self.pieces[-1].end if self.pieces else 0

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The smallest source range that holds target ``[start, end)``.

        A range that touches an inexact piece takes in the whole of that piece.
        """
        if not self.pieces:
            return (0, 0)
        if start >= end:
            p = self.pieces[max(0, bisect_right(self._starts, start) - 1)]
            at = p.source_start + (start - p.start) if p.exact else p.source_start
            return (at, at)
        first = self.pieces[max(0, bisect_right(self._starts, start) - 1)]
        last = self.pieces[max(0, bisect_right(self._starts, end - 1) - 1)]
        lo = first.source_start + (start - first.start) if first.exact else first.source_start
        hi = last.source_start + (end - last.start) if last.exact else last.source_end
        return (lo, max(lo, hi))

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """The target range made from source ``[start, end)``; empty where nothing of it is left."""
        if not self.pieces:
            return (0, 0)
        lo: int | None = None
        hi = 0
        i = max(0, bisect_right(self._source_starts, start) - 1)
        while i > 0 and self.pieces[i - 1].source_end > start:
            i -= 1
        for p in self.pieces[i:]:
            if p.source_start >= end and p.source_end > p.source_start:
                break
            a, b = max(start, p.source_start), min(end, p.source_end)
            if a >= b:
                continue
            left = p.start + (a - p.source_start) if p.exact else p.start
            right = p.start + (b - p.source_start) if p.exact else p.end
            lo = left if lo is None else lo
            hi = right
        if lo is None:
            p = self.pieces[max(0, bisect_right(self._source_starts, start) - 1)]
            at = min(p.end, p.start + max(0, start - p.source_start)) if p.exact else p.start
            return (at, at)
        return (lo, hi)

    def then(self, later: OffsetMap) -> OffsetMap:
        """The map of two transforms in a row: `later`'s target onto this map's source."""
        out: list[Piece] = []
        source = 0
        for p in later.pieces:
            if not p.exact:
                lo, hi = self.to_source(p.source_start, p.source_end)
                lo = max(lo, source)
                hi = max(lo, hi)
                out.append(Piece(p.start, p.end, lo, hi, exact=False))
                source = hi
                continue
            at = p.start
            while at < p.end:
                middle = p.source_start + (at - p.start)
                q = self.pieces[max(0, bisect_right(self._starts, middle) - 1)]
                stop = min(p.end, at + (q.end - middle))
                if q.exact:
                    lo = q.source_start + (middle - q.start)
                    hi = lo + (stop - at)
                else:
                    lo, hi = max(q.source_start, source), max(q.source_end, source)
                out.append(Piece(at, stop, lo, hi, exact=q.exact))
                at, source = stop, hi
        return OffsetMap(out)

    def slice(self, start: int, end: int) -> OffsetMap:
        """The map of target ``[start, end)`` alone, counted from 0."""
        out: list[Piece] = []
        for p in self.pieces:
            a, b = max(start, p.start), min(end, p.end)
            if a >= b:
                continue
            if p.exact:
                lo = p.source_start + (a - p.start)
                out.append(Piece(a - start, b - start, lo, lo + (b - a)))
            else:
                out.append(Piece(a - start, b - start, p.source_start, p.source_end, exact=False))
        return OffsetMap(out)
