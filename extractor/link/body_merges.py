"""Bodies that turn out to be one: under a headline, by a shortened name, by equal names. The lists given are changed in place."""

from __future__ import annotations

from extractor.link.body_mentions import MentionReader
from extractor.link.body_names import Body, name_overlap, topic_key
from extractor.text.fold import fold


def merge_headline(reader: MentionReader, bodies: list[Body], of: list[Body | None], title_end: int) -> None:
    """A body that only the headline names, in other words, is the text's first one of that kind."""
    for body in list(bodies):
        named = [i for i in body.mentions if not reader.mentions[i].anaphoric]
        last = max(named, default=-1)  # the mentions stand in the order in which they were understood
        if not named or reader.mentions[last].start >= title_end or body.parent is not None:
            continue
        rest = [b for b in bodies if b is not body and b.kind == body.kind and b.mentions and max(b.mentions) > last]
        rest = [b for b in rest if not (body.place and (b.national or (b.place and body.place.name != b.place.name)))]
        alike = [b for b in rest if name_overlap(body, b) >= 0.6]
        only = rest[:1] if len(rest) == 1 and (body.kind == "to" or _begins_like(body, rest[0])) else []
        for other in (alike or only)[:1]:
            _unite(bodies, of, body, other)


def _begins_like(body: Body, other: Body) -> bool:
    """"Hội đồng phối hợp cấp Trung ương" over "Hội đồng phối hợp phổ biến, giáo dục pháp luật Trung ương"."""
    opening = topic_key(body.topic).split(" cấp")[0]
    return len(body.topic.split()) <= 3 and fold(body.head) == fold(other.head) and topic_key(other.topic).startswith(opening)


def merge_shortened(reader: MentionReader, bodies: list[Body], of: list[Body | None]) -> None:
    """"Ban Chỉ đạo chống dịch" in a headline above "Ban Chỉ đạo phòng, chống dịch bệnh Covid-19": the only one that says the same."""
    for body in list(bodies):
        stands = body.place or body.owner or body.tail or body.parent or body.national
        if stands or len(body.topic.split()) < 2 or body.topic[0].isupper() or reader.founded(body):
            continue
        key = topic_key(body.topic)
        longer = [
            b for b in bodies
            if b is not body and fold(b.head) == fold(body.head) and not b.national and b.parent is None
            and topic_key(b.topic) != key and f" {key} " in f" {topic_key(b.topic)} "
        ]  # fmt: skip
        if len(longer) == 1:
            _unite(bodies, of, body, longer[0])


def merge_same_names(bodies: list[Body], of: list[Body | None]) -> None:
    """Bodies of one name are one; every body's mentions stand in text order afterwards."""
    by_name: dict[str, Body] = {}
    for body in list(bodies):
        first = by_name.setdefault(fold(body.name), body)
        if first is not body:
            _unite(bodies, of, body, first)
    for body in bodies:
        body.mentions = sorted(set(body.mentions))


def _unite(bodies: list[Body], of: list[Body | None], body: Body, into: Body) -> None:
    of[:] = [into if b is body else b for b in of]
    into.mentions = sorted({*into.mentions, *body.mentions})
    bodies.remove(body)
