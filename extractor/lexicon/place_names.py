"""The place behind an agency's head: "tỉnh", "tỉnh Quảng Nam", "phường 10 (quận Tân Bình)", "Long An"."""

from __future__ import annotations

import msgspec

from extractor.lexicon.matcher import Tokens, keys_of
from extractor.lexicon.names import name_tables
from extractor.lexicon.registry import LEVELS, Place, registry
from extractor.model.mention import PlaceRef

# Spellings of the type words; the text often shortens them before a name.
_TYPE_WORDS: dict[tuple[str, ...], str] = {
    ("tỉnh",): "tỉnh", ("thành", "phố"): "thành phố", ("tp",): "thành phố", ("tp", "."): "thành phố",
    ("t", ".", "p"): "thành phố", ("huyện",): "huyện", ("quận",): "quận", ("thị", "xã"): "thị xã", ("tx",): "thị xã",
    ("tx", "."): "thị xã", ("xã",): "xã", ("phường",): "phường", ("p", "."): "phường", ("thị", "trấn"): "thị trấn",
    ("tt", "."): "thị trấn", ("q", "."): "quận", ("h", "."): "huyện", ("đặc", "khu"): "đặc khu", ("huyện", "đảo"): "huyện",
}  # fmt: skip
TYPE_FIRSTS = {words[0] for words in _TYPE_WORDS}
# Glued abbreviations: "TPHCM", "TP.HCM".
GLUED = {"tphcm": "Hồ Chí Minh", "tphn": "Hà Nội", "tpđn": "Đà Nẵng", "tpct": "Cần Thơ", "tphp": "Hải Phòng"}
# What follows a type word in a table or list without being a name.
_TITLE_WORDS = frozenset(["hội", "trưởng", "phó", "chủ", "giám", "bí", "thư", "ủy", "thành", "ông", "bà", "đồng", "tổ", "viên", "đoàn", "ban", "khi", "và"])
MAX_NAME = 4


class Tail(msgspec.Struct, frozen=True):
    """What stands behind the head: tokens up to `end`, the type word if one stands there, the place if named."""

    end: int
    word: str | None
    ref: PlaceRef | None
    options: tuple[PlaceRef, ...] = ()


def type_word(tokens: Tokens, i: int) -> tuple[int, str] | None:
    """A place's type word at token `i`: (index behind it, the word in full); not the "xã" of "hợp tác xã"."""
    if tokens.key(i) == "xã" and tokens.key(i - 1) == "tác":
        return None
    if tokens.key(i) not in TYPE_FIRSTS or i in tokens.hard:
        return None
    for length in (3, 2, 1):
        words = tuple(tokens.keys[i : i + length])
        word = _TYPE_WORDS.get(words) if len(words) == length else None
        if word:
            return i + length, word
    return None


def surname(tokens: Tokens, i: int) -> bool:
    """True if token `i` may begin a person's name."""
    # "A" begins names of places (A Lưới, A Đớt) far more often than of persons.
    return tokens.key(i) != "a" and tokens.key(i) in name_tables().surnames


def _fits(place: Place, word: str) -> bool:
    if word == "thành phố":
        return (place.level == "province" and place.kind == "thành phố") or place.level == "district"
    if word == "tỉnh":
        return place.level == "province"
    return place.level in LEVELS[word]


def _typed_ref(place: Place, word: str) -> PlaceRef:
    """The reference under the type word that the text uses (a town became a city: "thị xã Đồng Xoài")."""
    ref = registry().ref(place)
    if place.level == "province":
        return ref
    return PlaceRef(level=ref.level, name=f"{word} {place.name}", parent=ref.parent if place.level == "district" else None)


