"""Pages out of files: one task for each page, unreadable ones with their result already told."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.batch.inputs import MAX_PAGE_BYTES, Found, kind_of
from extractor.batch.page import Page, Result, failed, readable
from extractor.batch.runner import Task

# What a reader yields: a page's fields without its index, and its result if that is known already.
Draft = tuple[dict[str, Any], Result | None]


def read_tasks(files: Iterable[Found], columns: dict[str, str] | None = None) -> Iterator[Task]:
    """The pages of `files` in order, counted from 0. `columns` names fields of JSONL and Parquet rows.

    >>> [t.result.detail for t in read_tasks([Found("mất.html", "no such file or folder")])]
    ['no such file or folder']
    """
    counter = itertools.count()
    for found in files:
        name = "-" if found.stream else readable(found.path)
        for fields, result in _drafts(found, name, columns or {}):
            yield Task(Page(next(counter), **fields), result)


def _drafts(found: Found, name: str, columns: dict[str, str]) -> Iterator[Draft]:
    if found.error:
        yield unreadable(name, found.error)
        return
    kind = kind_of(found.path)
    try:
        if kind == "page":
            yield _one_page(found, name)
        elif kind == "warc":
            from extractor.batch.warc import read_warc

            yield from read_warc(found.path, name)
        elif kind == "jsonl":
            from extractor.batch.rows import read_jsonl

            yield from read_jsonl(found.path, name, columns)
        else:
            from extractor.batch.rows import read_parquet

            yield from read_parquet(found.path, name, columns)
    except (OSError, EOFError) as error:
        yield unreadable(name, getattr(error, "strerror", None) or str(error))


def _one_page(found: Found, name: str) -> Draft:
    if not os.path.isfile(found.path):
        # A pipe or a socket in a folder would block the run.
        return unreadable(name, "not a regular file")
    size = os.path.getsize(found.path)
    if size > MAX_PAGE_BYTES:
        return unreadable(name, f"a page of {size} bytes")
    with open(found.path, "rb") as file:
        data = file.read()
    # No media type: endings lie (markup saved as .txt), and one file shall give one record however it is called.
    return {"path": name, "data": data}, None


def unreadable(name: str, error: str, data: bytes = b"") -> Draft:
    """The draft of a page that could not be read."""
    return {"path": name, "data": data}, failed("read", error)
