"""Repair: garbled Vietnamese made whole, every edit accounted for."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache

import msgspec

from extractor.model.edits import Edit, Edits, Repaired
from extractor.text import lost_bytes, mojibake, soft_breaks
from extractor.text.legacy import Legacy
from extractor.text.letter_case import Capitals
from extractor.text.syllable_model import SyllableLexicon

Step = Callable[[str], list[Edit]]

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u180e"
_ENTITY = r"&(?:amp;)*(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z][a-zA-Z0-9]{1,20});"


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(_ENTITY)


@cache
def _clusters() -> re.Pattern[str]:
    """A character with the combining marks that follow it."""
    return re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(f"[{INVISIBLE}]+")


@cache
def _eth() -> re.Pattern[str]:
    return re.compile("[ÐƉðɖ]")


def entities(text: str) -> list[Edit]:
    """Character references that were escaped once too often.

    >>> [e.after for e in entities("Ti&ecirc;n &amp;#272;o&agrave;n")]
    ['ê', 'Đ', 'à']
    """
    edits = []
    for m in _entity().finditer(text):
        after = m[0]
        for _ in range(4):
            after = html.unescape(after)
        if after != m[0] and len(after) == 1:
            edits.append(Edit("entity", m.start(), m.end(), m[0], after))
    return edits


def invisibles(text: str) -> list[Edit]:
    """Zero-width characters, soft hyphens and direction marks."""
    return [Edit("invisible", m.start(), m.end(), m[0], "") for m in _invisible().finditer(text)]


def compose_marks(text: str) -> list[Edit]:
    """Letters whose marks stand apart (NFD, cp1258), composed.

    >>> [e.after for e in compose_marks("Viê\u0323t")]
    ['ệ']
    """
    edits = []
    for m in _clusters().finditer(text):
        after = unicodedata.normalize("NFC", m[0])
        if after != m[0]:
            edits.append(Edit("nfc", m.start(), m.end(), m[0], after))
    return edits


def look_alikes(text: str) -> list[Edit]:
    """Ð (eth) and Ɖ (African D) where Vietnamese has Đ."""
    edits = []
    for m in _eth().finditer(text):
        after = "Đ" if m[0] in "ÐƉ" else "đ"
        edits.append(Edit("look-alike", m.start(), m.end(), m[0], after))
    return edits


class Tables(msgspec.Struct, frozen=True):
    """What the repair looks things up in."""

    lexicon: SyllableLexicon
    legacy: Legacy
    capitals: Capitals
    names: Collection[str] = ()


# A page was never seen to be read wrongly more often than this.
READINGS = 3


def _whole_only(edits: Edits, now: str, source: str) -> tuple[Edits, str]:
    """`edits` without those that left a half-lost letter undecided; there the source stays."""
    undecided = [e for e in edits if not e.unsure and _PRIVATE.search(e.after)]
    if not undecided:
        return edits, now
    kept = Edits([e for e in edits if e not in undecided], source)
    return kept, kept.apply(source)


_PRIVATE = re.compile("[\ue000-\ue0ff]")


def repair(
    text: str, lexicon: SyllableLexicon | None = None, names: Collection[str] = (), more: Tables | None = None
) -> Repaired:
    """`text` made whole, with the edits that did it.

    Without a `lexicon` lost bytes and soft line breaks stay, without `more` the legacy code
    pages. `names` are multi-syllable names in their standard spelling.

    >>> repair("Chủ tá»‹ch UBND tỉnh Ðắk Lắk").text
    'Chủ tịch UBND tỉnh Đắk Lắk'
    """
    edits = Edits([], text)
    now = text

    def run(step: Step) -> None:
        nonlocal edits, now
        found = step(now)
        if found:
            later = Edits(found, now)
            edits, now = edits.then(later, text, now), later.apply(now)

    if not text.isascii() or "&" in text or "?" in text:
        if "&" in now:
            run(entities)
        halves = mojibake.Halves(text)
        for _ in range(READINGS):
            if mojibake.suspicious(now):
                run(lambda t: mojibake.undo_reading(t, halves))
        if more is not None and more.legacy.suspicious(now):
            run(more.legacy.edits)
        if _invisible().search(now):
            run(invisibles)
        if not unicodedata.is_normalized("NFC", now):
            run(compose_marks)
        if _eth().search(now):
            run(look_alikes)
        if lexicon is not None and lost_bytes.suspicious(now):
            decoder = lost_bytes.Decoder(lexicon, names, more.capitals if more else None)
            run(lambda t: lost_bytes.restore(t, decoder, halves.candidates))
        if halves.candidates:
            edits, now = _whole_only(edits, now, text)
    if lexicon is not None and soft_breaks.suspicious(now):
        table = lexicon
        run(lambda t: soft_breaks.soft_breaks(t, table))
    return Repaired(now, edits)
