"""Which lines are the article: one judgement for the lines of plain text and the blocks of a page.

A line is judged by what it says (`gazetteers/furniture.toml`), by its form (prose, name, date)
and by where it stands: before the first prose, among it or after the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.lexicon.names import name_tables
from extractor.page.byline import is_photo_credit, read_author, read_source, source_in_prose
from extractor.page.dateline import find_moment, without_moment
from extractor.page.line import LIST_ITEM, SENTENCE_BREAK, Line
from extractor.page.metadata import title_key, title_parts
from extractor.text.fold import fold, strip_marks

_TITLE_ELSEWHERE = re.compile(r"^(?:qr ?code|tieu de|ten bai(?: viet)?|title|headline|ban dang (?:xem|doc)(?: bai)?)\s*:\s*(?=\S)")
_MORE_LINK = re.compile(r"^\s*(?:>>|»|→|▶|►►)")


class Outline:
    """What became of the lines: the body's indexes in order, and the metadata that the rest held."""

    def __init__(self) -> None:
        self.headline: int | None = None
        self.title_elsewhere: str | None = None
        self.body: list[int] = []
        self.published: tuple[str, int] | None = None
        self.moments: list[tuple[str, int]] = []
        self.author: tuple[str, int] | None = None
        self.credited: tuple[str, int] | None = None
        self.lead_in: list[str] = []
        self.signature: list[int] = []


def outline(lines: Sequence[Line], *, headline: int | None = None) -> Outline:
    """Judge `lines`. `headline` is its index where markup has told it already.

    >>> rows = ["TRANG TIN XÃ AN PHÚ", "Xã An Phú lập Tổ công tác", "Thứ Sáu, 15/08/2025",
    ...         "UBND xã An Phú vừa lập Tổ công tác chuyển đổi số gồm bảy người.", "Lê An", "Tin khác"]
    >>> o = outline([Line(row) for row in rows])
    >>> o.headline, o.body, o.published, o.author
    (1, [3], ('2025-08-15', 2), ('Lê An', 4))
    """
    out = Outline()
    prose = [i for i, line in enumerate(lines) if line.prose or line.keep]
    prose = _without_late_sections(lines, prose)
    first = prose[0] if prose else None
    if first is None:
        return _all_short(lines, out, headline)
    last = prose[-1]
    out.headline = headline if headline is not None else _titled(lines, prose) or _headline(lines, first)
    if headline is None and len(prose) > 1 and (out.headline == first or _is_long_headline(lines, prose, out.headline)):
        out.headline, first = first, prose[1]
    _head(lines, first, out)
    _middle(lines, first, last, out)
    _tail(lines, last, out)
    _metadata(lines, first, last, out)
    return out


def _without_late_sections(lines: Sequence[Line], prose: list[int]) -> list[int]:
    """Prose up to a comment section or the imprint: what is written there is not the article's."""
    whole = sum(len(lines[p].text) for p in prose)
    for i, line in enumerate(lines):
        if line.effect in ("end", "footer") and prose and prose[0] < i:
            before = [p for p in prose if p < i]
            if line.effect == "footer" and line.words <= 6 and len(prose) - len(before) >= 3 and not any(c.isdigit() for c in line.text):
                continue  # "© Lê An" under a picture
            # A comment counter or a photo's © stands above or amid the article: then most prose is still to come.
            if sum(len(lines[p].text) for p in before) >= 0.5 * whole:
                return before
    return _without_teasers(lines, prose, whole)


def _without_teasers(lines: Sequence[Line], prose: list[int], whole: int) -> list[int]:
    """Prose without the summaries and long headlines that stand under a late "Tin khác"."""
    length = 0
    late: int | None = None
    for i, line in enumerate(lines):
        if line.effect == "section" and length >= 0.6 * whole and prose and i < prose[-1]:
            late = i
            break
        length += len(line.text) if i in prose else 0
    if late is None:
        return prose
    kept = [p for p in prose if p < late]
    after = [p for p in prose if p > late]
    for p in after:
        following = lines[p + 1] if p + 1 < len(lines) else None
        told = following is not None and (read_author(following.text) or read_source(following.text))
        # A summary stands alone between two headlines; the article goes on for two paragraphs, or ends with its byline.
        if lines[p].text.endswith((".", "…", ":", ";")) and (p + 1 in after or p - 1 in kept or told):
            kept.append(p)
    return kept


