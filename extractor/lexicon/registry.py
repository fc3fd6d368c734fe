"""The registry of places and agencies: who existed when, under which name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from extractor.lexicon.load import GazetteerError, read_lines, read_toml
from extractor.lexicon.matcher import Tokens, keys_of
from extractor.model.mention import PlaceRef
from extractor.text.fold import fold

# The type words of places and the level each stands for; "thành phố" alone does not tell.
LEVELS: dict[str, tuple[str, ...]] = {
    "tỉnh": ("province",), "thành phố": ("province", "district"), "huyện": ("district",), "quận": ("district",),
    "thị xã": ("district",), "xã": ("commune",), "phường": ("commune",), "thị trấn": ("commune",),
    "đặc khu": ("commune",),
}  # fmt: skip


class Place(msgspec.Struct, frozen=True):
    """One administrative unit and the time in which it bore this name (ISO dates, inclusive; null: open)."""

    level: str
    kind: str
    name: str
    province: str | None = None
    district: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None
    act: str | None = None
    certainty: str = "high"
    id: str = ""

    @property
    def full(self) -> str:
        """The name with its type word: "tỉnh Quảng Nam", "Thành phố Hồ Chí Minh"."""
        return f"{'Thành phố' if self.name == 'Hồ Chí Minh' else self.kind} {self.name}"


class PlaceMention(msgspec.Struct, frozen=True):
    """A place that the text names at ``[start, end)``. `typed` says that it stood with its type word."""

    start: int
    end: int
    ref: PlaceRef
    typed: bool
    candidates: tuple[Place, ...] = ()


# Signs that no name ends with.
_NO_END = frozenset(("-", ",", "."))
# One key for the spellings of highland names (Đăk, Đắc, Đắk) and of a few others.
# A syllable that Vietnamese names lack tells a highland name, which is also written in one word.
_HIGHLAND_PROVINCES = frozenset(("Đắk Lắk", "Đắk Nông", "Gia Lai", "Kon Tum", "Lâm Đồng", "Phú Yên"))
_HIGHLAND_FIRSTS = frozenset(("ea", "ia", "chư", "cư", "đắk", "đăk", "tu", "ayun", "kon"))
_HIGHLAND_SYLLABLE = re.compile(r"\b(?:Kr|Bl|Br|Đr|Dr|Gl|Pl|Mr|Sr|Kl)", re.I)
_HIGHLAND = {"đăk": "đắk", "đắc": "đắk", "đak": "đắk", "dak": "đắk", "lăk": "lắk", "lắc": "lắk", "krong": "krông", "cang": "căng"}


@cache
def _district_spellings() -> tuple[tuple[str, str], ...]:
    rows = (line.split("\t") for line in read_lines("district_spellings.tsv") if not line.startswith("#"))
    return tuple((name, spelling) for name, spelling in rows)


def _other_spellings(name: str, province: str) -> set[str]:
    """How the press also writes a district's name: "Đakrông", "EaKar", "Cư Mgar", "Xi Ma Cai".

    >>> sorted(_other_spellings("Cư M'gar", "Đắk Lắk"))
    ['Cư Mgar', "CưM'gar"]
    """
    out = {spelling for known, spelling in _district_spellings() if known == name}
    joined = name.replace(" ", "")
    highland = province in _HIGHLAND_PROVINCES and fold(name).split()[0] in _HIGHLAND_FIRSTS
    if joined != name and (highland or (_HIGHLAND_SYLLABLE.search(name) and joined.isalpha())):
        out.add(joined)
    if "'" in name:
        out.add(name.replace("'", ""))
    return out


class Registry:
    """Places by folded name. Made once by `registry()`; never changed afterwards."""

    def __init__(self) -> None:
        self.provinces: list[Place] = []
        self.hosts: dict[str, Place] = {}
        self._by_keys: dict[str, dict[tuple[str, ...], list[Place]]] = {"province": {}, "district": {}, "commune": {}}
        self._longest = 1
        self._firsts: dict[str, set[str]] = {"province": set(), "district": set(), "commune": set()}
        self._read_provinces()
        self._read_districts()
        self._read_communes()

    def _add(self, place: Place, keys: tuple[str, ...]) -> None:
        keys = tuple([_HIGHLAND.get(key, key) for key in keys])
        self._by_keys[place.level].setdefault(keys, []).append(place)
        self._firsts[place.level].add(keys[0])
        self._longest = max(self._longest, len(keys))

    def _read_provinces(self) -> None:
        rows: list[dict[str, Any]] = read_toml("provinces.toml")["province"]
        for row in rows:
            kind = "tỉnh" if row["name"].startswith("tỉnh ") else "thành phố"
            place = Place(
                "province", kind, row["name"][len(kind) + 1 :], id=row["id"], valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"), successor=row.get("successor"), act=row.get("act") or None,
                certainty=row["certainty"],
            )  # fmt: skip
            self.provinces.append(place)
            for spelling in (place.name, *row.get("variants", ())):
                self._add(place, keys_of(spelling))
            for host in row["hosts"]:
                self.hosts.setdefault(host, place)

    def _read_districts(self) -> None:
        for line in read_lines("districts.tsv"):
            if line.startswith("#"):
                continue
            kind, name, province = line.split("\t")
            place = Place("district", kind, name, province=province, valid_to="2025-06-30")
            self._add(place, keys_of(name))
            for spelling in _other_spellings(name, province):
                self._add(place, keys_of(spelling))

        for line in read_lines("districts_former.tsv"):
            if not line.startswith("#"):
                kind, name, province, valid_to, act, successor = line.split("\t")
                place = Place(
                    "district", kind, name, province, valid_to=valid_to, successor=successor, act=act, certainty="low"
                )
                self._add(place, keys_of(name))

    def _read_communes(self) -> None:
        for line in read_lines("communes.tsv.gz"):
            if line.startswith("#"):
                continue
            try:
                era, kind, name, district, province, successor = line.split("\t")
            except ValueError as error:
                raise GazetteerError(f"communes.tsv.gz: {line!r}") from error
            dates = {"valid_to": "2025-06-30"} if era == "old" else {"valid_from": "2025-07-01"}
            place = Place("commune", kind, name, province, district or None, successor=successor or None, **dates)
            self._add(place, tuple(fold(name).split()) if name.replace(" ", "").isalpha() else keys_of(name))

    def firsts(self, level: str) -> frozenset[str]:
        """The first keys of all names of a level, in every spelling of highland names."""
        return frozenset({*self._firsts[level], *(k for k, v in _HIGHLAND.items() if v in self._firsts[level])})

    def places(self, name: str, level: str | None = None) -> list[Place]:
        """All places of this name without its type word, at one level or at all."""
        keys = tuple([_HIGHLAND.get(key, key) for key in keys_of(name)])
        levels = (level,) if level else ("province", "district", "commune")
        return [p for one in levels for p in self._by_keys[one].get(keys, ())]

    def below(self, province: str) -> list[Place]:
        """The districts and communes of a province, given by its bare name."""
        return [
            p for level in ("district", "commune") for found in self._by_keys[level].values() for p in found
            if p.province == province
        ]  # fmt: skip

    def longest(self, tokens: Tokens, i: int, levels: tuple[str, ...]) -> tuple[int, list[Place]] | None:
        """The longest capitalised place name of one of `levels` at token `i`: (index behind it, places)."""
        key = tokens.key(i)
        key = _HIGHLAND.get(key, key)
        for level in levels:
            if key in self._firsts[level]:
                break
        else:
            return None
        if not (tokens.capital(i) or key.isdigit()):
            return None
        top, most = i + 1, min(len(tokens), i + self._longest)
        while top < most and top not in tokens.hard:
            top += 1
        spelt = tuple([_HIGHLAND.get(key, key) for key in tokens.keys[i:top]])
        for j in range(top, i, -1):
            keys = spelt[: j - i]
            if keys[-1] in _NO_END:
                continue
            found = [p for level in levels for p in self._by_keys[level].get(keys, ())]
            if found:
                return j, found
        return None

    def province(self, name: str | None) -> Place | None:
        """The province or central city of this bare name; the one valid longest if there are two."""
        found = self.places(name, "province") if name else []
        return found[0] if found else None

    def ref(self, place: Place, with_parent: bool = True) -> PlaceRef:
        """The reference of a place: its full name, level and the unit above it."""
        parent = None
        if with_parent and place.level == "district":
            above = self.province(place.province)
            parent = self.ref(above) if above else None
        elif with_parent and place.level == "commune":
            above = self.province(place.province)
            parent = self.ref(above) if above else None
            if place.district:
                parent = PlaceRef(level="district", name=place.district, parent=parent)
        return PlaceRef(level=place.level, name=place.full, parent=parent)  # type: ignore[arg-type]


@cache
def registry() -> Registry:
    """The registry, read once for the life of the process. Raises GazetteerError."""
    return Registry()
