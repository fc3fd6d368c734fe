"""Match keys: spellings that mean the same, folded onto one, character by character.

Gazetteers and text are compared in their folded form. The fold never changes the length of
an NFC text, so that an offset in the folded text is an offset in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng

# One character to one character. Dashes and quotes vary with the editor's keyboard, Ð (eth) and Ɖ (African D)
# are drawn like Đ, and pages of the 2000s hold all of them.
_ALIKE = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "－": "-",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "＂": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "ʼ": "'", "′": "'",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ",
    "Ð": "đ", "ð": "đ", "Ɖ": "đ", "ɖ": "đ", "İ": "i", "∕": "/", "⁄": "/", "／": "/",
}  # fmt: skip


def _toned(letter: str) -> str:
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in TONES)


@cache
def _variants() -> tuple[re.Pattern[str], dict[str, str]]:
    """The spelling variants of two letters, where they may stand, and what each folds to."""
    table: dict[str, str] = {}
    pieces = []
    for glide, vowels in (("o", "ae"), ("u", "y")):
        early = _toned(glide)
        for vowel in vowels:
            late = _toned(vowel)
            for i in range(len(TONES)):
                # hoà → hòa, thuý → thúy at the end of a syllable ...
                table[glide + late[i]] = early[i] + vowel
                # ... but tòan → toàn, hùynh → huỳnh within one.
                table[early[i] + vowel] = glide + late[i]
            end, inside = f"{glide}[{late}](?![^\\W\\d_])", f"[{early}]{vowel}(?=[cimnoptuy])"
            pieces += [f"(?<!q){end}" if glide == "u" else end, inside]
    # After q the u is no vowel: qúy, qủa, qùi read quý, quả, quì.
    for vowel in "aeêioôơyâă":
        table |= {u + vowel: "u" + toned for u, toned in zip(_toned("u"), _toned(vowel), strict=True)}
    table |= {early + i: "u" + late for i in "iy" for early, late in zip(_toned("u"), _toned("y"), strict=True)}
    pieces.append(f"(?<=q)[{_toned('u')}][aeêioôơyâă]")
    # i and y as the only vowel: lí/lý, Mĩ/Mỹ, tỉ/tỷ, kĩ/kỹ, hi/hy, quí/quý; the commoner spelling stands (bác sỹ → sĩ).
    i_forms, y_forms = "i" + _toned("i"), "y" + _toned("y")
    for onset in "hklmtu":
        table |= {onset + i: onset + y for i, y in zip(i_forms, y_forms, strict=True)}
    table |= {"s" + y: "s" + i for i, y in zip(i_forms, y_forms, strict=True)}
    whole = f"(?:[hklmt][{i_forms}]|s[{y_forms}])"
    pieces += [f"(?<![^\\W_]){whole}(?![^\\W_])", f"(?<=(?<![^\\W_])q)u[{i_forms}](?![^\\W_])"]
    return re.compile("|".join(pieces)), table


def fold(text: str) -> str:
    """The match key of `text`: lower case, one tone placement, plain dashes and quotes; as many characters as `text`.

    `text` should be NFC. Every character answers to the one at the same offset.

    >>> fold("Uỷ ban – THUẬN HOÀ, “Ðảng bộ”")
    'ủy ban - thuận hòa, "đảng bộ"'
    >>> fold("tòan quốc, Hoa Kì, qúy I, hoàn thành")
    'toàn quốc, hoa kỳ, quý i, hoàn thành'
    """
    return _fold_long(text) if len(text) > _SHORT else _fold_short(text)


# Every finder folds the article, and the linker compares the same few names over and over: the last answers are kept.
# A fold depends on its text alone, so nothing but time depends on it.
_SHORT = 100


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> str:
    return _folded(text)


@lru_cache(maxsize=6)
def _fold_long(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    # No variant reaches over a blank, and a language has few words: most were seen before.
    return " ".join(map(_WORDS.__getitem__, text.split(" ")))


def _lowered(text: str) -> str:
    """Lower case, plain dashes and quotes; as many characters as `text`."""
    text = _UNLIKE.sub(_plain_sign, text)  # str.translate took fifteen times as long
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form has two characters
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low


_UNLIKE = re.compile(f"[{re.escape(''.join(_ALIKE))}]")


def _plain_sign(m: re.Match[str]) -> str:
    return _ALIKE[m[0]]


class _Known(dict[str, str]):
    """What `make` gave for each word seen before; forgotten as a whole when it grows too large."""

    def __init__(self, make: Callable[[str], str]):
        self._make = make

    def __missing__(self, word: str) -> str:
        made = self._make(word)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = made
        return made


_LONGEST_WORD, _MOST_WORDS = 24, 32_768


def _settled(text: str) -> str:
    pattern, table = _variants()
    return pattern.sub(lambda m: table[m[0]], _lowered(text))


_WORDS = _Known(_settled)


@cache
def _bare() -> dict[int, str]:
    letters: dict[str, str] = {"đ": "d"}
    for base, modified in (("a", "aăâ"), ("e", "eê"), ("i", "i"), ("o", "oôơ"), ("u", "uư"), ("y", "y")):
        for vowel in modified:
            letters |= dict.fromkeys(vowel + _toned(vowel), base)
    return str.maketrans(letters)


_BARE_WORDS = _Known(lambda word: _settled(word).translate(_bare()))


def strip_marks(text: str) -> str:
    """The fold of `text` without diacritics, for a search typed without them; the length stays.

    >>> strip_marks("Đặng Thị Thuỷ")
    'dang thi thuy'
    """
    return " ".join(map(_BARE_WORDS.__getitem__, text.split(" ")))
