"""Contradictions within one article: told as warnings, never corrected."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.history import name_then
from extractor.lexicon.matcher import keys_of
from extractor.model.record import BodyRecord, DocumentRecord, RoleRecord, WarningRecord


def find_contradictions(
    bodies: Sequence[BodyRecord], roles: Sequence[RoleRecord], documents: Sequence[DocumentRecord], published: str | None
) -> list[WarningRecord]:
    """Totals that the list exceeds, several chairs of one body, documents dated after the page, agencies out of their time.

    >>> bodies = [BodyRecord("b1", "Ban Chỉ đạo A", member_count=1)]
    >>> roles = [RoleRecord("Ban Chỉ đạo A", "chair", "Lê Văn B"), RoleRecord("Ban Chỉ đạo A", "chair", "Trần Văn C")]
    >>> [w.code for w in find_contradictions(bodies, roles, [], None)]
    ['member-count', 'several-chairs']
    """
    out: list[WarningRecord] = []
    for body in bodies:
        seated = [r for r in roles if r.body == body.name]
        holders = {(r.person, None if r.person else (r.position, r.agency)) for r in seated}
        if body.member_count is not None and len(holders) > body.member_count:
            out.append(WarningRecord("member-count", f"{body.name}: {body.member_count} thành viên được nêu, {len(holders)} người trong danh sách"))
        chairs = sorted({r.person or f"{r.position}, {r.agency}" for r in seated if r.role == "chair"})
        if len(chairs) > 1:
            out.append(WarningRecord("several-chairs", f"{body.name}: {'; '.join(chairs)}"))
        standing = {r.person for r in seated if r.role == "standing_vice_chair" and r.person}
        both = sorted(standing & {r.person for r in seated if r.role == "vice_chair" and r.person})
        if both:
            out.append(WarningRecord("two-ranks", f"{body.name}: {', '.join(p for p in both if p)} vừa là Phó thường trực vừa là Phó"))
    if published:
        for d in documents:
            if d.date and d.date > published[: len(d.date)]:
                out.append(WarningRecord("date-after-publication", f"{d.type} {d.number or ''}: {d.date}, đăng {published[:10]}"))
    day = next((d.date for d in documents if d.function == "announced" and d.date), None) or published
    return out + (_anachronisms(bodies, roles, documents, day[:10]) if day else [])


def _anachronisms(
    bodies: Sequence[BodyRecord], roles: Sequence[RoleRecord], documents: Sequence[DocumentRecord], day: str
) -> list[WarningRecord]:
    """Agencies that act on `day` under a name that was not theirs then. One that is only cited may be an old one."""
    acting = [r.agency for r in roles] + [b.standing_agency for b in bodies] + [d.issuer for d in documents if d.function == "announced"]
    out: list[WarningRecord] = []
    for name in dict.fromkeys(a for a in acting if a):
        then = name_then(name, day)
        known = then.names and then.certainty == "high"
        if known and all(keys_of(n) != keys_of(name) for n in then.names):
            out.append(WarningRecord("anachronism", f"{name}: không phải tên gọi vào {day}; khi đó là {', '.join(then.names)}"))
    return out
