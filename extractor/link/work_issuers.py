"""Who issued a document: by the words beside it, by its organ code, by the article's own UBND."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractor.lexicon.issuers import issuer_of
from extractor.model.mention import DocumentMention, PlaceRef
from extractor.model.work import WorksSetting
from extractor.text.fold import strip_marks

Candidate = tuple[int, int, str]

# Offices and bodies of the centre that are issuers; the agency gazetteer may hold some of them too.
_CENTRAL: tuple[tuple[str, str], ...] = (
    (r"Thủ\s+[Tt]ướng(?:\s+Chính\s+phủ)?(?!\s+(?:các|nước))", "Thủ tướng Chính phủ"),
    (r"Chủ\s+tịch\s+nước", "Chủ tịch nước"),
    (r"(?:Ủy|Uỷ)\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội", "Ủy ban Thường vụ Quốc hội"),
    (r"Bộ\s+Chính\s+trị", "Bộ Chính trị"),
    (r"Ban\s+Bí\s+thư(?:\s+Trung\s+ương(?:\s+Đảng)?)?", "Ban Bí thư Trung ương Đảng"),
    (r"Hội\s+nghị\s+(?:lần\s+thứ\s+\w+\s+)?(?:(?:Ban\s+Chấp\s+hành\s+|BCH\s+)?Trung\s+ương|TW)(?:\s+Đảng)?(?:\s+(?:lần\s+thứ\s+\w+|\d{1,2}))?(?:,?\s+\(?khóa\s+[IVX]+\)?)?", "Ban Chấp hành Trung ương Đảng"),
    (r"Ban\s+Chấp\s+hành\s+Trung\s+ương(?:\s+Đảng)?(?:\s+khóa\s+[IVX]+)?", "Ban Chấp hành Trung ương Đảng"),
    (r"Chính(?<!Văn phòng Chính)(?<!Thủ tướng Chính)(?<!Thanh tra Chính)\s+phủ(?!\s+(?:điện\s+tử|số|tổ))", "Chính phủ"),
    (r"Quốc(?<!vụ Quốc)(?<!biểu Quốc)\s+hội", "Quốc hội"),
)
_CENTRAL_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _CENTRAL)
_TITLE = r"(?:(?:Phó\s+)?(?:Chủ\s+tịch|Chủ\s+nhiệm|Giám\s+đốc|Bộ\s+trưởng|Thứ\s+trưởng|Chánh\s+Văn\s+phòng)(?:\s+[Tt]hường\s+trực)?|lãnh\s+đạo|Lãnh\s+đạo|Thường\s+trực)"
_OWNER = re.compile(rf"[\s,()]*(?:(?:đều\s+)?(?:của|do)|(?:vừa\s+|mới\s+|đã\s+)?được|mà)\s+(?:{_TITLE}\s+)?$", re.I)
_SIGNER = re.compile(rf"\s*,\s*(?:do\s+|được\s+)?(?:{_TITLE}\s+)$", re.I)
_SIGNED = re.compile(r"[^.;\n]{0,60}?\b(?:ký|ban\s+hành)\b", re.I)
_COMMA = re.compile(r"[\s,)]*")
# "Quyết định 89 thành lập Ủy ban bầu cử … được UBND tỉnh ban hành": the act and its object, then who issued it.
_PASSIVE = re.compile(rf"[^.;\n]{{0,260}}?(?:(?:đã|vừa|mới)\s+)?được\s+(?:{_TITLE}\s+)?$", re.I)
_ANOTHER = re.compile(r"\b(?:Nghị\s+quyết|Nghị\s+định|Luật|Thông\s+tư|Chỉ\s+thị|Kế\s+hoạch|Quyết\s+định|Đề\s+án|Kết\s+luận)\s")
_IS_ISSUED = re.compile(r"[^.;,\n]{0,40}?\b(?:ký(?:\s+ban\s+hành)?|ban\s+hành|công\s+bố|thông\s+qua)\b", re.I)
_SUBJECT = re.compile(r"[^.;]{0,200}?\b(?:ban\s+hành|ký|có|ra|công\s+bố|phê\s+duyệt|thông\s+qua|trao)\b[^.;,]{0,40}$", re.I | re.S)
_PLACE_OF_ACT = re.compile(r"(?:,\s+[^.;,]{0,60},)?[^.;,]{0,160}\b(?:tại|theo|bằng|ở|với|qua)\s+(?:các\s+)?$", re.I | re.S)
# "được Thủ tướng Chính phủ đưa vào Ủy ban Quốc gia phòng, chống AIDS tại Quyết định số …"
_BY_WHOM = re.compile(rf"\bđược\s+(?:{_TITLE}\s+)?$", re.I)
# "UBND huyện trình UBND tỉnh đề án này tại Tờ trình số …": who receives it.
_SUBMITTED_TO = re.compile(rf"\btrình\s+(?:{_TITLE}\s+)?$", re.I)
_IN_ACT = re.compile(r"\s[^.;\n]{3,200}\b(?:tại|theo|bằng|qua)\s+$", re.I)
_OTHERS_ACT = re.compile(r"\b(?:căn\s+cứ|thực\s+hiện|triển\s+khai|gửi|trình|đề\s+nghị|của)\b", re.I)
_LATER_SUBJECT = re.compile(r"\s*(?:cũng\s+)?(?:(?:đã|vừa|mới|chính\s+thức)\s+)*(?:cũng\s+)?(?:đã\s+)?(?:lập|quyết\s+định|yêu\s+cầu|giao|chỉ\s+đạo|đồng\s+ý|kiện\s+toàn|thành\s+lập|phê\s+duyệt|ban\s+hành|cho\s+phép|quy\s+định|đặt|bổ\s+nhiệm|cử|phân\s+công|phê\s+chuẩn|bãi\s+bỏ|công\s+nhận|chỉ\s+định|bổ\s+sung|thu\s+hồi)", re.I)


def issuer_candidates(text: str, setting: WorksSetting) -> list[Candidate]:
    """The agencies and central offices in text order; a longer one swallows those inside it."""
    found = [*setting.agencies, *((m.start(), m.end(), name) for pattern, name in _CENTRAL_PATTERNS for m in pattern.finditer(text))]
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c[0], -c[1])):
        if not kept or candidate[0] >= kept[-1][1]:
            kept.append(candidate)
    return kept


def stated_issuer(
    text: str, mention: DocumentMention, sentence: int, candidates: Sequence[Candidate], bodies: Sequence[Candidate]
) -> tuple[str, str] | None:
    """(issuer, rule) that the words beside the mention state, null where they state none.

    Only issuers that agree with the organ code count: QĐ-UBND is no Thủ tướng's.
    """
    if mention.issuer:
        return mention.issuer, "symbol"
    if mention.organs and mention.organs[0].startswith(("BCĐ", "HĐ", "UBQG", "UBBC", "TCT", "BTC", "TGV", "BQL", "BCH")) and not mention.organs[0].startswith(_OF_COMPANY):
        entry = issuer_of(mention.organs[0])
        company = mention.organs[0] == "TCT" and not any(b[2].startswith("Tổ công tác") for b in bodies)
        if (entry is None or not entry.name) and not company:
            return _body(text, mention, sentence, bodies)
    starts = [c[0] for c in candidates]
    return _after(text, mention, candidates, starts) or _before(text, mention, sentence, candidates, starts)


def _body(text: str, mention: DocumentMention, sentence: int, bodies: Sequence[Candidate]) -> tuple[str, str] | None:
    """The committee that is named as owner behind the document; else the one whose initials the code spells; else the last one before."""
    end = mention.date.end if mention.date is not None and mention.end <= mention.date.start <= mention.end + 60 else mention.end
    owner = next((b for b in bodies if b[0] >= end and _OWNED.fullmatch(text[end : b[0]])), None)
    if owner:
        return owner[2], "owner"
    code = mention.organs[0]
    spelled = [b for b in bodies if _spells(b[2], code)]
    named = [b for b in bodies if sentence <= b[0] < mention.start] or [b for b in bodies if b[0] < mention.start]
    if spelled:
        near = [b for b in spelled if b in named] or spelled
        return near[-1][2], "body"
    return (named[-1][2], "body") if named else None


_OF_COMPANY = ("HĐTV", "HĐQT")  # a company's board of members, of directors
_OWNED = re.compile(r"[\s,]*(?:của|do)\s+", re.I)


def _spells(name: str, code: str) -> bool:
    """True if the code's letters are initials of the name in order, the first two words among them.

    >>> _spells("Ủy ban Quốc gia về người cao tuổi Việt Nam", "UBQGNCT")
    True
    """
    initials = iter(strip_marks("".join(word[0] for word in re.findall(r"[^\W\d_]+", name))))
    letters = re.sub(r"[^a-z]", "", strip_marks(code))
    return len(letters) > 2 and strip_marks(name).startswith(letters[0]) and all(letter in initials for letter in letters)


def _after(text: str, mention: DocumentMention, candidates: Sequence[Candidate], starts: list[int]) -> tuple[str, str] | None:
    end = mention.end
    if mention.date is not None and mention.end <= mention.date.start <= mention.end + 60:
        end = mention.date.end
    at = bisect_left(starts, mention.end)
    for start, stop, name in candidates[at : at + 5]:
        gap = text[min(end, start) : start] if start >= end else text[mention.end : start]
        if len(gap) < 300 and _PASSIVE.fullmatch(gap) and not _ANOTHER.search(gap) and _IS_ISSUED.match(text, stop) and agrees(mention, name):
            return name, "passive"
        if len(gap) > 300 or re.search(r"[.;]\s|\n\s*\n", gap):
            break
        if len(gap) > 170 or not agrees(mention, name):
            continue
        if _OWNER.fullmatch(gap) or (_COMMA.fullmatch(gap) and mention.organs):
            return name, "owner"
        if _SIGNER.fullmatch(gap) and _SIGNED.match(text, stop):
            return name, "signer"
        if re.fullmatch(r"[^.;]{0,150},\s*(?:lãnh\s+đạo\s+)?", gap) and _LATER_SUBJECT.match(text, stop):
            return name, "later-subject"
    return None


def _before(
    text: str, mention: DocumentMention, sentence: int, candidates: Sequence[Candidate], starts: list[int]
) -> tuple[str, str] | None:
    at = bisect_left(starts, mention.start)
    for start, stop, name in reversed(candidates[max(0, at - 4) : at]):
        if start < sentence:
            break
        gap = text[stop : mention.start]
        if not agrees(mention, name):
            continue
        if mention.type == "Tờ trình" and _SUBMITTED_TO.search(text, max(sentence, start - 40), start):
            continue
        if _SUBJECT.fullmatch(gap) or (_PLACE_OF_ACT.fullmatch(gap) and not _OTHERS_ACT.search(gap)):
            return name, "subject"
        if _BY_WHOM.search(text, max(0, start - 40), start) and _IN_ACT.fullmatch(gap) and not _OTHERS_ACT.search(gap):
            return name, "passive-subject"
    return None


def agrees(mention: DocumentMention, name: str) -> bool:
    """True unless the organ code or the type says that another kind of agency issued it."""
    heads = [entry for entry in map(issuer_of, mention.organs[:1]) if entry and entry.name]
    if heads:
        if heads[0].code in ("TU", "HU", "QU", "ThU", "ĐU"):
            return bool(re.search(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy", name))
        return name.startswith(heads[0].name) or (heads[0].code == "VP" and name.startswith("Văn phòng"))
    if "TW" in mention.organs:
        return name.startswith(("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương"))
    if mention.type == "Nghị định":
        return name == "Chính phủ"
    return name != "Quốc hội" or mention.type in ("Nghị quyết", "Luật", "Bộ luật")


def coded_issuer(mention: DocumentMention, setting: WorksSetting) -> tuple[str, str] | None:
    """(issuer, rule) from the organ code and the article's home: "QĐ-UBND" here is the home UBND's."""
    if mention.organs and len(mention.organs) > 1 and (mention.symbol or "").startswith(("TTLT", "TTLB", "NQLT")):
        return None
    house = _own_house(mention, setting)
    if house:
        return house
    entry = issuer_of(mention.organs[0]) if mention.organs else None
    if entry is None or entry.scope != "local" or not entry.name:
        return None
    board = _board(entry.code, setting)
    if board:
        return board, "board"
    home = setting.home_issuer or ""
    if entry.name == "Ủy ban nhân dân":
        return (home, "home") if home.startswith("Ủy ban nhân dân") else None
    if entry.name == "Văn phòng Ủy ban nhân dân" and home.startswith("Ủy ban nhân dân"):
        return f"Văn phòng {home}", "home"
    if entry.name == "Hội đồng nhân dân" and home.startswith("Ủy ban nhân dân"):
        return home.replace("Ủy ban nhân dân", "Hội đồng nhân dân", 1), "home"
    return _department(entry.code, entry.name, setting.home_place)


# "Quyết định số 131/QĐ-TCT ngày 13.7 của tổng công ty": the one that the article tells of.
_OF_THE_HOUSE = re.compile(r"[\s,]*(?:của|do)\s+(?:(?:Hội\s+đồng\s+thành\s+viên|Tổng\s+giám\s+đốc|Giám\s+đốc|Hiệu\s+trưởng|lãnh\s+đạo)\s+)?(?P<head>tổng\s+công\s+ty|công\s+ty|tập\s+đoàn|bệnh\s+viện|nhà\s+trường|trường|học\s+viện)\s*(?:[.,;:)]|\s(?:về|thành|kiện|ban|quy|ngày|là|vừa|đã)\s)", re.I)
_HOUSES = ("Tổng công ty ", "Công ty ", "Tập đoàn ", "Bệnh viện ", "Trường ", "Học viện ", "Đại học ", "Viện ", "Trung tâm ", "Bộ Tư lệnh ", "Bộ Chỉ huy ")


def _own_house(mention: DocumentMention, setting: WorksSetting) -> tuple[str, str] | None:
    """The company, school or hospital of the article whose act this is: by a short name behind it, by the initials of its code."""
    houses = dict.fromkeys(name for _, _, name in setting.agencies if name.startswith(_HOUSES))
    if not houses:
        return None
    end = mention.date.end if mention.date is not None and mention.end <= mention.date.start <= mention.end + 60 else mention.end
    short = _OF_THE_HOUSE.match(setting.text, end)
    if short:
        head = " ".join(short["head"].lower().replace("nhà ", "").split())
        named = [name for name in houses if name.lower().startswith(head + " ")]
        if len(named) == 1:
            return named[0], "house"
    code = mention.organs[0] if mention.organs else ""
    spelled = [name for name in houses if len(code) >= 3 and (code in _initials(name) or (code in ("BTL", "BCH") and _initials(name)[0].startswith(code)))]
    return (spelled[0], "house") if len(spelled) == 1 else None


def _initials(name: str) -> tuple[str, str]:
    """The initials of a name, with and without its first word: "TĐHQN", "ĐHQN" for "Trường Đại học Quy Nhơn"."""
    letters = "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", name))
    return letters, letters[1:]


# The committee of the party in a district of each type; "ThU" is a town's or a city's.
_DISTRICT_COMMITTEES = {"HU": (("huyện ", "Huyện ủy"),), "QU": (("quận ", "Quận ủy"),), "ThU": (("thị xã ", "Thị ủy"), ("thành phố ", "Thành ủy"))}


_BOARD_ACTS = re.compile(r"[^.;,\n]{0,40}?(?:ban hành|ký|lập|quyết định|thành lập|kiện toàn|giải thể|ra|có) ", re.I)


def _board(code: str, setting: WorksSetting) -> str | None:
    """The standing board of the Party committee where the text says that it decided: "Ban Thường vụ Tỉnh ủy vừa lập …"."""
    if code not in ("TU", "HU", "QU", "ThU", "ĐU"):
        return None
    for _, end, name in setting.agencies:
        if name.startswith("Ban Thường vụ ") and _BOARD_ACTS.match(setting.text, end):
            return name
    return None


def _department(code: str, name: str, place: PlaceRef | None) -> tuple[str, str] | None:
    district = place
    while district is not None and district.level != "district":
        district = district.parent
    for start, committee in _DISTRICT_COMMITTEES.get(code, ()):
        if district is not None and district.name.startswith(start):
            return f"{committee} {district.name.removeprefix(start)}", "home"
    while place is not None and place.level != "province":
        place = place.parent
    if place is None:
        return None
    if code == "TU":
        bare = place.name if place.name == "Thành phố Hồ Chí Minh" else re.sub(r"^(?:tỉnh|thành phố|Thành phố)\s+", "", place.name)
        return (f"Thành ủy {bare}" if place.name.lower().startswith("thành phố") else f"Tỉnh ủy {bare}"), "home"
    return (f"{name} {place.name}", "home") if name.startswith("Sở ") else None
