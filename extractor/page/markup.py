"""Markup to blocks: a forgiving reader of HTML that never loses a character's place.

It builds no document tree: an element knows its parent, its class and id, and which of the
page's blocks lie inside it, which is all that the judgement needs. Every text run keeps its
range in the source, and any input gives an answer in linear time.
"""

from __future__ import annotations

import html
import re

from extractor.lexicon.furniture import furniture

_BLOCK_TAGS_NAMES = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul caption"
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS_NAMES.split())
_VOID_NAMES = (
    "area base br col embed frame hr img input link meta param source track wbr basefont bgsound keygen spacer"
)
_VOID = frozenset(_VOID_NAMES.split())
# Elements whose contents no reader sees as text, or that hold controls.
_RAW_NAMES = (
    "script style textarea noscript iframe svg template select object canvas audio video map xml button applet "
    "math"
)
_RAW = frozenset(_RAW_NAMES.split())
# Only these swallow the rest of the page when they are never closed, as in browsers.
_RAW_TO_END = frozenset(("script", "style"))
_HEADINGS = {f"h{i}": i for i in range(1, 7)}
# Inline tags that say nothing about the page's build unless their class does.
_PLAIN_INLINE = frozenset(("span", "b", "strong", "i", "em", "u", "font", "small", "big", "sup", "sub", "code", "mark", "ins", "label", "o:p", "nobr", "tt"))
_TELLING = re.compile(
    r"auth|tac-?gia|byline|but-?danh|writer|nguoi-?viet|title|tieu-?de|head|date|time|ngay|hid|none|caption|chu-?thich|sapo|lead|itemprop|role|source|nguon", re.I
)
# What an opening tag closes if it is still open, and the elements through which it does not reach.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "table", "td", "th"))),
    "td": (frozenset(("td", "th")), frozenset(("table",))),
    "th": (frozenset(("td", "th")), frozenset(("table",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
    "thead": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
    "tfoot": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td"))),
}
# What a tag is, in the order of the questions: one look instead of five.
_KINDS = {
    **dict.fromkeys(BLOCK_TAGS, "block"),
    **dict.fromkeys(_VOID, "void"),
    **dict.fromkeys(_RAW, "raw"),
    **dict.fromkeys(_PLAIN_INLINE, "inline"),
}
_TABLE_PARTS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "table", "caption"))
_BARRIERS = frozenset(("td", "th", "table", "caption"))
_NO_BARRIERS = frozenset(("table",))

# Real pages stay below 1 million characters and 5,000 blocks; what lies beyond these bounds is not looked at,
# so that a page made to hurt costs seconds: 4 million characters of lone <br> take 2.
LONGEST_PAGE = 4_000_000
MOST_BLOCKS = 40_000
# Deeper elements are read as if their tags were not there: real pages stay below 60.
DEEPEST = 200

