"""A readable summary of a records file, for a terminal."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.model.record import DocumentRecord, Record, RoleRecord, decode_record

_EVENTS = {
    "established": "established",
    "consolidated": "consolidated (kiện toàn)",
    "renamed": "renamed",
    "supplemented": "members changed",
    "regulated": "regulation issued",
    "dissolved": "dissolved",
    "mentioned": "mentioned",
}
_COUNTED = ("documents", "bodies", "roles", "agencies", "persons", "dates", "repairs", "warnings")


class RecordsError(Exception):
    """A records file cannot be read; the message says why and where."""


def read_records(path: Path) -> Iterator[Record]:
    """The records of a ``.jsonl``, ``.jsonl.gz``, ``.parquet`` or ``.db`` file, in order. Raises RecordsError."""
    name = path.name.casefold()
    if not path.exists():
        raise RecordsError(f"{path}: no such file")
    try:
        if name.endswith(".db"):
            from extractor.batch.sqlite_sink import read_sqlite

            yield from read_sqlite(path)
        elif name.endswith(".parquet"):
            from extractor.batch.parquet_sink import read_parquet_records

            yield from read_parquet_records(path)
        else:
            yield from _read_jsonl(path)
    except (OSError, EOFError) as error:
        raise RecordsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _read_jsonl(path: Path) -> Iterator[Record]:
    with open(path, "rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if path.name.casefold().endswith(".gz") else raw
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield decode_record(line)
                except ValueError as error:
                    raise RecordsError(f"{path}, line {number}: {error}") from error


def summarize(records: Iterable[Record], *, ledger: Path | None = None) -> str:
    """A block for each record, then the totals; `ledger` is a run's ledger file, if there is one."""
    blocks, totals, count = [], Counter[str](), 0
    for record in records:
        count += 1
        totals.update({field: len(getattr(record, field)) for field in _COUNTED})
        blocks.append(_block(record))
    lines = [*blocks, f"{count} records: " + ", ".join(f"{totals[field]} {field}" for field in _COUNTED)]
    if ledger is not None and ledger.is_file():
        lines.append(_ledger_line(ledger))
    return "\n".join(lines)


def _block(record: Record) -> str:
    article = record.article
    where = os.path.basename(record.source.path or record.source.url or "?")
    lines = [f"{where}  {article.published or 'no date'}  {article.title or '(no title)'}"]
    lines += [f"   document  {_document(d)}" for d in record.documents if d.function == "announced"]
    if cited := len([d for d in record.documents if d.function != "announced"]):
        lines.append(f"   documents {cited} more as basis, amended or cited")
    for body in record.bodies:
        members = f", {body.member_count} members" if body.member_count else ""
        lines.append(f"   body      {body.name}: {_EVENTS.get(body.event, body.event)}{members}")
        lines += [f"     {_role(r)}" for r in record.roles if r.body == body.name and r.role != "member"]
        if plain := len([r for r in record.roles if r.body == body.name and r.role == "member"]):
            lines.append(f"     and {plain} {'members' if plain > 1 else 'member'}")
    lines += [f"   warning   {w.message}" for w in record.warnings]
    return "\n".join(lines) + "\n"


def _document(document: DocumentRecord) -> str:
    number = "/".join(part for part in (document.number, document.symbol) if part)
    parts = [document.type, number or "(no number)", document.date, document.issuer]
    return "  ".join(part for part in parts if part)


def _role(role: RoleRecord) -> str:
    office = ", ".join(part for part in (role.position, role.agency) if part)
    holder = f"{role.person} ({office})" if role.person and office else role.person or office or "?"
    return f"{role.role.replace('_', ' ')}: {holder}"


def _ledger_line(path: Path) -> str:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        dropped, failed = sum(told["dropped"].values()), sum(told["failed"].values())
        return f"read {told['read']} = extracted {told['extracted']} + dropped {dropped} + failed {failed}"
    except (OSError, ValueError, KeyError, AttributeError):
        return f"{path}: not readable as a ledger"
