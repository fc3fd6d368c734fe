"""Which body each seat is in, and which agency its holder's office belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.bodies import is_command
from extractor.lexicon.titles import role_words, title_of
from extractor.link.body_names import Body
from extractor.link.events import BodyFacts
from extractor.link.holders import Holder
from extractor.link.identities import Identities
from extractor.link.jurisdiction import Resolution, Setting, resolve
from extractor.link.offices import Office
from extractor.link.seats import Seat
from extractor.model.mention import AgencyMention, BodyMention, RoleMention

_SENTENCE_STOP = re.compile(r"[.!?…](?=\s)|\n")


class Member(msgspec.Struct):
    """A seat with its body and its holder's office named in full. `rejected` are bodies that were considered."""

    body: Body
    role: str
    person: str | None
    position: str | None
    agency: str | None
    seat: Seat
    rejected: list[str] = []

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What tells two seats apart: body, role, and the person or the office."""
        return (self.body.name, self.role, self.person or f"{self.position}|{self.agency}")


# "Thứ trưởng và tương đương các bộ, cơ quan ngang bộ: …": what the deputy of an office without a minister is called
# (Luật Tổ chức Chính phủ; the decrees on each agency).
_EQUALS = {
    ("Thứ trưởng", "Văn phòng Chính phủ"): "Phó Chủ nhiệm", ("Thứ trưởng", "Ủy ban Dân tộc"): "Phó Chủ nhiệm",
    ("Thứ trưởng", "Ngân hàng Nhà nước Việt Nam"): "Phó Thống đốc", ("Thứ trưởng", "Thanh tra Chính phủ"): "Phó Tổng Thanh tra",
    ("Bộ trưởng", "Văn phòng Chính phủ"): "Bộ trưởng, Chủ nhiệm", ("Bộ trưởng", "Ủy ban Dân tộc"): "Bộ trưởng, Chủ nhiệm",
    ("Bộ trưởng", "Ngân hàng Nhà nước Việt Nam"): "Thống đốc", ("Bộ trưởng", "Thanh tra Chính phủ"): "Tổng Thanh tra",
}  # fmt: skip


_SCHOOL = ("Trường ", "Đại học ", "Học viện ")
_COMPANY = ("Tổng công ty ", "Tập đoàn ", "Công ty ", "Ngân hàng ")
# Titles that only heads of schools and companies bear.
_OWN_TITLES = {"hieu-truong": _SCHOOL, "hieu-pho": _SCHOOL, "tong-giam-doc": _COMPANY, "ke-toan-truong": _COMPANY, "chu-tich-hdtv": _COMPANY, "chu-tich-hdqt": _COMPANY}
# "Giám đốc Bệnh viện", "Chánh Văn phòng tổng công ty": the article's own.
OWN_KINDS = {"trường": _SCHOOL, "nhà trường": _SCHOOL, "tổng công ty": _COMPANY, "công ty": _COMPANY, "tập đoàn": _COMPANY, "bệnh viện": ("Bệnh viện ",), "học viện": ("Học viện ",), "quân khu": ("Quân khu ",)}


# "Chủ tịch Công đoàn cơ sở": an office at an agency that nothing tells of, not at the article's own committee.
_GOES_ON = re.compile(r" (?:của )?(?:Công|Đoàn|Hội|Câu|Liên|Tập|Tổng|Chi|Quỹ|Trung|Viện|Nghiệp|CLB|HTX|Hợp|Mặt|HĐQT|HĐTV|CĐ)\b")
# Sections that every hospital, school and company names for itself: a capital, then words in lower case.
SECTIONS = {"truong-phong": "Phòng", "truong-khoa": "Khoa"}
_SECTION_WORD = re.compile(r"(?P<mark>,? (?:và )?| [-–] )(?!(?:làm|là|kiêm|giữ|được|đảm|phụ|cùng|tham|thay|nhận|cho|theo|trong|tại|và|của|vừa|đã|sẽ)(?!\w))(?P<word>[^\W\d_]+)")


class OfficeNames:
    """Names offices: the standard title and the canonical agency, or null where none is certain."""

    def __init__(
        self,
        text: str,
        agencies: Sequence[AgencyMention],
        resolutions: Sequence[Resolution],
        setting: Setting,
        home_issuer: str | None,
        unit: str | None = None,
    ):
        self.unit = unit
        self.text, self.agencies, self.resolutions = text, agencies, resolutions
        self.setting, self.home_issuer = setting, home_issuer

    def name(self, office: Office) -> tuple[str | None, str | None]:
        """(position, agency) of `office` as the record gives them."""
        entry = title_of(office.title.entry)
        if office.agency is None:
            if office.unit in OWN_KINDS:
                return office.title.title, self._own(OWN_KINDS[office.unit])
            if office.unit:
                return office.title.title, self._last_of(office.unit, office.start)
            if entry.default_agency:
                return office.title.title, entry.default_agency
            if entry.id == "chu-tich" and not _GOES_ON.match(self.text, office.title.end):
                return office.title.title, self._last_of("ubnd", office.start) or self.home_issuer
            if entry.id in _OWN_TITLES:
                return office.title.title, self._own(_OWN_TITLES[entry.id])
            if entry.id in SECTIONS and self.unit:
                return office.title.title, self._section(SECTIONS[entry.id], office.title.end)
            if entry.id in ("bo-truong", "thu-truong"):
                return office.title.title, self._last_of("bo", office.start) or self._next_of("bo", office.end)
            return office.title.title, None
        mention = self.agencies[office.agency]
        agency = self.resolutions[office.agency].name
        if office.plural and (equal := _EQUALS.get((office.title.title, agency or ""))):
            return equal, agency
        if entry.id == "chanh-van-phong" and mention.parent_head:
            agency = self.parent(mention)
        if agency is not None and mention.kind == "btt-mttq":
            agency = agency.removeprefix("Ban Thường trực ")  # who sits for it sits for the Front
        return office.title.title, agency

    def _own(self, kinds: tuple[str, ...]) -> str | None:
        """The only school, company or hospital of the article: whose "Hiệu trưởng", "Tổng Giám đốc" is meant."""
        names = dict.fromkeys(r.name for r in self.resolutions if r.name and r.name.startswith(kinds))
        whole = [n for n in names if not any(n != o and o.startswith(n) for o in names)]
        if self.unit in whole:
            return self.unit
        return whole[0] if len(whole) == 1 else None

    def _section(self, kind: str, at: int) -> str | None:
        """"Trưởng khoa Dược" of the hospital whose act the article tells: "Khoa Dược Bệnh viện A"."""
        start = end = at
        while (m := _SECTION_WORD.match(self.text, end)) and m["word"][0].isupper() == (end == at or "-" in m["mark"] or "–" in m["mark"]):
            if end == at and m["mark"] != " ":
                break
            end = m.end()
        name = self.text[start:end].strip()
        return f"{kind} {name} {self.unit}" if name else None

    def parent(self, mention: AgencyMention) -> str | None:
        """The agency that an office serves: of "Văn phòng UBND tỉnh" the People's Committee."""
        style = "bare" if mention.place_style == "bare" else "typed"
        owner = msgspec.structs.replace(mention, head=mention.parent_head or mention.head, parent_head=None, place_style=style, name=None)
        return resolve(owner, self.setting, self.text).name

    def _last_of(self, kind: str, at: int) -> str | None:
        """A bare "Phó Chủ tịch" or "Thứ trưởng" is that of the agency of its kind spoken of last; rather not of one whose act is told."""
        near = [
            (a, r.name) for a, r in zip(self.agencies, self.resolutions, strict=True)
            if a.end <= at and a.kind == kind and r.name and at - a.end < 600
        ]  # fmt: skip
        free = [name for a, name in near if kind != "bo" or not self.text.endswith("của ", 0, a.start)]
        return free[-1] if free else near[-1][1] if near else None

    def _next_of(self, kind: str, at: int) -> str | None:
        """In a headline the ministry may stand behind: "Bộ trưởng Nguyễn Văn A làm Trưởng Ban Chỉ đạo chuyển đổi số Bộ Y tế"."""
        stop = self.text.find("\n", at)
        for a, r in zip(self.agencies, self.resolutions, strict=True):
            if a.start >= at and a.kind == kind and r.name and (stop < 0 or a.start < stop) and a.start - at < 200:
                return r.name
        return None


