"""Plain text: a page that was saved as text, menus and counters included."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from extractor.lexicon.furniture import furniture
from extractor.model.article import Article, BlockKind, Finding
from extractor.model.edits import Edits, Repaired
from extractor.model.outcome import DropReason, NoArticle
from extractor.page.assemble import Draft, Run, assemble, squeeze
from extractor.page.dateline import find_moment
from extractor.page.flat_tables import join_rows
from extractor.page.line import LIST_ITEM, Line
from extractor.page.metadata import title_parts
from extractor.page.outline import Outline, outline

Repairer = Callable[[str], Repaired]
Range = tuple[int, int]

# The longest dumps of one page hold a few thousand lines; 40,000 short ones take 2 seconds.
MOST_LINES = 40_000
_WORD = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
# No line, headline or label ends with one of these words: what follows belongs to it.
_CANNOT_END = re.compile(r"(?<!\w)(?:ngày|tháng|và|của|là|tại|các|những|về|cho|với|theo|do|từ|đến|ở|trong|gồm|được|đã|sẽ)$")
# "Quyết định số" goes on with its number; "chuyển đổi số" and "kinh tế số" may well end a headline.
_NUMBER_FOLLOWS = re.compile(r"(?<!\w)[Ss]ố$")
_OPEN_END = re.compile(r"[^.!?:;…”\"»]\s*$")
# " date 2026-01-11 (TBTCO) - …": a moment that the dump glued to the first sentence.
_GLUED_MOMENT = re.compile(r"\s*(?:date\s+)?\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?\s*(?=[(\[–-])", re.I)


def read_plain(text: str, *, url: str | None = None, repairer: Repairer | None = None) -> Article:
    """The article in a plain text dump. Raises NoArticle only if the text is empty.

    Damage is repaired first, so that the lines are judged as they should have read;
    `source_map` leads from the article's text to `text` as given.

    >>> article = read_plain("Trang chủ\\n\\nXã An Phú lập Tổ công tác\\n\\n15/08/2025 | 14:20\\nUBND xã vừa lập Tổ công tác gồm bảy người.")
    >>> article.title, article.published, article.text
    ('Xã An Phú lập Tổ công tác', '2025-08-15T14:20', 'Xã An Phú lập Tổ công tác\\nUBND xã vừa lập Tổ công tác gồm bảy người.')
    """
    edits: Edits | None = None
    if repairer is not None:
        repaired = repairer(text)
        text, edits = repaired.text, repaired.edits
    lines = _join_wrapped(join_rows(_lines(text)[:MOST_LINES]))
    if not lines:
        raise NoArticle(DropReason.EMPTY, "no text")
    found = outline(lines)
    if found.headline is None and found.title_elsewhere is None and _split_fused(text, lines, found):
        found = outline(lines, headline=found.body[0])
    if found.headline is not None and _split_moment(text, lines, found.headline):
        found = outline(lines, headline=found.headline)
    drafts = _drafts(text, lines, found)
    if not drafts:
        drafts = [Draft("paragraph", _runs(text, line.ref)) for line in lines]
    body, blocks, source_map = assemble(drafts)
    if edits is not None:
        source_map = edits.map.then(source_map)
    title = _without_site(lines[found.headline].text) if found.headline is not None else found.title_elsewhere
    return Article(
        text=body,
        blocks=blocks,
        source_map=source_map,
        title=title,
        published=found.published[0] if found.published else None,
        author=found.author[0] if found.author else None,
        credited_source=found.credited[0] if found.credited else None,
        url=url,
        lead_in=tuple(dict.fromkeys(found.lead_in)),
        findings=_findings(lines, found, edits),
        repairs=edits.all if edits is not None else (),
    )


# Some archives of pages write "date 2025-11-19" or "date 2025-11" before a page's text.
_STORED_DAY = re.compile(r"\s*date (\d{4}-\d\d(?:-\d\d)?)\s+(?=\S)")


def _without_site(title: str) -> str:
    """The headline without the name of the site behind it, as a window's title has it."""
    parts = title_parts(title)[1:]
    if len(parts) < 2 or len(parts[0].split()) < 4:
        return title
    verdict = furniture().verdict(parts[-1])
    at = title.rfind(parts[-1])
    return title[:at].rstrip(" -–—|»·•:") if verdict is not None and verdict[1] == "portal-banner" and at > 0 else title


