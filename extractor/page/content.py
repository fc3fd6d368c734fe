"""Which part of a page is the article.

First tier of the judgement, in terms of markup alone: what prose stands where, what is link text,
what hides, what repeats. It knows no language but the end of a sentence. The lines that are left
are judged by `outline`, which knows Vietnamese sites.
"""

from __future__ import annotations

import re
from itertools import accumulate

from extractor.lexicon.furniture import furniture
from extractor.page.markup import BLOCK_TAGS, Element, Page, TextBlock, count_words
from extractor.page.tables import Table, find_tables

_FRAME_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog"))
_SENTENCE_ENDS = (".", "!", "?", "…", ";", ":", '"', "”", "»", ")", "。", "！", "？", "」", "』", "）", "।", "؟", "။")
_SAFE_TAGS = frozenset(("html", "body", "p", "h1", "td", "tr", "table", "tbody", "form", "main"))

_COMMENT_NAMES = re.compile(r"(?:^|[\s_-])(?:comments?|comentarios?|commentaires?|kommentare?|livefyre|binh-?luan|disqus|ykien|y-kien)(?:$|[\s_-](?:list|box|area|section|wrapper|wrap|container|thread|respond)?)", re.I)

# Prose in an element so named tells of the writer; a short line in it is a byline and stays.
_WRITER_NAMES = re.compile(r"author[\s_-]?(?:bio|box|info|card|dropdown|desc|detail|profile|block|about)|about[\s_-]?(?:the[\s_-]?)?author|(?:^|[\s_-])bio(?:graphy)?(?:$|[\s_-])", re.I)

# A child that holds this share of its parent's prose holds the article. Below 0.7 articles in two
# containers (sapo and body) lost one of them on the sample pages, above 0.9 comments came in.
DESCEND = 0.8
# Elements with more link text than this are lists of links, whatever they are called.
LINKY = 0.5


class Region:
    """The chosen part: kept block indexes in order, the element they lie in, and the page's tables.

    `share` is the part of the page's prose that it holds, 1.0 where there is no other.
    """

    def __init__(self, element: Element, kept: list[int], tables: dict[int, Table], share: float = 1.0):
        self.element = element
        self.kept = kept
        self.share = share
        self.listing = False  # nearly all its prose are summaries under linked headlines
        self.closed = False  # a site's adapter has told where the article begins and ends
        self.tables = tables  # by index of their first block


def weigh(block: TextBlock) -> int:
    """Characters of prose in a block: 0 for labels, headlines and link lists.

    Headlines of other news do not end in a full stop; sentences do. That tells prose in any language.
    """
    text = block.text
    n = len(text)
    if n < 20 or (n < 40 and text.isascii()) or block.linked > 0.5 or block.heading:
        return 0
    words = count_words(text)
    if n < 40 and words < 10:
        return 0
    if words >= 10 and (text.endswith(_SENTENCE_ENDS) or words >= 35 or ". " in text or "。" in text):
        return int(n * (1 - block.linked))
    return n // 10


