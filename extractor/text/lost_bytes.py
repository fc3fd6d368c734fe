"""Lost bytes: letters of which a damaged page kept only one sign for every UTF-8 byte.

A run of n signs stands for letters of n bytes together; line breaks within the run are ignored. The
syllable lexicon gives the candidates of a word, the counts of neighbours on both sides choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product

import msgspec

from extractor.model.edits import Edit
from extractor.text.alphabet import WORD
from extractor.text.letter_case import lost_case, starts_sentence, words_after, words_before
from extractor.text.lost_byte_model import (
    BYTES,
    CHARS,
    COUNTED,
    NUMBERED,
    WORD_RUN,
    Beside,
    Decoder,
    Options,
    posteriors,
)
from extractor.text.name_model import Link, Slot

KIND = "lost-bytes"
# Below this posterior the text stays and the edit is listed as unsure.
SURE = 0.67
# A run that stands alone can be a dash or a bullet as well, most of all one sign for one character.
SURE_ALONE, SURE_SIGN = 0.8, 0.95
# A half-lost letter that could be one of many: nothing in the text tells which bytes its reading lost.
FEW, SURE_OPEN = 6, 0.95
# Within a name nearly anything can stand, and a wrong name is worse than a damaged one.
SURE_NAME = 0.8
_BREAK = r"[ \t]*\r?\n[ \t]*"
_RUN = rf"(?:\?(?:(?:{_BREAK})?\?)*|\ufffd(?:(?:{_BREAK})?\ufffd)*|[\ue000-\ue0ff])"


class Damaged(msgspec.Struct, frozen=True):
    """A damaged word: ``[start, end)`` of the text, its keys in the index, and whether it can be nothing but damage."""

    start: int
    end: int
    raw: str
    keys: tuple[str, ...]
    certain: bool
    code: str | None = None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    letters = f"[{WORD}]"
    damaged = re.compile(f"{letters}*(?:{_RUN}{letters}*)+")
    suspicion = re.compile(rf"\?(?:{_BREAK})?\?|[\ufffd\ue000-\ue0ff]")
    return damaged, re.compile(_RUN), suspicion


def suspicious(text: str) -> bool:
    """True if `text` has a run of signs that could stand for a lost letter."""
    return _patterns()[2].search(text) is not None


def _keys(raw: str, partial: Mapping[str, str], per_character: bool) -> tuple[str, ...]:
    """The index keys of a damaged word; several where a half-lost letter can be one of a few."""
    pieces: list[Sequence[str]] = []
    at = 0
    for m in _patterns()[1].finditer(raw):
        pieces.append((raw[at : m.start()].lower(),))
        sign = m[0][0]
        if sign in partial:
            pieces.append(sorted({c.lower() for c in partial[sign] if _fits_case(c, raw)}))
        else:
            size = m[0].count(sign)
            pieces.append((chr((CHARS if sign == "\ufffd" and per_character else BYTES) + size),))
        at = m.end()
    pieces.append((raw[at:].lower(),))
    return tuple("".join(choice) for choice in product(*pieces))


def _fits_case(letter: str, raw: str) -> bool:
    """False for a capital in a word that shows small letters and does not begin with it."""
    return not (letter.isupper() and raw[0] in WORD and any(c.islower() for c in raw))


def _find(text: str, decoder: Decoder, partial: Mapping[str, str]) -> Iterator[Damaged]:
    damaged, run, _ = _patterns()
    # One sign for a character or for a byte? A lone U+FFFD can only be a character.
    per_character = re.search("(?<!\ufffd)\ufffd(?!\ufffd)", text) is not None
    for m in damaged.finditer(text):
        raw = m[0]
        runs = list(run.finditer(raw))
        if all(r[0] == "?" for r in runs) or _in_address(text, m.start(), m.end()):
            continue
        # Only question marks at the end of a word can be what they look like.
        last = runs[-1]
        certain = not (len(runs) == 1 and last[0][0] == "?" and last.end() == len(raw))
        if not certain and re.match(r" [a-zđ]|[-/][\w?]", text[m.end() : m.end() + 2]) and last[0].isascii():
            certain = last.start() > 0
        certain = certain or _is_stem(raw[: last.start()])
        keys = _keys(raw, partial, per_character)
        code = _code(text, m, any(decoder.candidates(k) for k in keys))
        yield Damaged(m.start(), m.end(), raw, keys, certain or code is not None, code)


def _is_stem(letters: str) -> bool:
    """True for what no word ends with: consonants alone that are no abbreviation (Th, ng; not TH, HĐ)."""
    return len(letters) > 1 and not letters.isupper() and _ONSET.fullmatch(letters.lower()) is not None


_ONSET = re.compile("ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr")


def _code(text: str, m: re.Match[str], readable: bool) -> str | None:
    """An abbreviation (1285/Q??-UBND, KHT??) with Đ for what was lost: no other letter outside ASCII is common there."""
    kept = [c for c in m[0] if c in WORD]
    if m[0] == "??" and re.match(r"/[cC](?![^\W_])", text[m.end() : m.end() + 3]):  # đ/c, đồng chí
        return "Đ" if starts_sentence(text, m.start()) else "đ"
    if not kept or not all(c.isupper() for c in kept) or any(c in "AEIOUY" or c > "\x7f" for c in kept):
        return None
    beside = text[max(0, m.start() - 2) : m.start()] + " " + text[m.end() : m.end() + 2]
    if (readable or len(kept) < 2) and not re.search(r"[\dA-ZĐ?][/&-] | [/&-][A-ZĐ?]", beside):
        return None
    holes = [r[0].count("?") for r in _patterns()[1].finditer(m[0])]
    if not all(holes) or any(size % 2 for size in holes):
        return None
    return _patterns()[1].sub(lambda r: "Đ" * (r[0].count("?") // 2), m[0])


def _in_address(text: str, start: int, end: int) -> bool:
    left = max(text.rfind(c, max(0, start - 300), start) for c in " \n\t") + 1
    right = min((i for i in (text.find(c, end, end + 300) for c in " \n\t") if i >= 0), default=min(len(text), end + 300))
    token = text[left:right]
    return "://" in token or "www." in token or "=" in token or "@" in token


def restore(text: str, decoder: Decoder, partial: Mapping[str, str]) -> list[Edit]:
    """The edits that fill the lost bytes of `text`; those below `SURE` are marked unsure.

    `partial` gives the letters that a sign of the private area (set by an earlier step) can stand for.
    """
    found = [d for d in _find(text, decoder, partial) if d.code or any(decoder.candidates(k) for k in d.keys)]
    if not any(d.certain for d in found):
        return []
    decoder.read(text)
    edits: list[Edit] = []
    for chain in _chains(text, found):
        edits += _solve(text, chain, decoder, partial)
    return edits


# What may stand between two words of one clause: spaces, a line break before a small letter, numbers (the statistics
# are of runs of letters: "tháng 5 năm" counts as tháng năm).
_NUMBER = r"(?:[0-9][0-9./:%-]*(?:[ \t\u00a0]+|(?<=/)))*"
_GAP = re.compile(rf"(?:[ \t\u00a0]+|[ \t]*\r?\n[ \t]*(?=[^\W\d_A-ZÀ-Ỹ]|\?|\ufffd)){_NUMBER}|/")
_BEFORE = re.compile(rf"([{WORD}]+)(?:[ \t\u00a0]+|(?<=[^.:;?!\n])\r?\n[ \t]*){_NUMBER}$|([{WORD}]+)/$")


def _chains(text: str, found: list[Damaged]) -> Iterator[list[Damaged]]:
    """Damaged words that stand side by side are solved together."""
    chain: list[Damaged] = []
    for word in found:
        if chain and not _GAP.fullmatch(text, chain[-1].end, word.start):
            yield chain
            chain = []
        chain.append(word)
    if chain:
        yield chain


def _before(text: str, at: int) -> str | None:
    """The word before `at` in the same clause, in small letters; "" after a bracket, None at the edge of a clause."""
    m = _BEFORE.search(text, max(0, at - 40), at)
    if not m:
        return "" if text[:at].endswith(") ") else None
    if _DATE_BEFORE.search(text, max(0, at - 20), at):
        return "năm"  # "ngày 3/5/2019 về" is said "ngày 3 tháng 5 năm 2019 về"
    word = m[1] or m[2]
    return ISSUER_CODE if len(word) > 1 and word.isupper() and text[m.start() - 1 : m.start()] in ("-", "/") else word.lower()


# The letters of issuers are many (12/TB-VPCP), what follows them is the same: the commonest stand for all.
ISSUER_CODE = "cp"
_DATE_BEFORE = re.compile(r"\d[/.-]\d{1,2}[/.-]\d{2,4}[ \t\u00a0]+$")


def _after(text: str, at: int) -> str | None:
    gap = _GAP.match(text, at)
    m = WORD_RUN.match(text, gap.end()) if gap else None
    return m[0].lower() if m else None


_LEFT = re.compile(rf"(?:(?<![{WORD}?])[{WORD}?\ufffd\ue000-\ue0ff]+[ \t\u00a0]+){{1,5}}$")
_RIGHT = re.compile(rf"[ \t\u00a0]+([{WORD}?\ufffd\ue000-\ue0ff]+)")


def _links(text: str, chain: list[Damaged], decoder: Decoder) -> list[Link]:
    """What each word of the chain, and the one after it, shows beside the word before it."""
    spans = [(d.start, d.end) for d in chain]
    after = _RIGHT.match(text, chain[-1].end)
    spans.append(after.span(1) if after else (chain[-1].end, chain[-1].end))
    links = []
    for i, (start, end) in enumerate(spans):
        word = text[start:end]
        slot = _name_slot(text, start, end, decoder)
        stands = i == len(chain)
        # Whether a surname follows tells much of the word before it.
        links.append(Link(_is_capital(word), stands, None if slot and stands and slot.part == "surname" else slot))
    return links


def _is_capital(word: str) -> bool:
    return bool(word) and word[0].isupper() and word[0] in WORD


def _name_slot(text: str, start: int, end: int, decoder: Decoder) -> Slot | None:
    word = text[start:end]
    if not _is_capital(word) or (len(word) > 1 and word.isupper()) or decoder.persons is None:
        return None
    left, right = _LEFT.search(text, max(0, start - 60), start), _RIGHT.match(text, end)
    return decoder.persons.slot(left[0].split() if left else [], right[1] if right else None)


def _solve(text: str, chain: list[Damaged], decoder: Decoder, partial: Mapping[str, str]) -> list[Edit]:
    *links, link = _links(text, chain, decoder)
    beside = Beside(_before(text, chain[0].start), _after(text, chain[-1].end), link)
    options = [
        Options(
            [d.code.lower()] if d.code else sorted({c for k in d.keys for c in decoder.candidates(k)}),
            NUMBERED.match(text, d.end) is not None,
            COUNTED.search(text, max(0, d.start - 8), d.start) is not None,
            link,
            (words_before(text, d.start), words_after(text, d.end)),
        )
        for d, link in zip(chain, links, strict=True)
    ]
    scored = posteriors(options, beside, decoder)
    best = [max(scores, key=lambda c: (scores[c], c)) for scores in scored]
    edits = []
    for i, (word, choice, scores) in enumerate(zip(chain, best, scored, strict=True)):
        written = word.code or _half_cased(word.raw, _cased(text, chain, best, i, decoder), partial)
        confidence = round(scores[choice] * (1.0 if word.certain else 0.9), 4)
        sure = confidence >= _threshold(word, text, partial)
        edits.append(
            Edit(KIND, word.start, word.end, word.raw, written if sure else word.raw, confidence, not sure,
                 None if sure else written)
        )  # fmt: skip
    return edits


def _threshold(word: Damaged, text: str, partial: Mapping[str, str]) -> float:
    if word.code:
        return SURE
    if any(len(partial.get(c, "")) > FEW for c in word.raw):
        return SURE_OPEN
    if any(c in WORD for c in word.raw):
        return SURE_NAME if _IN_NAME.match(text[max(0, word.start - 14) : word.start] + word.raw) else SURE
    if len(word.raw) > 1:
        return SURE_ALONE
    return SURE_SIGN if _WITHIN.match(text, max(0, word.start - 2)) else 1.01


# A word that shows a capital after another one that does.
_IN_NAME = re.compile(r".*(?<!\w)[A-ZÀ-ỸĐ][^\W\d_A-ZÀ-ỸĐ]*[ \t\u00a0][A-ZÀ-ỸĐ][^A-ZÀ-ỸĐ]*$", re.S)
# A single sign between two words of one clause, the second one small.
_WITHIN = re.compile(r"[^\W\d_][ \n][\ufffd\ue000-\ue0ff][ \n](?=[^\W\d_])[^A-ZÀ-ỸĐ]")


def _cased(text: str, chain: list[Damaged], best: list[str], i: int, decoder: Decoder) -> str:
    """The choice for word `i` of a chain in its case, weighed where the others are filled in."""
    left, at = "", max(0, chain[0].start - 200)
    for word, choice in zip(chain[:i], best, strict=False):
        shown = choice.capitalize() if word.raw[0].isupper() and word.raw[0] in WORD else choice
        left += text[at : word.start] + shown
        at = word.end
    left += text[at : chain[i].start]
    right, at = "", chain[i].end
    for word, choice in zip(chain[i + 1 :], best[i + 1 :], strict=True):
        shown = choice.capitalize() if word.raw[0].isupper() and word.raw[0] in WORD else choice
        right += text[at : word.start] + shown
        at = word.end
    right += text[at : at + 80]
    start, end = len(left), len(left) + len(chain[i].raw)
    return lost_case(left + chain[i].raw + right, start, end, best[i], decoder.capitals, decoder.page_case)


def _half_cased(raw: str, written: str, partial: Mapping[str, str]) -> str:
    """`written` with the case that half-lost letters still show."""
    if len(raw) != len(written):
        return written
    out = []
    for sign, letter in zip(raw, written, strict=True):
        options = partial.get(sign, letter)
        fits = letter in options or letter.swapcase() not in options or not _fits_case(letter.swapcase(), raw)
        out.append(letter if fits else letter.swapcase())
    return "".join(out)
