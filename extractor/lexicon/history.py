"""What a body was called at a date, what it is called at the end of the table, and by which act.

Names of national bodies and of the departments of provinces come from ``lineages.toml``, provinces from
``provinces.toml``. A name with a place is both: "Sở Thông tin và Truyền thông tỉnh Quảng Nam".
"""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml
from extractor.lexicon.matcher import keys_of
from extractor.lexicon.registry import Place, registry


class Period(msgspec.Struct, frozen=True):
    """One name and the time it was in use (ISO dates, inclusive; null: open)."""

    name: str
    kind: str
    valid_from: str | None
    valid_to: str | None
    successors: tuple[str, ...]
    act: str | None
    certainty: str

    def holds(self, date: str) -> bool:
        """True if the name was in use on `date` (ISO, also a month or year)."""
        begins = self.valid_from is None or date >= self.valid_from[: len(date)]
        return begins and (self.valid_to is None or date <= self.valid_to[: len(date)])


class Answer(msgspec.Struct, frozen=True):
    """The names of a body at a date: none where the registry does not know it or it did not exist yet.

    `act` is the act that led from the name asked for to the name given, where there was one.
    """

    names: tuple[str, ...]
    act: str | None = None
    certainty: str = "high"


@cache
def _periods() -> dict[tuple[str, ...], list[Period]]:
    """All periods by the keys of their names. Raises GazetteerError for an unknown successor."""
    table: dict[tuple[str, ...], list[Period]] = {}
    for row in read_toml("lineages.toml")["name"]:
        period = Period(
            row["name"], row["kind"], row.get("from"), row.get("to"), tuple(row.get("successor", ())), row.get("act"),
            row["certainty"],
        )  # fmt: skip
        table.setdefault(keys_of(period.name), []).append(period)
    by_id = {p.id: p for p in registry().provinces}
    for place in registry().provinces:
        table.setdefault(keys_of(place.full), []).append(_province_period(place, by_id))
    for periods in table.values():
        for period in periods:
            for name in period.successors:
                if keys_of(name) not in table:
                    raise GazetteerError(f"lineages: {period.name} has the unknown successor {name}")
    return table


def _province_period(place: Place, by_id: dict[str, Place]) -> Period:
    successors = (by_id[place.successor].full,) if place.successor else ()
    return Period(place.full, "province", place.valid_from, place.valid_to, successors, place.act, place.certainty)


@cache
def _predecessors() -> dict[tuple[str, ...], list[Period]]:
    table: dict[tuple[str, ...], list[Period]] = {}
    for periods in _periods().values():
        for period in periods:
            for name in period.successors:
                table.setdefault(keys_of(name), []).append(period)
    return table


@lru_cache(maxsize=4096)
def name_then(name: str, date: str) -> Answer:
    """The name or names of `name`'s body at `date` (ISO).

    Forward one name is followed (who took over most); backward there are several where bodies were merged.

    >>> name_then("Bộ Thông tin và Truyền thông", "2025-06-01").names
    ('Bộ Khoa học và Công nghệ',)
    >>> name_then("Bộ Thông tin và Truyền thông", "2006-01-01").names
    ('Bộ Bưu chính, Viễn thông', 'Bộ Văn hóa - Thông tin')
    >>> name_then("Sở Thông tin và Truyền thông tỉnh Quảng Nam", "2025-08-01").names
    ('Sở Khoa học và Công nghệ thành phố Đà Nẵng',)
    """
    periods = _periods().get(keys_of(name))
    if periods:
        return _follow(periods, date)
    office, place = _split_place(name)
    if place is None:
        return Answer(())
    where = name_then(place, date)
    known = _periods().get(keys_of(office))
    what = _follow(known, date) if known else Answer((office,))
    names = tuple(f"{o} {p}" for o in what.names for p in where.names)
    certainty = "low" if "low" in (what.certainty, where.certainty) else "high"
    return Answer(names, what.act or where.act, certainty)


def _follow(periods: list[Period], date: str) -> Answer:
    for period in periods:
        if period.holds(date):
            return Answer((period.name,), None, period.certainty)
    last = periods[-1]
    if last.valid_to is not None and date > last.valid_to:
        if not last.successors:
            return Answer((), last.act, last.certainty)
        onward = name_then(last.successors[0], date)
        return Answer(onward.names, last.act, "low" if "low" in (last.certainty, onward.certainty) else "high")
    before = _predecessors().get(keys_of(last.name), [])
    names: dict[str, None] = {}
    for period in before:
        names |= dict.fromkeys(name_then(period.name, date).names)
    return Answer(tuple(names), before[0].act if before else None, last.certainty)


def _split_place(name: str) -> tuple[str, str | None]:
    """"Sở Nội vụ tỉnh Long An" -> ("Sở Nội vụ", "tỉnh Long An"); the place null if there is none."""
    words = name.split()
    for at in range(1, len(words) - 1):
        place = " ".join(words[at:])
        if keys_of(place) in _periods() and words[at].lower() in ("tỉnh", "thành"):
            return " ".join(words[:at]), place
    return name, None


def name_now(name: str) -> Answer:
    """The name that the body bears at the end of the registry.

    >>> name_now("tỉnh Quảng Nam")
    Answer(names=('thành phố Đà Nẵng',), act='NQ 202/2025/QH15', certainty='high')
    """
    return name_then(name, "9999-12-31")


def anachronism(name: str, date: str) -> str | None:
    """A sentence that says why `name` does not fit `date`, or None where it does or nothing is known.

    >>> anachronism("Bộ Nông nghiệp và Môi trường", "2019-05-03")
    'Bộ Nông nghiệp và Môi trường was not in use on 2019-05-03: then Bộ Nông nghiệp và Phát triển nông thôn, Bộ Tài nguyên và Môi trường'
    >>> anachronism("Bộ Y tế", "2019-05-03") is None
    True
    """
    answer = name_then(name, date)
    own = keys_of(name)
    if not answer.names or any(keys_of(n) == own for n in answer.names):
        return None
    if _periods().get(own) is None and _split_place(name)[1] is None:
        return None
    return f"{name} was not in use on {date}: then {', '.join(answer.names)}"
