"""Lost bytes: letters of which a damaged page kept only one sign for every UTF-8 byte.

A run of n signs stands for letters of n bytes together; line breaks within the run are ignored. The
syllable lexicon gives the candidates of a word, the counts of neighbours on both sides choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise, product
from math import exp, log

import msgspec

from extractor.model.edits import Edit
from extractor.text.alphabet import WORD, utf8_length
from extractor.text.syllable_model import SyllableLexicon

KIND = "lost-bytes"
# Below this posterior the text stays and the edit is listed as unsure.
SURE = 0.80
# In a key of the index chr(_BYTES + n) stands for n lost bytes, chr(_CHARS + n) for n lost characters.
_BYTES, _CHARS = 0xF100, 0xF200
_BREAK = r"[ \t]*\r?\n[ \t]*"
_RUN = rf"(?:\?(?:(?:{_BREAK})?\?)*|\ufffd(?:(?:{_BREAK})?\ufffd)*|[\ue000-\ue0ff])"


class Damaged(msgspec.Struct, frozen=True):
    """A damaged word: ``[start, end)`` of the text, its keys in the index, and whether it can be nothing but damage."""

    start: int
    end: int
    raw: str
    keys: tuple[str, ...]
    certain: bool


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    letters = f"[{WORD}]"
    damaged = re.compile(f"{letters}*(?:{_RUN}{letters}*)+")
    suspicion = re.compile(rf"\?(?:{_BREAK})?\?|[\ufffd\ue000-\ue0ff]")
    return damaged, re.compile(_RUN), suspicion


def suspicious(text: str) -> bool:
    """True if `text` has a run of signs that could stand for a lost letter."""
    return _patterns()[2].search(text) is not None


class Decoder:
    """Finds damaged words and says what they were. `names` are multi-syllable names in their standard spelling."""

    def __init__(self, lexicon: SyllableLexicon, names: Collection[str] = ()):
        self.lexicon = lexicon
        self._by_bytes: Mapping[str, list[str]] | None = None
        self._by_chars: Mapping[str, list[str]] | None = None
        self._name_next: dict[str, set[str]] = {}
        for name in names:
            parts = name.lower().split()
            for first, second in pairwise(parts):
                self._name_next.setdefault(first, set()).add(second)

    def candidates(self, key: str) -> list[str]:
        """The syllables that fit `key`."""
        if not any(c >= chr(_BYTES) for c in key):
            return [key] if key in self.lexicon else []
        if any(c >= chr(_CHARS) for c in key):
            if self._by_chars is None:
                self._by_chars = _index(self.lexicon, per_character=True)
            return self._by_chars.get(key, [])
        if self._by_bytes is None:
            self._by_bytes = _index(self.lexicon, per_character=False)
        return self._by_bytes.get(key, [])

    def log_next(self, first: str, second: str) -> float:
        """As the lexicon has it, with a share for the names."""
        base = self.lexicon.log_next(first, second)
        known = self._name_next.get(first)
        return log(exp(base) + 0.05 / len(known)) if known and second in known else base


def _index(lexicon: SyllableLexicon, per_character: bool) -> Mapping[str, list[str]]:
    """Every syllable of the lexicon under each of its damaged forms."""
    index: dict[str, list[str]] = {}
    for syllable in lexicon.counts:
        at = [i for i, c in enumerate(syllable) if c > "\x7f"]
        for size in range(1, min(len(at), 4) + 1):
            for lost in combinations(at, size):
                index.setdefault(_damage(syllable, lost, per_character), []).append(syllable)
    return index


def _damage(syllable: str, lost: Collection[int], per_character: bool) -> str:
    key: list[str] = []
    run = 0
    base = _CHARS if per_character else _BYTES
    for i, c in enumerate(syllable):
        if i in lost:
            run += 1 if per_character else utf8_length(c)
            continue
        if run:
            key.append(chr(base + run))
            run = 0
        key.append(c)
    if run:
        key.append(chr(base + run))
    return "".join(key)


def _keys(raw: str, partial: Mapping[str, str], per_character: bool) -> tuple[str, ...]:
    """The index keys of a damaged word; several where a half-lost letter can be one of a few."""
    pieces: list[Sequence[str]] = []
    at = 0
    for m in _patterns()[1].finditer(raw):
        pieces.append((raw[at : m.start()].lower(),))
        sign = m[0][0]
        if sign in partial:
            pieces.append([c.lower() for c in partial[sign]])
        else:
            size = m[0].count(sign)
            pieces.append((chr((_CHARS if sign == "\ufffd" and per_character else _BYTES) + size),))
        at = m.end()
    pieces.append((raw[at:].lower(),))
    return tuple("".join(choice) for choice in product(*pieces))


def _find(text: str, partial: Mapping[str, str]) -> Iterator[Damaged]:
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
        yield Damaged(m.start(), m.end(), raw, _keys(raw, partial, per_character), certain)


def _in_address(text: str, start: int, end: int) -> bool:
    left = max(text.rfind(c, max(0, start - 300), start) for c in " \n\t") + 1
    right = min((i for i in (text.find(c, end, end + 300) for c in " \n\t") if i >= 0), default=min(len(text), end + 300))
    token = text[left:right]
    return "://" in token or "www." in token or "=" in token or "@" in token


def restore(text: str, decoder: Decoder, partial: Mapping[str, str]) -> list[Edit]:
    """The edits that fill the lost bytes of `text`; those below `SURE` are marked unsure.

    `partial` gives the letters that a sign of the private area (set by an earlier step) can stand for.
    """
    found = [d for d in _find(text, partial) if any(decoder.candidates(k) for k in d.keys)]
    if not any(d.certain for d in found):
        return []
    edits: list[Edit] = []
    for chain in _chains(text, found):
        edits += _solve(text, chain, decoder, partial)
    return edits


_GAP = re.compile(r"[ \t\u00a0]+|[ \t]*\r?\n[ \t]*(?=[^\W\d_A-ZÀ-Ỹ]|\?|\ufffd)")
_WORD_BEFORE = re.compile(rf"[{WORD}]+$")
_WORD_AFTER = re.compile(rf"[{WORD}]+")


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
    """The word before `at` in the same clause."""
    stop = at
    while stop > 0 and text[stop - 1] in " \t\u00a0":
        stop -= 1
    if stop > 1 and text[stop - 1] == "\n" and text[stop - 2] not in ".:;?!\n":
        stop -= 1
    if stop == at:
        return None
    m = _WORD_BEFORE.search(text, max(0, stop - 12), stop)
    return m[0] if m else None


def _after(text: str, at: int) -> str | None:
    gap = _GAP.match(text, at)
    m = _WORD_AFTER.match(text, gap.end()) if gap else None
    return m[0] if m else None


def _solve(text: str, chain: list[Damaged], decoder: Decoder, partial: Mapping[str, str]) -> list[Edit]:
    before, after = _before(text, chain[0].start), _after(text, chain[-1].end)
    choices = [sorted({c for k in d.keys for c in decoder.candidates(k)}) for d in chain]
    posteriors = _posteriors(choices, before and before.lower(), after and after.lower(), decoder)
    edits = []
    left = before
    for i, (word, scores) in enumerate(zip(chain, posteriors, strict=True)):
        best = max(scores, key=lambda c: (scores[c], c))
        right = after if i + 1 == len(chain) else None
        written = _half_cased(word.raw, _cased(text, word, best, (left, right), decoder), partial)
        confidence = round(scores[best] * (1.0 if word.certain else 0.9), 4)
        sure = confidence >= SURE
        edits.append(
            Edit(KIND, word.start, word.end, word.raw, written if sure else word.raw, confidence, not sure,
                 None if sure else written)
        )  # fmt: skip
        left = written
    return edits


def _posteriors(
    choices: list[list[str]], before: str | None, after: str | None, decoder: Decoder
) -> list[dict[str, float]]:
    """For each word of a chain the probability of each candidate (forward-backward over the neighbours)."""
    forward: list[dict[str, float]] = []
    for i, options in enumerate(choices):
        row = {}
        for c in options:
            if i == 0:
                row[c] = decoder.log_next(before, c) if before else decoder.lexicon.log_alone(c)
            else:
                row[c] = _log_sum([forward[-1][p] + decoder.log_next(p, c) for p in choices[i - 1]])
        forward.append(row)
    backward: list[dict[str, float]] = [{} for _ in choices]
    for i in range(len(choices) - 1, -1, -1):
        for c in choices[i]:
            if i + 1 == len(choices):
                backward[i][c] = decoder.log_next(c, after) if after else 0.0
            else:
                backward[i][c] = _log_sum([decoder.log_next(c, n) + backward[i + 1][n] for n in choices[i + 1]])
    out = []
    for ahead, behind in zip(forward, backward, strict=True):
        total = _log_sum([ahead[c] + behind[c] for c in ahead])
        out.append({c: exp(ahead[c] + behind[c] - total) for c in ahead})
    return out


def _log_sum(values: list[float]) -> float:
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))


def _cased(
    text: str, word: Damaged, syllable: str, beside: tuple[str | None, str | None], decoder: Decoder
) -> str:
    """`syllable` in the letter case that the word's other letters and its neighbours show."""
    kept = [c for c in word.raw if c.isalpha() and c < "\ue000"]
    before, after = beside
    neighbours_upper = any(w and len(w) > 1 and w.isupper() for w in beside)
    if kept and all(c.isupper() for c in kept) and (len(kept) > 1 or neighbours_upper):
        return syllable.upper()
    if word.raw[0].isalpha() and word.raw[0] < "\ue000":
        return syllable.capitalize() if word.raw[0].isupper() else syllable
    if not kept and neighbours_upper and all(w is None or w.isupper() for w in beside):
        return syllable.upper()
    if _starts_sentence(text, word.start):
        return syllable.capitalize()
    names = decoder._name_next
    if after and after[0].isupper() and after.lower() in names.get(syllable, ()):
        return syllable.capitalize()
    if before and before[0].isupper() and (syllable in names.get(before.lower(), ()) or (after and after[0].isupper())):
        return syllable.capitalize()
    return syllable


def _half_cased(raw: str, written: str, partial: Mapping[str, str]) -> str:
    """`written` with the case that half-lost letters still show."""
    if len(raw) != len(written):
        return written
    out = []
    for sign, letter in zip(raw, written, strict=True):
        options = partial.get(sign, letter)
        out.append(letter if letter in options else letter.swapcase() if letter.swapcase() in options else letter)
    return "".join(out)


def _starts_sentence(text: str, at: int) -> bool:
    head = text[max(0, at - 4) : at].rstrip(" \t\u00a0“\"'(‘")
    if not head:
        return at < 4 or "\n" in text[max(0, at - 4) : at]
    if head[-1] == "\n":
        line = text[max(0, at - 40) : at].rstrip()
        return not line or line[-1] in ".!?…:;" or "\n\n" in text[max(0, at - 4) : at]
    return head[-1] in ".!?…" and head != text[max(0, at - 4) : at]
