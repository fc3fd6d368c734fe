"""Bodies: names, jurisdictions, events, totals, standing agencies, predecessors; and what is no body."""

from __future__ import annotations

import pytest
from case_files import EVENTS, found_bodies, params, read_cases, record_of, wanted_bodies


@pytest.mark.parametrize("case", params("bodies"))
def test_case(case):
    assert found_bodies(record_of(case["text"])) == wanted_bodies(case)


def test_cases_are_many_and_cover_every_event():
    cases = read_cases("bodies")
    assert len(cases) >= 110
    assert len({case["id"] for case in cases}) == len({case["text"] for case in cases}) == len(cases)
    assert {entry[1] for case in cases for entry in case["bodies"]} == EVENTS
    assert sum(not case["bodies"] for case in cases) >= 25


def test_every_total_stands_in_its_text():
    for case in read_cases("bodies"):
        for entry in case["bodies"]:
            assert entry[2] is None or str(entry[2]) in case["text"], case["id"]


def test_a_headline_in_capitals_gives_no_body_its_spelling():
    cases = [c for c in read_cases("bodies") if c["construction"] == "headline-in-capitals"]
    assert len(cases) >= 4
    for case in cases:
        assert sorted(b.name for b in record_of(case["text"]).bodies) == sorted(entry[0] for entry in case["bodies"])
