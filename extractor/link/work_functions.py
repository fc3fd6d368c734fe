"""What a mention says of its document: basis, amended, cited, or nothing yet.

The words around the mention decide; whether the document is announced is decided
afterwards over the whole article (`link/announcements.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from extractor.model.mention import DocumentMention
from extractor.model.record import Function

_AMEND = r"(?:sửa\s+đổi|chỉnh\s+sửa|chỉnh\s+lại|sửa\s+lại|bổ\s+sung|thay\s+thế|thay\s+cho|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|đính\s+chính|điều\s+chỉnh|thu\s+hồi)"
_VERBS: tuple[tuple[str, str], ...] = (
    ("thay", "replaces"), ("bãi", "repeals"), ("hủy", "repeals"), ("huỷ", "repeals"), ("thu", "repeals"), ("đính", "corrects"),
)  # fmt: skip
_BASIS = re.compile(
    r"\b(?:căn\s+cứ|thực\s+hiện(?!\s+theo)|triển\s+khai(?!\s+theo)|đúng\s+tinh\s+thần|theo\s+(?:đề\s+nghị|tinh\s+thần|chỉ\s+đạo|yêu\s+cầu)|dựa\s+(?:trên|vào)|cơ\s+sở\s+(?:để|pháp\s+lý|của)|(?<=việc\s)(?:rà\s+soát|sắp\s+xếp|thành\s+lập|kiện\s+toàn|bổ\s+sung|giải\s+thể|hợp\s+nhất|đổi\s+tên)\s+(?:được\s+)?(?:thực\s+hiện|tiến\s+hành)\s+(?:theo|trên\s+cơ\s+sở)|trên\s+cơ\s+sở(?!\s+(?:các\s+)?(?:Ban|Ủy\s+ban|Uỷ\s+ban|Hội\s+đồng|Tổ|Đoàn)\s)(?!\s+(?:việc\s+)?(?:hợp\s+nhất|sáp\s+nhập|kiện\s+toàn|tổ\s+chức\s+lại|sắp\s+xếp|củng\s+cố))|xét(?:\s+đề\s+nghị)?|"
    r"(?<!chi\stiết\s)(?<!dẫn\s)(?<!lực\s)thi\s+hành(?!\s+án)|kiến\s+nghị|cụ\s+thể\s+hóa|(?<!ban\s)chấp\s+hành|tuân\s+thủ)\b",
    re.I,
)
# A document that is carried out is a basis where the sentence begins with it ("Thực hiện Kế hoạch số 12, UBND tỉnh lập …") or
# gives it as the aim of an act; in a list of duties ("chỉ đạo các cơ sở triển khai Quyết định số 12") it is cited.
_CARRIED_OUT = re.compile(r"(?:thực|triển|thi|chấp|tuân|theo\s+yêu)\b", re.I)
_LEAD = re.compile(
    r"[^\w]*(?:(?:\([^)]{1,40}\)|[A-ZĐ]{2,8})\W*(?<=\W))?(?:[^,;:]{0,70}[,:]\s*|(?:ngày|hôm|sáng|chiều|trước|sau|qua|trong|thời gian|đến nay|theo đó)\b[^,;:]{0,50}[,:]?\s*)?"
    r"(?:(?:việc|để|nhằm|nhằm để|với mục tiêu|căn cứ|theo|và)\s+)?(?:(?:tổ chức|tiếp tục|nghiêm túc|kịp thời|chủ động|tăng cường|đẩy mạnh|từng bước|quán triệt|triển khai|và)\s*,?\s*)*$", re.I
)
_AIM = re.compile(r"\b(?:để|(?:đây|đó)\s+là\s+(?:bước|việc)|nhằm|nhằm\s+mục\s+đích|phục\s+vụ(?:\s+việc)?|theo|trên\s+cơ\s+sở)\s+(?:(?:tổ\s+chức|tiếp\s+tục|kịp\s+thời|đẩy\s+mạnh|quán\s+triệt|triển\s+khai)\s*,?\s*)*$", re.I)
_ACT_OF_NEWS = re.compile(r"\b(?:lập|công\s+văn|văn\s+bản|kiện\s+toàn|ban\s+hành|quyết\s+định|ký|giải\s+thể|hợp\s+nhất|đổi\s+tên|bổ\s+sung|phê\s+duyệt|công\s+bố|ra\s+mắt)\b", re.I)
_DUTY = re.compile(r"\b(?:nhiệm\s+vụ|trách\s+nhiệm|(?<!ban )(?<!ban\n)chỉ\s+đạo(?!\s+(?:về|của))|tham\s+mưu|giúp|yêu\s+cầu|đề\s+nghị|giao|hội\s+nghị|phối\s+hợp)\b", re.I)
# "theo dõi việc thực hiện Kế hoạch số 12": a duty, no basis of what is told.
_TASK = re.compile(r"(?:\b(?:theo\s+dõi|kiểm\s+tra|đôn\s+đốc|đánh\s+giá|sơ\s+kết|tổng\s+kết|giám\s+sát|tình\s+hình|kết\s+quả|tiến\s+độ)(?:\s+(?:việc|công\s+tác|quá\s+trình|triển\s+khai|tổ\s+chức))*)\s+(?:thực\s+hiện|triển\s+khai|thi\s+hành|theo\s+yêu\s+cầu)$", re.I)
# Between the cue and the mention the sentence must not have turned to an act of its own.
_TURN = re.compile(r"\b(?:đã|vừa|mới|vừa\s+mới)?\s*(?:ban\s+hành(?:\s+kèm\s+theo)?|ký(?:\s+ban\s+hành|\s+tiếp)?|ra|có|công\s+bố|thông\s+qua)\s+(?:các\s+|hai\s+|một\s+)?$", re.I)
_CLAUSE = re.compile(r"(?:,|;)\s*(?:ngày|hôm|sáng|chiều|UBND|Ủy ban|Uỷ ban|Chủ tịch|Thủ tướng|Chính phủ|Bộ|HĐND|lãnh đạo)[^,;]{0,140}\b(?:đã|vừa|ban hành|ký|có|ra)\b", re.I)
_AMENDED = re.compile(
    rf"\b(?:bị\s+)?{_AMEND}(?:\s*,?\s*(?:và\s+)?(?:{_AMEND}|thêm))*(?P<what>[^.;\n]{{0,150}})$", re.I
)
# "hai quyết định cũ được thay: Quyết định số 12 và Quyết định số 13".
_REPLACED = re.compile(r"\b(?:(?:được|bị)\s+(?:thay|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ)\s*(?:gồm|là)?\s*:|(?:không\s+còn\s+(?:được\s+áp\s+dụng|hiệu\s+lực|giá\s+trị)|hết\s+hiệu\s+lực)\s*,?\s*(?:gồm|là|:|đó\s+là)\s*:?)[^.;\n]{0,280}$", re.I)
_WHAT = re.compile(r"\s*(?:,\s*)?(?:(?:cho|của|một\s+số|các|hai|ba|toàn\s+bộ|văn\s+bản|nội\s+dung|điều|khoản|điểm|một\s+phần|phụ\s+lục|mục|số\s+thứ\s+tự|là|và|quy\s+định|tại|danh\s+sách|ghi|nêu|ở|trong|thêm|vào|bị|quy\s+chế|quyết\s+định\s+này|được|kèm\s+theo|ban\s+hành)\b|[\d,()]|\s)*", re.I)
_NAMED_WHAT = re.compile(r"\b(?:điều|khoản|điểm|nội\s+dung|quy\s+định|phụ\s+lục|mục|danh\s+sách)\b", re.I)
_BACK = re.compile(r"\b(?:theo|bằng|căn\s+cứ|được|do\b|bởi|nhân\s+sự|thành\s+viên|ông|bà)\b", re.I)
_AMENDED_AFTER = re.compile(r"\s*(?:ngày\s+[\d/.\-]+\s*)?(?:[^.;\n]|(?<=\d)\.(?=\d)){0,60}?\b(?:hết\s+hiệu\s+lực|bị\s+(?:thay\s+thế|bãi\s+bỏ|sửa\s+đổi|hủy\s+bỏ)|không\s+còn\s+hiệu\s+lực)", re.I)
_CITED = re.compile(r"\b(?:trước\s+đó|trước\s+đây|(?<!chưa\s)từng|(?:hồi\s+năm|năm\s+ngoái|năm\s+trước)(?![^.;]+,)|^\W*(?:hồi\s+)?năm\s+(?:ngoái|trước)|quy\s+định\s+(?:tại|của|trong)|đã\s+được\s+quy\s+định|so\s+với)\b", re.I)
# "Năm ngoái sạt lở …; UBND tỉnh vừa ban hành Quyết định …": the act is of today.
_FAR_BEFORE = re.compile(r"\W*(?:hồi\s+)?năm\b|so\s+với", re.I)
_JUST = re.compile(r"\b(?:vừa|mới)\s+(?:ban\s+hành|ký|ra|có|công\s+bố|thông\s+qua)\b[^.;,]*$", re.I)
_IN_BODY_NAME = re.compile(
    r"(?:Ban\s+[Cc]hỉ\s+đạo|BCĐ|Tổ\s+công\s+tác|Tổ\s+giúp\s+việc|Hội\s+đồng|Ủy\s+ban|Uỷ\s+ban|Đoàn\s+kiểm\s+tra|Đoàn\s+giám\s+sát|Ban\s+[Tt]ổ\s+chức)\b[^.;:,\n]{0,60}?\b(?:thực\s+hiện|triển\s+khai|thi\s+hành|tổng\s+kết|sơ\s+kết)(?:\s+thực\s+hiện)?\s*$"
)
# "giải thể Ban Chỉ đạo A được thành lập theo Quyết định …": the founding act is an older one.
FOUNDED_BY = re.compile(r"\b(?:(?:đã\s+)?được\s+)?(?:thành\s+lập|lập|ra\s+đời)\s+(?:theo|tại|bằng|từ)\s+(?:các\s+)?$", re.I)
_LATER_ACT = re.compile(r"\b(?:giải\s+thể|kiện\s+toàn|chấm\s+dứt|kết\s+thúc\s+hoạt\s+động|đổi\s+tên|bổ\s+sung|thay\s+đổi|hợp\s+nhất|sáp\s+nhập|củng\s+cố)\b", re.I)
# From one item of a list to the next: its date and issuer may stand between.
_ALSO = re.compile(r"(?:[\s(]*(?:ngày|của)\s[^.;,\n]{0,70})?\)?\s*(?:,|;|và)\s*(?:và\s+)?(?:các\s+)?(?:số\s*:?\s*)?", re.I)
_CHAIN = re.compile(r"(?:,|;|và|sửa\s+đổi)\s*(?:số\s*:?\s*)?$|(?:,|;|và)\s[^,;]{0,60}$")
_LIST_HEAD = re.compile(r"(?:căn\s+cứ|cơ\s+sở\s+pháp\s+lý)[^\n:]{0,60}:\s*$", re.I)
_ITEM = re.compile(r"^\s*(?:[-+–•*]|\d{1,2}[.)])\s*")


class Reading(msgspec.Struct, frozen=True):
    """What one mention says: its function if the words tell it, the relation's name, the cue."""

    function: Function | None = None
    relation: str | None = None
    cue: str = ""


