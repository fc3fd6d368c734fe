"""Finding the input files: names, folders, globs and lists on stdin become one ordered list of files."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".txt")
WARC_ENDINGS = (".warc", ".warc.gz")
JSONL_ENDINGS = (".jsonl", ".jsonl.gz")
PARQUET_ENDINGS = (".parquet",)
ENDINGS = PAGE_ENDINGS + WARC_ENDINGS + JSONL_ENDINGS + PARQUET_ENDINGS

# Beyond this a file or record is no news page; it is not even taken into memory.
MAX_PAGE_BYTES = 64 * 2**20

FileKind = Literal["page", "warc", "jsonl", "parquet"]


class InputError(Exception):
    """No readable input; the message says what was looked for."""


class Found(msgspec.Struct, frozen=True):
    """An input file, or a name under which there is none (`error` says why)."""

    path: str
    error: str = ""
    stream: bool = False


def kind_of(path: str) -> FileKind:
    """How a file is read, by its ending; what is no container is a page.

    >>> kind_of("crawl-2019.warc.gz"), kind_of("trang.HTML"), kind_of("bài báo")
    ('warc', 'page', 'page')
    """
    name = path.casefold()
    if name.endswith(WARC_ENDINGS):
        return "warc"
    if name.endswith(JSONL_ENDINGS):
        return "jsonl"
    return "parquet" if name.endswith(PARQUET_ENDINGS) else "page"


def find_files(inputs: list[str], *, leave_out: frozenset[str] = frozenset()) -> Iterator[Found]:
    """The files behind `inputs`, each real file once, in the order given and sorted within a folder or glob.

    `leave_out` are real paths that are no input (the run's own outputs). A name that
    leads nowhere comes as `Found` with an `error`. ``-`` is stdin: a list of names, or a page.
    """
    seen: set[tuple[int, int]] = set()
    for name in inputs:
        for found in _from_stdin() if name == "-" else _expand(name):
            if found.error or found.stream:
                yield found
                continue
            try:
                status = os.stat(found.path)
            except OSError as error:
                yield Found(found.path, error.strerror or str(error))
                continue
            if (status.st_dev, status.st_ino) in seen or os.path.realpath(found.path) in leave_out:
                continue
            seen.add((status.st_dev, status.st_ino))
            yield found


def _expand(name: str) -> Iterator[Found]:
    if os.path.isdir(name):
        yield from _walk(name)
    elif os.path.lexists(name):
        yield Found(name)
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True), key=os.fsencode)
        if not matches:
            yield Found(name, "no file matches")
        for match in matches:
            # A glob such as `pages/*` names folders too; their files are meant.
            yield from _expand(match) if os.path.isdir(match) else iter([Found(match)])
    else:
        yield Found(name, "no such file or folder")


def _walk(folder: str) -> Iterator[Found]:
    """The files below `folder` that have a known ending; a link back to a folder above is not followed twice."""
    seen: set[tuple[int, int]] = set()
    errors: list[Found] = []

    def unreadable(error: OSError) -> None:
        errors.append(Found(str(error.filename), error.strerror or str(error)))

    for here, folders, files in os.walk(folder, followlinks=True, onerror=unreadable):
        status = os.stat(here)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders.sort(key=os.fsencode)
        yield from errors
        errors.clear()
        for file in sorted(files, key=os.fsencode):
            if file.casefold().endswith(ENDINGS):
                yield Found(os.path.join(here, file))
    yield from errors


def _from_stdin() -> Iterator[Found]:
    """Names on stdin, one a line (or NUL-separated); anything that is no such list is one page or container."""
    stream: BinaryIO = sys.stdin.buffer
    first = stream.readline()
    name = os.fsdecode(first.split(b"\0")[0].strip(b"\r\n"))
    if not first.strip():
        first += stream.read()
        if not first.strip():
            return
        name = ""
    if not name or not _names_something(name):
        spool = _spool(first, stream)
        yield Found(spool, stream=True)
        return
    rest = iter(stream) if b"\0" not in first else iter((first + stream.read()).split(b"\0"))
    if b"\0" not in first:
        yield from _expand(name)
    for line in rest:
        if entry := os.fsdecode(line.strip(b"\r\n")):
            yield from _expand(entry)


def _names_something(name: str) -> bool:
    try:
        return os.path.lexists(name) or (glob.has_magic(name) and not name.lstrip().startswith(("<", "{")))
    except (OSError, ValueError):
        return False


def _spool(first: bytes, stream: BinaryIO) -> str:
    """Keep a page or container that came by stdin in a temporary file with the ending that its bytes tell."""
    import atexit
    import shutil
    import tempfile

    ending = ".html"
    if first.lstrip().startswith(b"{"):
        ending = ".jsonl"
    elif first.startswith((b"WARC/", b"\x1f\x8b")):
        ending = ".warc.gz" if first.startswith(b"\x1f\x8b") else ".warc"
    elif first.startswith(b"PAR1"):
        ending = ".parquet"
    with tempfile.NamedTemporaryFile(prefix="stdin-", suffix=ending, delete=False) as spool:
        spool.write(first)
        shutil.copyfileobj(stream, spool)
    atexit.register(Path(spool.name).unlink, missing_ok=True)
    return spool.name
