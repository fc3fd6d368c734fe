"""Edits: what a repair changed, replayable both ways."""

from __future__ import annotations

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

    __slots__ = ("_source_length", "all", "map")

    def __init__(self, edits: Iterable[Edit], source: str):
        self.all: tuple[Edit, ...] = tuple(sorted(edits, key=lambda e: (e.start, e.end)))
        self._source_length = len(source)
        pieces: list[Piece] = []
        at = out = 0
        for e in self.all:
            if e.start < at or e.end > len(source) or source[e.start : e.end] != e.before:
                raise ValueError(f"edit does not fit its source: {e}")
            if e.unsure:
                continue
            if e.start > at:
                pieces.append(Piece(out, out + e.start - at, at, e.start))
                out += e.start - at
            exact = len(e.before) == len(e.after)
            pieces.append(Piece(out, out + len(e.after), e.start, e.end, exact))
            out += len(e.after)
            at = e.end
        if at < len(source):
            pieces.append(Piece(out, out + len(source) - at, at, len(source)))
        self.map = OffsetMap(pieces)

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

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source range behind repaired ``[start, end)``."""
        return self.map.to_source(start, end)

    def to_repaired(self, start: int, end: int) -> tuple[int, int]:
        """The repaired range of source ``[start, end)``."""
        return self.map.to_target(start, end)


class Repaired(msgspec.Struct, frozen=True):
    """A repaired text and the edits that made it."""

    text: str
    edits: Edits

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the damaged text behind ``text[start:end]``."""
        return self.edits.to_source(start, end)
