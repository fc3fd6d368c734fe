"""Where an article takes place: its province, district and commune, from title, banner, host, agencies and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from extractor.find.agencies import find_agencies
from extractor.lexicon.matcher import Tokens
from extractor.lexicon.places import find_places
from extractor.lexicon.registry import PlaceMention, registry
from extractor.model.article import Article
from extractor.model.mention import AgencyMention, PlaceRef
from extractor.text.fold import strip_marks

# Weights of the evidence for the article's home. A host name or banner says whose page it is, the title
# what it is about: a newspaper of one province may report on another, so the title weighs more.
_TITLE, _BANNER, _HOST, _LEAD, _BODY, _AGENCY = 6.0, 4.0, 2.5, 3.0, 1.0, 1.5
# "Theo Báo Quảng Ninh": a paper of the province, where nothing else says which.
_CREDIT = 1.0
# "(binhdinh.gov.vn) - Quyết định …": the page's own address before the first sentence.
_HOST_SAID = re.compile(r"\(\s*((?:[\w-]+\.)+vn)\s*\)", re.I)
# A bare province name in the text may be anywhere ("như Long An, Cà Mau"); with its type word it is spoken of.
_BARE = 0.4
# A district speaks for its province, but less than the province's own name.
_PARENT = 0.5
_LEAD_CHARACTERS = 400
# Since this day communes stand directly under the province, and their names are those of 2025.
_TWO_LEVELS = "2025-07-01"
_HOST_PREFIXES = ("thanhpho", "thitran", "phuong", "huyen", "thixa", "quan", "ubnd", "bao", "xa", "tp", "tx", "tt")
_COMMUNE_WORDS, _DISTRICT_WORDS = ("xã", "phường", "thị trấn", "đặc khu"), ("huyện", "quận", "thị xã")


class Setting(msgspec.Struct, frozen=True):
    """Where the article takes place: one place a level at most, and what says so.

    `home` is the deepest place that the article is about; null for a national one (`national`). `ministry` is
    the ministry whose units the article calls "Thanh tra Bộ". `places` are the places that `text` names, in order.
    """

    province: PlaceRef | None = None
    district: PlaceRef | None = None
    commune: PlaceRef | None = None
    home: PlaceRef | None = None
    national: bool = False
    ministry: str | None = None
    evidence: tuple[str, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    text: str = ""
    published: str | None = None

    def at(self, level: str | None) -> PlaceRef | None:
        """The setting's place of one level."""
        return {"province": self.province, "district": self.district, "commune": self.commune}.get(level or "")


class _Votes:
    """Weighted evidence for places; keys are references without their parents."""

    def __init__(self) -> None:
        self.weight: dict[PlaceRef, float] = {}
        self.parent: dict[PlaceRef, PlaceRef] = {}
        self.evidence: dict[PlaceRef, dict[str, None]] = {}

    def add(self, ref: PlaceRef, weight: float, source: str) -> None:
        """Count `ref`, and a district also for its province; a commune's name is borne in too many provinces."""
        key = msgspec.structs.replace(ref, parent=None)
        self.weight[key] = self.weight.get(key, 0.0) + weight
        self.evidence.setdefault(key, {})[source] = None
        if ref.parent is not None:
            self.parent.setdefault(key, ref.parent)
            if ref.level == "district":
                self.add(ref.parent, weight * _PARENT, f"{source}, {ref.name}")

    def of_level(self, level: str) -> dict[PlaceRef, float]:
        """The places of one level with their weights, in the order of their first evidence."""
        return {ref: w for ref, w in self.weight.items() if ref.level == level}

    def best(self, level: str, published: str | None = None) -> PlaceRef | None:
        """The heaviest place of a level, the first of equals; no province that came after `published`."""
        table = _without_namesakes(self.of_level(level))
        if level == "province" and published:
            table = {ref: w for ref, w in table.items() if not _is_later(ref, published)}
        return max(table, key=lambda ref: table[ref], default=None)


