"""HTML pages: markup in, article out."""

from __future__ import annotations

import html
import re

import msgspec

from extractor.lexicon.furniture import furniture
from extractor.lexicon.sites import SiteRule, Sites, shipped_sites
from extractor.model.article import Article, BlockKind
from extractor.model.outcome import DropReason, NoArticle
from extractor.page.assemble import Draft, Run, assemble, squeeze
from extractor.page.byline import is_photo_credit
from extractor.page.content import Region, choose, weigh
from extractor.page.evidence import adapted_findings, find_lead_in, find_metadata, find_title
from extractor.page.line import LIST_ITEM, Line
from extractor.page.markup import Element, Page, TextBlock, read_markup
from extractor.page.metadata import Declared, declared, site_name, title_key, title_parts
from extractor.page.outline import Outline, outline
from extractor.page.plain import Repairer
from extractor.page.repaired import repair_article
from extractor.page.second_tier import second_opinion
from extractor.page.sites import adapt, host_of
from extractor.page.tables import is_figures
from extractor.page.verdict import is_vietnamese, judge_page

_TITLE_NAMES = re.compile(r"title|tieude|headline|tieu-de|heading|tit\b|entry-header", re.I)
_AUTHOR_NAMES = re.compile(r"author|tacgia|tac-gia|byline|nguoiviet|nguoi-viet|butdanh|but-danh|writer", re.I)
_CAPTION_NAMES = re.compile(r"caption|chuthich|chu-thich|ghi-?chu|photo-?cms-caption|desc-?img|anh-?minh", re.I)
_MORE = 8


class Given(msgspec.Struct, frozen=True):
    """What the caller knows or wishes: the page's address and date, site adapters, the repair, the language."""

    url: str | None = None
    published: str | None = None
    sites: Sites | None = None
    repairer: Repairer | None = None
    vietnamese_only: bool = False


def read_page(markup: str, given: Given) -> Article:
    """The article of a page. Raises NoArticle with the reason if it holds none."""
    page = read_markup(markup)
    told = declared(page)
    rule = _site_rule(told, given)
    adapted = None
    if rule is not None:
        page = read_markup(markup, every=True)
        adapted = adapt(page, rule)
    if adapted is not None and adapted.body is not None:
        drop = frozenset(i for e in adapted.drop for i in range(e.first, e.last))
        region = choose(page, adapted.body, drop)
    else:
        region = choose(page)
        if region is not None:
            region = second_opinion(page, region)
        judge_page(page, region, told)
    if region is None:
        raise NoArticle(DropReason.EMPTY, "no text")
    url, published, repairer = given.url, given.published, given.repairer
    headline = _find_headline(page, region, told)
    if adapted is not None and adapted.title is not None and adapted.title.last > adapted.title.first:
        headline = adapted.title.first
    lines = _lines(page, region, headline)
    at = next((i for i, line in enumerate(lines) if headline is not None and headline in line.ref), None)
    found = outline(lines, headline=at)
    drafts = _drafts(page, lines, found)
    if not drafts:
        raise NoArticle(DropReason.TOO_SHORT, "no line of an article")
    text, blocks, source_map = assemble(drafts)
    title = find_title(lines, found, told)
    findings = find_metadata(page, lines, found, told, title, published)
    if adapted is not None:
        findings |= adapted_findings(page, adapted)
    if given.vietnamese_only and not is_vietnamese(text):
        raise NoArticle(DropReason.NOT_VIETNAMESE, "no Vietnamese words")
    article = Article(
        text=text,
        blocks=blocks,
        source_map=source_map,
        title=title,
        published=findings["published"].value if "published" in findings else None,
        author=findings["author"].value if "author" in findings else None,
        credited_source=found.credited[0] if found.credited else None,
        site=site_name(told, title, url),
        url=url or told.url,
        lead_in=find_lead_in(page, region, found, told),
        findings=findings,
    )
    return repair_article(article, repairer) if repairer is not None else article


def _site_rule(told: Declared, given: Given) -> SiteRule | None:
    sites = given.sites if given.sites is not None else shipped_sites()
    return sites.find(host_of(given.url) or host_of(told.url), (given.published or told.published or "")[:10] or None)


