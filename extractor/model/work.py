"""Documents as works: what the mentions of one text come together to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from extractor.model.mention import PlaceRef
from extractor.model.record import Function

RelationName = Literal["amends", "replaces", "repeals", "corrects", "based_on"]


class WorksSetting(msgspec.Struct, frozen=True):
    """What linking documents needs from the rest of the page.

    `agencies` and `bodies` are (start, end, canonical name) in text order; `title_end` is
    the length of the headline block in the text; `home_issuer` is what "UBND" alone means
    here ("Ủy ban nhân dân tỉnh Quảng Nam"), `home_place` its place; `text` is the article's.
    """

    published: str | None = None
    title: str | None = None
    title_end: int = 0
    agencies: Sequence[tuple[int, int, str]] = ()
    bodies: Sequence[tuple[int, int, str]] = ()
    home_issuer: str | None = None
    home_place: PlaceRef | None = None
    text: str = ""


class Work(msgspec.Struct):
    """One document with all its evidence: `mentions` are half-open ranges, `rules` why it is here.

    `rejected` holds readings that lost (a second date, another issuer); `urn` identifies the
    document beyond the page where issuer, type, number and year are known.
    """

    id: str
    type: str | None
    number: str | None = None
    symbol: str | None = None
    title: str | None = None
    year: int | None = None
    date: str | None = None
    issuer: str | None = None
    function: Function = "cited"
    mentions: list[tuple[int, int]] = []
    rules: list[str] = []
    rejected: list[str] = []
    urn: str | None = None

    @property
    def reference(self) -> str | None:
        """How other entries point to it: "1285/QĐ-UBND", "412-QĐ/TU", "701", null without a number."""
        if self.number is None:
            return None
        if not self.symbol:
            return self.number
        party = "/" in self.symbol and not self.symbol[:4].isdigit()
        return f"{self.number}{'-' if party else '/'}{self.symbol}"


class Relation(msgspec.Struct, frozen=True):
    """`subject` and `object` are ids of works."""

    subject: str
    relation: RelationName
    object: str


class WorksResult(msgspec.Struct):
    """The works of a text, in the order of their first mention, and which of them its news is about.

    `anchors` are (start, end, id) of every mention and anaphor, in text order.
    """

    documents: list[Work] = []
    relations: list[Relation] = []
    anchors: list[tuple[int, int, str]] = []
    sentences: list[int] = []

    @property
    def announced(self) -> list[Work]:
        """The documents that the article announces."""
        return [w for w in self.documents if w.function == "announced"]

    def work_at(self, offset: int) -> Work | None:
        """The document that the sentence at `offset` speaks of: the last named before it, else the next in the sentence.

        Null where the sentence names none; the caller may then fall back to `announced`.
        """
        at = bisect_right(self.sentences, offset)
        first = self.sentences[at - 1] if at else 0
        last = self.sentences[at] if at < len(self.sentences) else 1 << 60
        inside = [a for a in self.anchors if first <= a[0] < last]
        before = [a for a in inside if a[0] <= offset]
        chosen = before[-1] if before else inside[0] if inside else None
        return next((w for w in self.documents if chosen and w.id == chosen[2]), None)
