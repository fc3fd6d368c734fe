"""A site's own selectors, applied with BeautifulSoup and led back to the places in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from extractor.lexicon.sites import SiteRule
from extractor.page.markup import Element, Page

if TYPE_CHECKING:
    from bs4 import Tag


class Adapted(msgspec.Struct):
    """What an adapter found: elements of the page, None where its selector matched nothing."""

    rule: str
    title: Element | None = None
    published: Element | None = None
    author: Element | None = None
    body: Element | None = None
    drop: list[Element] = []


def host_of(url: str | None) -> str | None:
    """The host name in an address, None if it has none.

    >>> host_of("https://www.baodanang.vn/khcn/1.html"), host_of("tin/1.html")
    ('www.baodanang.vn', None)
    """
    if not url or "//" not in url:
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def adapt(page: Page, rule: SiteRule) -> Adapted:
    """Select the rule's parts on `page`. A selector that is no CSS raises ValueError."""
    from bs4 import BeautifulSoup

    # Parsing is some fifty times slower than our own reading: only for hosts that have a rule.
    soup = BeautifulSoup(page.markup, "html.parser")
    starts = _line_starts(page.markup)
    places = {element.start: element for element in page.elements}
    out = Adapted(rule.id)

    def element_of(tag: Tag | None) -> Element | None:
        if tag is None or tag.sourceline is None or tag.sourcepos is None:
            return None
        return places.get(starts[tag.sourceline - 1] + tag.sourcepos)

    def select(selector: str | None) -> list[Tag]:
        if not selector:
            return []
        try:
            return list(soup.select(selector))
        except Exception as error:  # soupsieve raises its own type
            raise ValueError(f"site {rule.id}: {selector!r} is no selector: {error}") from error

    for part in ("title", "published", "author", "body"):
        found = select(getattr(rule, part))
        setattr(out, part, element_of(found[0]) if found else None)
    out.drop = [e for selector in rule.drop for tag in select(selector) if (e := element_of(tag)) is not None]
    return out


def _line_starts(markup: str) -> list[int]:
    starts = [0]
    at = markup.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = markup.find("\n", at + 1)
    return starts
