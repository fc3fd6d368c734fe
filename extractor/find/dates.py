"""Calendar dates: a closed Vietnamese grammar in digits and words.

Every pattern is bounded, so that hostile digits, slashes and dashes cost linear time.
What the patterns recognise is validated against the calendar before it becomes a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

import msgspec

from extractor.find.date_years import YEAR, fill_year, part_of
from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.model.mention import DateMention

DAY = r"(?:[12]\d|3[01]|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
MONTH_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
MONTH_WORD = r"(?:mười\s+một|mười\s+hai|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
_UNITS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
DAY_WORDS = (
    {unit: day for unit, day in _UNITS.items() if unit not in ("mốt", "lăm", "tư")}
    | {"mười": 10, "hai mươi": 20, "ba mươi": 30, "ba mươi mốt": 31}
    | {f"mười {unit}": 10 + day for unit, day in _UNITS.items() if unit not in ("mốt", "tư", "năm")}
    | {f"hai mươi {unit}": 20 + day for unit, day in _UNITS.items() if unit not in ("một", "năm")}
)
DAY_WORD = "(?:" + "|".join(words.replace(" ", r"\s+") for words in sorted(DAY_WORDS, key=len, reverse=True)) + ")"
# A number starts here: no digit, letter or separator before it; "ngày22/10" is glued by crawls,
# "1/5/2020-3/5/2020" is a range.
LEFT = r"(?=\d)(?:(?<![\w/.,\-–])|(?<=ngày)|(?<=Ngày)|(?<=lúc)|(?<=\d{4}[-–])|(?<=[^\d\W][,.]))"
# The year ends here: "12/2020/QĐ" goes on with a slash.
YEAR_END = r"(?!\d|\s?/\s?[\dA-ZĐ]|\.\d)"
WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
# Words that say that day/month follows. The strong ones also introduce 5-1 and 29.8.
STRONG = r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|rạng\s+sáng)"
# What follows a count, not a date: "sáng 5 - 6 giờ", "ngày 2-3 lần", "ngày 2.5 triệu".
COUNTED = r"\s*(?:%|(?:giờ|tiếng|phút|lần|người|ngày|đêm|bữa|viên|liều|ca|lít|kg|gram|gam|chuyến|buổi|con|chiếc|cái|tấn|tạ|triệu|nghìn|ngàn|trăm|tỷ|tỉ|km|mét|m|độ|tuổi|trận|vụ|xe|lượt|món|suất|hộ|bàn)\b(?!\s+\d))"
BETWEEN = r"(?:\s*,\s*|\s*;\s*|\s+và\s+|\s*[-–]\s*|\s+đến\s+(?:hết\s+)?|\s+tới\s+|\s+hoặc\s+|\s*,\s*đến\s+)"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# Lists of days in news hold at most seven; the bound keeps hostile chains linear.
_LONGEST_CHAIN = 12
_DAY_OFFSETS = {"nay": 0, "qua": -1, "kia": -2, "mai": 1}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The compiled grammar, one pattern a construction."""
    word_month = rf"(?:(?P<m>{MONTH})(?!\d)|(?P<mw>{MONTH_WORD})\b)"
    sources = {
        # 3/5/2019, 3-5-2019, 3.5.2019; blanks round the separators as crawls leave them.
        "full": rf"{LEFT}(?P<d>{DAY})(?:\s?(?P<s>[/\-–])\s?(?P<m>{MONTH})\s?(?P=s)\s?|\.(?P<m2>{MONTH})\.)(?P<y>{YEAR}){YEAR_END}",
        "mixed": rf"{LEFT}(?P<d>{DAY})[/-](?P<m>{MONTH})[/.\-](?P<y>{YEAR}){YEAR_END}",
        # ngày 3-5/4/2019, ngày 3-5/4: the last day of a range; the days before it are listed afterwards.
        "range": rf"\b(?:{STRONG}|từ)\s+{DAY}(?:/{MONTH})?[-–](?P<d>{DAY})/(?P<m>{MONTH})(?:/(?P<y>{YEAR}))?(?![\w]|[/\-–.]\d)",
        "iso": rf"(?<![\w/.\-])(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![^\WT]|T(?!\d\d:)|[-/]\d)",
        # 3 tháng 5 năm 2019, mùng 3 tháng Năm, 3 tháng 5/2019.
        "words": rf"{LEFT}(?P<d>{DAY})\s+tháng(?:\s+{word_month}|(?P<m3>{MONTH})(?=\s))(?:\s*,?\s*năm\s*(?P<y>{YEAR})|\s*[/,.\-–]?\s*(?P<y2>{YEAR}))?(?![\d/])",
        # ngày ba mươi tháng Tư năm 1975, mồng một tháng Năm năm 1886
        "day_word": rf"\b(?:ngày|mùng|mồng)\s+(?P<dw>{DAY_WORD})\s+tháng\s+{word_month}(?:\s*,?\s*năm\s+(?P<y>{YEAR}))(?![\d/])",
        "half": rf"{LEFT}(?P<d>{DAY})\s*/\s*(?P<m>{MONTH})\s*,?\s*năm\s+(?P<y>{YEAR})(?!\d)",
        # ngày 15/3/08: a short year needs the word before it.
        "short": rf"\b{STRONG}\s*(?P<d>{DAY})(?P<s>[/\-.])(?P<m>{MONTH})(?P=s)(?P<y>\d\d)(?![\d/]|[.,\-]\d)",
        # ngày 14/7, sáng 28-3, hôm qua (14/9), thứ Ba, 5/1.
        "cued": rf"\b(?:{STRONG}|{STRONG}\s+(?:nay|qua|mai)|thứ\s+\w{{1,4}}|chủ\s+nhật)\s*[,(]?\s*(?:ngày\s+)?(?P<d>{DAY})\s?(?P<s>[/\-–.])\s?(?P<m>{MONTH})(?![\d\w]|\s?[/\-–.]\s?\d|{COUNTED})",
        # ngày 7 và 8/1: the last of a list; the days before it are listed afterwards.
        "last_of_list": rf"\bngày\s+(?:{DAY}{BETWEEN}){{1,6}}(?P<d>{DAY})/(?P<m>{MONTH})(?![\d\w]|[/\-–.]\d)",
        "bracketed": rf"\((?:từ\s+)?(?P<d>{DAY})[/\-.](?P<m>{MONTH})(?=\s+(?:đến|tới)\s+(?:ngày\s+)?{DAY}[/\-.]{MONTH}(?:[)/\-.]))",
        "weak": rf"\b(?:từ|đến|tới|trước|sau|vào|kể\s+từ|ban\s+hành|ký|phát\s+hành|công\s+bố|đề)\s+(?P<d>{DAY})/(?P<m>{MONTH})(?![\d\w]|[/\-–.]\d)",
        # ngày 2 đến 4-6
        "last_dashed": rf"\bngày\s+{DAY}\s+(?:đến|và|tới)\s+(?:hết\s+)?(?:ngày\s+)?(?P<d>{DAY})[\-.](?P<m>{MONTH})(?![\d\w]|[/\-–.]\d|{COUNTED})",
        # chậm nhất 31-5, đúng dịp 2-9
        "weak_dashed": rf"\b(?:đến|tới|trước|hết|(?:chậm|muộn)\s+nhất(?:\s+là)?|dịp(?:\s+lễ)?|lễ)\s+(?P<d>{DAY})-(?P<m>{MONTH})(?![\d\w]|[/\-–.]\d|{COUNTED})",
        # Đến 15.1, còn 87 hộ
        "as_of": rf"(?<!\w)(?-i:Đến)\s+(?P<d>{DAY})\.(?P<m>{MONTH})(?=\s*,)",
        # công văn số 2009/TTg-KGVX (30/9)
        "of_document": rf"\((?P<d>{DAY})[/\-](?P<m>{MONTH})\)",
        "month": rf"\b(?:tháng\s+|tháng|T)(?P<m>{MONTH})(?:\s*[/.\-–]\s*|\s*,?\s*năm\s+)(?P<y>{YEAR}){YEAR_END}",
        "months": rf"\btháng\s+(?P<list>(?:{MONTH}{BETWEEN}(?:tháng\s+)?){{1,6}})(?P<m>{MONTH})(?:\s*[/.\-–]\s*|\s*,?\s*năm\s+)(?P<y>{YEAR}){YEAR_END}",
        "month_word": rf"\btháng\s+(?P<mw>{MONTH_WORD})\s*,?\s*(?:năm\s+|/\s*)(?P<y>{YEAR}){YEAR_END}",
        "month_bare": rf"(?:\b(?:từ|đến|tới|trước|sau|đầu|cuối|giữa|hết|vào)\s+|\()(?P<m>{MONTH})/(?P<y>{YEAR}){YEAR_END}",
        "month_alone": rf"\btháng(?<!\d\stháng)(?<!rằm\stháng)(?<!mấy\stháng)(?<!vài\stháng)\s+(?P<m>{MONTH})(?![\d\w]|\s?[/.,\-–]\s?\d|\s+(?:ngày|tháng|âm|hằng|hàng|mỗi)\b)",
        "quarter": rf"\bquý\s+(?P<q>IV|III|II|I|[1-4])\s*(?:/|[-–]|,?\s*năm)\s*(?P<y>{YEAR}){YEAR_END}",
        "year": rf"\bnăm\s+(?P<y>{YEAR})(?![\d\w]|[/.,\-–]\d)",
        "relative": r"\b(?:hôm|sáng|trưa|chiều|tối|đêm)\s+(?P<r>nay|qua|kia|mai)\b(?!\s*:?\s*\d[\d.]*\s*(?:$|[|\n]))|\bngày\s+(?P<r2>mai)\b",
    }
    return {name: re.compile(source, re.I if name != "iso" else 0) for name, source in sources.items()}


