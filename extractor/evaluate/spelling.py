"""When two names count as the same for scoring: case, Unicode form, tone placement, usual abbreviations."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# hoà = hòa, thuỷ = thủy: in oa, oe, uy at a word's end the tone may stand on either vowel.
_TONE_ON_FIRST = re.compile(rf"(?:(o)([{_TONES}])([ae])|(u)([{_TONES}])(y))(?=\W|$)")
# In this order: a longer short form stands before the one that it begins with.
_ABBREVIATIONS = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("tt&tt", "thông tin và truyền thông"),
    ("tp.hcm", "thành phố hồ chí minh"),
    ("tp hcm", "thành phố hồ chí minh"),
    ("tp.", "thành phố "),
    ("cntt", "công nghệ thông tin"),
    ("bcđ", "ban chỉ đạo"),
    ("gd&đt", "giáo dục và đào tạo"),
    ("kh&cn", "khoa học và công nghệ"),
    ("kh&đt", "kế hoạch và đầu tư"),
    ("tn&mt", "tài nguyên và môi trường"),
    ("&", " và "),
)
_DASH = re.compile(r"\s*[–—‑-]\s*")
_QUOTE = re.compile(r"[“”\"'‘’]")
_OF_PLACE = re.compile(r"\bcủa (?=tỉnh|thành phố|huyện|quận|thị xã|xã|phường|bộ)")
_BRACKETED = re.compile(r"\([^)]*\)")
_IN_PLACE = re.compile(r"\b(?:trên địa bàn|tại)\b")
_ABOUT = re.compile(r"\b(ban chỉ đạo|hội đồng|tổ công tác|ủy ban quốc gia|uỷ ban quốc gia) về\b")


def same_spelling(value: Any) -> str:
    """The key under which two spellings of one name are equal; ``""`` for None.

    >>> same_spelling("UBND tỉnh Thanh Hoá") == same_spelling("Ủy ban nhân dân tỉnh Thanh Hóa")
    True
    """
    if value is None:
        return ""
    text = unicodedata.normalize("NFC", str(value)).replace("Ð", "Đ").replace("ð", "đ").casefold()
    for short, full in _ABBREVIATIONS:
        text = text.replace(short, full)
    text = _TONE_ON_FIRST.sub(_tone_last, unicodedata.normalize("NFD", text))
    text = _DASH.sub("-", unicodedata.normalize("NFC", text))
    text = _OF_PLACE.sub("", _QUOTE.sub("", text))
    return _single_spaced(text).strip(" .,;:")


def _tone_last(match: re.Match[str]) -> str:
    vowel, tone, second = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    return vowel + second + tone


def same_body(name: Any) -> str:
    """The key of a body's name: brackets, commas, "về" and "trên địa bàn" do not tell two apart.

    >>> same_body("Ban Chỉ đạo về Chuyển đổi số (lâm thời) tỉnh Sơn Hải") == same_body("Ban Chỉ đạo Chuyển đổi số tỉnh Sơn Hải")
    True
    """
    text = _BRACKETED.sub(" ", same_spelling(name)).replace(",", " ")
    return _single_spaced(_ABOUT.sub(r"\1", _IN_PLACE.sub(" ", text))).strip()


def same_number(value: Any) -> str:
    """A document's number without white space; leading zeros tell."""
    return "" if value is None else re.sub(r"\s", "", str(value))


def same_reference(value: Any) -> str:
    """The key of a reference to a document ("1285/QĐ-UBND", "412-QĐ/TU", or an object with number and symbol)."""
    if isinstance(value, dict):
        value = "/".join(str(part) for part in (value.get("number"), value.get("symbol")) if part is not None)
    return re.sub(r"[-/ ]+", "/", same_spelling(value))


def same_text(value: str | None) -> str:
    """Running text with case and white space folded; spelling is kept."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value or "").casefold())


def _single_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