def _without_namesakes(table: dict[PlaceRef, float]) -> dict[PlaceRef, float]:
    """Without the city of today where the article names the province that it was a city of: Huế beside Thừa Thiên Huế."""
    older = [ref for ref in table if ref.name.startswith("tỉnh ")]
    return {
        ref: w for ref, w in table.items()
        if not (ref.name.startswith("thành phố ") and any(o.name.endswith(" " + ref.name.removeprefix("thành phố ")) and o.name.count(" ") > ref.name.count(" ") for o in older))
    }  # fmt: skip


def _is_later(ref: PlaceRef, published: str) -> bool:
    """True for a province that did not exist yet ("thành phố Huế" before 2025)."""
    bare = ref.name.removeprefix("tỉnh ").removeprefix("thành phố ")
    known = [p for p in registry().places(bare, "province") if p.full == ref.name]
    return bool(known) and all(p.valid_from is not None and p.valid_from > published for p in known)


def read_setting(article: Article, agencies: Sequence[AgencyMention]) -> Setting:
    """The place that `article` is about, from its title, banner, host, agencies and first mentions.

    Each place gets the weight of the evidence for it; the heaviest of each level stays if it does not
    contradict the level above.
    """
    votes = _Votes()
    places = tuple(find_places(article.text))
    _count_page(votes, article)
    for m in places:
        votes.add(m.ref, (_LEAD if m.start < _LEAD_CHARACTERS else _BODY) * (1.0 if m.typed else _BARE), "text")
    for a in agencies:
        if a.place:
            votes.add(a.place, _AGENCY, "agency")
    _count_title_start(votes, article.title or "")
    province, district, commune = _choose(votes, article.published)
    home = _home(province, district, commune, votes, agencies)
    chosen = [ref for ref in (province, district, commune) if ref]
    evidence = tuple(
        f"{ref.name}: {source}" for ref in chosen for source in votes.evidence.get(msgspec.structs.replace(ref, parent=None), ())
    )
    ministry = _ministry(article, agencies)
    return Setting(province, district, commune, home, home is None, ministry, evidence, places, article.text, article.published)


def _count_page(votes: _Votes, article: Article) -> None:
    for m in find_places(article.title or ""):
        votes.add(m.ref, _TITLE if m.typed or m.ref.level == "province" else _TITLE / 2, "title")
    for line in article.lead_in:
        for m in find_places(line):
            votes.add(m.ref, _BANNER if m.typed else _BANNER / 2, "banner")
    for m in find_places(article.site or ""):
        votes.add(m.ref, _BANNER, "site")
    said = _HOST_SAID.search(article.text, 0, _LEAD_CHARACTERS)
    for ref in host_places(article.url) or host_places(article.site) or host_places(said[1] if said else None):
        votes.add(ref, _HOST, "host")
    for m in find_places(article.credited_source or ""):
        votes.add(m.ref, _CREDIT, "credited source")


def _count_title_start(votes: _Votes, title: str) -> None:
    """"Krông Nô: ba ban nhập làm một": a bare name that begins the title counts if the text names that place in full."""
    tokens = Tokens(title)
    for level in ("district", "commune"):
        found = registry().longest(tokens, 0, (level,)) if len(tokens) else None
        if found:
            for ref in [r for r in votes.of_level(level) if any(r.name == p.full for p in found[1])]:
                votes.add(ref, _TITLE / 2, "title")


def host_places(url: str | None) -> list[PlaceRef]:
    """The places that a host name names: angiang.gov.vn, baoquangnam.vn, vinhlinh.quangtri.gov.vn.

    >>> [ref.name for ref in host_places("https://vinhlinh.quangtri.gov.vn/tin/1.html")]
    ['tỉnh Quảng Trị', 'huyện Vĩnh Linh']
    """
    if not url or "." not in url:
        return []
    labels = url.split("//")[-1].split("/")[0].lower().removeprefix("www.").split(".")
    for at, label in enumerate(labels):
        for stem in (label, label.removeprefix("bao"), label.removesuffix("tv"), label.removesuffix("portal")):
            place = registry().hosts.get(stem) or registry().hosts.get(stem.replace("-", ""))
            if place:
                inner = [ref for below in labels[:at] if (ref := _inner_host(below, place.name))]
                return [registry().ref(place), *inner[:1]]
    return []


