"""The person finder: cases by construction, invariants on any text, hostile input, the gazetteers' examples."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.find.ner_plugin import NerPlugin, NerPluginError
from extractor.find.persons import find_persons
from extractor.lexicon.load import read_toml

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "fixtures/cases/persons.jsonl").read_text("utf-8").splitlines()
]
SURNAMES = read_toml("surnames.toml")["surname"]


def names(text: str, **options) -> list[str]:
    return [mention.name for mention in find_persons(text, **options)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    assert names(case["text"], single=case.get("single", False)) == case["persons"]


def test_cases_are_many_and_a_third_are_negative():
    assert len(CASES) >= 200
    assert sum(not case["persons"] for case in CASES) >= len(CASES) / 3
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("entry", SURNAMES, ids=lambda entry: entry["id"])
def test_every_surname_group_proves_itself(entry):
    assert entry["examples"] and entry["counter"]
    for name in entry["examples"]:
        assert names(f"ông {name}, Chủ tịch UBND xã, cho biết") == [name]
    for phrase in entry["counter"]:
        assert names(f"báo cáo về {phrase} trong năm") == []


def test_every_cue_has_an_example():
    for table in ("person_cues.toml", "not_persons.toml", "foreign_names.toml"):
        for entries in read_toml(table).values():
            assert all(entry["id"] and entry["example"] and entry["note"] for entry in entries)


# ---- what the caller already knows


def test_a_name_stands_directly_behind_a_blocked_agency():
    text = "Phó Chủ tịch UBND tỉnh Đàm Quang Khải ký"
    agency = (text.index("UBND"), text.index(" Đàm"))
    assert names(text, blocked=[agency]) == ["Đàm Quang Khải"]


def test_blocked_ranges_are_no_persons_and_split_a_run():
    text = "ông Trần Văn Tân và bà Lê Thị Hoa"
    start = text.index("Trần")
    assert names(text, blocked=[(start, start + len("Trần Văn Tân"))]) == ["Lê Thị Hoa"]
    assert names("Nguyễn Văn An", blocked=[(7, 10)]) == []


def test_spans_leave_out_the_honorific():
    text = "gồm đ/c: PGS.TS Vũ Thị Bích Ngọc (Trưởng ban)"
    (mention,) = find_persons(text)
    assert text[mention.start : mention.end] == mention.name == "Vũ Thị Bích Ngọc"
    assert mention.rule == "full-name" and mention.votes == ("rules",)


def test_a_later_mention_has_the_full_name_and_its_own_span():
    text = "Ông Lê Quốc Tấn làm Trưởng ban. Ông Tấn yêu cầu báo cáo."
    later = find_persons(text)[1]
    assert (text[later.start : later.end], later.name, later.rule) == ("Tấn", "Lê Quốc Tấn", "given-name")


def test_two_people_of_one_given_name_the_nearer_is_meant():
    text = "Ông Trần Bá Hùng phát biểu. Ông Vũ Mạnh Hùng kết luận. Ông Hùng cảm ơn."
    assert names(text)[-1] == "Vũ Mạnh Hùng"
    assert names("Ông Hùng đến. Có ông Trần Bá Hùng và ông Vũ Mạnh Hùng.") == ["Trần Bá Hùng", "Vũ Mạnh Hùng"]


# ---- witnesses


class Witness:
    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def is_person(self, text, start, end):
        self.asked.append(text[start:end])
        return self.answer


UNDECIDED = "Sáng qua có Lê Hùng trong phòng"


def test_the_undecided_are_asked_about_and_only_they():
    for answer, expected in ((True, ["Lê Hùng"]), (False, []), (None, [])):
        witness = Witness(answer)
        assert names("Ông Trần Văn Tân ký. " + UNDECIDED, pos=witness) == ["Trần Văn Tân", *expected]
        assert witness.asked == ["Lê Hùng"]


def test_votes_say_who_recognised_a_name():
    (mention,) = find_persons(UNDECIDED, pos=Witness(False), ner=Witness(True))
    assert mention.votes == ("rules", "ner")


def test_single_names_without_a_form_of_address_need_a_witness():
    text = "Chiều qua anh gặp Hương ở chợ, rồi về Bình Dương."
    assert names(text, single=True) == []
    assert names(text, single=True, pos=Witness(True)) == ["Hương"]
    assert names(text, pos=Witness(True)) == []


def test_no_witness_overrules_a_veto():
    witness = Witness(True)
    assert names("đường Trần Hưng Đạo, Trường THPT Lê Quý Đôn", pos=witness, ner=witness) == []
    assert witness.asked == []


def test_a_spacy_model_is_a_witness():
    import spacy

    nlp = spacy.blank("xx")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Lê Hùng"}])
    assert names(UNDECIDED, ner=NerPlugin(language=nlp)) == ["Lê Hùng"]
    with pytest.raises(NerPluginError, match="/no/model"):
        names(UNDECIDED, ner=NerPlugin("/no/model"))


def test_a_spacy_model_is_loaded_from_its_path(tmp_path):
    import spacy

    nlp = spacy.blank("xx")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Lê Hùng"}])
    nlp.to_disk(tmp_path / "model")
    assert NerPlugin(tmp_path / "model").is_person(UNDECIDED, 12, 19) is True
    assert NerPlugin(tmp_path / "model").is_person(UNDECIDED, 12, 16) is False
    assert NerPlugin(tmp_path / "model").is_person(UNDECIDED, 0, 4) is None


# ---- invariants

PIECES = ["ông", "bà", "Nguyễn", "Trần", "Văn", "văn", "Thị", "An", "Hà", "Nam", "H'Lan", "Donald", "Trump", "tỉnh", "UBND",
          "Chủ tịch", "đường", "\n", " ", ",", "–", ":", "(", "TS.", "Ð", "Y", "NGUYỄN", "làm", "\xa0", "Hùng"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=120)


@settings(max_examples=250, deadline=None)
@given(TEXTS, st.booleans())
def test_mentions_lie_in_the_text_in_order_and_hold_their_name(text, single):
    mentions = find_persons(text, single=single)
    for before, after in pairwise(mentions):
        assert before.end <= after.start
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        stood = [w.lower().replace("ð", "đ").replace("’", "'") for w in text[mention.start : mention.end].split()]
        name = mention.name.lower().split()
        assert stood[-1] in name
        if mention.rule != "given-name":
            assert stood == name
    assert mentions == find_persons(text, single=single)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_mentions_never_touch_what_is_blocked(text, ranges):
    blocked = [(min(pair), max(pair)) for pair in ranges if pair[0] != pair[1]]
    for mention in find_persons(text, blocked=blocked):
        assert not any(a < mention.end and mention.start < b for a, b in blocked)


@pytest.mark.parametrize(
    "text",
    ["", "\n" * 5000, "A " * 20_000, "Nguyễn " * 20_000, "ông " * 20_000, "Nguyễn\n" * 20_000, "'" * 20_000, "H'" * 20_000,
     "\x00ông\x00", "Nguyễn-" * 20_000, "NGUYỄN VĂN " * 10_000, "Chủ tịch " * 10_000 + "Lê An", "ông Trần Văn " * 5000,
     "ông Trần Văn Hùng và ông Hùng. Hùng nói. " * 4000],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_hostile_input_is_read_in_linear_time(text):
    started = time.process_time()
    find_persons(text, single=True)
    assert time.process_time() - started < 4.0
