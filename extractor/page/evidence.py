"""What is told of an article, where it was found and what was rejected for it."""

from __future__ import annotations

import re

from extractor.lexicon.furniture import furniture
from extractor.model.article import Finding
from extractor.page.byline import read_author
from extractor.page.content import Region
from extractor.page.dateline import find_moment, iso_moment
from extractor.page.line import Line
from extractor.page.markup import Page
from extractor.page.metadata import Declared, site_name, title_key, title_parts
from extractor.page.outline import Outline
from extractor.page.sites import Adapted


def find_title(lines: list[Line], found: Outline, told: Declared) -> str | None:
    if found.headline is not None:
        return lines[found.headline].text
    if found.title_elsewhere:
        return found.title_elsewhere
    body = set(title_key(" ".join(lines[i].text for i in found.body)).split())
    for title in told.titles:
        for part in title_parts(title)[1:] or [title]:
            words = title_key(part).split()
            # A generic <title> ("Tin chi tiết") shares no words with the article.
            if len(words) >= 5 and sum(w in body for w in words) >= 0.7 * len(words):
                return part
    return None


def find_metadata(page: Page, lines: list[Line], found: Outline, told: Declared, title: str | None, given: str | None) -> dict[str, Finding]:
    def place(index: int) -> tuple[int | None, int | None]:
        runs = [r for i in lines[index].ref for r in page.blocks[i].runs]
        return runs[0][0], runs[-1][1]

    out: dict[str, Finding] = {}
    if title:
        source = "headline" if found.headline is not None else "title"
        start, end = place(found.headline) if found.headline is not None else (None, None)
        others = tuple(t for t in told.titles if title_key(t) != title_key(title))
        out["title"] = Finding(title, source, start, end, others)
    moments: list[tuple[str, str, int | None]] = []
    if given:
        moments.append((iso_moment(given) or given, "given", None))
    if found.published:
        moments.append((found.published[0], "dateline", found.published[1]))
    if told.published:
        moments.append((told.published, told.published_from, None))
    stamp = _time_element(page, lines, found)
    if stamp:
        moments.append((stamp, "time element", None))
    if moments:
        value, source, index = moments[0]
        better = next((m for m in moments if m[0].startswith(value + "T")), None)
        if better:
            value, source, index = better
        start, end = place(index) if index is not None else (None, None)
        out["published"] = Finding(value, source, start, end, tuple(dict.fromkeys(m[0] for m in moments if m[0] != value)))
    if found.author:
        out["author"] = Finding(found.author[0], "byline", *place(found.author[1]))
    elif told.author and (name := _declared_author(told, title)):
        out["author"] = Finding(name, "declared")
    if found.credited:
        out["credited_source"] = Finding(found.credited[0], "credit line", *place(found.credited[1]))
    return out


def _declared_author(told: Declared, title: str | None) -> str | None:
    name = told.author or ""
    site = site_name(told, title, told.url)
    if "/" in name or "@" in name or (site and title_key(name) == title_key(site)) or title_key(name) in ("admin", "administrator", "editor"):
        return None
    return read_author(name, hinted=True) if len(name.split()) >= 2 else None


_TIME_NAMES = re.compile(r"datePublished|dc:created|dateCreated|pubdate|(?<![\w-])published(?![\w-])", re.I)


def _time_element(page: Page, lines: list[Line], found: Outline) -> str | None:
    """The first machine-written moment between the headline and the end of the article: <time datetime>, <abbr title>, content."""
    kept = [k for i in (*found.body, *([found.headline] if found.headline is not None else [])) for k in lines[i].ref]
    if not kept:
        return None
    low, high = min(kept) - 6, max(kept) + 3
    for element in page.elements:
        if not low <= element.first <= high or not element.attrs:
            continue
        if element.tag == "time":
            value = iso_moment(element.attribute("datetime") or "")
        elif (element.tag in ("abbr", "span") or "itemprop" in element.attrs) and _TIME_NAMES.search(element.attrs):
            value = iso_moment(element.attribute("content") or element.attribute("title") or element.attribute("datetime") or "")
        else:
            continue
        if value:
            return value
    return None


def find_lead_in(page: Page, region: Region, found: Outline, told: Declared) -> tuple[str, ...]:
    """Titles, site name, banner, breadcrumb and imprint: they name the site and its place."""
    out = [*told.titles[-1:], *([told.site] if told.site else []), *found.lead_in]
    rules = furniture()
    ends = [*range(min(25, region.element.first)), *range(max(region.element.last, len(page.blocks) - 25), len(page.blocks))]
    for i in ends:
        text = page.blocks[i].text
        verdict = rules.verdict(text)
        if verdict and verdict[0] in ("lead", "footer"):
            out.append(text)
    return tuple(dict.fromkeys(out))


def adapted_findings(page: Page, adapted: Adapted) -> dict[str, Finding]:
    """What an adapter's selectors hold, where it can be read."""
    out: dict[str, Finding] = {}
    for name, element in (("published", adapted.published), ("author", adapted.author)):
        if element is None or element.last <= element.first:
            continue
        blocks = page.blocks[element.first : element.last]
        text = " ".join(b.text for b in blocks)
        moment = find_moment(text) if name == "published" else None
        value = moment[0] if moment else read_author(text, hinted=True) if name == "author" else None
        if value:
            out[name] = Finding(value, f"site {adapted.rule}", blocks[0].runs[0][0], blocks[-1].runs[-1][1])
    return out
