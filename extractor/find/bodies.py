"""Inter-agency and ad-hoc bodies by name: "Ban Chỉ đạo phòng, chống AIDS, ma túy, mại dâm tỉnh Hà Giang".

A name is a head (gazetteer), a topic and a jurisdiction; where it ends is found in `body_extent.py`. Mentions that only
refer back ("Ban này", "Tổ") are found beside the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.find.body_extent import BARE_YEAR, LEVELS, PLACE, SEVERAL_OWNERS, Extent
from extractor.lexicon.bodies import (
    BodyHead,
    excluded_after,
    extent_patterns,
    head_firsts,
    head_pattern,
    short_firsts,
    short_pattern,
    standalone_forms,
)
from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.model.mention import AgencyMention, BodyMention
from extractor.text.fold import fold

_TAIL = re.compile(r"(?:^|[, ]+)(?:đến năm \d{4}|giai đoạn|thời kỳ \d|nhiệm kỳ|lần thứ|năm \d{4}|khóa [ivx\d]).*$")
_GENERIC_OWNER = re.compile(
    r"(?:của |ở |tại |thuộc )?(?:các |những )?(?:bộ|ngành|sở|địa phương|tỉnh|huyện|xã|cấp)(?:, (?:các )?(?:ban|ngành|địa phương|tỉnh|thành phố|huyện|quận|phường|thị trấn|thị xã|thành|thị)(?!\w))+"
)
_EACH_OWNER = re.compile(r" (?:của |ở )?(?:các|từng|mỗi|những) (?:xã|phường|huyện|quận|tỉnh|thành phố|bộ|ngành|sở|địa phương|cấp|đơn vị|cơ quan)(?!\w)| các cấp| (?:bộ|ngành|cấp) (?:mình|tỉnh, |huyện, )")
_SHORT_TOPIC = re.compile(r"(?:cho )?(?:ủy ban|ban|hội đồng|ban này)$")
_PLURAL = re.compile(r"(?:\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|nhiều|một số|từng|mỗi|mọi|thêm các|hàng loạt) $")
_OF_GOVERNMENT = re.compile(r"(?:của )?(?:thủ tướng|chính phủ)")
_LEVEL_ALONE = re.compile(r"cấp (?:bộ|tỉnh|huyện|xã|cơ sở)")
_FOUNDS = re.compile(r"(?:thành lập|kiện toàn|giải thể)(?: \w+){0,2} $")
_LIKE_IT = re.compile(r"(?:tương ứng|tương tự|cùng tên|như vậy|cùng loại|cấp mình|của mình|của cấp mình|riêng)(?!\w)")
_OF_LEVEL = re.compile(r" cấp (?:tỉnh|huyện|xã|trường|cơ sở|thành phố)$")
_QUOTED = re.compile(r'( [^"\n]{3,300}?)[.,]?"')
# “Ban Chỉ đạo họp lúc 23 giờ là chuyện thường. …”: somebody speaks.
_SPEECH = re.compile(r"[.!?…] | (?:là|đã|sẽ|họp|rất|đang)(?!\w)")
_NESTED = re.compile(r" ?(?P<help>giúp việc )?(?:cho |của |thuộc )?(?=\S)")
# "Tổ trưởng Tổ an sinh xã hội": what a Tổ trưởng leads is a team, whatever its task.
_LED_TEAM = re.compile(
    r"(?:(?<=tổ trưởng )|(?<=tổ phó ))tổ"
    r"(?= (?!dân|tự quản|trưởng|công tác|giúp việc|hợp tác|liên gia|bầu|khu|\d|[ivx]+\b)[^\W\d])(?! (?:chức|hợp)\b)"
)
# "thành lập Tổ tuần tra, kiểm soát …": behind a verb of founding and with a capital, a team of whatever task.
_FOUNDED_TEAM = re.compile(
    r"(?:(?<=thành lập )|(?<=kiện toàn )|(?<=giải thể )|(?<= lập ))tổ"
    r"(?= (?!dân|tự quản|trưởng|hợp tác|liên gia|khu|đảng|công đoàn|nghiệp đoàn|nhân dân|hội|sản xuất|tiết kiệm|phụ nữ|bầu cử|\d|[ivx]+\b)[^\W\d])(?! (?:chức|hợp|yến|quốc)\b)"
)
# "làm Tổ trưởng Tổ tổng hợp, Tổ hậu cần, Tổ vắc xin": further teams of a row.
_TEAM_IN_ROW = re.compile(r"(?:(?<=, )|(?<= và ))tổ(?= (?!dân|tự quản|trưởng|phó|hợp tác|viên|\d|[ivx]+\b)[^\W\d])(?! (?:chức|hợp)\b)")
_LEADS_TEAMS = re.compile(r"tổ (?:trưởng|phó) (?:các )?tổ [^.;\n]*$")
_TEAM = frozenset(("tổ",))
_OF_CHAIR = re.compile(r" (?:cho )?(?:trưởng ban|trưởng)(?: chỉ đạo)?(?!\w)")


def find_bodies(text: str, agencies: Sequence[AgencyMention] = ()) -> list[BodyMention]:
    """All mentions of bodies in `text`, in order; nested ones overlap ("Tổ giúp việc Ban Chỉ đạo 35").

    `agencies` are those already recognised: a head that begins inside one is none ("Ban Tổ chức Tỉnh ủy"), and one
    that stands at the end of a name owns the body ("… của Bộ Y tế").

    >>> [(m.name, m.place_word) for m in find_bodies("Lập Tổ giúp việc và kiện toàn BCĐ phòng, chống ma túy tỉnh Sơn La gồm 20 người")]
    [('Tổ giúp việc', None), ('Ban Chỉ đạo phòng, chống ma túy', 'tỉnh Sơn La')]
    """
    folded = fold(text)
    pattern, by_form = head_pattern()
    taken = sorted((a.start, a.end) for a in agencies)
    owners = {a.start: a.end for a in agencies}
    found: list[BodyMention] = []
    tokens = tokens_of(text)
    named = [*matches_at(pattern, folded, tokens.begins(head_firsts()))]
    for m in sorted([*named, *_open_teams(text, folded, named)], key=lambda m: m.start(), reverse=True):
        head = by_form.get(m[0]) or by_form["tổ công tác"]
        excluded = excluded_after(head.id)
        inside = head.id != "trung-tam-chi-huy" and any(a <= m.start() < b for a, b in taken)
        if (excluded and excluded.match(folded, m.end())) or inside:
            continue
        if head.id == "ban-dac-thu" and folded.endswith("trưởng ", 0, m.start()) and text[m.start() + 4].islower():
            continue  # "các Phó Trưởng Ban điều phối việc …": a verb
        if m[0] == "ban thường trực" and folded.endswith("trưởng ", 0, m.start()):
            continue  # "Phó Trưởng Ban Thường trực Ban Tổ chức …" is a role
        mention = _mention(text, folded, m, head, found, owners)
        if mention is not None:
            found.append(mention)
    found.reverse()
    return _with_short_forms(text, folded, found)


def _open_teams(text: str, folded: str, heads: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Teams of any task, told by what stands before them: a verb of founding, "Tổ trưởng", a row of teams."""
    at = tokens_of(text).begins(_TEAM)
    if not at:
        return []
    named = {m.start() for m in heads}
    teams = [*matches_at(_LED_TEAM, folded, at)]
    teams += [m for m in matches_at(_FOUNDED_TEAM, folded, at) if text[m.start()] == "T" and text[m.start() + 3].islower()]
    teams += [m for m in matches_at(_TEAM_IN_ROW, folded, at) if text[m.start()] == "T" and _LEADS_TEAMS.search(folded, max(0, m.start() - 300), m.start())]
    return [m for m in teams if m.start() not in named]