def choose(page: Page, within: Element | None = None, without: frozenset[int] = frozenset()) -> Region | None:
    """The region of the article, None if the page holds no text at all.

    `within` is its element where that is known already, `without` are blocks that do not belong to it.
    """
    if not page.blocks:
        return None
    weights = [weigh(block) for block in page.blocks]
    tables, cell_blocks = find_tables(page)
    for i in cell_blocks:
        weights[i] = max(weights[i], len(page.blocks[i].text) // 3)
    frames = _frames(page, weights) | without
    outside = [0 if i in frames else w for i, w in enumerate(weights)]
    teasers, count = _teaser_lists(page) if within is None else (set(), 0)
    rest = sum(w for i, w in enumerate(outside) if i not in teasers)
    listing = count >= 5 and rest < 200 and rest < 0.3 * sum(outside)
    if rest >= 200:
        frames = frames | teasers
        outside = [0 if i in frames else w for i, w in enumerate(outside)]
    sums = [0, *accumulate(outside)]
    element = within or _descend(page.root, sums)
    dropped = frames | _repetitive(page, element, sums, tables) | _repeated(page, element)
    kept = [i for i in range(element.first, element.last) if i not in dropped]
    share = sum(outside[i] for i in kept) / max(1, sum(outside))
    region = Region(element, kept, {t.first: t for t in tables if t.data}, share)
    region.closed = within is not None
    region.listing = listing
    return region


def _frames(page: Page, weights: list[int]) -> set[int]:
    """Blocks inside elements that are the frame of the page by tag, role, class or style."""
    sums = [0, *accumulate(weights)]
    total = sums[-1]
    strict: set[int] = set()
    named: set[int] = set()
    comments: set[int] = set()
    judged: dict[str, str] = {}  # sites repeat their attributes
    for element in page.elements:
        first, last = element.first, element.last
        if last <= first:
            continue
        name = ""
        if element.tag in _FRAME_TAGS:
            bag = strict
        elif not element.attrs:
            continue
        else:
            if element.attrs not in judged:
                judged[element.attrs] = _frame_by_name(element)
            name = judged[element.attrs]
            if not name or (name != "hidden" and element.tag in _SAFE_TAGS):
                continue
            bag = strict if name == "hidden" else named
        if element.tag not in BLOCK_TAGS and last - first == 1 and (first >= len(page.blocks) or not _fills(element, page.blocks[first])):
            continue
        share = sums[min(last, len(weights))] - sums[min(first, len(weights))]
        # Readers may write more than the reporter: comments go as long as an article is left.
        if name == "comments" and total - share >= 400:
            comments.update(range(first, last))
            continue
        if name == "writer":
            if 60 <= share <= 0.35 * total:
                named.update(i for i in range(first, min(last, len(weights))) if weights[i] >= 30)
            continue
        # A wrapper may be called "has-sidebar" or "news-comment-page": what holds most prose is no frame.
        if share > 0.5 * total and (share > 300 or total < 300):
            continue
        bag.update(range(first, last))
    # Where "widget" or "teaser" is what a site calls its articles' own parts, the names tell nothing.
    told = sum(weights[i] for i in comments)
    if sum(w for i, w in enumerate(weights) if i not in strict and i not in named and i not in comments) < 0.3 * (total - told):
        return strict | comments
    return strict | named | comments


def _fills(element: Element, block: TextBlock) -> bool:
    """True if an inline element holds most of its block: a hidden word is no hidden paragraph."""
    first, last = block.runs[0][0], block.runs[-1][1]
    return min(element.end, last) - max(element.start, first) >= 0.5 * (last - first)


def _frame_by_name(element: Element) -> str:
    """"hidden", "comments", "writer" or "frame" for an element whose attributes say so, else an empty string."""
    if element.hidden:
        return "hidden"
    names = element.names
    if not names:
        return ""
    if furniture().marked(names) is None:
        return "writer" if _WRITER_NAMES.search(names) else ""
    return "comments" if _COMMENT_NAMES.search(names) else "frame"


def _descend(root: Element, sums: list[int]) -> Element:
    """From the page down to the smallest element that still holds nearly all prose."""
    def prose(element: Element) -> int:
        return sums[min(element.last, len(sums) - 1)] - sums[min(element.first, len(sums) - 1)]

    element = root
    while True:
        here = prose(element)
        kids = [kid for kid in _block_kids(element) if kid.last > kid.first]
        best = max(kids, key=prose, default=None)
        if best is None or here == 0 or best.tag == "p":
            return element
        share = prose(best) / here
        if share >= DESCEND or (best.tag in ("td", "th", "article", "main") and share >= 0.45 and prose(best) >= 300):
            element = best
            continue
        return element


def _block_kids(element: Element) -> list[Element]:
    """The nearest block-level elements below, through inline ones."""
    out: list[Element] = []
    queue = list(reversed(element.kids))
    while queue:
        kid = queue.pop()
        if kid.tag in BLOCK_TAGS:
            out.append(kid)
        else:
            queue.extend(reversed(kid.kids))
    return out


def _repetitive(page: Page, region: Element, sums: list[int], tables: list[Table]) -> set[int]:
    """Blocks of lists of links and of teasers inside the region."""
    blocks = page.blocks
    lengths = [0, *accumulate(len(b.text) for b in blocks)]
    links = [0, *accumulate(round(len(b.text) * b.linked) for b in blocks)]
    out: set[int] = set()
    queue = list(region.kids)
    whole = max(1, sums[region.last] - sums[region.first])
    while queue:
        element = queue.pop()
        first, last = element.first, min(element.last, len(blocks))
        if last <= first:
            continue
        size = lengths[last] - lengths[first]
        link = links[last] - links[first]
        prose = sums[last] - sums[first]
        inline = last - first == 1 and element.tag not in BLOCK_TAGS and _in_paragraph(element)
        if size > 60 and not inline and link > LINKY * size and prose < 0.3 * whole and element.tag not in ("p", "span", "b", "strong", "em", "font"):
            out.update(range(first, last))
            continue
        if _teasers(element, blocks) and prose < 0.5 * whole:
            out.update(range(first, last))
            continue
        queue.extend(element.kids)
    return out


def _in_paragraph(element: Element) -> bool:
    """True for a link or the like within a paragraph: the paragraph is judged, not its link."""
    above = element.parent
    while above is not None and above.tag not in BLOCK_TAGS:
        above = above.parent
    return above is not None and above.tag == "p"


def _repeated(page: Page, region: Element) -> set[int]:
    """Short blocks that say the same three times or more (labels of a gallery, buttons), and menus."""
    seen: dict[str, list[int]] = {}
    for i in range(region.first, min(region.last, len(page.blocks))):
        text = page.blocks[i].text
        if 3 < len(text) <= 80:
            seen.setdefault(text, []).append(i)
    rows = {"td", "th", "li"}
    out = {i for indexes in seen.values() if len(indexes) >= 3 for i in indexes if page.blocks[i].element.tag not in rows}
    return out | _link_runs(page, region)


def _link_runs(page: Page, region: Element) -> set[int]:
    """Four short links or more in a row are a menu, in whatever element they stand."""
    out: set[int] = set()
    run: list[int] = []
    for i in range(region.first, min(region.last, len(page.blocks)) + 1):
        block = page.blocks[i] if i < min(region.last, len(page.blocks)) else None
        if block is not None and block.linked > 0.8 and len(block.text) <= 60 and not block.text.endswith((".", "!", "。")):
            run.append(i)
            continue
        if len(run) >= 4:
            out.update(run)
        run = []
    return out


def _teaser_lists(page: Page) -> tuple[set[int], int]:
    """The blocks of all lists of teasers on the page, and how many teasers there are."""
    out: set[int] = set()
    count = 0
    for element in page.elements:
        if len(element.kids) >= 3 and element.last - element.first >= 6 and element.first not in out and _teasers(element, page.blocks):
            out.update(range(element.first, element.last))
            count += len(element.kids)
    return out, count


def _teasers(element: Element, blocks: list[TextBlock]) -> bool:
    """True for three or more like children that each begin with a linked headline."""
    kids = [kid for kid in element.kids if kid.last > kid.first and kid.tag in ("div", "li", "article", "section", "tr", "td", "dl")]
    if len(kids) < 3:
        return False
    headed = 0
    for kid in kids:
        head = blocks[kid.first : min(kid.last, kid.first + 3)]
        if kid.last - kid.first <= 6 and any(b.linked > 0.8 and b.text.count(" ") >= 3 for b in head):
            headed += 1
    return headed >= 3 and headed >= 0.7 * len(kids)
