"""Positions: which office and agency a role's holder has, with several offices, bare titles, ranks, former offices."""

from __future__ import annotations

import pytest
from case_files import found_roles, names_bodies, params, read_cases, record_of, wanted_roles


@pytest.mark.parametrize("case", params("positions"))
def test_case(case):
    with_body = names_bodies(case)
    assert found_roles(record_of(case["text"]), with_body) == wanted_roles(case, with_body)


def test_cases_are_many():
    cases = read_cases("positions")
    assert len(cases) >= 60
    assert len({case["id"] for case in cases}) == len({case["text"] for case in cases}) == len(cases)