_SENTENCE_MARK = re.compile(r"[.?!…\n;]")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})(?<!TP)(?<!Tp)(?<!tp)[.?!…]+[”\")\]]*\s+(?=[^\W\da-zà-ỹ])|(?<=\d)\.\s+(?=[A-ZĐÀ-Ỹ])|\n\s*\n\s*|\n(?=\s*(?:[-+–•*]|\d{1,2}[.)])?\s*[A-ZĐÀ-Ỵ])|;\s*\n")


def sentence_starts(text: str, title_end: int = 0) -> list[int]:
    """Where sentences and paragraphs begin; an abbreviation's full stop is no end.

    A line break inside a running sentence (a crawl's wrapped line) is none either; the
    end of the headline always is one.
    """
    starts = [0]
    if 0 < title_end < len(text):
        starts.append(title_end)
    end = 0
    for mark in _SENTENCE_MARK.finditer(text):
        m = _SENTENCE_END.match(text, mark.start()) if mark.start() >= end else None
        if m is None:
            continue
        end = m.end()
        if m[0].startswith("\n") and not m[0].count("\n") > 1 and text[max(0, m.start() - 1) : m.start()].isalnum() and not _ends_line(text, m.start()):
            continue
        starts.append(m.end())
    return sorted(set(starts))


