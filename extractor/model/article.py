"""The article that `page/` reads out of markup or plain text."""

from __future__ import annotations

from typing import Literal

import msgspec

from extractor.model.edits import Edit
from extractor.model.spans import OffsetMap, Span

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "caption", "signature"]


class Block(msgspec.Struct, frozen=True):
    """One block of the article: its range in `Article.text` and, for a table row, its cells.

    `cells` are ranges in `Article.text`; `headers` are the texts of the column
    headers above them (empty where the table has none).
    """

    kind: BlockKind
    start: int
    end: int
    cells: tuple[Span, ...] = ()
    headers: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """A metadata value, where it came from and what was rejected for it.

    `source` names the place ("headline", "json-ld", "dateline", "byline", …);
    `start`/`end` are its range in the decoded source where it has one.
    """

    value: str | None
    source: str
    start: int | None = None
    end: int | None = None
    rejected: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """Main text and metadata of one page.

    `text` holds the blocks' texts joined by ``"\\n"``; `source_map` leads from
    `text` back to the decoded source. `lead_in` are furniture lines that name
    the site or its place (banner, breadcrumb, footer): no part of the text,
    but evidence for the jurisdiction. `repairs` are the edits that
    were made on the way (and those left undone as unsure), with ranges in the decoded source.
    """

    text: str
    blocks: tuple[Block, ...]
    source_map: OffsetMap
    title: str | None = None
    published: str | None = None
    author: str | None = None
    credited_source: str | None = None
    site: str | None = None
    url: str | None = None
    lead_in: tuple[str, ...] = ()
    findings: dict[str, Finding] = msgspec.field(default_factory=dict)
    repairs: tuple[Edit, ...] = ()

    def _repr_html_(self) -> str:
        from extractor.view.notebook import article_html

        return article_html(self)
