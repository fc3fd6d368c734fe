"""Which year a date without one belongs to, and what a date is the date of.

The year comes from the text around the date or from the day of publication; never
from the clock. Where neither helps, the year stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

YEAR = r"(?:1[789]\d\d|20\d\d)"

_RELATIVE_YEAR = re.compile(r"\s*,?\s*(năm nay|năm ngoái|năm trước|năm sau|năm tới|cùng năm|năm đó)\b", re.I)
# "trước ngày 20/12 hằng năm": a day of no year.
_EVERY_YEAR = re.compile(r"\s*(?:hằng|hàng|mỗi)\s+năm\b", re.I)
_YEAR_BEFORE = re.compile(rf"\bnăm\s+({YEAR})\s*[,:(]?\s*(?:vào\s+|từ\s+|đến\s+|trước\s+)?(?:ngày|sáng|chiều|tối|hôm)?\s*$", re.I)
_SOON = re.compile(r"\b(?:sẽ|dự kiến|chậm nhất|trước|hạn cuối|tới đây|sắp)\b", re.I)

# What a date is the date of, the words of which one must stand before it, and how they stand there.
_PARTS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("effective", ("hiệu lực", "áp dụng", "thi hành"), re.compile(r"(?:hiệu lực|áp dụng|thi hành|hiệu lực:)[^.;\n]{0,30}$", re.I)),
    ("published", ("cập nhật", "ngày đăng", "đăng ngày", "đăng lúc", "ngày xuất bản"), re.compile(r"(?:cập nhật|ngày đăng|đăng ngày|đăng lúc|ngày xuất bản)[^.;\n]{0,20}$", re.I)),
    ("issued", ("ký", "ban hành", "thông qua", "ra"), re.compile(r"(?:\bký|ban hành|thông qua|(?<!diễn )\bra)(?:\s+(?:vào|từ|hôm|ngày|ngày:)|:|\s)*$", re.I)),
    ("meeting", ("họp", "hội nghị", "hội thảo", "phiên", "lễ", "buổi", "diễn ra", "tổ chức"), re.compile(r"(?:họp|hội nghị|hội thảo|phiên|lễ|buổi|diễn ra|tổ chức)[^.;\n]{0,40}$", re.I)),
)
_SYMBOL_BEFORE = re.compile(r"\d+\s*[/-]\s*[\w/&.\-–]*[A-ZĐ]{2,}[\w&.\-–]*\s*,?\s*(?:,|\()?\s*(?:ngày)?\s*$")


def part_of(text: str, start: int) -> str:
    """What the date at `start` is the date of: issued, effective, published, meeting or other.

    >>> part_of("Quyết định có hiệu lực từ ngày 1/7/2020", 31)
    'effective'
    >>> part_of("Nghị định 30/2020/NĐ-CP ngày 5/3/2020", 29)
    'issued'
    """
    before = text[max(0, start - 60) : start]
    if ("/" in before or "-" in before) and _SYMBOL_BEFORE.search(before):
        return "issued"
    low = before.lower()
    for name, words, cue in _PARTS:
        if any(word in low for word in words) and cue.search(before):
            return name
    return "other"


def nearest_year(day: int, month: int, published: date, soon: bool = False) -> int | None:
    """The year that puts day/month nearest to the day of publication.

    News look back more often than ahead: a date ahead counts 1.3 times its distance
    unless the text speaks of the future. Null where no such day exists near (29/2).

    >>> nearest_year(28, 12, date(2019, 1, 5))
    2018
    """
    best: tuple[float, int] | None = None
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            distance = (date(year, month, day) - published).days
        except ValueError:
            continue
        weight = distance * (1.0 if soon else 1.3) if distance > 0 else -distance
        if best is None or weight < best[0]:
            best = (weight, year)
    return best[1] if best else None


def fill_year(
    text: str, span: tuple[int, int], day: int, month: int, known: Sequence[tuple[int, str]], published: date | None
) -> int | None:
    """The year of day/month at `span`: from words beside it, from publication, from dates near it, else null.

    `known` are (start, ISO day) of the dates whose year the text gives, in text order.
    """
    start, end = span
    if _EVERY_YEAR.match(text, end):
        return None
    words = _RELATIVE_YEAR.match(text, end)
    if words:
        return _relative_year(words[1].lower(), start, known, published)
    before = _YEAR_BEFORE.search(text[max(0, start - 40) : start])
    if before:
        return int(before[1])
    if published is not None:
        return nearest_year(day, month, published, bool(_SOON.search(text[max(0, start - 40) : start])))
    return _year_of_neighbours(text, start, day, month, known)


def _relative_year(words: str, start: int, known: Sequence[tuple[int, str]], published: date | None) -> int | None:
    if words in ("cùng năm", "năm đó"):
        at = bisect_left(known, (start, ""))
        return int(known[at - 1][1][:4]) if at else None
    if published is None:
        return None
    return published.year + {"năm nay": 0, "năm ngoái": -1, "năm trước": -1}.get(words, 1)


def _year_of_neighbours(text: str, start: int, day: int, month: int, known: Sequence[tuple[int, str]]) -> int | None:
    paragraph = text.rfind("\n", 0, start) + 1
    at = bisect_left(known, (start, ""))
    if at and known[at - 1][0] >= max(paragraph, start - 300):
        return int(known[at - 1][1][:4])
    after = known[at : at + 20]
    years = {iso[:4] for _, iso in after}
    if len(years) == 1 and any(abs(int(iso[5:7]) - month) <= 3 for _, iso in after):
        return int(years.pop())
    # No other sign: near the day told last before it, else the first of the text.
    near = known[at - 1][1] if at else known[0][1] if known else ""
    return nearest_year(day, month, date.fromisoformat(near)) if len(near) == 10 else None