# What each construction begins with; "" is a number.
_STRONG_WORDS = ("ngày", "hôm", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "rạng")
_OPENERS: dict[str, frozenset[str]] = {rule: frozenset(words) for rule, words in {
    **dict.fromkeys(("full", "mixed", "iso", "words", "half"), ("",)),
    "range": (*_STRONG_WORDS, "từ"), "day_word": ("ngày", "mùng", "mồng"), "last_of_list": ("ngày",), "bracketed": ("(",), "short": _STRONG_WORDS, "cued": (*_STRONG_WORDS, "thứ", "chủ"),
    "weak": ("từ", "đến", "tới", "trước", "sau", "vào", "kể", "ban", "ký", "phát", "công", "đề"), "last_dashed": ("ngày",), "weak_dashed": ("đến", "tới", "trước", "hết", "chậm", "muộn", "dịp", "lễ"), "as_of": ("đến",), "of_document": ("(",), "month": ("tháng", "t"), "months": ("tháng",),
    "month_word": ("tháng",), "month_bare": ("từ", "đến", "tới", "trước", "sau", "đầu", "cuối", "giữa", "hết", "vào", "("),
    "month_alone": ("tháng",), "quarter": ("quý",), "year": ("năm",), "relative": ("hôm", "sáng", "trưa", "chiều", "tối", "đêm", "ngày"),
}.items()}  # fmt: skip


