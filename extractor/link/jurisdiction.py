"""Which place an agency belongs to: what the text says, else what governs the passage, else the article's home."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.places import find_places
from extractor.lexicon.registry import LEVELS, Place, registry
from extractor.link.setting import Setting, read_setting
from extractor.model.mention import AgencyMention, PlaceRef

__all__ = [
    "Resolution", "Setting", "canonical", "governing", "parent_mention", "read_setting", "resolve", "resolve_all",
    "resolve_place_word",
]  # fmt: skip
_TWO_LEVELS = "2025-07-01"
_ORDER = ("nation", "province", "district", "commune")


# "Như ở Cà Mau, UBND tỉnh vừa …": the sentence speaks of that province.
_AT_LEAD = re.compile(r"[.;\s]*(?:(?:còn|như|riêng|trong khi đó,?) )?(?:ở|tại) ", re.I)


class Resolution(msgspec.Struct, frozen=True):
    """The canonical name of a mention, the place it was given, why, and the candidates that lost."""

    name: str | None
    place: PlaceRef | None = None
    reason: str = ""
    rejected: tuple[str, ...] = ()


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
    lead = next((m for m in setting.places if sentence <= m.start <= sentence + 16 and m.end < offset and m.ref.level == level), None)
    if not same and lead is not None and _AT_LEAD.fullmatch(setting.text[sentence : lead.start]) and setting.text[lead.end : lead.end + 1] == ",":
        return lead.ref, "sentence", others
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
    if mention.kind == "phong" and (setting.published or _TWO_LEVELS) < _TWO_LEVELS:
        return "district"  # communes have sections of their own only since the districts ended
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


# "Thành ủy Đà Nẵng", but "Thành ủy Thành phố Hồ Chí Minh": without its type this one is a person's name.
_NAMED_AFTER_A_PERSON = "Thành phố Hồ Chí Minh"


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
    if mention.place_style in ("bare", "party") and place.level != "commune" and name != _NAMED_AFTER_A_PERSON:
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
    if mention.place_options:
        one, others = _option(mention.place_options, setting)
        return Resolution(canonical(mention, one), one, "named, within the province", others)
    if mention.place is not None:
        return Resolution(canonical(mention, _deepen(mention.place, setting)), mention.place, "named")
    everywhere = len(mention.levels) > 1 and setting.home is not None and not setting.national
    if mention.kind == "organisation" and mention.place_word is None and mention.level in (None, "nation") and not everywhere:
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


def _option(options: tuple[PlaceRef, ...], setting: Setting) -> tuple[PlaceRef, tuple[str, ...]]:
    """The one of several places ("xã Hòa Bình", "phường Hòa Bình") that lies in the setting's province."""
    province = setting.province.name if setting.province else ""

    def inside(ref: PlaceRef) -> bool:
        kind = next(word for word in LEVELS if ref.name.startswith(word + " "))
        name = ref.name[len(kind) + 1 :]
        return any(
            p.kind == kind and p.province and province.endswith(p.province) and _in_time(p, setting)
            for p in registry().places(name, ref.level)
        )

    best = next((ref for ref in options if inside(ref)), options[0])
    return best, tuple(ref.name for ref in options if ref is not best)


def _in_time(place: Place, setting: Setting) -> bool:
    """A commune of 2025 counts in articles of its time, an older one in older articles; without a date both do."""
    if setting.published is None or place.level != "commune":
        return True
    return (place.valid_from is not None) == (setting.published >= _TWO_LEVELS)


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
