"""From annotations to the record's facts: the order in which everything is linked, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from extractor.find.components import Annotations
from extractor.lexicon.titles import title_of
from extractor.link.committees import SECTIONS, Member, OfficeNames, settle_members
from extractor.link.consistency import find_contradictions
from extractor.link.events import BodyFacts, EventReader, find_predecessors, mark_personnel
from extractor.link.holders import Holder, find_holders
from extractor.link.identities import Identities, identify
from extractor.link.jurisdiction import Resolution, Setting, read_setting, resolve_all
from extractor.link.offices import find_offices
from extractor.link.seats import find_seats, read_signs
from extractor.link.work_functions import FOUNDED_BY
from extractor.link.works import link_works
from extractor.model.article import Article
from extractor.model.mention import AgencyMention, Mention
from extractor.model.record import (
    BodyRecord,
    DateRecord,
    DocumentRecord,
    Evidence,
    NameRecord,
    Reason,
    RelationRecord,
    RoleRecord,
    WarningRecord,
)
from extractor.model.spans import OffsetMap
from extractor.model.work import Work, WorksResult, WorksSetting
from extractor.text.fold import fold

_NATIONAL_ISSUER = re.compile(r"(?:Thủ tướng|Chính phủ|Chủ tịch nước|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ (?!Chỉ huy)|Ban Bí thư|Ban Chấp hành Trung ương|Văn phòng Chính phủ|Ngân hàng Nhà nước|Thanh tra Chính phủ)")

# "Phó Thủ tướng Vũ Đức Đam đã ký Quyết định số 288/QĐ-BCĐQG": an act of the country whatever its code.
_PREMIER_SIGNS = re.compile(r"(?<!\w)(?:phó )?thủ tướng(?: chính phủ)?(?: thường trực)?(?: [^\W\d]+){0,4}? (?:vừa |đã |mới )*ký (?:ban hành )?(?:quyết định|công văn|chỉ thị)")
# "Thủ tướng Chính phủ", not "Phó Thủ tướng Chính phủ".
_HEAD_BEFORE = re.compile(r"(?<![Pp]hó )(?<![Pp]hó)Thủ tướng $")
_ISSUES = re.compile(r"(?:ban hành|ký|ra|có|công bố)\s+$")
_PREMIER = "Thủ tướng Chính phủ"
_OWN_ACT = re.compile(r",[^.;,\n]{3,80} (?:vừa|đã|mới)(?: \w+){0,3} $", re.I)
_CREDIT_ENDS = re.compile(r"\)\s*[-–:]")
# Organisations whose bodies are their own, wherever they sit.
_UNIT_ISSUER = re.compile(r"(?:Tổng công ty|Công ty|Tập đoàn|Trường|Đại học|Học viện|Bệnh viện|Quân khu|Quân đoàn|Quân chủng|Bộ Tư lệnh|Sư đoàn|Viện|Ngân hàng|Tổng cục|Cục) (?!Nhà nước)")


class Facts(msgspec.Struct):
    """What the record says beside its source and article; `reasons` are for `explain`."""

    documents: list[DocumentRecord] = []
    bodies: list[BodyRecord] = []
    roles: list[RoleRecord] = []
    agencies: list[NameRecord] = []
    persons: list[NameRecord] = []
    dates: list[DateRecord] = []
    relations: list[RelationRecord] = []
    warnings: list[WarningRecord] = []
    reasons: list[Reason] = []


def assemble(article: Article, found: Annotations) -> Facts:
    """Link the mentions `found` in ``article.text`` to facts."""
    return _Assembler(article, found).run()


class _Assembler:
    def __init__(self, article: Article, found: Annotations):
        self.article, self.found = article, found
        self.text = article.text
        # A tab parts the cells of a table as the reader's " | " does.
        self.folded = fold(article.text.replace("\t", "|"))
        self.setting: Setting = read_setting(article, found.agencies)
        self.resolutions: list[Resolution] = resolve_all(self.text, found.agencies, self.setting)
        self.home_issuer = self._home_issuer()
        self.title_end = _title_end(article)

    def run(self) -> Facts:
        predecessors = find_predecessors(self.text, self.found.bodies)
        national = self._national_issuer()
        identities = self._identify(predecessors, national)
        works = link_works(self.text, self.found.documents, self.found.dates, self._works_setting(identities))
        national_act = any(w.issuer and _NATIONAL_ISSUER.match(w.issuer) for w in works.announced[:1]) or _PREMIER_SIGNS.search(self.folded, 0, 1500)
        if not national and national_act:
            # The act of a ministry: its bodies are in no province, whatever places the article names.
            identities = self._identify(predecessors, national=True)
            works = link_works(self.text, self.found.documents, self.found.dates, self._works_setting(identities))
        unit = self._unit_issuer(works)
        if unit and not (national and national_act):
            identities = self._identify(predecessors, national=False, unit=unit)
            works = link_works(self.text, self.found.documents, self.found.dates, self._works_setting(identities))
        facts = EventReader(self.text, self.found.bodies, identities, self.title_end).read(predecessors, self.found.agencies)
        _set_aside(facts, works, self.text)
        members, holders = self._members(identities, facts, predecessors, unit)
        # "… do ông A, Phó Chủ tịch UBND tỉnh, Chủ tịch Hội đồng B, chủ trì" tells who somebody is, not what changed.
        changed = [m.body for m in members if m.seat.rule != "role:holder-comma-role"]
        mark_personnel(self.text, facts, changed, bool(works.announced))
        out = Facts()
        self._documents(out, works)
        self._bodies(out, facts, identities, works, members)
        self._roles(out, members)
        self._persons(out)
        self._agencies(out, works, holders, identities, members)
        self._dates(out)
        out.warnings = find_contradictions(out.bodies, out.roles, out.documents, self.article.published)
        return out

    # -- what the stages need

    def _unit_issuer(self, works: WorksResult) -> str | None:
        """The company, school, hospital or command that issued the announced act."""
        issuer = works.announced[0].issuer if works.announced else None
        return issuer if issuer and _UNIT_ISSUER.match(issuer) else None

    def _identify(self, predecessors: dict[int, int], national: bool, unit: str | None = None) -> Identities:
        return identify(
            self.text,
            self.found.bodies,
            self.setting,
            national_issuer=national,
            predecessors=predecessors,
            owners={a.start: (a, r) for a, r in zip(self.found.agencies, self.resolutions, strict=True)},
            title_end=self.title_end,
            unit=unit,
        )

    def _home_issuer(self) -> str | None:
        home = self.setting.home
        if home is None or self.setting.national:
            return None
        committee = AgencyMention(start=0, end=0, kind="ubnd", head="Ủy ban nhân dân", level=home.level, levels=("province", "district", "commune"))
        return resolve_all(self.text, [msgspec.structs.replace(committee, place=home)], self.setting)[0].name

    def _national_issuer(self) -> bool:
        """True if the article tells of an act of the Prime Minister and of no body of a province."""
        local = [a for a in self.found.agencies if a.levels and "nation" not in a.levels]
        first = next((a for a in self.found.agencies if a.start >= self.title_end), None)
        if first is not None and first.levels == ("nation",) and not local[:1] and self.setting.home is None:
            return True
        if local:
            return False
        return any(t.entry == "thu-tuong" for t in self.found.titles) or any(
            d.symbol and d.symbol.endswith("TTg") for d in self.found.documents
        )

    def _works_setting(self, identities: Identities) -> WorksSetting:
        agencies = [(a.start, a.end, r.name) for a, r in zip(self.found.agencies, self.resolutions, strict=True) if r.name]
        bodies = [(m.start, m.end, b.name) for m, b in zip(self.found.bodies, identities.of, strict=True) if b is not None]
        return WorksSetting(
            published=self.article.published, title=self.article.title, title_end=self.title_end, agencies=agencies, bodies=bodies,
            home_issuer=self.home_issuer, home_place=self.setting.home, text=self.text,
        )  # fmt: skip

    def _members(
        self, identities: Identities, facts: list[BodyFacts], predecessors: dict[int, int], unit: str | None
    ) -> tuple[list[Member], list[Holder]]:
        offices = find_offices(self.folded, self.found.titles, self.found.agencies)
        holders = find_holders(self.folded, offices, self.found.persons)
        signs = read_signs(self.folded, holders, self.found.roles, self.found.bodies) if holders else []
        names = OfficeNames(self.text, self.found.agencies, self.resolutions, self.setting, self.home_issuer, unit)
        members = settle_members(
            find_seats(signs), identities, self.found.bodies, facts, self.found.roles, names, holders, predecessors
        )
        self.names = names
        return members, holders

    # -- what the record gets

    def _documents(self, out: Facts, works: WorksResult) -> None:
        for w in works.documents:
            out.documents.append(
                DocumentRecord(
                    id=w.id, type=w.type, number=w.number, symbol=w.symbol, title=w.title, date=w.date, issuer=w.issuer,
                    function=w.function, evidence=self._evidence(w.mentions),
                )
            )  # fmt: skip
            out.reasons.append(Reason(f"documents[{len(out.documents) - 1}]", ", ".join(w.rules), w.urn or "", list(w.rejected)))
        out.relations = [RelationRecord(r.subject, r.relation, r.object) for r in works.relations]

    def _bodies(
        self, out: Facts, facts: list[BodyFacts], identities: Identities, works: WorksResult, members: list[Member]
    ) -> None:
        old = {id(b) for f in facts for b in f.formed_from}
        for f in facts:
            if id(f.body) in old and f.event in ("mentioned", "dissolved", "renamed") and not any(m.body is f.body for m in members):
                continue
            if f.event == "mentioned" and self._is_common_noun(f, members):
                continue
            spans = [(self.found.bodies[i].start, self.found.bodies[i].end) for i in f.body.mentions]
            standing = self.resolutions[f.standing].name if f.standing is not None else None
            out.bodies.append(
                BodyRecord(
                    id=f"b{len(out.bodies) + 1}", name=f.body.name, event=f.event, member_count=f.member_count,  # type: ignore[arg-type]
                    document=_document_of(f, facts, works, self.text), standing_agency=standing, formed_from=[b.name for b in f.formed_from],
                    evidence=self._evidence(spans),
                )
            )  # fmt: skip
            out.reasons.append(Reason(f"bodies[{len(out.bodies) - 1}]", f.rule or "body:mentioned", "", list(f.rejected)))

    def _is_common_noun(self, f: BodyFacts, members: list[Member]) -> bool:
        """"xã chưa lập hội đồng nghĩa vụ quân sự": small letters, no place, nobody in it."""
        mentions = [self.found.bodies[i] for i in f.body.mentions]
        named = any(m.place_word or self.text[m.start].isupper() for m in mentions)
        return not named and not any(m.body is f.body for m in members)

    def _roles(self, out: Facts, members: list[Member]) -> None:
        for m in sorted(members, key=lambda m: (m.seat.holder.start, m.seat.role_start)):
            spans = [(m.seat.holder.start, m.seat.holder.end), (m.seat.start, m.seat.end)]
            out.roles.append(
                RoleRecord(
                    body=m.body.name, role=m.role, person=m.person, position=m.position, agency=m.agency,  # type: ignore[arg-type]
                    evidence=self._evidence(dict.fromkeys(spans)),
                )
            )  # fmt: skip
            out.reasons.append(Reason(f"roles[{len(out.roles) - 1}]", f"{m.seat.rule} · {m.seat.role_rule}", m.body.name, m.rejected))

    def _persons(self, out: Facts) -> None:
        author = fold(self.article.author or "")
        by_name = _grouped((p.name, p) for p in self.found.persons if fold(p.name) != author)
        for name, mentions in by_name.items():
            out.persons.append(NameRecord(name, self._evidence([(p.start, p.end) for p in mentions])))
            votes = getattr(mentions[0], "votes", ())
            out.reasons.append(Reason(f"persons[{len(out.persons) - 1}]", mentions[0].rule, ", ".join(votes)))

    def _agencies(self, out: Facts, works: WorksResult, holders: list[Holder], identities: Identities, members: list[Member]) -> None:
        chiefs = {o.agency for h in holders for o in h.offices if o.title.entry == "chanh-van-phong" and o.agency is not None}
        named: list[tuple[str, Mention | None]] = []
        for i, (a, r) in enumerate(zip(self.found.agencies, self.resolutions, strict=True)):
            if self._credited(a) or self._only_of_its_head(a):
                continue
            if a.neutral or any(b.start == a.start and not b.anaphoric for b in self.found.bodies):
                continue
            name = self.names.parent(a) if i in chiefs and a.parent_head else r.name
            if name:
                named.append((name, a))
        seated = {id(m.seat.holder) for m in members}
        for h in holders:
            for o in h.offices if h.person is not None or id(h) in seated else ():
                default = title_of(o.title.entry).default_agency
                if o.agency is None and default and default != "Nhà nước":
                    named.append((default, o.title))
                elif o.agency is None and o.title.entry in SECTIONS and (section := self.names.name(o)[1]):
                    named.append((section, o.title))
        bodies = {fold(b.name) for b in identities.bodies}
        issuers = [(w.issuer, Mention(start=s, end=e, rule="issuer")) for w in works.documents if w.issuer for s, e in w.mentions[:1]]
        named += [(i, m) for i, m in issuers if fold(i) not in bodies and i not in ("Thủ tướng Chính phủ", "Chủ tịch nước")]
        by_name = _grouped((name, m) for name, m in named if m is not None and fold(name) not in bodies)
        for name, mentions in by_name.items():
            out.agencies.append(NameRecord(name, self._evidence([(m.start, m.end) for m in mentions])))
            out.reasons.append(Reason(f"agencies[{len(out.agencies) - 1}]", mentions[0].rule))

    def _only_of_its_head(self, a: AgencyMention) -> bool:
        """"Quyết định … của Thủ tướng Chính phủ": an office that issues, as nobody's office is it the Government."""
        if _HEAD_BEFORE.search(self.text, max(0, a.start - 14), a.start) is None:
            return False
        return not any(0 < p.start - a.end <= 2 for p in self.found.persons)

    def _credited(self, a: AgencyMention) -> bool:
        """"(Báo Quảng Ngãi) - UBND tỉnh vừa …": who reports, before the first sentence of a paragraph."""
        at = a.start - 1
        return self.text[at : a.start] == "(" and (at <= 0 or self.text[at - 1] == "\n") and _CREDIT_ENDS.match(self.text, a.end) is not None

    def _dates(self, out: Facts) -> None:
        dated = [d for d in self.found.dates if d.value and d.precision in ("day", "month")]
        for value, mentions in sorted(_grouped((d.value or "", d) for d in dated).items()):
            first = mentions[0]
            out.dates.append(
                DateRecord(
                    value, "day" if len(value) > 7 else "month", getattr(first, "part", None),
                    self._evidence([(m.start, m.end) for m in mentions]),
                )
            )  # fmt: skip
            out.reasons.append(Reason(f"dates[{len(out.dates) - 1}]", first.rule))

    def _evidence(self, spans: Iterable[tuple[int, int]]) -> list[Evidence]:
        return [evidence(self.article.source_map, start, end) for start, end in spans]


