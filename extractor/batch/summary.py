"""Reading back what a run wrote: the records, the dead letters, the ledger."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from extractor.model.record import Record, decode_record


class RecordsError(Exception):
    """A records file cannot be read; the message says why and where."""


def read_records(path: Path) -> Iterator[Record]:
    """The records of a ``.jsonl``, ``.jsonl.gz``, ``.parquet`` or ``.db`` file, in order. Raises RecordsError."""
    name = path.name.casefold()
    if not path.exists():
        raise RecordsError(f"{path}: no such file")
    ledger = path.with_name(path.name + ".ledger.json")  # a finished run in which every page was dropped
    if path.is_file() and path.stat().st_size == 0 and not ledger.exists():
        raise RecordsError(f"{path}: the file is empty, not even one record; did the run end?")
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
    except ValueError as error:
        raise RecordsError(str(error)) from error


def _read_jsonl(path: Path) -> Iterator[Record]:
    with open(path, "rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if path.name.casefold().endswith(".gz") else raw
        number = 0
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _decode(path, number, line)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise RecordsError(f"{path}: cut off or damaged after line {number}: run the batch again") from error


def _decode(path: Path, number: int, line: bytes) -> Record:
    try:
        return decode_record(line)
    except ValueError as error:
        cut = "" if line.endswith(b"\n") else "; the line is cut off: run the batch again"
        raise RecordsError(f"{path}, line {number}: {error}{cut}") from error


def dead_letters(path: Path) -> Iterator[tuple[str, str]]:
    """(page, reason) of each page that gave no record, from a run's dead letters; nothing if there are none."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            letter = json.loads(line)
            name = letter["path"] or letter["url"] or f"page {letter['index']}"
            reason = letter.get("reason") or f"failed: {letter.get('stage')}"
        except (ValueError, KeyError, AttributeError):
            raise RecordsError(f"{path}: not readable as dead letters") from None
        yield name, ": ".join(part for part in (reason, letter.get("detail")) if part)


def ledger_line(path: Path) -> str:
    """A run's ledger as its one line; an empty string if there is no ledger."""
    if not path.is_file():
        return ""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        dropped, failed = sum(told["dropped"].values()), sum(told["failed"].values())
        return f"read {told['read']} = extracted {told['extracted']} + dropped {dropped} + failed {failed}"
    except (OSError, ValueError, KeyError, AttributeError):
        return f"{path}: not readable as a ledger"
