"""Proofs of the tables behind offices, roles, bodies and events: every entry has examples, and they hold.

The examples of the role grammar and of the events are schemes ("Trưởng ban là ông A"); whole sentences for each of
their entries, two that fit and one that does not, stand in fixtures/cases/role_grammar.jsonl and events.jsonl.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from case_files import EVENTS, ROLES, params, read_cases

import extractor
from extractor.find.agencies import find_agencies
from extractor.find.bodies import find_bodies
from extractor.find.positions import find_titles
from extractor.find.roles import find_roles
from extractor.lexicon.bodies import body_heads, extent_patterns, optional_topics
from extractor.lexicon.events import event_cues, predecessor_cue
from extractor.lexicon.grammar import SIGNS, compile_form, role_grammar
from extractor.lexicon.load import read_toml
from extractor.lexicon.titles import role_words, title_of, titles
from extractor.lexicon.topics import nickname_topic, nicknames, spell_out
from extractor.text.fold import fold

CLASSES = {"ban", "to", "council", "command", "doan", "any"}
FAILING_EXAMPLES: dict[str, str] = {}


def doubles(values):
    return [v for v, n in Counter(values).items() if n > 1]


def examples(entries, kind="examples"):
    return [
        pytest.param(entry.id, text, id=f"{entry.id}:{text}", marks=_failing(text) if kind == "examples" else [])
        for entry in entries for text in getattr(entry, kind)
    ]  # fmt: skip


def _failing(text):
    return [pytest.mark.xfail(strict=True, reason=FAILING_EXAMPLES[text])] if text in FAILING_EXAMPLES else []


def roles_in(text):
    agencies = find_agencies(text)
    return find_roles(text, agencies, find_bodies(text, agencies))


def heads_in(text):
    """The ids of the heads of the mentions that name a body, not only refer back."""
    return {m.rule.split(":")[1] for m in find_bodies(text, find_agencies(text)) if m.rule != "body:short"}


# -- titles, roles, heads


@pytest.mark.parametrize("entries", [titles, role_words, body_heads], ids=["titles", "roles", "heads"])
def test_ids_and_forms_are_unique(entries):
    assert doubles(e.id for e in entries()) == []
    assert doubles(form for e in entries() for form in {fold(f) for f in e.forms}) == []
    assert all(e.examples and e.forms and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", e.id) for e in entries())
    assert all(form == form.strip() == fold(form) or "ỷ" in form for e in entries() for form in e.forms)


def test_no_entry_lists_a_form_twice():
    for entries in (titles, role_words, body_heads):
        assert [doubles(map(fold, e.forms)) for e in entries() if doubles(map(fold, e.forms))] == []


@pytest.mark.parametrize(("entry", "text"), examples(titles()))
def test_a_title_is_found_in_its_example(entry, text):
    found = [m for m in find_titles(text) if m.entry == entry]
    assert found
    assert all(m.title.endswith((title_of(entry).title, "Thường trực")) for m in found)


@pytest.mark.parametrize("entry", titles(), ids=lambda e: e.id)
def test_every_form_of_a_title_is_found_with_its_deputy(entry):
    for form in entry.forms:
        (found,) = find_titles(f"Ông Lê Văn An, {form} đơn vị")
        assert (found.entry, found.title) == (entry.id, entry.title)
        deputies = find_titles(f"Ông Lê Văn An, phó {form} đơn vị")
        assert [m.title for m in deputies] == ([f"Phó {entry.title}"] if entry.deputy else [])


def test_titles_are_of_a_known_sphere():
    assert {t.sphere for t in titles()} <= {"state", "party", "mass", "enterprise"}
    assert all(t.order >= 1 for t in titles())


@pytest.mark.parametrize(("entry", "text"), examples(role_words()))
def test_a_role_is_found_in_its_example(entry, text):
    assert f"role:{entry}" in {m.rule for m in roles_in(text)}


@pytest.mark.parametrize(("entry", "text"), examples(role_words(), "counter_examples"))
def test_a_role_is_not_found_in_its_counter_example(entry, text):
    assert f"role:{entry}" not in {m.rule for m in roles_in(text)}


def test_roles_are_those_of_the_record_in_known_classes():
    assert {r.role for r in role_words()} - {"standing"} == ROLES - {"standing_vice_chair"}
    assert {r.body_class for r in role_words()} <= CLASSES
    assert {h.body_class for h in body_heads()} <= CLASSES - {"any"}


@pytest.mark.parametrize(("entry", "text"), examples(body_heads()))
def test_a_head_is_found_in_its_example(entry, text):
    assert entry in heads_in(text)


@pytest.mark.parametrize(("entry", "text"), examples(body_heads(), "counter_examples"))
def test_a_head_is_not_found_in_its_counter_example(entry, text):
    assert entry not in heads_in(text)
    assert entry not in heads_in(f"Thành lập {text} mới")


def test_every_form_of_a_head_begins_a_name():
    lost = []
    for head in body_heads():
        for form in head.forms:
            text = f"Thành lập {form[0].upper()}{form[1:]} phòng, chống thiên tai tỉnh Lâm Đồng."
            lost += [form] if head.id not in heads_in(text) and form != "trung tâm chỉ huy" else []
    assert lost == []


def test_the_same_head_with_an_excluding_word_begins_none():
    found = [
        (form, word) for head in body_heads() for form in head.forms for word in head.not_followed_by
        if head.id in heads_in(f"Tại {form} {word} sáng nay.")
    ]  # fmt: skip
    assert found == []


def test_the_extent_lists_compile_as_whole_words():
    patterns = extent_patterns()
    assert patterns.stop.match("gồm") and not patterns.stop.match("gồmm")
    assert patterns.compound.search(fold("giải phóng mặt bằng"))


def test_no_segment_stop_is_its_own_exception():
    extent = read_toml("bodies.toml")["extent"]
    assert not set(map(fold, extent["segment_exceptions"])) & set(map(fold, extent["segment_stops"]))


# -- role grammar


def test_the_patterns_compile_and_have_ids_and_examples():
    patterns = [p for p, _ in role_grammar()]
    assert doubles(p.id for p in patterns) == []
    assert all(p.examples for p in patterns)
    assert all(p.role in ROLES | {None} for p in patterns)
    for pattern, regex in role_grammar():
        assert "h" in regex.groupindex or pattern.id == "same-holder"
        assert ("r" in regex.groupindex) != bool(pattern.role), pattern.id
        assert not regex.match(""), pattern.id


def test_a_form_with_an_unknown_sign_is_refused():
    assert compile_form("H as R", {}) == "HmR"
    with pytest.raises(ValueError, match="unknown sign 'perhaps'"):
        compile_form("H perhaps R", {})
    assert doubles(SIGNS.values()) == []
    assert all(len(sign) == 1 for sign in SIGNS.values())


def seats(text):
    """The patterns behind the roles of a text, and the roles themselves."""
    page = extractor.extract_explained(text)
    rules = [r.rule.split(" · ")[0] for r in page.reasons if r.field.startswith("roles[")]
    return rules, [[r.role, r.person, r.position] for r in page.record.roles]


@pytest.mark.parametrize("case", params("role_grammar"))
def test_sentences_of_the_role_grammar(case):
    rules, roles = seats(case["text"])
    assert rules == case["rules"]
    assert roles == case["roles"]
    assert not set(case["not"]) & set(rules)


def test_every_pattern_has_two_sentences_that_fit_and_one_that_does_not():
    cases = read_cases("role_grammar")
    assert doubles(c["id"] for c in cases) == doubles(c["text"] for c in cases) == []
    for pattern, _ in role_grammar():
        assert sum(f"role:{pattern.id}" in c["rules"] for c in cases) >= 2, pattern.id
        assert sum(f"role:{pattern.id}" in c["not"] for c in cases) >= 1, pattern.id


# -- events


def events(text):
    return [[b.name, b.event] for b in extractor.extract(text).bodies]


@pytest.mark.parametrize("case", params("events"))
def test_sentences_of_the_events(case):
    assert events(case["text"]) == case["events"]
    if "formed_from" in case:
        assert [b.formed_from for b in extractor.extract(case["text"]).bodies] == case["formed_from"]


def test_every_event_has_sentences_of_both_kinds():
    cases = read_cases("events")
    assert doubles(c["id"] for c in cases) == doubles(c["text"] for c in cases) == []
    for cue in event_cues():
        own = [c for c in cases if c["id"].startswith(f"{cue.id}-")]
        assert sum(any(e == cue.id for _, e in c["events"]) for c in own) >= 2, cue.id
        assert sum(all(e == "mentioned" for _, e in c["events"]) for c in own) >= 1, cue.id


def test_event_ids_are_those_of_the_record_and_patterns_are_bounded():
    assert doubles(c.id for c in event_cues()) == []
    assert {c.id for c in event_cues()} == EVENTS - {"mentioned"}
    for cue in (*event_cues(), predecessor_cue()):
        # Anchored where the name begins, so that a cue elsewhere in the sentence says nothing.
        assert cue.before.pattern.endswith("$")
        assert not re.search(r"(?<![\\\]])\.[*+]", cue.before.pattern + cue.after.pattern), cue.id
    raw = read_toml("events.toml")
    assert all(e["examples"] for e in [*raw["event"], raw["predecessor"]])


# -- topics


def test_topics_are_spelled_out_as_whole_words():
    table = read_toml("topics.toml")["abbreviations"]
    for short, full in table.items():
        assert spell_out(f"phát triển {short} năm 2020") == f"phát triển {full} năm 2020"
        assert spell_out(f"phát triển X{short}") == f"phát triển X{short}"


def test_nicknames_are_numbers_with_a_topic_and_a_source():
    rows = read_toml("topics.toml")["nickname"]
    assert doubles(r["number"] for r in rows) == []
    assert all(re.fullmatch(r"\d{2,4}", r["number"]) and r["source"] for r in rows)
    assert set(nicknames()) == {r["number"] for r in rows}
    assert nickname_topic("389").startswith("chống buôn lậu")
    assert all(nicknames()[r["number"]] == fold(r["topic"]) for r in rows)


def test_a_topic_that_may_be_left_out_belongs_to_a_head_that_stands_alone():
    forms = {fold(form) for head in body_heads() for form in head.standalone}
    assert optional_topics() and set(optional_topics()) <= forms


def test_only_a_head_whose_topic_may_be_left_out_is_one_with_and_without_it():
    text = "UBND tỉnh Phú Yên thành lập {short} tỉnh Phú Yên.\n\nTheo đó, {long} tỉnh Phú Yên gồm 9 thành viên."
    one = text.format(short="Ủy ban bầu cử", long="Ủy ban bầu cử đại biểu Quốc hội khóa XV")
    two = text.format(short="Ban An toàn giao thông", long="Ban An toàn giao thông học đường")
    assert [name for name, _ in events(one)] == ["Ủy ban bầu cử đại biểu Quốc hội khóa XV tỉnh Phú Yên"]
    assert len(events(two)) == 2
