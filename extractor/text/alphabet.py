"""The 134 accented letters of Vietnamese and how a syllable is put together."""

from __future__ import annotations

import unicodedata
from functools import cache

TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_VOWELS = "aăâeêioôơuưy"
# The letters outside ASCII, small ones first: 12 vowels in 6 tones less the 6 plain ASCII ones, and đ. 67 + 67 = 134.
LOWER = "".join(
    letter
    for vowel in _VOWELS
    for letter in (vowel, *(unicodedata.normalize("NFC", vowel + mark) for mark in TONE_MARKS))
    if not letter.isascii()
) + "đ"  # fmt: skip
LETTERS = LOWER + LOWER.upper()

ASCII_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# For character classes: every letter that a Vietnamese word may hold.
WORD = ASCII_LETTERS + LETTERS


def utf8_length(letter: str) -> int:
    """How many bytes `letter` has in UTF-8.

    >>> [utf8_length(c) for c in "aàạ"]
    [1, 2, 3]
    """
    point = ord(letter)
    return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4


@cache
def bare_tone() -> dict[str, tuple[str, int]]:
    """Each small letter with its vowel and its tone (0 level, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng)."""
    table = {c: (c, 0) for c in "abcdefghijklmnopqrstuvwxyzđăâêôơư"}
    for vowel in _VOWELS:
        for i, mark in enumerate(TONE_MARKS, 1):
            table[unicodedata.normalize("NFC", vowel + mark)] = (vowel, i)
    return table


# Onsets and rhymes as school grammar has them; `qu` and `gi` count as onsets.
_ONSETS = """
b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
"""
_OPEN = """
a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oă oe oi oai oay oao oeo ôi ơi ua uâ uê ui uôi
uơ uy uya uyu uây ưa ưi ưu ươi ươu yêu oo uêu yê iê uô ươ
"""
# Rhymes in c, ch, p, t carry sắc or nặng only; k is the Central Highlands' (Đắk Lắk, Buôn Hồ's Búk).
_STOPPED = """
ak ăk âk ek êk ik ok ôk uk ưk
ac ăc âc ec oc ôc uc ưc iêc yêc uôc ươc oac oăc ooc uâc êch ach ich oach uêch uych ap ăp âp ep êp ip op
ôp ơp up ưp iêp ươp uyp oap oăp at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyt uyêt
yt
"""
_NASAL = """
am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam oăm uym an ăn ân en ên in on ôn ơn un ưn iên yên uôn
ươn oan oăn oen uân uyn uyên yn ang ăng âng eng ong ông ung ưng iêng yêng uông ương oang oăng oong uâng
uyng anh ênh inh oanh uênh uynh oanh ynh
"""

# Here the i of gi is the vowel, or begins it.
_GI = ("gi", "gin", "giêng", "giêt", "giêc", "giêm")


@cache
def _parts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The onsets, the rhymes that carry every tone, and those that carry two."""
    return frozenset(_ONSETS.split()) | {""}, frozenset((_OPEN + _NASAL).split()), frozenset(_STOPPED.split())


def is_syllable(word: str) -> bool:
    """True if `word` (NFC, any case) can be one Vietnamese syllable: onset, rhyme and tone fit.

    >>> [is_syllable(w) for w in ("nghiêng", "Quyết", "thoát", "hoà", "thủy")]
    [True, True, True, True, True]
    >>> [is_syllable(w) for w in ("thóan", "nghiệpđ", "Vieät", "các²", "thước̉")]
    [True, False, False, False, False]
    """
    low = word.lower()
    if not 1 <= len(low) <= 7:
        return False
    table = bare_tone()
    letters = []
    tone = 0
    for c in low:
        found = table.get(c)
        if found is None:
            return False
        if found[1]:
            if tone:
                return False
            tone = found[1]
        letters.append(found[0])
    plain = "".join(letters)
    onsets, rhymes, stopped = _parts()
    if plain in _GI:
        return True
    for size in (3, 2, 1, 0):
        rhyme = plain[size:]
        if rhyme and plain[:size] in onsets and (rhyme in rhymes or (rhyme in stopped and tone in (2, 5))):
            return True
    return False