def _all_short(lines: Sequence[Line], out: Outline, headline: int | None) -> Outline:
    """No prose at all: everything that is not furniture, a dateline or a banner stays."""
    out.headline = headline
    for i, line in enumerate(lines):
        if i == headline:
            continue
        if line.effect in ("lead", "footer"):
            out.lead_in.append(line.text)
        if line.effect in ("end", "section") and out.body:
            break
        if line.dateline and out.published is None:
            out.published = (line.dateline[0], i)
        elif not line.effect and not line.dateline:
            out.body.append(i)
    if out.body and out.headline is None and len(out.body) > 1 and 5 <= lines[out.body[0]].words <= 30:
        out.headline = out.body.pop(0)
    return out


def _asks(line: Line) -> bool:
    """True for a headline that is a question or a cry: one sentence, not a long one."""
    return line.text.endswith(("?", "!")) and line.words <= 26 and not line.row and not SENTENCE_BREAK.search(line.text)


def _titled(lines: Sequence[Line], prose: list[int]) -> int | None:
    """The line that repeats the page's title ("headline - site" in the first lines), nearest the first prose."""
    end = prose[1] if len(prose) > 1 else prose[0]
    for i in range(min(3, end)):
        keys = {title_key(part) for part in title_parts(lines[i].text) if len(part.split()) >= 5}
        if len(keys) < 2:  # no title with a site's name
            continue
        for j in range(end - 1, i, -1):
            if j != i and lines[j].words >= 5 and not lines[j].effect and title_key(lines[j].text) in keys:
                return j
    return None


def _is_long_headline(lines: Sequence[Line], prose: list[int], above: int | None) -> bool:
    """True if the first prose is a headline: a question, or a long line without a full stop over the dateline."""
    line = lines[prose[0]]
    if above is None and _asks(line):
        return True
    if line.ends_sentence or line.words > 50 or line.row or line.keep or line.text.endswith(","):
        return False
    below = next((lines[i] for i in range(prose[0] + 1, prose[1]) if lines[i].effect != "drop"), None)
    if below is None or not below.dateline or lines[prose[0]].linked > 0.6:
        return False
    return above is None or max(0.2, 2 * _echo(lines, prose[1:], above)) <= _echo(lines, prose[1:], prose[0])


def _echo(lines: Sequence[Line], prose: Sequence[int], i: int) -> float:
    """The share of a line's pairs of words that the article's prose holds too: high for its headline, low for a section's name."""
    words = strip_marks(lines[i].text).split()
    pairs = list(pairwise(words))
    body = strip_marks(" ".join(lines[p].text for p in prose if p != i and lines[p].prose))
    return sum(f"{a} {b}" in body for a, b in pairs) / max(1, len(pairs))


# Words with which the caption of a picture begins, or that tell what its people are seen doing.
_SHOWS = re.compile(
    r"(?:toàn cảnh|quang cảnh|hình ảnh|cảnh |ảnh |một góc|các (?:đại biểu|đồng chí|tập thể|cá nhân|vị)|(?:lãnh đạo|ông|bà|đồng chí|đ/c|(?:phó )?chủ tịch|bí thư|(?:phó )?giám đốc|thủ tướng|bộ trưởng) .{3,90}"
    r"(?:phát biểu|trao|tặng|chủ trì|kiểm tra|tham quan|chụp ảnh|dâng hương|kết luận|chúc mừng|bỏ phiếu|cắt băng|bấm nút|khảo sát|dự hội nghị|tại (?:hội nghị|buổi|lễ|cuộc)))"
)
# A document's number and day alone, as under a headline: "Quyết định số 45/QĐ-UBND ngày 12/08/2025".
_REFERENCE = re.compile(r"(?:quyết định|nghị quyết|kế hoạch|công văn|chỉ thị|thông báo|văn bản|tờ trình) số:? ?\S+(?:,? ngày [\d/. -]+)?")


# "Chủ tịch UBND tỉnh phát biểu. Ảnh: Minh Hà" is a picture's caption.
_CAPTION = re.compile(r"[.(]\s*(?:Ảnh|Nguồn ảnh|ảnh)(?: minh họa| tư liệu)?\s*:\s*\S[^:]{0,40}$")
# The title of an official document stands under its type: "QUYẾT ĐỊNH / Về việc …".
_SUBJECT = re.compile(r"(?:ve viec|v/v|ban hanh|ve) .{10,}")


