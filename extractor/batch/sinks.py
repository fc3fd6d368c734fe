"""Where records go. Each sink writes under a temporary name and takes the final one when all is written."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
from pathlib import Path
from typing import Protocol

OUT_ENDINGS = (".jsonl", ".jsonl.gz", ".parquet", ".db")


class OutputError(Exception):
    """The output cannot be written; the message says why."""


class Sink(Protocol):
    """Takes records in order. `close` gives the file its final name, `discard` leaves nothing."""

    def write(self, record: bytes) -> None:
        """Take one record's JSON line (without its end)."""

    def close(self) -> None:
        """Finish the file and give it its final name."""

    def discard(self) -> None:
        """Remove what was written."""


def part_name(out: Path) -> Path:
    """The temporary name beside `out` under which it is written.

    >>> part_name(Path("out/records.jsonl")).name
    'records.jsonl.part'
    """
    return out.with_name(out.name + ".part")


def check_output(out: Path) -> None:
    """Make the folder of `out`. Raises OutputError for an unknown ending or a folder that cannot be written to."""
    if not out.name.casefold().endswith(OUT_ENDINGS):
        raise OutputError(f"{out}: the output must end in one of {', '.join(OUT_ENDINGS)}")
    if out.is_dir():
        raise OutputError(f"{out}: is a folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror or error}") from error
    if not os.access(out.parent, os.W_OK):
        raise OutputError(f"{out}: the folder cannot be written to")


def open_sink(out: Path) -> Sink:
    """The sink for `out` by its ending. Raises OutputError."""
    check_output(out)
    name = out.name.casefold()
    try:
        if name.endswith(".db"):
            from extractor.batch.sqlite_sink import SqliteSink

            return SqliteSink(out)
        if name.endswith(".parquet"):
            from extractor.batch.parquet_sink import ParquetSink

            return ParquetSink(out)
        return JsonlSink(out, compress=name.endswith(".gz"))
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror or error}") from error


class JsonlSink:
    """One JSON object a line; gzip without name and time, so equal records give equal bytes."""

    def __init__(self, out: Path, *, compress: bool = False):
        self._out = out
        self._part = part_name(out)
        self._raw = open(self._part, "wb")  # noqa: SIM115
        self._file: io.BufferedIOBase = self._raw
        if compress:
            self._file = gzip.GzipFile(filename="", mode="wb", fileobj=self._raw, mtime=0, compresslevel=6)

    def write(self, record: bytes) -> None:
        """Take one record's JSON line (without its end)."""
        self._file.write(record + b"\n")

    def close(self) -> None:
        """Finish the file and give it its final name."""
        if self._file is not self._raw:
            self._file.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        os.replace(self._part, self._out)

    def discard(self) -> None:
        """Remove what was written."""
        # A full disk refuses the last buffer as well; the file goes anyway.
        with contextlib.suppress(OSError):
            self._raw.close()
        self._part.unlink(missing_ok=True)
