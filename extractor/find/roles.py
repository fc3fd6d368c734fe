"""Role words of a body: "Phó Trưởng ban Thường trực", "thành viên", "Tổ phó"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon.bodies import is_command
from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.lexicon.titles import RoleWord, role_firsts, role_pattern
from extractor.model.mention import AgencyMention, BodyMention, RoleMention
from extractor.text.fold import fold

# What makes a role word no role: a Party rank, a village post, a common noun.
_NOT_AFTER = re.compile(
    r" (?:ban thường vụ|thường vụ|btv|trung ương|bộ chính trị|ban chấp hành|bch|ubnd|ủy ban nhân dân|dự khuyết|ủy ban kiểm tra|ban bí thư"
    r"|tổ dân phố|dân phố|tổ sản xuất|tổ bảo vệ|tổ hòa giải|chính phủ|hội đồng quản trị|hđqt|đại biểu quốc hội|đbqh|hội đồng thành viên|tòa án|kỳ họp|phiên họp|cuộc họp|hội nghị|đại hội|buổi|phiên tòa|riêng|gia đình|của đoàn(?! (?:là|gồm|bao gồm|có|:))|trong gia đình|bkav|asean|liên hợp quốc)(?!\w)"
)
_NOT_BEFORE = re.compile(r"(?:tổ|ban|hội đồng|nước|quốc gia|công ty|tổ chức|đảng|đội|tân|các nước|hợp tác xã|gia đình) $")
# "17 thành viên" counts; "2 thành viên là …", "các ủy viên gồm …" names.
_COUNTED = re.compile(r"(?<!\w)(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|lăm|nhiêu)(?: đồng chí)? $")
_LISTED = re.compile(r" đều là [^.;:\n]{4,90}, (?:trong đó có|gồm|như|là)|, trong (?:số )?đó có (?:các )?(?:ông|bà|đồng chí|đ/c) |(?: ban chỉ đạo| hội đồng| mới| khác| còn lại| lần đầu| tham gia| được bổ sung| bổ sung| nữa)*\s*(?:,|-)?\s*(?:là|gồm|bao gồm|có|:|\()")


def find_roles(
    text: str, agencies: Sequence[AgencyMention] = (), bodies: Sequence[BodyMention] = ()
) -> list[RoleMention]:
    """All role words in `text`, in order. `agencies` tell an office from a role, `bodies` whose role it is.

    >>> [(m.role, text[m.start:m.end]) for text in ["ông A làm Phó trưởng ban thường trực, bà B là Thư ký"] for m in find_roles(text)]
    [('standing_vice_chair', 'Phó trưởng ban thường trực'), ('secretary', 'Thư ký')]
    """
    folded = fold(text)
    pattern, by_form = role_pattern()
    council = [b for b in bodies if b.kind == "council"]
    command = [b for b in bodies if is_command(b.head)]
    found: list[RoleMention] = []
    for m in matches_at(pattern, folded, tokens_of(text).begins(role_firsts())):
        word = by_form[m["base"]]
        if _is_office(folded, m, word, agencies):
            continue
        if word.role == "member" and _COUNTED.search(folded, max(0, m.start() - 12), m.start()) and not _LISTED.match(folded, m.end()):
            continue
        if word.id == "thuong-truc" and not (folded[m.start() - 1 : m.start()] == "(" and folded[m.end() : m.end() + 1] == ")"):
            continue
        own = _own_body(text, m, bodies)
        if word.body_class == "command" and not any(b is own or b.start < m.start() for b in command):
            continue
        if word.body_class == "council" and not _of_council(folded, m, own, council):
            continue
        found.append(
            RoleMention(
                start=m.start(), end=m.end(), role=_role(word, m["post"]), rule=f"role:{word.id}",
                body_span=(own.start, own.end) if own else None,
            )
        )
    return found


def _role(word: RoleWord, post: str | None) -> str:
    if post and word.role == "vice_chair":
        return "standing_vice_chair"
    if post and word.role == "member":
        return "standing_member"
    return word.role


def _is_office(folded: str, m: re.Match[str], word: RoleWord, agencies: Sequence[AgencyMention]) -> bool:
    if _NOT_AFTER.match(folded, m.end()) or _NOT_AFTER.match(folded, m.end("base")):
        return True
    before = folded[max(0, m.start() - 12) : m.start()]
    if before.endswith(("nguyên ", "cựu ")):
        return True
    if word.body_class == "any" and _NOT_BEFORE.search(before):
        return True
    if word.body_class == "council":
        return any(m.start() < a.start <= m.end() + 5 for a in agencies if not folded[m.end() : a.start].strip(" của"))
    # "Trưởng Ban Dân tộc": the agency begins inside the role word or directly behind it.
    return any(m.start() < a.start <= m.end() + 1 and a.end > m.end() for a in agencies)


def _own_body(text: str, m: re.Match[str], bodies: Sequence[BodyMention]) -> BodyMention | None:
    """The body named inside or directly behind the role word: "Trưởng Ban Chỉ đạo 389", "Tổ trưởng Tổ giúp việc"."""
    for b in bodies:
        if b.start > m.end() + 6:
            break
        between = text[m.end() : b.start] if b.start >= m.end() else ""
        if m.start() < b.start and b.end >= m.end() and not re.sub(r"của|ở|tại|cho|trong|[-–\s]", "", between):
            return b
    return None


def _of_council(folded: str, m: re.Match[str], own: BodyMention | None, council: Sequence[BodyMention]) -> bool:
    """"Chủ tịch" is a role where its council is named with it, or announced before and the word opens or ends a clause."""
    if own is not None:
        return own.kind == "council"
    besides = folded.endswith("ngoài ", 0, m.start())  # "Ngoài Chủ tịch là ông A, Ủy ban B có 5 Phó Chủ tịch"
    if not any(b.start < m.start() or (besides and b.start - m.end() < 120) for b in council):
        return False
    after = folded[m.end() : m.end() + 20]
    if folded[max(0, m.start() - 1) : m.start()] == "(" and after.startswith(")"):
        return True
    before = folded[max(0, m.start() - 14) : m.start()]
    opens = bool(re.search(r"(?:^|[\n;:.,+-]\s*|các |một |hai |ba |bốn |năm |sáu |những |ngoài |\d |\d[.)]\s*|và )$", before)) and bool(
        re.match(r"(?: hội đồng| ủy ban| hđ)?(?: nữa| còn lại| khác| thường trực)?(?: là |:| ?: | gồm)", after + " ")
    )
    ends = bool(re.search(r"(?:làm|là|giữ chức|chức|chức danh|giữ chức vụ|đảm nhiệm|đảm nhận|giữ vai|vai|vai trò|giữ|ghế|cương vị)(?: thêm)?(?: một)? $", before)) and bool(
        re.match(r"(?: hội đồng| ủy ban)?(?: nữa)?(?:[.;,\n)]|$| và| gồm)", after)
    )
    # "bà A, Bộ trưởng Bộ B, Phó Chủ tịch thường trực; ông C": nobody's office is only that.
    standing = bool(m["post"]) and before.endswith(", ") and folded[m.end() : m.end() + 1] in (";", ".")
    return opens or ends or standing or _closes_row(folded, m)


# What may follow a role at the end of a row.
_ROW_ENDS = re.compile(r"(?: hội đồng| ủy ban)?\s*(?:;|\.?\s*(?:\n|$)|,? (?:thay|kiêm|đồng thời) | \()")
_ROW_BEGINS = re.compile(r"\s*(?:\d{1,2}\s*\|\s*)?(?:[-+*•–]|\d{1,2}[.)/]|[a-zđ][.)])?\s*(?:ông|bà|đồng chí|đ/c|(?:thiếu|trung|thượng|đại) (?:tá|úy|tướng)|ts|ths|bs)\b[^\n;]{4,}?[,–|-] [^\n;]{6,}[,:–|-] $")


def _closes_row(folded: str, m: re.Match[str]) -> bool:
    """"3. Bà A, Phó Chủ tịch UBND huyện, Phó Chủ tịch;": behind name and office the row's last word is the role."""
    start = max(folded.rfind("\n", 0, m.start()), folded.rfind(";", 0, m.start())) + 1
    return bool(_ROW_ENDS.match(folded, m.end())) and bool(_ROW_BEGINS.fullmatch(folded, start, m.start()))
