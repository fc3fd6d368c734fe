"""References to documents: cases from files, generated variants, hostile inputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from growth import assert_linear, cpu_seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.find.dates import find_dates
from extractor.find.documents import find_documents
from extractor.find.laws import find_laws
from extractor.find.symbols import find_symbols
from extractor.lexicon.document_types import document_types, licences
from extractor.lexicon.issuers import issuer_of, issuers
from extractor.lexicon.laws import law_names

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "documents.jsonl"


def cases() -> list[dict]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(text: str, published: str | None = None) -> list[list]:
    """Type, number, symbol, date and title of each document; licences left out."""
    found = find_documents(text, find_dates(text, published))
    return [
        [d.type, d.number, d.symbol, d.date.value if d.date else None, d.title if not d.number else None]
        for d in found
        if not d.licence
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"][:60])
def test_case(case: dict) -> None:
    found = read(case["text"], case.get("published"))
    if case.get("known_failure"):
        assert found != case["documents"], "this known failure passes now: move it to the cases"
    else:
        assert found == case["documents"]


def test_there_are_many_cases_and_negatives() -> None:
    assert sum(len(c["documents"]) for c in cases()) >= 200
    assert sum(not c["documents"] for c in cases()) >= 50


def test_every_type_reads_its_examples() -> None:
    for kind in document_types():
        for example in kind.examples:
            shown = example if example[0].isalpha() else f"{kind.name} số {example}"
            found = read(shown)
            assert [d[0] for d in found] == [kind.name], f"{kind.id}: {shown} gives {found}"


def test_counter_examples_stay_unread() -> None:
    for kind in document_types():
        if kind.counter_example:
            assert read(kind.counter_example) == [], kind.id


def test_every_issuer_code_is_read_in_its_example() -> None:
    for entry in issuers().values():
        for example in entry.examples:
            found = next(find_symbols(f"số {example}"), None)
            assert found is not None, example
            assert entry.code in found.organs, example
        assert issuer_of(entry.code) is not None


def test_licences_are_flagged() -> None:
    for example in licences().examples:
        text = f"{example} do Sở Thông tin và Truyền thông cấp ngày 8/1/2021"
        found = find_documents(text, find_dates(text))
        assert all(d.licence for d in found), example


@pytest.mark.parametrize("kind", ["Luật", "Bộ luật", "Pháp lệnh"])
def test_every_listed_law_is_found_whole(kind: str) -> None:
    for name in law_names()[kind].names:
        if name == "Luật sư" or (kind == "Luật" and name == "Giá"):
            continue
        for shown in (f"Theo {kind} {name} năm 2012 thì", f"Căn cứ {kind} {name} ngày 5/3/2012;"):
            assert [law.title for law in find_laws(shown)] == [f"{kind} {name}"], shown


# -- generated variants ------------------------------------------------------------------------------

STATE = [
    ("QĐ", "Quyết định"),
    ("NQ", "Nghị quyết"),
    ("CT", "Chỉ thị"),
    ("KH", "Kế hoạch"),
    ("TTr", "Tờ trình"),
    ("TB", "Thông báo"),
    ("BC", "Báo cáo"),
]
ORGANS = ["UBND", "HĐND", "CP", "TTg", "BNV", "STTTT", "VPCP", "BGDĐT", "SKHĐT", "BCĐXDCQĐT", "UBTVQH15", "TU"]


@st.composite
def variants(draw: st.DrawFn) -> tuple[str, tuple[str, str, str]]:
    """A reference in one of its crawl variants, and the type, number and symbol that it means."""
    code, name = draw(st.sampled_from(STATE))
    organ = draw(st.sampled_from(ORGANS))
    number = str(draw(st.integers(1, 9999)))
    number = number.zfill(2) if draw(st.booleans()) else number
    year = draw(st.sampled_from(["", "1998", "2007", "2015", "2024"]))
    symbol = (f"{year}/" if year else "") + f"{code}-{organ}"
    slash = draw(st.sampled_from(["/", " /", "/ ", " / ", "/\n"]))
    dash = draw(st.sampled_from(["-", " - ", "–", " – ", "- ", "/"]))
    written = code.replace("Đ", draw(st.sampled_from(["Đ", "Ð", "D"])))
    organ_written = organ.replace("Đ", draw(st.sampled_from(["Đ", "Ð"])))
    if draw(st.booleans()) and issuer_of(organ) and dash.strip() == "-":
        written, organ_written = written.lower(), organ_written.lower()
    body = f"{number}{slash}{year + slash if year else ''}{written}{dash}{organ_written}"
    label = draw(
        st.sampled_from(
            [f"{name} số ", f"{name} ", f"{name} số: ", f"{name.lower()} số ", f"{name} (số ", f"{name} mang số "]
        )
    )
    after = draw(st.sampled_from([" ngày 5/3/2016", ", về việc", ".", ";", " của", ")", "\n", " – Ông A"]))
    return f"Theo {label}{body}{after}", (name, number, symbol)


def test_generated_variants_are_parsed() -> None:
    missed: list[str] = []
    total = 0

    @settings(max_examples=800, deadline=None, derandomize=True, database=None)
    @given(variants())
    def run(pair: tuple[str, tuple[str, str, str]]) -> None:
        nonlocal total
        text, meant = pair
        total += 1
        found = [(d.type, d.number, d.symbol) for d in find_documents(text, find_dates(text))]
        if found != [meant]:
            missed.append(f"{text!r} → {found}, meant {meant}")

    run()
    assert len(missed) <= 0.005 * total, f"{len(missed)} of {total}\n" + "\n".join(missed[:12])


@given(st.text(alphabet="0123456789/-–. QĐquyếtđịnhsốLuật,;và\nngày", max_size=120))
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for d in find_documents(text, find_dates(text)):
        assert 0 <= d.start < d.end <= len(text)
        assert d.start >= end
        end = d.end
        assert d.number is None or d.number in text[d.start : d.end]


@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "12-",
        "/-",
        "1",
        "12/QĐ-",
        "số ",
        "Quyết định ",
        "QĐ-UBND/",
        "12, ",
        "1 và ",
        "Luật A, ",
        "Luật sửa đổi ",
        "(",
        "UBND-",
    ],
)
def test_hostile_repetition_is_linear(piece: str) -> None:
    """100 kB of one piece over and over may not cost more than about eight times 12.5 kB of it."""
    size = 100_000

    def seconds(n: int) -> float:
        text = piece * (n // len(piece)) + " " * (n % 7)
        return cpu_seconds(lambda: (list(find_symbols(text)), find_documents(text, [])))

    assert_linear(seconds, size // 8, size)