def _lines(text: str) -> list[Line]:
    """The non-empty lines with their ranges; `ref` is a list of ranges of `text`."""
    lines: list[Line] = []
    at = 0
    for m in _LINE.finditer(text):
        stored = _STORED_DAY.match(m[0]) if len(lines) < 3 else None
        if stored:  # the archive's own note of the day, then the text
            lines.append(Line(stored[1], [(m.start() + stored.start(1), m.start() + stored.end(1))]))
            at = m.start() + stored.end()
        content = " ".join((m[0][stored.end() :] if stored else m[0]).split()).strip("\u200b\ufeff")
        if content and stored:
            lines.append(Line(content, [(m.start() + stored.end(), m.end())]))
            at = m.end()
        elif content:
            gap = text.count("\n", at, m.start()) > 1
            lines.append(Line(content, [m.span()], gap=gap))
            at = m.end()
    return lines


def _join_wrapped(lines: list[Line]) -> list[Line]:
    """Lines that an editor wrapped, made one again; furniture and headlines stay apart."""
    width = _wrap_width(lines)
    out: list[Line] = []
    content = 0  # lines so far that are neither furniture nor dateline
    for line in lines:
        first_content = content == 1
        content += content < 3 and not (line.effect or line.dateline)
        if out and not line.gap and not line.row and not out[-1].row and _continues(out[-1], first_content, line, width):
            before = out[-1]
            out[-1] = Line(f"{before.text} {line.text}", [*before.ref, *line.ref], gap=before.gap)
        else:
            out.append(line)
    return out


def _wrap_width(lines: list[Line]) -> int:
    """The column at which the text is wrapped, 0 if it is not.

    A wrapped text stops in mid-sentence and goes on in lower case; a list of names does the first only.
    """
    if len(lines) < 5:
        return 0
    pairs = [(a, b) for a, b in pairwise(lines) if _OPEN_END.search(a.text) and not b.gap]
    running_on = sum(b.text[0].islower() for _, b in pairs)
    widest = sorted(len(line.text) for line in lines)[int(len(lines) * 0.9)]
    return widest if 40 <= widest <= 130 and running_on >= 3 and running_on >= 0.3 * len(pairs) else 0


def _continues(before: Line, first_content: bool, line: Line, width: int) -> bool:
    if not _OPEN_END.search(before.text) or before.effect or line.effect:
        return False
    if _CANNOT_END.search(before.text) and before.words > 3:
        return True
    if _NUMBER_FOLLOWS.search(before.text) and before.words > 3 and line.text[0].isdigit() and not line.dateline:
        return True
    if before.text.count("(") > before.text.count(")"):
        return True
    if LIST_ITEM.match(line.text) or before.dateline:
        return False
    first = line.text[0]
    if first.islower() or before.text.endswith(","):
        return len(before.text) > 2 and not line.dateline
    if not width or (first_content and len(before.ref) == 1):
        return False
    last_length = before.ref[-1][1] - before.ref[-1][0]
    return len(before.ref) > 1 or last_length >= 0.4 * width or first.isdigit()


def _runs(text: str, ranges: list[Range]) -> list[Run]:
    runs: list[Run] = []
    for start, end in ranges:
        piece = squeeze(text, start, end)
        if piece and runs:
            runs.append(Run(" ", runs[-1].end, piece[0].start, exact=text[runs[-1].end : piece[0].start] == " "))
        runs += piece
    return runs


