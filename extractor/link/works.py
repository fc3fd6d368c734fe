"""From mentions to documents: one entry a document, with function, date, issuer and relations.

Mentions of one document are brought together (repeats, bare numbers after full ones,
"Quyết định này"); which one the article announces is decided over all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.link.announcements import find_dated_acts, find_spoken_of, find_unnumbered, weigh
from extractor.link.identifiers import work_urn
from extractor.link.work_functions import FOUNDED_BY, Reading, read_functions, sentence_of, sentence_starts
from extractor.link.work_issuers import Candidate, coded_issuer, issuer_candidates, stated_issuer
from extractor.model.mention import DateMention, DocumentMention
from extractor.model.record import Function
from extractor.model.work import Relation, Work, WorksResult, WorksSetting

_ANAPHOR = re.compile(
    r"(?P<type>[QqNnCcTtKkVvLl](?<!\w.)(?:uyết\s+định|ghị\s+quyết|ghị\s+định|hỉ\s+thị|hông\s+tư|ông\s+văn|ế\s+hoạch|ăn\s+bản|uật))\s+(?:này|trên|nói\s+trên|nêu\s+trên|đó|mới|cũng|nêu\s+rõ|quy\s+định\s+rõ)\b"
)
_BY_DECISION = re.compile(r"\b(?:[Tt]heo|[Tt]ại)\s+(?P<type>[Qq]uyết\s+định|[Cc]hỉ\s+thị|[Kk]ế\s+hoạch)\s*(?=[,.:])")
# The words with which a match of either begins.
_ANAPHOR_FIRSTS = frozenset(("quyết", "nghị", "chỉ", "thông", "công", "kế", "văn", "luật"))
_BY_FIRSTS = frozenset(("theo", "tại"))
# "Quyết định này có hiệu lực kể từ ngày ký (27/5/2020)".
_SIGNED_DAY = re.compile(
    r"(?P<type>[Qq]uyết định|[Nn]ghị quyết|[Cc]hỉ thị|[Kk]ế hoạch)(?: này| trên| nói trên| nêu trên)? (?:sẽ )?có hiệu lực (?:thi hành )?(?:kể )?từ ngày (?:ký|ban hành)"
    r"(?: ban hành)?(?: là| vào)?,? ?[(–-]? ?(?:ngày )?$"
    # "Văn bản được ký hôm 3/5", "Quyết định được ông A, Chủ tịch UBND tỉnh, ký hôm 12/7"
    r"|(?P<signed>[Qq]uyết định|[Nn]ghị quyết|[Cc]hỉ thị|[Kk]ế hoạch|[Tt]hông tư|[Nn]ghị định|[Cc]ông văn|[Vv]ăn bản)(?: này| trên| nói trên| mới)? (?:đã |vừa |mới )?(?:được )?(?:[^.;\n\d]{0,90} )?ký(?: ban hành)? (?:vào )?(?:hôm|ngày|sáng|chiều|sáng ngày|chiều ngày) $"
)
# "Cùng trong ngày 24/10, Phó Thủ tướng đã ký hai quyết định giải thể."
_SIGNED_SEVERAL = re.compile(r",? [^.;\n]{0,120}?\bký\b[^.;\n]{0,40}? (?:hai|ba|bốn|các|\d) (?:quyết định|văn bản)\b", re.I)
# The weight from which a mention announces, and from which a second one does beside the first.
_ANNOUNCED, _ALSO_ANNOUNCED, _ROW = 3, 4, 2
_NEWS_TYPES_NOT = ("Tờ trình", "Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", "Báo cáo", "Đề án")


class _Reference(msgspec.Struct):
    """One mention with what its surroundings say."""

    mention: DocumentMention
    reading: Reading
    issuer: tuple[str, str] | None
    sentence: int
    row: int | None = None


def link_works(text: str, mentions: Sequence[DocumentMention], dates: Sequence[DateMention], setting: WorksSetting) -> WorksResult:
    """The documents of a text.

    `mentions` and `dates` are of `find_documents` and `find_dates` on the same text;
    licences are left out. Documents come in the order of their first mention, ids d1, d2, …

    >>> from extractor.find.dates import find_dates
    >>> from extractor.find.documents import find_documents
    >>> t = "Căn cứ Nghị định 30/2020/NĐ-CP, UBND huyện vừa ban hành Quyết định số 12/QĐ-UBND thành lập Tổ công tác."
    >>> found = find_dates(t)
    >>> result = link_works(t, find_documents(t, found), found, WorksSetting(home_issuer="Ủy ban nhân dân huyện Ba Vì"))
    >>> [(w.reference, w.function, w.issuer) for w in result.documents]
    [('30/2020/NĐ-CP', 'basis', 'Chính phủ'), ('12/QĐ-UBND', 'announced', 'Ủy ban nhân dân huyện Ba Vì')]
    """
    starts = sentence_starts(text, setting.title_end)
    candidates = issuer_candidates(text, setting)
    references = _references(text, mentions, starts, candidates, setting)
    groups = _grouped(references)
    works = [_work(group, setting) for group in groups]
    _announce(text, works, groups, setting)
    if not any(w.function == "announced" for w in works):
        _add_unnumbered(text, works, groups, candidates, starts, setting)
    _add_dated_acts(text, works, groups, candidates, starts, dates)
    _settle_amended(works)
    _dated_again(works, groups)
    _signed_day(text, works, dates)
    order = sorted(range(len(works)), key=lambda i: works[i].mentions[0])
    works, groups = [works[i] for i in order], [groups[i] for i in order]
    for i, work in enumerate(works):
        work.id = f"d{i + 1}"
        work.urn = work_urn(work)
    result = WorksResult(works, _relations(works, groups), [], starts)
    result.anchors = _anchors(text, works)
    return result


def _references(
    text: str, mentions: Sequence[DocumentMention], starts: list[int], candidates: list[Candidate], setting: WorksSetting
) -> list[_Reference]:
    usable = [m for m in mentions if not m.licence]
    readings = read_functions(text, usable, starts)
    out = []
    for mention, reading in zip(usable, readings, strict=True):
        sentence = sentence_of(starts, mention.start)
        issuer = stated_issuer(text, mention, sentence, candidates, setting.bodies)
        out.append(_Reference(mention, reading, issuer, sentence))
    _share(text, out)
    return out


_LIST_GAP = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:số\s*)?")


def _share(text: str, references: list[_Reference]) -> None:
    """Numbers in a row ("quyết định số 12, 13 và 14/QĐ-UBND", "12/QĐ-UBND và 13/QĐ-UBND, đều ký ngày …") share issuer and day."""
    lists: list[list[_Reference]] = []
    for r in sorted(references, key=lambda r: r.mention.start):
        last = lists[-1][-1].mention if lists else None
        alike = last is not None and (last.rule == "symbol-shared" or (last.symbol is not None and last.symbol == r.mention.symbol and not last.date))
        if last is not None and alike and _LIST_GAP.fullmatch(text[last.end : r.mention.start]):
            lists[-1].append(r)
        else:
            lists.append([r])
    for row in lists:
        issuer = next((r.issuer for r in reversed(row) if r.issuer), None)
        for r in row if len(row) > 1 else ():
            r.issuer = r.issuer or issuer
            r.row = row[0].mention.start
            if r.mention.date is None and row[-1].mention.date is not None:
                r.mention = msgspec.structs.replace(r.mention, date=row[-1].mention.date)


def _grouped(references: Sequence[_Reference]) -> list[list[_Reference]]:
    """References of one document together, full ones first, so that bare numbers can join them."""
    groups: list[list[_Reference]] = []
    for reference in sorted(references, key=lambda r: (r.mention.symbol is None, r.mention.number is None, r.mention.start)):
        home = next((g for g in groups if _same(g, reference)), None)
        if home is None:
            groups.append([reference])
        else:
            home.append(reference)
    for group in groups:
        group.sort(key=lambda r: r.mention.start)
    return sorted(groups, key=lambda g: g[0].mention.start)


def _same(group: Sequence[_Reference], other: _Reference) -> bool:
    """Type, number and symbol agree; two stated dates or issuers that differ make two documents."""
    a, b = group[0].mention, other.mention
    if a.type != b.type or a.number != b.number or a.blank != b.blank:
        return False
    if a.symbol and b.symbol and a.symbol != b.symbol:
        return False
    if a.number is None:
        if a.title or b.title:
            return (a.title == b.title or a.type == "Hiến pháp") and (a.year or b.year or 0) == (b.year or a.year or 0)
        if a.blank:
            return a.symbol == b.symbol
        return bool(a.date and b.date and a.date.value and a.date.value == b.date.value)
    if a.year and b.year and a.year != b.year:
        return False
    return not (_clash(group, other, _day_of) or _clash(group, other, _issuer_of))


def _day_of(r: _Reference) -> str | None:
    return r.mention.date.value[:4] if r.mention.date and r.mention.date.value else None


def _issuer_of(r: _Reference) -> str | None:
    return r.issuer[0] if r.issuer and r.issuer[1] in ("owner", "symbol", "signer") else None


def _clash(group: Sequence[_Reference], other: _Reference, read: Callable[[_Reference], str | None]) -> bool:
    stated = {read(r) for r in group} - {None}
    mine = read(other)
    return bool(stated) and mine is not None and mine not in stated


def _work(group: Sequence[_Reference], setting: WorksSetting) -> Work:
    """The entry of one document; its date and issuer are the first that the text states."""
    full = next((r.mention for r in group if r.mention.symbol), group[0].mention)
    days = [r.mention.date.value for r in group if r.mention.date and r.mention.date.value]
    days.sort(key=len, reverse=True)
    strong = [r.issuer for r in group if r.issuer and r.issuer[1] in ("owner", "symbol", "signer", "body", "passive")]
    weak = [r.issuer for r in group if r.issuer]
    coded = coded_issuer(full, setting)
    issuer = next(iter([*strong, *weak]), coded)
    symbol = full.symbol or (str(full.year) if full.rule == "bare-number" and full.year and full.number else None)  # "Nghị định 93/2021"
    return Work(
        id="", type=full.type, number=full.number, symbol=symbol, title=next((r.mention.title for r in group if r.mention.title), None),
        year=full.year, date=days[0] if days else None, issuer=issuer[0] if issuer else None, function=_function(group),
        mentions=[(r.mention.start, r.mention.end) for r in group],
        rules=[*dict.fromkeys(r.mention.rule for r in group), *([f"issuer-{issuer[1]}"] if issuer else [])],
        rejected=[*(f"date {d}" for d in dict.fromkeys(days[1:]) if d != days[0]), *(f"issuer {i[0]}" for i in weak if issuer and i[0] != issuer[0])],
    )  # fmt: skip


def _function(group: Sequence[_Reference]) -> Function:
    """Amended by any mention; else what the first that says something says; else cited."""
    said = [r.reading.function for r in group if r.reading.function]
    if "amended" in said and said[0] != "basis":
        return "amended"
    return said[0] if said else "cited"


def _announce(text: str, works: Sequence[Work], groups: Sequence[list[_Reference]], setting: WorksSetting) -> None:
    """Mark the announced documents: the strongest, and those issued along with it."""
    scored = []
    today = setting.published or max((w.date for w in works if w.date), default=None)
    for i, (work, group) in enumerate(zip(works, groups, strict=True)):
        first = group[0]
        if first.reading.function is not None or work.type in _NEWS_TYPES_NOT:
            continue
        weight = max(
            weigh(text, (r.mention.start, r.mention.end), r.sentence, work.date or (str(work.year) if work.year else None), today)
            for r in group if r.reading.function is None
        )  # fmt: skip
        weight += 1 if i == 0 or all(w.function != "cited" for w in works[:i]) else 0
        weight += 1 if first.mention.start < setting.title_end + 600 else 0
        weight += 2 if first.mention.start < setting.title_end else 0
        weight -= 1 if work.type in ("Công văn", "Thông báo") and any(w.type == "Quyết định" for w in works) else 0
        scored.append((weight, -i))
    if any(weight >= _ANNOUNCED and not _founding(text, works[-j]) for weight, j in scored):
        # "Ban này được thành lập theo Quyết định số 12 …" beside what is news: an older act.
        days = {works[-j].date for _, j in scored if not _founding(text, works[-j])} - {None}
        scored = [(weight, j) for weight, j in scored if works[-j].date in days or not _founding(text, works[-j])]
    if not scored:
        return
    best, at = max(scored)
    if best < _ANNOUNCED:
        return
    main = works[-at]
    main.function = "announced"
    main.rules.append(f"announced-weight-{best}")
    rows = {r.row for r in groups[-at]} - {None}
    for weight, j in scored:
        other = works[-j]
        if other is not main and rows & {r.row for r in groups[-j]}:
            other.function = "announced"
            other.rules.append("announced-row")
            continue
        if other is main or (weight < _ALSO_ANNOUNCED and not (weight >= _ROW and _in_a_row(main, other)) and not _kin(main, other, weight)):
            continue
        if _together(main, other, weight) or _in_a_row(main, other) or _kin(main, other, weight):
            other.function = "announced"
            other.rules.append(f"announced-weight-{weight}")


def _dated_again(works: list[Work], groups: list[list[_Reference]]) -> None:
    """"ký Quyết định 417/QĐ-TTg …. Theo quyết định ban hành hôm 4/3, …": the day of the one announced."""
    open_ones = [w for w in works if w.function == "announced" and w.number and w.date is None]
    bare = [i for i, w in enumerate(works) if w.number is None and w.date and w.rules[:1] == ["dated-only"] and w.function != "announced"]
    if len(open_ones) != 1 or len(bare) != 1:
        return
    main, again = open_ones[0], works[bare[0]]
    if main.type == again.type and main.mentions[0] < again.mentions[0] and (again.issuer in (None, main.issuer)):
        main.date = again.date
        main.mentions = [*main.mentions, *again.mentions]
        del works[bare[0]], groups[bare[0]]


def _signed_day(text: str, works: Sequence[Work], dates: Sequence[DateMention]) -> None:
    """"Quyết định này có hiệu lực kể từ ngày ký (27/5/2020)": the day of the one announced."""
    open_ones = [w for w in works if w.function == "announced" and w.date is None]
    for day in dates if len(open_ones) > 1 else ():
        if day.precision == "day" and _SIGNED_SEVERAL.match(text, day.end):
            for w in open_ones:
                w.date = day.value
            return
    if len(open_ones) != 1:
        return
    for day in dates:
        said = _SIGNED_DAY.search(text, max(0, day.start - 130), day.start)
        kind = (said["type"] or said["signed"]).lower() if said else ""
        if day.precision == "day" and kind and kind in ((open_ones[0].type or "").lower(), "văn bản"):
            open_ones[0].date = day.value
            return


def _founding(text: str, work: Work) -> bool:
    """True if the document is told of only as the one by which something was founded."""
    return all(FOUNDED_BY.search(text, max(0, start - 40), start) for start, _ in work.mentions)


def _days_apart(main: Work, other: Work) -> int | None:
    try:
        return abs((date.fromisoformat(main.date or "") - date.fromisoformat(other.date or "")).days)
    except ValueError:
        return None


def _kin(main: Work, other: Work, weight: int) -> bool:
    """Of one series and issuer, within two weeks, and with a word of its own act: "…; Quyết định số 413 bổ nhiệm …"."""
    days = _days_apart(main, other)
    same = (main.type, main.symbol, main.issuer) == (other.type, other.symbol, other.issuer)
    return same and weight >= 1 and days is not None and days <= 14


def _together(main: Work, other: Work, weight: int) -> bool:
    """Issued, by a verb of its own, within ten days of the main document; letters are mere news beside it."""
    days = _days_apart(main, other)
    if other.type in ("Công văn", "Thông báo") and other.type != main.type:
        return False
    if days is None:
        return weight >= _ALSO_ANNOUNCED and main.issuer is not None and main.issuer == other.issuer and not (main.date and other.date)
    return days <= 10


def _in_a_row(main: Work, other: Work) -> bool:
    """Numbers close to each other, of one kind and one issuer: signed in one go."""
    if (main.type, main.symbol, main.issuer, main.date) != (other.type, other.symbol, other.issuer, other.date):
        return False
    numbers = [w.number for w in (main, other) if w.number and w.number.isdigit()]
    return len(numbers) == 2 and abs(int(numbers[0]) - int(numbers[1])) <= 20


def _add_unnumbered(
    text: str, works: list[Work], groups: list[list[_Reference]], candidates: list[Candidate], starts: list[int], setting: WorksSetting
) -> None:
    taken = [span for w in works for span in w.mentions]
    found = find_unnumbered(text, candidates, starts, taken, setting.home_issuer)
    if found is None and setting.bodies:
        spoken = find_spoken_of(text, candidates, starts)
        found = spoken if spoken and not any(w.type == spoken.type for w in works) else None
    if found is None:
        return
    works.append(
        Work(id="", type=found.type, issuer=found.issuer, function="announced", mentions=[(found.start, found.end)], rules=[found.rule])
    )
    groups.append([])


def _add_dated_acts(
    text: str, works: list[Work], groups: list[list[_Reference]], candidates: list[Candidate], starts: list[int], dates: Sequence[DateMention]
) -> None:
    """Documents told by day and act alone; one that is known already gets its day."""
    taken = [span for w in works for span in w.mentions if w.number]
    for act in find_dated_acts(text, candidates, starts, taken, dates):
        same = [w for w in works if w.type == act.type and w.issuer in (None, act.issuer) and w.function != "amended"]
        if any(w.date == act.day for w in same):
            continue
        here = next((w for w in same if (act.start, act.end) in w.mentions), None)
        open_ones = [w for w in same if w.date is None and w.function == "announced"]
        if here is None and len(open_ones) == 1 and not act.earlier and open_ones[0].number:
            here = open_ones[0]
        if here is not None:
            here.date = here.date or act.day
            continue
        function: Function = "cited" if act.earlier or not any(w.number is None and w.function == "announced" for w in works) else "announced"
        works.append(Work(id="", type=act.type, issuer=act.issuer, date=act.day, function=function, mentions=[(act.start, act.end)], rules=[act.rule]))
        groups.append([])


def _settle_amended(works: Sequence[Work]) -> None:
    """Nothing is amended where nothing is announced; what is, has the issuer of its like."""
    if not any(w.function == "announced" for w in works):
        for work in works:
            if work.function == "amended":
                work.function = "cited"
        return
    stated = next(w for w in works if w.function == "announced")
    for work in works:
        guessed = "issuer-home" in work.rules or work.issuer is None
        if work.function == "amended" and guessed and stated.issuer and _organ(work) == _organ(stated):
            work.issuer = stated.issuer


def _organ(work: Work) -> str | None:
    """What a document amends is mostly its own: the organ of the symbol tells."""
    return re.split(r"[-/]", work.symbol)[-1] if work.symbol else None


def _relations(works: Sequence[Work], groups: Sequence[list[_Reference]]) -> list[Relation]:
    """From each announced document to those it rests on or changes."""
    subject = next((w for w in works if w.function == "announced"), None)
    if subject is None:
        return []
    out = []
    for work, group in zip(works, groups, strict=True):
        if work.function == "basis":
            out.append(Relation(subject.id, "based_on", work.id))
        elif work.function == "amended":
            relation = next((r.reading.relation for r in group if r.reading.function == "amended"), None)
            out.append(Relation(subject.id, relation or "amends", work.id))  # type: ignore[arg-type]
    return out


def _anchors(text: str, works: Sequence[Work]) -> list[tuple[int, int, str]]:
    """Every mention, and every "Quyết định này" with the document it refers back to."""
    anchors = [(start, end, w.id) for w in works for start, end in w.mentions]
    named = sorted(anchors)
    kinds = {w.id: w.type for w in works}
    for pattern, firsts in ((_ANAPHOR, _ANAPHOR_FIRSTS), (_BY_DECISION, _BY_FIRSTS)):
        for m in matches_at(pattern, text, tokens_of(text).begins(firsts)):
            if any(a <= m.start() < b for a, b, _ in named):
                continue
            kind = " ".join(m["type"].lower().split())
            earlier = [a for a in named if a[0] < m.start() and (kind == "văn bản" or (kinds[a[2]] or "").lower() == kind)]
            announced = [
                a for a in named
                if (kinds[a[2]] or "").lower() == kind and any(w.id == a[2] and w.function == "announced" for w in works)
            ]  # fmt: skip
            told = [a for a in announced if a[0] < m.start()]
            target = (told or earlier)[-1] if earlier and pattern is _ANAPHOR else announced[0] if announced else None
            if target:
                anchors.append((m.start(), m.end(), target[2]))
    for work in works:
        work.mentions = sorted({(a, b) for a, b, i in anchors if i == work.id})
    return sorted(anchors)