def _with_province(ref: PlaceRef, places: list[Place]) -> PlaceRef:
    """A commune or district gets its province as parent where all of its name lie in one."""
    provinces = {p.province for p in places}
    if ref.level == "province" or len(provinces) != 1:
        return msgspec.structs.replace(ref, parent=None) if ref.level == "district" else ref
    above = registry().province(provinces.pop())
    return msgspec.structs.replace(ref, parent=registry().ref(above)) if above else ref


def _as_spelt(ref: PlaceRef, tokens: Tokens, i: int, end: int, place: Place) -> PlaceRef:
    """A district or commune keeps the text's spelling of a name that has two: "Đăk Glei", "Đắk Glei"."""
    if ref.level == "province" or tuple(tokens.keys[i:end]) == keys_of(place.name):
        return ref
    words = [tokens.word(k) for k in range(i, end)]
    if all(w.isupper() for w in words) or "-" in words:
        return ref
    return msgspec.structs.replace(ref, name=ref.name.removesuffix(place.name) + " ".join(words))


def _highland_person(word: str) -> bool:
    """True for a word with the particle of highland persons: "K'Brôih", "H'Lan"."""
    return len(word) > 2 and word[0] in "KHY" and word[1] in "'’ʼ`"


def _unknown_name(tokens: Tokens, i: int, word: str) -> int | None:
    """The end of a capitalised name that no gazetteer holds, or None. A district must have two words at least."""
    if word not in ("xã", "phường", "thị trấn", "đặc khu", "huyện", "thị xã", "quận") or tokens.key(i) in _TITLE_WORDS:
        return None
    j = i
    while j < len(tokens) and j not in tokens.hard and tokens.keys[j][0].isalpha() and tokens.capital(j):
        if surname(tokens, j) or tokens.key(j) in ("thị", "văn") or _highland_person(tokens.word(j)):
            return None
        j += 1
    return j if (LEVELS[word] == ("district",)) + i < j <= i + MAX_NAME else None


def named(tokens: Tokens, i: int, word: str, strict: bool = False) -> tuple[int, PlaceRef] | None:
    """The name behind the type word `word` at token `i`: (index behind it, reference).

    `strict` takes only units that the gazetteer knows under this very type word.
    """
    if i in tokens.hard or i >= len(tokens):
        return None
    if tokens.key(i).isdigit() and word in ("phường", "quận"):
        number = tokens.key(i).lstrip("0") or "0"
        if len(number) > 2:
            return None
        level = LEVELS[word][0]
        return i + 1, PlaceRef(level=level, name=f"{word} {number}")  # type: ignore[arg-type]
    if not tokens.capital(i):
        return None
    found = registry().longest(tokens, i, LEVELS[word])
    if found:
        end, places = found
        fitting = [p for p in places if _fits(p, word)]
        same = [p for p in fitting if p.kind == word] or ([] if strict else fitting)
        if same and not _runs_on(tokens, i, end):
            ref = _as_spelt(_typed_ref(same[0], word), tokens, i, end, same[0])
            return end, _with_province(ref, same)
    if strict:
        return None
    end_unknown = _unknown_name(tokens, i, word)
    if end_unknown is None:
        return None
    name = " ".join(tokens.word(k) for k in range(i, end_unknown))
    name = name.title() if name.isupper() else name
    return end_unknown, PlaceRef(level=LEVELS[word][0], name=f"{word} {name}")  # type: ignore[arg-type]


def _runs_on(tokens: Tokens, i: int, end: int) -> bool:
    """True if a one-word place name is only the beginning of a person's name ("huyện Lê Văn A")."""
    return end == i + 1 and surname(tokens, i) and end not in tokens.hard and tokens.capital(end)


def _capital_word(tokens: Tokens, i: int) -> bool:
    """True if token `i` is a word with a capital on the same line."""
    return i < len(tokens) and i not in tokens.hard and tokens.capital(i) and tokens.key(i).isalpha()


