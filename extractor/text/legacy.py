"""Legacy code pages (TCVN3, VNI, VISCII, VPS, cp1258) that were read as cp1252 or latin-1.

Every word is weighed in each code page by the syllable lexicon, and the cheapest walk through a text
is taken: a change of code page costs something, so that one odd word does not turn clean text over, while
a TCVN3 headline over a Unicode body, or TCVN3 and VNI in one line, come out whole.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from itertools import groupby
from math import inf, log

import msgspec

from extractor.model.edits import Edit
from extractor.text.alphabet import LETTERS, WORD, is_syllable
from extractor.text.capital_fonts import raise_capitals
from extractor.text.letter_case import starts_sentence
from extractor.text.mojibake import byte_of
from extractor.text.syllable_model import SyllableLexicon

Word = tuple[int, int, "CodePage"]
KIND = "legacy"
# Natural logarithms. A syllable that was never seen, letters that make no syllable, a word with letters or signs that
# no Vietnamese word has; a sign that stands alone says nothing.
UNSEEN, NO_SYLLABLE, FOREIGN, ALONE = -15.0, -22.0, -24.0, -8.0
# A code page that makes no syllable out of a word is worse than the word as it stands: only syllables count for it.
MISREAD = -28.0
# One change of code page costs more than one word can gain by it (at most about 20), there and back more than two.
SWITCH, SWITCH_AT_LINE_END = -11.0, -7.0
# An abbreviation with Đ (HĐND).
CODE, LONGEST_CODE = -13.0, 6
# In a text that is wholly in legacy code pages: the cost of Unicode, of a page that was not found, the least one of a change.
STRAY, NEVER, CHEAPEST = -6.0, -1e6, -2.5
# Such a text has at most one word in so many with a letter that only Unicode has.
FEW_UNICODE = 50
# Added for a code page that Vietnamese sites hardly used (VISCII and VPS were those of the mailing lists abroad).
RARE = -8.0

# A stretch in a code page holds at least so many different words.
LEAST_WORDS = 2

# Old editors wrote the bytes above 7F as references, whatever the code page: &reg;&Ecirc;t for ®Êt (đất).
_LATIN_REFERENCE = re.compile(r"&(?:#1[2-9]\d|#2[0-5]\d|#x[89a-fA-F][0-9a-fA-F]|[A-Za-z]{2,6}[0-9]{0,2});")
# m², km³, mc²: a formula, not VISCII.
# What the bullets of symbol fonts (§ · Ø ü ¨) would be in TCVN3: no words.
_BULLETS = frozenset("Đãỉỹă")
_SUPERSCRIPT = re.compile("[a-z]{1,3}[²³]")
# Letters that clean Vietnamese has, but not in this order: VNI (coù, laâp) and cp1258 (tiòch) may show nothing else.
_QUOTES = frozenset("“”‘’–—…•\u00a0")
_MISFIT = "[ae][ùõâêáàãéèúôòì]|o[ùõâ]|y[ùõòì]|u[ùõò]|[^\\W\\d_g]iò|[êôâãýõ][òìÒÌ]|[a-zâêôăơư][ÒÌÙÕÂÊ]"
# The same read from its last letter, which is rarer than its first: the search takes a sixth of the time.
_MISFIT_LAST = "ùõâêáàãéèúôòìÒÌÙÕÂÊ"
_IS_MISFIT = (
    "(?:(?<=[ae][ùõâêáàãéèúôòì])|(?<=o[ùõâ])|(?<=y[ùõòì])|(?<=u[ùõò])|(?<=[^\\W\\d_g]iò)|(?<=[êôâãýõ][òìÒÌ])|(?<=[a-zâêôăơư][ÒÌÙÕÂÊ]))"
)
# From this many words on, a page of bytes is in that code page wholly.
WHOLE_PAGE = 5
# Vietnamese letters that no byte of cp1252 gives: a word that holds one is in Unicode.
_UNICODE = re.compile("[" + "".join(c for c in LETTERS if c > "\xff") + "]")
# Signs that mean themselves: © 2005, 5÷10 %, 1½, 29°C, and, unless they make a syllable (ngh® is nghệ in VISCII), Windows®.
_ITSELF = re.compile(r"[©®]\W*\d.*|\W*\d[\d.,]*(?:[÷×½¼¾][\W\d]*|°[CF]?\W*)")
_TRADE_MARK = re.compile(r"\W*[A-Za-z]{2,}[®©]\W*")
_CONTROL = re.compile("[\x02-\x06\x10-\x15\x19\x1c-\x1e]")
_NO_LETTER = re.compile(r"[\W\d_]+")
_CHUNK = re.compile(r"<[a-zA-Z/!][^<>]*>|[^ \t\r\n<,;:]+[,;:]*|[,;:]+|<|\n")


def _is_plain(chunk: str) -> bool:
    """True if `chunk` reads the same in every code page. VISCII and VPS put capitals on control codes, too."""
    return chunk.isascii() and (chunk.isprintable() or not _CONTROL.search(chunk))


def _single(character: str, otherwise: str) -> str:
    return character if len(character) == 1 and character in byte_of() and character != "\u00a0" else otherwise


# Two letters of which none is in ASCII (§· is Đã in TCVN3).
_SIGNS = re.compile("[\u00a1-\u00bf]{2}")


def _is_code(word: str) -> bool:
    """True for an abbreviation with letters of Vietnamese (HĐND, QĐ), False for foreign words in capitals (NIÑO)."""
    if not 1 < len(word) <= LONGEST_CODE or not word.isupper() or not all(c in WORD for c in word):
        return False
    return sum(c in "AEIOUY" for c in word) <= 1 and all(c.isascii() or c in "ĐƯÂĂÔÊƠ" for c in word)


class Costs(msgspec.Struct, frozen=True):
    """What a change of code page costs within a line and at its end, and to enter Unicode and each page."""

    within: float = SWITCH
    at_line_end: float = SWITCH_AT_LINE_END
    entry: tuple[float, ...] = ()


def _rate(changes: int, chances: int, usual: float) -> float:
    """The cost of a change that was seen so often; the `usual` one where none was."""
    return min(max(usual, log(changes / chances)), CHEAPEST) if changes else usual


class CodePage:
    """A code page: `letters` gives for each Vietnamese letter the byte sequences that stand for it.

    `toned_capitals` is False where a capital with a tone is a small code in a capital font; `capital_phrases` are then
    those whose first letter must have been one. `rare` makes the page less likely before anything is read.

    >>> page = CodePage("vni", {"ệ": ["65 E4"], "Đ": ["D1"]})
    >>> page.convert("Ñaëng Vieät")
    'Đaëng Việt'
    """

    def __init__(
        self,
        name: str,
        letters: Mapping[str, Sequence[str]],
        toned_capitals: bool = True,
        rare: bool = False,
        capital_phrases: Sequence[str] = (),
    ):
        self.name = name
        self.rare = rare
        self.toned_capitals = toned_capitals
        self.capital_phrases = tuple(phrase.lower().split() for phrase in capital_phrases)
        self._letters = letters

    @cached_property
    def table(self) -> dict[str, str]:
        """Byte sequences, as latin-1 reads them, and their letters."""
        table: dict[str, str] = {}
        for letter, codes in self._letters.items():
            for code in codes:
                table[bytes.fromhex(code).decode("latin-1")] = letter
        # A typist's mark may differ in case from its letter (Uûy for UÛy).
        for code, letter in list(table.items()):
            if len(code) == 2 and code[1] > "\xbf":
                table.setdefault(code[0] + code[1].swapcase(), letter)
        return table

    def lacks(self, letter: str) -> bool:
        """True if the page has no code for `letter`."""
        return letter not in self._letters

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any sequence of the table."""
        return re.compile("|".join(map(re.escape, sorted(self.table, key=len, reverse=True))))

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters outside ASCII (as latin-1 reads them) that the table uses."""
        return frozenset(c for code in self.table for c in code if not c.isascii() or c < " ")

    def convert(self, text: str) -> str:
        """`text` (read as cp1252 or latin-1) in Unicode, sign by sign."""
        return self.pattern.sub(lambda m: self.table[m[0]], _as_bytes(text))

    def word(self, chunk: str) -> tuple[int, int]:
        """The part of `chunk` that is to be converted: all, or all but the quotation marks around a syllable.

        VISCII and VPS put capitals where cp1252 has its quotation marks, dashes and dots.
        """
        start, end = 0, len(chunk)
        if chunk[0] in _QUOTES or not _QUOTES.isdisjoint(chunk[1:]):
            while start < end and not chunk[start].isalnum() and (chunk[start] in _QUOTES or chunk[start].isascii()):
                start += 1
            while end > start and not chunk[end - 1].isalnum() and (chunk[end - 1] in _QUOTES or chunk[end - 1].isascii()):
                end -= 1
            inner = chunk[start:end]
            # ASEAN” stays, ”ng is a syllable.
            if not (is_syllable(self.convert(inner).lower()) or (inner.isascii() and len(inner) > 2)):
                return 0, len(chunk)
        return start, end

    def convert_word(self, chunk: str) -> str:
        """`chunk` in Unicode, quotation marks around a syllable as they are."""
        start, end = self.word(chunk)
        return chunk[:start] + self.convert(chunk[start:end]) + chunk[end:]


def _as_bytes(text: str) -> str:
    """`text` with each cp1252 character as the latin-1 character of its byte; the length stays."""
    return text.translate(_byte_table())


@cache
def _byte_table() -> dict[int, str]:
    return {ord(c): chr(b) for c, b in _cp1252().items()}


@cache
def _cp1252() -> dict[str, int]:
    """The characters that cp1252 puts on the controls of latin-1. (The marks of cp1258 are real marks in NFD text.)"""
    return {c: b for c, b in byte_of().items() if ord(c) > 0xFF and b < 0xA0}


class Legacy:
    """The code pages and the lexicon by which one of them is recognised."""

    def __init__(self, pages: Sequence[CodePage], lexicon: SyllableLexicon):
        self.pages = pages
        self.lexicon = lexicon
        self._scores: dict[str, list[float]] = {}
        self._texts: dict[tuple[str, str], bool] = {}

    @cached_property
    def _odd_signs(self) -> str:
        """Signs that some code page uses and clean Vietnamese text does not, to stand in a character class."""
        signs = {c for page in self.pages for c in page.signs}
        odd = (signs | {c for c, b in _cp1252().items() if chr(b) in signs}) - set(LETTERS)
        return re.escape("".join(sorted(odd - _QUOTES)))

    @cached_property
    def _odd(self) -> re.Pattern[str]:
        """An odd sign, or clean letters in an order that Vietnamese has not."""
        return re.compile(f"[{self._odd_signs}]|{_MISFIT}")

    @cached_property
    def _suspicion(self) -> re.Pattern[str]:
        """Found in the same texts as `_odd`, though it may begin a letter later."""
        return re.compile(f"[{self._odd_signs}{_MISFIT_LAST}](?:(?<=[{self._odd_signs}])|{_IS_MISFIT})")

    @cached_property
    def _run(self) -> re.Pattern[str]:
        signs = {c for page in self.pages for c in page.signs} | {chr(c) for c in range(0x80, 0xA0)}
        signs |= {c for c, b in _cp1252().items() if chr(b) in signs}
        return re.compile("(?:[^\\W\\d_]|[" + re.escape("".join(sorted(signs - _QUOTES))) + "])+")

    def suspicious(self, text: str) -> bool:
        """True if `text` holds a sign that a legacy code page would use for a letter."""
        return not text.isascii() and self._suspicion.search(text) is not None

    def edits(self, text: str) -> list[Edit]:
        """The edits that turn the parts of `text` in a legacy code page into Unicode."""
        # First the odd lines alone: a clean page with a © in its footer costs no more than that line.
        odd = "\n".join(line for line in text.split("\n") if self._odd.search(line))
        if 2 * len(odd) < len(text) and not self._words(odd):
            return []
        edits: list[Edit] = []
        for start, end, page in self._words(text):
            edits += _word_edits(text, start, end, page)
        return edits

    def convert(self, text: str) -> tuple[str, list[str]]:
        """A page read as cp1252 in Unicode, and the code pages found in it, the commonest first.

        Markup stays; what stands in a capital font (``<font face=".VnTimeH">``) comes out in capitals.
        """
        plain = _LATIN_REFERENCE.sub(lambda m: _single(html.unescape(m[0]), m[0]), text)
        words = self._words(plain, True)
        if not words:
            return text, []
        found = Counter(page.name for *_, page in words)
        out: list[str] = []
        at = 0
        for start, end, page in words:
            for e in _word_edits(plain, start, end, page):
                out += (plain[at : e.start], e.after)
                at = e.end
        return raise_capitals("".join([*out, plain[at:]])), [name for name, _ in found.most_common()]

    def _words(self, text: str, bytes_only: bool = False) -> list[Word]:
        """The words of `text` that are written in a legacy code page; `bytes_only` if no part of it was ever Unicode."""
        chunks = list(_CHUNK.finditer(text))
        written = [m[0] for m in chunks]
        path = self._walk(written, Costs())
        words, lone = self._found(chunks, path)
        if len(words) < WHOLE_PAGE:
            return words
        states = {state for chunk, state in zip(written, path, strict=True) if not _is_plain(chunk)}
        in_unicode = 0 if bytes_only else sum(_UNICODE.search(chunk) is not None for chunk in written)
        if len(states) > 1 and in_unicode * FEW_UNICODE < len(words):
            costs = self._costs(written, path, bytes_only)
            words, lone = self._found(chunks, self._walk(written, costs))
        return sorted(words + lone, key=lambda word: word[0])

    def _found(self, chunks: list[re.Match[str]], path: list[int]) -> tuple[list[Word], list[Word]]:
        """The words to be converted, those of stretches that prove themselves and those of others."""
        words: list[Word] = []
        lone: list[Word] = []
        for state, stretch in groupby(zip(chunks, path, strict=True), key=lambda pair: pair[1]):
            if not state:
                continue
            page = self.pages[state - 1]
            found = [m for m, _ in stretch if self._is_text(m[0], page)]
            # One odd word repeated (R³, Loïc) is a name or a sign; a code page shows in different words.
            different = set()
            for m in found:
                different.add(_NO_LETTER.sub("", page.convert(m[0])).lower())
                if len(different) >= LEAST_WORDS:
                    break
            enough = len(different) >= LEAST_WORDS
            (words if enough else lone).extend((m.start(), m.end(), page) for m in found)
        return words, lone

    def _costs(self, chunks: list[str], path: list[int], bytes_only: bool) -> Costs:
        """What a second walk through a text that is wholly in legacy code pages costs, by what the first one found.

        Where pages change often, a change is cheap: so a heading or a cell of one word finds its page, too.
        """
        told = [(chunk, state) for chunk, state in zip(chunks, path, strict=True) if state or chunk == "\n"]
        within = at_line_end = 0
        before, broken, lines, words = 0, False, 1, 1
        for chunk, state in told:
            if chunk == "\n":
                broken = True
                continue
            words += 1
            lines += broken
            if before and state != before:
                at_line_end += broken
                within += not broken
            before, broken = state, False
        pages = Counter(state for _, state in told if state)
        absent = [0.0 if not i or pages[i] >= LEAST_WORDS else NEVER for i in range(len(self.pages) + 1)]
        absent[0] = NEVER if bytes_only else STRAY
        return Costs(_rate(within, words, SWITCH), _rate(at_line_end, lines, SWITCH_AT_LINE_END), tuple(absent))

    def _is_text(self, chunk: str, page: CodePage) -> bool:
        """True if `chunk` is to be converted: no tag, no plain ASCII, no sign that stands for itself (©)."""
        if _is_plain(chunk) or chunk[0] == "<":
            return False
        key = chunk, page.name
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) > 50_000:
                self._texts.clear()
            known = self._texts[key] = self._changes(chunk, page)
        return known

    def _changes(self, chunk: str, page: CodePage) -> bool:
        """True if `page` has another reading for `chunk`, and one that makes sense where no letter of ASCII vouches for it."""
        if _ITSELF.fullmatch(chunk) or _as_bytes(page.convert_word(chunk)) == _as_bytes(chunk):
            return False
        whole = page.convert(chunk)
        word = _NO_LETTER.sub("", whole).lower()
        if any(c.isalnum() and c < "\x80" for c in chunk):
            return not _TRADE_MARK.fullmatch(chunk) or is_syllable(word)
        if whole in _BULLETS:
            return False
        return self.lexicon.count(word) >= (1 if len(word) > 1 else 50)

    def _walk(self, chunks: list[str], costs: Costs) -> list[int]:
        """The likeliest code page of each chunk: 0 Unicode, n the n-th page (Viterbi)."""
        entry = [0.0] + [RARE if page.rare else 0.0 for page in self.pages]
        states = list(range(len(entry)))
        if costs.entry:
            states = [i for i in states if costs.entry[i] > NEVER]
            entry = [entry[i] + costs.entry[i] for i in states]
        best = [(costs.at_line_end if i else 0.0) + extra for i, extra in zip(states, entry, strict=True)]
        places = range(len(states))
        back: list[list[int] | None] = []
        settled = -inf  # a change was weighed at this cost since a score was added: a dearer one brings nothing
        for chunk in chunks:
            if chunk == "\n":
                cost, score = costs.at_line_end, None
            else:
                cost, score = costs.within, self._score(chunk)
            if score is None and cost <= settled:
                back.append(None)
                continue
            top = max(best)
            first = best.index(top)
            top += cost
            back.append([s if best[s] >= top + entry[s] else first for s in places])
            best = [max(best[s], top + entry[s]) for s in places]
            settled = max(settled, cost)
            if score:
                best = [value + score[state] for value, state in zip(best, states, strict=True)]
                settled = -inf
        at = best.index(max(best))
        path = []
        for came in reversed(back):
            path.append(states[at])
            if came is not None:
                at = came[at]
        return path[::-1]

    def _score(self, chunk: str) -> list[float] | None:
        """How likely `chunk` is in Unicode and in each code page; None where that makes no difference."""
        if _is_plain(chunk) or chunk[0] == "<" or not (any(c in WORD for c in chunk) or _SIGNS.search(chunk)):
            return None
        score = self._scores.get(chunk)
        if score is None:
            if len(self._scores) > 50_000:
                self._scores.clear()
            # Ð for Đ is a look-alike, no code page; other steps see to it.
            score = [self._likelihood(chunk.replace("Ð", "Đ").replace("ð", "đ"), True)]
            if _UNICODE.search(chunk):
                score += [min(score[0], 0.0) + MISREAD] * len(self.pages)
            else:
                score += [self._likelihood(page.convert_word(chunk), False) for page in self.pages]
            self._scores[chunk] = score
        return score

    def _likelihood(self, chunk: str, as_is: bool) -> float:
        total = 0.0
        for m in self._run.finditer(chunk):
            word = m[0].lower()
            if _is_plain(word):
                continue
            if not any(c in WORD for c in word):
                total += ALONE
            elif count := self.lexicon.count(word):
                total += log(count / self.lexicon.total)
            elif _is_code(m[0]):
                total += CODE
            elif len(word) == 1 and as_is:
                total += ALONE
            elif all(c in WORD for c in word):
                total += UNSEEN if is_syllable(word) else NO_SYLLABLE if as_is else MISREAD
            elif as_is and _SUPERSCRIPT.fullmatch(word):
                total += ALONE
            else:
                total += FOREIGN if as_is else MISREAD
        return total


def _word_edits(text: str, start: int, end: int, page: CodePage) -> list[Edit]:
    capital = not page.toned_capitals and _in_capitals(text, start, end, page)
    edits = []
    inside = page.word(text[start:end])
    start, end = start + inside[0], start + inside[1]
    for m in page.pattern.finditer(_as_bytes(text[start:end])):
        letter = page.table[m[0]]
        a, b = start + m.start(), start + m.end()
        if capital or (page.lacks(letter.upper()) and _opens(text, a, page)):
            letter = letter.upper()
        edits.append(Edit(f"{KIND}:{page.name}", a, b, text[a:b], letter))
    return edits


def _opens(text: str, at: int, page: CodePage) -> bool:
    """True if the word at `at` begins a sentence or a phrase with a capital: its page has no code for that."""
    if at and not _OPENING.match(text, at - 1):
        return False
    following = page.convert(text[at : at + 40]).lower().split()
    if any(following[: len(phrase)] == phrase for phrase in page.capital_phrases):
        return True
    line_start = text.rfind("\n", 0, at) + 1
    if text[line_start:at].strip(_INDENT):
        return starts_sentence(text, at)
    # A line may go on with a small letter, unless the one before it is closed.
    above = text[:line_start].rstrip(_INDENT)
    return not above.strip() or above.rstrip()[-1] in ".:;!?" or "\n" in above[len(above.rstrip()) : -1]


_INDENT = " \t\r“\"'(\u00a0"
_OPENING = re.compile(r"[\s“\"'(]")


# Quotation marks and brackets, as latin-1 reads the bytes of cp1252.
_BEFORE_WORD = "\"'([{\x91\x93"
_CAPITALS = re.compile(r"[A-Z\u00a1-\u00a7]")
_SMALL = re.compile(r"[a-z]")
# A neighbour that shows its case: it has a letter of ASCII, and is no symbol of a document (12/QĐ-UBND).
_PLAIN_WORD = re.compile(r"(?<!\S)(?![^\s<>]*[\d/])[^\s<>]*[A-Za-z][^\s<>]*")


def _in_capitals(text: str, start: int, end: int, page: CodePage) -> bool:
    """True if the word at ``[start, end)`` is set in capitals: by its own plain letters, else by its neighbours."""
    word = _as_bytes(text[start:end])
    word = word[word.rfind(".", 0, -1) + 1 :]  # T.Hµ: initials say nothing of what follows
    if _SMALL.search(word):
        return False
    if len(_CAPITALS.findall(word)) > 1 or _CAPITALS.search(word.lstrip(_BEFORE_WORD)[1:]):
        return True
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before = _PLAIN_WORD.findall(text[max(line_start, start - 40) : start])[-1:]
    after = _PLAIN_WORD.findall(text[end : min(line_end if line_end >= 0 else len(text), end + 40)])[:1]
    # An abbreviation (Bé GTVT) is no neighbour in capitals.
    beside = [w for w in (*after, *before) if is_syllable(_NO_LETTER.sub("", page.convert(w)).lower())]
    near = [not _SMALL.search(_as_bytes(w)) and len(_CAPITALS.findall(_as_bytes(w))) > 1 for w in beside]
    # With a capital of its own (Uû BAN) the next word decides, without one (ë) all neighbours must agree.
    return bool(near) and (near[0] if _CAPITALS.search(word) else all(near))