def settle_members(
    seats: Sequence[Seat],
    identities: Identities,
    mentions: Sequence[BodyMention],
    facts: Sequence[BodyFacts],
    roles: Sequence[RoleMention],
    names: OfficeNames,
    holders: Sequence[Holder],
    predecessors: dict[int, int],
) -> list[Member]:
    """Give each seat its body and its holder's office; seats without a body are left out, doubles once."""
    chooser = _BodyChooser(identities, mentions, facts, roles, predecessors, names.text)
    elsewhere = _offices_elsewhere(holders, names)
    members: dict[tuple[str, str, str | None], Member] = {}
    for seat in seats:
        if seat.role == "standing":
            continue  # "(thường trực)" behind somebody of no known list
        person = seat.holder.person.name if seat.holder.person else None
        office = seat.holder.office
        position, agency = names.name(office) if office else elsewhere.get(person or "", (None, None))
        if person is None and (position is None or agency is None):
            continue
        for body, rejected in chooser.choose(seat):
            member = Member(body, seat.role, person, position, agency, seat, rejected)
            known = members.get(member.key)
            if known is None:
                members[member.key] = member
            elif (known.agency is None and agency is not None and known.position in (None, position)) or (known.position is None and position is not None):
                known.position, known.agency = position, agency
    return _without_shadows(_joined_chairs(list(members.values())))