def _headline(lines: Sequence[Line], first: int) -> int | None:
    """The nearest line above the first prose that reads like a headline; a document's subject before its issuer."""
    for i in range(first - 1, max(-1, first - 8), -1):
        above = strip_marks(lines[i - 1].text) if i else ""
        if re.fullmatch(r"(?:quyet dinh|ke hoach|thong bao|chi thi|nghi quyet|quy che|cong van)", above) and _SUBJECT.fullmatch(strip_marks(lines[i].text)):
            return i
    found: int | None = None
    reference = False
    for i in range(first - 1, -1, -1):
        if not _may_head(lines, i, first):
            continue
        over_day = any(lines[k].dateline for k in range(i + 1, min(i + 3, first)))
        if found is None:
            found = i
            weak = fold(lines[i].text)
            reference = _REFERENCE.fullmatch(weak) is not None
            if not reference and (over_day or not _SHOWS.match(weak)):
                break
        elif found - i > 6:
            break
        elif (over_day or (reference and i == found - 1)) and _echo(lines, range(first, len(lines)), i) >= 0.3:
            return i  # headline, day, caption, article
    return _short_headline(lines, first, found) or found


def _may_head(lines: Sequence[Line], i: int, first: int) -> bool:
    line = lines[i]
    if line.text.count("|") >= 2:
        return False  # a menu: "Đăng nhập | RSS | Đặt báo dài hạn"
    if line.effect or line.dateline or line.data_sheet or is_photo_credit(line.text) or _CAPTION.search(line.text):
        return False
    if (line.words <= 6 and _in_menu(lines, i, first)) or read_author(line.text, labelled_only=True):
        return False  # an entry of a menu; "Người đăng: Lê Thị An"
    # Four words or fewer are names of sections ("Cải cách hành chính"), bylines or labels.
    return 5 <= line.words <= 32 and not line.text.rstrip().endswith((":", ";", ",")) and not LIST_ITEM.match(line.text)


def _short_headline(lines: Sequence[Line], first: int, found: int | None) -> int | None:
    """A line of three or four words right over the dateline, where the article says them too and not what `found` says."""
    prose = range(first, len(lines))
    if found is not None and _echo(lines, prose, found) >= 0.3:
        return None
    for i in range(first - 1, -1, -1):
        if lines[i].dateline and i and 3 <= lines[i - 1].words <= 4 and not lines[i - 1].effect and not lines[i - 1].dateline and lines[i - 1].gap:
            return i - 1 if _echo(lines, prose, i - 1) >= 0.6 else None
    return None


# The number and the day of an official document stand in its head, above its title.
_HEAD_NUMBER = re.compile(r"\W{0,4}Số\s*:?[\s.…]*\d{0,5}[a-z]?\s*[/-]\s*[\w/&.\s–-]{0,12}[A-ZĐÐ]{2}[\w/&.–-]{0,40}\W*(?:\|.*|[^\d|]{2,40},\s*ngày\s.{0,40})?")
_HEAD_DAY = re.compile(r"[^\d|]{2,40},\s*ngày\s[\d\s….]*tháng\s[\d\s….]*năm\s*\d*\W*", re.I)


def _document_head(lines: Sequence[Line], first: int) -> set[int]:
    """The lines that hold an official document's own number and day; empty for news."""
    texts = [lines[i].text.strip() for i in range(first)]
    for i, text in enumerate(texts):
        # A cell's line break may part "Số:" from its number.
        split = re.fullmatch(r"Số\s*:?", text) is not None and i + 1 < first
        if lines[i].outside or not _HEAD_NUMBER.fullmatch(f"{text} {texts[i + 1]}" if split else text):
            continue
        number = {i, i + 1} if split else {i}
        day = next((j for j in range(max(number) + 1, min(first, max(number) + 7)) if _HEAD_DAY.fullmatch(texts[j])), None)
        return number if day is None else {*number, day}
    return set()


# "By Jane Doe, John Roe and Mary Major, Daily Example": too many names for one author, yet no part of the text.
_BY = re.compile(r"(?:By|BY|Par|Por|Von|VON|POR|PAR) (?=[A-Z])")


def _in_menu(lines: Sequence[Line], i: int, first: int) -> bool:
    """True for a line among entries as short as itself: two above and one below, without a blank line between."""
    if i < 2 or i + 1 >= first or lines[i].gap or lines[i + 1].gap:
        return False
    return all(lines[k].words <= 5 and not lines[k].dateline for k in (i - 2, i - 1, i + 1))


