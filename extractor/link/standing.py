"""Which agency serves a body: "Sở Y tế là cơ quan thường trực của Ban Chỉ đạo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.link.body_names import Body
from extractor.link.clauses import clause_end, clause_start
from extractor.link.identities import Identities
from extractor.model.mention import AgencyMention, BodyMention
from extractor.text.alternation import at_word

_STANDING_TAIL = r"(?: giúp việc)?(?: chung)?(?! của chính phủ)"
_STANDING = re.compile(
    "|".join(
        [
            *(rf"{at_word([office])} (?:đầu mối )?thường trực{_STANDING_TAIL}" for office in ("cơ quan", "đơn vị", "bộ phận")),
            *(rf"{at_word([part])} (?:cơ quan )?thường trực" for part in ("nhiệm vụ", "vai trò", "chức năng")),
            at_word(["làm thường trực"]),
            r"(?:(?<=\n)|(?<=[.;] ))thường trực (?:của )?(?:ban|tổ|hội đồng|ủy ban)(?: chỉ đạo| điều hành| tổ chức| chỉ huy)?(?= (?:được )?đặt tại| là (?:sở|bộ|phòng|công an))",
            *(rf"t(?<={before}t)hường trực giúp việc(?: cho| của)?(?= ban| tổ| hội đồng| ủy ban)" for before in ("[.;\\n] ", "\\n")),
        ]
    )
)
_STANDING_FIRSTS = frozenset(("cơ", "đơn", "bộ", "nhiệm", "vai", "chức", "làm", "thường"))
_STAND_IS = re.compile(r"[^.;\n]{0,140}?(?:\s(?:là|thuộc về|giao cho|giao|do|đặt tại|được giao cho)\s+|\s*:\s*|\s*[-–]\s+)(?:các |cho )?$")
_IS_STAND = re.compile(r"(?:\s*\([^)]{0,30}\))?,?\s*(?:được )?(?:[^.;\n]{0,60}?\s)?(?:với tư cách|với|trong|kiêm luôn|kiêm|đóng|giữ luôn|là|làm|giữ|đảm nhiệm|đảm nhận|chọn làm|giao làm|thực hiện|đóng)\s*(?:vai trò |vai |nhiệm vụ |chức năng )?(?:là )?$|\s*,\s*$|\s*\(\s*$|\s+[-–]\s*$")
_OF_SEVERAL = re.compile(r" (?:giúp việc )?(?:của |cho )(?:cả )?(?:hai|ba|các|\d) (?P<kind>tổ|ban|hội đồng)(?!\w)")
_SEAT = re.compile(r" (?:nơi đặt|nơi đóng|trụ sở của) $")


class StandingAgencies:
    """Reads the standing agencies of one article's bodies. `outer` are the mentions that no other one covers."""

    def __init__(self, text: str, folded: str, mentions: Sequence[BodyMention], outer: Sequence[int], identities: Identities):
        self.text, self.folded = text, folded
        self.mentions, self.outer, self.identities = mentions, outer, identities

    def read(self, agencies: Sequence[AgencyMention]) -> dict[int, int]:
        """The agencies (their indexes in `agencies`) by the ids of the bodies; the first that the text tells of each."""
        found: dict[int, int] = {}
        for m in matches_at(_STANDING, self.folded, tokens_of(self.text).begins(_STANDING_FIRSTS)) if "thường trực" in self.folded else ():
            agency = self._standing_agency(m, agencies)
            body = self._served(m)
            if agency is None or body is None:
                continue
            for served in self._all_served(m, body):
                found.setdefault(id(served), agency)
        return found

    def _all_served(self, m: re.Match[str], body: Body) -> list[Body]:
        """"cơ quan thường trực của cả hai Tổ công tác": every body of that kind."""
        several = _OF_SEVERAL.match(self.folded, m.end())
        kind = {"tổ": "to", "ban": "ban", "hội đồng": "council"}[several["kind"]] if several else ""
        return [b for b in self.identities.bodies if b.kind == kind] or [body]

    def _standing_agency(self, m: re.Match[str], agencies: Sequence[AgencyMention]) -> int | None:
        start, end = clause_start(self.folded, m.start()), clause_end(self.folded, m.end())
        seat = _SEAT.search(self.folded, start, m.start())
        if seat is not None or self.folded.endswith(("làm ", "vai trò "), 0, m.start()):
            # "Sở Y tế làm cơ quan thường trực", "Sở Y tế là nơi đặt cơ quan thường trực"
            acting = self._acting(agencies, start, seat.start() + 1 if seat else m.start())
            if acting is not None:
                return acting
        for k, a in enumerate(agencies):
            if m.end() <= a.start < end and _STAND_IS.fullmatch(self.folded[m.end() : a.start]):
                return k
        return self._acting(agencies, start, m.start())

    def _acting(self, agencies: Sequence[AgencyMention], start: int, stop: int) -> int | None:
        """The agency whose words up to `stop` make it the standing one, the nearest before."""
        for k in range(len(agencies) - 1, -1, -1):
            a = agencies[k]
            if self.folded[max(0, a.start - 6) : a.start].endswith(("được ", " do ")) and k > 0 and agencies[k - 1].start >= start:
                continue  # "Sở A được UBND tỉnh giao làm cơ quan thường trực": the Sở
            if start <= a.start and a.end <= stop and _IS_STAND.fullmatch(self.folded, a.end, stop):
                return k
        return None

    def _served(self, m: re.Match[str]) -> Body | None:
        start, end = clause_start(self.folded, m.start()), clause_end(self.folded, m.end())
        spans = [j for j in self.outer if self.identities.of[j] is not None]
        behind = [j for j in spans if m.end() <= self.mentions[j].start < min(end, m.end() + 25)]
        before = [j for j in spans if start <= self.mentions[j].start < m.start()]
        earlier = [j for j in spans if self.mentions[j].start < m.start()]
        main = [j for j in earlier if self.identities.of[j].parent is None]  # type: ignore[union-attr]
        for j in (*behind[:1], *before[-1:], *main[-1:], *earlier[-1:]):
            return self.identities.of[j]
        return None