def _find_headline(page: Page, region: Region, told: Declared) -> int | None:
    """The block that is the headline by markup: a heading before the prose, best one that the head declares."""
    keys = {title_key(part) for title in told.titles for part in title_parts(title) if len(part.split()) >= 3}
    wholes = [title_key(title) for title in told.titles]
    first = next((i for i in region.kept if weigh(page.blocks[i]) > 60), region.kept[0] if region.kept else region.element.first)
    best: tuple[float, int] | None = None
    for i in range(max(0, first - 60), min(len(page.blocks), first + 3)):
        block = page.blocks[i]
        text = block.text
        words = text.count(" ") + 1
        if words < 2 or words > 45 or len(text) > 320:
            continue
        score = {1: 3.0, 2: 2.0, 3: 1.2, 4: 0.8}.get(block.heading, 0.0)
        if score == 0 and _TITLE_NAMES.search(_near_names(block)):
            score = 1.5
        key = title_key(text)
        if key in keys:
            score += 3 if words >= 4 else 1
        elif words >= 4 and (share := max((len(key) / len(whole) for whole in wholes if key in whole), default=0.0)):
            score += 2 if share >= 0.5 else 0.5  # "Site: headline" holds the site's name, too
        if score == 0:
            continue
        if words >= 4:
            score += 0.6
        elif key not in keys:
            score -= 1.5  # a site's or a section's name
        if block.linked > 0.8:
            score -= 1.5
        if i < region.element.first:
            score -= 0.02 * (first - i)
        if weigh(block) and key not in keys:
            score -= 1
        if best is not None and score <= best[0]:
            continue
        if furniture().verdict(text) or _is_office(text):
            score -= 3
        if best is None or score > best[0]:
            best = (score, i)
    return best[1] if best and best[0] >= 2 else None


# "SỞ NỘI VỤ TỈNH AN PHÚ" in capitals heads the site, not the article.
_OFFICE = re.compile(r"(?:UBND|ỦY BAN|UỶ BAN|HĐND|SỞ|BỘ|CỤC|CHI CỤC|TỔNG CỤC|BÁO|TRANG|CỔNG|CÔNG AN|TRƯỜNG|ĐẢNG BỘ|HUYỆN ỦY|TỈNH ỦY|THÀNH ỦY|BAN QUẢN LÝ|VĂN PHÒNG|ĐÀI|HỘI|TỈNH ĐOÀN) .*(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|TP\.?) (?:\S+ ){0,3}\S+")


def _is_office(text: str) -> bool:
    return text.isupper() and text.count(" ") <= 12 and _OFFICE.fullmatch(text) is not None


def _near_names(block: TextBlock) -> str:
    names = []
    element: Element | None = block.element
    for _ in range(2):
        if element is None or element.tag in ("body", "html", "article", "main", "td"):
            break
        names.append(element.names)
        element = element.parent
    return " ".join(names)


def _lines(page: Page, region: Region, headline: int | None) -> list[Line]:
    """The blocks to be judged, in order: what leads up to the region, the region, and a little of what follows."""
    blocks = page.blocks
    start = region.element.first
    before: list[int] = []
    if headline is not None and headline < start:
        before = [headline, *(i for i in range(headline + 1, start) if not _framed(blocks[i], region.element))]
        if len(before) > 25:
            before = [headline, *before[-12:]]
    elif headline is None or headline > start + 3:
        before = [i for i in range(max(0, start - 12), start) if blocks[i].linked < 0.5 and not _framed(blocks[i], region.element)]
    lines = [_line(blocks[i], [i], outside=region.closed or not _is_sapo(blocks[i])) for i in before]
    kept = set(region.kept)
    if headline is not None and headline >= start:
        kept.add(headline)
    i, last = start, min(region.element.last, len(blocks))
    while i < last:
        table = region.tables.get(i)
        if table is not None and table.last > i and any(k in kept for k in range(i, table.last)):
            lines += _rows(page, region, i)
            i = table.last
            continue
        if i in kept:
            block = blocks[i]
            if block.after_break and lines and lines[-1].ref[-1] == i - 1 and _runs_on(lines[-1].text, block.text):
                lines[-1] = _line(blocks[lines[-1].ref[0]], [*lines[-1].ref, i], text=f"{lines[-1].text} {block.text}")
            else:
                lines.append(_line(block, [i], gap=not block.after_break))
        i += 1
    after = [i for i in range(last, min(len(blocks), last + _MORE)) if blocks[i].linked < 0.5]
    return lines + [_line(blocks[i], [i], outside=True) for i in after]


def _is_sapo(block: TextBlock) -> bool:
    """True for a sentence that may lead up to the article from outside its container, heading or not."""
    text = block.text
    return weigh(block) >= 40 or (block.linked < 0.3 and text.count(" ") >= 11 and text.endswith((".", "!", "?", "…", ":")))


def _framed(block: TextBlock, article: Element) -> bool:
    """True if an element round the block that does not hold the article as well is a frame."""
    element: Element | None = block.element
    while element is not None and not (element.first <= article.first and element.last >= article.last):
        if element.tag in ("nav", "footer", "aside") or element.hidden:
            return True
        if element.tag not in ("html", "body", "p", "td", "tr", "table", "form", "h1") and element.attrs and furniture().marked(element.names):
            return True
        element = element.parent
    return False


def _line(block: TextBlock, ref: list[int], *, text: str | None = None, gap: bool = True, outside: bool = False) -> Line:
    line = Line(text or block.text, ref, gap=gap, heading=block.heading, linked=block.linked, outside=outside)
    if line.words <= 12:
        line.author_hint = bool(_AUTHOR_NAMES.search(_near_names(block)))
    return line