def _head(lines: Sequence[Line], first: int, out: Outline) -> None:
    kept = _document_head(lines, first)
    for i in range(first):
        line = lines[i]
        if i == out.headline:
            continue
        if i in kept:
            out.body.append(i)
            continue
        if line.outside:
            if line.effect in ("lead", "footer"):
                out.lead_in.append(line.text)
            continue
        if line.effect in ("lead", "footer") or (
            line.effect is None and not line.dateline and out.headline is not None and i < out.headline
        ):
            out.lead_in.append(line.text)
        elif line.effect is None and not line.dateline and out.headline is not None and i > out.headline:
            if _BY.match(line.text) and not line.ends_sentence and line.words <= 20:
                continue
            if line.data_sheet or line.words > 5 or (read_author(line.text) is None and line.words > 2):
                out.body.append(i)
        elif out.headline is None and line.effect is None and (line.data_sheet or line.words >= 8) and not line.dateline:
            out.body.append(i)


def _middle(lines: Sequence[Line], first: int, last: int, out: Outline) -> None:
    skipping = False
    for i in range(first, last + 1):
        line = lines[i]
        if line.prose or line.keep:
            skipping = False
            # A caption that the markup repeats as the picture's description.
            twice = i > first and not line.keep and line.text == lines[i - 1].text
            if not _MORE_LINK.match(line.text) and not twice:
                out.body.append(i)
            continue
        if line.effect in ("section", "end"):
            skipping = True
        if line.effect in ("lead", "footer"):
            out.lead_in.append(line.text)
        named = line.effect == "lead" and line.verdict is not None and line.verdict[1] == "portal-banner"
        if skipping or (line.effect and not named) or line.dateline or _MORE_LINK.match(line.text):
            continue
        if line.linked > 0.6 and line.words > 3 and not LIST_ITEM.match(line.text):
            continue
        out.body.append(i)


# The end of an official document: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH", "(Đã ký)".
_SIGNATURE = re.compile(r"(?:t/?m|k/?t|t/?l|tuq)\. ?\S.*|\(?da ky\)?|(?:pho )?(?:chu tich|giam doc|truong ban|bo truong|thu tuong|thu truong|bi thu|chanh van phong|cuc truong|vu truong|chu nhiem|hieu truong|tong giam doc)(?: (?:ubnd|uy ban nhan dan|thuong truc).{0,40})?")


def _signature(lines: Sequence[Line], last: int) -> int | None:
    """Where a document's signature block begins after the last prose, None if there is none."""
    for i in range(last + 1, min(len(lines), last + 7)):
        line = lines[i]
        if _SIGNATURE.fullmatch(strip_marks(line.text).strip(" .:")) and (line.text.isupper() or "ký" in line.text.lower()):
            return i
        if line.effect in ("section", "end", "footer"):
            return None
    return None


def _tail(lines: Sequence[Line], last: int, out: Outline) -> None:
    """After the last prose only what carries on the body: list items and lines before the first byline or furniture."""
    over = False
    signature = _signature(lines, last)
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if signature is not None and signature <= i <= signature + 5 and not line.effect and not line.outside and line.words <= 12:
            out.signature.append(i)
            out.body.append(i)
            continue
        if line.effect in ("lead", "footer"):
            out.lead_in.append(line.text)
        if line.effect or line.dateline or read_source(line.text) or read_author(line.text):
            over = True
        if over or line.linked > 0.5 or line.outside or line.row or _MORE_LINK.match(line.text):
            continue
        if LIST_ITEM.match(line.text) or line.ends_sentence or (not line.gap and ":" in line.text) or line.text.rstrip().endswith(","):
            out.body.append(i)
        elif is_photo_credit(line.text) or line.words <= 2:
            continue
        elif line.gap or line.words < 4:
            over = over or not line.heading
        else:
            out.body.append(i)


def _metadata(lines: Sequence[Line], first: int, last: int, out: Outline) -> None:
    for i, line in enumerate(lines):
        if line.dateline:
            out.moments.append((line.dateline[0], i))
    out.published = _published(lines, first, last, out)
    signature = _signature(lines, last)
    below = list(range(last + 1, min(len(lines), last + 8)))
    stop = next((n for n, i in enumerate(below) if lines[i].effect in ("section", "end", "footer")), len(below))
    candidates = [*below[:stop], *range(first - 1, max(-1, first - 7), -1)]
    for i in candidates:
        line = lines[i]
        if i == out.headline or line.effect or (i < first and out.headline is not None and i < out.headline - 1):
            continue
        if signature is not None and i >= signature:
            continue
        text = without_moment(line.text) if line.dateline else line.text
        name = read_author(text, hinted=line.author_hint) or (_named_beside(text) if line.dateline else None)
        if i < first and name and not _names_an_author(line, text, name):
            continue
        # Above the headline stands the site, unless the line says that it names a writer.
        if name and out.headline is not None and i < out.headline and not (line.author_hint or line.dateline or read_author(text, labelled_only=True)):
            continue
        if name and line.heading and not line.author_hint and not read_author(text, labelled_only=True):
            continue
        if name and out.author is None:
            out.author = (name, i)
    out.body = [i for i in out.body if out.author is None or i != out.author[1]]
    _inside_byline(lines, first, last, out)
    _credit(lines, first, last, out)
    if out.headline is None:
        _find_title_elsewhere(lines, out)


