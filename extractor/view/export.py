"""Records in formats that other tools read: Popolo JSON, FollowTheMoney entities, flat CSV tables.

The graph is built once and written three ways. Organisations are one entity for one canonical
name (it carries its jurisdiction). A person's name is no identity: two people of one name are kept
apart by province, and namesakes within a province are merged (docs/limits.md).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from extractor.model.record import BodyRecord, Record, RoleRecord
from extractor.view.labels import EVENTS, ROLES
from extractor.view.outline import citation_number, province, province_of_name
from extractor.view.records import TABLES, columns, rows
from extractor.view.report import write_whole

Format = Literal["popolo", "ftm", "csv"]
FORMATS: tuple[Format, ...] = ("popolo", "ftm", "csv")


class Organization(msgspec.Struct):
    """A body or an agency. `events` are (event, date or None, document or None)."""

    id: str
    name: str
    is_body: bool
    area: str | None
    events: list[tuple[str, str | None, str | None]]
    sources: list[str]


class Person(msgspec.Struct):
    """A named person; `offices` as the articles give them."""

    id: str
    name: str
    area: str | None
    offices: list[str]
    sources: list[str]


class Seat(msgspec.Struct):
    """A role in a body: who or whose office holds it, since when, from which article."""

    id: str
    body: str
    role: str
    person: str | None
    position: str | None
    agency: str | None
    since: str | None
    sources: list[str]


class Graph(msgspec.Struct):
    """Everything the records say about people, organisations and seats, by id, in order of first mention."""

    people: dict[str, Person] = {}
    organizations: dict[str, Organization] = {}
    seats: dict[str, Seat] = {}


def export(records: Iterable[Record], to: str, out: Path) -> int:
    """Write `records` to `out` in the format `to`; returns how many were read.

    ``popolo``: one JSON file; ``ftm``: one FollowTheMoney entity a line; ``csv``: `out` is a folder
    with one file a table. The same records give the same bytes. Raises ValueError for another
    format, OSError where `out` cannot be written.
    """
    if to not in FORMATS:
        raise ValueError(f"unknown format {to!r}: choose one of {', '.join(FORMATS)}")
    read = list(records)
    if to == "csv":
        out.mkdir(parents=True, exist_ok=True)
        for name, text in to_csv(read).items():
            write_whole(out / name, text)
        return len(read)
    graph = build_graph(read)
    if to == "popolo":
        text = json.dumps(to_popolo(graph), ensure_ascii=False, indent=1) + "\n"
    else:
        text = "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in to_ftm(graph))
    write_whole(out, text)
    return len(read)


def build_graph(records: Iterable[Record]) -> Graph:
    """The people, organisations and seats of all records, merged."""
    graph = Graph()
    for record in records:
        area, source = province(record), record.source.url or record.source.path or ""
        dates = {citation_number(d): d.date for d in record.documents if d.number}
        for agency in record.agencies:
            _organization(graph, agency.name, False, source)
        for body in record.bodies:
            entity = _organization(graph, body.name, True, source)
            event = (body.event, dates.get(body.document), body.document)
            if body.event != "mentioned" and event not in entity.events:
                entity.events.append(event)
        for person in record.persons:
            _person(graph, person.name, area, source)
        by_name = {body.name: body for body in record.bodies}
        for role in record.roles:
            _seat(graph, role, area, _since(by_name.get(role.body), dates), source)
    return graph


def _since(body: BodyRecord | None, dates: dict[str | None, str | None]) -> str | None:
    """The date of the document that made the seat, where the article tells it."""
    return dates.get(body.document) if body and body.document and body.event != "mentioned" else None


def _id(*parts: str | None) -> str:
    """A stable id: the same names give the same id in every run."""
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:24]


def _note(sources: list[str], source: str) -> None:
    if source and source not in sources:
        sources.append(source)


def _organization(graph: Graph, name: str, is_body: bool, source: str) -> Organization:
    key = "org-" + _id(name)
    entity = graph.organizations.setdefault(key, Organization(key, name, is_body, province_of_name(name), [], []))
    entity.is_body = entity.is_body or is_body
    _note(entity.sources, source)
    return entity


def _person(graph: Graph, name: str, area: str | None, source: str) -> Person:
    key = "person-" + _id(name, area)
    person = graph.people.setdefault(key, Person(key, name, area, [], []))
    _note(person.sources, source)
    return person


def _seat(graph: Graph, role: RoleRecord, area: str | None, since: str | None, source: str) -> None:
    body = _organization(graph, role.body, True, source)
    agency = _organization(graph, role.agency, False, source) if role.agency else None
    person = _person(graph, role.person, area, source) if role.person else None
    office = ", ".join(part for part in (role.position, role.agency) if part)
    if person and office and office not in person.offices:
        person.offices.append(office)
    key = "seat-" + _id(body.id, role.role, person.id if person else None, role.position, role.agency, since)
    ids = (person.id if person else None, role.position, agency.id if agency else None)
    seat = graph.seats.setdefault(key, Seat(key, body.id, role.role, *ids, since, []))
    _note(seat.sources, source)


def _without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _references(sources: list[str]) -> list[dict[str, str]]:
    return [{"url": s} if s.startswith(("http://", "https://")) else {"note": s} for s in sources]


def to_popolo(graph: Graph) -> dict[str, Any]:
    """The graph in the Popolo data model (popoloproject.com): persons, organizations, posts, memberships.

    A post is a seat in a body as an office holds it; a membership ties a named person to it, and
    ``on_behalf_of_id`` is the agency that the person comes from. A seat without a name is a post alone.
    """
    posts: dict[str, dict[str, Any]] = {}
    memberships: list[dict[str, Any]] = []
    for seat in graph.seats.values():
        agency = graph.organizations[seat.agency].name if seat.agency else None
        office = ", ".join(part for part in (seat.position, agency) if part)
        key = "post-" + _id(seat.body, seat.role, seat.position, agency)
        label = ROLES[seat.role][0] + (f" ({office})" if office else "")
        posts.setdefault(key, {"id": key, "label": label, "role": seat.role, "organization_id": seat.body})
        if seat.person:
            fields = {
                "id": seat.id,
                "person_id": seat.person,
                "organization_id": seat.body,
                "post_id": key,
                "role": seat.role,
                "on_behalf_of_id": seat.agency,
                "start_date": seat.since,
                "sources": _references(seat.sources),
            }
            memberships.append(_without_nothing(fields))
    return {
        "persons": [_popolo_person(person) for person in graph.people.values()],
        "organizations": [_popolo_organization(o) for o in graph.organizations.values()],
        "posts": list(posts.values()),
        "memberships": memberships,
    }


def _popolo_person(person: Person) -> dict[str, Any]:
    fields = {
        "id": person.id,
        "name": person.name,
        "summary": "; ".join(person.offices),
        "sources": _references(person.sources),
    }
    return _without_nothing(fields)


def _popolo_organization(entity: Organization) -> dict[str, Any]:
    fields = {
        "id": entity.id,
        "name": entity.name,
        "classification": "body" if entity.is_body else "agency",
        "founding_date": _first(entity, "established"),
        "dissolution_date": _first(entity, "dissolved"),
        "sources": _references(entity.sources),
    }
    return _without_nothing(fields)


def _first(entity: Organization, event: str) -> str | None:
    return min((date for kind, date, _ in entity.events if kind == event and date), default=None)


def to_ftm(graph: Graph) -> Iterable[dict[str, Any]]:
    """The graph as FollowTheMoney entities: Person, PublicBody, Membership.

    The member of a seat without a name is the agency whose office holds it.
    """
    for person in graph.people.values():
        yield _entity(
            person.id,
            "Person",
            name=[person.name],
            position=person.offices,
            country=["vn"],
            sourceUrl=_urls(person.sources),
        )
    for org in graph.organizations.values():
        history = [
            " ".join(part for part in (EVENTS[kind][0], date, document) if part) for kind, date, document in org.events
        ]
        yield _entity(
            org.id,
            "PublicBody",
            name=[org.name],
            country=["vn"],
            classification=["body" if org.is_body else "agency"],
            incorporationDate=[_first(org, "established")],
            dissolutionDate=[_first(org, "dissolved")],
            notes=history,
            sourceUrl=_urls(org.sources),
        )
    for seat in graph.seats.values():
        member = seat.person or seat.agency
        if member:
            yield _entity(
                seat.id,
                "Membership",
                member=[member],
                organization=[seat.body],
                role=[ROLES[seat.role][0]],
                summary=[seat.position],
                startDate=[seat.since],
                sourceUrl=_urls(seat.sources),
            )


def _urls(sources: list[str]) -> list[str]:
    return [source for source in sources if source.startswith(("http://", "https://"))]


def _entity(key: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    kept = {name: [v for v in values if v] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def to_csv(records: list[Record]) -> dict[str, str]:
    """One CSV text a table, by file name. Cells that a spreadsheet would take for a formula get a leading ``'``."""
    files: dict[str, str] = {}
    for table in TABLES:
        out = io.StringIO()
        writer = csv.DictWriter(out, columns(table), lineterminator="\r\n")
        writer.writeheader()
        for row in rows(records, table):
            writer.writerow({name: _cell(value) for name, value in row.items()})
        files[f"{table}.csv"] = out.getvalue()
    return files


def _cell(value: Any) -> Any:
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "'" + value if risky else value
