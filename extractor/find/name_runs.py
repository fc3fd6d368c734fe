"""Runs of capitalised syllables, where every name of a person stands, and the shape of a syllable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from extractor.lexicon.names import NameTables

UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯŠŽČẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LETTER = r"[^\W\d_]"
_QUOTE = "'’ʼ`"
# A capitalised syllable: "Văn", "NGUYỄN", "H'Lan", "K’Brông", "Bh'riu", "Jean-Claude".
# A dash glued between a name and a title ("Nguyễn Văn An-Chủ tịch Quốc hội") parts them.
_TITLE_AHEAD = r"-(?:(?:Phó|Quyền) )?(?:Chủ (?:tịch|nhiệm)|Bộ trưởng|Thứ trưởng|Giám đốc|Tổng|Bí thư|Phó|Trưởng|Chánh|Viện|Cục|Vụ|Ủy viên|Uỷ viên|Thành viên|Thủ tướng|Hiệu trưởng|Tỉnh ủy|Huyện ủy|Đại biểu|Nguyên)(?!\w)"
_REST = rf"{_LETTER}*(?:[{_QUOTE}]{_LETTER}+)?(?:(?!{_TITLE_AHEAD})-{_LETTER}+)*"
# "K’ Văn Bắc": the particle of a highland name, written apart.
_CAPITAL = rf"[KHY][{_QUOTE}](?= [{UPPER}])|[{UPPER}]{_REST}"
# Between the syllables of one name: spaces, or one line end.
_GAP = r"(?:[ \t\xa0]{1,3}|[ \t\xa0]{0,3}\r?\n[ \t\xa0]{0,3})"
# Middle syllables that some papers write small, and the small particles of foreign names.
_SMALL = rf"(?:văn|thị|thanh|hữu|bá|duy|trọng|ngọc|đức|van|von|der|bin|de|da|dos|al|ibn)(?={_GAP}[{UPPER}])"
# Middle syllables that are taken small only behind a sure surname: "Nguyễn thanh Hùng".
_SMALL_MIDDLES = frozenset(("thanh", "hữu", "bá", "duy", "trọng", "ngọc", "đức"))
# What may not stand before a run is looked for behind its first letter: so the search skips to capitals.
_RUN = re.compile(rf"[{UPPER}](?<![\w&/{_QUOTE}].)(?<!\w-.)(?:(?<=[KHY])[{_QUOTE}](?= [{UPPER}])|{_REST})(?:{_GAP}(?:{_CAPITAL}|{_SMALL}))*")
_SYLLABLE = re.compile(rf"{_CAPITAL}|{_SMALL}")

_BLANK = re.compile(r"\s")

# A Vietnamese syllable without its tone and diacritics: onset, glide and vowel, coda.
_VIETNAMESE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uyeu|uye|uya|uyu|ieu|yeu|uoi|uou|oai|oay|oao|oeo|uay|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy"
    r"|ye|ya|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
)
_FOLD = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)


class Syllable(msgspec.Struct, frozen=True):
    """One capitalised (or small middle) syllable: range in the text, spelling, lower-case key."""

    start: int
    end: int
    word: str
    key: str

    @property
    def shouted(self) -> bool:
        """Whether it is in capitals throughout ("NGUYỄN"; a lone "A" does not tell)."""
        return len(self.word) > 1 and self.word.isupper() and self.word[1] not in _QUOTE

    @property
    def small(self) -> bool:
        """Whether it is written small ("văn" in "Nguyễn văn An")."""
        return self.word[0].islower()


def runs(text: str, blocked: Sequence[tuple[int, int]]) -> Iterator[list[Syllable]]:
    """The runs of capitalised syllables outside `blocked`, each as the list of its syllables.

    >>> [[s.word for s in run] for run in runs("do ông Trần Văn Tân ký", ())]
    [['Trần', 'Văn', 'Tân']]
    """
    barred = _Barred(blocked)
    for run in _RUN.finditer(text):
        piece: list[Syllable] = []
        # Without a gap it is one syllable.
        for match in _SYLLABLE.finditer(text, *run.span()) if _BLANK.search(run[0]) else (run,):
            if barred.touches(match.start(), match.end()):
                if piece:
                    yield piece
                piece = []
                continue
            word = match.group()
            key = word.lower()
            if not word.isalpha() or "Ð" in word:
                key = key.replace("ð", "đ").replace("’", "'")
            piece.append(Syllable(match.start(), match.end(), word, key))
        if piece:
            yield piece


class _Barred:
    """Blocked ranges, walked along with a text from left to right."""

    def __init__(self, blocked: Sequence[tuple[int, int]]):
        self._ranges = sorted(blocked, reverse=True)
        self._open: list[tuple[int, int]] = []

    def touches(self, start: int, end: int) -> bool:
        while self._ranges and self._ranges[-1][0] < end:
            self._open.append(self._ranges.pop())
        if self._open:
            self._open = [span for span in self._open if span[1] > start]
        return bool(self._open)


@lru_cache(maxsize=16_384)
def is_vietnamese(key: str) -> bool:
    """Whether a lower-case syllable has the shape of a Vietnamese one.

    >>> is_vietnamese("nguyễn"), is_vietnamese("trump"), is_vietnamese("obama")
    (True, False, False)
    """
    return _VIETNAMESE.fullmatch(key.translate(_FOLD)) is not None


def surname_weight(syllable: Syllable, tables: NameTables) -> float:
    """The evidence that a syllable as first of a name carries, 0.0 for none."""
    if syllable.small:
        return 0.0
    if len(syllable.key) >= 2 and syllable.key[0] in "hyk" and syllable.key[1] in "'`ʼ":
        return 3.0
    return tables.surnames.get(syllable.key, 0.0)


def has_particle(syllable: Syllable) -> bool:
    """Whether one word holds the particle and the given name of a highland name: "K'Brểu", "H'Lan"."""
    return len(syllable.key) > 3 and syllable.key[0] in "hyk" and syllable.key[1] in "'`ʼ"


def spelling(part: Sequence[Syllable]) -> str:
    """The name in title case with single spaces: "NGUYỄN  văn AN" is "Nguyễn Văn An"."""
    words = []
    for syllable in part:
        word = syllable.word
        if syllable.shouted and (len(word) > 2 or is_vietnamese(syllable.key)) and "'" not in word:
            word = word[0] + word[1:].lower()
        elif syllable.small and (syllable.key in ("văn", "thị") or syllable.key in _SMALL_MIDDLES):
            word = word[0].upper() + word[1:]
        words.append(word.replace("Ð", "Đ").replace("’", "'").replace("ʼ", "'").replace("`", "'"))
    return " ".join(words)


def starts_compound(text: str, syllable: Syllable, tables: NameTables) -> bool:
    """Whether the syllable begins an ordinary word with the small one behind it ("Chủ tịch", "Thành phố")."""
    if text[syllable.end : syllable.end + 1] not in (" ", "\xa0"):
        return False
    rest = re.match(r"[ \t\xa0]+([^\W\d_]+)", text[syllable.end : syllable.end + 14])
    return rest is not None and f"{syllable.key} {rest.group(1)}" in tables.compounds


def name_length(text: str, run: list[Syllable], i: int, tables: NameTables) -> int:
    """How many syllables from `i` can belong to one Vietnamese name: none over a case change, a word or a line."""
    first = run[i]
    other = first.key in tables.other_shapes or "'" in first.key
    size, most = 1, 4
    while size < most and i + size < len(run):
        syllable = run[i + size]
        if syllable.shouted != first.shouted and len(syllable.word) > 1 and not syllable.small:
            break
        sure = size == 1 and surname_weight(first, tables) >= 3.0
        if syllable.small and syllable.key not in ("văn", "thị") and not (sure and syllable.key in _SMALL_MIDDLES):
            break
        gap = text[run[i + size - 1].end : syllable.start]
        if "\t" in gap or ("\n" in gap and not _joins_line(text, run, i, size, tables)):
            break
        if starts_compound(text, syllable, tables) or _starts_title(run, i + size, tables):
            break
        if not other and not is_vietnamese(syllable.key) and not _is_bridge(run, i + size):
            break
        if size >= 2 and _is_new_name(run, i + size, tables):
            break
        if syllable.key == "thị" or (size == 1 and surname_weight(syllable, tables) >= 2.0):
            most = 5
        size += 1
    return size


def _is_bridge(run: list[Syllable], i: int) -> bool:
    """Whether a syllable of another language may stand within a name: "Dương Mah Tiệp", "Lê Thị H'Hoa"."""
    short = len(run[i].word) == 1 or "'" in run[i].key
    return short or (len(run[i].word) <= 5 and i + 1 < len(run) and is_vietnamese(run[i + 1].key))


def _starts_title(run: list[Syllable], i: int, tables: NameTables) -> bool:
    return i + 1 < len(run) and f"{run[i].key} {run[i + 1].key}" in tables.title_heads


def _is_new_name(run: list[Syllable], i: int, tables: NameTables) -> bool:
    """Whether a second name begins at `i`: a common surname before "Văn" or "Thị"."""
    return i + 1 < len(run) and surname_weight(run[i], tables) >= 3.0 and run[i + 1].key in tables.small_middles


def _joins_line(text: str, run: list[Syllable], i: int, size: int, tables: NameTables) -> bool:
    """Whether a name goes on after a line end: only where it cannot be complete before it.

    "Nguyễn⏎Văn Tùng" and "Trần Văn⏎Tân" cannot; "Trần Quốc⏎Thạnh," goes on where the line before holds more
    than the name and the syllable behind it is a given name alone.
    """
    before = run[i + size - 1].key
    if size == 1 or before in tables.small_middles:
        return True
    after = run[i + size]
    alone = i + size + 1 == len(run) and after.key in tables.given and tables.surnames.get(after.key, 0.0) < 3.0
    start = run[i].start
    opened = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start].strip(" \t-–+*•") if alone else ""
    return (
        alone and len(opened) > 3 and (size == 2 or run[i + 1].key == "thị") and text[after.end : after.end + 1] != "\n"
    )
