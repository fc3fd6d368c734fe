"""A body of an article and its canonical name: head, topic, jurisdiction, term."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from extractor.lexicon.topics import nickname_topic, nicknames, spell_out
from extractor.model.mention import PlaceRef
from extractor.text.fold import fold

# Words that tell two names of one topic not apart.
_LIGHT = re.compile(r"(?<!\w)(?:về|công tác|thực hiện|triển khai|và|các|của|cho|trên địa bàn|việc|quốc gia|trung ương|nhiệm vụ|xây dựng)(?!\w)")


class Body(msgspec.Struct):
    """One body of the article. `mentions` index the text's body mentions, in order.

    `tail_last`: the text itself puts its place before the tail ("tỉnh A giai đoạn 2021-2025").
    """

    head: str
    kind: str
    mentions: list[int]
    topic: str = ""
    place: PlaceRef | None = None
    owner: str | None = None
    tail: str = ""
    parent: Body | None = None
    name: str = ""
    national: bool = False
    tail_last: bool = False


@lru_cache(maxsize=1024)
def topic_key(topic: str) -> str:
    """A topic for comparing: folded, without light words and punctuation."""
    words = _LIGHT.sub(" ", fold(spell_out(topic)))
    return " ".join(_NO_WORD.sub(" ", words).split())


_NO_WORD = re.compile(r"[^\w/]+")


def full_name(body: Body) -> str:
    """The canonical name: head, topic spelled out, jurisdiction or owner, and its term or edition."""
    head = standard_head(body.head)
    if body.parent is not None:
        return " ".join(p for p in (head, body.topic, full_name(body.parent)) if p)
    topic = _full_topic(body)
    parts = [head, topic]
    tail = "" if fold(body.tail) in fold(topic) else body.tail
    year = re.search(r"năm (\d{4})$", fold(tail))
    if year and re.search(rf"[^\W\d]\S* {year[1]}$", topic):
        topic = topic[: -len(year[1])].rstrip()  # "Kỳ thi tốt nghiệp THPT 2023" beside "… năm 2023"
        parts[-1] = topic
    if tail and not body.tail_last:
        parts.append(tail)
        tail = ""
    if _names_its_object(topic, body):
        pass
    elif body.owner:
        twice = re.search(r" (?:bệnh viện|trường|công ty|tổng công ty|học viện|tập đoàn)$", fold(topic))
        if twice and fold(body.owner).startswith(twice[0].strip() + " "):
            parts[1] = topic[: twice.start()]  # "Hội đồng Quản lý chất lượng bệnh viện" of Bệnh viện A
        parts.append(f"của {body.owner}" if fold(body.owner) in ("thủ tướng chính phủ", "chính phủ", "quốc hội") else body.owner)
    elif body.place is not None and not fold(f"{topic} {tail}".strip()).endswith(_bare(body.place)) and not fold(topic).endswith(_bare(body.place)):
        parts.append(body.place.name)
    return " ".join(p for p in [*parts, tail] if p).replace(" , ", ", ")


# The place in an event's name ("Festival Huế 2010") tells whose it is.
_EVENT = re.compile(r"(?<!\w)(?:festival|lễ hội|liên hoan|sea games|asiad|hội chợ)(?!\w)")


# "… gây ra tại các huyện A, B và thị xã C"
_PLACE_BY_PLACE = re.compile(r"(?<!\w)(?:tại|trên địa bàn) (?:các|hai|ba|bốn|năm|\d) (?:huyện|xã|phường|quận|tỉnh|thành phố|thị xã) \w+.* và ")


def _names_its_object(topic: str, body: Body) -> bool:
    """True where the topic is the one thing that the body is for, so that no jurisdiction is added.

    "hợp nhất tỉnh A và tỉnh B", "cổ phần hóa Công ty C" (not "cổ phần hóa các nông trường"), "Festival Huế 2010".
    """
    key = fold(topic)
    if key.startswith("cổ phần hóa "):
        return any(word[:1].isupper() for word in topic.split()[3:])
    if body.place is None:
        return False
    if _PLACE_BY_PLACE.search(key):
        return True
    bare = _bare(body.place)
    if key.startswith(("hợp nhất ", "sáp nhập ")) and f" {bare}" in key:
        return True
    said = bare in key or body.place.name.split()[-1] in topic.split()  # Huế for Thừa Thiên Huế
    return said and _EVENT.search(key) is not None


def _full_topic(body: Body) -> str:
    """The topic with abbreviations spelled out; a number that everybody knows gives its topic."""
    number = re.match(r"(\d{2,4})(?: (?:quốc gia|trung ương))?$", fold(body.topic))
    if number and number[1] in nicknames():
        return f"{'quốc gia ' if body.national else ''}{nickname_topic(number[1])}"
    return spell_out(body.topic)


def name_overlap(one: Body, other: Body) -> float:
    """The share of the shorter name's words that the other name has too."""
    a, b = (set(topic_key(f"{x.head} {x.topic} {x.parent.topic if x.parent else ''}").split()) for x in (one, other))
    return len(a & b) / max(1, min(len(a), len(b)))


def _bare(place: PlaceRef) -> str:
    return re.sub(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) ", "", fold(place.name))


def standard_head(head: str) -> str:
    """"BCĐ", "Ban chỉ đạo" → "Ban Chỉ đạo"; others with a capital and standard tone marks."""
    key = fold(head)
    known = {"ban chỉ đạo": "Ban Chỉ đạo", "ủy ban quốc gia": "Ủy ban Quốc gia"}
    return known.get(key, key[:1].upper() + head[1:] if head else head)