def _runs_on(before: str, text: str) -> bool:
    """True if a line break stands in mid-sentence."""
    return text[:1].islower() and not LIST_ITEM.match(text) and not before.endswith((".", "!", "?", ":", ";", "…")) and len(before) > 40


def _rows(page: Page, region: Region, first: int) -> list[Line]:
    table = region.tables[first]
    figures = is_figures(page, table)
    lines = [_line(page.blocks[i], [i]) for i in range(table.first, table.rows[0][0][0])]
    seen = {i for line in lines for i in line.ref}
    for row in table.rows:
        refs = [i for a, z in row for i in range(a, min(z, len(page.blocks)))]
        if not refs or refs[0] in seen:
            continue
        seen.update(refs)
        words = [" ".join(page.blocks[i].text for i in range(a, min(z, len(page.blocks)))) for a, z in row]
        line = Line(" | ".join(words), refs, gap=True, keep=not figures)
        line.row = True
        line.cells = row
        lines.append(line)
    header = _header(page, table.rows, table.header_rows)
    for line in lines:
        line.headers = header
    return lines


def _header(page: Page, rows: list[list[tuple[int, int]]], header_rows: int) -> tuple[str, ...]:
    """The texts of the column headers: marked as such, or a first row of short bold cells."""
    first = [" ".join(b.text for b in page.blocks[a:z]) for a, z in rows[0]]
    bold = all(b.bold for a, z in rows[0] for b in page.blocks[a:z])
    known = re.compile(r"(?:stt|tt|số tt|họ (?:và )?tên|chức (?:vụ|danh)|nhiệm vụ|đơn vị|ghi chú|cơ quan|vai trò|no\.?|name)\b", re.I)
    if header_rows or (bold and len(rows) > 2) or sum(bool(known.match(t)) for t in first) >= 2:
        return tuple(first)
    return ()


def _block_runs(page: Page, indexes: list[int]) -> list[Run]:
    """The runs of some blocks with white space squeezed and entities decoded, blanks between the blocks."""
    runs: list[Run] = []
    blank: tuple[int, int] | None = None
    for n, i in enumerate(indexes):
        if n and runs:
            blank = (runs[-1].end, runs[-1].end)
        for start, end, _ in page.blocks[i].runs:
            blank = _add_run(page.markup, start, end, runs, blank)
    return runs


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|[^&]+|&")


def _add_run(markup: str, start: int, end: int, runs: list[Run], blank: tuple[int, int] | None) -> tuple[int, int] | None:
    """Append source ``[start, end)`` to `runs`; returns the blank that is still owed."""
    if start == end:
        return (start, end) if runs else None
    piece = markup[start:end]
    parts = [(m.start() + start, m.end() + start) for m in _ENTITY.finditer(piece)] if "&" in piece else [(start, end)]
    for lo, hi in parts:
        raw = markup[lo:hi]
        text = html.unescape(raw) if raw[0] == "&" else raw
        if text.isspace() or not text:
            if runs and text:
                blank = blank or (lo, hi)
            continue
        if text is not raw and text != raw:
            if blank and runs:
                runs.append(Run(" ", *blank, exact=False))
            blank = None
            runs.append(Run(text, lo, hi, exact=False))
            continue
        if raw[0].isspace() and runs:
            blank = blank or (lo, lo + 1)
        pieces = squeeze(markup, lo, hi)
        if blank and runs:
            runs.append(Run(" ", *blank, exact=markup[blank[0] : blank[1]] == " "))
        blank = None
        runs.extend(pieces)
        if raw[-1].isspace():
            blank = (hi - 1, hi)
    return blank


def _drafts(page: Page, lines: list[Line], found: Outline) -> list[Draft]:
    keep = set(found.body)
    if found.headline is not None:
        keep.add(found.headline)
    drafts: list[Draft] = []
    for i in sorted(keep):
        line = lines[i]
        if line.cells:
            texts = [_block_runs(page, list(range(a, min(z, len(page.blocks))))) for a, z in line.cells]
            drafts.append(Draft("table_row", [], texts, line.headers))
            continue
        kind: BlockKind = "signature" if i in found.signature else _kind(page, line, i == found.headline)
        drafts.append(Draft(kind, _block_runs(page, line.ref)))
    return drafts


def _kind(page: Page, line: Line, headline: bool) -> BlockKind:
    block = page.blocks[line.ref[0]]
    if headline or block.heading:
        return "heading"
    if _CAPTION_NAMES.search(_near_names(block)) or is_photo_credit(line.text):
        return "caption"
    element: Element | None = block.element
    while element is not None and element.tag not in ("body", "td", "article"):
        if element.tag in ("figcaption", "figure"):
            return "caption"
        if element.tag == "li":
            return "list_item"
        element = element.parent
    return "list_item" if LIST_ITEM.match(line.text) else "paragraph"
