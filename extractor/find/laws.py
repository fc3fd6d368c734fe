"""Laws, codes and ordinances named without a number, and where their names end.

A listed name is taken at its longest; any other is read by a grammar: the name starts
with a capital and ends before a word that cannot go on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from extractor.lexicon.laws import first_words, law_key, law_names, laws_by_key
from extractor.lexicon.matcher import matches_at, tokens_of

_HEAD = re.compile(r"\b(Bộ [Ll]uật|BỘ LUẬT|Luật|LUẬT|luật|Pháp [Ll]ệnh|PHÁP LỆNH|Hiến pháp|HIẾN PHÁP|Dự (?:án|thảo) Luật)\b")
_HEAD_FIRSTS = frozenset(("bộ", "luật", "pháp", "hiến", "dự"))
# Schools, faculties and newspapers of law.
_NO_LAW_BEFORE = re.compile(r"(?:đại học|khoa|ngành|trường|báo|tạp chí|cử nhân|thạc sĩ|tiến sĩ|viện|pháp|công ty|văn phòng|bộ môn|ĐH)\s+$", re.I)
# Laws of other countries, of games and of life.
_NO_STATUTE = re.compile(r"\b(?:Mỹ|Hoa Kỳ|Nhật|Hàn Quốc|Trung Quốc|Hồng Kông|Hong Kong|Anh quốc|Pháp quốc|Nga|EU|châu Âu|quốc tế|nhân quả|hấp dẫn|bóng đá|thi đấu|FIFA|Murphy)\b", re.I)
_STATUTE_BEFORE = re.compile(r"(?:căn cứ|theo|thực hiện|dự án|dự thảo|thi hành|quy định (?:của|tại|trong)|(?:Điều|khoản) \d+[a-z]?(?: của)?|của|và|,|;|triển khai|sửa đổi|thông qua|ban hành|trong|với|tại)\s+$|^\s*$|\n\s*[-+]?\s*$", re.I)
_STATUTE_AFTER = re.compile(r"\s*(?:,?\s*(?:năm\s+\d|số\s*\d|số:|ngày\s+\d|\(sửa đổi\)|\((?:năm|số)\s)|có hiệu lực|quy định|được (?:Quốc hội|thông qua|ban hành))", re.I)
_TOKEN = re.compile(r"[^\W_]+(?:[-–/][^\W\d_]+)*|[,;:.()\n“”\"'&–-]")
# Words after which the name has ended, whatever follows: clause words, verbs of the sentence, dates.
_STOP = frozenset(
    ["luật", "năm", "số", "ngày", "của", "được", "đã", "đang", "sẽ", "là", "có", "tại", "theo", "do", "để", "khi", "thì", "mà", "này", "đó", "nêu", "trên", "cho", "từ", "bị", "nên", "nhằm", "như", "nếu", "vì", "cũng", "còn", "không", "chưa", "phải", "cần", "vừa", "mới", "nói", "hay", "hoặc", "đến", "gồm", "khóa", "kỳ", "cùng", "vào"]
)
# Pairs that end a name although each word may stand inside one ("quy hoạch", "giao thông").
_STOP_PAIRS = frozenset(["quy định", "thông qua", "ban hành", "căn cứ", "dự thảo", "hiện hành", "bao gồm", "kể từ", "sửa đổi", "liên quan", "bộ luật", "pháp lệnh", "nghị định", "nghị quyết", "pháp luật", "thông tư", "trong đó", "với các", "trong việc", "quốc hội"])
# A comma inside a name is followed by one of these in small letters ("Phòng, chống …").
_AFTER_COMMA = frozenset(["chống", "chữa", "sử", "vệ", "công", "thuế", "lấy", "đối", "khen", "giáo", "gia", "nhập", "xuất", "quá", "cư", "hàng", "tôn", "trưng", "lệ", "chăm", "môi", "cứu", "bổ", "thủy", "viễn"])
_AFTER_AND = frozenset(["phát", "chữa", "bản", "gia", "đầu", "công", "nghệ", "môi", "lệ", "quy", "kiểm", "đào", "truyền", "du", "an", "nông"])
_LONGEST = 24
_OPEN = 1 << 60
_CLOSING = re.compile(r"(\s+[^.;:()\n]{4,120}?)\s*(?:,?\s*ngày\s+\d|\bnăm\s+\d{4}|,?\s*\(?số\s*:?\s*\d|\((?:năm|sửa đổi))")


class LawName(msgspec.Struct, frozen=True):
    """A named law: `type` its kind, `title` the whole name, `listed` whether the gazetteer knows it."""

    start: int
    end: int
    type: str
    title: str
    issuer: str
    listed: bool


def find_laws(text: str) -> Iterator[LawName]:
    """Named laws in text order.

    >>> [law.title for law in find_laws("Theo Luật Đất đai năm 2013 và Bộ luật Dân sự, luật sư cho rằng…")]
    ['Luật Đất đai', 'Bộ luật Dân sự']
    """
    end = 0
    for head in matches_at(_HEAD, text, tokens_of(text).begins(_HEAD_FIRSTS)):
        if head.start() < end or _NO_LAW_BEFORE.search(text[max(0, head.start() - 30) : head.start()]):
            continue
        law = _read(text, head)
        if law is not None:
            end = law.end
            yield law


def _read(text: str, head: re.Match[str]) -> LawName | None:
    word = head[1]
    if word.lower() == "hiến pháp":
        state = re.compile(r"\s+(?:của\s+)?nước\s+(?:CHXHCN|Cộng\s+hòa\s+[Xx]ã\s+hội\s+[Cc]hủ\s+nghĩa)\s+Việt\s+Nam|\s+Việt\s+Nam").match(text, head.end())
        title = "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam" if state and "nước" in state[0] else "Hiến pháp"
        return LawName(head.start(), state.end() if state else head.end(), "Hiến pháp", title, "Quốc hội", True)
    if word.startswith("Dự"):
        return None
    kind = {"bộ luật": "Bộ luật", "luật": "Luật", "pháp lệnh": "Pháp lệnh"}[word.lower()]
    tokens = _tokens(text, head.end())
    amending = _amending(text, head, kind, tokens)
    if amending is not None:
        return amending
    listed = _listed(text, head, kind, tokens)
    if listed is not None:
        return listed
    if kind != "Luật" and word == word.lower():
        return None
    return _by_grammar(text, head, kind, tokens)


def _tokens(text: str, start: int) -> list[re.Match[str]]:
    out = []
    for m in _TOKEN.finditer(text, start, min(len(text), start + 260)):
        out.append(m)
        if len(out) >= _LONGEST * 2 or m[0] in ".;":
            break
    return out


@cache
def _longest(kind: str) -> int:
    return max(len(key.split()) for key in laws_by_key()[kind])


def _listed(text: str, head: re.Match[str], kind: str, tokens: list[re.Match[str]]) -> LawName | None:
    """The longest listed name that starts here; small letters need a name of two syllables or a capital."""
    names = laws_by_key()[kind]
    words = [m for m in tokens if m[0] not in "\n"]
    if not words or not words[0][0][0].isalnum():
        return None
    if law_key(words[0][0]).split()[0] not in first_words()[kind]:
        return None
    best: tuple[int, str] | None = None
    for i in range(min(len(words), _longest(kind) + 8)):
        if words[i][0] in ";:.":
            break
        if not words[i][0][0].isalnum() and words[i][0] != ")":
            continue
        name = names.get(law_key(text[words[0].start() : words[i].end()]))
        if name:
            best = (words[i].end(), name)
    if best is None:
        return None
    capital = words[0][0][0].isupper()
    if not capital and (
        head[1] == "luật" or head[1].islower()
        or (" " not in best[1] and not _STATUTE_BEFORE.search(text[max(0, head.start() - 24) : head.start()]))
    ):  # fmt: skip
        return None
    if head[1] == "luật" and best[1] == "Luật sư":
        return None
    if kind == "Luật" and best[1] == "Giá" and not re.match(r"\s*(?:năm|số|ngày|\(|[,.;])", text[best[0] : best[0] + 6]):
        return None
    return LawName(head.start(), best[0], kind, f"{kind} {best[1]}", law_names()[kind].issuer, True)


def _amending(text: str, head: re.Match[str], kind: str, tokens: list[re.Match[str]]) -> LawName | None:
    """"Luật sửa đổi, bổ sung một số điều của Luật X và Luật Y": one law, named by those it changes."""
    if head[1].islower():
        return None
    m = re.match(
        r"\s+sửa\s+đổi(?:,?\s*bổ\s+sung)?(?:\s+(?:một\s+số|các)\s+(?:điều|nội\s+dung)|\s+Điều\s+[\d, và]+)?(?:\s+của)?(?:\s+(?:các|\d{1,3})\s+luật\b(?:\s+có)?(?:\s+liên\s+quan(?:\s+đến\s+(?:(?!ngày|số|năm)[^\W\d_]+\s*){1,8})?)?)?", text[head.end() : head.end() + 160], re.I
    )
    if not m:
        return None
    end = head.end() + len(m[0].rstrip())
    named = bool(re.search(r"luật", m[0], re.I))
    while True:
        joint = re.compile(r"\s*(?:,|và|;)?\s*(?=(?:Bộ luật|Luật|Pháp lệnh)\b)").match(text, end)
        inner = _HEAD.match(text, joint.end()) if joint else None
        law = _listed(text, inner, _kind(inner[1]), _tokens(text, inner.end())) or _by_grammar(
            text, inner, _kind(inner[1]), _tokens(text, inner.end())
        ) if inner and inner[1][0].isupper() and _kind(inner[1]) in laws_by_key() else None
        if law is None:
            break
        end, named = law.end, True
        if re.match(r"\s*(?:,\s*)?(?:năm|số|ngày|\()", text[end : end + 8]):
            break
    if not named:
        return None
    title = " ".join(text[head.start() : end].split())
    return LawName(head.start(), end, kind, title, law_names()[kind].issuer, False)


def _kind(word: str) -> str:
    return {"bộ luật": "Bộ luật", "luật": "Luật", "pháp lệnh": "Pháp lệnh"}.get(word.lower(), "")


def _closed(text: str, head: re.Match[str]) -> int:
    """Where a name ends for certain: at its day, year or number right after it, with no clause between."""
    m = _CLOSING.match(text, head.end())
    if not m or re.search(r"\b(?:Luật|Nghị|Thông tư|Pháp lệnh|Quyết định|luật|được|đã|có|là|của|tại|theo|thì)\b", m[1]):
        return _OPEN
    return m.end(1)


def _statute_context(text: str, start: int, end: int) -> bool:
    """An unlisted name counts only where the words around it speak of a statute."""
    return bool(_STATUTE_BEFORE.search(text[max(0, start - 40) : start]) or _STATUTE_AFTER.match(text, end))


def _by_grammar(text: str, head: re.Match[str], kind: str, tokens: list[re.Match[str]]) -> LawName | None:
    """An unlisted name: from its capital to the first word that cannot go on with it."""
    if head[1].islower() or not tokens or not tokens[0][0][0].isupper() or tokens[0][0].isupper():
        return None
    between = text[head.end() : tokens[0].start()]
    if between.strip() or "\n\n" in between:
        return None
    closed = _closed(text, head)
    end, count = head.end(), 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1][0] if i + 1 < len(tokens) else ""
        if token.start() >= closed or count >= 16 or _ends(token[0], following, count, closed != _OPEN):
            break
        if token[0] not in ",\n":
            end, count = token.end(), count + 1
    # A name whose end is certain may be long; another of more than nine words ran on into its sentence.
    if not 2 <= count <= (14 if closed != _OPEN else 9) or _NO_STATUTE.search(text[head.end() : end + 12]):
        return None
    if not _statute_context(text, head.start(), end):
        return None
    return LawName(head.start(), end, kind, " ".join(text[head.start() : end].split()), law_names()[kind].issuer, False)


def _ends(word: str, following: str, count: int, closed: bool) -> bool:
    """True if a name cannot go on with `word`; where its end is certain, commas and "và" stand inside it."""
    if word == ",":
        return not closed and following not in _AFTER_COMMA
    if word == "\n":
        return bool(count) and not following.islower()
    if word == "và":
        return not closed and following not in _AFTER_AND
    if f"{word} {following}".lower() in _STOP_PAIRS or not word[0].isalpha():
        return True
    return not closed and word.lower() in _STOP
