"""Why each value of a record is there: its rule, its words in text and source, repairs, rejected alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, Protocol

from extractor.model.article import Article
from extractor.model.outcome import NoArticle
from extractor.model.record import Evidence, Reason, Record, RepairRecord
from extractor.view.labels import EVENTS, FUNCTIONS, ROLES
from extractor.view.outline import citation
from extractor.view.terminal import printable

_ARTICLE = ("title", "published", "author", "credited_source", "site")
_LISTS = ("documents", "bodies", "roles", "agencies", "persons", "dates")
_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_QUOTE = 160


class Explained(Protocol):
    """What `Pipeline.run_explained` returns, as far as this room needs it."""

    @property
    def record(self) -> Record: ...
    @property
    def reasons(self) -> list[Reason]: ...


def explain_file(data: bytes, path: str, field: str | None = None) -> str:
    """The explanation of the page in `data`, or why it was dropped; lines of text without a final line break.

    `field` narrows it to a value such as ``roles[0]``, ``roles[0].agency``, ``article.title`` or ``roles``.
    """
    from extractor.pipeline import StageError, default_pipeline

    try:
        explained = default_pipeline().run_explained(data, path=path)
    except NoArticle as error:
        detail = f"\n  {printable(error.detail)}" if error.detail else ""
        return f"{printable(path)}: no record, the page was dropped: {error.reason.value}{detail}"
    except StageError as error:
        return f"{printable(path)}: no record, the stage {error.stage!r} failed: {printable(error.message)}"
    return explain(explained, field)


def explain(explained: Explained, field: str | None = None) -> str:
    """The explanation of a record; the source is quoted where it differs from the text."""
    record = explained.record
    wanted = [value for value in values(record) if field is None or _covers(field, value[0])]
    part = field if field and _PATH.fullmatch(field) and field not in {path for path, _, _ in wanted} else None
    context = (getattr(explained, "article", None), getattr(explained, "source_text", None) or None)
    blocks = [
        _block(record, path, shown, evidence, explained.reasons, part, context) for path, shown, evidence in wanted
    ]
    if not blocks:
        known = ", ".join(path for path, _, _ in values(record)) or "nothing"
        return f"the record has no value {field!r}; it has {known}"
    if field is None:
        blocks += [_general(record)]
    return "\n\n".join(block for block in blocks if block)


def explanation_html(explained: Explained, field: str | None = None) -> str:
    """The same for a notebook cell."""
    return f'<pre lang="vi" style="white-space:pre-wrap;line-height:1.5">{escape(explain(explained, field))}</pre>'


def values(record: Record) -> Iterator[tuple[str, str, list[Evidence]]]:
    """Every value of the record that can be asked for: its path, how it reads, its evidence."""
    for name in _ARTICLE:
        if (value := getattr(record.article, name)) is not None:
            yield f"article.{name}", printable(value), []
    for field in _LISTS:
        for number, item in enumerate(getattr(record, field)):
            yield f"{field}[{number}]", printable(_shown(field, item)), item.evidence


def _shown(field: str, item: Any) -> str:
    if field == "documents":
        parts = [citation(item), item.date, item.issuer, FUNCTIONS[item.function][0]]
    elif field == "bodies":
        count = f"{item.member_count} members" if item.member_count is not None else None
        parts = [item.name, EVENTS[item.event][0], count, item.document]
    elif field == "roles":
        parts = [ROLES[item.role][0], item.person, item.position, item.agency, f"in {item.body}"]
    else:
        parts = [item.value if field == "dates" else item.name]
    return " · ".join(part for part in parts if part)


def _covers(field: str, path: str) -> bool:
    """True if `field` asks for `path`: the same, one of its parts, or the list or group that holds it."""
    return field == path or field.startswith(path + ".") or path.startswith((field + "[", field + "."))


def _block(
    record: Record,
    path: str,
    shown: str,
    evidence: list[Evidence],
    reasons: list[Reason],
    part: str | None,
    context: tuple[Article | None, str | None],
) -> str:
    article, source = context
    lines = [f"{path}  {shown}"]
    for e in evidence:
        lines += _evidence(record, e, source)
    told = [r for r in reasons if r.field == path or r.field.startswith(path + ".")]
    if part and part.startswith(path + "."):
        told = [r for r in told if r.field == part or r.field == path]
    for reason in told:
        about = reason.field[len(path) :].lstrip(".")
        lines.append(_row("rule", f"{about + ': ' if about else ''}{reason.rule}"))
        if reason.detail:
            lines.append(_row("", printable(reason.detail)))
        lines += [_row("rejected", printable(loser)) for loser in reason.rejected]
    if not told:
        lines += _finding(article, path)
    return "\n".join(lines)


def _finding(article: Article | None, path: str) -> list[str]:
    """Where a metadata value was found, as the reading of the page recorded it."""
    finding = article.findings.get(path.removeprefix("article.")) if article else None
    if finding is None:
        return [_row("rule", "not recorded")]
    place = f"  (source {finding.start}–{finding.end})" if finding.start is not None else ""
    return [_row("found in", finding.source + place), *(_row("rejected", printable(r)) for r in finding.rejected)]


def _evidence(record: Record, e: Evidence, source: str | None) -> list[str]:
    words = record.article.text[e.start : e.end]
    lines = [_row("text", f"{e.start}–{e.end}  “{_short(words)}”")]
    if e.source_start is None or e.source_end is None:
        return lines
    quoted = source[e.source_start : e.source_end] if source is not None else None
    differs = f"  “{_short(quoted)}”" if quoted is not None and quoted != words else ""
    lines.append(_row("source", f"{e.source_start}–{e.source_end}{differs}"))
    inside = [r for r in record.repairs if r.start < e.source_end and e.source_start < r.end]
    return lines + [_row("repaired", _repair(repair)) for repair in inside]


def _general(record: Record) -> str:
    lines = [f"warning  {w.code}: {printable(w.message)}" for w in record.warnings]
    unsure = [repair for repair in record.repairs if repair.unsure]
    lines += [f"left as it was  {_repair(repair)}" for repair in unsure]
    return "\n".join(lines)


def _repair(repair: RepairRecord) -> str:
    after = f"kept (unsure; perhaps {repair.after!r})" if repair.unsure else repr(repair.after)
    return f"{repair.start}–{repair.end}  {repair.before!r} → {after}  ({repair.kind}, {repair.confidence:.3f})"


def _short(text: str) -> str:
    line = printable(text)
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"


def _row(name: str, text: str) -> str:
    return f"  {name:<9} {text}"
