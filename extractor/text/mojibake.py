"""Mojibake: UTF-8 that was read as cp1252, latin-1 or cp1258, once or several times, wholly or in places."""

from __future__ import annotations

import re
from functools import cache

from extractor.model.edits import Edit
from extractor.text.alphabet import LETTERS

KIND = "mojibake"
# Bytes that a code page does not define; readers drop them, or put a space or U+FFFD.
_UNDEFINED_1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_FIRST_PLACEHOLDER = 0xE000


@cache
def byte_of() -> dict[str, int]:
    """Each character that a single-byte reader makes of a byte above 7F, and that byte."""
    table = {chr(b): b for b in range(0x80, 0x100)}
    for codec in ("cp1258", "cp1252"):
        for b in range(0x80, 0x100):
            try:
                table.setdefault(bytes([b]).decode(codec), b)
            except UnicodeDecodeError:
                continue
    return table


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    def chars(low: int, high: int) -> str:
        return "[" + re.escape("".join(c for c, b in byte_of().items() if low <= b <= high)) + "]"

    tail = chars(0x80, 0xBF)
    whole = f"{chars(0xC2, 0xDF)}{tail}|{chars(0xE0, 0xEF)}{tail}{{2}}|{chars(0xF0, 0xF4)}{tail}{{3}}"
    # The signs by which mojibake is told at a glance: none of them stands in clean Vietnamese or English.
    sure = f"á[º»]{tail}?|Ä{tail}|Æ[°¡\u00a0¯]|[ÃĂ][\u00a1-\u00bf]|â€|[a-zđ][ÃĂ]|ï»¿|[ÃÅÂ][\u0080-\u009f]|Ã[ƒ„†‚]|Â[ºª»°¡]|Ì[€\u0081ƒ‰£]"
    partial = "á[º»]|[ÃĂÄÆ]|â€|Â(?=[ \\s])"
    return re.compile(whole), re.compile(sure), re.compile(partial)


def suspicious(text: str) -> bool:
    """True if `text` holds a sequence that only mojibake writes."""
    return _patterns()[1].search(text) is not None


def decode_once(text: str) -> list[Edit]:
    """The edits that undo one wrong reading wherever a whole UTF-8 sequence is left."""
    whole, sure, _ = _patterns()
    table = byte_of()
    edits: list[Edit] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if sure.search(line):
            for m in whole.finditer(line):
                try:
                    letter = bytes(table[c] for c in m[0]).decode("utf-8")
                except UnicodeDecodeError:
                    continue
                if _expected(letter):
                    edits.append(Edit(KIND, start + m.start(), start + m.end(), m[0], letter))
        start += len(line)
    return edits


def _expected(letter: str) -> bool:
    point = ord(letter)
    return (
        letter in LETTERS
        or 0xA0 <= point < 0x250
        or 0x300 <= point < 0x370
        or 0x1E00 <= point < 0x1F00
        or 0x2000 <= point < 0x2C00
        or point in (0xFEFF, 0xFFFD)
        or point >= 0x1F000
    )
