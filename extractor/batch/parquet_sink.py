"""Records as Parquet with nested columns, written and read by DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.batch.schema import nested, record_types
from extractor.batch.sinks import JsonlSink, OutputError, part_name
from extractor.model.record import Record

_SQL_TYPES = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}
# The longest line that DuckDB takes; a page of 64 MB cannot make a longer one.
_LONGEST_LINE = 2**29
_ROWS_AT_ONCE = 64


def _duckdb(path: Path) -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise OutputError(f"{path}: .parquet needs duckdb: pip install 'extractor[parquet]'") from error
    return duckdb


class ParquetSink:
    """Collects JSON lines in a temporary file, which `close` turns into Parquet in one go."""

    def __init__(self, out: Path):
        self._duckdb = _duckdb(out)
        self._out = out
        self._part = part_name(out)
        self._lines_name = out.with_name(out.name + ".lines")
        self._lines = JsonlSink(self._lines_name)

    def write(self, record: bytes) -> None:
        """Take one record's JSON line (without its end)."""
        self._lines.write(record)

    def close(self) -> None:
        """Write the Parquet file and give it its final name. Raises OutputError."""
        self._lines.close()
        columns = ", ".join(
            f"'{name}': '{nested(kind, _SQL_TYPES, 'STRUCT({})', '{}[]')}'" for name, kind in record_types().items()
        )
        options = f"format = 'newline_delimited', maximum_object_size = {_LONGEST_LINE}, columns = {{{columns}}}"
        lines, part = (str(p).replace("'", "''") for p in (self._lines_name, self._part))
        try:
            with self._duckdb.connect() as db:
                # One thread: row groups in input order, the same bytes every time.
                db.execute("SET threads = 1")
                select = f"SELECT * FROM read_json('{lines}', {options})"
                if not self._lines_name.stat().st_size:
                    select = f"SELECT * FROM ({_empty_row()}) WHERE false"
                db.execute(f"COPY ({select}) TO '{part}' (FORMAT parquet, COMPRESSION zstd)")
        except self._duckdb.Error as error:
            raise OutputError(f"{self._out}: {str(error).splitlines()[0]}") from error
        self._lines_name.unlink()
        with open(self._part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(self._part, self._out)

    def discard(self) -> None:
        """Remove what was written."""
        self._lines.discard()
        self._lines_name.unlink(missing_ok=True)
        self._part.unlink(missing_ok=True)


def read_parquet_records(path: Path) -> Iterator[Record]:
    """The records of a Parquet file that `ParquetSink` wrote, in order. Raises ValueError for another file."""
    duckdb = _duckdb(path)
    try:
        with duckdb.connect() as db:
            db.execute("SET threads = 1")
            db.execute("SELECT * FROM read_parquet(?)", [str(path)])
            columns = [column[0] for column in db.description]
            while batch := db.fetchmany(_ROWS_AT_ONCE):
                for values in batch:
                    yield msgspec.convert(dict(zip(columns, values, strict=True)), Record)
    except (duckdb.Error, msgspec.ValidationError) as error:
        raise ValueError(f"{path}: not a Parquet file of records ({str(error).splitlines()[0]})") from error


def _empty_row() -> str:
    columns = (
        f'NULL::{nested(kind, _SQL_TYPES, "STRUCT({})", "{}[]")} AS "{name}"' for name, kind in record_types().items()
    )
    return "SELECT " + ", ".join(columns)
