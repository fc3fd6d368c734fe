"""Places in a text: type word and name ("huyện Krông Nô"), or a province's name alone ("Long An", "TP.HCM")."""

from __future__ import annotations

from functools import cache

from extractor.lexicon.matcher import Tokens, tokens_of
from extractor.lexicon.place_names import GLUED, TYPE_FIRSTS, bare, named, surname, type_word
from extractor.lexicon.registry import PlaceMention, registry

__all__ = ["PlaceMention", "find_places"]


# Streets, rivers and works that bear a province's name are not the province: "sông Đồng Nai", "quốc lộ Hà Giang".
_NAMED_AFTER = frozenset(("đường", "phố", "bia", "sông", "hồ", "núi", "vịnh"))


def _within_name(tokens: Tokens, i: int) -> bool:
    """True if what begins here is the rest of a person's or street's name: "Trương Hòa Bình", "đường Điện Biên"."""
    before = tokens.key(i - 1)
    if before in _NAMED_AFTER or i in tokens.hard:
        return before in _NAMED_AFTER and i not in tokens.hard
    return surname(tokens, i - 1) and tokens.capital(i - 1)


@cache
def _firsts() -> frozenset[str]:
    """The keys with which a type word or a province's name begins."""
    return frozenset(TYPE_FIRSTS) | GLUED.keys() | registry().firsts("province")


def find_places(text: str) -> list[PlaceMention]:
    """The places of `text` in order, without overlap; offsets in characters.

    >>> [(m.ref.name, m.typed) for m in find_places("huyện Krông Nô, tỉnh Đắk Nông và Long An")]
    [('huyện Krông Nô', True), ('tỉnh Đắk Nông', True), ('tỉnh Long An', False)]
    """
    tokens = tokens_of(text)
    found: list[PlaceMention] = []
    firsts = _firsts()
    end = 0
    for i, key in enumerate(tokens.keys):
        # Few tokens begin a place; one look-up passes over the others.
        if key not in firsts or i < end or (key not in TYPE_FIRSTS and not tokens.capital(i)):
            continue
        typed = type_word(tokens, i)
        at = named(tokens, typed[0], typed[1]) if typed else None
        if at is None and tokens.capital(i) and not _within_name(tokens, i):
            at, typed = bare(tokens, i, ("province",)), None
        if at is None:
            continue
        end, ref = at
        found.append(PlaceMention(tokens.starts[i], tokens.end(end - 1), ref, typed is not None))
    return found