def _offices_elsewhere(holders: Sequence[Holder], names: OfficeNames) -> dict[str, tuple[str | None, str | None]]:
    """The office that the text gives a person anywhere: the first with an agency."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for h in holders:
        if h.person is not None and h.office is not None:
            position, agency = names.name(h.office)
            if agency is not None:
                found.setdefault(h.person.name, (position, agency))
    return found


def _joined_chairs(members: list[Member]) -> list[Member]:
    """The one chair who is told twice, by the office alone and by the name alone (a caption), is one seat."""
    for body in {id(m.body): m.body for m in members}.values():
        chairs = [m for m in members if m.body is body and m.role == "chair"]
        nameless = [m for m in chairs if m.person is None]
        bare = [m for m in chairs if m.person is not None and m.position is None]
        if len(chairs) == 2 and len(nameless) == len(bare) == 1:
            bare[0].position, bare[0].agency = nameless[0].position, nameless[0].agency
            members = [m for m in members if m is not nameless[0]]
    return members


def _without_shadows(members: list[Member]) -> list[Member]:
    """Leave out what a fuller statement of the same seat says too.

    "Chủ tịch UBND tỉnh làm Trưởng ban" beside "Trưởng ban A, Chủ tịch UBND tỉnh" is one seat, and a
    "thành viên" who is named as Phó Trưởng ban elsewhere holds that role only.
    """
    out = []
    for m in members:
        same_office = [
            o for o in members
            if o is not m and o.body is m.body and o.position == m.position and o.agency == m.agency and o.position is not None
        ]  # fmt: skip
        if m.person is None and any(o.role == m.role and o.person is not None for o in same_office):
            continue
        mine = [o for o in members if o is not m and o.body is m.body and m.person is not None and o.person == m.person]
        ranked = any(o.role not in ("member", "secretary") for o in [*mine, *(same_office if m.person is None else [])])
        if m.role == "member" and ranked:
            continue
        if m.role == "vice_chair" and any(o.role == "standing_vice_chair" for o in mine):
            continue
        out.append(m)
    return out


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence before the one at `at` ends; a full stop behind "TP", "TX", "Q" or "P" abbreviates."""
    while True:
        end = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at))
        if end < 0 or text[end] == "\n" or re.split(r"\W", text[max(0, end - 4) : end])[-1].upper() not in ("TP", "TX", "Q", "P"):
            return end
        at = end


def _has_role(body: Body, wanted: str) -> bool:
    """True if roles of the class `wanted` exist in the body."""
    return wanted == "any" or (is_command(body.head) if wanted == "command" else body.kind == wanted)


