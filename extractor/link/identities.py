"""Which mentions of bodies are one body: full names, shortened names, nicknames and what only refers back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from extractor.lexicon.bodies import optional_topics
from extractor.lexicon.topics import nicknames
from extractor.link.body_mentions import FOUNDING, FOUNDING_VERB, MentionReader, is_unit
from extractor.link.body_merges import merge_headline, merge_same_names, merge_shortened
from extractor.link.body_names import Body, full_name, topic_key
from extractor.link.jurisdiction import Resolution, Setting, resolve_place_word
from extractor.model.mention import AgencyMention, BodyMention, PlaceRef
from extractor.text.fold import fold

_COUNTRY = re.compile(r"^(?:quốc gia|trung ương|nhà nước)(?!\w)")
# "… về biến đổi khí hậu 1" beside "… về biến đổi khí hậu": the number of a picture.
_COUNTED_CAPTION = re.compile(r" \d")
_SUPPORT = ("tổ giúp việc", "tổ công tác giúp việc", "tổ chuyên viên giúp việc", "tổ thư ký", "tổ chuyên viên", "ban giúp việc", "bộ phận giúp việc", "tổ tham mưu", "tổ biên tập", "tổ soạn thảo")
# Teams of a task of their own, one for each committee; "Tổ công tác" refers back to any team.
_SPECIAL_TEAMS = ("tổ phản ứng nhanh", "tổ thường trực", "tổ truy vết", "tổ kỹ thuật", "tổ tư vấn", "tổ chuyên gia")
_OF_CHAIR = re.compile(r"(?:cho |của )?trưởng ban(?: chỉ đạo)?$")
# First words that are a topic as well as a duty of a body named before ("Ban Chỉ đạo xây dựng kế hoạch …").
_DOUBTFUL = re.compile(r"(?:rà soát|nghiên cứu|xây dựng|thực hiện|triển khai|tổ chức|chỉ đạo|quản lý|kiểm tra|đề xuất|điều phối|tổng|giám sát|phối hợp|phát động|khen|họp|thông|đề|các|trong|tại|và|hoàn|tham|bảo|đẩy|nâng|tăng|phân)(?!\w)")
# First words that are a topic and no duty.
_TOPICAL = re.compile(r"(?:số \d|đại biểu (?:quốc hội|hội đồng|hđnd)|đbqh|đơn vị bầu cử|về|phòng,? chống|quốc gia|trung ương|liên ngành|cải cách|chuyển đổi số|chống|công nghệ|an toàn|giảm nghèo|nông thôn|thi|kỳ|lễ|cuộc|các chương trình|chương trình|đề án|dự án|công tác|đổi mới|bảo vệ|xóa|khắc phục|ứng phó|tái cơ cấu|di dời|giải phóng mặt bằng|cổ phần hóa|sắp xếp)(?!\w)")
# "Khi cần, Trưởng Ban Chỉ đạo triệu tập …": the chair does what follows; "làm Trưởng Ban Chỉ đạo cải cách …" is a name.
_CHAIR_ACTS = re.compile(r"(?<!làm )(?<!là )(?<!giữ )(?<!chức )(?<!vụ )(?<!kiêm )(?<!phó )(?<!chức danh )trưởng $")
_WORKS = re.compile(r" (?:kiểm tra|họp|khảo sát|thăm|làm việc|tặng|trao|ra quân|đi|triển khai|chỉ đạo|phân công|yêu cầu|nghe|tổ chức|bàn|thống nhất)(?!\w)")
# "tham mưu cho BCĐ xây dựng đề án": the committee that is served does what follows.
_SERVED = re.compile(r"(?:tham mưu|giúp|giúp việc|hỗ trợ|phục vụ|đề xuất)(?: cho| với)? $")
_NAME_ENDS = re.compile(r"(?: sẽ| đã| được)* (?:do (?:ông|bà|đồng chí|đ/c|phó|chủ tịch|giám đốc)|gồm|có (?:nhiệm vụ|trách nhiệm|chức năng|\d+))(?!\w)")
_LIST_ITEM = re.compile(r"\n[ \t]*(?:[-+–•*]|\d{1,2}[.)-])[ \t]*$")
# "Tổ Thư ký giúp việc Hội đồng": whom it serves.
_SERVES = re.compile(r" (?:cho |của )?(?P<whom>hội đồng|ban chỉ đạo|ban|ủy ban)(?= này|\s*[.,;:)]|$)")
_NAMING = re.compile(r"(?:thành lập|lập|kiện toàn|giải thể|đổi tên|bổ sung|của|vào|cho|trưởng|phó|viên|về việc|hợp nhất|sáp nhập|tham gia|quyết định|và|,|\"|\(|:|từ|là|với|thành|thành phần|danh sách|hoạt động|nhân sự|chức danh|quy chế|kết luận|trình|gửi|tại)\s*$")


_OCCASIONS = ("ngày hội", "lễ hội", "hội thi", "hội chợ", "festival", "liên hoan", "tuần lễ", "đại hội", "hội nghị", "hội thao", "cuộc thi", "giải", "diễn đàn", "hội diễn", "chương trình", "lễ kỷ niệm", "đại lễ", "hội khỏe", "hội xuân", "hội báo")
_OCCASION = re.compile(rf"(?:(?:phục vụ|chuẩn bị|tổ chức) )?(?P<what>{'|'.join(_OCCASIONS)})")


_OF_OCCASION = re.compile(rf" của (?P<what>{'|'.join(_OCCASIONS)})(?!\w)")


class Identities(msgspec.Struct):
    """The bodies of an article and, for each mention, the body it means (None: nobody)."""

    bodies: list[Body]
    of: list[Body | None]


def identify(
    text: str,
    mentions: Sequence[BodyMention],
    setting: Setting,
    national_issuer: bool = False,
    predecessors: Collection[int] = (),
    owners: Mapping[int, tuple[AgencyMention, Resolution]] | None = None,
    title_end: int = 0,
    unit: str | None = None,
) -> Identities:
    """Group `mentions` (in text order) into bodies and give each its canonical name.

    A body without a jurisdiction in any of its mentions gets the article's home, unless its name is a
    national one or the article's act is (`national_issuer`). `predecessors` are the mentions of bodies that
    went into another: "Ban Chỉ đạo" alone does not refer back to them. `owners` are the agencies by their
    start: one at the end of a body's name owns it. `title_end` is where the headline ends in the text. `unit` is the
    company, school or command whose act the article tells: what it founds is its own.
    """
    reader = MentionReader(text, mentions, setting, owners or {})
    return _Identifier(reader, national_issuer, predecessors, unit).run(title_end)


class _Identifier:
    def __init__(self, reader: MentionReader, national_issuer: bool, predecessors: Collection[int], unit: str | None):
        self.unit = unit
        self.read = reader
        self.text, self.folded = reader.text, reader.folded
        self.mentions, self.setting = reader.mentions, reader.setting
        self.predecessors = frozenset(predecessors)
        self.national_issuer = national_issuer
        self.bodies: list[Body] = []
        self.of: list[Body | None] = [None] * len(self.mentions)
        self.nested = {
            i: j
            for i, m in enumerate(self.mentions)
            if m.rule.endswith(":nested")
            for j, n in enumerate(self.mentions)
            if n.start > m.start and n.end == m.end
        }

    def run(self, title_end: int = 0) -> Identities:
        order = [
            i
            for i, m in enumerate(self.mentions)
            if not m.anaphoric and i not in self.nested and not _OF_CHAIR.match(fold(self.read.topic(m)))
        ]
        for i in order:
            if not self.read.is_alias(i) and not self._doubtful(i):
                self._join(i)
        for i in order:
            if self.of[i] is None:
                self._alias(i) or self._doubtful(i) or self._join(i)
        self._organise()
        for i in range(len(self.mentions)):
            if i in self.nested:
                self._nest(i)
            elif self.of[i] is None:
                self._refer(i)
        if not self.bodies:
            self._unnamed()
        merge_headline(self.read, self.bodies, self.of, title_end)
        merge_shortened(self.read, self.bodies, self.of)
        for body in self.bodies:
            self._name_occasion(body)
            self._settle(body)
        for body in self.bodies:
            body.name = full_name(body)
        merge_same_names(self.bodies, self.of)
        return Identities(self.bodies, self.of)

    def _unnamed(self) -> None:
        """A text that never gives its body's name in full: "Tổ công tác", "Tổ công tác của Bộ Y tế" is all that can be said of it."""
        heads: dict[str, list[int]] = {}
        for i, m in enumerate(self.mentions):
            if m.anaphoric and m.rule != "body:short" and self.text[m.start].isupper() and i not in self.nested:
                heads.setdefault(fold(m.head), []).append(i)
        for mine in heads.values():
            first = self.mentions[mine[0]]
            owned = next((o for j in mine if (o := self.read.owner(self.mentions[j]))), None)
            if len(mine) >= 3 or owned:
                place = next((p for j in mine if (p := self.read.place(self.mentions[j]))), None)
                body = Body(first.head, first.kind, mine, place=place, owner=None if place else owned)
                self.bodies.append(body)
                for j in mine:
                    self.of[j] = body

    # -- named mentions

    def _doubtful(self, i: int) -> bool:
        """A named mention that may as well be "Ban Chỉ đạo" with a verb behind it."""
        m = self.mentions[i]
        if not any(b.kind == m.kind for b in self.bodies):
            return False
        if m.place_word and self.read.owner_mention(m) is None:
            return False
        before = self.folded[max(0, m.start - 30) : m.start]
        subject = bool(re.search(r"(?:^|[.;\n]\s*|, )$", before)) or not _NAMING.search(before) or bool(_SERVED.search(before))
        subject = subject or (m.kind == "council" and before.endswith(("chủ tịch ", "thường trực ", "văn phòng "))) or bool(_CHAIR_ACTS.search(before))
        listed = i > 0 and re.fullmatch(r"[,;] |,? và ", self.folded[self.mentions[i - 1].end : m.start])
        if listed:
            return False
        known = any(self._same_topic(topic_key(self.read.topic(m)), b) for b in self.bodies)
        topic = self.read.topic(m)
        if not subject or known or not topic:
            return False
        if _NAME_ENDS.match(self.folded, m.end) and len(topic.split()) >= 6:
            return False  # the sentence has its verb behind the name
        if _LIST_ITEM.search(self.text, max(0, m.start - 8), m.start) and self.text[m.end : m.end + 1] == ":":
            return False  # "- Tổ công tác an sinh xã hội: …"
        # In the place of a subject, a small letter behind the head may as well be the sentence's verb.
        if topic[0].isdigit() or (topic[0].isupper() and not topic[:4].isupper()):
            return False
        return bool(_DOUBTFUL.match(fold(topic))) or not _TOPICAL.match(fold(topic))

    def _same_topic(self, key: str, body: Body) -> bool:
        mine, other = key.split(), topic_key(body.topic).split()
        if not mine or not other:
            return mine == other
        short, long = sorted((mine, other), key=len)
        if len(short) >= 5 and long[-len(short) :] == short:
            return True  # "kỷ niệm 200 năm …" beside "tổ chức các hoạt động kỷ niệm 200 năm …"
        return long[: len(short)] == short and (len(short) >= 3 or len(short) == len(long) or len(short) * 2 >= len(long))

    def _written_out(self, m: BodyMention, key: str, body: Body) -> bool:
        """"Ủy ban bầu cử tỉnh X" and "Ủy ban bầu cử đại biểu Quốc hội khóa … tỉnh X": a head whose topic may be left out."""
        other, opening = topic_key(body.topic), optional_topics().get(fold(m.head))
        return opening is not None and not (key and other) and (key or other).startswith(opening)

    def _join(self, i: int) -> bool:
        m = self.mentions[i]
        topic = self.read.topic(m)
        national = self.read.is_national(m)
        place = self.read.place(m) or (None if m.place_word or national else self.read.subject_place(m))
        owner = self.read.owner(m) or (None if place or m.place_word or national else self.read.subject_ministry(m))
        key = topic_key(topic)
        for body in self.bodies:
            if fold(body.head) != fold(m.head) or not (self._same_topic(key, body) or self._written_out(m, key, body)):
                if self._acts(i, body):
                    self.of[i] = body
                    body.mentions.append(i)
                    return True
                continue
            if place is not None and body.place is not None and place.name != body.place.name:
                continue
            if place is not None and body.place is None and self._above_home(place):
                continue
            if (owner and body.place) or (body.owner and place) or (owner and body.owner and owner != body.owner):
                continue
            if body.national != self.read.is_national(m) and (place or body.place):
                continue
            if self._local() and bool(_COUNTRY.search(fold(topic))) != bool(_COUNTRY.search(fold(body.topic))):
                continue
            self.of[i] = body
            body.mentions.append(i)
            body.place = body.place or place
            body.owner = body.owner or owner
            if (len(key) > len(topic_key(body.topic)) and not (body.place and not place) and not _COUNTED_CAPTION.fullmatch(key[len(topic_key(body.topic)) :])) or _COUNTED_CAPTION.fullmatch(topic_key(body.topic)[len(key) :]):
                body.topic = topic
            elif key == topic_key(body.topic) and " và " in topic and " và " not in body.topic:
                body.topic = topic  # a list closed by "và" is the fuller spelling
            elif key == topic_key(body.topic) and body.topic.isupper() and not topic.isupper():
                body.topic = topic  # the spelling of the text, not that of a headline in capitals
            elif key == topic_key(body.topic) and _COUNTRY.search(fold(topic)) and not _COUNTRY.search(fold(body.topic)):
                body.topic = topic  # "Ban Chỉ đạo về đất hiếm" in a headline above "Ban Chỉ đạo quốc gia về đất hiếm"
            body.tail = body.tail or m.tail
            body.tail_last = body.tail_last or bool(m.tail and m.place_word)
            body.national = body.national or self.read.is_national(m)
            body.head = m.head if body.head.isupper() else body.head  # a headline in capitals
            return True
        if self._shortened(i, topic, place, owner):
            return True
        body = Body(m.head, m.kind, [i], topic, place, owner, m.tail, national=self.read.is_national(m), tail_last=bool(m.tail and m.place_word))
        self.bodies.append(body)
        self.of[i] = body
        return True

    def _acts(self, i: int, body: Body) -> bool:
        """"Ban Chỉ huy tiền phương kiểm tra điểm sạt lở": a known name with its verb, where the sentence begins with it."""
        m = self.mentions[i]
        rest = fold(self.read.topic(m)).removeprefix(fold(body.topic))
        known = bool(body.topic) and rest != fold(self.read.topic(m)) and _WORKS.match(rest)
        return bool(known) and bool(re.search(r"(?:^|[.;\n)]\s*|, )$", self.folded[max(0, m.start - 30) : m.start]))

    def _above_home(self, place: PlaceRef) -> bool:
        """True in an article of a commune or district for the unit above it: the province's committee of that name is another."""
        home = self.setting.home
        above = home.parent if home is not None else None
        while above is not None and above.name != place.name:
            above = above.parent
        return above is not None

    def _local(self) -> bool:
        """True in an article of a province: its committee and the country's of the same topic are two."""
        return self.setting.home is not None and not self.setting.national and not self.national_issuer

    def _shortened(self, i: int, topic: str, place: PlaceRef | None, owner: str | None) -> bool:
        """"Hội đồng thẩm định" behind "Hội đồng thẩm định Nhà nước dự án …": the only body whose name begins so."""
        m = self.mentions[i]
        if place or owner or not topic or m.tail:
            return False
        named = topic[0].isupper() and " " in topic  # "Ban tổ chức Festival Biển": the short form of one name
        if not named and FOUNDING_VERB.search(self.folded, max(0, m.start - 40), m.start):
            return False
        start = _COUNTRY.sub("", fold(topic)).strip() + " "
        longer = [
            b for b in self.bodies
            if fold(b.head) == fold(m.head)
            and ((fold(b.topic) + " ").startswith(fold(topic) + " ") or (len(start) > 4 and (_COUNTRY.sub("", fold(b.topic)).strip() + " ").startswith(start) and not self._local()))
        ]  # fmt: skip
        if not longer and not named and len(topic.split()) >= 2:
            longer = [b for b in self.bodies if fold(b.head) == fold(m.head) and f" {fold(topic)} " in f" {fold(b.topic)} "]
        if len(longer) != 1:
            return False
        self.of[i] = longer[0]
        longer[0].mentions.append(i)
        return True

    def _alias(self, i: int) -> bool:
        m = self.mentions[i]
        j = self.read.alias_target(i)
        body = self.of[j] if j is not None else None
        number = self.read.nickname(i)
        if body is None and number:
            topic = topic_key(nicknames().get(number, ""))
            place = self.read.place(m)
            for b in self.bodies:
                named = topic and topic_key(b.topic).endswith(topic)
                known = any(self.read.nickname(k) == number for k in b.mentions)
                if b.head == m.head and (named or known) and (place is None or b.place is None or b.place.name == place.name):
                    if place is None and b.national != self.read.is_national(m) and self.read.is_national(m):
                        continue
                    if b.national and (place is not None or m.place_word) and not self.read.is_national(m):
                        continue  # "Ban Chỉ đạo 389 tỉnh" beside "Ban Chỉ đạo quốc gia chống buôn lậu …"
                    body = b
                    break
        if body is None or fold(body.head) != fold(m.head):
            return False
        self.of[i] = body
        body.mentions.append(i)
        body.place = body.place or self.read.place(m)
        return True

    # -- mentions that refer back

    def _refer(self, i: int) -> None:
        m = self.mentions[i]
        j = self.read.alias_target(i)
        shared = self._shared_topic(i)
        if shared is not None:
            self.of[i] = shared
        elif j is not None and self.of[j] is not None and self.of[j].kind == m.kind:  # type: ignore[union-attr]
            self.of[i] = self.of[j]
        else:
            self.of[i] = self._antecedent(i)
        chair = _OF_CHAIR.match(fold(self.read.topic(m))) if not m.anaphoric else None
        small = self.text[m.start].islower() and not FOUNDING.search(self.folded, max(0, m.start - 40), m.start)
        if self.of[i] is None and not small and (fold(m.head) in _SUPPORT or fold(m.head) in _SPECIAL_TEAMS or chair):
            self.of[i] = self._support(m, self._antecedent_of_kind(i, ("ban", "council")))
        body = self.of[i]
        if body is not None:
            body.mentions.append(i)

    def _antecedent(self, i: int) -> Body | None:
        m = self.mentions[i]
        place = self.read.place(m)
        short = m.rule == "body:short" and " " not in m.head
        head = fold(m.head)

        def fits(b: Body) -> bool:
            if place is not None and b.place is not None and b.place.name != place.name:
                return False
            if short:
                return b.kind == m.kind
            other = fold(b.head)
            if head in _SPECIAL_TEAMS:
                return other == head
            return other.startswith(head) or (b.kind == m.kind == "to" and head.startswith(other))

        seen = [self.of[j] for j in range(i) if self.of[j] is not None and j not in self.predecessors]
        back = self._in_focus(i, [b for b in reversed(seen) if b is not None and fits(b)])
        if back is not None or m.rule == "body:short":
            return back
        ahead = [self.of[j] for j in range(i + 1, len(self.mentions)) if j not in self.predecessors]
        return next((b for b in ahead if b is not None and fits(b)), None)

    def _shared_topic(self, i: int) -> Body | None:
        """"thành lập Ban Chỉ đạo và Tổ giúp việc xây dựng …": the first shares the second's topic and place."""
        m = self.mentions[i]
        after = self.mentions[i + 1] if i + 1 < len(self.mentions) else None
        if after is None or after.anaphoric or i + 1 in self.nested or self.folded[m.end : after.start] not in (" và ", ", "):
            return None
        second = self.of[i + 1]
        if second is None or second.parent is not None or not FOUNDING.search(self.folded, max(0, m.start - 30), m.start):
            return None
        for b in self.bodies:
            if fold(b.head) == fold(m.head) and topic_key(b.topic) == topic_key(second.topic) and b.place == second.place:
                return b
        body = Body(m.head, m.kind, [], second.topic, second.place, second.owner, second.tail, national=second.national, tail_last=second.tail_last)
        self.bodies.append(body)
        return body

    def _in_focus(self, i: int, candidates: list[Body]) -> Body | None:
        """The last one spoken of, unless it was named once in passing, in an earlier sentence, beside a main one."""
        if not candidates:
            return None
        last = candidates[0]
        named = [k for k in last.mentions if k < i and not self.mentions[k].anaphoric]
        start = max(self.folded.rfind(". ", 0, self.mentions[i].start), self.folded.rfind("\n", 0, self.mentions[i].start))
        others = [b for b in candidates if b is not last]
        local = bool(others) and not others[0].national and self.read.founded(others[0])
        if last.national and local and not self.read.founded(last) and all(self.mentions[k].start < start for k in named):
            return others[0]  # the country's board was told in passing beside the founded one
        if len(named) != 1 or len(last.mentions) > 1 or self.mentions[named[0]].start > start:
            return last
        if any(self.read.founded(b) for b in others):  # beside the body that is founded, one that somebody sits in is told in passing
            return last if self.read.founded(last) else others[0]
        m = self.mentions[named[0]]
        return others[0] if others and not FOUNDING.search(self.folded, max(0, m.start - 40), m.start) else last

    def _antecedent_of_kind(self, i: int, kinds: tuple[str, ...]) -> Body | None:
        order = [*range(i - 1, -1, -1), *range(i + 1, len(self.mentions))]
        seen = [self.of[j] for j in order if j not in self.predecessors]
        return next((b for b in seen if b is not None and b.kind in kinds and b.parent is None), None)

    def _support(self, m: BodyMention, parent: Body | None) -> Body | None:
        """A support team is its committee's: one body for each committee and head."""
        if parent is None:
            return None
        for b in self.bodies:
            if b.parent is parent and b.kind == m.kind and (fold(b.head) == fold(m.head) or fold(m.head) not in _SPECIAL_TEAMS):
                return b
        chair = "Trưởng" if _OF_CHAIR.match(fold(self.read.topic(m))) else ""
        body = Body(m.head, m.kind, [], topic=chair, parent=parent, national=parent.national)
        self.bodies.append(body)
        return body

    def _nest(self, i: int) -> None:
        m, j = self.mentions[i], self.nested[i]
        if self.of[j] is None and j not in self.nested:
            self._refer(j)
        parent = self.of[j] or self._parent_by_topic(m, self.mentions[j])
        self.of[j] = parent
        body = self._support(m, parent)
        self.of[i] = body
        if body is not None:
            body.mentions.append(i)

    def _parent_by_topic(self, m: BodyMention, inner: BodyMention) -> Body | None:
        """"Tổ giúp việc Ban Tổ chức" beside "Tổ giúp việc Festival A": the committee is that of the topic."""
        team = next((b for b in self.bodies if fold(b.head) == fold(m.head) and b.parent is None and b.topic), None)
        if team is None:
            return None
        parent = Body(inner.head, inner.kind, [], team.topic, team.place, team.owner, team.tail, national=team.national)
        self.bodies.append(parent)
        team.parent, team.topic, team.tail = parent, "", ""
        return parent

    # -- names

    def _settle(self, body: Body) -> None:
        """Give a body without a jurisdiction the article's own."""
        self._serve(body)
        if body.place is not None or body.owner or body.parent is not None or body.national or self.national_issuer:
            return
        if self.unit:
            body.owner = self.unit
            return
        unit = next((b.owner for b in self.bodies if b.owner and is_unit(b.owner)), None)
        if unit and (body.kind in ("to", "doan") or fold(body.head) == "tiểu ban"):
            body.owner = unit  # the teams of a hospital's committee are the hospital's
            return
        home = self.setting.home
        if home is not None and not self.setting.national and fold(body.head) != "tiểu ban":
            body.place = home

    def _organise(self) -> None:
        """A Ban Tổ chức that is never named in full is that of the article's only occasion ("Ngày hội A … thành lập Ban Tổ chức")."""
        mine = [i for i, m in enumerate(self.mentions) if fold(m.head) == "ban tổ chức" and m.anaphoric and m.rule != "body:short" and self.text[m.start].isupper() and self._shared_topic(i) is None]
        if not mine or any(fold(b.head) == "ban tổ chức" for b in self.bodies):
            return
        named = {n for words in _OCCASIONS if (n := self.read.occasion(words))}
        if len(named) != 1:
            return
        topic, tail, where = named.pop()
        if any(b.kind == "to" and fold(b.topic).startswith(fold(topic)) for b in self.bodies):
            return  # "Tổ giúp việc Festival A lần thứ V" tells the committee's name, too
        m = self.mentions[mine[0]]
        place = next((p for j in mine if (p := self.read.place(self.mentions[j]))), None) or (resolve_place_word(where, m.start, self.setting) if where else None)
        body = Body(m.head, m.kind, mine, topic, place, None, tail, tail_last=bool(where))
        self.bodies.append(body)
        for j in mine:
            self.of[j] = body

    def _name_occasion(self, body: Body) -> None:
        """"Ban Tổ chức Ngày hội", "Tổ công tác phục vụ Lễ hội": the occasion by the full name that the article gives it."""
        if body.kind == "council" and body.topic and not body.place and not body.tail:
            self._of_occasion(body)
        m = _OCCASION.fullmatch(fold(body.topic))
        named = self.read.occasion(m["what"]) if m else None
        if m and named:
            body.topic = f"{body.topic[: m.start('what')]}{named[0]}"
            body.tail = body.tail or named[1]

    def _of_occasion(self, body: Body) -> None:
        """"Hội đồng Nghệ thuật của Liên hoan": the occasion by its full name."""
        for i in body.mentions:
            of = _OF_OCCASION.match(self.folded, self.mentions[i].end)
            named = self.read.occasion(of["what"]) if of else None
            if named:
                body.topic, body.tail = f"{body.topic} {named[0]}", named[1]
                body.national = body.national or named[2] is None
                return

    def _serve(self, body: Body) -> None:
        """"Tổ Thư ký giúp việc Hội đồng": the team of the text's first council."""
        first = self.mentions[body.mentions[0]] if body.mentions else None
        if first is None or body.kind != "to" or body.parent is not None or not fold(body.topic).endswith("giúp việc"):
            return
        whom = _SERVES.match(self.folded, first.end)
        kind = "council" if whom and whom["whom"] == "hội đồng" else "ban"
        if whom:
            body.parent = next((b for b in self.bodies if b.kind == kind and b.parent is None and b.topic), None)