def _mention(
    text: str, folded: str, m: re.Match[str], head: BodyHead, later: list[BodyMention], owners: dict[int, int]
) -> BodyMention | None:
    name = head.name or (text[m.start()].upper() + text[m.start() + 1 : m.end()])
    if head.body_class == "doan" and not text[m.start()].isupper():
        return None
    if head.body_class in {"to", "doan"} or head.id == "ban-dac-thu":
        nested = _nested(folded, m.end(), later)
        if nested is not None:
            inner = nested.name
            if _NESTED.match(folded, m.end())["help"]:  # type: ignore[index]
                name = f"{name} giúp việc"
            return BodyMention(
                start=m.start(), end=nested.end, kind=head.body_class, head=name,
                name=f"{name} {inner}", place_word=nested.place_word, tail=nested.tail, rule=f"body:{head.id}:nested",
                anaphoric=nested.anaphoric,
            )  # fmt: skip
    chair = _OF_CHAIR.match(folded, m.end()) if head.body_class == "to" else None
    extent = Extent(text, folded, chair.end() if chair else m.end(), extent_patterns(), owners)
    founded = _FOUNDS.search(folded, max(0, m.start() - 30), m.start())
    extent.founded = bool(founded) or folded.endswith(("đứng đầu ", "tổ trưởng ", "tổ phó ", "lập ", "tham gia "), 0, m.start())
    extent.dutiful = head.id in ("ban-chi-dao", "ban-to-chuc", "ban-chi-huy") and not extent.founded
    extent.active = head.id in ("to", "doan", "ban-dac-thu")
    quoted = _QUOTED.match(folded, m.end()) if folded[m.start() - 1 : m.start()] == '"' else None
    if quoted and head.body_class in ("to", "ban", "council") and len(quoted[1]) > 25 and not _SPEECH.search(quoted[1]):
        extent.end = quoted.end(1)  # a name in quotation marks ends with them
        last = next((p for p in PLACE.finditer(text, m.end(), extent.end) if p.end() == extent.end and " " in p[0].replace("HCM", " ")), None)
        extent.place = last.span() if last else None
    elif not head.closed:
        extent.walk()
    if not quoted and not head.closed:
        _to_short_form(text, folded, m, extent)
    generic = _GENERIC_OWNER.match(folded, extent.end + 1) if extent.end < len(text) else None
    plural = bool(_PLURAL.search(folded[max(0, m.start() - 12) : m.start()]))
    if generic or SEVERAL_OWNERS.match(folded, extent.end):
        return None
    topic, place, tail = _parts(text, extent, m.end())
    if _EACH_OWNER.match(folded, m.end()):
        return None
    if fold(topic).endswith(" các cấp") and not place and not founded:
        return None  # "Ban Chỉ đạo phòng, chống AIDS các cấp": many
    if _LIKE_IT.match(folded, m.end() + 1):
        return None  # "cấp huyện lập ban chỉ đạo tương ứng"
    if topic[:1] in "cC" and _LEVEL_ALONE.fullmatch(fold(topic)):
        return None
    if folded.endswith("giúp ", 0, m.start()) and fold(topic).startswith("về"):
        topic, place, tail = "", None, ""  # "giúp Đoàn giám sát về những vấn đề …"
    if topic == "cấp":
        topic = ""  # "Ban Chỉ đạo cấp tỉnh" refers back
    if head.body_class == "to" and _SHORT_TOPIC.match(fold(topic)):
        topic = ""
    one = folded.endswith("một ", 0, m.start()) and not place and fold(topic) in ("quốc gia", "liên ngành", "", "trung ương")
    if one and folded.startswith((" và", " dừng", ",", "."), extent.end):
        return None  # "một Ban Chỉ đạo quốc gia và một Tổ công tác liên ngành dừng hoạt động"
    if plural and (not (place and topic) or not text[m.start()].isupper()):
        return None
    if text[m.start()].islower() and _OF_LEVEL.search(folded, m.end(), extent.end):
        return None  # "ban chỉ đạo thi cấp tỉnh do Chủ tịch UBND tỉnh quyết định": one of many
    if head.needs_topic and not topic and not place:
        return None
    if head.id == "hoi-dong" and ((not topic and place is None) or fold(topic) in ("thi", "quản lý")):
        return None  # "Chủ tịch Hội đồng thi": one of many
    topic = f"{head.topic} {topic}".strip()
    several = extent.active and text[m.end() : m.end() + 1] == "," and topic
    full = f"{name}, {topic}" if several else f"{name} {topic}".strip()
    return BodyMention(
        start=m.start(), end=extent.end, kind=head.body_class, head=name, name=full, place_word=place, tail=tail,
        anaphoric=not topic and fold(m[0]) not in standalone_forms() and not (head.body_class == "to" and _OF_GOVERNMENT.match(fold(place or ""))), rule=f"body:{head.id}",
    )  # fmt: skip


