"""Repair: the cases of fixtures/cases/repair.jsonl, and what must hold for any text."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evaluate.garble import encode_legacy, kinds
from extractor.lexicon.load import read_toml
from extractor.lexicon.syllables import code_pages, decode_page, default_lexicon, default_persons, default_repairer
from extractor.model.edits import Edit, Edits
from extractor.text.alphabet import LETTERS, is_syllable
from extractor.text.capital_fonts import raise_capitals
from extractor.text.fold import fold, strip_marks
from extractor.text.repair import repair

ROOT = Path(__file__).parent.parent
CASES = [json.loads(line) for line in (ROOT / "fixtures/cases/repair.jsonl").read_text(encoding="utf-8").splitlines()]
CLEAN = {
    path.stem: unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "fixtures/texts").glob("clean_*.txt"))
}
PASSAGES = [line for name in ("clean_official", "clean_news") for line in CLEAN[name].splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['kind']}: {c['damaged'][:30]}")
def test_case(case):
    done = default_repairer()(case["damaged"])
    if case["status"] == "known-failure":
        assert done.text != case["expected"], "an improvement: set the status of this case to pass"
    else:
        assert done.text == case["expected"], case["comment"]
    assert done.edits.undo(done.text) == case["damaged"]


def test_there_are_enough_cases_and_a_third_are_clean():
    assert len(CASES) >= 150
    assert sum(c["kind"] == "clean" for c in CASES) * 3 >= len(CASES) - 10
    assert len({(c["kind"], c["damaged"]) for c in CASES}) == len(CASES)


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_clean_text_is_left_alone(name):
    assert default_repairer()(CLEAN[name]).edits.all == ()


# What each kind must give back at least; the guesses are measured on all texts by benchmarks/repair.py.
FLOORS = {
    "lost bytes, 3 %": 0.85,
    "lost bytes, only đ": 0.99,
    "U+FFFD a character, 3 %": 0.80,
    "U+FFFD a byte, 3 %": 0.85,
}


@pytest.mark.parametrize("kind", [k for k in kinds() if k != "lost bytes, line breaks"])
def test_garbled_text_comes_back(kind):
    damaged = restored = 0
    for i, (name, text) in enumerate(sorted(CLEAN.items())):
        if name == "clean_english":
            continue
        garbled = kinds()[kind](text, random.Random(i))
        done = default_repairer()(garbled)
        assert done.edits.apply(garbled) == done.text
        assert done.edits.undo(done.text) == garbled
        lower = str.lower if "tcvn3" in kind.lower() else str
        rows = [[lower(w) for w in re.split("[ \n]+", t)] for t in (text, garbled, done.text)]
        assert len(rows[0]) == len(rows[2])
        if len(rows[1]) != len(rows[0]):  # a space inside a word: which words were damaged cannot be told
            rows[1] = [""] * len(rows[0])
        assert [c for a, b, c in zip(*rows, strict=True) if a == b and c != a] == [], "clean words harmed"
        wrong = [(a, c) for a, b, c in zip(*rows, strict=True) if a != b]
        damaged += len(wrong)
        restored += sum(a == c for a, c in wrong)
    assert damaged > 0
    assert restored >= FLOORS.get(kind, 0.985) * damaged


@pytest.mark.parametrize("page", code_pages(), ids=lambda p: p.name)
def test_every_letter_of_a_code_page_both_ways(page):
    letters = LETTERS if page.toned_capitals else LETTERS[:67]
    for letter in letters:
        assert page.convert(encode_legacy(letter, page.name).decode("latin-1")) == letter
    assert len(set(letters)) == (134 if page.toned_capitals else 67)


@pytest.mark.parametrize("page", code_pages(), ids=lambda p: p.name)
def test_examples_of_a_code_page(page):
    examples = read_toml(f"encodings/{page.name}.toml")["examples"]
    assert [page.convert(e) for e in examples] == ["ủy ban nhân dân", "quyết định"]


def test_capital_font_letters_of_tcvn3():
    page = code_pages()[0]
    small = page.convert(encode_legacy(LETTERS[:67], page.name).decode("latin-1"))
    assert raise_capitals(f'<font face=".VnTimeH">{small}</font>') == f'<font face=".VnTimeH">{LETTERS[67:]}</font>'
    html = '<p><font face=".VnTimeH">ủy ban nhân dân</font> quyết định của hội đồng nhân dân tỉnh</p>'
    decoded = decode_page(encode_legacy(html, "tcvn3"))
    assert decoded.encoding == "tcvn3"
    assert ">ỦY BAN NHÂN DÂN</font> quyết định của hội đồng" in decoded.text


@pytest.mark.parametrize("kind", [k for k in kinds() if "VNI" in k])
def test_a_file_in_two_code_pages_as_bytes_and_as_text(kind):
    form = ["Số: 12/QĐ-UBND", "Nơi nhận:", "Có", "STT\tHọ và tên\tĐơn vị", "Đã ký", "vanthu@quangnam.gov.vn", "Ghi chú"]
    lines = CLEAN["clean_official"].split("\n")
    clean = "\r\n".join(line for pair in zip(lines, form * len(lines), strict=False) for line in pair)
    clean = "".join(c if c in LETTERS or c.encode("cp1252", "ignore") else " " for c in clean)
    garbled = kinds()[kind](clean, random.Random(3))
    as_bytes = b"".join(c.encode("cp1252") if ord(c) > 255 else bytes([ord(c)]) for c in garbled)
    for text in (garbled, decode_page(as_bytes).text):
        got = default_repairer()(text).text
        wrong = [(a, b) for a, b in zip(clean.split(), got.split(), strict=True) if a.lower() != b.lower()]
        assert len(wrong) <= 0.002 * len(clean.split()), wrong


def test_the_case_of_a_word_as_the_page_has_it_before_the_next_one():
    habit = "Tình trạng: Đang cập nhật. Số công báo: Đang cập nhật. "
    assert default_repairer()(habit + "Ngày hiệu lực: ??ang cập nhật").text.endswith("Đang cập nhật")
    mixed = "Tình trạng: Đang cập nhật. Số công báo: đang cập nhật. "
    assert default_repairer()(mixed + "Ngày hiệu lực: ??ang cập nhật").text.endswith("đang cập nhật")


def test_names_of_persons():
    model = default_persons()
    places = {
        ("ông", "Nguyễn"): ("Tuấn", "middle"),
        ("bà", "Trần", "Thị"): (None, "given"),
        ("đồng", "chí"): ("Văn", "surname"),
        ("ông",): (None, "given"),
    }
    for left, (right, part) in places.items():
        slot = model.slot(list(left), right)
        assert slot is not None and slot.part == part, left
    for left, right in ((("tại", "Sở"), "Nội"), (("và",), None), ((), "Tài")):
        assert model.slot(list(left), right) is None
    given = model.slot(["ông", "Tạ", "Duy"], None)
    assert model.chance(given, "duy", "lân") > 10 * model.chance(given, "duy", "lên")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PASSAGES), st.sampled_from(sorted(kinds())), st.integers(0, 2**31))
def test_repair_is_idempotent_and_can_be_undone(passage, kind, seed):
    garbled = kinds()[kind](passage, random.Random(seed))
    done = default_repairer()(garbled)
    assert done.edits.undo(done.text) == garbled
    assert default_repairer()(done.text).text == done.text


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("?\n\ufffd áºÃ»Ä‘&#;Ð\u0301\u200bđiện")),
        max_size=60,
    )
)
def test_any_text_is_repaired_without_an_error(text):
    done = default_repairer()(text)
    assert done.edits.apply(text) == done.text
    assert done.edits.undo(done.text) == text
    for edit in done.edits:
        assert text[edit.start : edit.end] == edit.before
        assert edit.unsure == (edit.proposal is not None)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_without_an_error(data):
    assert isinstance(decode_page(data).text, str)


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        ("Quyết định".encode(), "windows-1252", "utf-8"),
        ("\ufeffQuyết định".encode("utf-16-le"), None, "utf-16-le"),
        ("Quyết định của Ủy ban".encode("utf-16-be"), None, "utf-16-be"),
        (b"\xef\xbb\xbfabc", None, "utf-8"),
        (b"%PDF-1.4 abc", None, "binary"),
        (b"\x00\x01\x02" * 50, None, "binary"),
        (b"caf\xe9 au lait", None, "cp1252"),
        ("Привет, мир".encode("koi8-r"), "koi8-r", "koi8-r"),
        (encode_legacy("Ủy ban nhân dân tỉnh quyết định", "vni"), "windows-1252", "vni"),
        (encode_legacy("Hội đồng nhân dân tỉnh quyết định", "viscii"), None, "viscii"),
    ],
)
def test_decode(data, declared, encoding):
    assert decode_page(data, declared).encoding == encoding


def test_a_clean_page_does_not_read_the_pairs():
    lexicon = default_lexicon().__class__(dict, lambda: pytest.fail("the pairs were read"))
    assert repair(CLEAN["clean_official"], lexicon).text == CLEAN["clean_official"]


def test_unsure_edits_leave_the_text():
    done = default_repairer()("Nhà văn c??? kể chuyện ??iện ảnh")
    doubts = [e for e in done.edits if e.unsure]
    assert all(e.before == e.after and e.proposal for e in doubts)
    assert all(e.before in done.text for e in doubts)


def test_edits_compose():
    source = "(Ä\x90ảng) th??ng"
    between = "(Ðảng) th??ng"
    first = Edits([Edit("mojibake", 1, 3, "Ä\x90", "Ð")], source)
    later = Edits(
        [Edit("look-alike", 1, 2, "Ð", "Đ"), Edit("lost-bytes", 7, 13, "th??ng", "th??ng", 0.4, True, "thông")], between
    )
    both = first.then(later, source, between)
    assert both.apply(source) == "(Đảng) th??ng"
    assert [(e.start, e.end, e.unsure) for e in both] == [(1, 3, False), (8, 14, True)]
    assert both.to_repaired(1, 3) == (1, 2)
    assert both.to_source(1, 2) == (1, 3)


@given(st.text(max_size=80))
def test_fold_keeps_the_length(text):
    nfc = unicodedata.normalize("NFC", text)
    assert len(fold(nfc)) == len(nfc) == len(strip_marks(nfc))
    assert fold(fold(nfc)) == fold(nfc)


@pytest.mark.parametrize(
    ("one", "other"),
    [("HOÀ BÌNH", "Hòa Bình"), ("Uỷ ban", "Ủy ban"), ("tòan tỉnh", "toàn tỉnh"), ("Bắc Mĩ", "Bắc Mỹ"), ("Ðà Nẵng", "Đà Nẵng"),
     ("qúy I", "quý I"), ("QĐ–UBND", "QĐ-UBND"), ("“số”", '"số"')],
)  # fmt: skip
def test_fold_unifies(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("của", "cua"), ("mùa", "múa"), ("vị", "vỵ"), ("thì", "thỳ"), ("hoàn", "hòn")]
)
def test_fold_keeps_apart(one, other):
    assert fold(one) != fold(other)


def test_most_frequent_syllables_are_syllables():
    common = [s for s, seen in default_lexicon().counts.items() if seen[0] > 3000 and not s.isascii()]
    odd = [s for s in common if not is_syllable(s)]
    assert len(common) > 700
    assert len(odd) < len(common) * 0.02, odd


def test_the_table_of_the_docs():
    rows = re.findall(r"^\| `([a-z-]+)[^|]*\| ([^|]*) \| ([^|]*) \|", (ROOT / "docs/repair.md").read_text(encoding="utf-8"), re.M)
    checked = 0
    for _, before, after in rows:
        damaged, whole = (re.findall("`([^`]+)`", cell) for cell in (before, after))
        for one, other in zip(damaged, whole, strict=False):
            text = "Hôm nay, UBND tỉnh họp về {} của Sở Tài chính tại trụ sở."
            done = default_repairer()(text.format(one.replace("\\n", "\n")))
            assert done.text == text.format(other), one
            checked += 1
    assert checked >= 12


_GARBLED = st.sampled_from("áâÃÄÆĂÂÌ»º€™¢°©ÐðƉ\u200b\u0300?\ufffd\ue001ùõòìÒÌ²aeoyuigioêôàn \n“”•Ã\u00a0\u0090")


@given(st.text(_GARBLED, max_size=12))
def test_one_look_for_all_kinds_of_damage_misses_none(text):
    from extractor.lexicon.syllables import default_legacy
    from extractor.text import lost_bytes, mojibake
    from extractor.text import repair as steps

    legacy = default_legacy()
    assert legacy.suspicious(text) == (not text.isascii() and legacy._odd.search(text) is not None)
    if not steps._strange().search(text):
        assert not mojibake.suspicious(text)
        assert unicodedata.is_normalized("NFC", text)
        assert not steps._invisible().search(text) and not steps._eth().search(text)
        assert "?" in text or not lost_bytes.suspicious(text)
