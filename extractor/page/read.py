"""The front door of the room: markup or plain text in, `Article` out."""

from __future__ import annotations

import re
from typing import Any

from extractor.lexicon.sites import Sites
from extractor.model.article import Article
from extractor.page.plain import Repairer, read_plain
from extractor.page.web_page import Given, read_page

__all__ = ["Given", "looks_like_markup", "read_html", "read_plain", "read_soup"]

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


def read_html(
    markup: str,
    *,
    url: str | None = None,
    published: str | None = None,
    sites: Sites | None = None,
    repairer: Repairer | None = None,
    vietnamese_only: bool = False,
) -> Article:
    """The article of a page. Raises NoArticle, with the reason, for a page that holds none.

    `published` (ISO) overrides what the page says of its date; `sites` are adapters to use in place of the shipped
    ones (`extractor.lexicon.sites.load_sites`); `vietnamese_only` drops articles in other languages.

    >>> a = read_html("<h1>Lập Tổ công tác</h1><p>15/8/2025 | 14:20<p>UBND xã An Phú vừa lập Tổ công tác gồm bảy người, do Chủ tịch làm Tổ trưởng.")
    >>> a.title, a.published, a.text.splitlines()[1][:12]
    ('Lập Tổ công tác', '2025-08-15T14:20', 'UBND xã An P')
    """
    return read_page(markup, Given(url, published, sites, repairer, vietnamese_only))


def read_soup(soup: Any, **given: Any) -> Article:
    """`read_html` for a BeautifulSoup object (or one of its tags): places are those in ``str(soup)``.

    >>> from bs4 import BeautifulSoup
    >>> read_soup(BeautifulSoup("<p>UBND xã vừa lập Tổ công tác gồm bảy người do Chủ tịch làm Tổ trưởng.</p>", "html.parser")).text[:7]
    'UBND xã'
    """
    return read_html(str(soup), **given)