# "Ban Vận động … bệnh hiểm nghèo tỉnh A (gọi tắt là Ban Vận động cứu trợ)": the name goes up to the bracket.
_SHORT_FORM = re.compile(r"\s?\((?:sau đây |dưới đây )?(?:gọi|viết)(?: tắt| chung)*(?: là)?:? ?\"?(?P<short>\w+)")
_NO_NAME = re.compile(r"(?<!\w)(?:gồm|làm trưởng|làm tổ|làm chủ|đã|vừa|được|ban hành|ông|bà|đồng chí|là|trong đó|(?<!tiếp )theo)(?!\w)|\.")


_YEARS = re.compile(r" ?\(\d{4} ?[-–] ?\d{4}\)")


def _to_short_form(text: str, folded: str, m: re.Match[str], extent: Extent) -> None:
    """Move the end of the name to the bracket that gives its short form, if nothing but a name stands between."""
    limit = min(len(folded), m.end() + 420)
    if folded.find("(", extent.end, limit) < 0:
        return
    again = re.compile(rf"\(\"?(?:{re.escape(m[0])}|bcđ)\"?\)").search(folded, extent.end, limit)  # "… chủ nghĩa xã hội (Ban Chỉ đạo)"
    said = _SHORT_FORM.search(folded, extent.end, limit)
    bracket = min((x.start() for x in (again, said) if x), default=-1)
    if bracket < 0 or extent.end + 1 >= bracket or "\n" in folded[m.start() : bracket]:
        return
    own = again is not None and again.start() == bracket
    if not own and (said is None or not (said["short"] == m[0].split()[0] or said["short"].startswith("bc"))):
        return
    if _NO_NAME.search(folded, extent.end, bracket) or head_pattern()[0].search(folded, extent.end, bracket):
        return
    stop = len(text[:bracket].rstrip())
    extent.skipped += [y.span() for y in _YEARS.finditer(text, extent.end, stop)]
    place = next((p for p in PLACE.finditer(text, extent.end, stop) if p.end() == stop), None)
    extent.place = place.span() if place else None
    extent.end = stop


