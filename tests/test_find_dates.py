"""Dates: cases from a file, generated dates in every spelling, hostile inputs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from growth import assert_linear, cpu_seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.find.date_years import nearest_year
from extractor.find.dates import find_dates

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "dates.jsonl"
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 12, 31))


def cases() -> list[dict]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"][:60])
def test_case(case: dict) -> None:
    found = [[d.value, d.precision] for d in find_dates(case["text"], case["published"])]
    if case.get("known_failure"):
        assert found != case["dates"], "this known failure passes now: move it to the cases"
    else:
        assert found == case["dates"]


@given(DAYS, st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d} / {m} / {y}", "{d} tháng {m} năm {y}", "{d:02} tháng {m:02} năm {y}", "{d} tháng {m}/{y}", "{d}/{m} năm {y}"]), st.sampled_from(["ngày ", "Ngày ", "hôm ", "(", "thứ Hai, ngày ", "ký ngày "]), st.sampled_from(["", ".", ",", ";", ")", " của", "\n"]))  # fmt: skip
@settings(max_examples=600, deadline=None, derandomize=True, database=None)
def test_every_spelling_of_every_day_is_read(day: date, shape: str, before: str, after: str) -> None:
    text = f"Quyết định {before}{shape.format(d=day.day, m=day.month, y=day.year)}{after}"
    found = find_dates(text)
    assert [d.value for d in found if d.precision == "day"] == [day.isoformat()], text
    assert text[found[0].start : found[0].end].startswith(str(day.day).zfill(1)[0]) or text[found[0].start] == "0"


@given(DAYS, st.integers(-150, 150))
@settings(max_examples=300, deadline=None)
def test_a_missing_year_comes_from_publication(published: date, offset: int) -> None:
    day = date.fromordinal(published.toordinal() + offset)
    if day.month == 2 and day.day == 29:
        return
    found = find_dates(f"Chiều {day.day}/{day.month}, UBND tỉnh họp", published.isoformat())
    assert [d.value for d in found] == [day.replace(year=nearest_year(day.day, day.month, published) or 0).isoformat()]
    if abs(offset) <= 120:
        assert found[0].value == day.isoformat()


@given(st.integers(0, 40), st.integers(0, 20), st.integers(1900, 2099))
@settings(max_examples=300, deadline=None)
def test_only_calendar_days_are_dates(day: int, month: int, year: int) -> None:
    values = [d.value for d in find_dates(f"ngày {day}/{month}/{year}") if d.precision == "day"]
    try:
        assert values == [date(year, month, day).isoformat()]
    except ValueError:
        assert values == []


@given(st.text(alphabet="0123456789/-–., ngàythánămqừđếsáu\n", max_size=100))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for d in find_dates(text, "2020-05-05"):
        assert end <= d.start < d.end <= len(text)
        end = d.end


def test_a_weekday_is_checked() -> None:
    assert find_dates("Thứ Ba, 22/10/2019")[0].weekday_agrees is True
    assert find_dates("Thứ Tư, ngày 22/10/2019")[0].weekday_agrees is False
    assert find_dates("ngày 22/10/2019")[0].weekday_agrees is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("có hiệu lực từ ngày 1/7/2020", "effective"),
        ("Nghị định 30/2020/NĐ-CP ngày 5/3/2020", "issued"),
        ("Ngày đăng: 27/12/2018", "published"),
        ("được ký ngày 27/12/2018", "issued"),
        ("Hội nghị diễn ra ngày 27/12/2018", "meeting"),
        ("Anh sinh ngày 27/12/1988", "other"),
    ],
)
def test_parts(text: str, part: str) -> None:
    assert find_dates(text)[0].part == part


@pytest.mark.parametrize(
    "piece",
    ["1/", "1-", "1", "ngày 1, ", "1 và ", "/-", "tháng 1, ", "2020", "ngày 1/2 - ", "từ 1 đến ", "1/1/2020-", "năm "],
)
def test_hostile_repetition_is_linear(piece: str) -> None:
    def seconds(n: int) -> float:
        text = piece * (n // len(piece)) + " " * (n % 7)
        return cpu_seconds(lambda: find_dates(text))

    assert_linear(seconds, 12_500, 100_000)


@pytest.mark.parametrize("text", ["1/" * 50_000, "1-" * 50_000, "/-" * 50_000, "12." * 33_000, "9" * 100_000])
def test_no_pattern_is_slow_on_hostile_digits(text: str) -> None:
    """A guard against patterns that explode; benchmarks/documents.py measures (the slowest takes 23 ms on 100 kB)."""
    from extractor.find.dates import _patterns
    from extractor.find.symbols import _shapes

    for name, pattern in {**_patterns(), **_shapes()}.items():
        best = min(cpu_seconds(lambda pattern=pattern: [*pattern.finditer(text)]) for _ in range(3))
        assert best < 0.5, (name, best)
