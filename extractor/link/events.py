"""What happened to each body: founded, changed, dissolved; from which others; how many members; who serves it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.events import event_cues, predecessor_cue
from extractor.link.body_names import Body
from extractor.link.clauses import clause_end, clause_start
from extractor.link.identities import Identities
from extractor.link.member_counts import MemberCounts
from extractor.link.standing import StandingAgencies
from extractor.model.mention import AgencyMention, BodyMention
from extractor.text.alternation import at_word
from extractor.text.fold import fold

# Weights of one cue's evidence. A headline says what the news is; what happened earlier is no news.
# "điều chỉnh" may mean new members as well as a consolidation.
_TITLE, _LEAD, _NEWS, _PAST, _PLAN, _LOOSE = 4.0, 2.0, 1.0, -3.0, -1.5, -2.5
_LEAD_CHARACTERS = 700
_NEWS_WORDS = re.compile(r"(?<!\w)(?:vừa|mới|nay|ngày|hôm nay|chính thức|tại quyết định|ban hành|ký|theo quyết định|bằng quyết định)(?!\w)")
_PAST_WORDS = re.compile(r"(?<!\w)(?:trước đó|trước đây|năm ngoái|từng|được thành lập theo|(?:ra đời|thành lập|lập) (?:từ|hồi|năm)|đã được thành lập|từ năm \d{4}|trước khi|kể từ khi)(?!\w)")
_TURNS = re.compile(r"(?<!\w)(?:đổi tên|chuyển đổi|kiện toàn|chuyển)(?:,? và đổi tên)?(?: gọi)?(?: của)?(?: từ)?\s*$")
_INTO = re.compile(r"\s*(?:\([^)]{0,60}\)\s*)?(?:được đổi tên )?(?:lại )?thành (?!viên|phố|lập)")
# "Ban này đổi tên thành Ban Chỉ đạo B": what refers back is renamed, too.
_RENAMES = re.compile(r"(?: (?:nay|sẽ|được|chính thức|đã))* đổi tên (?:lại )?(?:thành|là)(?!\w)")
# "A và B", "A, B": what happened to A happened to B.
_COORDINATED = re.compile(r"(?:,? (?:đã )?(?:được )?(?:thành lập|lập) (?:theo|tại|bằng) quyết định [^;.\n]{3,90}(?=;))?\s*(?:\([^)]{0,80}\)|(?:gồm|có|với) (?:\d{1,3}|\w+) (?:thành viên|người|đồng chí))?\s*(?:,|;|và|cùng với|cùng|, và|; và|lẫn|với)\s*(?:đồng thời )?(?:các |\d )?\s*")
_DUTY = re.compile(r"(?<!\w)(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|được quyền|phải|yêu cầu|khẩn trương|xem xét|nghiên cứu|các địa phương)(?: (?!đã|vừa)\w+){0,3} $")
# A founding that somebody is told to do, or by when, has not happened.
_FUTURE = re.compile(r"(?<!\w)(?:chậm nhất|trước ngày|trong thời hạn|trong tháng tới|thời gian tới)(?!\w)")
# "sửa đổi một số điều của Quyết định … thành lập Ban Chỉ đạo A": the founding is an old one.
_AMENDED = re.compile(r"(?<!\w)(?:sửa đổi|chỉnh sửa|bổ sung|điều chỉnh|thêm|thay thế)(?!\w)[^.;\n]{0,60}?(?:điều|khoản|nội dung|quyết định|văn bản|thành phần|thành viên)(?!\w)")
_SUB_FOUNDED = re.compile(r"(?<!\w)(?:quyết định|vừa|đã|ký quyết định|nay) (?:thành lập|lập|chia ra)(?: \w+){0,2} (?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|các) tiểu ban(?!\w)")
_WITH_SUB = re.compile(r"(?:cùng|và|với|gồm|lập|có|thành lập|thành)(?: \w+){0,2} (?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|các) tiểu ban(?!\w)")
# "thành lập 3 đoàn kiểm tra liên ngành", and later "Đoàn kiểm tra liên ngành số 1 do …".
_FOUNDED_SEVERAL = re.compile(rf"{at_word(['thành lập', 'lập'])}(?: \w+){{0,2}} (?:\d+|hai|ba|bốn|năm|sáu|bảy|tám) (?P<kind>đoàn|tổ) (?=\w)")
_PART = re.compile(r"(?:đoàn|tổ)(?: [^\W\d]+){1,6} (?:số |thứ )?(?:\d{1,2}|nhất|hai|ba|tư)$")
_BULLET = re.compile(r"\s*(?:[-+*•–]|\d{1,2}[.)-]|[a-zđ][.)])\s*")
# "4 Ban Chỉ đạo trên gồm:": what happened to them was said before.
_SAID_BEFORE = re.compile(r"(?:\d+|các|hai|ba|bốn|năm|những) (?:ban|tổ|hội đồng|tiểu ban|đoàn|ủy ban)(?: \w+){0,4} (?:trên|này|nêu trên|nói trên)(?!\w)")
# "21 tổ chức dừng hoạt động. Có thể kể: Ban Chỉ đạo A, Ban Chỉ đạo B": the sentence before says it.
_TOLD_BEFORE = re.compile(r"\s*(?:có thể kể(?: đến| ra)?|đó là|cụ thể(?: là| gồm)?|gồm(?: có)?|bao gồm|trong (?:số )?đó có|trong đó|trong số này có|các (?:ban|tổ chức) (?:này|đó) (?:là|gồm))(?: các)?\s*:?\s*")
_HEADERS = {
    "dissolved": re.compile(r"giải thể|(?:chấm dứt|kết thúc|dừng|ngừng)(?: sự)? hoạt động"),
    "established": re.compile(r"thành lập|lập các|ra đời"),
    "consolidated": re.compile(r"kiện toàn|củng cố"),
}
# "chấm dứt hoạt động khi hoàn thành nhiệm vụ": some day, not now.
# "kiện toàn Ban Chỉ đạo A, được thành lập theo Quyết định …": the founding is an older one.
_BY_THEN = re.compile(r",? ?(?:đã )?(?:được )?(?:thành lập|lập|ra đời|hình thành) theo ")
# "Hội đồng bồi thường huyện A, lập từ tháng 3/2006": an older founding.
_LONG_AGO = re.compile(r" (?:từ|hồi|năm|cách đây|trước đây|trước đó)(?!\w)(?! (?:cùng|hôm|ngày))")
# "Quy chế hoạt động của Ban Chỉ đạo A (Ban Chỉ đạo 138) vừa được ban hành"
_NOW_ISSUED = re.compile(r"(?: \([^()\n]{0,60}\))? (?:đã |vừa |mới |nay )*được (?:[^.;\n]{0,60} )?(?:ban hành|phê duyệt|thông qua|ký)(?!\w)")
_SAME_DAY = re.compile(r"[^.;\n]{0,70}?cùng ngày")
_WHEN_DONE = re.compile(r" (?:sau )?khi |,? (?:sau khi|ngay sau khi) ")
_PERSONNEL = re.compile(r"(?<!\w)(?:phân công|thôi tham gia|thay đổi nhân sự|thay đổi người|thay trưởng|thay ông|thay bà|thay đồng chí|bổ nhiệm|cử)(?!\w)")


# "Các nội dung khác của Quyết định số 12 ngày … về việc thành lập Ban Chỉ đạo không thay đổi": what an older act did.
_OF_ACT = re.compile(r"(?<!\w)(?:của|thay thế|bãi bỏ|sửa đổi|điều \d+)(?: các)? quyết định [^.;\n]{3,150}? (?:về việc|về|v/v) $")
_OLD_ACT = -1.5


class BodyFacts(msgspec.Struct):
    """What the article says of one body. `cue` is the offset of the event's word, -1 where there is none."""

    body: Body
    event: str = "mentioned"
    cue: int = -1
    cues: list[int] = []
    rule: str = ""
    score: float = 0.0
    rejected: list[str] = []
    member_count: int | None = None
    standing: int | None = None
    formed_from: list[Body] = []


