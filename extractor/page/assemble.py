"""From kept pieces of the source to the article's text and its map back."""

from __future__ import annotations

import re

import msgspec

from extractor.model.article import Block, BlockKind
from extractor.model.spans import OffsetMap, Piece, Span


class Run(msgspec.Struct, frozen=True):
    """Text made from source ``[start, end)``: the same characters if `exact`, else what they stand for (an entity)."""

    text: str
    start: int
    end: int
    exact: bool = True


class Draft(msgspec.Struct):
    """A block on its way: its runs, and for a table row the runs of each cell."""

    kind: BlockKind
    runs: list[Run]
    cells: list[list[Run]] | None = None
    headers: tuple[str, ...] = ()


CELL_BREAK = " | "
# White space that is not one plain blank already.
_WIDE_BLANK = re.compile(r"\s{2,}|[^\S ]")


class Builder:
    """Collects runs into one text with its offset map."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self.length = 0
        self._source = 0

    def add(self, run: Run) -> None:
        """Append a run; one that lies before an earlier run's end (misnested markup) keeps its text but no place."""
        if not run.text:
            return
        end = self.length + len(run.text)
        exact = run.exact and run.start >= self._source
        start_at = max(run.start, self._source)
        end_at = max(run.end, start_at)
        self._pieces.append(Piece(self.length, end, start_at, end_at, exact))
        self._parts.append(run.text)
        self.length, self._source = end, end_at

    def put(self, text: str) -> None:
        """Append characters that the source does not hold."""
        if text:
            self.add(Run(text, self._source, self._source, exact=False))

    def finish(self) -> tuple[str, OffsetMap]:
        """The text and the map from it to the source."""
        return "".join(self._parts), OffsetMap(self._pieces)


def assemble(drafts: list[Draft]) -> tuple[str, tuple[Block, ...], OffsetMap]:
    """The blocks' texts joined by line breaks, the blocks with their ranges, and the map to the source.

    >>> text, blocks, source_map = assemble([Draft("heading", [Run("Tin", 3, 6)]), Draft("paragraph", [Run("UBND", 9, 13)])])
    >>> text, blocks[1].start, source_map.to_source(4, 8)
    ('Tin\\nUBND', 4, (9, 13))
    """
    builder = Builder()
    blocks: list[Block] = []
    for draft in drafts:
        if not any(run.text for run in draft.runs) and not any(run.text for cell in draft.cells or () for run in cell):
            continue
        if builder.length:
            builder.put("\n")
        start = builder.length
        cells: list[Span] = []
        for i, cell in enumerate(draft.cells or ()):
            if i:
                builder.put(CELL_BREAK)
            at = builder.length
            for run in cell:
                builder.add(run)
            cells.append(Span(at, builder.length))
        for run in draft.runs if draft.cells is None else ():
            builder.add(run)
        blocks.append(Block(draft.kind, start, builder.length, tuple(cells), draft.headers))
    text, source_map = builder.finish()
    return text, tuple(blocks), source_map


def squeeze(text: str, start: int, end: int) -> list[Run]:
    """The runs of ``text[start:end]`` with its edges stripped and each run of white space made one blank.

    >>> [r.text for r in squeeze("  Ủy  ban\\nnhân dân ", 0, 19)]
    ['Ủy', ' ', 'ban', ' ', 'nhân dân']
    """
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += len(piece) - len(piece.lstrip())
    end = start + len(stripped)
    runs: list[Run] = []
    at = start
    for m in _WIDE_BLANK.finditer(text, start, end):
        lo, hi = m.span()
        runs.append(Run(text[at:lo], at, lo))
        runs.append(Run(" ", lo, hi, exact=False))
        at = hi
    runs.append(Run(text[at:end], at, end))
    return runs
