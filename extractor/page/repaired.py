"""Repair of a page's text: the callable comes from above, the places stay true."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from extractor.model.article import Article, Block
from extractor.model.edits import Edit, Edits, Repaired
from extractor.model.spans import OffsetMap, Piece, Span

Repairer = Callable[[str], Repaired]


def repair_article(article: Article, repairer: Repairer) -> Article:
    """`article` with its text, title and author repaired and its map led on to the same source.

    Blocks are repaired one by one (a table's cells each alone), so that no edit runs over a boundary.
    """
    metadata = {
        name: repairer(value).text
        for name in ("title", "author", "credited_source")
        if (value := getattr(article, name)) is not None
    }
    edits: list[Edit] = []
    for start, end in _units(article):
        piece = article.text[start:end]
        edits += [msgspec.structs.replace(e, start=e.start + start, end=e.end + start) for e in repairer(piece).edits]
    if not edits:
        return msgspec.structs.replace(article, **metadata)
    done = Edits(edits, article.text)
    blocks = tuple(
        Block(b.kind, *done.to_repaired(b.start, b.end), tuple(Span(*done.to_repaired(c.start, c.end)) for c in b.cells), b.headers)
        for b in article.blocks
    )
    places = [article.source_map.to_source(e.start, e.end) for e in edits]
    return msgspec.structs.replace(
        article,
        text=done.apply(article.text),
        blocks=blocks,
        source_map=article.source_map.then(done.map),
        repairs=tuple(msgspec.structs.replace(e, start=a, end=b) for e, (a, b) in zip(edits, places, strict=True)),
        **metadata,
    )


def _units(article: Article) -> list[tuple[int, int]]:
    return [
        (part.start, part.end)
        for block in article.blocks
        for part in (block.cells or (Span(block.start, block.end),))
        if part.end > part.start
    ]


def identity_map(length: int) -> OffsetMap:
    """The map of a text onto itself."""
    return OffsetMap([Piece(0, length, 0, length)] if length else [])
