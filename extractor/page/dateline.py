"""Datelines: the moment of publication as Vietnamese sites print it."""

from __future__ import annotations

import re
from datetime import date

from extractor.text.fold import strip_marks

# The year is bounded: Vietnam went online in 1997, and a page from beyond 2099 is a typing error.
FIRST_YEAR, LAST_YEAR = 1995, 2099

_DAY = r"(?P<d>[0-3]?\d)"
_MONTH = r"(?P<m>[01]?\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
# "14/04/2020", "14-4-2020", "14.04.2020", "14 / 04 / 2020"
_SLASHED = rf"(?<![\d/.-]){_DAY} ?[/.-] ?{_MONTH} ?[/.-] ?{_YEAR}(?!\d)"
# "ngày 14 tháng 4 năm 2020", "14 tháng 4, 2020", "14 Tháng Tư 2020"
_MONTHS = {"gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
           "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12}  # fmt: skip
_WORDED = (
    rf"(?<!\d){_DAY}[ -]?(?:thang|thg|th\.?) ?(?P<m>[01]?\d|muoi mot|muoi hai|{'|'.join(_MONTHS)})[ ,-]+(?:nam )?{_YEAR}(?!\d)"
)
# "Tháng Năm 12, 2014", "Th5 12, 2014": an English site put into Vietnamese
_MONTH_FIRST = rf"(?<!\w)(?:thang|thg|th\.?) ?(?P<m>1[0-2]|0?[1-9]|muoi mot|muoi hai|{'|'.join(_MONTHS)}) {_DAY}, ?{_YEAR}(?!\d)"
# "2018-12-04", "2018/12/04", "2018-12-04T15:31:00+07:00"
_ISO = rf"(?<![\d/.-]){_YEAR}[/-]{_MONTH}[/-]{_DAY}(?!\d)"
# "December 4, 2018", "4 December 2018"
_ENGLISH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH_MONTH = rf"(?P<m>{_ENGLISH})[a-z]{{0,6}}\.?"
_ENGLISH_DATE = rf"(?:{_ENGLISH_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR})(?!\d)"
_ENGLISH_DAY_FIRST = rf"(?<!\d){_DAY}(?:st|nd|rd|th)? {_ENGLISH_MONTH},? {_YEAR}(?!\d)"

# "15:31", "15h31", "15 giờ 31", "2:26:50 CH", "3:05 PM", "07:47" glued to the word before it
_TIME = re.compile(
    r"(?<![\d/])(?P<h>[012]?\d) ?(?::|h|g|gio) ?(?P<min>[0-5]\d)(?:[:'] ?[0-5]\d)?(?:\.\d+)?(?![\d/])'? ?(?P<half>sa|ch|am|pm)?\b"
)
_CLOCK_WORDS = re.compile(
    r"(?:(?:thu|th) ?(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"|\b(?:ngay|luc|gio|cap nhat(?: lan cuoi)?(?: moi)?|dang(?: tai)?(?: tin)?|xuat ban|dua tin|tao|viet|gui|phat hanh|ngay dang|date|posted|published"
    r"|updated|last|modified|created|on|at|by|print|in|thoi gian|vao|bai|tin|hom|gmt|utc|am|pm|sa|ch|est|edt|pst|pdt|ict|et|a\.m|p\.m|view|views)\b"
    r"|gmt ?\+? ?0?7(?::00)?|\+ ?0?7(?::?00)?|[0-9]+ ?(?:luot xem|views?|luot doc)|(?:luot xem|luot doc|views?|da xem) ?:? ?[0-9.,]+"
)
_CLOCK_EDGE = re.compile(r"(?:,? ?\b(?:[Nn]gày|[Ll]úc|[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7])|[Cc]hủ [Nn]hật|GMT ?\+ ?7)\b,?)+")

# A date with one of these is the date of a document or a meeting, not of the page.
_CITED = re.compile(r"^\s*[-+•*] ?\w|\bluat\b|ban hanh|hieu luc|cong bao|van ban|quyet dinh|so hieu|ky ngay|ngay ky|het han|khai giang|sinh ngay|so:|cap ngay|giay phep|so \d+\b,|han (?:nop|cuoi|chot)|ngay dang ky|hop ngay|^hoi nghi|^le |ban quyen|tinh den|truoc ngay|tu ngay")


def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in (_ISO, _SLASHED, _WORDED, _MONTH_FIRST, _ENGLISH_DATE, _ENGLISH_DAY_FIRST))


_DATES = _patterns()
_HAS_YEAR = re.compile(r"19\d\d|20\d\d")
# A moment in UTC: "2014-05-12T08:30:00Z", "2014-05-12T08:30:00+00:00"
_ZULU = re.compile(r"\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]00:?00)(?!\w)")


def find_moment(line: str) -> tuple[str, int, int] | None:
    """The first full date in `line`, with its time if one stands there: ISO value and the range it fills.

    Only calendar dates with a year count; day before month, as in Vietnam.

    >>> find_moment("Thứ 3, Ngày 14/04/2020, 15:00")
    ('2020-04-14T15:00', 12, 29)
    >>> find_moment("07/03/2026 2:26:50 CH")[0]
    '2026-03-07T14:26'
    >>> find_moment("Cập nhật lúc07:47, Thứ Sáu, 20/09/2019 (GMT+7)")[0]
    '2019-09-20T07:47'
    >>> find_moment("Ngày 31/02/2020") is None
    True
    """
    key = strip_marks(line)
    if not _HAS_YEAR.search(key):
        return None
    best: tuple[int, int, str] | None = None
    for pattern in _DATES:
        for m in pattern.finditer(key):
            value = _calendar(m["y"], m["m"], m["d"])
            if value and (best is None or m.start() < best[0]):
                best = (m.start(), m.end(), value)
                break
    if best is None:
        return None
    start, end, value = best
    zulu = _ZULU.match(line, start)
    if zulu:
        return _to_hanoi(value, int(zulu[1]), zulu[2]), start, zulu.end()
    clock = _clock_near(key, start, end)
    if clock is None:
        return value, start, end
    time, lo, hi = clock
    return f"{value}T{time}", min(lo, start), max(hi, end)


def _calendar(year: str, month: str, day: str) -> str | None:
    if month.isdigit():
        number = int(month)
    else:
        number = _MONTHS.get(month) or _ENGLISH.split("|").index(month[:3]) + 1
    try:
        value = date(int(year), number, int(day))
    except ValueError:
        return None
    return value.isoformat() if FIRST_YEAR <= value.year <= LAST_YEAR else None


def _clock_near(key: str, start: int, end: int) -> tuple[str, int, int] | None:
    """A time within 30 characters of the date ``[start, end)``: further off it belongs to something else."""
    before = list(_TIME.finditer(key, max(0, start - 30), start))
    after = _TIME.search(key, end, end + 30) or (_TIME.match(key, end + 1) if key[end : end + 1] == "t" else None)
    m = after if after and (not before or after.start() - end <= start - before[-1].end()) else None
    m = m or (before[-1] if before else None)
    if m is None:
        return None
    hour = int(m["h"])
    if m["half"] in ("ch", "pm") and hour < 12:
        hour += 12
    if m["half"] in ("sa", "am") and hour == 12:
        hour = 0
    return (f"{hour:02}:{m['min']}", m.start(), m.end()) if hour < 24 else None


_DIGITS = re.compile(r"\d.*\d")  # cheap: most lines hold no number


def read_dateline(line: str) -> tuple[str, str] | None:
    """The moment and what is left of the line, if the line is nothing but a dateline (and perhaps a byline).

    >>> read_dateline("15:31 | 04/12/2018")
    ('2018-12-04T15:31', '')
    >>> read_dateline("Thứ Hai, 03/12/2018, 16:52 [GMT+7] - Khang Ninh")
    ('2018-12-03T16:52', 'Khang Ninh')
    >>> read_dateline("Ngày 14/4/2020, Ban Chỉ đạo đã có Quyết định số 771/QĐ-BCĐ") is None
    True
    """
    if len(line) > 160 or not _DIGITS.search(line):
        return None
    moment = find_moment(line)
    if moment is None:
        return None
    value, start, end = moment
    left, right = _leftover(line[:start]), _leftover(line[end:])
    rest = " ".join(part for part in (left, right) if part)
    if _CITED.search(strip_marks(line)) or len(rest.split()) > 5 or line.rstrip().endswith((";", ",")):
        return None
    return value, rest


def without_moment(line: str) -> str:
    """The line without its date and time.

    >>> without_moment("Bài và ảnh: Lê An (30/8/2016)")
    'Bài và ảnh: Lê An'
    """
    moment = find_moment(line)
    if moment is None:
        return line
    rest = line[: moment[1]] + " " + line[moment[2] :]
    kept = _CLOCK_EDGE.sub("", " ".join(rest.split()).strip(" ,|-–—:;()[]/•·."))
    return kept.strip(" ,|-–—:;()[]/•·.")


def _leftover(part: str) -> str:
    key = strip_marks(part)
    spans = [(m.start(), m.end()) for m in _CLOCK_WORDS.finditer(key)] + [
        (m.start(), m.end()) for m in _TIME.finditer(key)
    ]
    kept = list(part)
    for lo, hi in spans:
        kept[lo:hi] = " " * (hi - lo)
    return " ".join("".join(kept).split()).strip(" ,|-–—:;()[]/•·.+*!\"'“”").strip()


def iso_moment(value: str) -> str | None:
    """A machine-written moment (JSON-LD, meta, ``<time>``) as the record writes it; None if it is no date.

    >>> iso_moment("2026-03-01T09:51:00+07:00"), iso_moment("2018-12-04"), iso_moment("0001-01-01T00:00:00")
    ('2026-03-01T09:51', '2018-12-04', None)
    >>> iso_moment("2018-12-03T09:52:00Z")
    '2018-12-03T16:52'
    """
    m = re.match(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]00:?00)?)?", value)
    if m is None:
        found = find_moment(value)
        return found[0] if found else None
    day = _calendar(m[1], m[2], m[3])
    if day is None or m[4] is None or int(m[4]) > 23:
        return day
    if m[6]:
        return _to_hanoi(day, int(m[4]), m[5])
    return f"{day}T{int(m[4]):02}:{m[5]}"


def _to_hanoi(day: str, hour: int, minute: str) -> str:
    """UTC as the reader in Vietnam saw it (UTC+7, no summer time)."""
    moved = date.fromisoformat(day).toordinal() + (hour + 7) // 24
    return f"{date.fromordinal(moved).isoformat()}T{(hour + 7) % 24:02}:{minute}"
