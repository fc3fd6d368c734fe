"""Bytes to text: which charset a page is in, and why.

What the page says of itself is one vote: many pages of the 2000s say ``windows-1252`` and hold TCVN3. UTF-8 proves
itself, legacy Vietnamese code pages are recognised by the syllables that they make.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

import msgspec

from extractor.text.alphabet import is_syllable
from extractor.text.legacy import Legacy

# A UTF-8 page may hold this share of broken sequences (cut strings, a comment pasted in cp1252) and still be one.
BROKEN_SHARE = 0.1


class Decoded(msgspec.Struct, frozen=True):
    """A decoded page. Offsets into it count characters of `text`; `why` says what decided."""

    text: str
    encoding: str
    why: str
    binary: bool = False


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"RIFF", b"7z\xbc",
          b"Rar!", b"\x7fELF", b"{\\rtf", b"BM\x00", b"\x00\x00\x01\x00", b"wOFF", b"ID3", b"OggS", b"II*\x00")  # fmt: skip


@cache
def _meta() -> re.Pattern[bytes]:
    return re.compile(rb"""<(?:meta|\?xml)[^<>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.I)


def decode(data: bytes, declared: str | None = None, legacy: Legacy | None = None) -> Decoded:
    """The text of `data`; never raises.

    `declared` is the charset of the HTTP header, if there was one. Without `legacy` (``default_legacy()`` of
    the lexicon) the Vietnamese code pages that Python lacks are read as cp1252.

    >>> decode("Ủy ban nhân dân".encode("utf-16")).encoding
    'utf-16-le'
    >>> decode("Quyết định".encode()).why
    'valid UTF-8'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, "byte order mark")
    if data.startswith(_MAGIC):
        return Decoded("", "binary", "signature of a binary format", binary=True)
    if wide := _utf16_without_mark(data):
        return Decoded(data.decode(wide, "replace"), wide, "zero bytes in every second place")
    if _is_binary(data):
        return Decoded("", "binary", "control bytes", binary=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        return _by_votes(data, declared, legacy)


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:4000]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # A Vietnamese page in UTF-16 has a zero byte in some 70 % of one half and in none of the other.
    if odd * 5 > len(head) and even * 20 < len(head):
        return "utf-16-le"
    return "utf-16-be" if even * 5 > len(head) and odd * 20 < len(head) else None


_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))


def _is_binary(data: bytes) -> bool:
    head = data[:8000]
    if not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return (b"\0" in head and head.count(0) * 100 > len(head)) or controls * 10 > len(head)


def _by_votes(data: bytes, declared: str | None, legacy: Legacy | None) -> Decoded:
    text = data.decode("utf-8", "replace")
    whole = sum(c > "\x7f" for c in text) - text.count("\ufffd")
    if text.count("\ufffd") <= BROKEN_SHARE * whole:
        return Decoded(text, "utf-8", "UTF-8 with a few broken sequences")
    if mixed := _mixed_lines(data):
        return Decoded(mixed, "utf-8", "UTF-8 in some lines, cp1252 in others")
    said = _said(data, declared)
    plain = single_bytes(data)
    if legacy is not None:
        converted, names = legacy.convert(plain)
        if names:
            return Decoded(converted, names[0], "its syllables are Vietnamese in " + " and ".join(names))
    if said and said not in ("utf-8", "cp1252", "iso8859-1", "ascii"):
        try:
            return Decoded(data.decode(said), said, "declared")
        except (UnicodeDecodeError, LookupError):
            pass
    return Decoded(plain, "cp1252", "no valid UTF-8" + (f", declared {said}" if said else ""))


def _said(data: bytes, declared: str | None) -> str | None:
    """The charset that the header or the page names, as Python calls it."""
    m = _meta().search(data[:4096])
    for name in (declared, m[1].decode("ascii", "replace") if m else None):
        if name:
            try:
                return codecs.lookup(name.strip().strip("\"'")).name
            except (LookupError, ValueError):
                continue
    return None


def single_bytes(data: bytes) -> str:
    """`data` as cp1252, with latin-1 for the bytes that cp1252 lacks."""
    return data.decode("cp1252", "cp1252-lenient") if _lenient() else ""


@cache
def _lenient() -> bool:
    codecs.register_error("cp1252-lenient", lambda e: (chr(e.object[e.start]), e.start + 1))  # type: ignore[attr-defined]
    return True


def _mixed_lines(data: bytes) -> str | None:
    """A page some of whose lines are UTF-8 with Vietnamese in it and others are not UTF-8; None for any other."""
    out: list[str] = []
    whole = 0
    for line in data.splitlines(keepends=True):
        try:
            text = line.decode("utf-8")
            whole += sum(is_syllable(w) for w in re.findall(r"[^\W\d_]+", text) if not w.isascii())
        except UnicodeDecodeError:
            text = single_bytes(line)
        out.append(text)
    return "".join(out) if whole >= 5 else None
