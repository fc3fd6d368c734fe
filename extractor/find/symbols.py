"""The symbol grammar: "1285/QĐ-UBND", "30/2020/NĐ-CP", "47/2019/QH14", "412-QĐ/TU", "2457/UBND-VX".

A shape is recognised first (one bounded pattern), then validated against the codes of
the gazetteers. Crawl variants (blanks, en dashes, Ð and D for Đ, lower case, a lost
hyphen, a line break, QĐ/UBND) are read and spelled canonically.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from extractor.lexicon.document_types import canonical_code, codes_by_key, licences, type_of_code
from extractor.lexicon.issuers import issuer_of
from extractor.lexicon.matcher import matches_at, tokens_of

Family = Literal["state", "assembly", "party", "letter", "historic", "licence", "other"]

NUMBER = r"\d{1,5}(?:[a-zA-ZđĐ](?![\w])|bis)?"
# One segment of a tail: letters first ("TTg", "UBTVQH15", "TT&TT"), or a court's or term's digits inside.
SEGMENT = r"[^\W\d_](?:[^\W_]|[&.]){0,24}"
YEAR = r"(?:19\d\d|20\d\d)"
# A month and year or a route cannot start here: no digit, letter, dot or comma before the number.
LEFT = r"(?=\d)(?:(?<![\w.,/\-–])|(?<=số)|(?<=Số)|(?<=[^\W\d][,.]))"
_GLUED = re.compile(r"(?<=[A-ZĐ])(?:ngày|của|về|do|ban|ký|và|để|Ngày|Loại|Nơi|Người|Hết|Lĩnh|Cơ|Áp|Tình|Trích|Tải)[\w]*$|(?<=g)(?:ngày|của|về)\w*$")
_SLASH = r"\s{0,2}/\s{0,2}"
_DASH = r"\s{0,2}[-–‑_]\s{0,2}"  # the underscore is a slip of the keyboard: "1593/QĐ_BGTVT"
# Within a long tail, a dash may be followed by the line's end.
_NEXT = rf"(?:[-–‑]\n|[-–‑/]){SEGMENT}"


class Symbol(msgspec.Struct, frozen=True):
    """A parsed reference. `symbol` is the canonical spelling of all that follows the number.

    `code` is the type's code, null for letters and the National Assembly; `organs` are the codes
    after it; `year` the year written in it; `term` the National Assembly's term.
    """

    start: int
    end: int
    number: str | None
    symbol: str
    family: Family
    code: str | None = None
    organs: tuple[str, ...] = ()
    year: int | None = None
    term: int | None = None

    @property
    def type(self) -> str | None:
        """The type that the code names; letters are Công văn."""
        if self.code:
            return type_of_code()[self.code].name
        return "Công văn" if self.family == "letter" else None

    def canonical(self) -> str:
        """The whole reference in standard spelling.

        >>> next(find_symbols("Quyết định 1285 / QÐ – UBND")).canonical()
        '1285/QĐ-UBND'
        """
        joint = "-" if self.family == "party" else "/"
        return f"{self.number or ''}{joint}{self.symbol}"


_NAMED = r"(?:(?<=[sS]ố )|(?<=ịnh )|(?<=ệnh )|(?<=yết )|(?<=thị )|(?<=oạch )|(?<=báo )|(?<=uận ))"
_GLUED_CODE = "QĐ|NQ|CT|KL|HD|TB|KH|SL|TT|NĐ"


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    tail = rf"(?P<t0>{SEGMENT})(?P<tail>(?:{_DASH}|/|{_SLASH})(?:{SEGMENT}))?(?P<more>(?:{_NEXT}|&{SEGMENT}){{0,6}})"
    return {
        "state": re.compile(rf"{LEFT}(?P<n>{NUMBER}){_SLASH}(?:(?P<y>{YEAR})(?:{_SLASH}|-(?=[A-ZĐÐ]{{2}})))?{tail}"),
        "party": re.compile(rf"{LEFT}(?P<n>{NUMBER}){_DASH}(?P<t0>{SEGMENT})(?:{_SLASH}(?P<tail>{SEGMENT}))?(?P<more>(?:[-–‑/]{SEGMENT}){{0,3}})"),
        # "Thông tư số 59 TC/TCT" of the nineties: a blank where the slash stands today.
        "old": re.compile(r"(?<=số )(?P<n>\d{1,4}) (?P<t0>[A-ZĐ]{2,6})(?P<tail>[/-][A-ZĐ]{2,10})(?P<more>)(?![\w/-])"),
        # A lost dash or slash: "Quyết định số 135QĐ/TU", "Thông báo số 384TB-UBND".
        "party-glued": re.compile(rf"{_NAMED}(?P<n>\d{{1,4}})(?P<t0>{_GLUED_CODE})/(?P<tail>[A-ZĐ][\wĐ]{{0,10}})(?P<more>)(?![\w/-])"),
        "state-glued": re.compile(rf"{_NAMED}(?P<n>\d{{1,4}})(?P<t0>{_GLUED_CODE})[-–](?P<tail>[A-ZĐ][\wĐ]{{0,12}})(?P<more>)(?![\w/-])"),
        "blank": re.compile(rf"\b[Ss]ố\s{{0,3}}:?[\s.…_]{{0,30}}(?P<n>)/\s{{0,2}}(?:(?P<y>{YEAR}){_SLASH})?{tail}"),
    }


# Every shape begins with its number but for the blank form, which has none behind "số".
_NUMBER, _NO = frozenset(("",)), frozenset(("số",))


def find_symbols(text: str) -> Iterator[Symbol]:
    """Every well-formed symbol in `text`, in the order of the shapes, then of the text; spans may repeat.

    >>> [s.canonical() for s in find_symbols("Công văn 2457/UBND-VX, Quy định 37-QyĐ/TU, điện thoại 0235/3852400")]
    ['2457/UBND-VX', '37-QyĐ/TU']
    """
    tokens = tokens_of(text)
    numbers, words = tokens.begins(_NUMBER), tokens.begins(_NO)
    for shape, pattern in _shapes().items():
        for m in matches_at(pattern, text, words if shape == "blank" else numbers):
            symbol = _parse(shape, m)
            if symbol:
                yield symbol


def _parse(shape: str, m: re.Match[str]) -> Symbol | None:
    shape = shape.removesuffix("-glued")
    segments = _dotted(m["t0"])
    end = m.end("t0")
    if m["tail"]:
        segment = re.search(SEGMENT, m["tail"])
        assert segment is not None
        raw = m["tail"]
        spaced = bool(re.search(r"\s", raw[: segment.start()])) if shape != "party" else bool(re.search(r"\s", m.string[end : m.start("tail")]))
        if not (spaced and not _may_continue(segment[0])):
            segments.append(segment[0])
            end = m.end("tail")
            for more in re.finditer(SEGMENT, m["more"]):
                segments.append(more[0])
            end = m.end("more")
    segments = [*segments[:-1], *_dotted(segments[-1])] if len(segments) > 1 else segments
    last, cut = _unglue(segments[-1])
    if cut:
        segments[-1], end = last, end - cut
    year = int(m["y"]) if "y" in m.groupdict() and m["y"] else None
    parsed = _old_style(m) if shape == "old" else _read_segments(segments, shape, year)
    if parsed is None:
        return None
    code, organs, family, symbol, term = parsed
    return Symbol(m.start("n") if shape != "blank" else m.start(), end, m["n"] or None, symbol, family, code, organs, year, term)


def _dotted(segment: str) -> list[str]:
    """"QĐ.UB" is QĐ and UB; a unit's dot ("TT.HĐND") stays."""
    head, dot, rest = segment.partition(".")
    known = canonical_code(head) or (issuer_of(head) and rest.isupper() and 1 < len(rest) < 5)
    return [head, rest] if dot and rest and known and rest[0].isalpha() else [segment]


