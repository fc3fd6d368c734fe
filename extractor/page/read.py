"""The front door of the room: markup or plain text in, `Article` out."""

from __future__ import annotations

import re

from extractor.model.article import Article
from extractor.page.web_page import read_page
from extractor.page.plain import Repairer, read_plain

__all__ = ["looks_like_markup", "read_html", "read_plain"]

_TAG = re.compile(r"<(?:!doctype|html|head|body|title|meta|div|p|table|tr|td|br|span|font|a|h[1-6]|article|section|ul|li|script|style|center|b|i|img|\?xml)\b[^<>]{0,4000}/?>", re.I)


def looks_like_markup(text: str) -> bool:
    """True if `text` is HTML: it declares itself or holds several tags in its beginning.

    >>> looks_like_markup("<p>UBND tỉnh</p><p>họp</p>"), looks_like_markup("Số < 5 và > 3")
    (True, False)
    """
    head = text[:200_000].lstrip("\ufeff \t\r\n")
    if re.match(r"<(?:!doctype\s+html|html|\?xml|head|body)\b", head, re.I):
        return True
    tags = 0
    for _ in _TAG.finditer(head):
        tags += 1
        if tags >= 3:
            return True
    return tags >= 2 and len(head) < 4000


def read_html(markup: str, *, url: str | None = None, published: str | None = None, sites: object = None, repairer: Repairer | None = None) -> Article:
    """The article of a page."""
    return read_page(markup, url=url, published=published, repairer=repairer)
