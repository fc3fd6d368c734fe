"""Names of laws, codes and ordinances (``gazetteers/laws.toml``)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml


class LawNames(msgspec.Struct, frozen=True):
    """The names of one kind, without their first word."""

    type: str
    issuer: str
    names: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter_example: str = ""


@cache
def law_names() -> dict[str, LawNames]:
    """Type ("Luật", "Bộ luật", "Pháp lệnh") → its names. Raises GazetteerError."""
    try:
        kinds = [msgspec.convert(entry, LawNames) for entry in read_toml("laws.toml").values()]
    except msgspec.ValidationError as error:
        raise GazetteerError(f"laws.toml: {error}") from error
    return {kind.type: kind for kind in kinds}




# Abbreviations that stand inside names of laws in news.
_SHORT = {
    "hđnd": "hội đồng nhân dân", "ubnd": "ủy ban nhân dân", "bhxh": "bảo hiểm xã hội", "bhyt": "bảo hiểm y tế",
    "bvmt": "bảo vệ môi trường", "gtđb": "giao thông đường bộ", "nsnn": "ngân sách nhà nước", "htx": "hợp tác xã",
    "kcb": "khám bệnh, chữa bệnh", "kbcb": "khám bệnh, chữa bệnh", "hq": "hải quan", "pccc": "phòng cháy, chữa cháy", "nvqs": "nghĩa vụ quân sự",
    "tcđp": "tổ chức chính quyền địa phương", "tđkt": "thi đua, khen thưởng", "tndn": "thuế thu nhập doanh nghiệp", "gtgt": "thuế giá trị gia tăng",
    "vbqppl": "văn bản quy phạm pháp luật", "xlvphc": "xử lý vi phạm hành chính", "mttq": "mặt trận tổ quốc",
    "tand": "tòa án nhân dân", "vksnd": "viện kiểm sát nhân dân", "đbqh": "đại biểu quốc hội", "atgt": "an toàn giao thông",
}  # fmt: skip


@lru_cache(maxsize=1024)
def law_key(name: str) -> str:
    """Letters of a name folded for comparison: case, tone placement, commas, y after h/k/l/t, spaces.

    >>> law_key("Phòng chống ma tuý") == law_key("PHÒNG, CHỐNG MA TÚY")
    True
    """
    s = name.casefold().replace("ð", "đ")
    s = " ".join(_SHORT.get(word, word) for word in re.split(r"\s+", s))
    s = unicodedata.normalize("NFD", s.replace("&", " và "))
    s = re.sub(r"(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?=\W|$)|(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?=\W|$)", _new_placement, s)
    s = unicodedata.normalize("NFC", s)
    return " ".join(re.sub(r"[,\-–]", " ", s).split())


def _new_placement(m: re.Match[str]) -> str:
    return m[1] + m[3] + m[2] if m[1] else m[4] + m[6] + m[5]


@cache
def laws_by_key() -> dict[str, dict[str, str]]:
    """Type → folded name → canonical name."""
    return {kind.type: {law_key(name): name for name in kind.names} for kind in law_names().values()}


@cache
def first_words() -> dict[str, frozenset[str]]:
    """Type → the folded first words of its names: what a listed name can start with."""
    return {kind: frozenset(key.split()[0] for key in keys) for kind, keys in laws_by_key().items()}