def evidence(source_map: OffsetMap, start: int, end: int) -> Evidence:
    """A range of the article's text with its range in the decoded source."""
    source_start, source_end = source_map.to_source(start, end)
    return Evidence(start, end, source_start, source_end)


def _grouped(pairs: Iterable[tuple[str, Mention]]) -> dict[str, list[Mention]]:
    out: dict[str, list[Mention]] = {}
    for name, mention in pairs:
        out.setdefault(name, []).append(mention)
    return out


def _title_end(article: Article) -> int:
    """Where the headline ends in the text, 0 if it does not stand there."""
    first = article.blocks[0] if article.blocks else None
    return first.end if first is not None and first.kind == "heading" else 0


def _set_aside(facts: Sequence[BodyFacts], works: WorksResult, text: str) -> None:
    """What an act that others rest on did to a body is no news: "căn cứ Quyết định … về việc kiện toàn Ban Chỉ đạo quốc gia A"."""

    def rests(f: BodyFacts) -> bool:
        said = [(cue, work) for cue in f.cues or [f.cue] if cue >= 0 and (work := works.work_at(cue)) is not None]
        return bool(said) and all((work.function == "basis" or _from_above(work)) and not _new_act(work, cue) for cue, work in said)

    def _from_above(work: Work) -> bool:
        """"…, theo Quyết định số 1344/QĐ-TTg về việc thành lập Ban Chỉ đạo Trung ương": the country's act in the news of a province's."""
        return work.function == "cited" and work.issuer == _PREMIER and all(w.issuer not in (None, _PREMIER) for w in works.announced)

    def _new_act(work: Work, cue: int) -> bool:
        """Whether the sentence has come to its own act: "Căn cứ Quyết định …, UBND huyện vừa thành lập Ban Chỉ đạo B"."""
        start, end = max(((s, e) for s, e in work.mentions if e <= cue), default=(cue, cue))
        return _OWN_ACT.search(text, end, cue) is not None or _ISSUES.search(text, max(0, start - 40), start) is not None

    news = [f for f in facts if f.event != "mentioned" and not rests(f)]
    for f in facts if news else ():
        if f.event != "mentioned" and rests(f):
            f.event, f.rule = "mentioned", "body:of-a-basis"


