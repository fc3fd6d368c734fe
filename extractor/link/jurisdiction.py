"""Which place an agency belongs to: what the text says, else what governs the passage, else the article's home."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from extractor.find.agencies import find_agencies
from extractor.lexicon.places import PlaceMention, find_places
from extractor.lexicon.registry import LEVELS, registry
from extractor.model.article import Article
from extractor.model.mention import AgencyMention, PlaceRef

# Weights of the evidence for the article's home. A host name or banner says whose page it is, the title
# what it is about: a newspaper of one province may report on another, so the title weighs more.
_TITLE, _BANNER, _HOST, _LEAD, _BODY, _AGENCY = 6.0, 4.0, 2.5, 3.0, 1.0, 1.5
_LEAD_CHARACTERS = 400
_ORDER = ("nation", "province", "district", "commune")


class Setting(msgspec.Struct, frozen=True):
    """Where the article takes place: one place a level at most, and what says so.

    `home` is the deepest place that the article is about; null for a national one. `places` are the places
    that the text names, in order.
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

    def at(self, level: str | None) -> PlaceRef | None:
        """The setting's place of one level."""
        return {"province": self.province, "district": self.district, "commune": self.commune}.get(level or "")


class Resolution(msgspec.Struct, frozen=True):
    """The canonical name of a mention, the place it was given, why, and the candidates that lost."""

    name: str | None
    place: PlaceRef | None = None
    reason: str = ""
    rejected: tuple[str, ...] = ()


def read_setting(article: Article, agencies: Sequence[AgencyMention]) -> Setting:
    """The place that `article` is about, from its title, banner, host, agencies and first mentions.

    Each place gets the weight of the evidence for it; the heaviest of each level stays if it does not
    contradict the level above.
    """
    votes: dict[str, dict[PlaceRef, float]] = {"province": {}, "district": {}, "commune": {}}
    evidence: dict[PlaceRef, list[str]] = {}

    def vote(ref: PlaceRef, weight: float, source: str) -> None:
        at: PlaceRef | None = ref
        while at is not None:
            key = msgspec.structs.replace(at, parent=None)
            table = votes.get(at.level)
            if table is not None:
                table[key] = table.get(key, 0.0) + weight
                evidence.setdefault(key, []).append(source)
            parents.setdefault(key, at.parent) if at.parent else None
            at, weight = at.parent, weight * 0.8

    parents: dict[PlaceRef, PlaceRef | None] = {}
    for m in find_places(article.title or ""):
        vote(m.ref, _TITLE if m.typed or m.ref.level == "province" else _TITLE / 2, "title")
    for line in article.lead_in:
        for m in find_places(line):
            vote(m.ref, _BANNER if m.typed else _BANNER / 2, "banner")
    for m in find_places(article.site or ""):
        vote(m.ref, _BANNER, "site")
    host = _host_place(article.url) or _host_place(article.site)
    if host:
        vote(host, _HOST, "host")
    places = tuple(find_places(article.text))
    for m in places:
        vote(m.ref, (_LEAD if m.start < _LEAD_CHARACTERS else _BODY) * (1.0 if m.typed else 0.4), "text")
    for a in agencies:
        if a.place:
            vote(a.place, _AGENCY, "agency")
    return _choose(votes, parents, evidence, places, article, agencies)


def _host_place(url: str | None) -> PlaceRef | None:
    """The province that a host name names: angiang.gov.vn, baoquangnam.vn, quangnamtv.vn."""
    if not url:
        return None
    host = url.split("//")[-1].split("/")[0].lower().replace("www.", "")
    for label in host.split("."):
        for stem in (label, label.removeprefix("bao"), label.removesuffix("tv"), label.removesuffix("portal")):
            place = registry().hosts.get(stem) or registry().hosts.get(stem.replace("-", ""))
            if place:
                return registry().ref(place)
    return None


def _choose(votes, parents, evidence, places, article, agencies) -> Setting:  # type: ignore[no-untyped-def]
    chosen: dict[str, PlaceRef | None] = {"province": None, "district": None, "commune": None}
    for level in ("province", "district", "commune"):
        table = votes[level]
        if not table:
            continue
        best = max(table.items(), key=lambda item: item[1])
        above = parents.get(best[0])
        chosen[level] = msgspec.structs.replace(best[0], parent=above)
    if chosen["district"] and not chosen["province"]:
        chosen["province"] = chosen["district"].parent
    if chosen["province"] is not None and chosen["district"] is not None:
        above = chosen["district"].parent
        if above and above.level == "province" and above.name != chosen["province"].name:
            rivals = [r for r in votes["district"] if (parents.get(r) or r).name == chosen["province"].name]
            best_rival = max(rivals, key=lambda r: votes["district"][r], default=None)
            chosen["district"] = msgspec.structs.replace(best_rival, parent=chosen["province"]) if best_rival else chosen["district"]
    home = _home(chosen, votes, agencies)
    why = tuple(f"{ref.name}: {source}" for ref in chosen.values() if ref for source in dict.fromkeys(evidence.get(msgspec.structs.replace(ref, parent=None), ())))
    return Setting(
        chosen["province"], chosen["district"], chosen["commune"], home, home is None, _ministry(article, agencies),
        why, places, article.text,
    )  # fmt: skip


