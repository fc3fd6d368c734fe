"""Bylines and credited sources: short lines that say who wrote an article and whom it follows."""

from __future__ import annotations

import re
import unicodedata

from extractor.text.fold import strip_marks

# Who did what: "Tác giả: Y Thương", "Bài, ảnh: Mỹ Ngân", "Tin và ảnh: PV", "Người viết - Lê An"
_AUTHOR_LABEL = re.compile(
    r"(?:tac gia(?: bai viet)?|nguoi viet|bai viet|bai va anh|bai(?:,| -|/|&) ?anh|tin(?:,| va| -|/|&)? ?(?:bai(?:,| va| -|/|&)? ?)?(?:anh|hinh)|tin,? bai(?:,? video)?|bai ?(?:,|&|va)? ?(?:hinh|clip|video)"
    r"|bai|tin|thuc hien|phong vien|pv|nhom pv|bien soan|written by|by|author|reporter|dang boi|nguoi dang|viet boi) ?(?::|-|–) ?(?=\S)",
)
_BY = re.compile(r"by (?=[A-Z])")
# A photographer is no author: "Ảnh: HA", "Ảnh minh họa: Internet", "Clip: Minh Anh"
_PHOTO = re.compile(r"(?:anh|hinh(?: anh)?|photo|clip|video|do hoa|infographic|thiet ke|anh minh hoa|nguon anh|anh tu lieu|anh chup)\b ?[:.(]?.*")
_ROLE_NOTE = re.compile(r"\s*[(\[](?:t/h|th|tổng hợp|tong hop|ghi|thực hiện|lược ghi|biên tập|dịch|sưu tầm|biên soạn|lược dịch|tổng thuật)[)\]]\s*$", re.I)
# "PV", "CP", "M.T", "M.Q.", "T.H", "N.T.A", "L.V-H.N"
_INITIALS = re.compile(r"(?:[A-ZĐÂĂÊÔƠƯ]{2,4}|(?:[A-ZĐÂĂÊÔƠƯ][a-z]{0,2}\.){1,4}[A-ZĐÂĂÊÔƠƯ]?[a-z]{0,2}\.?)(?: ?[-–/] ?(?:[A-ZĐ]{2,4}|(?:[A-ZĐ]\.){1,3}[A-ZĐ]?))?")
_NOT_INITIALS = frozenset("UBND HĐND TTXVN TTX VOV VTV VTC VN TP HCM TW CP. SGGP TPHCM UB HN CNTT TT TTĐT QĐ HD BCĐ ANTV KTĐT STT RSS GMT ICT NEW HOT TOP OK FAQ".split())
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*\.?")
_NOT_A_NAME = re.compile(
    r"(?:ban|so|trang|cong|bao|tinh|tp|thanh pho|ubnd|huyen|quan|xa|phuong|cuc|bo|phong|trung tam|hoi|cong an|tin|anh|van phong|uy ban|nguon|theo|su kien|y kien"
    r"|chu de|thoi su|xem|go|tro|ve|dai|tap chi|cong ty|truong|benh vien|dang|nghi|quyet dinh|chi thi|thong bao|ke hoach|danh sach|noi dung|tieu de|chuyen|muc|kinh te|chinh tri"
    r"|van hoa|xa hoi|giao duc|the thao|phap luat|the gioi|doi song|suc khoe|giai tri|du lich|cong nghe|khoa hoc|thi truong|dau tu|quoc te|quoc phong|moi truong|bat dong san|xay dung dang|nong thon moi"
    r"|trong nuoc|cai cach|hien dai|viet nam|ha noi|go top|lien he|lien ket|tag|tags|related|share|home|news|print|copyright|advertisement|read|photo|video|comments?|menu|search|sign|follow|more|top|latest|thu|chu tich|pho|giam doc|truong ban|uy vien|bi thu|bo truong|thu tuong|tm|kt|noi nhan)\b"
)  # fmt: skip
_SOURCE_LABEL = re.compile(
    r"^[(\[]?(?:nguồn(?: tin| bài viết| bài| tham khảo| trích)?|trích(?: nguồn| từ)?|dẫn nguồn|source|theo(?= ?:))\s*[:.\-–]\s*(?P<named>\S.{0,70}?)[)\]]?[.]?$"
    r"|^[(\[]?theo\s+(?P<theo>\S.{0,60}?)[)\]]?[.]?$",
    re.I,
)
# "Theo đó", "Theo kế hoạch": a sentence begins; a source is a name, a paper or a domain.
_NOT_A_SOURCE = re.compile(r"(?:do|quyet dinh|ke hoach|quy dinh|du kien|ong|ba|thong tin|nghi quyet|nghi dinh|thong tu|van ban|chi dao|tinh than|noi dung|ket qua|bao cao|doi|dong su kien|yeu cau|de nghi|cac|nhung|mot|nguon tin)\b")
_DOMAIN = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?$", re.I)


