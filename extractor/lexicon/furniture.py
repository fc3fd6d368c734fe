"""Page furniture: lines and elements that are no part of an article (``gazetteers/furniture.toml``)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml
from extractor.text.fold import fold, strip_marks

Effect = Literal["drop", "section", "end", "lead", "footer"]

# Longer lines are prose or a whole menu in one line; the rules are written for what a reader sees as one label.
LONGEST_LINE = 320
_EDGES = " \t.:;,|»«>›<-–—•·*+[](){}…​\u200b\ufeff→←↑↓▪■●►▶"
_ARROWS = str.maketrans("«»‹›", "<><>")


class LineRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry ``[[line]]``: the pattern holds for a whole line key."""

    id: str
    effect: Effect
    pattern: str
    examples: tuple[str, ...]
    sentence: bool = False
    unless: str = ""
    counter_examples: tuple[str, ...] = ()


class Marker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry ``[[marker]]``: words in an element's class or id."""

    id: str
    words: tuple[str, ...]


class Furniture:
    """The compiled rules.

    >>> furniture().verdict("Tin liên quan:")
    ('section', 'other-news')
    >>> furniture().verdict("UBND tỉnh vừa ban hành Quyết định kiện toàn Ban Chỉ đạo.") is None
    True
    """

    def __init__(self, lines: tuple[LineRule, ...], markers: tuple[Marker, ...]):
        self.lines = lines
        self.markers = markers
        self._effects: dict[str, tuple[Effect, str]] = {
            f"r{i}": (rule.effect, rule.id) for i, rule in enumerate(lines)
        }
        self._unless = {f"r{i}": re.compile(rule.unless) for i, rule in enumerate(lines) if rule.unless}
        self._sentences = {f"r{i}" for i, rule in enumerate(lines) if rule.sentence}
        try:
            self._line = re.compile("|".join(f"(?P<r{i}>(?:{rule.pattern})$)" for i, rule in enumerate(lines)))
            self._sentence = re.compile("|".join(f"(?:{rule.pattern})$" for rule in lines if rule.sentence) or "(?!)")
        except re.error as error:
            raise GazetteerError(f"furniture.toml: {error}") from error
        self._verdicts: dict[str, tuple[Effect, str] | None] = {}
        self._seen: dict[str, str | None] = {}
        self._marker = re.compile("|".join(re.escape(w) for m in markers for w in m.words) or "(?!)")

    def verdict(self, line: str) -> tuple[Effect, str] | None:
        """What the line is as furniture: effect and rule id; None for a line that may be article text."""
        if len(line) > LONGEST_LINE:
            return None
        if len(line) > _REPEATED:
            return self._judged(line)
        if line not in self._verdicts:
            if len(self._verdicts) >= _MOST_SEEN:
                self._verdicts.clear()
            self._verdicts[line] = self._judged(line)  # menus and labels stand on every page of a site
        return self._verdicts[line]

    def _judged(self, line: str) -> tuple[Effect, str] | None:
        key, sentence = line_key(line), _is_sentence(line)
        if sentence and not self._sentence.match(key):  # most lines of an article, and few rules
            return None
        found = self._line.match(key)
        if found is None:
            return None
        name = found.lastgroup
        if name is None or (sentence and name not in self._sentences):
            return None
        veto = self._unless.get(name)
        if veto is not None and veto.match(fold(line.strip(_EDGES))):
            return None
        return self._effects[name]

    def marked(self, names: str) -> str | None:
        """The marker word in `names` (class and id of an element, any case), if any.

        >>> furniture().marked("box tin-lien-quan")
        'lienquan'
        """
        if names in self._seen:
            return self._seen[names]
        found = self._marker.search(names.lower().replace("-", "").replace("_", ""))
        result = found[0] if found else None
        if len(self._seen) < 20_000:  # sites repeat their class names on every page
            self._seen[names] = result
        return result


# A verdict is kept for lines up to this length, for so many of them.
_REPEATED, _MOST_SEEN = 60, 20_000


def _is_sentence(line: str) -> bool:
    line = line.rstrip()
    return line.endswith(".") and not line.endswith("..") and line.count(" ") >= 5


@lru_cache(maxsize=512)
def line_key(line: str) -> str:
    """The form in which a line is compared: no diacritics, lower case, single blanks, no bullets at the edges.

    >>> line_key("  • TIN LIÊN QUAN:  ")
    'tin lien quan'
    """
    # Before the fold, for it makes a quotation mark of an arrow: "Trang chủ » Tin tức".
    return strip_marks(" ".join(unicodedata.normalize("NFC", line).translate(_ARROWS).split())).strip(_EDGES)


@cache
def furniture() -> Furniture:
    """The furniture rules of the gazetteer. Raises GazetteerError for an entry that does not fit."""
    data = read_toml("furniture.toml")
    try:
        lines = msgspec.convert(data.get("line", []), tuple[LineRule, ...])
        markers = msgspec.convert(data.get("marker", []), tuple[Marker, ...])
    except msgspec.ValidationError as error:
        raise GazetteerError(f"furniture.toml: {error}") from error
    return Furniture(lines, markers)
