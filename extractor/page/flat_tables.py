"""Tables that a text dump wrote out cell by cell, one line each: made rows again.

    STT / Họ và tên / Chức vụ / Nhiệm vụ / 01 / Ông A / Phó Chủ tịch UBND tỉnh / Chủ tịch Hội đồng / 02 / …

The lines of the head tell how many cells a row has, the numbers tell where each begins.
"""

from __future__ import annotations

import re

from extractor.page.line import Line
from extractor.text.fold import fold

_FIRST_HEADER = re.compile(r"(?:stt|s\.t\.t|tt|số tt|số thứ tự)\.?")
_HEADER = re.compile(
    r"(?:họ (?:và )?tên|họ, tên|chức (?:vụ|danh)|đơn vị|cơ quan|nhiệm vụ|vai trò|ghi chú|năm sinh|nơi công tác|số điện thoại|điện thoại|phân công|thành viên|bộ phận|trách nhiệm)(?!\w)"
)
_NUMBER = re.compile(r"0?(\d{1,3})[.)]?")
_MOST_COLUMNS, _LONGEST_CELL = 7, 200


def join_rows(lines: list[Line]) -> list[Line]:
    """`lines` with the cells of such tables joined: each row one line with `row`, its `cells` (indexes into `ref`) and `headers`."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        columns = _columns(lines, at)
        end = at + columns
        rows = 0
        while columns and _is_row(lines, end, columns, rows + 1):
            end += columns
            rows += 1
        if rows < 2:
            out.append(lines[at])
            at += 1
            continue
        headers = tuple(line.text.strip() for line in lines[at : at + columns])
        out += [_row(lines[k : k + columns], headers if k > at else ()) for k in range(at, end, columns)]
        at = end
    return out


def _columns(lines: list[Line], at: int) -> int:
    """How many columns the table has whose head begins at line `at`, 0 if none begins there."""
    if not _FIRST_HEADER.fullmatch(fold(lines[at].text.strip())):
        return 0
    end = at + 1
    while end < len(lines) and end - at <= _MOST_COLUMNS and _HEADER.match(fold(lines[end].text.strip())):
        end += 1
    return end - at if 2 < end - at <= _MOST_COLUMNS else 0


def _is_row(lines: list[Line], at: int, columns: int, number: int) -> bool:
    if at + columns > len(lines):
        return False
    first = _NUMBER.fullmatch(lines[at].text.strip())
    cells = lines[at + 1 : at + columns]
    return first is not None and int(first[1]) == number and all(len(c.text) <= _LONGEST_CELL and not _NUMBER.fullmatch(c.text.strip()) for c in cells)


def _row(cells: list[Line], headers: tuple[str, ...]) -> Line:
    ref: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    for cell in cells:
        spans.append((len(ref), len(ref) + len(cell.ref)))
        ref += cell.ref
    row = Line(" | ".join(c.text.strip() for c in cells), ref, gap=cells[0].gap, keep=True)
    row.row, row.cells, row.headers = True, spans, headers
    return row
