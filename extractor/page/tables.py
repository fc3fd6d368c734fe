"""Tables: which are lists with columns, and which only lay out the page."""

from __future__ import annotations

import re

from extractor.page.markup import Element, Page

_NUMBER = re.compile(r"[\d.,:%/()+\s–-]*\d[\d.,:%/()+\s–-]*(?:đ|đồng|vnđ|usd|kg|tấn|%|°c|ha)?", re.I)


class Table:
    """A table's rows, each a list of cells, each a range of block indexes."""

    def __init__(self, element: Element, rows: list[list[tuple[int, int]]], header_rows: int, data: bool):
        self.element = element
        self.rows = rows
        self.header_rows = header_rows
        self.data = data
        self.first = element.first
        self.last = element.last


def find_tables(page: Page) -> tuple[list[Table], set[int]]:
    """All tables with rows, and the blocks that lie in cells of tables with columns."""
    tables: list[Table] = []
    cells: set[int] = set()
    for element in page.elements:
        if element.tag != "table" or element.last <= element.first:
            continue
        table = _table(page, element)
        if table is not None:
            tables.append(table)
            if table.data:
                cells.update(range(table.first, table.last))
    return tables, cells


def _table(page: Page, element: Element) -> Table | None:
    rows: list[list[tuple[int, int]]] = []
    header_rows = 0
    nested = False
    for row in _below(element, "tr"):
        cells = [kid for kid in _below(row, "td") if kid.last >= kid.first]
        if not cells:
            continue
        if any(_holds_table(cell) for cell in cells):
            nested = True
        ranges = [(c.first, c.last) for c in cells]
        if any(b > a for a, b in ranges):
            head = row.parent is not None and row.parent.tag == "thead"
            if (head or all(c.tag == "th" for c in cells)) and len(rows) == header_rows:
                header_rows += 1
            rows.append(ranges)
    if not rows:
        return None
    return Table(element, rows, header_rows, not nested and _has_columns(page, rows))


def _below(element: Element, tag: str) -> list[Element]:
    """The nearest descendants of that tag ("td" stands for th as well), not through inner tables."""
    wanted = ("td", "th") if tag == "td" else (tag,)
    out: list[Element] = []
    queue = list(reversed(element.kids))
    while queue:
        kid = queue.pop()
        if kid.tag in wanted:
            out.append(kid)
        elif kid.tag != "table":
            queue.extend(reversed(kid.kids))
    return out


def _holds_table(cell: Element) -> bool:
    queue = list(cell.kids)
    while queue:
        kid = queue.pop()
        if kid.tag == "table":
            return True
        queue.extend(kid.kids)
    return False


def _has_columns(page: Page, rows: list[list[tuple[int, int]]]) -> bool:
    """Two rows or more of the same two cells or more, none of which is a page of text."""
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 2 or len(wide) < 0.6 * len(rows):
        return False
    counts = sorted(len(row) for row in wide)
    usual = counts[len(counts) // 2]
    if sum(abs(len(row) - usual) <= 1 for row in wide) < 0.7 * len(wide):
        return False
    longest = max((sum(len(b.text) for b in page.blocks[a:z]) for row in rows for a, z in row), default=0)
    return longest < 1500


def is_figures(page: Page, table: Table) -> bool:
    """True for a table of figures (prices, exchange rates, a calendar, programme times) rather than of people or offices."""
    total = numbers = 0
    for row in table.rows[table.header_rows :]:
        for i, (a, z) in enumerate(row):
            text = " ".join(b.text for b in page.blocks[a:z])
            # The first column is a running number in lists of members too.
            if not text or (i == 0 and len(row) > 2):
                continue
            total += 1
            numbers += bool(_NUMBER.fullmatch(text)) or bool(re.fullmatch(r"\d{1,2} ?[h:g] ?\d{2}", text))
    return total > 0 and numbers >= 0.4 * total