def _ministry(article: Article, agencies: Sequence[AgencyMention]) -> str | None:
    """The ministry whose units the article calls "Thanh tra Bộ": the one it names most, the first of two."""
    names = [a.name for a in agencies if a.kind == "bo" and a.name]
    names += [a.name for a in find_agencies(article.title or "") if a.kind == "bo" and a.name]
    return max(dict.fromkeys(names), key=names.count, default=None)


def _home(chosen, votes, agencies):  # type: ignore[no-untyped-def]
    """The deepest level that the agencies without a place speak from, and for which a place is known."""
    words = [a.place_word for a in agencies if a.place is None and a.place_word]
    communes = sum(w in ("xã", "phường", "thị trấn", "đặc khu") for w in words)
    districts = sum(w in ("huyện", "quận", "thị xã") for w in words)
    provinces = sum(w == "tỉnh" for w in words)
    if chosen["commune"] and communes and communes >= provinces and communes >= districts:
        return chosen["commune"]
    if chosen["district"] and districts and districts >= provinces:
        return chosen["district"]
    if provinces:
        return chosen["province"]
    weights = {level: max(table.values(), default=0.0) for level, table in votes.items()}
    for level in ("commune", "district"):
        if chosen[level] and weights[level] >= _TITLE:
            return chosen[level]
    return chosen["province"]


