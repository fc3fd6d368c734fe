"""How many members each body has: "gồm 15 thành viên", "nâng tổng số lên 12"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.link.body_names import Body
from extractor.link.clauses import clause_start
from extractor.link.identities import Identities
from extractor.model.mention import BodyMention
from extractor.text.alternation import at_word

_NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
    "mười ba": 13, "mười bốn": 14, "mười lăm": 15, "mười sáu": 16, "mười bảy": 17, "mười tám": 18, "mười chín": 19, "hai mươi": 20,
}  # fmt: skip
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_COUNTS = (
    re.compile(rf"{at_word(['gồm có', 'bao gồm', 'gồm', 'có', 'với', 'lên thành', 'lên', 'đủ', 'tất thảy', 'cả thảy', 'tổng số', 'tổng cộng', 'là', 'còn', 'con số', 'đông', 'quy tụ'])}\s*:?(?: tất cả| đúng| vỏn vẹn| khoảng| tổng cộng| cả thảy| tất thảy| đủ)? {_N} (?:đồng chí|đ/c|vị|người)? ?(?P<what>thành viên|người|đồng chí|vị)(?! còn lại| khác| mới| nữa| được bổ sung| tham gia họp| dân| ủy viên| là ủy viên)"),
    re.compile(rf"(?<!\w){_N} (?P<what>thành viên|người)(?: có tên| có mặt| ngồi| nằm| góp mặt| được xếp| được cử| được đưa)? (?:trong|vào|của|tham gia|hợp thành|họp thành) (?=ban|hội đồng|tổ|ủy ban|sở chỉ huy|trung tâm chỉ huy|đoàn)"),
    re.compile(rf"(?<=thành viên)[^.\n]{{0,40}}(?:tăng|nâng|giảm) lên(?: thành)? {_N}(?P<what>)(?![\d%,]|\.\d)"),
    re.compile(rf"tổng số (?P<what>thành viên|người)[^.;\n]{{0,40}}? (?:là|lên|còn) {_N}(?!\d)"),
    re.compile(rf"(?:^|[\n(])\s*{_N} (?P<what>thành viên)(?=\s*(?:[,.;:)\n–-]|$|gồm|do |là |trong|bao gồm|tham gia))"),
    # Only right behind a body's name: "Tiểu ban Hậu cần (8 đồng chí)", "Tổ công tác 9 người do …".
    re.compile(rf" \(\s*{_N} (?P<what>thành viên|đồng chí|người|vị)\s*\)"),
    re.compile(rf",? (?:(?:đông|ít|gọn)(?: hơn)?(?: nhiều| hẳn)?,? )?(?:cũng |chỉ |nay )?(?:có |gồm )?{_N} (?P<what>người|thành viên|đồng chí|cán bộ)(?= do | gồm|[,.;])"),
)
# "tăng lên 12", "tổng số thành viên là 12": the number stands behind. In the others those who are counted follow it.
_TOTALS = _COUNTS[2:4]
_COUNTED = re.compile(rf"{_N} (?:đồng chí|đ/c|vị|người|thành viên|cán bộ)")
_NUMBER_FIRSTS = frozenset(("", *(words.split()[0] for words in _NUMBER_WORDS)))
# The words with which the matches of the first two begin.
_COUNT_FIRSTS = {
    _COUNTS[0]: frozenset(("gồm", "bao", "có", "với", "lên", "đủ", "tất", "cả", "tổng", "là", "còn", "con", "đông", "quy")),
    _COUNTS[1]: _NUMBER_FIRSTS,
}
_BEFORE = re.compile(r"(?<!\w)(?:trước khi|trước đây|trước đợt|trước đó)(?!\w)[^.;]*$")
_NOT_COUNT = re.compile(r"(?:bổ sung|thêm|thay thế?|giảm|cùng|và)(?: \w+)? $|(?:có thêm|bổ sung)$")
# "bổ sung vào Tổ công tác ba thành viên": those that are new.
_ADDED = re.compile(r"(?<!\w)(?:bổ sung|kết nạp|thêm) (?:vào|cho) [^.;:\n]{0,50}$")
# "Ban Chỉ đạo cũ với 9 thành viên"
_FORMER_BODY = re.compile(r"(?:ban|ban chỉ đạo|hội đồng|ủy ban|tổ công tác|tổ) (?:cũ|trước đây) ?$")


class MemberCounts:
    """Reads the totals of one article's bodies. `outer` are the mentions that no other one covers."""

    def __init__(self, text: str, folded: str, mentions: Sequence[BodyMention], outer: Sequence[int], identities: Identities):
        self.text, self.folded = text, folded
        self.mentions, self.outer, self.identities = mentions, outer, identities

    def read(self) -> dict[int, int]:
        """The totals by the ids of the bodies; the first that the text tells of each."""
        found: dict[int, int] = {}
        counted = any(_COUNTED.match(self.folded, at) for at in tokens_of(self.text).begins(_NUMBER_FIRSTS))
        for pattern in _COUNTS:
            if not counted and pattern not in _TOTALS:
                continue
            firsts = _COUNT_FIRSTS.get(pattern)
            for m in matches_at(pattern, self.folded, tokens_of(self.text).begins(firsts)) if firsts else pattern.finditer(self.folded):
                if _NOT_COUNT.search(self.folded[max(0, m.start() - 18) : m.start()]) or _ADDED.search(self.folded, max(0, m.start() - 60), m.start()):
                    continue
                n = _NUMBER_WORDS.get(m["n"]) or int(m["n"]) if m["n"] in _NUMBER_WORDS or m["n"].isdigit() else 0
                if m["what"] and _BEFORE.search(self.folded, clause_start(self.folded, m.start()), m.start()):
                    continue
                if _FORMER_BODY.search(self.folded, max(0, m.start() - 40), m.start()):
                    continue
                body = self._behind(m.end()) if m.re is _COUNTS[1] else self._counted(m.start(), m.end(), m["what"])
                if m.re in _COUNTS[-2:] and not any(self.mentions[j].end == m.start() for j in self.outer):
                    continue
                if body is not None and n > 1:
                    found.setdefault(id(body), n)
        return found

    def _behind(self, end: int) -> Body | None:
        """The body in which somebody sits: "17 thành viên trong Ban Chỉ đạo"."""
        return next((self.identities.of[j] for j in self.outer if end <= self.mentions[j].start <= end + 2), None)

    def _counted(self, start: int, end: int, what: str) -> Body | None:
        """The body whose members are counted: the last one named before in the sentence, else the one right behind."""
        clause = clause_start(self.folded, start)
        before = [j for j in self.outer if clause <= self.mentions[j].start < start and self.identities.of[j] is not None]
        if what not in ("thành viên", ""):
            before = [j for j in before if start - self.mentions[j].end < 60]
        if before:
            return self.identities.of[before[-1]]
        behind = [j for j in self.outer if end <= self.mentions[j].start < end + 25 and self.identities.of[j] is not None]
        if behind:
            return self.identities.of[behind[0]]
        if what == "thành viên" and (clause >= start - 40):
            earlier = [j for j in self.outer if self.mentions[j].start < start and self.identities.of[j] is not None]
            return self.identities.of[earlier[-1]] if earlier else None
        return None
