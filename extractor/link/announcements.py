"""Which document the article announces: one of the named ones, or one that has neither number nor date.

A named document is weighed by the words around its first mention, its place and its
date; an unnumbered one is read from "vừa có Quyết định thành lập…" and its kin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from extractor.lexicon.document_types import type_of_word
from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.link.work_functions import sentence_of
from extractor.link.work_issuers import Candidate
from extractor.model.mention import DateMention

_ISSUED_BEFORE = re.compile(r"\b(?:đọc(?:\s+toàn\s+văn)?|giới\s+thiệu|quán\s+triệt|ban\s+hành(?:\s+kèm\s+theo)?|thông\s+qua|ký(?:\s+ban\s+hành)?|ra|có|công\s+bố|trao|nhận)(?:\s+(?:tiếp|luôn|thêm))?(?:\s+văn\s+bản)?\s*$", re.I)
_ISSUED_AFTER = re.compile(
    r"[^.;\n]{0,90}?(?:\b(?:vừa|mới)\s+(?:được\s+)?(?:[^.;,\n]{0,50}\s)?(?:ban\s+hành|ký|ra)\b|\bđược\s+[^.;,\n]{0,60}(?:ban\s+hành|ký|công\s+bố|trao)\b|\bký\s+(?:ban\s+hành\s+)?(?:ngày|hôm)\b)", re.I
)
_MEANS = re.compile(r"\b(?:theo|tại|bằng|với|ở|qua)\s*$", re.I)
_ACTS = r"(?:thành\s+lập|kiện\s+toàn|bổ\s+nhiệm|phê\s+duyệt|ban\s+hành|bổ\s+sung|điều\s+động|công\s+nhận|giải\s+thể|đổi\s+tên|sửa\s+đổi|thay\s+đổi|quy\s+định|phân\s+công|giao|hợp\s+nhất|sáp\s+nhập|cử|điều\s+chỉnh|tổ\s+chức\s+lại|thay\s+thế|chỉ\s+định|tặng|khen\s+thưởng|lập|phê\s+chuẩn|miễn\s+nhiệm|bãi\s+nhiệm|cho\s+thôi|bãi\s+bỏ|kỷ\s+luật|thu\s+hồi|công\s+bố|xếp\s+hạng|hỗ\s+trợ|thay(?=\s+(?:thành\s+viên|người|trưởng|phó|ủy\s+viên|nhân\s+sự|một|hai|ba|\d)))"
_ACT = re.compile(rf"\b(?:{_ACTS}|vừa|mới)\b", re.I)
# "Tại Quyết định 1886/QĐ-TTg, Thủ tướng bổ nhiệm …"
_ACT_AFTER = re.compile(rf"(?:\s*(?:ngày\s[\d/.\-]+\s*)?của\s[^.;,\n]{{3,50}})?(?:\s*(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?(?:ngày\s[\d/.\-]+|cùng\s+ngày))?\s*,\s*(?=[A-ZĐỦ])[^.;\n]{{0,110}}?\s(?:đã\s+|vừa\s+|được\s+)?{_ACTS}\b")
# "Quyết định số 07 của UBND huyện lập nên …": the act itself acts.
_ACTS_ITSELF = re.compile(r"(?:\s*(?:ngày\s[\d/.\-]+\s*)?của\s[^.;,\n]{3,50})?\s+(?:đã\s+|vừa\s+|mới\s+)?(?:lập\s+(?:nên|ra)|cho\s+ra\s+đời|khai\s+sinh|chính\s+thức\s+(?:thành\s+lập|kiện\s+toàn))\b", re.I)
# "Theo Thông báo số 38/TB-VPCP về kết luận của Thủ tướng …": the notice itself is the news.
_CONCLUSION = re.compile(r"[^.;,\n]{0,40}?\b(?:về|truyền\s+đạt|thông\s+báo)\s+(?:ý\s+kiến\s+)?(?:chỉ\s+đạo,?\s+)?kết\s+luận\b", re.I)
_MARKED = re.compile(r"(?:mang\s+số|số\s+hiệu\s*:|người\s+ký|^\s*số\s*:?|\n\s*số\s*:?)\s*$", re.I)
_ABOUT = re.compile(rf"[\s,]*(?:(?:ngày\s+[\d/.\-]+|cùng\s+ngày)[\s,]*)?(?:(?:mới\s+)?về\s+(?:việc\s+)?|v/v\s+)?{_ACTS}\b", re.I)
_AMENDS = re.compile(r"[^.;\n]{0,40}?\b(?:sửa\s+đổi|thay\s+thế|bãi\s+bỏ|chỉnh\s+sửa|đính\s+chính)\b", re.I)

# Quyết định, công văn, công điện, chỉ thị, kế hoạch, nghị quyết, nghị định, thông tư, QĐ; a pattern that begins with a
# set of letters is searched for fast.
_TYPES = r"[QqCcKkNnTt](?:uyết(?<=[Qq]uyết)\s+định|ông(?<=[Cc]ông)\s+(?:văn|điện)|hỉ(?<=[Cc]hỉ)\s+thị|ế(?<=[Kk]ế)\s+hoạch|ghị(?<=[Nn]ghị)\s+(?:quyết|định)|hông(?<=[Tt]hông)\s+tư|Đ(?<=QĐ))"
_TYPE_FIRSTS = frozenset(("quyết", "công", "chỉ", "kế", "nghị", "thông", "qđ"))
_NO_NUMBER = r"(?!\s*(?:số|ngày|này|trên|nói|đó|\d))"
# "vừa có Quyết định kiện toàn …", "đã ban hành Quyết định về việc thành lập …"
_HAS_ISSUED = re.compile(
    rf"\b(?:(?:vừa|mới|vừa\s+mới|đã|vừa\s+qua)\s+)?(?P<verb>có|ban\s+hành|ký\s+ban\s+hành|ký|ra|công\s+bố)\s+(?:các\s+|một\s+)?(?P<type>{_TYPES}){_NO_NUMBER}(?P<rest>[\s,]*(?:mới\s+)?(?:về\s+(?:việc\s+)?|việc\s+|v/v\s+)?(?i:{_ACTS}))\b"
)
# "công bố Quyết định của Chủ tịch UBND tỉnh về việc thành lập …"
_OWNED_ACT = re.compile(
    rf"\b(?:có|ban\s+hành|ký\s+ban\s+hành|ký|ra|công\s+bố|trao)\s+(?P<type>{_TYPES}){_NO_NUMBER}\s+của\s+(?P<who>[^.;,\n]{{3,90}}?)\s+(?:về\s+(?:việc\s+)?|v/v\s+)?(?i:{_ACTS})\b"
)
# "Quyết định bổ sung thành viên … mới được UBND tỉnh này ban hành"
_PASSIVE = re.compile(
    rf"(?P<type>{_TYPES}){_NO_NUMBER}(?:\s+(?:về\s+(?:việc\s+)?)?{_ACTS})[^.;\n]{{0,20}}(?:[^.;]{{0,220}}?)\b(?:vừa\s+|mới\s+|đã\s+)?(?:được|do)\s+(?P<who>[^.;,]{{3,90}}?)\s+(?:vừa\s+|mới\s+|đã\s+)?(?:ban\s+hành|ký|công\s+bố)\b"
)
# "Quyết định vừa được Bí thư Tỉnh ủy A thay mặt Ban Thường vụ ký ban hành"
_JUST_ISSUED = re.compile(rf"(?P<type>{_TYPES})\s+(?:vừa|mới)\s+(?:được|do)\s+(?P<who>[^.;,]{{3,140}}?)\s+(?:ban\s+hành|ký|công\s+bố)\b")
_JUST = re.compile(r"(?:vừa|mới)\s+(?:được|do)\s")
# "theo quyết định của Thủ tướng … vừa ký", "quyết định Thủ tướng Nguyễn Văn A mới ký"
_OF_SOMEONE = re.compile(rf"\b(?:[Tt]heo|[Bb]ằng|[Vv]ới|[Tt]ại)\s+(?:một\s+)?(?P<type>{_TYPES}){_NO_NUMBER}(?:\s+{_ACTS}[^.;,]{{0,120}}?)?\s+(?:(?:mới|vừa)\s+)?(?:của|do|mà|được)?\s*(?P<who>[^.;,\n]{{2,80}})")
# "UBND tỉnh quyết định thành lập …", "vừa được UBND tỉnh quyết định thành lập"
_VERB = re.compile(rf"\b(?P<fresh>vừa|mới|đã)?\s*(?P<type>quyết\s+định)\s+(?:việc\s+)?{_ACTS}\b")
# "Theo quyết định, …", "bằng một Quyết định mới", "Quyết định cũng nêu rõ …": the act is spoken of, never cited.
_SPOKEN_OF = re.compile(
    rf"\b(?:(?:[Tt]heo|[Tt]ại|[Bb]ằng|[Tt]rong|[Ởở])\s+(?:nội\s+dung\s+)?(?:một\s+)?(?P<type>{_TYPES})(?:\s+(?:này|mới|trên|ấy|đó|nói\s+trên|vừa\s+(?:ban\s+hành|ký)))?(?=\s*[,.:;]|\s+(?:{_ACTS}\s+)?(?:mà|do|được)\s[^.;,\n]{{3,70}}\s(?:ban\s+hành|ký)\b)"
    rf"|(?P<type2>{_TYPES})\s+(?:này\s+)?(?:cũng\s+)?(?:nêu(?:\s+rõ)?|cho\s+biết|quy\s+định(?:\s+rõ)?|có\s+hiệu\s+lực|ghi\s+rõ|nhấn\s+mạnh)\b)"
)
# The words with which a match of _HAS_ISSUED or _OWNED_ACT, of _OF_SOMEONE, of _SPOKEN_OF begins.
_ISSUE_FIRSTS = frozenset(("vừa", "mới", "đã", "có", "ban", "ký", "ra", "công", "trao"))
_BY_FIRSTS = frozenset(("theo", "bằng", "với", "tại"))
_SPOKEN_FIRSTS = _TYPE_FIRSTS | {"theo", "tại", "bằng", "trong", "ở"}
_SOFT = re.compile(r"\b(?:trước\s+đó|trước\s+đây|từng|năm\s+ngoái|sẽ|dự\s+kiến|đề\s+nghị|đề\s+xuất|xem\s+xét|trình|dự\s+thảo|thẩm\s+quyền|kiến\s+nghị|tham\s+mưu|có\s+quyền|chưa|nếu|khi|để)\b", re.I)
_FRESH_DAYS, _STALE_DAYS = 60, 240


# "Ngày 15/3/2018, Bộ A đã ra quyết định thành lập …": the day of the act is the document's; a ceremony's is not.
_SIGNING = re.compile(r"(?:ban\s+hành|ký\s+ban\s+hành|ký|ra)$", re.I)
_DAY_LEAD = re.compile(r"[^.;,]{0,30}[,)]?\s*(?:[^.;,]{0,45}[, ]\s*){0,2}")
_NO_DAY_OF_ACT = re.compile(r"\b(?:từ|đến|trước|sau|hết|kể\s+từ|tính\s+đến|họp)\s+(?:ngày\s+)?$", re.I)
_EARLIER = re.compile(r"\b(?:trước\s+đó|trước\s+đây|từng)\b", re.I)


class Unnumbered(msgspec.Struct, frozen=True):
    """A document without number: its range, type, issuer (null where no word tells it), the rule that read it and the ISO day of the act, if told.

    `earlier` if the text tells it as an older story ("Trước đó, ngày 28/10, …").
    """

    start: int
    end: int
    type: str
    issuer: str | None
    rule: str
    day: str | None = None
    earlier: bool = False


def weigh(text: str, span: tuple[int, int], sentence: int, day: str | None, today: str | None) -> int:
    """How strongly the words at a mention say that the article announces this document.

    Weights were set on the made cases of fixtures/cases/works.jsonl: a verb of issue (4)
    suffices alone, a preposition (2) counts only after an act ("kiện toàn … tại Quyết định …")
    and needs the place of a lead or a fresh date beside it. `today` is the day of
    publication, or failing that the latest date of any document in the text.
    """
    start, end = span
    before, score = text[max(0, sentence, start - 80) : start], 0
    if _ISSUED_BEFORE.search(before[-40:]):
        score += 4
    if _ISSUED_AFTER.match(text, end):
        score += 4
    if _MEANS.search(before) and _ACT_AFTER.match(text, end):
        score += 4
    elif _MEANS.search(before) and _ACT.search(text[max(sentence, start - 250) : start]):
        score += 2
    if _MEANS.search(before) and _CONCLUSION.match(text, end):
        score += 3
    if _ACTS_ITSELF.match(text, end):
        score += 4
    if _MARKED.search(text[max(0, start - 30) : start]):
        score += 4
    if _ABOUT.match(text, end):
        score += 1
    if _AMENDS.match(text, end):
        score += 2
    return score + _age(day, today)


def _age(day: str | None, today: str | None) -> int:
    """A document of last week is news, one of last year is not; `day` may be a bare year."""
    if not day or not today:
        return 0
    if len(day) == 4:
        return -6 if int(today[:4]) - int(day) > 1 else 0
    try:
        days = (date.fromisoformat(today[:10]) - date.fromisoformat(day if len(day) == 10 else f"{day}-28")).days
    except ValueError:
        return 0
    if days > _STALE_DAYS or days < -35:
        return -6
    return 1 if days <= _FRESH_DAYS else 0


def find_unnumbered(
    text: str, candidates: Sequence[Candidate], starts: Sequence[int], taken: Sequence[tuple[int, int]], home: str | None
) -> Unnumbered | None:
    """The first announced document that has no number, with its issuer; null where the text has none.

    Only an issuer that the sentence names makes it a document: "HLV có quyết định thay người" is none.
    """
    found = [u for reader in (_by_verb_of_issue, _owned_act, _passive, _of_someone, _by_verb) for u in reader(text, candidates, starts, home)]
    free = [u for u in found if not any(a < u.end and u.start < b for a, b in taken)]
    return min(free, key=lambda u: (u.start, u.end), default=None)


def find_spoken_of(text: str, candidates: Sequence[Candidate], starts: Sequence[int]) -> Unnumbered | None:
    """The act that the article speaks of without ever naming it ("Theo quyết định, …"); its issuer is null where no sentence tells.

    For articles that name no act of that type at all and tell of a body; without one "theo quyết định" may be a court's or a referee's.
    """
    for m in matches_at(_SPOKEN_OF, text, tokens_of(text).begins(_SPOKEN_FIRSTS)):
        group = "type" if m["type"] else "type2"
        sentence = sentence_of(starts, m.start())
        if _SOFT.search(text[max(sentence, m.start() - 60) : m.start()]):
            continue
        behind = re.compile(r"\s*,\s*").match(text, m.end())
        acting = next((c for c in candidates if behind and c[0] == behind.end()), None)
        subject = (acting[2], 0) if acting else _subject(text, m.start(), starts, candidates, None)
        return Unnumbered(m.start(group), m.end(group), _canonical_type(m[group]), subject[0] if subject else None, "announced-spoken-of")
    return None


def find_dated_acts(
    text: str, candidates: Sequence[Candidate], starts: Sequence[int], taken: Sequence[tuple[int, int]], dates: Sequence[DateMention]
) -> list[Unnumbered]:
    """Unnumbered documents whose day the sentence tells before the act: "Ngày 15/3, Bộ A đã ra quyết định thành lập …"."""
    out = []
    for m in matches_at(_HAS_ISSUED, text, tokens_of(text).begins(_ISSUE_FIRSTS)):
        if not _SIGNING.search(m["verb"]) or any(a < m.end("type") and m.start("type") < b for a, b in taken):
            continue
        sentence = sentence_of(starts, m.start())
        subject = _subject(text, m.start(), starts, candidates, None)
        if subject is None or _SOFT.search(text[subject[1] : m.start()]):
            continue
        day = next((d for d in dates if sentence <= d.start < subject[1] and d.precision == "day" and d.value), None)
        if day is None or _NO_DAY_OF_ACT.search(text[sentence : day.start]) or not _DAY_LEAD.fullmatch(text[day.end : subject[1]]):
            continue
        earlier = _EARLIER.search(text[sentence : subject[1]]) is not None
        kind = _canonical_type(m["type"])
        out.append(Unnumbered(m.start("type"), m.end("type"), kind, subject[0], "dated-act", day.value, earlier))
    return out


def _canonical_type(word: str) -> str:
    word = " ".join(word.lower().split())
    return "Quyết định" if word == "qđ" else type_of_word()[word].name


def _subject(
    text: str, at: int, starts: Sequence[int], candidates: Sequence[Candidate], home: str | None
) -> tuple[str, int] | None:
    """The agency that acts at `at`: the nearest before it in the sentence, with no other clause between."""
    sentence = sentence_of(starts, at)
    for start, stop, name in reversed([c for c in candidates if sentence <= c[0] and c[1] <= at][-4:]):
        gap = text[stop:at]
        lead = text[max(sentence, start - 40) : start]
        if len(gap) > 150 or _SOFT.search(gap) or re.search(r"\b(?:của|cho|với|tại|trình|gửi|đề nghị|kiến nghị|đề xuất|tham mưu|yêu cầu|để|giúp|báo cáo)\s+(?:với\s+)?$", lead, re.I):
            continue
        if re.search(r"\b(?:nhằm|sau khi|theo)\b", gap):
            continue
        return name, start
    return None


def _by_verb_of_issue(text: str, candidates: Sequence[Candidate], starts: Sequence[int], home: str | None) -> list[Unnumbered]:
    out = []
    for m in matches_at(_HAS_ISSUED, text, tokens_of(text).begins(_ISSUE_FIRSTS)):
        if _SOFT.search(text[max(sentence_of(starts, m.start()), m.start() - 60) : m.start()]):
            continue
        subject = _subject(text, m.start(), starts, candidates, home)
        if subject:
            out.append(Unnumbered(m.start("type"), m.end("type"), _canonical_type(m["type"]), subject[0], "announced-verb"))
    return out


def _owned_act(text: str, candidates: Sequence[Candidate], starts: Sequence[int], home: str | None) -> list[Unnumbered]:
    out = []
    for m in matches_at(_OWNED_ACT, text, tokens_of(text).begins(_ISSUE_FIRSTS)):
        who = next((c for c in candidates if m.start("who") <= c[0] < m.start("who") + 24 and c[1] <= m.end("who") + 1), None)
        if who and not _SOFT.search(text[max(sentence_of(starts, m.start()), m.start() - 60) : m.start()]):
            out.append(Unnumbered(m.start("type"), m.end("type"), _canonical_type(m["type"]), who[2], "announced-owned"))
    return out


def _passive(text: str, candidates: Sequence[Candidate], starts: Sequence[int], home: str | None) -> list[Unnumbered]:
    out = []
    for m in [*_PASSIVE.finditer(text), *(_JUST_ISSUED.finditer(text) if _JUST.search(text) else ())]:
        named = [c for c in candidates if m.start("who") <= c[0] < m.end("who")]
        who = (named[-1] if re.search(r"thay\s+mặt", m["who"]) else named[0]) if named else None
        soft = _SOFT.search(text[max(sentence_of(starts, m.start()), m.start() - 40) : m.start()])
        if who and not soft:
            out.append(Unnumbered(m.start("type"), m.end("type"), _canonical_type(m["type"]), who[2], "announced-passive"))
    return out


def _of_someone(text: str, candidates: Sequence[Candidate], starts: Sequence[int], home: str | None) -> list[Unnumbered]:
    out = []
    for m in matches_at(_OF_SOMEONE, text, tokens_of(text).begins(_BY_FIRSTS)):
        who = next((c for c in candidates if m.start("who") <= c[0] <= m.start("who") + 24), None)
        after = text[who[1] : who[1] + 60] if who else ""
        fresh = re.match(r"[^.;,\n]{0,40}\b(?:vừa|mới)\b", after) or re.search(r"\b(?:vừa|mới)\b", m[0])
        lead = text[max(sentence_of(starts, m.start()), m.start() - 90) : m.start()]
        if who and (fresh or re.search(r"\b(?:vừa|mới)\b", lead)) and not _SOFT.search(lead):
            out.append(Unnumbered(m.start("type"), m.end("type"), _canonical_type(m["type"]), who[2], "announced-of"))
    return out


def _by_verb(text: str, candidates: Sequence[Candidate], starts: Sequence[int], home: str | None) -> list[Unnumbered]:
    out = []
    for m in _VERB.finditer(text):
        subject = _subject(text, m.start(), starts, candidates, home)
        if subject is None:
            continue
        gap = text[subject[1] : m.start()]
        if len(gap) > 110 or "," in gap[-1:]:
            continue
        out.append(Unnumbered(m.start("type"), m.end("type"), "Quyết định", subject[0], "announced-decides"))
    return out