def _document_of(f: BodyFacts, facts: Sequence[BodyFacts], works: WorksResult, text: str) -> str | None:
    """The number of the document behind a body's event."""
    if f.event == "mentioned":
        return None
    for cue in f.cues or [f.cue]:
        work = works.work_at(cue) if cue >= 0 else None
        if f.event == "dissolved" and work is not None and work.function == "cited" and works.announced and any(text[s - 1 : s] == "(" for s, _ in work.mentions):
            continue  # "Ban Chỉ đạo A (Quyết định số …) kết thúc hoạt động": that act founded it
        if work is None or not work.reference or work.type in ("Luật", "Tờ trình", "Báo cáo"):
            continue
        if f.event != "established" and any(FOUNDED_BY.search(text, max(0, start - 40), start) for start, _ in work.mentions):
            # "giải thể Ban Chỉ đạo A được thành lập theo Quyết định …": that act is the old one; the new one is told before, if at all.
            if any(w.mentions[0][0] < cue for w in works.announced):
                continue
            return None
        beside = any(0 <= cue - end <= 60 and "," not in text[end:cue] for _, end in work.mentions)
        corrected = any(r.object == work.id and r.relation == "corrects" for r in works.relations)
        if work.function in ("announced", "cited") or (beside and (work.function == "basis" or corrected)):
            return work.reference
        if work.function == "amended":
            break  # the change itself is what is announced
    for w in works.announced:
        # A document whose own sentence founds bodies elsewhere says nothing of this one.
        others = [o for o in facts if o is not f and o.cue >= 0 and works.work_at(o.cue) is w]
        elsewhere = bool(others) and all(o.body.place and f.body.place and o.body.place.name != f.body.place.name for o in others)
        if w.reference and not elsewhere:
            return w.reference
    return None
