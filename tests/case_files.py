"""The case files of bodies, positions and roles: reading them, and what a record says in the form of a case.

A line of ``roles.jsonl`` and ``positions.jsonl`` lists all roles of its text as [role, person, position, agency]
(a fifth item names the body where several compete); one of ``bodies.jsonl`` all bodies as [name, event, member
count, standing agency] (a fifth item lists the bodies it was formed from). ``"status": "known-failure"`` marks a
case that must fail until someone mends it. Names are compared under the spelling that scoring uses ("Quân sự" =
"quân sự"), all else exactly.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluate.spelling import same_body, same_spelling
from extractor.model.outcome import NoArticle
from extractor.model.record import Record
from extractor.pipeline import default_pipeline

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
EVENTS = {"established", "consolidated", "renamed", "supplemented", "regulated", "dissolved", "mentioned"}
ROLES = {"chair", "standing_vice_chair", "vice_chair", "standing_member", "secretary", "member"}


@cache
def read_cases(name: str) -> list[dict[str, Any]]:
    """The cases of ``fixtures/cases/NAME.jsonl``."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]


def params(name: str) -> list[Any]:
    """The cases as parameters: a known failure must fail, and one that passes is reported as such."""
    strict = pytest.mark.xfail(
        strict=True, reason="it passes now: remove its known-failure mark", raises=AssertionError
    )
    return [
        pytest.param(case, id=case["id"], marks=[strict] if case.get("status") == "known-failure" else [])
        for case in read_cases(name)
    ]


def record_of(text: str) -> Record:
    """The record of a case's text; an empty one where the pipeline says that there is no article."""
    try:
        return default_pipeline().run(text)
    except NoArticle:
        return Record()


def wanted_roles(case: dict[str, Any], with_body: bool) -> list[tuple[str, ...]]:
    """The roles of a case, sorted: role, person, position, agency, and the body where asked."""
    return sorted(_role(*[*entry[:4], entry[4] if with_body else ""]) for entry in case["roles"])


def found_roles(record: Record, with_body: bool) -> list[tuple[str, ...]]:
    """The roles of a record in the same form."""
    return sorted(_role(r.role, r.person, r.position, r.agency, r.body if with_body else "") for r in record.roles)


def _role(role: str, person: str | None, position: str | None, agency: str | None, body: str) -> tuple[str, ...]:
    return (role, same_spelling(person), same_spelling(position), same_spelling(agency), same_body(body))


def wanted_bodies(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The bodies of a case, sorted: name, event, member count, standing agency, predecessors."""
    return sorted((_body(*entry) for entry in case["bodies"]), key=str)


def found_bodies(record: Record) -> list[tuple[Any, ...]]:
    """The bodies of a record in the same form."""
    return sorted(
        (_body(b.name, b.event, b.member_count, b.standing_agency, b.formed_from) for b in record.bodies), key=str
    )


def _body(
    name: str, event: str, count: int | None = None, standing: str | None = None, formed_from: list[str] | None = None
) -> tuple[Any, ...]:
    return (same_body(name), event, count, same_spelling(standing), tuple(sorted(map(same_body, formed_from or []))))


def names_bodies(case: dict[str, Any]) -> bool:
    """Whether a case states the body of each of its roles."""
    return bool(case["roles"]) and all(len(entry) == 5 for entry in case["roles"])
