"""What one mention of a body says of itself: its topic, jurisdiction and owner, and what it is short for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from extractor.find.bodies import read_topic
from extractor.find.body_extent import OWN_UNITS
from extractor.lexicon.topics import spell_out
from extractor.link.jurisdiction import Resolution, Setting, resolve_place_word
from extractor.model.mention import AgencyMention, BodyMention, PlaceRef
from extractor.text.fold import fold

# A body with one of these in its name or behind it belongs to no province.
_NATIONAL = re.compile(r"(?<!\w)(?:quốc gia|trung ương|chính phủ(?! điện tử| số)|nhà nước|liên ngành trung ương|(?<!đại biểu )quốc hội"
    r"|vùng (?:trung du|đồng bằng|đông nam|tây nguyên|kinh tế trọng điểm|bắc trung|duyên hải|miền|tây bắc|tây nam|thủ đô)|tây nguyên|tây bắc|tây nam bộ)(?!\w)")
_OWNER = re.compile(r"^(?:của |thuộc )?(?P<owner>Thủ tướng(?: Chính phủ)?|Chính phủ|Trung ương|Quốc hội|(?:Bộ|Sở|Cục|Tổng cục|ngành|Ngành) .+)$")
_ALIAS = re.compile(r'"?[;,]?\s*\(?(?:sau đây |từ đây |từ nay |dưới đây |hay |còn |thường )*(?:được )?(?:gọi|viết|nói)?(?: chung| tắt| ngắn| gọn| cho gọn| ngắn gọn)?(?: là)?:? ?"?\s*')
# Units that found bodies for themselves.
_UNIT = re.compile(r"(?:trường|bệnh viện|đại học|học viện|trung tâm y tế)(?!\w)")
FOUNDING = re.compile(r"(?:thành lập|lập|kiện toàn|giải thể|đổi tên|bổ sung|thành|phó trưởng|trưởng|thành viên|ủy viên)(?: \w+){0,5} $")


def is_unit(name: str) -> bool:
    """True for a school, hospital or university, which has bodies of its own."""
    return _UNIT.match(fold(name)) is not None


class MentionReader:
    """Reads the mentions of one text; `owners` are its agencies by their start."""

    def __init__(
        self, text: str, mentions: Sequence[BodyMention], setting: Setting, owners: Mapping[int, tuple[AgencyMention, Resolution]]
    ):
        self.text, self.mentions, self.setting, self.owners = text, mentions, setting, owners
        self.folded = fold(text)

    def topic(self, m: BodyMention) -> str:
        """What the body is about, as written."""
        return m.name[len(m.head) :].strip()

    def place(self, m: BodyMention) -> PlaceRef | None:
        """The place of its jurisdiction."""
        if not m.place_word:
            return None
        owner = self.owner_mention(m)
        if owner is not None:
            return owner[1].place if owner[0].kind in ("ubnd", "hdnd") else None
        place = resolve_place_word(m.place_word, m.start, self.setting)
        if place is not None and re.match(rf"{re.escape(fold(place.name))} \d+$", fold(m.place_word)):
            place = msgspec.structs.replace(place, name=f"{place.name} {m.place_word.split()[-1]}")
        return place

    def owner_mention(self, m: BodyMention) -> tuple[AgencyMention, Resolution] | None:
        """The agency that stands in the mention's jurisdiction: "… của Bộ Y tế"."""
        if not m.place_word:
            return None
        at = self.text.find(m.place_word, m.start, m.end)
        return self.owners.get(at) if at >= 0 else None

    def owner(self, m: BodyMention) -> str | None:
        """The ministry, government or office whose body it is."""
        owner = self.owner_mention(m)
        if owner is None and fold(m.place_word or "") in ("bộ", "tổng cục"):
            before = [r.name for at, (a, r) in sorted(self.owners.items()) if at < m.start and a.kind in ("bo", "tong-cuc") and r.name]
            return before[-1] if before else None
        if owner is not None:
            return None if owner[0].kind in ("ubnd", "hdnd") else owner[1].name
        if fold(m.place_word or "") in OWN_UNITS.split("|"):
            return self.organisation(fold(m.place_word or ""))
        said = _OWNER.match(m.place_word or "")
        return "Thủ tướng Chính phủ" if said and said["owner"] == "Thủ tướng" else said["owner"] if said else None

    def occasion(self, words: str) -> tuple[str, str, str | None] | None:
        """(name, edition, the jurisdiction's words) of the occasion that the article names in full elsewhere and here calls by `words` alone ("Ngày hội")."""
        best: tuple[str, str, str | None] | None = None
        ends = {at: a.end for at, (a, _) in self.owners.items()}
        for m in re.finditer(rf"(?<!\w){re.escape(words)} (?=\S)", self.folded):
            if not (self.text[m.start()].isupper() and (self.text[m.end()].isupper() or self.text[m.end()].isdigit())):
                continue
            topic, place, tail = read_topic(self.text, m.start(), m.end() - 1, ends)
            if len(topic.split()) > len(words.split()) and (best is None or len(topic) + len(tail) > len(best[0]) + len(best[1])):
                best = topic, tail, place
        return best

    def organisation(self, kind: str) -> str | None:
        """The organisation that the article calls by its kind alone ("Tổng công ty", "Trường"): the first named with it, or its only one."""
        kinds = ("trường", "đại học", "học viện") if kind == "nhà trường" else (kind,)
        names = [r.name for _, (a, r) in sorted(self.owners.items()) if r.name and fold(r.name).startswith(kinds)]
        return names[0] if names else None

    def is_alias(self, i: int) -> bool:
        """Whether the mention stands for another one: an alias or a number that everybody knows."""
        return self.alias_target(i) is not None or self.nickname(i) is not None

    def alias_target(self, i: int) -> int | None:
        """The mention that this one, in brackets or after "gọi tắt là", stands for."""
        m = self.mentions[i]
        for j in range(i - 1, max(-1, i - 4), -1):
            before = self.mentions[j]
            gap = self.folded[before.end : m.start]
            if before.end <= m.start and len(gap) < 45 and ("(" in gap or "gọi" in gap or "nói" in gap) and _ALIAS.fullmatch(gap):
                return j
        return None

    def nickname(self, i: int) -> str | None:
        """"389" of "Ban Chỉ đạo 389", a number by which a body is known."""
        number = re.match(r"\d{2,4}(?!\w)", self.topic(self.mentions[i]))
        return number[0] if number else None

    def is_national(self, m: BodyMention) -> bool:
        """Whether its own words say that it is no province's."""
        return bool(_NATIONAL.search(fold(spell_out(m.name))) or _NATIONAL.search(fold(m.place_word or "")))

    def subject_place(self, m: BodyMention) -> PlaceRef | None:
        """"TP.HCM cũng đã thành lập Ban Chỉ đạo …": the place that the founding sentence begins with."""
        if not FOUNDING.search(self.folded, max(0, m.start - 40), m.start):
            return None
        start = max((at + len(mark) for mark in (". ", "… ", "\n") if (at := self.folded.rfind(mark, 0, m.start)) >= 0), default=0)
        for p in self.setting.places:
            inside = any(at <= p.start < a.end and (is_unit(a.head) or a.kind == "organisation") for at, (a, _) in self.owners.items())
            if start <= p.start <= start + 30 and p.end < m.start and (p.typed or p.ref.level == "province") and not inside:
                return p.ref
        return None

    def subject_ministry(self, m: BodyMention) -> str | None:
        """"Bộ Y tế (Bệnh viện A) vừa thành lập Ban Chỉ đạo …": its own, unless the name says it is the whole country's."""
        if fold(m.head) != "ban chỉ đạo" or not FOUNDING.search(self.folded, max(0, m.start - 40), m.start):
            return None
        if re.search(r"toàn quốc|cả nước|ngành|liên bộ", fold(m.name)):
            return None
        start = max((at + len(mark) for mark in (". ", "\n") if (at := self.folded.rfind(mark, 0, m.start)) >= 0), default=0)
        first = next(((a, r) for at, (a, r) in sorted(self.owners.items()) if start <= at < m.start), None)
        if first is None or first[0].start > start + 45:
            return None
        if (first[0].kind == "bo" and first[0].start <= start + 30) or is_unit(first[0].head):
            return first[1].name
        return None
