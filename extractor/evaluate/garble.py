"""Garbling clean text on purpose, to measure the repair: every kind of docs/repair.md, from a seed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Protocol

from extractor.lexicon.syllables import code_pages
from extractor.text.alphabet import LETTERS
from extractor.text.decode import single_bytes


class Chance(Protocol):
    """A seeded generator such as ``random.Random(1)``; the caller brings it, nothing here is random by itself."""

    def random(self) -> float: ...

    def choice(self, seq: str, /) -> str: ...


Garbler = Callable[[str, Chance], str]


def kinds() -> dict[str, Garbler]:
    """Each kind of damage and the function that does it.

    >>> from random import Random
    >>> kinds()["mojibake cp1252"]("định", Random(0))
    'Ä‘á»‹nh'
    """
    table: dict[str, Garbler] = {
        "mojibake cp1252": lambda t, _: misread(t, "cp1252"),
        "mojibake latin-1": lambda t, _: misread(t, "latin-1"),
        "mojibake cp1258": lambda t, _: misread(t, "cp1258"),
        "mojibake twice": lambda t, _: misread(misread(t, "cp1252"), "cp1252"),
        "mojibake, bytes dropped": lambda t, _: misread(t, "cp1252", drop=True),
        "mojibake, A0 a space": lambda t, _: misread(t, "cp1252", drop=True).replace("\u00a0", " "),
        "mojibake, some lines": _some_lines,
        "NFD": lambda t, _: unicodedata.normalize("NFD", t),
        "look-alikes": lambda t, _: t.replace("Đ", "Ð"),
        "invisibles": lambda t, rng: _sprinkle(t, rng, "\u200b\u00ad\ufeff"),
        "entities": lambda t, _: "".join(f"&#{ord(c)};" if c in LETTERS else c for c in t),
        "entities twice": lambda t, _: "".join(f"&amp;#{ord(c)};" if c in LETTERS else c for c in t),
    }
    for page in code_pages():
        table[f"legacy {page.name}"] = lambda t, _, name=page.name: single_bytes(encode_legacy(t, name))  # type: ignore[misc]
    table["legacy, TCVN3 and VNI mixed"] = lambda t, rng: two_pages(t, rng, r"[^,;.\n]+")
    table["legacy, TCVN3 and VNI by line"] = lambda t, rng: two_pages(t, rng, r"[^\n]+")
    table["legacy, TCVN3 and VNI by cell"] = lambda t, rng: two_pages(t, rng, r"[^,;:.()\t\n]+")
    table["lost bytes, 3 %"] = lambda t, rng: lose(t, rng, 0.03)
    table["lost bytes, only đ"] = lambda t, rng: lose(t, rng, 1.0, "đ")
    table["lost bytes, line breaks"] = lambda t, rng: lose(t, rng, 0.03, breaks=True)
    table["U+FFFD a character, 3 %"] = lambda t, rng: lose(t, rng, 0.03, sign="\ufffd", per_byte=False)
    table["U+FFFD a byte, 3 %"] = lambda t, rng: lose(t, rng, 0.03, sign="\ufffd")
    return table


def misread(text: str, codec: str, drop: bool = False) -> str:
    """UTF-8 read as `codec`; bytes that it lacks are dropped or become C1 controls."""
    out = []
    for byte in text.encode("utf-8"):
        try:
            out.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            out.append("" if drop else chr(byte))
    return "".join(out)


@cache
def _codes(name: str) -> dict[str, bytes]:
    page = next(page for page in code_pages() if page.name == name)
    codes: dict[str, bytes] = {}
    for sequence, letter in page.table.items():
        codes.setdefault(letter, sequence.encode("latin-1"))
    return codes


def encode_legacy(text: str, name: str) -> bytes:
    """`text` in the code page `name`; a capital that it lacks becomes its small letter (it needs a capital font)."""
    codes = _codes(name)
    return b"".join(codes.get(c) or codes.get(c.lower()) or c.encode("cp1252", "replace") for c in text)


def lose(
    text: str, rng: Chance, rate: float, only: str = LETTERS, sign: str = "?", per_byte: bool = True, breaks: bool = False
) -> str:
    """`text` with the letters of `only` lost at `rate`: a `sign` for each byte, or for each character."""
    out = []
    for c in text:
        if c in only and c in LETTERS and rng.random() < rate:
            size = len(c.encode("utf-8")) if per_byte else 1
            out.append((sign + "\n" + sign * (size - 1)) if breaks and size > 1 else sign * size)
        else:
            out.append(c)
    return "".join(out)


def _some_lines(text: str, rng: Chance) -> str:
    return "\n".join(misread(line, "cp1252") if rng.random() < 0.4 else line for line in text.split("\n"))


def two_pages(text: str, rng: Chance, segment: str) -> str:
    """`text` with each `segment` (a pattern) in TCVN3 or in VNI, read as cp1252."""

    def one(m: re.Match[str]) -> str:
        return single_bytes(encode_legacy(m[0], "tcvn3" if rng.random() < 0.5 else "vni"))

    return re.sub(segment, one, text)


def _sprinkle(text: str, rng: Chance, signs: str) -> str:
    return "".join(c + rng.choice(signs) if c.isalpha() and rng.random() < 0.05 else c for c in text)