@cache
def _context() -> dict[str, re.Pattern[str]]:
    """Patterns read to the left or right of a date that was found."""
    # The day before a dash and a month is none of its own: "28-2 và 1-3-2023".
    item = rf"{DAY}(?:[/.]{MONTH})?(?!-\d)"
    return {
        "list": re.compile(rf"\b(?:{STRONG}|từ)\s+((?:{item}{BETWEEN}(?:(?:ngày|sáng|chiều|tối)\s+)?){{1,8}})(?:ngày\s+)?$", re.I),
        "item": re.compile(rf"({DAY})(?:[/.]({MONTH}))?", re.I),
        # "6 tháng 5 ngày" is a span of time: without a year, day and month need a word before them.
        "cue": re.compile(r"(?:ngày|mùng|mồng|hôm|sáng|trưa|chiều|tối|đêm|đến|tới|và|,|[-–(])\s*$", re.I),
        "chain": re.compile(rf"{BETWEEN}(?:ngày\s+)?(?P<d>{DAY})[/-](?P<m>{MONTH})(?![\d\w]|[/\-–.]\d)", re.I),
        "lunar": re.compile(r"\s*\(?\s*(?:âm\s+lịch|ÂL\b|năm\s+(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)\b)", re.I),
        "weekday": re.compile(r"\b(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ\s+nhật))\s*[,(]?\s*(?:ngày\s*)?(?:\d{1,2}[:h]\d\d\s*[,|]?\s*)?$", re.I),
        "numbered": re.compile(r"(?:\d[\w]*[/-][\w&./-]*[^\W\d_]|\b(?:số|định|văn)\s+\d{1,5})\s*$", re.I),
        "document": re.compile(r"\b(?:số|định|quyết|thị|tư|văn|trình|luật|lệnh)\s*:?\s*$", re.I),
    }


class _Found(msgspec.Struct, frozen=True):
    """A date as written; null parts are unknown."""

    start: int
    end: int
    rule: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    value: str | None = None
    precision: str = "day"