def _drafts(text: str, lines: list[Line], found: Outline) -> list[Draft]:
    keep = set(found.body)
    if found.headline is not None:
        keep.add(found.headline)
    drafts: list[Draft] = []
    for i in sorted(keep):
        ranges = list(lines[i].ref)
        if lines[i].row:
            drafts.append(Draft("table_row", [], [_runs(text, ranges[a:z]) for a, z in lines[i].cells], lines[i].headers))
            continue
        if found.published and found.published[1] == i:
            glued = _GLUED_MOMENT.match(text, ranges[0][0], ranges[0][1])
            if glued:
                ranges[0] = (glued.end(), ranges[0][1])
        kind: BlockKind = "heading" if i == found.headline else "signature" if i in found.signature else "list_item" if LIST_ITEM.match(lines[i].text) else "paragraph"
        drafts.append(Draft(kind, _runs(text, ranges)))
    return drafts


# Words that begin a sentence and stand nowhere else with a capital.
_BEGINS = re.compile(
    r"(?:Ngày|Sáng|Chiều|Tối|Trưa) (?=\d|nay|qua|ngày)|Hôm (?:nay|qua)|(?:Nhằm|Thực hiện|Căn cứ|Mới đây,?|Vừa qua,?|Theo đó,?|Sau khi|Trong khi|Để|Đây là)(?= )"
)
# Words that carry a capital in mid-sentence: organs, offices, documents, holidays.
_CAPITAL_INSIDE = re.compile(
    r"(?:sở|ban|ủy|uỷ|chủ|phó|bộ|thủ|công|đảng|nhà|nghị|quyết|luật|thông|chỉ|kế|hội|tỉnh|thành|trung|văn|giám|trưởng|bí|ngân|cục|viện|đài|báo|trường|quốc|chính|tổ|mặt|đoàn|liên|tổng"
    r"|tết|đề|dự|chương|hiến|pháp|tòa|toà|thanh|bệnh|đại|học|phòng|chi|khu|quỹ|cổng|trang|tạp|huyện|xã|phường|quận|thị|bắc|nam|đông|tây|miền|covid|internet)$"
)


# "UBND tỉnh vừa ban hành Quy chế …": an act and its capitalised object are one sentence, no headline before another.
_REPORTS = re.compile(
    r"(?<!\w)(?:vừa|đã|mới)(?!\w)|(?:ban hành|thành lập|kiện toàn|quyết định|giải thể|tổ chức|phê duyệt|bổ sung|bổ nhiệm|ký|về|của|theo|tại|làm|là|ban chỉ đạo|ban tổ chức|ban vận động|ban chỉ huy|hội đồng|tổ công tác|ủy ban|đại hội|lễ hội|hội nghị|hội thi|ngày hội|cuộc vận động|chương trình|đề án|dự án)\s*$|(?<!\w)(?:công ty|tập đoàn|ngân hàng|hợp tác xã)(?: \w+){0,3}\s*$|\d/qđ|\d-qđ"
)

# Common nouns that a proper name follows: "châu Phi", "sông Hồng", "dân tộc Mông".
_NAME_FOLLOWS = frozenset(
    ["châu", "sông", "suối", "núi", "hồ", "đảo", "biển", "vịnh", "đèo", "cầu", "chợ", "đường", "phố", "làng", "thôn", "bản", "ấp", "buôn", "xã", "phường", "huyện", "quận", "tỉnh", "khu", "vùng", "nước", "ông", "bà", "họ", "người", "tộc", "vua", "chúa", "thánh", "đền", "chùa", "đình", "tết", "hội", "lễ", "đạo", "ngành", "cụ", "anh", "chị", "cô"]
)