class _BodyChooser:
    def __init__(
        self,
        identities: Identities,
        mentions: Sequence[BodyMention],
        facts: Sequence[BodyFacts],
        roles: Sequence[RoleMention],
        predecessors: dict[int, int],
        text: str,
    ):
        self.text, self.identities, self.mentions = text, identities, mentions
        self.by_span = {(m.start, m.end): identities.of[i] for i, m in enumerate(mentions)}
        self.spans = {(r.start): r.body_span for r in roles if r.body_span}
        self.active = {id(f.body) for f in facts if f.event != "mentioned"}
        self.old = {id(b) for f in facts for b in f.formed_from}
        self.classes = {f"role:{w.id}": w.body_class for w in role_words()}
        self.predecessors = predecessors
        self.last: tuple[Body, int] | None = None
        self.asides: set[tuple[int, int]] = set()
        self.inner = {j for j, n in enumerate(mentions) if any(m.start < n.start and n.end <= m.end for m in mentions)}

    def choose(self, seat: Seat) -> list[tuple[Body, list[str]]]:
        """The bodies of a seat with the names of those that lost; empty where none fits."""
        named = [self.by_span.get((b.start, b.end)) for b in seat.bodies]
        bodies = [b for b in named if b is not None]
        own = self.spans.get(seat.role_start)
        if own is not None and self.by_span.get(own) is not None:
            bodies.insert(0, self.by_span[own])  # type: ignore[arg-type]
        if own is not None and seat.rule == "role:holder-comma-role":
            self.asides.add(own)
        if bodies:
            unique = list({id(b): b for b in bodies}.values())
            if id(unique[-1]) in self.active or not self.active:  # a role held elsewhere, told in passing, is not what the list is about
                self.last = (unique[-1], seat.end)
            return [(b, []) for b in unique]
        body, rejected = self._spoken_of(seat)
        if body is None:
            return []
        self.last = (body, seat.end)
        return [(body, rejected)]

    def _spoken_of(self, seat: Seat) -> tuple[Body | None, list[str]]:
        wanted = self.classes.get(seat.role_rule, "any")
        near: list[Body] = []
        near_asides: list[Body] = []  # "Chủ tịch UBND tỉnh - Trưởng Ban B - làm trưởng ban": B is the holder's, not what is spoken of
        before: list[Body] = []
        beside: list[Body] = []
        after: list[Body] = []
        paragraph = self.text.rfind("\n", 0, seat.start) + 1
        stop = _SENTENCE_STOP.search(self.text, seat.end)
        # "Giám đốc Sở A, Phó Trưởng ban Ban Chỉ đạo B, làm Trưởng ban": B is told in passing where another body is the news.
        aside = set() if not self.active else {
            (m.start, m.end) for i, m in enumerate(self.mentions)
            if (m.start, m.end) in self.spans.values() and self.identities.of[i] is not None and id(self.identities.of[i]) not in self.active
        }  # fmt: skip
        for i, m in enumerate(self.mentions):
            body = self.identities.of[i]
            if body is None or i in self.inner or (m.start, m.end) in aside or i in self.predecessors or id(body) in self.old or not _has_role(body, wanted):
                continue
            if m.start < seat.role_start:
                told = near_asides if (m.start, m.end) in self.asides else near
                (told if m.start >= paragraph else before).append(body)
            else:
                (beside if stop and m.start < stop.start() else after).append(body)
        near = near or near_asides
        candidates = list({id(b): b for b in [*reversed(near), *beside, *reversed(before), *after]}.values())
        if not candidates:
            return None, []
        chosen = candidates[0]
        nearest = [c for c in candidates if id(c) in self.active] or candidates
        if id(chosen) not in self.active and (near or before):
            clause = _sentence_end(self.text, seat.role_start)
            beside_it = any(self.identities.of[i] is chosen and clause < m.start < seat.role_start for i, m in enumerate(self.mentions))
            chosen = chosen if beside_it else nearest[0]
        if self.last is not None and wanted == "any" and self.last[0] in candidates:
            # A list goes on with the body it began with unless another was named since.
            since = [
                self.identities.of[i] for i, m in enumerate(self.mentions)
                if self.last[1] <= m.start < seat.role_start and not m.anaphoric and self.identities.of[i] is not None
            ]  # fmt: skip
            if not since:
                chosen = self.last[0]
        return chosen, [c.name for c in candidates if c is not chosen][:4]