def bare(tokens: Tokens, i: int, levels: tuple[str, ...]) -> tuple[int, PlaceRef] | None:
    """A place named without its type word at token `i`: "Long An", "TP.HCM" is typed, "Krông Nô"."""
    if i >= len(tokens) or i in tokens.hard:
        return None
    glued = GLUED.get(tokens.key(i))
    if glued:
        place = registry().province(glued)
        return (i + 1, registry().ref(place)) if place else None
    for level in ("province", "district"):
        if level not in levels:
            continue
        found = registry().longest(tokens, i, (level,))
        # A name of one word may be another word; two written as one are none: "Đakrông".
        if not found or (found[0] - i < 2 and " " not in found[1][0].name and found[1][0].name not in ("Huế", "Lắk", "KBang")):
            continue
        end, places = found
        # "Sở Nội vụ Hà Nam Phong": a surname first and more capitals behind is a person.
        # In "Sở Nội vụ Hà Nội Nguyễn Văn A" the person begins behind the place.
        goes_on = _capital_word(tokens, end) and not (surname(tokens, end) and _capital_word(tokens, end + 1))
        if goes_on and surname(tokens, i) and (level == "district" or (end - i == 2 and tokens.key(i) != "bà")):
            continue
        ref = registry().ref(places[0])
        if end - i == 1 and " " in places[0].name:  # as the text writes it, like a name with its type word
            ref = msgspec.structs.replace(ref, name=f"{places[0].kind} {tokens.word(i)}")
        elif level == "district" and (said := _said_otherwise(tokens, i, end, places[0])):
            ref = msgspec.structs.replace(ref, name=f"{places[0].kind} {said}")
        return end, ref
    return None


def _said_otherwise(tokens: Tokens, i: int, end: int, place: Place) -> str | None:
    """The name as the text writes it, where only i and y differ: "Phú Quý", "Phú Quí"."""
    said = " ".join(tokens.text[tokens.starts[i] : tokens.end(end - 1)].split())
    same = said != place.name and not said.isupper() and said.replace("y", "i").replace("ý", "í") == place.name.replace("y", "i").replace("ý", "í")
    return said if same else None


def read_tail(tokens: Tokens, i: int, levels: tuple[str, ...], bare_ok: bool) -> Tail | None:
    """The place behind a head that ends before token `i`, or None where the text gives none."""
    start = i
    if i in tokens.hard:
        return None
    if tokens.key(i) == "của" or tokens.key(i) == "-" or (tokens.key(i), tokens.key(i + 1)) == ("chi", "nhánh"):
        start = i + (2 if tokens.key(i) == "chi" else 1)
    typed = type_word(tokens, start)
    if typed:
        after, word = typed
        if not any(level in levels for level in LEVELS[word]):
            return None
        name = named(tokens, after, word)
        if name:
            end, ref = name
            end, ref = _with_parent(tokens, end, ref)
            return Tail(end, word, ref)
        if start != i and tokens.key(i) == "-":
            return None
        return Tail(after, word, None)
    found = bare(tokens, start, levels) if bare_ok and (start == i or tokens.key(i) != "-") else None
    return Tail(found[0], None, found[1]) if found else None


def _with_parent(tokens: Tokens, end: int, ref: PlaceRef) -> tuple[int, PlaceRef]:
    """Take in the unit above: "phường 10 (quận Tân Bình)", "xã A, huyện B"."""
    if ref.level == "province":
        return end, ref
    at = end
    if tokens.key(at) in ("(", ",", "-"):
        at += 1
    above = type_word(tokens, at)
    if at in tokens.hard or not above:
        return end, ref
    name = named(tokens, above[0], above[1])
    order = ("commune", "district", "province")
    if not name or order.index(name[1].level) <= order.index(ref.level):
        return end, ref
    stop, parent = name
    if tokens.key(end) == "(":
        if tokens.key(stop) != ")":
            return end, ref
        stop += 1
    stop, parent = _with_parent(tokens, stop, parent)
    return stop, PlaceRef(level=ref.level, name=ref.name, parent=parent)