def find_dates(text: str, published: str | None = None) -> list[DateMention]:
    """Every date in `text`, in text order, without overlaps; offsets count characters.

    `published` is the ISO day (a time may follow) from which missing years and words
    such as "hôm qua" are resolved. A date whose year stays unknown has value null.
    Years ("2020") and quarters ("2020-Q2") are mentions of their own precision.

    >>> [d.value for d in find_dates("Ngày 14/7, huyện ký; có hiệu lực từ 1/8/2022.", "2022-07-19")]
    ['2022-07-14', '2022-08-01']
    """
    day = _published_day(published)
    found = _without_overlaps([*_explicit(text), *_relative(text, day)])
    found = sorted([*found, *_listed(text, found)], key=lambda f: (f.start, f.end))
    found = _without_overlaps(found)
    found = _carry_years(text, found)
    known = [(f.start, f"{f.year:04}-{f.month or 1:02}-{f.day or 1:02}") for f in found if f.year and f.month]
    mentions = [_mention(text, f, known, day) for f in found]
    return [m for m in mentions if m is not None]


def _published_day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _explicit(text: str) -> Iterator[_Found]:
    context = _context()
    tokens = tokens_of(text)
    for rule, pattern in _patterns().items():
        for m in matches_at(pattern, text, tokens.begins(_OPENERS[rule])) if rule != "relative" else ():
            found = _read(rule, m)
            if found is None or context["lunar"].match(text, m.end()):
                continue
            if rule == "months":
                for number in re.finditer(MONTH, m["list"]):
                    at = m.start("list") + number.start()
                    yield _Found(at, at + len(number[0]), rule, None, int(number[0]), found.year, precision="month")
            if rule == "words" and not found.year and not context["cue"].search(text[max(0, found.start - 12) : found.start]):
                continue
            if rule == "of_document" and not context["numbered"].search(text[max(0, m.start() - 40) : m.start()]):
                continue
            if rule in ("weak", "weak_dashed") and not _no_fraction(text, m, found):
                continue
            yield found
            if rule in ("cued", "weak", "weak_dashed", "bracketed"):
                yield from _chained(text, m.end())


def _read(rule: str, m: re.Match[str]) -> _Found | None:
    """The match as numbers, or null where its parts make no date."""
    group = m.groupdict()
    word = group.get("mw")
    raw_month = group.get("m") or group.get("m2") or group.get("m3")
    month = MONTH_WORDS[" ".join(word.lower().split())] if word else int(raw_month) if raw_month else None
    raw_year = group.get("y") or group.get("y2")
    year = int(raw_year) if raw_year else None
    if rule == "short" and year is not None:
        year += 2000 if year < 50 else 1900
    spelled = group.get("dw")
    day = DAY_WORDS[" ".join(spelled.lower().split())] if spelled else int(group["d"]) if group.get("d") else None
    start = m.start("dw") if spelled else m.start("d") if day else m.start()
    if rule == "quarter":
        return _Found(start, m.end(), rule, value=f"{year}-Q{ROMAN[group['q'].lower()]}", precision="quarter")
    if rule == "year":
        return _Found(start, m.end(), rule, value=str(year), precision="year")
    if rule == "words" and word and word.lower() == "năm" and not group.get("y"):
        return None
    if day is None:
        start = m.start("m") if rule in ("month_bare", "months") else start
        return _Found(start, m.end(), rule, month=month, year=year, precision="month")
    return _Found(start, m.end(), rule, day, month, year) if _is_day(day, month, year) else None


def _is_day(day: int, month: int | None, year: int | None) -> bool:
    try:
        date(year or 2000, month or 1, day)
    except ValueError:
        return False
    return True


def _no_fraction(text: str, m: re.Match[str], found: _Found) -> bool:
    """After a weak word, 2/3 may be a fraction: only what cannot be one is a date."""
    after = text[m.end() : m.end() + 12]
    return (
        (found.day or 0) > (found.month or 0)
        or "0" in (m["d"][0], m["m"][0])
        or bool(re.match(r"\s*(?:[,.;)\n]|$|đến|tới|này|hằng|hàng|năm(?! một| mới| là))", after))
        or bool(re.match(r"(?:dịp|lễ|chậm|muộn)\b(?!.* năm)", m[0] + after, re.I | re.S))
    )