@lru_cache(maxsize=4)
def _bounds(text: str, at: int) -> tuple[int, int]:
    """The paragraph of `text` around `at`."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def governing(level: str, setting: Setting, offset: int | None = None) -> tuple[PlaceRef | None, str, tuple[str, ...]]:
    """The place of `level` that governs the text at `offset`: (place, reason, rejected names).

    The nearest place named before it in the same sentence wins, then the only one of the paragraph's
    first sentence, then the article's own.
    """
    home = setting.at(level)
    if offset is None:
        return home, "home" if home else "no place of this level", ()
    start, _ = _bounds(setting.text, offset)
    near = [m for m in setting.places if start <= m.start < offset and m.typed and m.ref.level == level]
    others = tuple(dict.fromkeys(m.ref.name for m in near if home is None or m.ref.name != home.name))
    sentence = max(setting.text.rfind(". ", start, offset), setting.text.rfind("; ", start, offset), start)
    same = [m for m in near if m.start >= sentence]
    if same:
        return same[-1].ref, "sentence", tuple(x for x in others if x != same[-1].ref.name)
    if others and home is not None and not any(m.ref.name == home.name for m in near):
        return near[-1].ref, "paragraph", (home.name,)
    if home is None and near:
        return near[-1].ref, "paragraph", ()
    return home, "home" if home else "no place of this level", others


def _level_for(mention: AgencyMention, setting: Setting) -> str | None:
    """The level of a mention that names no place."""
    if mention.level:
        return mention.level
    if mention.place_word == "thành phố":
        return _city_level(setting)
    levels = mention.levels or ("province", "district", "commune")
    if setting.home is not None and setting.home.level in levels:
        return setting.home.level
    homeless = setting.home is None or (setting.home.level == "province" and "province" not in levels)
    if mention.place_word is None and len(levels) > 1 and homeless:
        return None
    return next((level for level in _ORDER if level in levels), None)


def _city_level(setting: Setting) -> str | None:
    """Whether "thành phố" is the province-level city or a city of a province."""
    if setting.province and setting.province.name.lower().startswith("thành phố"):
        return "province"
    if setting.district and setting.district.name.startswith("thành phố"):
        return "district"
    return None


def canonical(mention: AgencyMention, place: PlaceRef | None) -> str:
    """The mention's canonical name at `place`: "Sở Nội vụ" + tỉnh Long An, "Tỉnh ủy" + Long An.

    >>> from extractor.find.agencies import find_agencies
    >>> m = find_agencies("Công an phường 10 (quận Tân Bình)")[0]
    >>> canonical(m, m.place)
    'Công an phường 10, quận Tân Bình'
    """
    if place is None:
        return mention.head
    name = place.name
    if mention.place_style in ("bare", "party") and place.level != "commune":
        for word in LEVELS:
            if name.lower().startswith(word + " "):
                name = name[len(word) + 1 :]
                break
    elif place.level == "commune" and name.split()[-1].isdigit() and place.parent and place.parent.level == "district":
        name = f"{name}, {place.parent.name}"
    return f"{_party_head(mention, place)} {name}"


def _party_head(mention: AgencyMention, place: PlaceRef) -> str:
    """"Ban Tuyên giáo" of a province is "Ban Tuyên giáo Tỉnh ủy"."""
    if mention.place_style != "party":
        return mention.head
    city = place.name.lower().startswith("thành phố")
    owner = {"province": "Thành ủy" if city else "Tỉnh ủy", "district": "Thành ủy" if city else "Huyện ủy"}
    owner_name = owner.get(place.level, "Đảng ủy")
    if place.level == "district" and place.name.startswith("quận"):
        owner_name = "Quận ủy"
    return f"{mention.head} {owner_name}"


def resolve(mention: AgencyMention, setting: Setting, text: str) -> Resolution:
    """The one canonical name of `mention`, or a null with the reason; `text` is the article's text."""
    if mention.place_style == "ministry" or mention.head == "Bộ":
        if setting.ministry is None:
            return Resolution(None, None, "no ministry")
        parent = mention.head == "Bộ"
        return Resolution(setting.ministry if parent else f"{mention.head} {setting.ministry}", None, "ministry")
    if mention.name is not None and mention.place is None:
        return Resolution(mention.name, None, "gazetteer")
    if mention.place is not None:
        return Resolution(canonical(mention, _deepen(mention.place, setting)), mention.place, "named")
    if mention.kind == "organisation" and mention.place_word is None and mention.level in (None, "nation"):
        return Resolution(mention.head, None, "complete name")
    level = _level_for(mention, setting)
    if level == "nation":
        return Resolution(mention.head, None, "national")
    if level is None:
        return Resolution(None, None, "level unknown")
    place, reason, rejected = governing(level, setting, mention.start)
    if place is None:
        return Resolution(None, None, reason, rejected)
    if mention.place_word and mention.place_word not in ("tỉnh", "thành phố") and not place.name.startswith(mention.place_word):
        # "UBND xã" in an article on a ward: not this one.
        return Resolution(None, None, f"{place.name} is no {mention.place_word}", (place.name,))
    return Resolution(canonical(mention, _deepen(place, setting)), place, reason, rejected)


def parent_mention(mention: AgencyMention) -> AgencyMention | None:
    """The agency that an office serves: for "Văn phòng UBND tỉnh" a mention of "UBND tỉnh"; null for others.

    A Chánh Văn phòng holds his office in the parent (annotation guide); `resolve` it like any mention.
    """
    if mention.parent_head is None:
        return None
    complete = mention.parent_head if mention.name else None
    return msgspec.structs.replace(mention, head=mention.parent_head, name=complete, parent_head=None)


def _deepen(place: PlaceRef, setting: Setting) -> PlaceRef:
    """A numbered ward is told apart by its district."""
    if place.level == "commune" and place.parent is None and place.name.split()[-1].isdigit() and setting.district:
        return msgspec.structs.replace(place, parent=setting.district)
    return place


def resolve_all(text: str, mentions: Sequence[AgencyMention], setting: Setting) -> list[Resolution]:
    """`resolve` for each of `mentions`, in their order."""
    return [resolve(m, setting, text) for m in mentions]


def resolve_place_word(word: str, offset: int, setting: Setting) -> PlaceRef | None:
    """The place that a body's jurisdiction word means at `offset`: "của tỉnh", "tỉnh này", "TP.HCM", "huyện".

    A named place is read off; a type word alone is what governs there. Null for "của Chính phủ" and the like.
    """
    named_places = find_places(word)
    if named_places:
        return named_places[-1].ref
    key = " ".join(word.lower().split()).removeprefix("của ").removeprefix("trên địa bàn ").removesuffix(" này")
    key = {"tp": "thành phố", "tp.": "thành phố"}.get(key.removesuffix(" nhà"), key.removesuffix(" nhà"))
    if key not in LEVELS:
        return None
    level = _city_level(setting) if key == "thành phố" else LEVELS[key][0]
    if level is None:
        return None
    place = governing(level, setting, offset)[0]
    if place is None or (key not in ("tỉnh", "thành phố") and not place.name.startswith(key)):
        return None
    return place
