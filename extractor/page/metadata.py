"""Metadata that a page declares about itself: JSON-LD, OpenGraph, meta tags, title."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from extractor.page.dateline import iso_moment
from extractor.page.markup import Page
from extractor.text.fold import strip_marks

# What stands between the headline and the site's name in <title>.
_TITLE_BREAK = re.compile(r"\s+[|\-–—»·•:]+\s+|\s*[|»]\s*")
_PUBLISHED = ("article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate", "date", "dc.date", "dc.date.issued",
              "dcterms.created", "sailthru.date", "parsely-pub-date", "publish-date", "article:published", "date.created", "citation_publication_date")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "last-modified", "datemodified", "revised")
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|Report|Posting", re.I)


class Declared(msgspec.Struct):
    """The declared values; `titles` in order of trust."""

    titles: list[str] = []
    published: str | None = None
    published_from: str = ""
    author: str | None = None
    site: str | None = None
    url: str | None = None
    body: str | None = None
    kind: str | None = None


def declared(page: Page) -> Declared:
    """What the head says. Broken JSON-LD is passed over.

    >>> from extractor.page.markup import read_markup
    >>> d = declared(read_markup('<title>Lập Tổ công tác - Báo An Phú</title><meta property="og:site_name" content="Báo An Phú">'))
    >>> d.titles, d.site
    (['Lập Tổ công tác - Báo An Phú'], 'Báo An Phú')
    """
    out = Declared()
    metas: dict[str, str] = {}
    for meta in page.metas:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content", "").strip():
            metas.setdefault(name, " ".join(meta["content"].split()))
    for data in page.json_ld:
        _read_json_ld(data, out)
    for name in ("og:title", "twitter:title", "headline", "dc.title", "title"):
        if metas.get(name) and metas[name] not in out.titles:
            out.titles.append(metas[name])
    if page.title:
        title = " ".join(html.unescape(page.markup[page.title[0] : page.title[1]]).split())
        if title:
            out.titles.append(title)
    if out.published is None:
        for name in _PUBLISHED:
            value = iso_moment(metas[name]) if name in metas else None
            if value:
                out.published, out.published_from = value, f"meta {name}"
                break
    out.kind = metas.get("og:type")
    out.author = out.author or metas.get("author") or metas.get("dc.creator") or metas.get("article:author")
    out.site = metas.get("og:site_name") or out.site or metas.get("application-name")
    canonical = next((link.get("href") for link in page.links if link.get("rel", "").lower() == "canonical"), None)
    out.url = metas.get("og:url") or canonical
    return out


def _read_json_ld(data: str, out: Declared) -> None:
    if len(data) > 400_000:
        return
    text = re.sub(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$|^\s*<!--|-->\s*$", "", data).strip()
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    queue: list[Any] = [value]
    seen = 0
    while queue and seen < 500:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            queue.extend(v for k, v in item.items() if k in ("@graph", "mainEntity", "mainEntityOfPage") and isinstance(v, (dict, list)))
            kind = item.get("@type")
            kinds = " ".join(str(k) for k in kind) if isinstance(kind, list) else str(kind or "")
            if _ARTICLE_TYPE.search(kinds):
                _take_article(item, out)


def _take_article(item: dict[str, Any], out: Declared) -> None:
    headline = item.get("headline") or item.get("name")
    if isinstance(headline, str) and headline.strip():
        title = " ".join(html.unescape(headline).split())
        if title not in out.titles:
            out.titles.append(title)
    stamp = item.get("datePublished") or item.get("dateCreated")
    if isinstance(stamp, str) and out.published is None:
        value = iso_moment(html.unescape(stamp))
        if value:
            out.published, out.published_from = value, "json-ld"
    author = item.get("author") or item.get("creator")
    names = [n for a in (author if isinstance(author, list) else [author]) if (n := _name(a))]
    if names and out.author is None:
        out.author = ", ".join(dict.fromkeys(names))
    publisher = _name(item.get("publisher"))
    out.site = out.site or publisher
    body = item.get("articleBody")
    if isinstance(body, str) and len(body) > len(out.body or ""):
        out.body = html.unescape(body)


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(html.unescape(value).split()) if isinstance(value, str) and value.strip() else None


_WORD = re.compile(r"\w+")


def title_key(text: str) -> str:
    """A comparison key for headlines: folded, letters and digits only.

    >>> title_key("Lập  Ban Chỉ đạo: “389”") == title_key("LẬP BAN CHỈ ĐẠO 389")
    True
    """
    return " ".join(_WORD.findall(strip_marks(text)))


def title_parts(title: str) -> list[str]:
    """The pieces of a <title> between its separators, the whole first."""
    parts = [p.strip() for p in _TITLE_BREAK.split(title) if p and p.strip()]
    return [title, *parts] if len(parts) > 1 else [title]


def site_name(declared_values: Declared, headline: str | None, url: str | None) -> str | None:
    """The site's name: declared, else what <title> adds to the headline, else the host."""
    if declared_values.site:
        return declared_values.site
    key = title_key(headline) if headline else None
    for title in reversed(declared_values.titles):
        parts = title_parts(title)[1:]
        if key and len(parts) > 1 and title_key(parts[-1]) not in key:
            return parts[-1]
    address = url or declared_values.url
    if address:
        host = urlsplit(address if "//" in address else "//" + address).hostname
        if host:
            return host.removeprefix("www.")
    return None