def _nested(folded: str, at: int, later: list[BodyMention]) -> BodyMention | None:
    """The body that follows at once: "Tổ giúp việc (cho) Ban Chỉ đạo …"."""
    m = _NESTED.match(folded, at)
    return next((b for b in reversed(later) if m and b.start == m.end()), None) if "\n" not in folded[at : at + 8] else None


def _parts(text: str, extent: Extent, start: int) -> tuple[str, str | None, str]:
    """(topic without brackets, the jurisdiction's words, what the name has behind its place or at its end)."""
    stop = extent.end
    place = None
    tail = ""
    if extent.place:
        place = text[extent.place[0] : extent.place[1]]
        rest = text[extent.place[1] : extent.end]
        if _TAIL.search(fold(rest)) or BARE_YEAR.fullmatch(rest):
            tail = rest
        else:
            place += rest
        stop = _owner_start(text, extent.place[0])
    kept, at = [], start
    for a, b in sorted(extent.skipped):
        if a < stop:
            kept.append(text[at:a])
            at = b
    topic = _clean("".join([*kept, text[at:stop] if at < stop else ""]))
    topic = _NEW_AT_END.sub("", topic)
    if place is None and (inside := _PLACE_INSIDE.search(topic)):
        topic, place = topic[: inside.start()], inside[1]
    end = _TAIL.search(fold(topic)) if not extent.place else None
    if end and end.end() == len(topic) and end.start() > 0:
        topic, tail = topic[: end.start()], topic[end.start() :]
    if place and fold(place) in LEVELS.split("|"):
        if not topic.lower().endswith("năng lực cạnh tranh cấp"):
            topic = _LEVEL_AT_END.sub("", topic)  # "… cấp tỉnh": the province's
        else:
            topic = f"{topic} {place}"  # an index of that name
    return _clean(topic), place, _clean(tail)


