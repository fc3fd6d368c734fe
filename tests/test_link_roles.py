"""Roles: each construction of the press, and the texts that look like one and give none."""

from __future__ import annotations

from collections import Counter

import pytest
from case_files import ROLES, found_roles, names_bodies, params, read_cases, record_of, wanted_roles


@pytest.mark.parametrize("case", params("roles"))
def test_case(case):
    with_body = names_bodies(case)
    assert found_roles(record_of(case["text"]), with_body) == wanted_roles(case, with_body)


def test_cases_are_many_and_a_third_gives_no_role():
    cases = read_cases("roles")
    assert len(cases) >= 260
    assert sum(not case["roles"] for case in cases) * 3 >= len(cases)
    assert len({case["id"] for case in cases}) == len({case["text"] for case in cases}) == len(cases)


def test_every_role_and_construction_has_cases():
    cases = read_cases("roles")
    seen = Counter(entry[0] for case in cases for entry in case["roles"])
    assert set(seen) == ROLES
    assert min(seen.values()) >= 10
    assert min(Counter(case["construction"] for case in cases).values()) >= 3


@pytest.mark.parametrize("case", [c for c in read_cases("roles") if c["roles"]], ids=lambda case: case["id"])
def test_every_expected_person_stands_in_the_text(case):
    text = " ".join(case["text"].split()).casefold()
    for entry in case["roles"]:
        assert entry[1] is None or entry[1].casefold() in text
