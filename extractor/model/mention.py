"""What the finders leave on a text: mentions with their ranges.

A mention says what stands in the text at ``[start, end)``; what it refers to
is decided later, in `link/`.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Anything found in the text: a half-open range of characters and the rule that found it."""

    start: int
    end: int
    rule: str = ""


class DateMention(Mention, frozen=True, kw_only=True):
    """A calendar date. `value` is ISO (``2019-05-03``, ``2019-05``) or null where the year is unknown.

    `part` is what the date is the date of: issued, effective, published, meeting, other.
    `weekday_agrees` says whether the weekday written before the date is its own, null where none is written.
    """

    value: str | None
    precision: Literal["day", "month", "quarter", "year"] = "day"
    part: str = "other"
    weekday_agrees: bool | None = None


class DocumentMention(Mention, frozen=True, kw_only=True):
    """A reference to an official document.

    `number` keeps leading zeros; `symbol` is what follows the number's slash, in
    canonical spelling; `organs` are its organ codes. `date` and `issuer_span` are
    what the text attaches to this very reference. `function_cue` is the word that
    tells its function ("căn cứ", "thay thế", …), if any. `parts` are the provisions
    named with it ("khoản 2 Điều 5"), `term` a National Assembly's or Party's term,
    `blank` marks a number left open ("Số:   /QĐ-UBND").
    """

    type: str | None
    number: str | None = None
    symbol: str | None = None
    year: int | None = None
    organs: tuple[str, ...] = ()
    title: str | None = None
    date: DateMention | None = None
    issuer: str | None = None
    issuer_span: tuple[int, int] | None = None
    function_cue: str | None = None
    party: bool = False
    licence: bool = False
    parts: tuple[str, ...] = ()
    term: int | None = None
    blank: bool = False


class PlaceRef(msgspec.Struct, frozen=True):
    """An administrative unit: `level` is province, district or commune; `name` canonical with its type word.

    "tỉnh Quảng Nam", "Thành phố Hồ Chí Minh", "huyện Krông Nô", "phường 10, quận Tân Bình".
    `parent` is the unit above it where that is known.
    """

    level: Literal["nation", "province", "district", "commune"]
    name: str
    parent: PlaceRef | None = None


class AgencyMention(Mention, frozen=True, kw_only=True):
    """A specific agency or organisation.

    `kind` is the gazetteer's entry id ("ubnd", "so", "bo", "cong-an", …), `head`
    the canonical name without its place ("Sở Nội vụ", "Ủy ban nhân dân", "Công an").
    `level` is the level at which it exists here (nation, province, district, commune),
    null where only the context can tell. `place` is the place that the mention itself
    names; null where it names none ("UBND tỉnh": level province, place null).
    `name` is the full canonical name where it is already certain (a ministry).
    `elided` marks a name whose head stands elsewhere ("Giám đốc các Sở: Tài chính, …").
    `place_word` is the type word that stands for the place ("tỉnh", "thành phố", "huyện"), also where no
    place is named. `place_style` says how the canonical name takes its place: "typed" (Công an tỉnh Bình Phước),
    "bare" (Tỉnh ủy Bình Phước). `parent_head` is the head of the agency that an office serves ("Văn phòng Ủy ban
    nhân dân": "Ủy ban nhân dân"). `levels` are the levels at which the agency exists at all.
    `place_options` are the places among which only the province decides ("UBND các xã, phường: Hòa Bình, …"). `neutral` marks what
    a reasonable reader may or may not call an agency ("Đảng bộ tỉnh").
    """

    kind: str
    head: str
    level: str | None = None
    place: PlaceRef | None = None
    name: str | None = None
    elided: bool = False
    place_word: str | None = None
    place_style: str = "typed"
    parent_head: str | None = None
    levels: tuple[str, ...] = ()
    place_options: tuple[PlaceRef, ...] = ()
    neutral: bool = False


class PersonMention(Mention, frozen=True, kw_only=True):
    """A person's name as it stands, cleaned of honorifics; `votes` say who recognised it."""

    name: str
    votes: tuple[str, ...] = ()


class TitleMention(Mention, frozen=True, kw_only=True):
    """A title of office ("Phó Chủ tịch Thường trực") in canonical spelling; `entry` the gazetteer's id."""

    title: str
    entry: str = ""


class BodyMention(Mention, frozen=True, kw_only=True):
    """An inter-agency or ad-hoc body. `name` is as found with abbreviations expanded, without its place.

    `place_word` is the jurisdiction as the text gives it ("tỉnh", "tỉnh Quảng Nam", "của Chính phủ"),
    null if none; `tail` is what the
    name has behind its place ("giai đoạn 2021 - 2025"); `anaphoric` marks "Ban Chỉ đạo", "Ban này", which only refer back.
    """

    kind: str
    head: str
    name: str
    place_word: str | None = None
    tail: str = ""
    anaphoric: bool = False


class RoleMention(Mention, frozen=True, kw_only=True):
    """A role word in a body ("Phó Trưởng ban Thường trực"); `role` is the record's value."""

    role: str
    body_span: tuple[int, int] | None = None
