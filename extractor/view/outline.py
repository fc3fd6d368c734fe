"""What a reader wants first of a record: its province, its year, the documents it announces, how they are cited.

These are conveniences for showing and filtering; they are derived from the record alone and add nothing to it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from extractor.lexicon.load import read_lines
from extractor.model.record import DocumentRecord, Record
from extractor.view.tilemap import province_names

CENTRAL = "Trung ương"
_CENTRAL_HEADS = ("Thủ tướng Chính phủ", "Chính phủ", "Bộ ", "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Ban Bí thư")


def citation_number(document: DocumentRecord) -> str | None:
    """Number and symbol as a document is cited, which is also what `bodies[].document` holds.

    >>> citation_number(DocumentRecord("d1", "Quyết định", "1285", "QĐ-UBND"))
    '1285/QĐ-UBND'
    >>> citation_number(DocumentRecord("d1", "Quyết định", "412", "QĐ/TU"))
    '412-QĐ/TU'
    """
    if document.number is None:
        return None
    if not document.symbol:
        return document.number
    party = "/" in document.symbol and not document.symbol[0].isdigit()
    return f"{document.number}{'-' if party else '/'}{document.symbol}"


def citation(document: DocumentRecord) -> str:
    """A document as a person would name it: type, number or title.

    >>> citation(DocumentRecord("d1", "Nghị định", "30", "2020/NĐ-CP"))
    'Nghị định 30/2020/NĐ-CP'
    """
    rest = citation_number(document) or document.title
    if rest and document.type and rest.startswith(document.type):
        return rest
    return " ".join(part for part in (document.type, rest) if part) or "văn bản"


def announced(record: Record) -> list[DocumentRecord]:
    """The documents whose issue is the article's news."""
    return [document for document in record.documents if document.function == "announced"]


def event_date(record: Record) -> str | None:
    """The date of the first announced document that has one, else the day of publication; ISO, day or month."""
    for document in announced(record):
        if document.date:
            return document.date
    return record.article.published[:10] if record.article.published else None


_LOCAL = re.compile(r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)\s+[A-ZĐÀ-Ỹ0-9]")


@cache
def _place() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in province_names())
    return re.compile(rf"(?:tỉnh|[Tt]hành phố)\s+({names})(?!\w| -)")


@lru_cache(maxsize=1 << 16)  # a batch repeats its names a thousand times
def province_of_name(name: str) -> str | None:
    """The province that a canonical name holds, or that of a district there was only one of, by its bare name.

    >>> province_of_name("Sở Nội vụ tỉnh Quảng Nam"), province_of_name("Ủy ban nhân dân huyện Tháp Mười")
    ('Quảng Nam', 'Đồng Tháp')
    """
    found = _place().findall(name)
    if found:
        return str(found[-1])
    return _province_of_district(name) if _LOCAL.search(name) else None


def _province_of_district(name: str) -> str | None:
    """The province of the last district that `name` holds, if only one province had a district so named."""
    known = _districts()
    words = name.split()
    for start in range(len(words) - 1, -1, -1):
        for end in range(len(words), start + 1, -1):
            if (found := known.get(" ".join(words[start:end]))) is not None:
                return found or None
    return None


@cache
def _districts() -> dict[str, str]:
    """Districts with their type word (until 2025-06-30) and their province, empty where several have one so named."""
    known: dict[str, str] = {}
    for line in read_lines("districts.tsv"):
        if line and not line.startswith("#"):
            kind, name, above = line.split("\t")[:3]
            key = f"{kind} {name}"
            known[key] = above if known.get(key, above) == above else ""
    return known


def body_province(record: Record, name: str) -> str | None:
    """The province of a body: its own name's, else the article's if the name says that the body is a local one."""
    own = province_of_name(name)
    if own or not _LOCAL.search(name):
        return own
    article = province(record)
    return None if article == CENTRAL else article


def province(record: Record) -> str | None:
    """The province the article is about, ``Trung ương`` for central organs, None where nothing tells.

    The issuers of announced documents decide; then the bodies, then the agencies, by count.
    """
    issuers = [document.issuer for document in announced(record) if document.issuer]
    for names in (issuers, [body.name for body in record.bodies], [agency.name for agency in record.agencies]):
        votes = Counter(place for place in map(province_of_name, names) if place)
        if votes:
            return votes.most_common(1)[0][0]
        if names is issuers and any(name.startswith(_CENTRAL_HEADS) for name in names):
            return CENTRAL
    names = [*(body.name for body in record.bodies), *(agency.name for agency in record.agencies)]
    local = any(_LOCAL.search(name) for name in names)
    return CENTRAL if not local and any(name.startswith(_CENTRAL_HEADS) for name in names) else None
