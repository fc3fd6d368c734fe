"""A record as a person would like to read it in a terminal, and the summary of a batch."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable

from extractor.model.record import BodyRecord, DocumentRecord, Record, RoleRecord
from extractor.view.labels import EVENTS, FUNCTIONS, ROLES
from extractor.view.outline import announced, citation, province

WIDTH = 100
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: combining marks take none.

    >>> display_width("Đặng"), display_width(unicodedata.normalize("NFD", "Đặng"))
    (4, 4)
    """
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
        if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Cc")
    )


def printable(text: str) -> str:
    """`text` on one line, without the control characters that could drive a terminal."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())


class Painter:
    """Styles for a terminal, or none at all."""

    def __init__(self, color: bool):
        self.color = color

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text


def render_record(record: Record, color: bool = False) -> str:
    """The whole record as lines of text, ending in a line break; `color` adds ANSI styles."""
    paint = Painter(color)
    lines = _head(record, paint)
    lines += _section("Documents", [_document(d, paint) for d in record.documents], paint)
    bodies: list[str] = []
    for body in record.bodies:
        bodies += _body(body, _roles_of(record, body), paint)
    lines += _section("Bodies", bodies, paint)
    strays = [role for role in record.roles if role.body not in {body.name for body in record.bodies}]
    lines += _section("Other roles", _seats(strays, paint), paint)
    lines += _section("Agencies", _wrapped([a.name for a in record.agencies]), paint)
    lines += _section("Persons", _wrapped([p.name for p in record.persons]), paint)
    lines += _section("Dates", _wrapped([d.value for d in record.dates]), paint)
    lines += _section("Repairs", _wrapped([_repairs(record)] if record.repairs else []), paint)
    lines += _section("Warnings", _warnings(record, paint), paint)
    return "\n".join(lines) + "\n"


def render_summary(records: Iterable[Record], color: bool = False, dropped: Iterable[tuple[str, str]] = ()) -> str:
    """One block an article and a closing line of totals, ending in a line break.

    `dropped` are (path, reason) of the pages that gave no record. Written for what
    ``make run`` prints; reads `records` once.
    """
    paint = Painter(color)
    blocks: list[str] = []
    totals: Counter[str] = Counter()
    for record in records:
        totals.update(
            articles=1,
            announced=len(announced(record)),
            bodies=len(record.bodies),
            roles=len(record.roles),
            repairs=len(record.repairs),
            warnings=len(record.warnings),
        )
        blocks.append("\n".join(_summary_block(record, paint)))
    lost = [f"  {paint('dim', '–')} {printable(path)}: {printable(reason)}" for path, reason in dropped]
    if lost:
        blocks.append("\n".join([paint("bold", "Dropped, no article in them"), *lost]))
    if not blocks:
        return "No records.\n"
    closing = ", ".join(
        _counted(totals[key], word)
        for key, word in (
            ("articles", "article"),
            ("announced", "announced document"),
            ("bodies", "body"),
            ("roles", "role"),
            ("repairs", "repair"),
            ("warnings", "warning"),
        )
    )
    return "\n\n".join([*blocks, paint("bold", closing)]) + "\n"


def _head(record: Record, paint: Painter) -> list[str]:
    article, source = record.article, record.source
    title = printable(article.title or "(no title)")
    facts = [province(record), article.published, article.site, article.author, article.credited_source]
    lines = [paint("bold", line) for line in textwrap.wrap(title, WIDTH)]
    lines.append(paint("dim", " · ".join(printable(fact) for fact in facts if fact) or "no metadata"))
    origin = " · ".join(printable(part) for part in (source.path, source.url, source.encoding) if part)
    return [*lines, paint("dim", origin)] if origin else lines


def _summary_block(record: Record, paint: Painter) -> list[str]:
    article = record.article
    title = printable(article.title or article.text[:80] or "(no title)")
    lines = [paint("bold", line) for line in textwrap.wrap(title, WIDTH)]
    facts = [province(record), article.published, article.site, record.source.path]
    lines.append("  " + paint("dim", " · ".join(printable(fact) for fact in facts if fact)))
    for document in announced(record):
        lines.append("  " + _document(document, paint, function=False))
    for body in record.bodies:
        if body.event != "mentioned" or _roles_of(record, body):
            lines += ["  " + line for line in _body(body, _roles_of(record, body), paint)]
    if not announced(record) and not record.bodies:
        lines.append("  " + paint("dim", "no official act"))
    notes = [_counted(len(record.repairs), "repair")] if record.repairs else []
    if notes:
        lines.append("  " + paint("dim", ", ".join(notes)))
    return lines + ["  " + line for line in _warnings(record, paint)]


def _section(title: str, rows: list[str], paint: Painter) -> list[str]:
    return ["", paint("bold", title), *("  " + row for row in rows)] if rows else []


def _document(document: DocumentRecord, paint: Painter, function: bool = True) -> str:
    parts = [paint("blue", printable(citation(document)))]
    if document.title and document.number:
        parts.append(f"“{printable(document.title)}”")
    parts += [printable(part) for part in (document.date, document.issuer) if part]
    if function:
        parts.append(paint("dim", FUNCTIONS[document.function][0]))
    return " · ".join(parts)


def _body(body: BodyRecord, roles: list[RoleRecord], paint: Painter) -> list[str]:
    english, vietnamese = EVENTS[body.event]
    facts = [f"{english} ({vietnamese})" if body.event != "mentioned" else english]
    if body.member_count is not None:
        facts.append(f"{body.member_count} members")
    if body.document:
        facts.append(f"by {printable(body.document)}")
    name = textwrap.wrap(printable(body.name), WIDTH - 4)
    lines = [paint("green", line) for line in name] + ["  " + paint("dim", " · ".join(facts))]
    if body.standing_agency:
        lines.append("  " + paint("dim", f"standing agency: {printable(body.standing_agency)}"))
    if body.formed_from:
        lines.append("  " + paint("dim", f"formed from: {printable('; '.join(body.formed_from))}"))
    return lines + ["  " + seat for seat in _seats(roles, paint)]


def _seats(roles: list[RoleRecord], paint: Painter) -> list[str]:
    """One line a role: the role, the person (aligned), the office."""
    label = max((len(ROLES[role.role][0]) for role in roles), default=0)
    person = min(max((display_width(printable(role.person or "—")) for role in roles), default=0), 32)
    rows = []
    for role in roles:
        name = printable(role.person or "—")
        office = ", ".join(printable(part) for part in (role.position, role.agency) if part)
        gap = " " * max(0, person - display_width(name))
        rows.append(f"{paint('cyan', ROLES[role.role][0].ljust(label))}  {name}{gap}  {paint('dim', office)}".rstrip())
    return rows


def _roles_of(record: Record, body: BodyRecord) -> list[RoleRecord]:
    return [role for role in record.roles if role.body == body.name]


def _wrapped(names: list[str]) -> list[str]:
    unbroken = " · ".join(printable(name).replace(" ", "\xa0") for name in names)
    return [line.replace("\xa0", " ") for line in textwrap.wrap(unbroken, WIDTH - 2)]


def _repairs(record: Record) -> str:
    kinds = Counter(repair.kind for repair in record.repairs if not repair.unsure)
    unsure = sum(repair.unsure for repair in record.repairs)
    words = [f"{count} × {kind}" for kind, count in sorted(kinds.items())]
    return ", ".join(words + ([f"{unsure} left as they were (unsure)"] if unsure else []))


def _warnings(record: Record, paint: Painter) -> list[str]:
    lines = []
    for warning in record.warnings:
        wrapped = textwrap.wrap(f"{warning.code}: {printable(warning.message)}", WIDTH - 6, subsequent_indent="  ")
        lines += [paint("yellow", ("! " if n == 0 else "  ") + line) for n, line in enumerate(wrapped)]
    return lines


def _counted(count: int, word: str) -> str:
    plural = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{count} {word if count == 1 else plural}"
