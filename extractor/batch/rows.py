"""Pages out of tables: JSON Lines and Parquet files with a column of markup or text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

from extractor.batch.inputs import InputError
from extractor.batch.page import Result, failed

# The usual column names, the most telling first; `--column` names others.
USUAL = {
    "html": ("html", "raw_html", "page_html", "markup"),
    "text": ("text", "content", "body"),
    "id": ("id", "path", "file", "filename"),
    "url": ("url", "link", "source_url", "uri"),
    "crawled_at": ("crawled_at", "crawl_date", "fetched_at", "fetch_time"),
    "published": ("published", "published_at", "publish_date"),
}
_ROWS_AT_ONCE = 64

Draft = tuple[dict[str, Any], Result | None]


def read_jsonl(path: str, name: str, columns: dict[str, str]) -> Iterator[Draft]:
    """The rows of a ``.jsonl`` or ``.jsonl.gz`` file; without an id a row is ``name#line``, counted from 1."""
    number = 0
    with open(path, "rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if path.casefold().endswith(".gz") else raw
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            here = f"{name}#{number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                yield {"path": here, "data": b""}, failed("read", f"not JSON: {error}")
                continue
            yield row_draft(row, here, columns)


def read_parquet(path: str, name: str, columns: dict[str, str]) -> Iterator[Draft]:
    """The rows of a Parquet file; without an id a row is ``name#row``, counted from 1. Raises InputError."""
    try:
        import duckdb
    except ImportError as error:
        raise InputError(f"{name}: reading .parquet needs duckdb: pip install 'extractor[parquet]'") from error
    try:
        with duckdb.connect() as db:
            db.execute("SET threads = 1")
            has = [row[0] for row in db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]
            wanted = [column for column in has if column in set(_names(columns))]
            if not wanted:
                raise InputError(f"{name}: no column to read; it has {', '.join(has)} (see --column)")
            picked = ", ".join('"' + column.replace('"', '""') + '"' for column in wanted)
            db.execute(f"SELECT {picked} FROM read_parquet(?)", [path])
            number = 0
            while batch := db.fetchmany(_ROWS_AT_ONCE):
                for values in batch:
                    number += 1
                    yield row_draft(dict(zip(wanted, values, strict=True)), f"{name}#{number}", columns)
    except duckdb.Error as error:
        raise OSError(str(error).splitlines()[0]) from error


def row_draft(row: Any, here: str, columns: dict[str, str]) -> Draft:
    """The page of one row; `here` is its id where it brings none.

    >>> row_draft({"text": "Bản tin", "url": "https://e.vn/1"}, "tin.jsonl#1", {})[0]["path"]
    'tin.jsonl#1'
    """
    if not isinstance(row, dict):
        return {"path": here, "data": b""}, failed("read", "the row is not an object")
    picked = {field: _pick(row, field, columns) for field in USUAL}
    fields = {field: _told(picked[field]) for field in ("url", "crawled_at", "published")}
    fields["path"] = _told(picked["id"]) or here
    content = picked["html"] if picked["html"] is not None else picked["text"]
    media_type = "text/html" if picked["html"] is not None else None
    if isinstance(content, str):
        data = content.encode("utf-8", "replace")
        return fields | {"data": data, "is_text": True, "media_type": media_type}, None
    if isinstance(content, (bytes, bytearray)):
        return fields | {"data": bytes(content), "media_type": media_type}, None
    return fields | {"data": b""}, failed("read", "the row has no html and no text")


def _names(columns: dict[str, str]) -> Iterator[str]:
    for field, usual in USUAL.items():
        yield from (columns[field],) if field in columns else usual


def _pick(row: dict[str, Any], field: str, columns: dict[str, str]) -> Any:
    names = (columns[field],) if field in columns else USUAL[field]
    return next((row[name] for name in names if row.get(name) is not None), None)


def _told(value: Any) -> str | None:
    """A cell as text: dates in ISO form."""
    if value is None or isinstance(value, (dict, list)):
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text.encode("utf-8", "replace").decode() or None