def _named_beside(text: str) -> str | None:
    """Who a dateline names beside its day: "Đăng lúc: … - Người đăng bài viết: Lê Thị An"."""
    parts = re.split(r"\s+[-–|](?=\s)", text)
    return next((name for part in parts if (name := read_author(part, labelled_only=True))), None)


def _credit(lines: Sequence[Line], first: int, last: int, out: Outline) -> None:
    """Whom the article follows: a line of its own behind it, above it or between its last lines, else words in its first or last paragraph."""
    head = range(0 if out.headline is None else out.headline + 1, first)
    for i in [*range(last + 1, len(lines)), *head, *range(last - 1, max(first, last - 4), -1)]:
        source = read_source(lines[i].text) if lines[i].words <= 16 else None
        if source:
            out.credited = (source, i)
            out.body = [k for k in out.body if k != i]
            return
    closing = out.body[-2:]
    for i in [*reversed(closing), *range(first, min(first + 3, last + 1))]:
        source = source_in_prose(lines[i].text, opening=i < first + 3, ending=i in closing)
        if source:
            out.credited = (source, i)
            return


def _names_an_author(line: Line, text: str, name: str) -> bool:
    """Above the article two capital words may be a heading: there a byline needs a label, a mark or a surname."""
    if line.author_hint or line.dateline or "|" in line.text or line.text.startswith("*") or read_author(text, labelled_only=True):
        return True
    first = name.split()[0]
    return "." in name or len(name) <= 4 or first.lower() in name_tables().surnames


def _inside_byline(lines: Sequence[Line], first: int, last: int, out: Outline) -> None:
    """A byline among the prose (another article's teaser follows it): only a labelled one or one's own short line."""
    if out.author is not None:
        return
    for i in range(last - 1, max(first, last - 4), -1):
        line = lines[i]
        if line.words <= 5 and not line.effect and not line.heading and not LIST_ITEM.match(line.text):
            name = read_author(line.text)
            if name:
                out.author = (name, i)
                out.body = [k for k in out.body if k != i]
                return


def _is_clock(lines: Sequence[Line], i: int, anchor: int) -> bool:
    """True for today's date at the top of a page: the site's menu or banner stands between it and the headline."""
    between = [lines[k].verdict for k in range(i + 1, anchor)]
    return any(v is not None and v[1] in ("navigation", "portal-banner", "breadcrumb", "language-switch", "other-news", "most-read") for v in between)


def _published(lines: Sequence[Line], first: int, last: int, out: Outline) -> tuple[str, int] | None:
    """The dateline nearest the headline, after it before before it; one with a time wins on the same day."""
    anchor = out.headline if out.headline is not None else first
    head = [m for m in out.moments if anchor < m[1] <= first + 1] or [
        m for m in reversed(out.moments) if anchor - 5 <= m[1] < anchor and not _is_clock(lines, m[1], anchor)
    ]
    chosen = head[0] if head else None
    if chosen is None:
        opening = find_moment(lines[first].text[:40])
        if opening and re.fullmatch(r"\W*(?:date|ngay dang|cap nhat)?\W*", strip_marks(lines[first].text[: opening[1]])):
            after = lines[first].text[opening[2] :].lstrip()
            if after.startswith(("(", "-", "–", "|", "[", "—")):
                return opening[0], first
        end = next((i for i in range(last + 1, len(lines)) if lines[i].effect in ("section", "end", "footer")), len(lines))
        chosen = next((m for m in out.moments if last < m[1] <= min(last + 5, end)), None)
    if chosen and "T" not in chosen[0]:
        timed = next((m for m in out.moments if m[0].startswith(chosen[0] + "T")), None)
        chosen = timed or chosen
    return chosen


def _find_title_elsewhere(lines: Sequence[Line], out: Outline) -> None:
    body = set(strip_marks(" ".join(lines[i].text for i in out.body)).split())
    for line in lines:
        label = _TITLE_ELSEWHERE.match(strip_marks(line.text[:60]))
        if label:
            title = line.text[label.end() :].strip()
            words = strip_marks(title).split()
            # Four of five words must be the article's own: the label alone could stand over anything.
            if len(words) >= 5 and sum(w in body for w in words) >= 0.8 * len(words):
                out.title_elsewhere = title
                return