def find_predecessors(text: str, mentions: Sequence[BodyMention]) -> dict[int, int]:
    """Mentions of bodies that went into another one, each with the offset of the cue."""
    folded = fold(text)
    cue = predecessor_cue()
    found: dict[int, int] = {}
    outer = _outermost(mentions)
    for k, i in enumerate(outer):
        m = mentions[i]
        start = clause_start(folded, m.start)
        before = cue.before.search(folded, max(start, m.start - 80), m.start)
        after = cue.after.match(folded, m.end)
        previous = outer[k - 1] if k else None
        into = _TURNS.search(folded, max(start, m.start - 60), m.start) if _INTO.match(folded, m.end) else None
        if before or into:
            found[i] = (before or into).start()  # type: ignore[union-attr]
        elif after and (not m.anaphoric or _RENAMES.match(folded, m.end)):
            found[i] = after.start()
            while previous is not None and _COORDINATED.fullmatch(folded[mentions[previous].end : m.start]):
                found[previous] = after.start()
                m, k = mentions[previous], k - 1
                previous = outer[k - 1] if k else None
        elif previous in found and _COORDINATED.fullmatch(folded[mentions[previous].end : m.start]):
            found[i] = found[previous]
    return {i: at for i, at in found.items() if not mentions[i].anaphoric or mentions[i].place_word or _RENAMES.match(folded, mentions[i].end)}