_ATTRS = r"""([^<>"']*+(?:(?:"[^"<>]*+"|'[^'<>]*+')[^<>"']*+)*+)"""
# A quoted value may hold ">"; its length is bounded so that an unclosed quote costs nothing.
_ATTRS_WITH_ANGLES = r"""([^<>"']*+(?:(?:"[^"]{0,4000}+"|'[^']{0,4000}+')[^<>"']*+){1,40}+)"""
_TOKEN = re.compile(
    rf"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)(?:{_ATTRS}|{_ATTRS_WITH_ANGLES}|([^<>]*+))>|<!--|<[!?][^<>]*+>"
)
_NAMES = re.compile(r"""\b(?:class|id|itemprop|role)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|\bhidden(?:\s|=|$)|aria-hidden\s*=\s*.?true", re.I)
_HIDDEN_HINT = re.compile(r"hid|none", re.I)
_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][-a-zA-Z0-9_:.]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


# Scripts written without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan.
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")


def count_words(text: str) -> int:
    """Words of a text with single blanks; where a script puts no blanks between them, two characters count as one.

    >>> count_words("UBND tỉnh họp"), count_words("市議会は計画を可決した。")
    (3, 5)
    """
    words = text.count(" ") + 1
    # No language with blanks has words of twelve letters on average.
    if len(text) < 12 * words or text.isascii():
        return words if text else 0
    return max(words, len(_UNSPACED.findall(text)) // 2)


class Element:
    """An element that holds blocks ``[first, last)`` of the page."""

    __slots__ = ("_names", "attrs", "end", "first", "kids", "last", "parent", "start", "tag")

    def __init__(self, tag: str, attrs: str, parent: Element | None, first: int, start: int):
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.first = first
        self.last = first
        self.start = start
        self.end = start  # where it was closed
        self.kids: list[Element] = []
        self._names: str | None = None if attrs else ""

    @property
    def names(self) -> str:
        """Class, id, role and itemprop in one string."""
        if self._names is None:
            self._names = " ".join([a or b or c for a, b, c in _NAMES.findall(self.attrs)])
        return self._names

    @property
    def hidden(self) -> bool:
        """True if markup hides it from readers."""
        return bool(self.attrs) and bool(_HIDDEN_HINT.search(self.attrs)) and bool(_HIDDEN.search(self.attrs))

    def attribute(self, name: str) -> str | None:
        """The decoded value of an attribute, None if it has none."""
        return attributes(self.attrs).get(name)


class TextBlock:
    """Text between two block boundaries. `runs` are (start, end, linked) ranges of the source."""

    def __init__(self, markup: str, element: Element, after_break: bool):
        self._markup = markup
        self.element = element
        self.after_break = after_break  # only a <br> stands between this block and the one before
        self.runs: list[tuple[int, int, bool]] = []
        self.heading = 0
        self.bold = False
        self._text: str | None = None  # read when the block has ended
        self._linked: float | None = None

    @property
    def text(self) -> str:
        """The words as a reader sees them, single blanks between."""
        text = self._text
        if text is None:
            markup, runs = self._markup, self.runs
            raw = markup[runs[0][0] : runs[0][1]] if len(runs) == 1 else "".join([markup[a:b] if b > a else " " for a, b, _ in runs])
            if "&" in raw:
                raw = html.unescape(raw)
            text = self._text = " ".join(raw.split())
        return text

    @property
    def linked(self) -> float:
        """Share of the characters that are link text."""
        share = self._linked
        if share is None:
            share = self._linked = self._share()
        return share

    def _share(self) -> float:
        first = self.runs[0][2]
        if all(run[2] == first for run in self.runs):
            return 1.0 if first else 0.0
        total = link = 0
        for a, b, in_link in self.runs:
            n = len(self._markup[a:b].split())
            total += n
            if in_link:
                link += n
        return link / total if total else 0.0


class Page:
    """What was read: the blocks in order, all elements, and the head's declarations."""

    def __init__(self, markup: str):
        self.markup = markup
        self.blocks: list[TextBlock] = []
        self.elements: list[Element] = []
        self.title: tuple[int, int] | None = None
        self.metas: list[dict[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.json_ld: list[str] = []
        self.scripts = 0
        self.images = 0
        self.passwords = 0

    @property
    def root(self) -> Element:
        """The element above all."""
        return self.elements[0]


def attributes(attrs: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, values decoded.

    >>> attributes(' content="Sở Nội v&#7909;" NAME=x')
    {'content': 'Sở Nội vụ', 'name': 'x'}
    """
    out: dict[str, str] = {}
    for name, a, b, c in _ATTRIBUTE.findall(attrs):
        out.setdefault(name.lower(), html.unescape(a or b or c))
    return out


def read_markup(markup: str, *, every: bool = False) -> Page:
    """The page's blocks. Never raises for any string.

    `every` keeps all elements that have attributes; else inline ones whose class says nothing are left out.

    >>> page = read_markup("<p>UBND <b>tỉnh</b> họp<p>Kết luận:<br>- giao Sở Nội vụ")
    >>> [b.text for b in page.blocks]
    ['UBND tỉnh họp', 'Kết luận:', '- giao Sở Nội vụ']
    """
    return _Reader(markup[:LONGEST_PAGE], every).read()


class _Reader:
    def __init__(self, markup: str, every: bool):
        self.markup = markup
        self.every = every
        self.telling: dict[str, bool] = {}
        self.page = Page(markup)
        root = Element("html", "", None, 0, 0)
        self.page.elements.append(root)
        self.stack = [root]
        self.block: TextBlock | None = None
        self.at = 0
        self.links = 0
        self.bold = 0
        self.after_break = False
        self.overflow: dict[str, int] = {}
        self.open_tags: dict[str, int] = {}
        self.missing: set[str] = set()

    def read(self) -> Page:
        markup, page = self.markup, self.page
        at = 0
        search = _TOKEN.search
        blocks = page.blocks
        while True:
            m = search(markup, at)
            if m is None or len(blocks) >= MOST_BLOCKS:
                break
            start, end = m.span()
            self.at = start
            if start > at:
                block = self.block
                if block is not None:
                    block.runs.append((at, start, self.links > 0))
                else:
                    self.text(at, start)
            slash, tag, attrs, angled, odd = m.groups()
            if tag is None:
                at = self.skip_comment(start, end)
                continue
            if not tag.islower():
                tag = tag.lower()
            if slash:
                self.close(tag)
                at = end
            else:
                at = self.open(tag, attrs or angled or odd or "", start, end)
        if at < len(markup) and len(page.blocks) < MOST_BLOCKS:
            self.text(at, len(markup))
        self.end_block()
        for element in self.stack:
            element.last = len(page.blocks)
            element.end = len(markup)
        return page

    def skip_comment(self, start: int, end: int) -> int:
        if not self.markup.startswith("<!--", start):
            return end
        if "-->" in self.missing:
            return end
        close = self.markup.find("-->", start + 2)
        if close < 0:
            self.missing.add("-->")
            return end
        return close + 3

    def text(self, start: int, end: int) -> None:
        markup = self.markup
        if self.block is None:
            if markup[start:end].isspace():
                return
            self.block = TextBlock(markup, self.stack[-1], self.after_break)
            self.block.bold = self.bold > 0
        self.block.runs.append((start, end, self.links > 0))

    def end_block(self, by_break: bool = False) -> None:
        block = self.block
        if not by_break:
            self.bold = 0
        if block is not None:
            self.block = None
            if block.text:
                element: Element | None = block.element
                while element is not None and element.tag not in BLOCK_TAGS:
                    block.heading = block.heading or _HEADINGS.get(element.tag, 0)
                    element = element.parent
                if element is not None:
                    block.heading = _HEADINGS.get(element.tag, 0)
                self.page.blocks.append(block)
                self.after_break = by_break
        elif not by_break:
            self.after_break = False

    def open(self, tag: str, attrs: str, start: int, at: int) -> int:
        kind = _KINDS.get(tag)
        if kind == "inline":
            if not (attrs and self.tells(attrs)):
                self.bold += tag in ("b", "strong")
                return at
        elif kind == "raw":
            return self.raw(tag, attrs, at)
        elif kind == "void":
            if tag != "br":
                self.void(tag, attrs)
            elif self.block is not None and self.in_heading():
                self.block.runs.append((start, start, False))  # an empty run reads as a blank
            else:
                self.end_block(by_break=True)
            return at
        elif tag == "title" and self.page.title is None and not self.page.blocks:
            close = self.find_close("title", at)
            if close is not None:
                self.page.title = (at, close[0])
                return close[1]
        block_tag = kind == "block"
        if block_tag:
            if self.block is None:
                self.bold = 0
                self.after_break = False
            else:
                self.end_block()
            self.imply_ends(tag)
        if ":" in tag and attrs.endswith("/"):
            return at
        if len(self.stack) >= DEEPEST:
            self.overflow[tag] = self.overflow.get(tag, 0) + 1
            return at
        parent = self.stack[-1]
        element = Element(tag, attrs, parent, len(self.page.blocks), start)
        if block_tag or attrs:
            parent.kids.append(element)
            self.page.elements.append(element)
        else:
            element.kids = parent.kids  # a bare inline tag: what it holds belongs to its parent
        self.stack.append(element)
        self.open_tags[tag] = self.open_tags.get(tag, 0) + 1
        if tag == "a":
            self.links += "href" in attrs.lower()
        return at

    def tells(self, attrs: str) -> bool:
        """True if an inline tag's attributes may matter to the judgement (most are fonts and colours)."""
        known = self.telling.get(attrs)
        if known is None:
            known = self.every or bool(_TELLING.search(attrs)) or furniture().marked(attrs) is not None
            self.telling[attrs] = known
        return known

    def in_heading(self) -> bool:
        for element in reversed(self.stack):
            if element.tag in BLOCK_TAGS:
                return element.tag in _HEADINGS
        return False

    def void(self, tag: str, attrs: str) -> None:
        page = self.page
        if tag == "meta":
            page.metas.append(attributes(attrs))
        elif tag == "link":
            if len(page.links) < 400:
                page.links.append(attributes(attrs))
        elif tag == "hr":
            self.end_block()
        elif tag == "img":
            page.images += 1
        elif tag == "input" and "password" in attrs.lower():
            page.passwords += 1

    def find_close(self, tag: str, at: int) -> tuple[int, int] | None:
        if tag in self.missing:
            return None
        m = re.compile(rf"</{tag}\b[^>]{{0,200}}>?", re.I).search(self.markup, at)
        if m is None:
            self.missing.add(tag)
            return None
        return m.start(), m.end()

    def raw(self, tag: str, attrs: str, at: int) -> int:
        if attrs.endswith("/") and tag not in _RAW_TO_END:
            return at
        close = self.find_close(tag, at)
        if tag == "script":
            self.page.scripts += 1
            if close and "ld+json" in attrs.lower():
                self.page.json_ld.append(self.markup[at : close[0]])
        if close is None:
            return len(self.markup) if tag in _RAW_TO_END else at
        return close[1]

    def imply_ends(self, tag: str) -> None:
        stack = self.stack
        last = stack[-1].tag
        if last != "p" and tag not in _CLOSES and last in BLOCK_TAGS:
            return  # nearly always
        # A paragraph ends where any block begins.
        for i in range(len(stack) - 1, 0, -1):
            open_tag = stack[i].tag
            if open_tag == "p":
                self.pop_to(i)
                break
            if open_tag in BLOCK_TAGS:
                break
        rule = _CLOSES.get(tag)
        if rule is None:
            return
        ends, walls = rule
        for i in range(len(stack) - 1, 0, -1):
            open_tag = stack[i].tag
            if open_tag in ends:
                self.pop_to(i)
                return
            if open_tag in walls:
                return

    def close(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            if self.block is None:
                self.bold = 0
                self.after_break = False
            else:
                self.end_block()
        if self.overflow and self.overflow.get(tag):
            self.overflow[tag] -= 1
            return
        if not self.open_tags.get(tag):
            if tag in ("b", "strong") and self.bold:
                self.bold -= 1
            return
        stack = self.stack
        if stack[-1].tag == tag:  # nearly always
            element = stack.pop()
            element.last = len(self.page.blocks) + (self.block is not None)
            element.end = self.at
            self.open_tags[tag] -= 1
            if tag == "a":
                self.links -= "href" in element.attrs.lower()
            return
        walls = _NO_BARRIERS if tag in _TABLE_PARTS else _BARRIERS
        for i in range(len(stack) - 1, 0, -1):
            open_tag = stack[i].tag
            if open_tag == tag:
                self.pop_to(i)
                return
            if open_tag in walls:
                return

    def pop_to(self, i: int) -> None:
        count = len(self.page.blocks) + (self.block is not None)
        for element in self.stack[i:]:
            element.last = count
            element.end = self.at
            self.open_tags[element.tag] -= 1
            if element.tag == "a":
                self.links -= "href" in element.attrs.lower()
        del self.stack[i:]