@lru_cache(maxsize=1024)  # a walk over all communes of the province, and hosts come in thousands of pages
def _inner_host(label: str, province: str) -> PlaceRef | None:
    """The district or commune of `province` that a label names, if only one does."""
    stems = {label, *(label.removeprefix(p) for p in _HOST_PREFIXES if label.startswith(p))}
    found = [p for p in registry().below(province) if strip_marks(p.name).replace(" ", "").replace("-", "") in stems]
    districts = [p for p in found if p.level == "district"]
    best = districts or found
    return registry().ref(best[0]) if len({(p.level, p.full) for p in best}) == 1 else None


def _choose(
    votes: _Votes, published: str | None
) -> tuple[PlaceRef | None, PlaceRef | None, PlaceRef | None]:
    """The heaviest province, district and commune that fit together."""
    province, district, commune = votes.best("province", published), votes.best("district"), votes.best("commune")
    if province is None and district is not None:
        province = votes.parent.get(district)
    if province is None and commune is not None:
        province = _province_of(commune, published)
    if district is not None:
        district = _district_within(district, province, votes)
    if commune is not None:
        above = district if (published or "") < _TWO_LEVELS else None
        commune = msgspec.structs.replace(commune, parent=above or province)
    return province, district, commune


def _district_within(district: PlaceRef, province: PlaceRef | None, votes: _Votes) -> PlaceRef:
    """The heaviest district, or a lighter one if only that lies in the chosen province."""
    if province is None:
        return msgspec.structs.replace(district, parent=votes.parent.get(district))
    table = votes.of_level("district")
    inside = [ref for ref in table if _lies_in(ref, province)]
    best = max(inside, key=lambda ref: table[ref], default=district)
    return msgspec.structs.replace(best, parent=province)


def _lies_in(district: PlaceRef, province: PlaceRef) -> bool:
    name = next((district.name[len(k) + 1 :] for k in (*_DISTRICT_WORDS, "thành phố") if district.name.startswith(k)), "")
    known = registry().places(name, "district")
    return not known or any(p.province is not None and province.name.endswith(p.province) for p in known)


def _province_of(commune: PlaceRef, published: str | None) -> PlaceRef | None:
    """The only province that holds a commune of this name in the article's time."""
    kind = next((k for k in _COMMUNE_WORDS if commune.name.startswith(k + " ")), "")
    later = published is not None and published >= _TWO_LEVELS
    known = [
        p for p in registry().places(commune.name[len(kind) + 1 :], "commune")
        if p.kind == kind and (published is None or (p.valid_from is not None) == later)
    ]  # fmt: skip
    provinces = {p.province for p in known}
    place = registry().province(provinces.pop()) if len(provinces) == 1 else None
    return registry().ref(place) if place else None


def _ministry(article: Article, agencies: Sequence[AgencyMention]) -> str | None:
    """The ministry that the article names most, the first of equals."""
    names = [a.name for a in agencies if a.kind == "bo" and a.name]
    names += [a.name for a in find_agencies(article.title or "") if a.kind == "bo" and a.name]
    return max(dict.fromkeys(names), key=names.count, default=None)


def _home(
    province: PlaceRef | None, district: PlaceRef | None, commune: PlaceRef | None, votes: _Votes,
    agencies: Sequence[AgencyMention],
) -> PlaceRef | None:  # fmt: skip
    """The deepest level that the agencies without a place speak from, and for which a place is known."""
    words = [a.place_word for a in agencies if a.place is None and a.place_word]
    communes, districts = (sum(w in group for w in words) for group in (_COMMUNE_WORDS, _DISTRICT_WORDS))
    provinces = words.count("tỉnh")
    if province and province.name.lower().startswith("thành phố"):
        provinces += words.count("thành phố")
    if commune and communes and communes >= max(provinces, districts):
        return commune
    if district and districts and districts >= provinces:
        return district
    if provinces:
        return province
    heavy = [r for r in (commune, district) if r and votes.weight.get(msgspec.structs.replace(r, parent=None), 0.0) >= _TITLE]
    return heavy[0] if heavy else province
