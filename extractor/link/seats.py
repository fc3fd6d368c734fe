"""Seats: who holds which role, read off the mentions of a clause by the role grammar.

A text becomes a string of signs — a letter for each mention, connective and line end — and the
patterns of `role_grammar.toml` are tried on it from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.lexicon.grammar import SIGNS, RolePattern, match_role
from extractor.link.holders import HONORIFIC_WORDS, PORTFOLIO, PORTFOLIO_WORDS, SPOKEN_HONORIFIC, Holder
from extractor.model.mention import BodyMention, RoleMention
from extractor.text.alternation import any_of

# Connectives, longest first; what a gap holds besides them is filler ("w", or "z" where it is too long to bridge).
_CONNECTIVES = {
    "is": "là|có tên là|có tên|mang tên|chính là|vẫn là|nay là|hiện là|sẽ là|cụ thể là|gồm có là",
    "as": "cùng giữ chức|cùng làm|cùng giữ|cùng đảm nhiệm|cùng đảm nhận|cùng là|làm|giữ chức vụ|giữ chức danh|giữ chức|giữ vai trò|giữ cương vị|giữ trọng trách|giữ nhiệm vụ|giữ|đảm nhiệm|đảm nhận|đảm đương|đảm trách|được giao|được cử|được phân công|được chỉ định|được bầu|được bổ sung|được mời|được tín nhiệm|được ủy quyền|tham gia làm|tham gia|trọng trách|cương vị|chức danh|chức vụ|chức|vai trò|nhiệm vụ|với tư cách|với vai trò|với cương vị|với chức danh|với chức vụ|trong vai trò|trong vai|ngồi ghế|giữ ghế|ghế|nắm chức|nhận chức|giữ chân|nhận nhiệm vụ|được bổ nhiệm làm|được bổ nhiệm giữ chức|được bổ nhiệm|được điều động làm|được đề cử làm|được đề cử|trở thành|vào vị trí|ở vị trí|vị trí",
    "also": "kiêm nhiệm|kiêm giữ chức|kiêm chức|kiêm|đồng thời là|đồng thời làm|đồng thời giữ chức|đồng thời đảm nhiệm|đồng thời",
    "of": "trong đó có cả|trong đó có|còn có|gồm có|gồm|bao gồm|có thêm|thêm",
    "no": "thay mặt|thôi làm|thôi giữ chức|thôi giữ|thôi tham gia|thôi|không còn làm|không còn là|không còn|miễn nhiệm|bãi nhiệm|cho thôi|rút khỏi|khỏi|ra khỏi|từng làm|từng giữ|từng là|từng|nguyên là",
    "past": "trước đây|trước kia|trước đó ông|trước đó bà|trước đó đồng chí",
    ".": "thì nay|còn nay|nhưng nay|thì lần này|thì từ nay",  # what was before ends here
    "w": "là người ký|là người trình|là người gửi|là người báo cáo|thay đổi|thay vì|thay da",
    "has": "có",
    "by": "do",
    "to": "được chia cho|chia cho|thuộc về|được phân công cho|phân công cho|được phân cho|được bố trí cho|được tin tưởng giao cho|giao về cho|được giao về|về tay|rơi vào|đặt lên vai|giao cho|trao cho|được giao cho|được trao cho|dành cho",
    "give": "giao|cử|phân công|chỉ định|mời|bổ sung|bổ nhiệm|cơ cấu|bầu|đưa",
    "and": "thêm vào đó là|cùng đó là|bên cạnh đó là|ngoài ra còn có|cùng với đó là|và|cùng với|cùng các|cùng|cũng như|với",
    "each": "đều",
    "resp": "lần lượt",
    "lead": "người đứng đầu|đứng đầu|đứng mũi chịu sào|lãnh đạo chung|người cầm trịch|cầm trịch|người cầm lái|cầm lái|chèo lái|đứng ra gánh vác",
    "for": "thay thế cho|thay thế|thay cho|thay|kế nhiệm|thế chỗ",
}
_WORD_SIGN = {w: sign for sign, words in _CONNECTIVES.items() for w in words.split("|")}
_GAP = re.compile(
    rf"(?P<drop>{SPOKEN_HONORIFIC}(?!\w)[ ,]*)|(?P<word>{any_of(_WORD_SIGN)})(?!\w)"
    r"|(?P<end>[.!?…](?=\s|$|\n))|(?P<line>\n[ \t]*(?:[-+*•–]|\d{1,2}[.)/]|[a-zđ][.)])?)|(?P<mark>[,;:()|/-])|(?P<other>[\w&%]+) ?"
)
_TITLE_HEADS_LIST = re.compile(r"(?:các|những)(?: vị| đồng chí)? (?:thứ trưởng|phó [^\W\d]+(?: [^\W\d]+)?|giám đốc|vụ trưởng|cục trưởng|lãnh đạo): ?$")
# The words with which connectives and forms of address of several words begin.
_OPENING = frozenset(words.split()[0] for words in (*_WORD_SIGN, *HONORIFIC_WORDS, "các", "hai", "ba"))
_ASIDE = re.compile(r"\([^()\n]{0,160}\)")
_FORMER = re.compile(r",\s*nguyên [^,;.()\n]{2,90}(?=,)")
# "Bộ trưởng Bộ Nội vụ, các thành viên Ban Chỉ đạo … chịu trách nhiệm thi hành": they carry it out, nobody is seated.
_EXECUTES = re.compile(r"[^.;\n]*\bchịu trách nhiệm (?:thi hành|thực hiện)")
# "Trước đó, Phó Bí thư Tỉnh ủy làm Trưởng ban; nay ông A …": up to "nay" nobody sits today.
_UNTIL_NOW = re.compile(r"(?<!\w)(?:trước đó|trước đây|trước kia)(?!\w)[^.;\n]{5,200}[,;](?= nay (?!là |làm |được |thuộc |giữ ))")
_COUNT_WORDS = frozenset(
    ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "các", "những", "vị", "cùng", "nữa", "khác", "mới", "sẽ", "đã", "vừa", "được", "cũng", "này", "trong", "đó", "hiện", "nay"]
)
_BRIDGE = 6  # filler words a clause may have between its parts; 4 lost "được giao thêm nhiệm vụ …", 8 joined two clauses


class Sign(msgspec.Struct, frozen=True):
    """One sign of the string and the mention behind it, if any."""

    letter: str
    start: int
    end: int
    item: Holder | RoleMention | BodyMention | None = None


class Seat(msgspec.Struct):
    """One role of one holder. `bodies` are the mentions that the text itself names beside the role."""

    role: str
    holder: Holder
    start: int
    end: int
    rule: str
    role_start: int
    role_rule: str = ""
    bodies: list[BodyMention] = []


def read_signs(
    folded: str, holders: Sequence[Holder], roles: Sequence[RoleMention], bodies: Sequence[BodyMention]
) -> list[Sign]:
    """The text as signs. A body that a role word holds, or another body covers, has no sign of its own."""
    items: list[tuple[int, int, str, Holder | RoleMention | BodyMention]] = []
    spoken = {r.body_span for r in roles if r.body_span}
    for r in roles:
        if folded.endswith("các ", 0, r.start) and _EXECUTES.match(folded, r.end):
            continue
        end = max(r.end, r.body_span[1]) if r.body_span else r.end
        items.append((r.start, end, "R", r))
    for h in holders:
        # "Quyết định … của Thủ tướng Chính phủ, …": whose it is sits nowhere.
        owner = h.person is None and folded.endswith("của ", 0, h.start) and not folded.endswith("là của ", 0, h.start)
        if h.is_specific(folded) and not owner:
            items.append((h.start, h.end, "H", h))
    reach = -1
    for b in bodies:
        if b.start < reach or (b.start, b.end) in spoken:
            continue
        reach = b.end
        items.append((b.start, b.end, "B", b))
    items.sort(key=lambda x: (x[0], -x[1]))
    signs: list[Sign] = []
    at = 0
    for start, end, letter, item in items:
        if start < at:
            continue
        signs += _gap(folded, at, start)
        signs.append(Sign(letter, start, end, item))
        at = end
    signs += _gap(folded, at, len(folded))
    past = [m.span() for m in _UNTIL_NOW.finditer(folded)] if " nay " in folded else []
    return _without_replaced([s for s in signs if not any(a <= s.start < b for a, b in past)])


def _gap(folded: str, start: int, end: int) -> list[Sign]:
    gap = folded[start:end]
    if ":" in gap:
        gap = _TITLE_HEADS_LIST.sub(_blanks, gap)  # "…; các Thứ trưởng: A (Bộ X), B (Bộ Y)"
    if any(word in gap for word in PORTFOLIO_WORDS):
        gap = PORTFOLIO.sub(_blanks, gap)
    if "nguyên " in gap:
        gap = _FORMER.sub(_blanks, gap)  # what somebody was before
    if "(" in gap:
        gap = _ASIDE.sub(_blanks, gap)  # an aside between mentions
    signs: list[Sign] = []
    filler = 0
    filler_at = 0

    def flush() -> None:
        nonlocal filler
        if filler:
            signs.append(Sign("w" if filler <= _BRIDGE else "z", filler_at, filler_at))
        filler = 0

    def fill(at: int) -> None:
        nonlocal filler, filler_at
        if not filler:
            filler_at = at
        filler += 1

    # Most words are filler whatever stands beside them; the pattern reads the rest, from `read` on.
    read = at = 0
    for chunk in gap.split(" "):
        stop = at + len(chunk)
        if at >= read and (weight := _PLAIN[chunk]) is not None:
            if weight:
                fill(start + at)
        else:
            read = max(read, at)
            while read < stop and (m := _GAP.search(gap, read)) and m.start() < stop:
                read = m.end()
                kind, here = m.lastgroup, start + m.start()
                if kind == "other":
                    if _is_filler(m["other"]):
                        fill(here)
                elif kind != "drop":
                    flush()
                    signs.append(_sign(m, here))
        at = stop + 1
    flush()
    return signs


def _sign(m: re.Match[str], at: int) -> Sign:
    if m.lastgroup == "word":
        return Sign(SIGNS[_WORD_SIGN[m["word"]]], at, at + len(m[0]))
    if m.lastgroup == "line":
        return Sign("n", at, at + len(m[0]))
    if m.lastgroup == "end":
        return Sign(".", at, at + 1)
    return Sign({"|": ",", "/": "w", ":": "c"}.get(m[0], m[0]), at, at + 1)


def _is_filler(word: str) -> bool:
    return word not in _COUNT_WORDS and not word.isdecimal()


class _Plain(dict[str, bool | None]):
    """Whether a chunk between blanks is one word of filler (False: a word that does not count), None if the pattern must tell."""

    def __missing__(self, chunk: str) -> bool | None:
        m = _GAP.match(chunk)
        plain = m is not None and m["other"] == chunk and chunk not in _OPENING and not (len(chunk) == 1 and chunk.isdecimal())
        answer = _is_filler(chunk) if plain else None if chunk else False
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:
                self.clear()
            self[chunk] = answer
        return answer


_LONGEST_CHUNK, _MOST_CHUNKS = 24, 16_384
_PLAIN = _Plain()


def _blanks(m: re.Match[str]) -> str:
    return " " * len(m[0])


def _without_replaced(signs: list[Sign]) -> list[Sign]:
    """Drop "thay ông B": whoever is replaced holds nothing. "Sau khi thay thế, …" replaces nobody named."""
    out: list[Sign] = []
    i = 0
    while i < len(signs):
        if signs[i].letter == SIGNS["for"]:
            behind = "".join(s.letter for s in signs[i + 1 : i + 3])
            i += 2 if behind.startswith("H") else 3 if behind == "wH" else 1
            continue
        out.append(signs[i])
        i += 1
    return out


def find_seats(signs: Sequence[Sign]) -> list[Seat]:
    """All seats that the role grammar reads off the signs, in text order."""
    string = "".join(s.letter for s in signs)
    seats: list[Seat] = []
    at = 0
    last: list[Holder] = []
    last_end = 0
    past = SIGNS["past"] in string
    while at < len(string):
        if string[at] not in "HRBs;,vnma.":
            at += 1
            continue
        match = None if past and _told_of_past(string, at) else match_role(string, at)
        if match is None:
            at += 1
            continue
        pattern, m = match
        holders = _items(signs, m, "h") if "h" in m.re.groupindex else _same_holders(string, last, last_end, at)
        if not holders:
            at += 1
            continue
        seats += _deal(pattern, m, signs, holders)
        last, last_end = holders, m.end()
        at = max(m.end(), at + 1)
    return seats


def _told_of_past(string: str, at: int) -> bool:
    """"Trước đây Ban do ông A làm Trưởng ban": no seat of today."""
    clause = max(string.rfind(".", 0, at), string.rfind("n", 0, at))
    return SIGNS["past"] in string[clause + 1 : at]


def _same_holders(string: str, last: list[Holder], last_end: int, at: int) -> list[Holder]:
    """The holders of the clause before, if nothing but its own words lies between."""
    return last if last and not set(string[last_end:at]) & set(".nHR") else []


def _items(signs: Sequence[Sign], m: re.Match[str], group: str) -> list[Holder]:
    start, end = m.span(group)
    return [s.item for s in signs[start:end] if isinstance(s.item, Holder)]


def _deal(pattern: RolePattern, m: re.Match[str], signs: Sequence[Sign], holders: list[Holder]) -> list[Seat]:
    """Give the roles of a match to its holders: each role to each, or one by one."""
    roles: list[tuple[str, RoleMention | None, list[BodyMention]]] = []
    if pattern.role:
        named = [s.item for s in signs[m.start() : m.end()] if isinstance(s.item, BodyMention)]
        roles.append((pattern.role, None, named))
    else:
        for s in signs[m.start("r") : m.end("r")]:
            if isinstance(s.item, RoleMention):
                roles.append((s.item.role, s.item, []))
            elif isinstance(s.item, BodyMention) and roles and (not roles[-1][2] or roles[-1][2][0].kind == s.item.kind):
                roles[-1][2].append(s.item)
    if len(holders) == 2 and roles and roles[0][0] == "chair" and all(h.person is None for h in holders) and _one_person(signs, holders):
        holders = [min(holders, key=lambda h: h.office.precedence if h.office else (9, 9))]
    first = next((s for s in signs[m.start() : m.end()] if s.letter not in "n,;"), signs[m.start()])
    start, end = first.start, signs[m.end() - 1].end
    if pattern.id == "role-in-brackets" and any(r != "member" for r, _, _ in roles):
        holders = holders[-1:]  # "A, B (Trưởng ban)": only members share one bracket
    if "b" in m.re.groupindex:
        return _dealt_bodies(pattern, m, signs, holders, roles)
    bracketed = _bracketed(signs, m) if "h" in m.re.groupindex else {}
    pairs = zip(holders, roles, strict=False) if pattern.pair else ((h, r) for h in holders for r in bracketed.get(id(h), roles))
    return [
        Seat(
            role=role, holder=h, start=min(start, h.start), end=max(end, h.end), rule=f"role:{pattern.id}",
            role_start=mention.start if mention else start, role_rule=mention.rule if mention else "", bodies=named,
        )
        for h, (role, mention, named) in pairs
    ]  # fmt: skip


def _one_person(signs: Sequence[Sign], holders: list[Holder]) -> bool:
    """"Phó Bí thư Thành ủy, Chủ tịch UBND thành phố làm Trưởng ban": a Party office and a state one over a comma; one chair."""
    spheres = {h.office.precedence[0] for h in holders if h.office}
    between = [s.letter for s in signs if holders[0].end <= s.start < holders[1].start]
    return spheres == {0, 3} and between == [","]


def _dealt_bodies(
    pattern: RolePattern, m: re.Match[str], signs: Sequence[Sign], holders: list[Holder],
    roles: list[tuple[str, RoleMention | None, list[BodyMention]]],
) -> list[Seat]:
    """One role in several bodies, dealt out one by one; none where their numbers differ.

    "Tiểu ban A và Tiểu ban B lần lượt do ông C và bà D làm Trưởng tiểu ban"; "ông C, bà D lần lượt làm Tổ trưởng Tổ A, Tổ B", where
    the first body belongs to the role word.
    """
    led: list[BodyMention | None] = [s.item for s in signs[m.start("b") : m.end("b")] if isinstance(s.item, BodyMention)]
    role, mention, _ = roles[0]
    if mention is not None and mention.body_span and m.start("b") >= m.end("r"):
        led.insert(0, None)
    if len(holders) != len(led):
        return []
    start, end = signs[m.start()].start, signs[m.end() - 1].end
    return [
        Seat(
            role=role, holder=h, start=min(start, h.start), end=max(end, h.end), rule=f"role:{pattern.id}",
            role_start=body.start if body else mention.start if mention else start,
            role_rule=mention.rule if mention else "", bodies=[body] if body else [],
        )
        for h, body in zip(holders, led, strict=True)
    ]  # fmt: skip


def _bracketed(signs: Sequence[Sign], m: re.Match[str]) -> dict[int, list[tuple[str, RoleMention | None, list[BodyMention]]]]:
    """Roles that stand in brackets behind one holder of a list: "ông A (Phó Trưởng ban thường trực)"."""
    out: dict[int, list[tuple[str, RoleMention | None, list[BodyMention]]]] = {}
    holder: Holder | None = None
    added = False
    for s in signs[m.start("h") : m.end("h")]:
        if isinstance(s.item, Holder):
            holder, added = s.item, False
        elif s.letter == SIGNS["also"]:
            added = True
        elif isinstance(s.item, RoleMention) and holder is not None:
            out.setdefault(id(holder), []).append((s.item.role, s.item, []))
            # A bare "(Thường trực)" is the standing one of the role that heads the list.
            if added:  # "…, kiêm Thư ký": beside the role of the list
                own: list[tuple[str, RoleMention | None, list[BodyMention]]] = [(r.role, r, []) for r in (x.item for x in signs[m.start("r") : m.end("r")]) if isinstance(r, RoleMention)]
                out[id(holder)] = [*own, *out[id(holder)]]
            head = next((x.item.role for x in signs[m.start() : m.end()] if isinstance(x.item, RoleMention)), "")
            if s.item.role == "standing":
                out[id(holder)][-1] = ("standing_member" if head == "member" else "standing_vice_chair", s.item, [])
    return out