def _outermost(mentions: Sequence[BodyMention]) -> list[int]:
    out: list[int] = []
    reach = -1
    for i, m in enumerate(mentions):
        if m.start >= reach:
            out.append(i)
            reach = m.end
    return out


class EventReader:
    """Reads the events of one article's bodies; `title_end` is where its headline ends in the text."""

    def __init__(self, text: str, mentions: Sequence[BodyMention], identities: Identities, title_end: int):
        self.text, self.folded = text, fold(text)
        self.mentions, self.identities = mentions, identities
        self.title_end = title_end
        self.outer = _outermost(mentions)

    def read(self, predecessors: dict[int, int], agencies: Sequence[AgencyMention]) -> list[BodyFacts]:
        """The facts of every body, in the bodies' order."""
        facts = {id(b): BodyFacts(b) for b in self.identities.bodies}
        self._events(facts, predecessors)
        self._predecessors(facts, predecessors)
        self._sub_committees(facts)
        served = (self.text, self.folded, self.mentions, self.outer, self.identities)
        for key, count in MemberCounts(*served).read().items():
            facts[key].member_count = count
        for key, agency in StandingAgencies(*served).read(agencies).items():
            facts[key].standing = agency
        return [facts[id(b)] for b in self.identities.bodies]

    # -- events

    def _events(self, facts: dict[int, BodyFacts], predecessors: dict[int, int]) -> None:
        votes: dict[int, dict[str, tuple[float, int]]] = {}
        cues: dict[tuple[int, str], list[int]] = {}
        last: tuple[int, str, int] | None = None
        for i in self.outer:
            m = self.mentions[i]
            body = self.identities.of[i]
            if body is None or i in predecessors:
                continue
            hit = self._event_at(m)
            if hit is not None and _DUTY.search(self.folded, max(0, hit[1] - 50), hit[1]):
                continue
            if hit is not None and _FUTURE.search(self.folded, hit[1], self._told_until(m.end)):
                continue
            if hit is None and last is not None and _COORDINATED.fullmatch(self.folded[self.mentions[last[0]].end : m.start]):
                hit = (last[1], last[2])
            if hit is None:
                continue
            last = (i, *hit)
            event, at = hit
            table = votes.setdefault(id(body), {})
            score, first = table.get(event, (0.0, at))
            table[event] = (score + self._weight(at, m, event), first)
            cues.setdefault((id(body), event), []).append(at)
        order = [c.id for c in event_cues()]
        for key, table in votes.items():
            best = max(table, key=lambda e: (table[e][0], -order.index(e)))
            f = facts[key]
            if table[best][0] <= -2.5 and best == "established":
                continue
            if table.get("renamed", (0.0, 0))[0] > 0:
                best = "renamed"  # "kiện toàn và đổi tên" is a renaming
            if best == "regulated" and "established" in table and table["established"][0] > 0:
                best = "established"
            f.event, (f.score, f.cue), f.rule = best, table[best], f"event:{best}"
            f.cues = cues.get((key, best), [])
            f.rejected = [f"{e} ({s:.1f})" for e, (s, _) in table.items() if e != best]

    def _event_at(self, m: BodyMention) -> tuple[str, int] | None:
        start = clause_start(self.folded, m.start)
        for cue in event_cues():
            before = cue.before.search(self.folded, max(start, m.start - 220), m.start)
            excluded = before and self.folded[max(0, before.start() - 14) : before.start()].endswith(cue.not_before)
            if before and not excluded:
                needed = cue.needs is None or cue.needs.search(self.folded, start, before.start()) or _NOW_ISSUED.match(self.folded, m.end)
                if needed or before.start() < self.title_end:
                    amended = cue.id == "established" and _AMENDED.search(self.folded, start, before.start())
                    return ("supplemented" if amended else cue.id), before.start()
            after = cue.after.match(self.folded, m.end)
            if not after and not before and (header := self._header(m)) and cue.id in _HEADERS:
                found = _HEADERS[cue.id].search(self.folded, *header)
                if found:
                    return cue.id, found.start()
            if after and cue.id == "dissolved" and _WHEN_DONE.match(self.folded, after.end()):
                continue
            if after and cue.id == "established" and _BY_THEN.match(self.folded, m.end) and self._renewed(start, m):
                continue
            if after and any(n.start == after.end() + 1 and self.folded[after.end()] == " " for n in self.mentions):
                continue  # "Kiện toàn Ban Chỉ đạo A, lập Tổ công tác B": the next one's cue
            if after and cue.id == "established" and _LONG_AGO.match(self.folded, after.end()):
                continue
            if after and not any(x in after[0] for x in cue.not_before if len(x) > 3):
                return cue.id, after.start()
        return None

    def _told_until(self, at: int) -> int:
        """The end of what the sentence says of the body: "…, và yêu cầu mỗi xã … trước ngày 15/7" tells others what to do."""
        end = clause_end(self.folded, at)
        asks = self.folded.find(" yêu cầu ", at, end)
        return asks if asks >= 0 else end

    def _renewed(self, start: int, m: BodyMention) -> bool:
        """Whether the words before `m` say what happens to it now: "kiện toàn Ban Chỉ đạo A, được thành lập theo …"."""
        sentence = max(self.folded.rfind(". ", 0, m.start), self.folded.rfind("\n", 0, m.start)) + 1
        listed = m.start - start < 12 and start > sentence  # an item behind a semicolon
        start = sentence if listed else start
        return any(c.id != "established" and c.before.search(self.folded, max(start, m.start - 220), m.start) for c in event_cues())

    def _header(self, m: BodyMention) -> tuple[int, int] | None:
        """The line with a colon that heads the list in which `m` is an item: "Các tổ chức bị giải thể gồm:"."""
        said = clause_start(self.folded, m.start)
        first = next((self.mentions[j].start for j in self.outer if self.mentions[j].start >= said), m.start)
        if said > 0 and _TOLD_BEFORE.fullmatch(self.folded, said, first):
            return max(0, said - 400), said
        start = self.folded.rfind("\n", 0, m.start) + 1
        if not _BULLET.fullmatch(self.folded[start : m.start]):
            return None
        while start > 0:
            end = start - 1
            start = self.folded.rfind("\n", 0, end) + 1
            line = self.folded[start:end].rstrip()
            if line.endswith(":"):
                return (max(0, start - 400) if _SAID_BEFORE.search(line) else start), end
            if line and not _BULLET.match(line) and not line.endswith(";"):
                return None
        return None

    def _weight(self, at: int, m: BodyMention, event: str) -> float:
        start, end = clause_start(self.folded, at), clause_end(self.folded, at)
        clause = self.folded[start:end]
        weight = 1.0
        if event == "consolidated" and not self.folded.startswith(("kiện toàn", "củng cố"), at) and "kiện toàn" not in self.folded[at : at + 30]:
            weight += _LOOSE
        if at < self.title_end:
            weight += _TITLE
        elif at < self.title_end + _LEAD_CHARACTERS:
            weight += _LEAD
        if _NEWS_WORDS.search(self.folded, start, m.end):
            weight += _NEWS
        if _OF_ACT.search(self.folded, max(start, at - 190), at):
            weight += _OLD_ACT
        if _PAST_WORDS.search(clause):
            weight += _PAST
        if event == "established" and _BY_THEN.match(self.folded, at) and not _SAME_DAY.match(self.folded, at):
            weight += _PAST
        if re.search(r"(?:đề nghị|yêu cầu|đề xuất|tiếp tục|chỉ đạo việc|tham mưu|các địa phương)(?: \w+){0,6} $", self.folded[start:at]):
            weight += _PLAN
        return weight

    def _sub_committees(self, facts: dict[int, BodyFacts]) -> None:
        """"thành lập Ban Tổ chức … cùng hai tiểu ban": the sub-committees named later were founded with it."""
        for m in _FOUNDED_SEVERAL.finditer(self.folded) if any(f.event == "mentioned" for f in facts.values()) else ():
            kind = m["kind"].split()[0]
            for f in facts.values():
                first = self.mentions[f.body.mentions[0]] if f.body.mentions else None
                if f.event == "mentioned" and first is not None and first.start > m.start() and fold(f.body.head).startswith(kind) and _PART.match(fold(first.name)):
                    f.event, f.cue, f.rule = "established", m.start(), "event:one-of-several"
        founded = next((f for f in facts.values() if f.event in ("established", "consolidated", "renamed")), None)
        with_sub = (_WITH_SUB if founded is not None else _SUB_FOUNDED).search(self.folded) if "tiểu ban" in self.folded else None
        if with_sub is None:
            return
        for f in facts.values():
            if f.event == "mentioned" and fold(f.body.head) == "tiểu ban":
                f.event, f.cue, f.rule = "established", with_sub.start(), "event:sub-committee"

    # -- predecessors

    def _predecessors(self, facts: dict[int, BodyFacts], predecessors: dict[int, int]) -> None:
        for i, at in predecessors.items():
            old = self.identities.of[i]
            new = self._successor(i, at, predecessors)
            if old is None or new is None or old is new:
                continue
            f = facts[id(new)]
            if old not in f.formed_from:
                f.formed_from.append(old)
            if f.event == "mentioned":
                renamed = "đổi tên" in self.folded[clause_start(self.folded, at) : clause_end(self.folded, at)]
                f.event, f.cue, f.rule = ("renamed" if renamed else "established"), at, "event:predecessor"

    def _successor(self, i: int, at: int, predecessors: dict[int, int]) -> Body | None:
        """The body that `i` went into: in the same sentence behind "thành", else the one spoken of before, else after."""
        end = clause_end(self.folded, self.mentions[i].end)
        start = clause_start(self.folded, at)
        inside = [
            j for j in self.outer if j not in predecessors and start <= self.mentions[j].start < end and self.identities.of[j] is not None
        ]
        behind = [j for j in inside if self.mentions[j].start > self.mentions[i].start]
        into = next((j for j in behind if re.search(r"thành\s*$|vào\s*$", self.folded[: self.mentions[j].start])), None)
        earlier = [j for j in self.outer if j not in predecessors and self.mentions[j].start < at and self.identities.of[j] is not None]
        later = [j for j in self.outer if j not in predecessors and self.mentions[j].start > at and self.identities.of[j] is not None]
        for j in (into, *(x for x in inside if x not in behind), *behind, *reversed(earlier[-1:]), *later[:1]):
            if j is not None and self.identities.of[j].kind == self.mentions[i].kind:  # type: ignore[union-attr]
                return self.identities.of[j]
        return None

def mark_personnel(text: str, facts: Sequence[BodyFacts], seated: Sequence[Body], announced: bool) -> None:
    """A body that the announced act only gives a new holder to was supplemented."""
    if not announced or any(f.event != "mentioned" for f in facts) or not _PERSONNEL.search(fold(text)):
        return
    for f in facts:
        if f.event == "mentioned" and any(f.body is b for b in seated):
            f.event, f.rule = "supplemented", "event:personnel"