def read_topic(text: str, start: int, end: int, owners: dict[int, int]) -> tuple[str, str | None, str]:
    """What a name says that begins at `start` with a word ending at `end` ("Ngày hội"): (topic, the jurisdiction's words, its term or edition).

    `owners` are the ends of the agencies by their starts; offsets in characters.
    """
    extent = Extent(text, fold(text), end, extent_patterns(), owners)
    extent.dutiful = False
    extent.walk()
    return _parts(text, extent, start)


# “Phòng, chống tác hại của thuốc lá trên địa bàn tỉnh”: quotation marks hold the jurisdiction, too.
_PLACE_INSIDE = re.compile(rf"(?i) (?:trên địa bàn|của) ({LEVELS})$")


_NEW_AT_END = re.compile(r"(?<!nông thôn)(?<!đổi)(?<!con người) mới$", re.I)
_LEVEL_AT_END = re.compile(r"\s+cấp$", re.I)
_QUOTES = str.maketrans("", "", '"“”„')
_LEAD = re.compile(r"(?:\((?:BCĐ|BCD)\)|về việc)\s*")


def _clean(words: str) -> str:
    words = " ".join(words.split()).translate(_QUOTES).strip(" ,;-–")
    lead = _LEAD.match(words)
    return words[lead.end() :] if lead else words


_OWNS = re.compile(r"(?:của|thuộc|tại|trên địa bàn) $", re.I)


def _owner_start(text: str, at: int) -> int:
    m = _OWNS.search(text, max(0, at - 14), at)
    return at - len(m[0]) if m else at


_VERB = re.compile(r"(?:là|có|được|vừa|đã|sẽ|gồm|do|họp|phải|còn|cũng|theo|giúp|thay|tự|dự kiến|hoạt động|làm việc|lo|soạn|gồm có|bao gồm|và|cùng)(?!\w)")
_THIS = re.compile(r" (?:này|nói trên|nêu trên|trên|đó|mới)(?!\w)")


def _with_short_forms(text: str, folded: str, found: list[BodyMention]) -> list[BodyMention]:
    """Add what only refers back: "Ban này", "Tổ", "Hội đồng", "Ủy ban" as whole words with a capital or with "này"."""
    spans = [(b.start, b.end) for b in found]
    pattern, heads = short_pattern()
    out = list(found)
    for m in matches_at(pattern, folded, tokens_of(text).begins(short_firsts())):
        if any(a <= m.start() < b for a, b in spans):
            continue
        this = _THIS.match(folded, m.end())
        before = folded[max(0, m.start() - 12) : m.start()]
        if not this and (not _stands_alone(text, folded, m) or before.endswith(("sở, ", "trưởng ", "các ", "tiểu "))):
            continue
        head = heads[m[0]][0]
        end = this.end() if this else m.end()
        out.append(
            BodyMention(
                start=m.start(), end=end, kind=head.body_class, head=text[m.start() : m.end()],
                name=text[m.start() : m.end()], anaphoric=True, rule="body:short",
            )
        )
    return sorted(out, key=lambda b: (b.start, -b.end))


def _stands_alone(text: str, folded: str, m: re.Match[str]) -> bool:
    """A short form is no part of a longer word or name ("Tổ chức", "Ban Dân vận"): punctuation or a verb follows."""
    rest = text[m.end() : m.end() + 2]
    if not rest[:1].isspace() or rest[:1] == "\n":
        return text[m.start()].isupper()
    verb = _VERB.match(folded, m.end() + 1)
    if " " in m[0]:
        return text[m.start()].isupper() and not rest[1:2].isupper() and not text[m.end() :].startswith((" nhân dân", " Nhân dân"))
    return bool(verb) and (text[m.start()].isupper() or folded.startswith(("vừa", "được"), m.end() + 1))