def is_photo_credit(line: str) -> bool:
    """True for a line that credits a picture.

    >>> is_photo_credit("Ảnh: HA"), is_photo_credit("Bài, ảnh: Mỹ Ngân")
    (True, False)
    """
    return bool(_PHOTO.fullmatch(strip_marks(line).strip(" .()[]*-"))) and len(line.split()) <= 12


def read_author(line: str, *, labelled_only: bool = False, hinted: bool = False) -> str | None:
    """The author that a short line names, None if it names none.

    `hinted` says that markup calls the line an author's, so that one word may be a name.

    >>> read_author("Tác giả: Y Thương"), read_author("ĐÔNG PHƯƠNG |"), read_author("M.Q")
    ('Y Thương', 'Đông Phương', 'M.Q')
    >>> read_author("Bài, ảnh: Mỹ Ngân"), read_author("Kinh tế - Xã hội"), read_author("Ảnh: Mỹ Ngân")
    ('Mỹ Ngân', None, None)
    """
    line = " ".join(unicodedata.normalize("NFC", line).split()).strip(" |*•·-–—:;,./\\\"“”")
    if not line or len(line) > 80 or is_photo_credit(line):
        return None
    label = _AUTHOR_LABEL.match(strip_marks(line)) or _BY.match(line)
    if label:
        line = line[label.end() :].strip(" |*•-–—:")
    elif labelled_only:
        return None
    line = _ROLE_NOTE.sub("", line)
    line = re.split(r"\s*[(\[]\s*(?:theo|nguồn)\b", line, maxsplit=1, flags=re.I)[0].strip(" -–,")
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1].strip()
    line = re.split(r"\s*[;|(]\s*(?:ảnh|hình|clip|video)\s*:", line, maxsplit=1, flags=re.I)[0].strip(" -–,;|")
    return _as_name(line, certain=hinted or label is not None)


def _as_name(line: str, *, certain: bool) -> str | None:
    if _INITIALS.fullmatch(line):
        return None if line.strip(".") in _NOT_INITIALS else line.rstrip(".") if line.count(".") > 1 else line
    key = strip_marks(line)
    if _NOT_A_NAME.match(key) and not (certain and line[:1].isupper() and len(line.split()) <= 5 and key.split()[0] in _SURNAME_LIKE):
        return None
    parts = re.split(r"\s*(?:[-–,&/+]|\bvà\b|\band\b)\s*", line)
    if not 1 <= len(parts) <= 4:
        return None
    for part in parts:
        words = part.split()
        if not (1 <= len(words) <= 5) or not all(_NAME_WORD.fullmatch(w) and w[0].isupper() for w in words):
            return None
        if len(words) == 1 and not certain and len(parts) == 1:
            return None
    if len(parts) == 1 and line.isupper() and len(line) > 4:
        return line.title() if "'" not in line and "’" not in line else " ".join(w.capitalize() for w in line.split())
    return line


# First words of _NOT_A_NAME that are surnames too and may follow "Tác giả:".
_SURNAME_LIKE = frozenset(("quan", "bao", "phuong", "so", "dang", "cong", "ban", "hoi", "thu", "pho", "anh"))


def read_source(line: str) -> str | None:
    """The source that a short line credits, as written; None if it credits none.

    >>> read_source("Theo chinhhphu.vn"), read_source("Nguồn bài viết : Bầu Cua"), read_source("(Theo TTXVN)")
    ('chinhhphu.vn', 'Bầu Cua', 'TTXVN')
    >>> read_source("Theo đó:") is None, read_source("Nguồn tin") is None
    (True, True)
    """
    line = " ".join(line.split()).strip(" *|•")
    m = _SOURCE_LABEL.match(line)
    if m is None or line.endswith((":", ",", ";")):
        return None
    value = (m["named"] or m["theo"] or "").strip(" .:-–|\"“”")
    if not value or len(value.split()) > 9:
        return None
    if m["theo"] and not _DOMAIN.match(value):
        if len(value.split()) > 6 or not value[0].isupper() and not value.lower().startswith(("báo ", "tạp chí", "trang ", "cổng ")):
            return None
        if "," in value or _NOT_A_SOURCE.match(strip_marks(value)):
            return None
    return value
