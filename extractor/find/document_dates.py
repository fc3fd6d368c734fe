"""Which date belongs to which document: the one right after it, by a verb of issue, or right before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from extractor.model.mention import DateMention, DocumentMention

# Right after the document: ", ngày", "(ban hành ngày", "ký ngày".
_NEXT = re.compile(r"[\s,(]*(?:đã\s+|vừa\s+|mới\s+)?(?:được\s+)?(?:ký\s+ban\s+hành|ký|ban\s+hành|ra|đề|có|thông\s+qua)?\s*(?:vào\s+|từ\s+)?(?:(?:sáng|trưa|chiều|tối)\s+)?(?:(?:thứ\s+\w+|chủ\s+nhật)\s*,?\s*)?(?:ngày|hôm|tháng)?\s*:?\s*$", re.I)
# An issuer between: "của UBND tỉnh X ngày", "do Bộ Y tế ban hành ngày", "mà UBND vừa ký ngày".
_BY = re.compile(
    r"[\s,(]*(?:của|do|mà|được|-|–)?\s*[^.;:\n()]{0,90}?(?:,|\b(?:ký|ban\s+hành|thông\s+qua|ra|cấp))?\s*(?:vào\s+|từ\s+)?(?:ngày|hôm)\s*$", re.I
)
_ISSUED_BY = re.compile(r"[^.;:\n()]{0,100}?\b(?:ký|ban\s+hành)\s+(?:vào\s+|từ\s+)?(?:ngày|hôm)\s*$", re.I)
# "Quyết định số 12 ban hành Quy chế … được Phó Thủ tướng A, Chủ tịch Ủy ban, ký ngày"
_PASSIVE_ISSUE = re.compile(r"[^.;\n]{0,170}?\b(?:được|do)\s[^.;\n]{2,110}?,?\s(?:ký|ban\s+hành)(?:\s+ban\s+hành)?\s+(?:vào\s+)?(?:ngày|hôm)\s*$", re.I)
_NOT_ISSUED = re.compile(r"hiệu lực|bầu cử|\bngày\b.*,|áp dụng|thi hành|thực hiện|đến\s+ngày|trước\s+ngày|từ\s+ngày|kể\s+từ|họp|diễn ra|công bố|hết|sau\b|về\s+việc|\bvề\b|tổ chức|thành lập|bổ nhiệm|kiện toàn|phê duyệt|cho biết|quy định|thông qua ngày", re.I)
_VERB_OF_ISSUE = re.compile(r"\b(?:ban\s+hành|ký|có|(?<!diễn )ra|phê\s+duyệt|thông\s+qua)\b[^,;]{0,22}$", re.I)
# "được thành lập ngày 18/12/1981 theo Quyết định 157": the day of the act.
_FOUNDED_THEN = re.compile(r"\b(?:thành\s+lập|ra\s+đời|kiện\s+toàn|bổ\s+nhiệm)\s+(?:vào\s+)?ngày\s+[\d/.\-]{6,10}\s+(?:theo|bằng|tại)\s+$", re.I)
# "được UBND xã lập ra hôm 3/3/2025 bằng Quyết định số 12", "Ký ngày 19/1/2021, Quyết định số 07 lập nên …": the day of the act.
_ACT_THEN = re.compile(r"\b(?:lập(?:\s+ra|\s+nên)?|thành\s+lập|kiện\s+toàn|ra\s+đời|đưa\s+ra|ban\s+hành|đổi\s+tên)\s+(?:vào\s+)?(?:ngày|hôm)\s+[\d/.\-]{4,10}\s+(?:bằng|qua|với)\s+$", re.I)
# "Ngày 10-11, UBND thành phố lập Tổ công tác rà soát kinh phí bằng Quyết định số 2568": the day of the act.
_FOUNDED_BY_IT = re.compile(r"\s*,?\s*[^.;:\n]{3,70}?\s(?:đã\s+|vừa\s+|mới\s+|cũng\s+)?(?:thành\s+lập|lập|cho\s+ra\s+đời|kiện\s+toàn|giải\s+thể|đổi\s+tên|bổ\s+sung)\s(?!theo)[^.;:\n]{3,170}(?:\s(?:bằng|qua)|,\stheo)\s+(?:một\s+)?$", re.I)
_SIGNED_THEN = re.compile(r"(?:^|[.;\n]\s*)(?:Được\s+)?(?:[Kk]ý|[Bb]an\s+hành)\s+(?:vào\s+)?(?:ngày|hôm)\s*$")
# "Ngày 22/5/2018, Quyết định số 12 về việc … đã được Chủ tịch UBND tỉnh ban hành", "Cũng ngày 19/8, bằng Quyết định số 9, Thủ tướng thành lập …"
_OPENS = re.compile(r"\s*,\s*(?:(?:bằng|với)\s+)?", re.I)
_ISSUED_OR_ACTS = re.compile(r"[^.;\n]{0,260}?\b(?:được\s[^.;\n]{0,90}?(?:ban\s+hành|ký)|thành\s+lập|kiện\s+toàn|quyết\s+định)\b", re.I)
_SAME_DAY = re.compile(r"\b(?:cùng\s+(?:ngày|buổi|hôm|lúc|thời điểm)|ngay\s+trong\s+ngày|trong\s+ngày)\b", re.I)
# "Luật X được Quốc hội khóa XV, Kỳ họp thứ 6 thông qua vào ngày".
_ADOPTED = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:đã\s+|vừa\s+|mới\s+)?được\s+(?:Quốc hội|Ủy ban Thường vụ Quốc hội|UBTVQH|HĐND)[^.;\n]{0,90}?\bthông\s+qua\s+(?:vào\s+|tại\s[^.;,\n]{1,40},?\s)?ngày\s*$", re.I)
_FIELD = re.compile(r"\bngày\s+(?:ban\s+hành|ký|ra)\s*[:\s]\s*$", re.I)
# The head of a decision: "Số: 12/2020/QĐ-UBND … Quảng Nam, ngày 5 tháng 3 năm 2020".
_HEAD_NUMBER = re.compile(r"(?:^|[\n|\t])\s*Số\s*:?\s*$")
_HEAD_DATE = re.compile(r"[^.;]{0,250}?[^\W\d_]\s*,\s*ngày\s*$", re.S)
_FIELD_NUMBER = re.compile(r"\b(?:số(?:\s*/?\s*ký)?\s+hiệu|số\s+văn\s+bản|số\s*ký\s*hiệu)\s*[:\s]\s*$", re.I)


def attach_dates(text: str, documents: Sequence[DocumentMention], dates: Sequence[DateMention]) -> list[DocumentMention]:
    """The documents, each with the date that the text attaches to it, in text order.

    In a list with one date at its end ("12 và 15/QĐ-UBND ngày 3/2/2020") the numbers
    that share a symbol share the date.
    """
    usable = [d for d in dates if d.precision in ("day", "month")]
    starts = [d.start for d in usable]
    out: list[DocumentMention] = []
    for i, document in enumerate(documents):
        limit = documents[i + 1].start if i + 1 < len(documents) else len(text)
        at = bisect_left(starts, document.end)
        date = document.date or _after(text, document, usable[at : at + 1], limit)
        if date is None:
            previous_end = documents[i - 1].end if i else 0
            before = bisect_left(starts, document.start)
            date = _before(text, document, usable[max(0, before - 1) : before], previous_end, out)
        if date is None:
            date = _same_day(text, document, out) or _of_several(text, document, usable[:bisect_left(starts, document.start)])
        out.append(msgspec.structs.replace(document, date=date) if date else document)
    return _shared(_fields(text, out, usable))


def _after(text: str, document: DocumentMention, nearest: Sequence[DateMention], limit: int) -> DateMention | None:
    for date in nearest:
        gap = text[document.end : date.start]
        if date.start >= limit or len(gap) > 260:
            continue
        if len(gap) > 130 and not _PASSIVE_ISSUE.fullmatch(gap):
            continue
        if _NEXT.fullmatch(gap) or _ADOPTED.fullmatch(gap):
            return date
        if _ISSUED_BY.fullmatch(gap) or _PASSIVE_ISSUE.fullmatch(gap) or (_BY.fullmatch(gap) and not _NOT_ISSUED.search(gap)):
            return date
    return None


def _before(
    text: str, document: DocumentMention, nearest: Sequence[DateMention], previous_end: int, done: Sequence[DocumentMention]
) -> DateMention | None:
    """"Ngày 14/4/2020, UBND tỉnh ban hành Quyết định số 771": same sentence, a verb of issue between."""
    for date in nearest:
        gap = text[date.end : document.start]
        if date.precision != "day" or len(gap) > 220 or re.search(r"[.;?!]\s|\n\s*\n|;", gap) or date.start < previous_end:
            continue
        if done and done[-1].date is date:
            continue
        tail = gap[-45:]
        founded = _FOUNDED_THEN.search(text[max(0, date.start - 60) : document.start]) or _ACT_THEN.search(text[max(0, date.start - 60) : document.start])
        founded = founded or (re.fullmatch(r"\s*,\s*", gap) and _SIGNED_THEN.search(text[max(0, date.start - 30) : date.start]))
        founded = founded or _FOUNDED_BY_IT.fullmatch(gap)
        if not founded and re.search(r"\b(?:theo|tại|căn cứ|thực hiện|triển khai|của|thay thế|sửa đổi|đến|nêu tại|quy định)\b[^,]{0,25}$", tail, re.I):
            continue
        lead = text[max(0, date.start - 25) : date.start]
        if re.search(r"(?:đến|từ|trước|hết|sau)\s+(?:hết\s+)?(?:ngày\s+)?$", lead, re.I):
            continue
        if _VERB_OF_ISSUE.search(tail) or founded or (_OPENS.fullmatch(gap) and _ISSUED_OR_ACTS.match(text, document.end)):
            return date
    return None


def _same_day(text: str, document: DocumentMention, done: Sequence[DocumentMention]) -> DateMention | None:
    """"Trong cùng buổi, UBND xã ký tiếp Quyết định số 88": the date of the document before it."""
    if not done or done[-1].date is None or document.number is None:
        return None
    sentence = max(text.rfind(". ", 0, document.start), text.rfind("\n", 0, document.start)) + 1
    lead = text[max(sentence, document.start - 160) : document.start]
    beside = re.compile(r"\s*,?\s*(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?cùng\s+ngày\b", re.I).match(text, document.end)
    if not beside and not (_SAME_DAY.search(lead) and re.search(r"\b(?:ký|ban\s+hành|có|ra|lập|kiện\s+toàn|giải\s+thể)\b|\bngày\s*,\s*(?:tại|bằng|với)\s+$", lead)):
        return None
    earlier = [d.date for d in done if d.date is not None and d.type == document.type and (beside or d.end <= sentence)]
    # An act told of between them may be years older: "… được thành lập theo Quyết định số 1115 ngày 22/8/2007. Cùng ngày, …".
    return max(earlier, key=lambda date: date.value or "") if earlier else None


# "Ngày 23/6, Bộ ban hành hai quyết định liên quan: Quyết định số 12 … và Quyết định số 13 …": the day of all of them.
_SEVERAL = re.compile(r"[^.;:\n]{0,90}?\b(?:ban\s+hành|ký|có|ra)\s+(?:cùng\s+lúc\s+|một\s+lúc\s+|liền\s+)?(?:các|hai|ba|bốn|năm|\d)\s+(?:quyết\s+định|văn\s+bản|công\s+văn|thông\s+báo|nghị\s+quyết)\b[^.;:\n]{0,90}(?::|,\s*(?:đó\s+là|gồm|một\s+là)\b)", re.I)
_DAY_OPENS = re.compile(r"(?:^|[.;\n(–-])\s*(?:(?:cũng\s+)?(?:trong|vào)?\s*(?:cùng\s+)?(?:một\s+)?(?:ngày|hôm)?)\s*[,(]?\s*$", re.I)


def _of_several(text: str, document: DocumentMention, earlier: Sequence[DateMention]) -> DateMention | None:
    sentence = max(text.rfind(". ", 0, document.start), text.rfind("\n", 0, document.start)) + 1
    for date in reversed(earlier):
        if date.start < sentence:
            break
        if date.precision == "day" and document.start - date.end < 500 and _DAY_OPENS.search(text, sentence, date.start):
            return date if _SEVERAL.match(text, date.end) else None
    return None


def _fields(text: str, documents: list[DocumentMention], dates: Sequence[DateMention]) -> list[DocumentMention]:
    """A table of fields: "Số hiệu: 134/QĐ-UBND … Ngày ban hành: 15/01/2014"."""
    for i, document in enumerate(documents):
        lead = text[max(0, document.start - 25) : document.start] + (text[document.start : document.end].split("/")[0] if document.blank else "")
        if document.date is None and (document.blank or _HEAD_NUMBER.search(lead if document.start else "\n")):
            near = next((d for d in dates if d.start >= document.end), None)
            if near and (i + 1 == len(documents) or near.start < documents[i + 1].start) and _HEAD_DATE.fullmatch(text[document.end : near.start]):
                documents[i] = msgspec.structs.replace(document, date=near)
                continue
        if document.date is not None or not _FIELD_NUMBER.search(text[max(0, document.start - 25) : document.start]):
            continue
        for date in dates:
            if document.end <= date.start <= document.end + 500 and _FIELD.search(text[max(0, date.start - 30) : date.start]):
                documents[i] = msgspec.structs.replace(document, date=date)
                break
    return documents


def _shared(documents: list[DocumentMention]) -> list[DocumentMention]:
    """Numbers that share a symbol have one date, wherever in their list it is found."""
    pairs = range(len(documents) - 1)
    for i, j in [*((i, i + 1) for i in reversed(pairs)), *((i + 1, i) for i in pairs)]:
        if documents[min(i, j)].rule == "symbol-shared" and documents[i].date is None and documents[j].date is not None:
            documents[i] = msgspec.structs.replace(documents[i], date=documents[j].date)
    return documents