def _chained(text: str, end: int) -> Iterator[_Found]:
    """What follows day/month in a list or range: "ngày 3/5, 4/5 và 10/5"."""
    chain = _context()["chain"]
    m = chain.match(text, end)
    for _ in range(_LONGEST_CHAIN):
        if not m:
            return
        if _is_day(int(m["d"]), int(m["m"]), None):
            yield _Found(m.start("d"), m.end(), "chain", int(m["d"]), int(m["m"]))
        m = chain.match(text, m.end())


def _listed(text: str, found: Sequence[_Found]) -> Iterator[_Found]:
    """The days before a date that gives them month and year: "từ ngày 1 đến 15/3/2020"."""
    context = _context()
    for f in found:
        window = max(0, f.start - 90)
        if f.precision != "day" or f.day is None or f.rule == "relative":
            continue
        m = context["list"].search(text[window : f.start])
        if not m:
            continue
        for item in context["item"].finditer(m[1]):
            day, month = int(item[1]), int(item[2]) if item[2] else f.month
            at = window + m.start(1) + item.start()
            if _is_day(day, month, None):
                yield _Found(at, at + len(item[0]), "listed", day, month, _year_left_of(f, month, day))


def _year_left_of(right: _Found, month: int | None, day: int) -> int | None:
    """A range that ends on 3/1/2020 and starts on 28/12 starts in the year before."""
    if right.year is None or month is None or right.month is None:
        return right.year
    return right.year - 1 if (month, day) > (right.month, right.day or 31) else right.year


_BETWEEN_DATES = re.compile(rf"{BETWEEN}(?:ngày\s+)?$", re.I)


def _carry_years(text: str, found: list[_Found]) -> list[_Found]:
    """Give "3/5" in "3/5 đến 10/5/2020" the year of its right neighbour."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        left, right = out[i], out[i + 1]
        gap = text[left.end : right.start]
        if left.year is None and left.month and left.day and right.year and right.day and _BETWEEN_DATES.fullmatch(gap):
            out[i] = msgspec.structs.replace(left, year=_year_left_of(right, left.month, left.day))
    return out


# "hôm nay (5/3)": the day is stated, the word adds nothing.
_STATED = re.compile(rf"\s*[,(]?\s*(?:ngày\s+)?{DAY}\s?[/\-–.]\s?{MONTH}\b", re.I)


def _relative(text: str, day: date | None) -> Iterator[_Found]:
    for m in matches_at(_patterns()["relative"], text, tokens_of(text).begins(_OPENERS["relative"])):
        if _STATED.match(text, m.end()):
            continue
        word = (m["r"] or m["r2"]).lower()
        value = (day + timedelta(days=_DAY_OFFSETS[word])).isoformat() if day else None
        yield _Found(m.start(), m.end(), "relative", value=value)


def _without_overlaps(found: Sequence[_Found]) -> list[_Found]:
    """Where two readings share characters, the one that says more is kept."""

    def weight(f: _Found) -> tuple[int, int]:
        return (bool(f.day) + bool(f.month) + bool(f.year), f.end - f.start)

    kept: list[_Found] = []
    for f in sorted(found, key=lambda f: (f.start, -f.end)):
        while kept and f.start < kept[-1].end and weight(f) > weight(kept[-1]):
            kept.pop()
        if not kept or f.start >= kept[-1].end:
            kept.append(f)
    return kept


def _mention(text: str, f: _Found, known: Sequence[tuple[int, str]], published: date | None) -> DateMention | None:
    value, year = f.value, f.year
    if value is None and f.rule != "relative" and f.month:
        year = year or fill_year(text, (f.start, f.end), f.day or 15, f.month, known, published)
        if f.day and year and not _is_day(f.day, f.month, year):
            return None
        if year:
            value = f"{year:04}-{f.month:02}" + (f"-{f.day:02}" if f.day else "")
    return DateMention(
        start=f.start, end=f.end, rule=f"date-{f.rule}", value=value, precision=f.precision,  # type: ignore[arg-type]
        part=part_of(text, f.start), weekday_agrees=_weekday_agrees(text, f, value),
    )  # fmt: skip


def _weekday_agrees(text: str, f: _Found, value: str | None) -> bool | None:
    m = _context()["weekday"].search(text[max(0, f.start - 40) : f.start])
    if not m or not value or f.precision != "day":
        return None
    said = WEEKDAYS[m[1].lower()] if m[1] else 6
    return date.fromisoformat(value).weekday() == said
