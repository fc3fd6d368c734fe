"""Mojibake: UTF-8 that was read as cp1252, latin-1 or cp1258, once or several times, wholly or in places.

Where a reader dropped the bytes that its code page lacks, or made the no-break space a plain one, the lead of
a sequence is left alone: such a letter is either certain, or becomes a sign of the private area that stands for
a few candidates, among which the syllable statistics choose later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from extractor.model.edits import Edit
from extractor.text.alphabet import LETTERS, is_syllable

KIND = "mojibake"
# Bytes that cp1252 does not define, and those that cp1258 lacks besides.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_UNDEFINED_1258 = (*_UNDEFINED, 0x8A, 0x8E, 0x9A, 0x9E)
_FIRST_SIGN = 0xE000


@cache
def byte_of() -> dict[str, int]:
    """Each character that a single-byte reader makes of a byte above 7F, and that byte."""
    table = {chr(b): b for b in range(0x80, 0x100)}
    for codec in ("cp1252", "cp1258"):
        for b in range(0x80, 0x100):
            try:
                table.setdefault(bytes([b]).decode(codec), b)
            except UnicodeDecodeError:
                continue
    return table


def _chars(low: int, high: int) -> str:
    return "[" + re.escape("".join(c for c, b in byte_of().items() if low <= b <= high)) + "]"


@cache
def _sequence() -> re.Pattern[str]:
    """A whole UTF-8 sequence, or the lead of one that lost its tail."""
    tail = _chars(0x80, 0xBF)
    whole = f"{_chars(0xC2, 0xDF)}{tail}|{_chars(0xE0, 0xEF)}{tail}{{2}}|{_chars(0xF0, 0xF4)}{tail}{{3}}"
    sign = "(?:\ufffd|\\?(?=[^\\W\\d_]))?"
    return re.compile(f"(?P<whole>{whole})|(?P<rest>(?P<lead>á[º»]|â€|[ÃĂÄÅÆÂ]|â(?![a-zA-ZÀ-ỹ]*[\u0080-\u00bf]))(?!{tail}){sign})")


@cache
def _sure() -> re.Pattern[str]:
    """What neither clean Vietnamese nor clean English holds, nor a legacy code page."""
    tail = _chars(0x80, 0xBF)
    return re.compile(
        f"á[º»](?:{tail}|[a-zA-ZÃÄÆá\ufffd]|(?= [a-zA-Z]))|Ä[\u0082\u0083\u0090\u0091‘’ƒ‚“”¨©]|Æ[°¡\u00a0¯]"
        "|Ã[\u00a0-\u00a9\u00ac-\u00ba\u00bc-\u00bf](?![A-ZÀ-Ỹ])|Ă[\u00a1-\u00bf]|â€[™œ˜“”¦¢\u009d\u0093\u0094\u0099]|ï»¿"
        "|[ÃÅÂ][\u0080-\u009f]|Ã[ƒ„†‚€‰Š’“”•™š](?![A-ZÀ-Ỹ]{0,2}[\\s”])|Â[ºª»°¡§®©]|Ì[€\u0081ƒ‰£]"
    )


@cache
def _weak() -> re.Pattern[str]:
    """What counts only beside sure signs: a lead that lost its tail. VPS and VISCII use these letters, too."""
    return re.compile("[a-zđ]Ã(?![A-ZÀ-ỸĐ])|[a-z]Æ |Ä[A-ZÃÆá]")


def suspicious(text: str) -> bool:
    """True if `text` holds a sequence that only mojibake writes."""
    return _sure().search(text) is not None


class Halves:
    """The private signs of half-lost letters: what each can stand for and what it was made from."""

    def __init__(self, text: str):
        self.candidates: dict[str, str] = {}
        self._sign_of: dict[str, str] = {}
        self._text = text

    @cached_property
    def usable(self) -> bool:
        """False for a text that already uses these signs and keeps them: nothing is half restored then."""
        return not re.search("[\ue000-\ue0ff]", self._text)

    def sign(self, candidates: str) -> str:
        """The sign for a letter that is one of `candidates`."""
        if candidates not in self._sign_of:
            sign = chr(_FIRST_SIGN + len(self._sign_of))
            self._sign_of[candidates] = sign
            self.candidates[sign] = candidates
        return self._sign_of[candidates]


def undo_reading(text: str, halves: Halves) -> list[Edit]:
    """The edits that undo one wrong reading of `text`, line by line."""
    edits: list[Edit] = []
    lost = _lost_bytes(text)
    for m in re.finditer("[^\n]+", text):
        if _sure().search(m[0]) or _weak().search(m[0]):
            edits += _line(text, m.start(), m.end(), (lost, halves))
    return edits


def _lost_bytes(text: str) -> tuple[int, ...]:
    """The bytes that the wrong reading has lost: those that cp1252 lacks, or all controls of latin-1."""
    tails = "".join(m["whole"][1:] for m in _sequence().finditer(text) if m["whole"])
    if any(ord(c) > 0xFF for c in tails):
        return _UNDEFINED_1258 if re.search("Ă[\u00a1-\u00bf]", text) else _UNDEFINED
    return tuple(range(0x80, 0xA0))


def _line(text: str, start: int, end: int, loss: tuple[tuple[int, ...], Halves]) -> Iterator[Edit]:
    table = byte_of()
    at = start
    twice = re.search("Ã[¡ƒ„†]|Â[º»]|Ã¢â", text[start:end]) is not None
    while m := _sequence().search(text, at, end):
        at = m.end()
        if m["whole"]:
            try:
                letter = bytes(table[c] for c in m[0]).decode("utf-8")
            except UnicodeDecodeError:
                letter = ""
            if letter and _expected(letter):
                yield Edit(KIND, m.start(), m.end(), m[0], letter)
            else:
                at = m.start() + 1
            continue
        found = _rest(text, m, loss, twice)
        if found is not None:
            stop, letter = found
            yield Edit(KIND, m.start(), stop, text[m.start() : stop], letter)
            at = stop


def _rest(text: str, m: re.Match[str], loss: tuple[tuple[int, ...], Halves], twice: bool) -> tuple[int, str] | None:
    """The end and the letter (or private sign) of a sequence whose tail is lost; None to leave it."""
    lead, stop = m["lead"], m.end()
    lost, halves = loss
    after = text[stop : stop + 1]
    if lead == "Â":
        return (stop, "") if twice or not after.isalpha() else None
    if lead[0] == "â":
        return _punctuation(text, m, lost, twice)
    if lead in "ÃĂ" and (after == " " or not after.strip()):
        return _a_grave(text, m, halves)
    if lead in ("áº", "Æ", "Å"):
        return _with_space(text, m, {"áº": "Ạ", "Æ": "Ơ", "Å": "Š"}[lead])
    candidates = _fitting(lead, lost)
    if len(candidates) == 1:
        return stop, candidates
    return (stop, halves.sign(candidates)) if candidates and halves.usable else None


def _punctuation(text: str, m: re.Match[str], lost: tuple[int, ...], twice: bool) -> tuple[int, str] | None:
    """A quotation mark or dash of which one or two bytes are lost."""
    stop = m.end()
    before, after = text[m.start() - 1 : m.start()], text[stop : stop + 1]
    if m["lead"] == "â€":
        # † (Ệ, half undone) ends in A0, ” in a byte that is not defined.
        return (stop + (after == " "), "†") if twice and before in "»º" else (stop, "”")
    if len(lost) < 32 or before.isalpha() == after.isalpha():
        return None
    return stop, "“" if after.isalpha() else "”"


@cache
def _fitting(lead: str, lost: tuple[int, ...]) -> str:
    """The Vietnamese letters whose sequence begins with `lead` and ends in a lost byte."""
    head = bytes(byte_of()[c] for c in lead)
    letters = (bytes([*head, b]).decode("utf-8", "replace") for b in lost)
    return "".join(c for c in letters if c in LETTERS)


def _a_grave(text: str, m: re.Match[str], halves: Halves) -> tuple[int, str] | None:
    """à whose A0 became a space, or Á, Í, Ý before a real one."""
    before = text[m.start() - 1 : m.start()]
    if before.isalpha():
        stop, letter = _with_space(text, m, "à")
        if before.islower() or stop > m.end():
            return stop, letter
    return (m.end(), halves.sign("àÝÁÍ")) if halves.usable else None


def _with_space(text: str, m: re.Match[str], letter: str) -> tuple[int, str]:
    stop = m.end()
    if text[stop : stop + 2] == "  ":
        return stop + 1, letter
    coda = re.match(r" (ng|nh|ch|[cmnptiyou])(?![^\W\d_])", text[stop : stop + 4], 0 if letter == "à" else re.I)
    if coda:
        onset = re.search(r"[^\W\d_]*$", text[max(0, m.start() - 4) : m.start()])
        if is_syllable((onset[0] if onset else "") + letter + coda[1]) or (onset and not onset[0].isascii()):
            return stop + 1, letter
    return stop, letter


def _expected(letter: str) -> bool:
    point = ord(letter)
    return (
        letter in LETTERS
        or 0x80 <= point < 0x180
        or point == 0x192
        or 0x2C6 <= point < 0x2DD
        or 0x300 <= point < 0x370
        or 0x1E00 <= point < 0x1F00
        or 0x2000 <= point < 0x2C00
        or point in (0xFEFF, 0xFFFD)
        or point >= 0x1F000
    )
