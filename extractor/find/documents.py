"""References to official documents: numbered, bare, blank, listed, dated, named.

Symbols are read by `find/symbols.py`, named laws by `find/laws.py`; here each gets its
type from the words before it, its neighbours in a list, its date and its provisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from extractor.find.document_dates import attach_dates
from extractor.find.laws import LawName, find_laws
from extractor.find.symbols import NUMBER, Symbol, find_symbols
from extractor.lexicon.document_types import document_types, licences, type_of_word
from extractor.lexicon.issuers import issuer_of
from extractor.lexicon.matcher import keys_of, matches_at, tokens_of
from extractor.model.mention import DateMention, DocumentMention

YEAR = r"(?:19\d\d|20\d\d)"
_COUNTED_TYPES = ("kế hoạch", "thông báo", "kết luận", "quy định", "tờ trình", "thông báo kết luận", "kết luận thanh tra", "công văn")
_LAW_TYPES = ("Luật", "Bộ luật", "Pháp lệnh")
# "khoản 2 Điều 5", "điểm a, b khoản 1 các Điều 3 và 4"
_PART_WORDS = ("điểm", "khoản", "điều", "mục", "chương", "phụ lục")
_PART = r"(?:điểm|khoản|Điều|điều|mục|Mục|Chương|chương|Phụ lục|phụ lục)\s+(?:[a-zđ]\b|\d{1,3}[a-zđ]?\b|[IVX]+\b)(?:\s*(?:,|và)\s*(?:[a-zđ]\b|\d{1,3}[a-zđ]?\b)(?!\s*/))*"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(type_of_word(), key=len, reverse=True))
    bare = "|".join(w.replace(" ", r"\s+") for t in document_types() if t.bare for w in t.words if w != "văn bản")
    licence = "|".join(licences().words)
    label = r"(?:\s+mang)?\s*[,(]?\s*(?:số\s+hiệu|ký\s+hiệu|số)?\s*:?\s*"
    return {
        # The type word right before the number: "Quyết định số ", "Nghị định (số ", "QĐ số ".
        "word": re.compile(rf"(?<!\w)(?P<w>{words})(?P<of>\s+(?:của|do)\s+[^\d\n;:.()]{{2,70}}?)?(?P<label>{label})$", re.I),
        # "Bản án hình sự sơ thẩm số …", "Báo cáo thẩm định số …": the type with its attributes.
        "wide": re.compile(rf"(?<!\w)(?P<w>{words})(?P<of>(?:\s+[^\W\d_]+){{1,7}}?)(?P<label>\s*[,(]?\s*(?:mang\s+)?số\s*:?\s*)$", re.I),
        "number_cue": re.compile(r"\b(?:số\s+hiệu|ký\s+hiệu|số)\s*:?\s*$", re.I),
        "licence": re.compile(rf"\b(?:{licence})\b[^.;\n]{{0,60}}$", re.I),
        # Numbers before a full symbol that share its tail: "12, 13 và 15/QĐ-UBND".
        "shared": re.compile(rf"(?P<items>(?:{NUMBER}(?:/{YEAR})?\s*(?:,|;|và|\+|&)\s*(?:số\s*)?){{1,15}})$"),
        "item": re.compile(rf"(?P<n>{NUMBER})(?:/(?P<y>{YEAR}))?"),
        "bare": re.compile(rf"(?<!\w)(?P<w>{bare})\s+(?P<so>số\s*:?\s*)?(?P<n>{NUMBER})(?:\s?/\s?(?P<y>{YEAR}))?(?![\w/%]|[.,\-–]\d|\s?[/–-]\s?[\w])", re.I),
        # "Nghị quyết 57, 59, 66 và 68 của …": the list must close with "và" and go on like a reference.
        "bare_list": re.compile(r"(?:\s*,\s*\d{1,4}){0,12}\s+và\s+\d{1,4}(?=\s*(?:[,.;:)]|của\b|về\b|đã\b|được\b|$))"),
        "after_bare": re.compile(r"\s*(?:[,.;:)(\]“”\"…\n]|$|ngày\s+\d|hôm\s+\d|năm\s+\d{4}|của\b|về\b|ban hành|nêu|này|nói|do\b|được|đã|vừa|thay|quy định|kiện toàn|thành lập|lập\b|giải thể|đổi tên|hợp nhất|sửa|phê duyệt|và\b|cũng|mà\b|mới\b|bổ sung|điều chỉnh|cho\b|giao\b|bổ nhiệm|công nhận|có hiệu|[-–]\s)", re.I),
        "dated": re.compile(rf"(?<!\w)(?P<w>{bare}|hiệp định)\s*,?\s*(?:(?:được\s+)?(?:ký|ban\s+hành|ra|đề|lập)\s+)?(?:vào\s+)?(?:ngày|hôm|tháng)?\s*$", re.I),
        "parts": re.compile(rf"((?:{_PART}\s*(?:,|và|;)?\s*(?:của\s+)?(?:các\s+)?){{1,5}})$"),
        "part": re.compile(_PART),
    }  # fmt: skip


def find_documents(text: str, dates: Sequence[DateMention]) -> list[DocumentMention]:
    """Every reference to a document in `text`, in text order, without overlaps.

    `dates` are the dates of the same text (`find_dates`). Lists are expanded, one mention
    a document; licences come flagged. A mention's `issuer` is filled only where the
    symbol alone tells it ("QĐ-TTg"); `organs` serve the linker for the rest.

    >>> from extractor.find.dates import find_dates
    >>> t = "các Quyết định số 12 và 15/QĐ-UBND ngày 3/2/2020; Nghị định 30/2020/NĐ-CP ngày 5/3/2020"
    >>> [(d.number, d.symbol, d.date and d.date.value) for d in find_documents(t, find_dates(t))]
    [('12', 'QĐ-UBND', '2020-02-03'), ('15', 'QĐ-UBND', '2020-02-03'), ('30', '2020/NĐ-CP', '2020-03-05')]
    """
    found: list[DocumentMention] = []
    laws = list(find_laws(text))
    numbered = _numbered(text, laws)
    taken = _merged_laws(text, numbered, laws)
    found += numbered
    found += taken
    found += _bare(text)
    kept = _without_overlaps(found)
    kept = _without_overlaps([*kept, *_dated_only(text, dates, kept)])
    dated_laws = attach_dates(text, kept, dates)
    return [_with_parts(text, mention) for mention in dated_laws]


def _numbered(text: str, laws: Sequence[LawName]) -> list[DocumentMention]:
    """Full symbols with their types, and the numbers of a list that share a symbol."""
    out: list[DocumentMention] = []
    law_ends = {law.end: law for law in laws}
    for symbol in sorted(_distinct(find_symbols(text)), key=lambda s: s.start):
        mention = _typed(text, symbol, out, law_ends)
        if mention is None:
            continue
        out += _sharing(text, mention, symbol)
        out.append(mention)
    return out


def _distinct(symbols: Iterable[Symbol]) -> list[Symbol]:
    """One reading of each stretch: the longest, and of equals the first."""
    kept: list[Symbol] = []
    for s in sorted(symbols, key=lambda s: (s.start, -s.end)):
        if not kept or s.start >= kept[-1].end:
            kept.append(s)
    return kept


def _typed(text: str, s: Symbol, before: list[DocumentMention], law_ends: dict[int, LawName]) -> DocumentMention | None:
    """The symbol with its type word, or null where nothing vouches for it."""
    window = text[max(0, s.start - 110) : s.start]
    patterns = _patterns()
    licence = s.family == "licence" or bool(patterns["licence"].search(window) and s.family in ("other", "historic", "letter"))
    m = patterns["word"].search(window)
    while m and m["of"] and _crosses(m["of"]):
        m = patterns["word"].search(window, m.start("w") + 1)  # "Báo cáo … theo yêu cầu tại Nghị quyết số 101"
    if m is None and s.type is None and s.family != "licence" and not _of_assembly(s):
        m = patterns["wide"].search(window)
        m = None if m and _crosses(m["of"]) else m
    cue = bool(patterns["number_cue"].search(window))
    kind = _type_name(m, s)
    start = max(0, s.start - 110) + m.start("w") if m else s.start
    title = None
    if kind in _LAW_TYPES or (_of_assembly(s) and kind is None) or s.code in ("LCT", "PL"):
        law = _law_before(text, s.start, law_ends)
        if law:
            start, kind, title = law.start, law.type, law.title
    listed = bool(before) and m is None and bool(_NEXT_ITEM.fullmatch(text[before[-1].end : s.start]))
    if kind is None and listed and (s.family == "assembly" or _of_assembly(s)):
        kind = before[-1].type
    if kind is None and s.family == "assembly":
        kind = next((d.type for d in before if (d.number, d.symbol) == (s.number, s.symbol)), None)
    if kind is None and s.family == "assembly":
        previous = before[-1] if before and s.start - before[-1].end < 80 else None
        kind = previous.type if previous and "QH" in previous.organs and "\n" not in text[previous.end : s.start] else "Luật"
    if s.family == "historic" and not m and not cue and not (listed and kind):
        return None
    if s.family == "other" and not licence and not m and not (listed and kind):
        return None
    if kind is None and not licence:
        return None
    if not m and not title and s.family == "party" and not _vouched_party(s):
        return None
    if not m and not cue and not s.organs and not title and s.family != "assembly":
        return None
    return DocumentMention(
        start=start, end=s.end, rule=f"symbol-{s.family}", type=kind, number=s.number, symbol=s.symbol, year=s.year,
        organs=s.organs, title=title, issuer=_certain_issuer(s, kind), party=s.family == "party", licence=licence,
        term=s.term, blank=s.number is None,
    )  # fmt: skip


# From one symbol of a list to the next: "các nghị quyết số 60-NQ/TW, 76/2025/UBTVQH15 và 203/2025/QH15".
_NEXT_ITEM = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:số\s*:?\s*)?")


def _of_assembly(s: Symbol) -> bool:
    """True for the numbering of the National Assembly and its Standing Committee."""
    return s.family == "assembly" or any(o.startswith("UBTVQH") for o in s.organs)


def _crosses(of: str) -> bool:
    """A stretch between type word and number that holds another type word or a verb is no issuer."""
    return bool(re.search(r"\b(?:đã|về|ban hành|ngày|theo|tại|căn cứ|quy định|định|nghị|thông|luật|thành lập)\b", of, re.I))


def _vouched_party(s: Symbol) -> bool:
    return s.code is not None and bool(s.organs) and (issuer_of(s.organs[0]) is not None or s.organs[0].isupper())


def _type_name(m: re.Match[str] | None, s: Symbol) -> str | None:
    """The type by its word, made precise by the code ("Thông tư" + TTLT); by the code alone without a word."""
    if m is None:
        return s.type
    word = " ".join(m["w"].lower().split())
    name = type_of_word()[word].name
    if word == "văn bản" or (s.code in ("TTLT", "TTLB", "TTLN", "NQLT") and s.type):
        return s.type or name
    if name in ("Quy định", "Kế hoạch", "Báo cáo", "Chương trình", "Đề án", "Hướng dẫn") and m["w"].islower() and s.type and not m["label"].strip():
        return s.type
    return name


def _law_before(text: str, start: int, law_ends: dict[int, LawName]) -> LawName | None:
    """The named law that this number belongs to: "Luật Khoáng sản (số 60/2010/QH12"."""
    m = re.search(r"\s*(?:năm\s+\d{4}\s*)?[,(]?\s*(?:Luật\s+)?(?:số\s*:?)?\s*$", text[max(0, start - 30) : start], re.I)
    return law_ends.get(max(0, start - 30) + m.start()) if m else None


def _certain_issuer(s: Symbol, kind: str | None) -> str | None:
    if s.family == "assembly":
        return "Quốc hội"
    if kind == "Pháp lệnh":
        return "Ủy ban Thường vụ Quốc hội"
    if not s.organs or (s.code in ("TTLT", "TTLB", "TTLN", "NQLT") and len(s.organs) > 1):
        return None
    entry = issuer_of(s.organs[0])
    return entry.name if entry and entry.scope == "national" else None


def _sharing(text: str, mention: DocumentMention, s: Symbol) -> Iterator[DocumentMention]:
    """"các Quyết định số 12, 13 và 15/QĐ-UBND": one mention for each number before the full one."""
    patterns = _patterns()
    at = max(0, s.start - 120)
    m = patterns["shared"].search(text[at : s.start])
    if not m or s.number is None:
        return
    word = patterns["word"].search(text[max(0, at + m.start() - 110) : at + m.start()])
    cue = patterns["number_cue"].search(text[max(0, at + m.start() - 20) : at + m.start()])
    if not word and not cue:
        return
    kind = _type_name(word, s)
    first = True
    for item in patterns["item"].finditer(m["items"]):
        year = int(item["y"]) if item["y"] else None
        tail = s.symbol.split("/", 1)[-1] if s.year else s.symbol
        start = at + m.start("items") + item.start()
        begin = max(0, at + m.start() - 110) + word.start("w") if first and word else start
        first = False
        yield msgspec.structs.replace(
            mention, start=begin, end=at + m.start("items") + item.end(), rule="symbol-shared", type=kind, number=item["n"], title=None,
            symbol=f"{year or s.year}/{tail}" if (year or s.year) else tail, year=year or s.year,
        )  # fmt: skip


def _merged_laws(text: str, numbered: list[DocumentMention], laws: Sequence[LawName]) -> list[DocumentMention]:
    """Named laws that no number claimed. A year after the name ("Luật Đất đai năm 2013") is kept as `year`."""
    claimed = [(d.start, d.end) for d in numbered]
    out = []
    for law in laws:
        if any(a <= law.start < b for a, b in claimed):
            continue
        year = re.compile(rf"\s*(?:,\s*)?(?:năm\s+|\(\s*(?:năm\s+)?)?({YEAR})\b(?![/-])").match(text, law.end)
        end = year.end() if year else law.end
        out.append(
            DocumentMention(
                start=law.start, end=end, rule="law-listed" if law.listed else "law-grammar", type=law.type, title=law.title,
                year=int(year[1]) if year else None, issuer=law.issuer,
            )
        )
    return out


@cache
def _bare_firsts() -> frozenset[str]:
    """The first words of the types that a number may follow."""
    return frozenset(keys_of(w)[0] for t in document_types() if t.bare for w in t.words)


def _bare(text: str) -> Iterator[DocumentMention]:
    """"Quyết định 701 ngày …", "Nghị định số 43/2014": type and number without a symbol."""
    patterns = _patterns()
    for m in matches_at(patterns["bare"], text, tokens_of(text).begins(_bare_firsts())):
        word = " ".join(m["w"].lower().split())
        capital = m["w"][0].isupper()
        after = patterns["after_bare"].match(text, m.end())
        plausible = bool(after) and (len(m["n"]) >= 2 or bool(m["so"]))
        if not m["so"] and not (plausible and (capital or re.match(r"\s*(?:,?\s*ngày\s+\d|của\s+[A-ZĐỦ]|/)", text[m.end() : m.end() + 12]))):
            continue
        if not m["so"] and m["y"] is None and re.match(YEAR + "$", m["n"]):
            continue
        if m["so"] and not after and not capital:
            continue
        # "Kế hoạch số 2 của đội": one digit names a document only of the types that are known by their number.
        if len(m["n"]) == 1 and m["y"] is None and word in _COUNTED_TYPES and not re.match(r"\s*,?\s*ngày\s+\d", text[m.end() : m.end() + 12]):
            continue
        kind = type_of_word()[word].name
        yield DocumentMention(
            start=m.start(), end=m.end(), rule="bare-number", type=kind, number=m["n"], year=int(m["y"]) if m["y"] else None
        )
        rest = patterns["bare_list"].match(text, m.end()) if capital else None
        for item in re.finditer(r"\d+", rest[0]) if rest else ():
            start = m.end() + item.start()
            yield DocumentMention(start=start, end=start + len(item[0]), rule="bare-listed", type=kind, number=item[0])


def _dated_only(text: str, dates: Sequence[DateMention], kept: Sequence[DocumentMention]) -> Iterator[DocumentMention]:
    """"Quyết định ban hành ngày 8/10/2008": a type word and a date, no number."""
    pattern = _patterns()["dated"]
    for date in dates:
        if date.precision not in ("day", "month") or date.rule == "date-relative":
            continue
        at = max(0, date.start - 60)
        m = pattern.search(text[at : date.start])
        if not m or not _is_noun(text, at + m.start("w"), m["w"]):
            continue
        word = " ".join(m["w"].lower().split())
        yield DocumentMention(
            start=at + m.start("w"), end=date.end, rule="dated-only", type=type_of_word()[word].name, date=date
        )


def _is_noun(text: str, start: int, word: str) -> bool:
    """In small letters "quyết định" is a verb unless a preposition stands before it."""
    before = text[max(0, start - 14) : start].lower()
    return word[0].isupper() or bool(re.search(r"(?:\btại|\btheo|\bbằng|\bcăn cứ|\bở|\btrong|\bvới)\s+$", before))


def _without_overlaps(found: Sequence[DocumentMention]) -> list[DocumentMention]:
    """The longer reading first; one that says more (symbol, number) before one that says less."""

    def weight(d: DocumentMention) -> tuple[bool, bool, int]:
        return (d.symbol is not None, d.number is not None, d.end - d.start)

    kept: list[DocumentMention] = []
    for d in sorted(found, key=lambda d: (d.start, -d.end)):
        while kept and d.start < kept[-1].end and weight(d) > weight(kept[-1]):
            kept.pop()
        if not kept or d.start >= kept[-1].end:
            kept.append(d)
    return kept


def _with_parts(text: str, mention: DocumentMention) -> DocumentMention:
    """The provisions named before the document: ("khoản 2", "Điều 5")."""
    patterns = _patterns()
    before = text[max(0, mention.start - 100) : mention.start]
    if not re.search(r"[\w,]\s+$|\w$", before):
        return mention
    low = before.lower()
    m = patterns["parts"].search(before) if any(word in low for word in _PART_WORDS) else None
    if not m:
        return mention
    parts = tuple(" ".join(p[0].split()) for p in patterns["part"].finditer(m[1]))
    return msgspec.structs.replace(mention, parts=parts)


