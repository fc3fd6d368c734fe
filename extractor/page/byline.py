"""Bylines and credited sources: short lines that say who wrote an article and whom it follows."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractor.lexicon.load import read_toml
from extractor.text.fold import fold, strip_marks

# Who did what: "Tác giả: Y Thương", "Bài, ảnh: Mỹ Ngân", "Tin và ảnh: PV", "Người viết - Lê An"
_AUTHOR_LABEL = re.compile(
    r"(?:tac gia(?: bai viet)?|nguoi viet|bai viet|bai va anh|bai(?:,| -|/|&) ?anh|tin(?:,| va| -|/|&)? ?(?:bai(?:,| va| -|/|&)? ?)?(?:anh|hinh)|tin,? bai(?:,? video)?|bai ?(?:,|&|va)? ?(?:hinh|clip|video)"
    r"|bai|tin|thuc hien|phong vien|pv|nhom pv|bien soan|written by|by|author|reporter|dang boi|nguoi (?:dang|nhap|gui|viet|cap nhat)(?: bai(?: viet)?| tin)?|viet boi) ?(?::|-|–) ?(?=\S)|(?:(?:viet|dang|duoc viet) )?boi (?=\S)|(?:posted|written|reported|story) by (?=\S)",
)
_BY = re.compile(r"(?:[Bb]y|BY) (?=[A-Z])")
# A photographer is no author: "Ảnh: HA", "Ảnh minh họa: Internet", "Clip: Minh Anh"
_PHOTO = re.compile(r"(?:ảnh|hình(?: ảnh| minh họa)?(?= ?[:.(]|$)|photo|clip|video|đồ họa|infographic|thiết kế|nguồn ảnh)(?!\w) ?[:.(]?.*")
_ROLE_NOTE = re.compile(r"\s*[(\[](?:t/h|th|tổng hợp|tong hop|ghi|thực hiện|lược ghi|biên tập|dịch|sưu tầm|biên soạn|lược dịch|tổng thuật)[)\]]\s*$", re.I)
# "PV", "CP", "M.T", "M.Q.", "T.H", "N.T.A", "L.V-H.N"
_INITIALS = re.compile(r"(?:[A-ZĐÂĂÊÔƠƯ]{2,4}|(?:[A-ZĐÂĂÊÔƠƯ][a-z]{0,2}\.){1,4}[A-ZĐÂĂÊÔƠƯ]?[a-z]{0,2}\.?)(?: ?[-–/] ?(?:[A-ZĐ]{2,4}|(?:[A-ZĐ]\.){1,3}[A-ZĐ]?))?")
_ACRONYMS = "UBND HĐND TTXVN TTX VOV VTV VTC VN TP HCM TW CP. SGGP TPHCM UB HN CNTT TT TTĐT QĐ HD BCĐ ANTV KTĐT STT RSS GMT ICT NEW HOT TOP OK FAQ BBT TM KT QR PC AM PM II III IV VI USD VND EU UN US UK BBC CNN AFP AP"
_NOT_INITIALS = frozenset(_ACRONYMS.split())
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*\.?")
# "T.Tâm", "N.Đ.Khoa", "H. Thu"
_INITIALS_AND_NAME = re.compile(r"(?:[A-ZĐÂĂÊÔƠƯ][a-z]?\. ?){1,3}[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)?")
# First words of short lines that are no names; with diacritics, for Phương, Anh and Bảo are names.
_NOT_A_NAME = re.compile(
    r"(?:ban|sở|trang|cổng|báo|tỉnh|tp|thành phố|ubnd|hđnd|huyện|quận|xã|phường|thị trấn|thị xã|cục|bộ|phòng|trung tâm|hội|công an|tin|ảnh|văn phòng|ủy ban|nguồn|theo|sự kiện|ý kiến"
    r"|chủ đề|thời sự|xem|go|trở|về|đài|tạp chí|công ty|trường|bệnh viện|đảng|nghị|quyết định|chỉ thị|thông báo|kế hoạch|danh sách|nội dung|tiêu đề|chuyên|mục|kinh tế|chính trị"
    r"|văn hóa|xã hội|giáo dục|thể thao|pháp luật|thế giới|đời sống|sức khỏe|giải trí|du lịch|công nghệ|khoa học|thị trường|đầu tư|quốc tế|quốc phòng|môi trường|bất động sản|xây dựng|nông thôn"
    r"|trong nước|cải cách|hiện đại|việt nam|go top|liên hệ|liên kết|tag|tags|related|share|home|news|print|copyright|advertisement|read|photo|video|comments?|menu|search|sign|follow|more|top|latest"
    r"|thứ|chủ tịch|phó|giám đốc|trưởng ban|ủy viên|bí thư|bộ trưởng|thủ tướng|nơi nhận|kính gửi|super user|admin|administrator|quản trị|ban biên tập|bbt|điều|chương|phụ lục|mục lục|quý|tháng)(?!\w)"
)  # fmt: skip
# A Vietnamese syllable typed without marks: "Khang", "Ninh", but not "Reader" or "Discussion".
_SYLLABLE = re.compile(r"(?:ngh?|ch|gh|gi|kh|nh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.I)
_SOURCE_LABEL = re.compile(
    r"^[(\[]?(?:nguồn(?: tin| bài viết| bài| tham khảo| trích)?|trích(?: nguồn| từ)?|dẫn nguồn|source|theo(?= ?:))\s*[:.\-–]\s*(?P<named>\S.{0,70}?)[)\]]?[.]?$"
    r"|^[(\[]?(?:(?:bài viết|tin bài|bài|tin|nội dung|thông tin)(?: này)? )?(?:(?:được|đã) )*(?:đăng(?: tải)?(?: lại)?|lấy(?: lại)?|trích(?: dẫn)?|tổng hợp|sưu tầm|dẫn|tin) (?:từ|theo)(?: nguồn(?: tin)?| trang(?=\s*:))?\s*[:.\-–]?\s*(?P<taken>\S.{0,70}?)[)\]]?[.]?$"
    r"|^[(\[]?(?:nguồn(?: tin| bài)?|theo)\s+(?P<bare>\S.{0,60}?)[)\]]?[.]?$",
    re.I,
)
# "Lê An (theo TTXVN)", "T.H (tổng hợp từ Báo An Phú)": the writer, then whom he follows.
_SOURCE_IN_BRACKETS = re.compile(r"^[^()\[\]]{2,40}[(\[]\s*(?P<rest>(?:nguồn|theo|tổng hợp (?:từ|theo)|trích)[\s:].{2,70}?)\s*[)\]][.]?$", re.I)
_AUTHOR_IS = re.compile(r"^(?:tác giả(?: bài viết)?|người viết|author)\s*:\s*(?=(?:nguồn|theo)[\s:])", re.I)
# "Theo đó", "Theo kế hoạch": a sentence begins; a source is a name, a paper or a domain.
_NOT_A_SOURCE = re.compile(r"(?:do|quyet dinh|ke hoach|quy dinh|du kien|ong|ba|thong tin|nghi quyet|nghi dinh|thong tu|van ban|chi dao|tinh than|noi dung|ket qua|bao cao|doi|dong su kien|yeu cau|de nghi|cac|nhung|mot|nguon tin)\b")
_PAPERS = ("báo ", "tạp chí ", "trang ", "cổng ", "đài ")
_DOMAIN = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?$", re.I)


_DEGREES = re.compile(r"^(?:(?:BS|ThS|TS|PGS|GS|CN|KS|DS|LG|LS|CNĐD|BSCKI{1,2})\s*\.\s*)+")
_UNIT_BEHIND = re.compile(r"^((?:[^\W\d_]+\s){1,3}[^\W\d_]+)\s+[-–]\s+(?:Tổ|Phòng|Ban|Khoa|Trung tâm|TT|UB\w*|MTTQ|Văn phòng|VP|Sở|Đoàn|Hội|Chi cục|Cục|Công an|Trường|BCH|Đài|CTV|HĐND|Bộ|Huyện|Tỉnh|Đảng)\b.*$")
_PAPER_BEHIND = re.compile(r"^((?:[^\W\d_]+ ){1,3}[^\W\d_]+) ?/ ?[A-ZĐ]{2,8}(?:\.[A-Za-z]{2,3})?$")
_BRACKET_BEHIND = re.compile(r"^([^()]{3,}?)\s*[(\[][^()\[\]]*[)\]]?$")
_PICTURES_BEHIND = re.compile(r"\s*[;|(,–-]\s*(?:ảnh|hình|clip|video)(?: minh họa)?\s*:", re.I)


def is_photo_credit(line: str) -> bool:
    """True for a line that credits a picture.

    >>> is_photo_credit("Ảnh: HA"), is_photo_credit("Bài, ảnh: Mỹ Ngân")
    (True, False)
    """
    return len(line.split()) <= 12 and bool(_PHOTO.fullmatch(fold(line).strip(" .()[]*-")))


# "Người đăng: Phan Thị Nhàn | Lượt xem: 312"
_COUNTER_BEHIND = re.compile(r"\s*[|–-]\s*(?:(?:số )?lượt (?:xem|đọc|truy cập)|đã xem|views?)\s*:?\s*[\d.,]+$", re.I)


def read_author(line: str, *, labelled_only: bool = False, hinted: bool = False) -> str | None:
    """The author that a short line names, None if it names none.

    `hinted` says that markup calls the line an author's, so that one word may be a name.

    >>> read_author("Tác giả: Y Thương"), read_author("ĐÔNG PHƯƠNG |"), read_author("M.Q")
    ('Y Thương', 'Đông Phương', 'M.Q')
    >>> read_author("Bài, ảnh: Mỹ Ngân"), read_author("Kinh tế - Xã hội"), read_author("Ảnh: Mỹ Ngân")
    ('Mỹ Ngân', None, None)
    """
    line = " ".join(unicodedata.normalize("NFC", line).split()).strip(" |*•·-–—:;,./\\\"“”")
    line = _COUNTER_BEHIND.sub("", line)
    if not line or len(line) > 80 or line.count(" ") > 14 or is_photo_credit(line):
        return None
    label = _AUTHOR_LABEL.match(strip_marks(line)) or _BY.match(line)
    if label:
        line = line[label.end() :].strip(" |*•-–—:")
    elif labelled_only:
        return None
    line = re.sub(r"\s+(?:(?:vào )?lúc|vào|on|at) \d.*$", "", _ROLE_NOTE.sub("", line))
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1].strip()
    # A degree before the name and the author's unit behind it: "BS. Lê Văn An - Phòng Công tác xã hội".
    line = _DEGREES.sub("", line, count=1)
    if "-" in line or "–" in line:
        line = _UNIT_BEHIND.sub(r"\1", line)
    if "/" in line:
        line = _PAPER_BEHIND.sub(r"\1", line)  # "Dạ Khánh/HNM": the paper
    # What stands in brackets after the name: the source, a date, the author's office.
    if "(" in line or "[" in line:
        line = _BRACKET_BEHIND.sub(r"\1", line)
    line = line.strip(" -–,")
    line = _PICTURES_BEHIND.split(line, maxsplit=1)[0].strip(" -–,;|")
    return _as_name(line, certain=hinted or label is not None)


def _as_name(line: str, *, certain: bool) -> str | None:
    if _INITIALS.fullmatch(line):
        if line.strip(".") in _NOT_INITIALS:
            return None
        return line.rstrip(".") if line.count(".") > 1 else line
    if _INITIALS_AND_NAME.fullmatch(line):
        return line
    if _NOT_A_NAME.match(fold(line)) or fold(line) in _places():
        return None
    # Without a label two capital words of another language are a heading: "Reader Discussion".
    if not certain and line.isascii() and "'" not in line and "." not in line and not all(_SYLLABLE.fullmatch(w) for w in re.findall(r"[A-Za-z]+", line)):
        return None
    parts = re.split(r"\s*(?:[-–,&/+]|\bvà\b|\band\b)\s*", line)
    if not 1 <= len(parts) <= 4:
        return None
    mixed = [_INITIALS.fullmatch(part) is not None and part.strip(".") not in _NOT_INITIALS for part in parts]
    if certain and len(parts) == 2 and mixed == [False, True] and _as_name(parts[0], certain=True):
        return f"{_as_name(parts[0], certain=True)} - {parts[1].rstrip('.') if parts[1].count('.') > 1 else parts[1]}"  # "TẤN LỰC - P.N"
    for part in parts:
        words = part.split()
        if not (1 <= len(words) <= 5) or not all(_NAME_WORD.fullmatch(w) and w[0].isupper() for w in words):
            return None
        # "K'Brel", "H'Ly": one word with the mark of a sex or people is a whole name.
        if len(words) == 1 and not certain and len(parts) == 1 and not re.match(r"[A-ZĐ][a-zơ]?['’][A-ZĐ]", words[0]):
            return None
    if len(parts) == 1 and line.isupper() and len(line) > 4:
        return line.title() if "'" not in line and "’" not in line else " ".join(w.capitalize() for w in line.split())
    return line


@cache
def _places() -> frozenset[str]:
    """Provinces by their bare names: "Hòa Bình, ngày …" is signed by nobody."""
    names = [str(entry["name"]) for entry in read_toml("provinces.toml")["province"]]
    return frozenset(fold(re.sub(r"^(?:tỉnh|thành phố)\s+", "", name, flags=re.I)) for name in names)


# "(Nguồn: Quyết định số 145/QĐ-VPCP)" cites a document.
_A_DOCUMENT = re.compile(r"(?:quyết định|nghị quyết|nghị định|thông tư|công văn|văn bản|kế hoạch|chỉ thị|thông báo|luật|quy chế|báo cáo|tờ trình) (?:số|\d)")


@cache
def _wires() -> tuple[str, frozenset[str]]:
    """The news agencies as an alternation, and folded."""
    names = [str(name) for name in read_toml("press.toml")["agencies"]]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), frozenset(map(fold, names))


@cache
def _wire_line() -> re.Pattern[str]:
    """An agency's name alone, or behind its reporter's: "(TTXVN)", "Lê An/TTXVN", "Lê An (TTXVN)"."""
    return re.compile(rf"^[(\[]?(?:(?P<name>[^()\[\]/|:]{{2,40}}?)\s*[/(\[–-]\s*)??(?P<wire>{_wires()[0]})\s*[)\]]?\.?$")


@cache
def _wire_opening() -> re.Pattern[str]:
    return re.compile(rf"^(?:[^\W\d_][^()a-z]{{0,40}}[,\s]*)?\((?P<wire>{_wires()[0]})\)\s*[-–—:]")


@cache
def _source_ending() -> re.Pattern[str]:
    return re.compile(
        rf"\((?P<wire>{_wires()[0]})\)\.?$|[.!?…”\"](?P<glued>\s*[(\[]?(?:Theo|Nguồn\s*:?)\s+[^.!?…,;()\[\]]{{2,50}}(?:\.(?:[a-z]{{2,}}))*[)\]]?)\.?$"
    )


def source_in_prose(text: str, *, opening: bool = False, ending: bool = False) -> str | None:
    """The source that a paragraph credits in its first or last words.

    >>> source_in_prose("HÀ NỘI (TTXVN) - Sáng 12/5, Chính phủ họp.", opening=True)
    'TTXVN'
    >>> source_in_prose("Dự án xong trong năm 2019.Theo Báo An Phú", ending=True)
    'Báo An Phú'
    >>> source_in_prose("Dự án xong năm 2019. Theo Chủ tịch xã, dân đã nhận đất.", ending=True) is None
    True
    """
    if opening and (m := _wire_opening().match(text[:80])):
        return m["wire"]
    if ending and (m := _source_ending().search(text[-100:].rstrip())):
        return m["wire"] or read_source(m["glued"].strip())
    return None


def read_source(line: str) -> str | None:
    """The source that a short line credits, as written; None if it credits none.

    >>> read_source("Theo chinhhphu.vn"), read_source("Nguồn bài viết : Bầu Cua"), read_source("(Theo TTXVN)")
    ('chinhhphu.vn', 'Bầu Cua', 'TTXVN')
    >>> read_source("Theo đó:") is None, read_source("Nguồn tin") is None
    (True, True)
    >>> read_source("Lê An (theo TTXVN)"), read_source("Nguồn Báo An Phú"), read_source("Nguồn nước sạch")
    ('TTXVN', 'Báo An Phú', None)
    """
    if len(line) > 120:
        return None
    line = " ".join(line.split()).strip(" *|•")
    line = _AUTHOR_IS.sub("", line)
    bracketed = _SOURCE_IN_BRACKETS.match(line)
    if bracketed:
        return read_source(bracketed["rest"])
    wire = _wire_line().match(line)
    if wire and (wire["name"] is None or (not is_photo_credit(line) and read_author(wire["name"]))):
        return wire["wire"]
    m = _SOURCE_LABEL.match(line)
    if m is None or line.endswith((":", ",", ";")):
        return None
    value = (m["named"] or m["taken"] or m["bare"] or "").strip(" .:-–|\"“”")
    value = re.sub(r"\s*\((?:PV|P\.V|BT|B\.T|TH)\)?$", "", value)
    value = re.sub(r"(?<=\w)[\s:(–-]+https?://\S+$", "", value)  # "Nguồn VOV: https://…"
    if value.count("(") > value.count(")"):
        value += ")"
    if _A_DOCUMENT.match(fold(value)):
        return None
    if not value or len(value.split()) > 9:
        return None
    if not m["named"] and not _DOMAIN.match(value):
        if len(value.split()) > 6 or (not value[0].isupper() and not value.lower().startswith(_PAPERS)):
            return None
        if "," in value or _NOT_A_SOURCE.match(strip_marks(value)):
            return None
        # "NGUỒN VỐN CHO VÙNG CAO": in a line of capitals the name of a paper or agency must be told by its kind.
        if line.isupper() and not fold(line).startswith("theo") and not value.lower().startswith(_PAPERS) and fold(value) not in _wires()[1]:
            return None
    return value