def _split_fused(text: str, lines: list[Line], found: Outline) -> bool:
    """Split a headline off the first sentence that the dump glued it to; True if `lines` was changed.

    Only where exactly one place can be the seam: a sentence's beginning in the middle of words
    without punctuation between.
    """
    if not found.body:
        return False
    index = found.body[0]
    line = lines[index]
    words = [(m.start(), m.end(), m[0]) for a, b in line.ref for m in _WORD.finditer(text, a, b)]
    seams = []
    for i in range(5, min(26, len(words) - 8)):
        before, word, after = words[i - 1][2], words[i][2], words[i + 1][2]
        if before[-1] in ".!?;…":
            break
        if before[-1] in ",:-–(" or before.lower() in _NAME_FOLLOWS:
            continue
        if _BEGINS.match(f"{word} {after} "):
            seams = [i]
            break
        if word[0].isupper() and word[1:].islower() and before.islower() and after[0].islower() and not _CAPITAL_INSIDE.match(word.lower()):
            seams.append(i)
    alone = len(found.body) == 1
    if len(seams) != 1 or (not alone and not _BEGINS.match(f"{words[seams[0]][2]} {words[seams[0] + 1][2]} ")):
        return False
    at = words[seams[0]][0]
    if any(mark in text[words[0][0] : at] for mark in ";!?…") or re.search(r"[.,]\s", text[words[0][0] : at]):
        return False
    if _REPORTS.search(text[words[0][0] : at].lower()):
        return False
    first = [(a, min(b, at)) for a, b in line.ref if a < at]
    rest = [(max(a, at), b) for a, b in line.ref if b > at]
    head = " ".join(text[first[0][0] : first[-1][1]].split())
    tail = " ".join(" ".join(text[a:b].split()) for a, b in rest)
    lines[index : index + 1] = [Line(head, first, gap=line.gap), Line(tail, rest)]
    return True


# What stands between a headline and the dateline glued to it.
_BEFORE_MOMENT = re.compile(r"[\s\-–—|,·•(]*(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[\s,]*)?(?:ngày )?$", re.I)


def _split_moment(text: str, lines: list[Line], index: int) -> bool:
    """Split the dateline off the headline it is glued to ("… đứng đầu mới 06/10/2025 17:12"); True if `lines` was changed."""
    start, end = lines[index].ref[0][0], lines[index].ref[-1][1]
    whole = text[start:end].rstrip()
    moment = find_moment(whole) if len(lines[index].ref) == 1 else None
    if moment is None or "T" not in moment[0] or whole[moment[2] :] not in ("", ")"):
        return False
    head = whole[: _BEFORE_MOMENT.search(whole[: moment[1]]).start()]  # type: ignore[union-attr]
    if len(head.split()) < 5:
        return False
    first, rest = (start, start + len(head)), (start + moment[1], end)
    lines[index : index + 1] = [Line(" ".join(head.split()), [first], gap=lines[index].gap), Line(whole[moment[1] : moment[2]], [rest])]
    return True


def _findings(lines: list[Line], found: Outline, edits: Edits | None) -> dict[str, Finding]:
    def finding(value: str, name: str, index: int, rejected: tuple[str, ...] = ()) -> Finding:
        start, end = lines[index].ref[0][0], lines[index].ref[-1][1]
        if edits is not None:
            start, end = edits.to_source(start, end)
        return Finding(value, name, start, end, rejected)

    out: dict[str, Finding] = {}
    if found.headline is not None:
        out["title"] = finding(_without_site(lines[found.headline].text), "headline", found.headline)
    elif found.title_elsewhere:
        out["title"] = Finding(found.title_elsewhere, "label elsewhere on the page")
    if found.published:
        others = tuple(dict.fromkeys(m[0] for m in found.moments if m[0] != found.published[0]))
        out["published"] = finding(found.published[0], "dateline", found.published[1], others)
    if found.author:
        out["author"] = finding(found.author[0], "byline", found.author[1])
    if found.credited:
        out["credited_source"] = finding(found.credited[0], "credit line", found.credited[1])
    return out