def _may_continue(segment: str) -> bool:
    """After a blank, only an organ in capitals goes on with the symbol: "QĐ - UBND", not "QĐ - Chủ tịch"."""
    entry = issuer_of(segment.rstrip("."))
    return entry is not None or (segment.isupper() and len(segment) > 1)


def _unglue(segment: str) -> tuple[str, int]:
    """Drop the full stop of the sentence or a word that a lost blank glued on; how much was dropped."""
    cleaned = _GLUED.sub("", segment.rstrip("."))
    cleaned = cleaned.rstrip(".")
    return (cleaned, len(segment) - len(cleaned)) if cleaned else (segment, 0)


def _read_segments(
    segments: list[str], shape: str, year: int | None
) -> tuple[str | None, tuple[str, ...], Family, str, int | None] | None:
    """Code, organs, family, canonical symbol and term of a tail; null where it is none."""
    head, rest = segments[0], segments[1:]
    assembly = re.fullmatch(r"(?i)QH\s?(\d{1,2})", head)
    prefix = f"{year}/" if year else ""
    if assembly and not rest:
        return None, ("QH",), "assembly", f"{prefix}QH{assembly[1]}", int(assembly[1])
    if head.upper() in licences().codes or head.upper().startswith("GP"):
        return None, tuple(rest), "licence", "-".join(segments), None
    code = canonical_code(head) if head[0].isupper() or head.islower() else None
    if code is None and not rest:
        code, organ = _split_lost_hyphen(head)
        rest = [organ] if organ else rest
    organs = tuple(_organ(segment) for segment in rest)
    if code is not None:
        if not _is_tail(rest):
            return None
        family: Family = "party" if shape == "party" else "state"
        joint = "/" if shape == "party" else "-"
        symbol = prefix + (joint.join([code, organs[0]]) + "".join(f"-{o}" for o in organs[1:]) if organs else code)
        term = re.search(r"(?:QH|UBTVQH)(\d{1,2})\b", symbol)
        return code, organs, family, symbol, int(term[1]) if term else None
    return _organ_first(head, organs, rest, shape, prefix)


