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
from extractor.text.alphabet import LETTERS, WORD, is_syllable
from extractor.text.legacy import Legacy
from extractor.text.letter_case import Capitals
from extractor.text.lost_byte_model import Decoder, Numbers
from extractor.text.name_model import NameModel
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


@cache
def _eth_word() -> re.Pattern[str]:
    return re.compile("[^\\W\\d_]*[ÐƉðɖ][^\\W\\d_]*")


def entities(text: str) -> list[Edit]:
    """Character references that were escaped once too often.

    Letters of Vietnamese come back everywhere, other signs only in a line that holds Vietnamese (an English text on
    HTML means what it says), < and > never.

    >>> [e.after for e in entities("Ti&ecirc;n &amp;#272;o&agrave;n A&amp;B &lt;b&gt;")]
    ['ê', 'Đ', 'à', '&']
    """
    edits = []
    for m in _entity().finditer(text):
        after = m[0]
        for _ in range(4):
            after = html.unescape(after)
        if len(after) != 1 or after in "<>" or after == m[0]:
            continue
        if after in LETTERS or (not _in_address(text, m.start()) and _in_vietnamese(text, m.start())):
            edits.append(Edit("entity", m.start(), m.end(), m[0], after))
    return edits


def _in_vietnamese(text: str, at: int) -> bool:
    """True if the line round `at` holds a letter that Vietnamese has and English has not, written or as a reference."""
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    return any(c in LETTERS for c in html.unescape(line))


def _in_address(text: str, at: int) -> bool:
    """True if `at` lies in a web address."""
    head = text[max(0, at - 200) : at].split()
    return bool(head) and not text[at - 1].isspace() and ("://" in head[-1] or "=" in head[-1] or "www." in head[-1])


def invisibles(text: str) -> list[Edit]:
    """Zero-width characters, soft hyphens and direction marks; beside scripts and emoji that need them they stay.

    >>> [(e.start, e.before) for e in invisibles("Quyết\u200b định")]
    [(5, '\u200b')]
    """
    edits = []
    for m in _invisible().finditer(text):
        beside = text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]
        if not any(0x590 <= ord(c) < 0x1E00 or ord(c) >= 0x2600 for c in beside):
            edits.append(Edit("invisible", m.start(), m.end(), m[0], ""))
    return edits


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
    """Ð (eth) and Ɖ (African D) where Vietnamese has Đ; Icelandic keeps its letters.

    >>> [e.after for e in look_alikes("QÐ-UBND, Ðảng bộ; Guðmundsson")]
    ['Đ', 'Đ']
    """
    edits = []
    for m in _eth_word().finditer(text):
        word = m[0].translate(_D)
        if is_syllable(word) or _is_code(word) or text[m.end() : m.end() + 1] in _LOST:
            edits += [
                Edit("look-alike", m.start() + i, m.start() + i + 1, c, word[i]) for i, c in enumerate(m[0]) if c != word[i]
            ]
    return edits


_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_LOST = ("?", "\ufffd")


def _is_code(word: str) -> bool:
    """True for an abbreviation in capitals (HĐND), or with one small letter (QĐTTg)."""
    return word.isascii() is False and sum(c.islower() for c in word) <= 1 and all(c in WORD for c in word)


class Tables(msgspec.Struct, frozen=True):
    """What the repair looks things up in."""

    lexicon: SyllableLexicon
    legacy: Legacy
    capitals: Capitals
    names: Collection[str] = ()
    numbers: Numbers | None = None
    persons: NameModel | None = None


@cache
def _strange() -> re.Pattern[str]:
    """A sign that some garbling needs; a text without one was not read wrongly and holds no mark that stands apart.

    Most lines hold none, and one look for all kinds of damage takes a fourth of the time of one for each. Ã is a letter, but
    before quotation marks it is mojibake, too.
    """
    plain = "".join(map(chr, range(0x20, 0x7F))) + LETTERS.replace("Ã", "") + "\t\n\r\u00a0“”‘’–—…•"
    return re.compile(f"[^{re.escape(plain)}]")


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
        strange = _strange().search(now) is not None
        for _ in range(READINGS if strange else 0):
            if mojibake.suspicious(now):
                run(lambda t: mojibake.undo_reading(t, halves))
        if more is not None and more.legacy.suspicious(now):
            run(more.legacy.edits)
            strange = True
        if strange:
            if _invisible().search(now):
                run(invisibles)
            if not unicodedata.is_normalized("NFC", now):
                run(compose_marks)
            if _eth().search(now):
                run(look_alikes)
        if lexicon is not None and (strange or "?" in now) and lost_bytes.suspicious(now):
            tables = (more.capitals, more.numbers, more.persons) if more else (None, None, None)
            decoder = Decoder(lexicon, names, *tables)
            # What one reading fills in can settle a word that was left open: so a second repair finds nothing to do.
            for _ in range(READINGS):
                found = lost_bytes.restore(now, decoder, halves.candidates)
                run(lambda _, found=found: found)  # type: ignore[misc]
                if all(e.unsure for e in found) or not any(e.unsure for e in found):
                    break
        if halves.candidates:
            edits, now = _whole_only(edits, now, text)
    if lexicon is not None and "\n" in now and soft_breaks.suspicious(now):
        table = lexicon
        run(lambda t: soft_breaks.soft_breaks(t, table))
    return Repaired(now, edits)
