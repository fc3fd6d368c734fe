"""The gazetteers of agencies prove themselves: each entry is found in its examples and not in its counter-examples."""

from __future__ import annotations

import pytest

from extractor.find.agencies import find_agencies
from extractor.lexicon.load import read_toml
from extractor.lexicon.offices import CLASSES

AGENCIES = read_toml("agencies.toml")
ENTRIES = [*AGENCIES["local"], *AGENCIES["national"]]
HEADS = read_toml("organisations.toml")["head"]
DOMAINS = read_toml("departments.toml")["domain"]


def rules(text: str) -> set[str]:
    return {m.rule.partition(":")[2] for m in find_agencies(text)}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["id"])
def test_an_entry_is_found_in_its_examples(entry):
    assert entry["examples"]
    for example in entry["examples"]:
        assert entry["id"] in rules(example), example


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "counter" in e], ids=lambda e: e["id"])
def test_an_entry_is_not_found_in_its_counter_examples(entry):
    for counter in entry["counter"]:
        assert entry["id"] not in rules(counter), counter


@pytest.mark.parametrize("entry", HEADS, ids=lambda e: e["id"])
def test_an_open_head_is_proved(entry):
    assert entry["examples"]
    for example in entry["examples"]:
        assert any(entry["id"] in r or r for r in rules(example)), example
    for counter in entry.get("counter", ()):
        assert entry["id"] not in rules(counter), counter


def test_ids_are_unique():
    for rows in (ENTRIES, HEADS):
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda d: d["name"])
def test_every_spelling_of_a_field_gives_its_office(domain):
    for group in domain["classes"]:
        head = CLASSES[group][0]
        owner = {"ban-party": " Tỉnh ủy", "ban-hdnd": " HĐND tỉnh"}.get(group, "")
        for form in (domain["name"], *domain.get("abbr", ())):
            found = find_agencies(f"Theo {head} {form}{owner}, việc đã xong.")
            assert len(found) == 1 and found[0].head.startswith(f"{head} "), form


def test_a_field_shared_by_abbreviation_keeps_one_meaning_a_class():
    assert find_agencies("Phòng VH-TT huyện họp.")[0].head == "Phòng Văn hóa và Thông tin"
    assert find_agencies("Sở VH-TT tỉnh họp.")[0].head == "Sở Văn hóa và Thể thao"


def test_kinds_and_certainties_are_of_the_schema():
    for row in read_toml("lineages.toml")["name"]:
        assert row["kind"] in ("ministry", "government", "party", "committee", "department"), row["name"]
        assert row["certainty"] in ("high", "low")
        assert (row.get("to") is None) or "successor" in row
        assert row.get("from", "0") < row.get("to", "9")
