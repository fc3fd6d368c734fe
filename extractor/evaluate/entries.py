"""What of a record is compared with gold: an identifying key and the strict whole, per field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from extractor.evaluate.spelling import same_body, same_number, same_reference, same_spelling

_NAMED_LAWS = ("luật", "bộ luật", "hiến pháp")
_BARE_YEAR = re.compile(r"\d{4}")


class Entry(NamedTuple):
    """One comparable entry: `key` tells it from others, `rest` are its further attributes."""

    key: tuple[Any, ...]
    rest: tuple[Any, ...]


class Pair(NamedTuple):
    """Two sets to compare: what gold wants and what the record has."""

    gold: set[Any]
    found: set[Any]


def compared(gold: dict[str, Any], record: dict[str, Any]) -> dict[str, Pair]:
    """The sets to compare for one article, by the name of the figure they go into."""
    pairs: dict[str, Pair] = {}
    pairs |= _keyed("documents", *_both(gold, record, "documents", _document))
    known_as = {same_body(a): same_body(b["name"]) for b in gold["bodies"] for a in b.get("aliases", [])}
    pairs |= _keyed("bodies", *_bodies(gold, record, known_as))
    pairs |= _keyed("roles", *_roles(gold, record, known_as))
    pairs["agencies"] = _agencies(gold, record)
    pairs["persons"] = _persons(gold, record)
    pairs["dates"] = _dates(gold, record)
    return pairs


def _both(
    gold: dict[str, Any], record: dict[str, Any], field: str, entry: Callable[[dict[str, Any]], Entry]
) -> tuple[list[Entry], list[Entry]]:
    return [entry(x) for x in gold[field]], [entry(x) for x in record.get(field, [])]


def _keyed(field: str, gold: list[Entry], found: list[Entry]) -> dict[str, Pair]:
    return {
        f"{field}.key": Pair({e.key for e in gold}, {e.key for e in found}),
        f"{field}.strict": Pair(set(gold), set(found)),
    }


def _document(entry: dict[str, Any]) -> Entry:
    kind = same_spelling(entry.get("type"))
    # A law without a number is known by its title alone.
    by_title = entry.get("number") is None and kind in _NAMED_LAWS
    symbol = same_spelling(entry.get("symbol")).replace(" ", "")
    key = (kind, same_number(entry.get("number")), symbol, same_spelling(entry.get("title")) if by_title else "")
    issuer = same_spelling(_name(entry.get("issuer")))
    return Entry(key, (entry.get("date") or "", issuer, same_spelling(entry.get("function"))))


def _body(entry: dict[str, Any]) -> Entry:
    standing = same_spelling(_name(entry.get("standing_agency")))
    document = same_reference(entry.get("document"))
    rest = (same_spelling(entry.get("event")), entry.get("member_count"), document, standing)
    return Entry((same_body(entry.get("name")),), rest)


def _bodies(gold: dict[str, Any], record: dict[str, Any], known_as: dict[str, str]) -> tuple[list[Entry], list[Entry]]:
    """Bodies with gold's other names taken for the name; neutral ones and predecessors are not counted."""
    wanted, found = _both(gold, record, "bodies", _body)
    neutral = _neutral(gold, "bodies", same_body)
    neutral |= {same_body(n) for b in gold["bodies"] for n in b.get("formed_from", [])}
    held = {e.key for e in wanted}
    named = [Entry((known_as.get(e.key[0], e.key[0]),), e.rest) for e in found]
    return wanted, [e for e in named if e.key in held or e.key[0] not in neutral]


def _role(entry: dict[str, Any]) -> Entry:
    role = same_spelling(entry.get("role"))
    person = same_spelling(_name(entry.get("person")))
    office = (same_spelling(entry.get("position")), same_spelling(_name(entry.get("agency"))))
    body = same_body(_name(entry.get("body")))
    # A role is known by its holder: the person, or the office where nobody is named.
    return Entry((role, person or office), (role, body, person, *office))


def _roles(gold: dict[str, Any], record: dict[str, Any], known_as: dict[str, str]) -> tuple[list[Entry], list[Entry]]:
    wanted, found = _both(gold, record, "roles", _role)
    return wanted, [Entry(key, (role, known_as.get(body, body), *holder)) for key, (role, body, *holder) in found]


def _agencies(gold: dict[str, Any], record: dict[str, Any]) -> Pair:
    wanted = {same_spelling(a) for a in gold["agencies"]}
    bodies = {same_spelling(n) for b in gold["bodies"] for n in (b["name"], *b.get("aliases", []))}
    free = _neutral(gold, "agencies", same_spelling) | bodies | {same_spelling("Thủ tướng Chính phủ")}
    return Pair(wanted, _names(record, "agencies") - (free - wanted))


def _persons(gold: dict[str, Any], record: dict[str, Any]) -> Pair:
    wanted = {same_spelling(p) for p in gold["persons"]}
    author = same_spelling(gold["article"].get("author"))
    found = _names(record, "persons")
    return Pair(wanted, found if author in wanted else found - {author})


def _dates(gold: dict[str, Any], record: dict[str, Any]) -> Pair:
    wanted = set(gold["dates"])
    published = gold["article"].get("published")
    free = _neutral(gold, "dates", str) | ({published} if published else set())
    found = {str(_name(d, "value", "date")) for d in record.get("dates", [])}
    return Pair(wanted, {d for d in found if not _BARE_YEAR.fullmatch(d)} - (free - wanted))


def _neutral(gold: dict[str, Any], field: str, same: Callable[[Any], str]) -> set[str]:
    """What a reasonable annotator might or might not list: never counted."""
    return {same(n) for n in (gold.get("neutral") or {}).get(field, [])}


def _names(record: dict[str, Any], field: str) -> set[str]:
    return {same_spelling(_name(x)) for x in record.get(field, [])}


def _name(value: Any, *keys: str) -> Any:
    """A name given as a string, or as an object under `keys` ("name" if none are told)."""
    if not isinstance(value, dict):
        return value
    present: Iterable[Any] = (value[k] for k in keys or ("name",) if value.get(k) is not None)
    return next(iter(present), None)
