"""A stable identifier for a document, in the shape of urn:lex.

``urn:lex:vn:<issuer>:<type>:<date or year>;<number>`` with names in plain letters and
dots for blanks. Limits: it exists only where issuer, type, number and at least the year
are known; two pages that know the day and only the year of one document give two
identifiers; an agency that was renamed keeps the name of the page.
"""

from __future__ import annotations

import re
import unicodedata

from extractor.model.work import Work


def plain(name: str) -> str:
    """A name in plain small letters joined by dots.

    >>> plain("Ủy ban nhân dân tỉnh Đắk Lắk")
    'uy.ban.nhan.dan.tinh.dak.lak'
    """
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return ".".join(re.findall(r"[a-z0-9]+", letters))


def work_urn(work: Work) -> str | None:
    """The identifier of `work`, null where too little is known.

    >>> work_urn(Work("d1", "Nghị định", "30", "2020/NĐ-CP", year=2020, date="2020-03-05", issuer="Chính phủ"))
    'urn:lex:vn:chinh.phu:nghi.dinh:2020-03-05;30'
    """
    when = work.date or (str(work.year) if work.year else None)
    if not (work.issuer and work.type and when):
        return None
    if work.number is None:
        return f"urn:lex:vn:{plain(work.issuer)}:{plain(work.type)}:{when};{plain(work.title)}" if work.title else None
    return f"urn:lex:vn:{plain(work.issuer)}:{plain(work.type)}:{when};{plain(work.number)}"