def _old_style(m: re.Match[str]) -> tuple[str | None, tuple[str, ...], Family, str, int | None]:
    return None, (m["t0"], m["tail"][1:]), "historic", f"{m['t0']}{m['tail']}", None


def _organ_first(
    head: str, organs: tuple[str, ...], rest: list[str], shape: str, prefix: str
) -> tuple[str | None, tuple[str, ...], Family, str, int | None] | None:
    """Letters ("2457/UBND-VX", "123/BNV-TCCB") and the historic forms ("63/CP", "217-HĐBT")."""
    entry = issuer_of(head)
    if not head[0].isupper():
        return None
    spelled = "-".join([_organ(head), *organs])
    reversed_code = canonical_code(rest[-1]) if shape == "party" and entry and rest else None
    if reversed_code:  # "06-BYT/TT", as circulars of the sixties to the eighties were numbered
        inner = (_organ(head), *organs[:-1])
        return reversed_code, inner, "historic", f"{prefix}{'-'.join(inner)}/{reversed_code}", None
    if shape == "party":
        return (None, (_organ(head), *organs), "historic", prefix + spelled, None) if entry and not rest else None
    if rest and _is_tail(rest) and (entry or re.fullmatch(r"[A-ZĐÐ&]{2,12}", head)):
        return None, (_organ(head), *organs), "letter" if entry else "other", prefix + spelled, None
    if entry and not rest:
        return None, (_organ(head),), "historic", prefix + spelled, None
    return (None, (_organ(head), *organs), "other", prefix + spelled, None) if head.isupper() and len(head) > 1 else None


def _is_tail(rest: list[str]) -> bool:
    """Organ codes hold a capital ("UBND", "TTg"), or are known ones written small."""
    return all(any(c.isupper() for c in s) or issuer_of(s) is not None for s in rest)


def _organ(raw: str) -> str:
    """The organ code in standard spelling; unknown ones keep theirs but for Ð."""
    entry = issuer_of("TW" if raw == "TƯ" else raw)
    if entry is None:
        return raw.replace("Ð", "Đ").replace("Ɖ", "Đ")
    digits = re.search(r"\d+$", raw)
    return entry.code + (digits[0] if digits and not entry.code.endswith(digits[0]) else "")


def _split_lost_hyphen(head: str) -> tuple[str | None, str | None]:
    """"NQCP" is NQ and CP where both are known.

    >>> _split_lost_hyphen("QĐTTg")
    ('QĐ', 'TTg')
    """
    for length in range(2, min(5, len(head) - 1)):
        code = canonical_code(head[:length])
        if code and issuer_of(head[length:]) is not None:
            return code, head[length:]
    return None, None


def known_code(raw: str) -> bool:
    """True if `raw` is a type's code in any spelling."""
    return canonical_code(raw) is not None or raw in codes_by_key()