def _ends_line(text: str, at: int) -> bool:
    """A line that breaks after a short stretch or before a bullet ends its sentence."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return len(line) < 60 or bool(re.match(r"\n\s*(?:[-+–•*]|\d{1,2}[.)])", text[at : at + 8])) or len(line) > 140


def sentence_of(starts: Sequence[int], offset: int) -> int:
    """The start of the sentence that holds `offset`."""
    return starts[max(0, bisect_right(starts, offset) - 1)]


def read_functions(text: str, mentions: Sequence[DocumentMention], starts: Sequence[int]) -> list[Reading]:
    """The reading of each mention, in order. A cue carries over to the next items of its list."""
    out: list[Reading] = []
    for i, mention in enumerate(mentions):
        sentence = max(sentence_of(starts, mention.start), mention.start - 320)
        before = text[sentence : mention.start]
        reading = _read(text, mention, before)
        if reading.function == "amended":
            said = [r for m, r in zip(mentions[:i], out, strict=True) if m.start >= sentence and r.function in ("basis", "cited")]
            own = said and _OWN_CLAUSE.search(before) is not None
            if said and said[-1].function == "basis" and not own:
                reading = Reading("basis", "based_on", "amended by a basis")
            elif said and said[-1].cue.startswith("duty"):
                reading = Reading("cited", None, said[-1].cue)
        if reading.function is None:
            reading = _carried(text, mentions, out, i, sentence) or reading
        out.append(reading)
    return out


_SOME_DAY = re.compile(r"\b(?:dự\s+kiến|sẽ|để)\s+(?:bị\s+)?(?:thay\s+thế|bãi\s+bỏ|sửa\s+đổi|thay\s+cho)\s+$", re.I)


# "Quyết định được ban hành theo đề nghị … tại Tờ trình số 377, có hiệu lực từ … và bãi bỏ Quyết định số 1060": what the act itself repeals.
_OWN_CLAUSE = re.compile(r"\bcó\s+hiệu\s+lực\b[^.;]*\b(?:và|,)\s+(?:bãi\s+bỏ|thay\s+thế|thay|hủy\s+bỏ)\b|[.;]\s*(?:Quyết\s+định\s+(?:này|mới)|Văn\s+bản\s+này)\b[^.;]*$", re.I)
# "Các nội dung khác của Quyết định số 2866 không thay đổi", "… giữ nguyên theo Quyết định số 884": what is not said here was changed.
_STAYS = re.compile(r"\b(?:không\s+(?:thay\s+)?đổi|giữ\s+nguyên|như\s+cũ|vẫn\s+(?:có\s+hiệu\s+lực|thực\s+hiện|theo))\b", re.I)
_REST_OF_IT = re.compile(r"\b(?:các|những)\s+nội\s+dung\s+(?:khác|còn\s+lại)\b[^.;]{0,60}$", re.I)
# "UBND tỉnh đã trình Thủ tướng tại Tờ trình số 39": it asks, nothing rests on it yet.
_SUBMITTED = re.compile(r"\btrình\b[^.;]{0,80}\btại\s+$", re.I)


def _read(text: str, mention: DocumentMention, before: str) -> Reading:
    if _SOME_DAY.search(before):
        return Reading("cited", None, "dự kiến thay thế")
    founded = FOUNDED_BY.search(before)
    if founded and _LATER_ACT.search(before, 0, founded.start()):
        return Reading("cited", None, "thành lập theo")
    if _IN_BODY_NAME.search(before[-110:]):
        return Reading("cited", None, "body-name")
    turned = bool(_TURN.search(before[-40:]))
    amended = _amended(before)
    if amended and not turned:
        return amended
    if _REST_OF_IT.search(before) and _STAYS.search(before[-70:] + text[mention.end : mention.end + 160].partition(".")[0]):
        return Reading("amended", "amends", "nội dung khác")
    if _REPLACED.search(before):
        return Reading("amended", "replaces", "được thay")
    if _AMENDED_AFTER.match(text, mention.end):
        return Reading("amended", "repeals", "hết hiệu lực")
    cue = None if turned else _basis_cue(before)
    if cue:
        return Reading("basis", "based_on", cue[0]) if cue[1] else Reading("cited", None, f"duty: {cue[0]}")
    if not turned and mention.type == "Tờ trình" and not _SUBMITTED.search(before):
        return Reading("basis", "based_on", "Tờ trình")
    cited = _CITED.search(before)
    if cited and not (_FAR_BEFORE.match(cited[0]) and _JUST.search(before[-40:])):
        return Reading("cited", None, cited[0].lower())
    return Reading()


def _last_amending(before: str) -> re.Match[str] | None:
    """The reading that begins at the last verb: "thay thế Quyết định A và bãi bỏ Điều 2 Quyết định B"."""
    first = m = _AMENDED.search(before)
    while m and (later := _AMENDED.search(before, m.start("what"))):
        m = later
    return first if first and _WHAT.fullmatch(first["what"]) else m


def _amended(before: str) -> Reading | None:
    if re.search(r"\bthay\s+$", before):
        return Reading("amended", "replaces", "thay")
    m = _last_amending(before[-190:])
    if not m:
        return None
    # "Quyết định 12 vốn đã sửa đổi Quyết định 5": an older story.
    if re.search(r"\b(?:vốn|từng|trước\s+đây|trước\s+đó)\b[^.;,]{0,25}$", before[-190:][: m.start()]):
        return Reading("cited", None, "vốn")
    what = m["what"]
    direct = _WHAT.fullmatch(what) and (_NAMED_WHAT.search(what) or not re.search(r"\btại\s*$", what))
    explained = re.match(r"[^,;]{0,60}\b(?:điều|khoản|nội dung|phụ lục)\b[^,;]{0,110}\b(?:là|của|tại|trong|ở)\s*$", what)
    if not direct and (not explained or _BACK.search(what)):
        return None
    verb = " ".join(m[0].lower().split())
    relation = next((name for word, name in _VERBS if verb.startswith((word, f"bị {word}"))), "amends")
    return Reading("amended", relation, verb[:24])


def _basis_cue(before: str) -> tuple[str, bool] | None:
    """The last basis word that still governs the end of `before`, and whether it makes a basis (else a duty)."""
    last = None
    for m in _BASIS.finditer(before):
        last = m
    if last is None:
        return None
    between = before[last.end() :]
    if _TASK.search(before, 0, last.end()):
        return None
    if _CLAUSE.search(between) or len(between) > 240:
        return None
    if last[0].lower().startswith("trên") and "(" in between:
        return None
    return " ".join(last[0].lower().split()), not _CARRIED_OUT.match(last[0]) or _rests(before[: last.start()])


def _rests(lead: str) -> bool:
    """True if what follows `lead` is carried out by the act that is told of, not by those it gives a duty to."""
    if _LEAD.fullmatch(lead):
        return True
    if lead.rstrip().endswith(","):
        return not _DUTY.search(lead)
    return _AIM.search(lead) is not None and _ACT_OF_NEWS.search(lead) is not None


def _carried(
    text: str, mentions: Sequence[DocumentMention], done: Sequence[Reading], i: int, sentence: int
) -> Reading | None:
    """A list under "căn cứ:" or a chain of references shares the function of its head."""
    mention = mentions[i]
    line = text.rfind("\n", 0, mention.start) + 1
    if _ITEM.match(text[line : mention.start + 1]) or (mention.start - line) < 3:
        head = text.rfind(":", max(0, line - 1500), line)
        if head > 0 and _LIST_HEAD.search(text[max(0, head - 80) : head + 1]) and _only_items(text[head + 1 : line]):
            return Reading("basis", "based_on", "list")
    gap = text[mentions[i - 1].end : mention.start] if i and mentions[i - 1].start >= sentence else None
    if gap is None:
        return None
    if done[i - 1].function == "amended" and _ALSO.fullmatch(gap):
        return done[i - 1]
    if done[i - 1].function == "basis" and _CHAIN.search(gap) and not _TURN.search(gap[-40:]) and not _CLAUSE.search(gap):
        return Reading("basis", "based_on", "chain")
    return None


def _only_items(between: str) -> bool:
    return all(not line.strip() or _ITEM.match(line) or re.match(r"\s*(?:Luật|Bộ luật|Nghị|Thông|Quyết|Căn|Xét|Theo)", line) for line in between.split("\n"))
