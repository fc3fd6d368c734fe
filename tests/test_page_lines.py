"""Lines judged alone: furniture, datelines, bylines."""

import json
import re
from pathlib import Path

import pytest

from extractor.lexicon.furniture import furniture, line_key
from extractor.page.byline import read_author, read_source
from extractor.page.dateline import iso_moment, read_dateline

CASES = Path(__file__).parent.parent / "fixtures" / "cases"


def cases(name):
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("rule", furniture().lines, ids=lambda r: r.id)
def test_every_furniture_rule_holds_for_its_examples_and_not_for_its_counter_examples(rule):
    assert rule.examples
    pattern = re.compile(f"(?:{rule.pattern})$")
    for example in rule.examples:
        assert pattern.match(line_key(example)), example
        assert furniture().verdict(example) is not None, example
    for example in rule.counter_examples:
        assert furniture().verdict(example) is None, example


def test_furniture_ids_are_unique_and_marker_words_are_folded():
    ids = [rule.id for rule in furniture().lines]
    assert len(ids) == len(set(ids))
    for marker in furniture().markers:
        assert all(re.fullmatch("[a-z]+", word) for word in marker.words), marker.id


@pytest.mark.parametrize("case", cases("page_datelines.jsonl"), ids=lambda c: c["line"])
def test_datelines(case):
    found = read_dateline(case["line"])
    assert (found[0] if found else None) == case["value"]


@pytest.mark.parametrize("case", cases("page_bylines.jsonl"), ids=lambda c: c["line"])
def test_bylines_and_sources(case):
    assert read_author(case["line"]) == case["author"]
    if "source" in case:
        assert read_source(case["line"]) == case["source"]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2018-12-03T16:52:00+07:00", "2018-12-03T16:52"),
        ("2018-12-03T20:10:00Z", "2018-12-04T03:10"),
        ("2018-12-31T18:00:00.000Z", "2019-01-01T01:00"),
        ("2018-02-30", None),
        ("0001-01-01T00:00:00", None),
        ("hôm qua", None),
    ],
)
def test_machine_written_moments(value, moment):
    assert iso_moment(value) == moment
