"""Pages out of WARC files, with a way on after a damaged member.

Every record that holds something a server sent counts as a page that was read: what is
no page (an image, an error answer) comes with its drop reason, a damaged stretch as one
failure that says how many bytes were skipped.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from typing import Any

from extractor.batch.http import Answer, parse_answer
from extractor.batch.inputs import MAX_PAGE_BYTES
from extractor.batch.page import Result, dropped, failed
from extractor.model.outcome import DropReason

_SIGNS = (b"\x1f\x8b\x08", b"WARC/1.")
_PAGE_TYPES = re.compile(r"(?:text/(?:html|plain)|application/(?:xhtml\+xml|xml)|text/xml)\b", re.IGNORECASE)

Draft = tuple[dict[str, Any], Result | None]


def read_warc(path: str, name: str) -> Iterator[Draft]:
    """The pages of the WARC file at `path`; ids are ``name#offset``, the offset that of the record in the file."""
    with open(path, "rb") as file:
        if not file.read(1):
            yield {"path": name, "data": b""}, failed("read", "an empty file")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield from _stretches(file, content, name)


def _stretches(file: Any, content: mmap.mmap, name: str) -> Iterator[Draft]:
    """Read from one sound record to the next damage, look for the next record, and go on there."""
    start: int | None = 0
    damaged: int | None = None
    while start is not None:
        last = None
        for offset, draft in _read_from(file, start):
            if draft is None:
                break
            last = offset
            if damaged is not None:
                yield _skipped(name, damaged, offset)
                damaged = None
            if draft[0] or draft[1]:
                yield draft[0] | {"path": f"{name}#{offset}"}, draft[1]
        else:
            # The reader ends without a word on a last member of a few bytes.
            if last is not None and damaged is None and (end := _member_end(content, last)) < len(content):
                damaged = end
            break
        at = start if last is None else last
        damaged = at if damaged is None else damaged
        start = _next_record(content, at + 1)
    if damaged is not None:
        yield _skipped(name, damaged, len(content))


def _skipped(name: str, start: int, end: int) -> Draft:
    detail = f"damaged WARC data: skipped on from the record at byte {start} to byte {end}"
    return {"path": f"{name}#{start}+", "data": b""}, failed("read", detail)


def _read_from(file: Any, start: int) -> Iterator[tuple[int, Draft | None]]:
    """Records from `start` with their offsets; a last None where the data are damaged."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    file.seek(start)
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
    records = iter(ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False))
    while True:
        try:
            record = next(records, None)
            if record is None:
                return
            offset = record.stream_pos
            draft = _draft(record) if record.record_type & kinds else ({}, None)
        except (OSError, ValueError, EOFError):
            yield start, None
            return
        yield offset, draft


def _draft(record: Any) -> Draft:
    headers = record.headers
    fields = {"url": headers.get("WARC-Target-URI"), "crawled_at": headers.get("WARC-Date"), "data": b""}
    if not (headers.get("Content-Length") or "").isdigit():
        return fields, failed("read", "the record's header is cut short")
    length = int(headers["Content-Length"])
    if length > MAX_PAGE_BYTES:
        return fields, failed("read", f"a record of {length} bytes")
    block = record.reader.read()
    if len(block) < length:
        return fields, failed("read", f"the record is cut short: {len(block)} of {length} bytes")
    if headers.get("WARC-Type") == "revisit":
        return fields, dropped(DropReason.EMPTY, "a revisit record: the page is the same as before")
    if (headers.get("Content-Type") or "").casefold().startswith("application/http"):
        answer = parse_answer(block, MAX_PAGE_BYTES)
    else:
        answer = Answer(200, headers.get("Content-Type") or "", block)
    if answer.error:
        return fields, failed("read", answer.error)
    if not 200 <= answer.status < 300:
        return fields, dropped(DropReason.ERROR_PAGE, f"HTTP {answer.status}")
    media_type = answer.content_type.partition(";")[0].strip().casefold()
    if media_type and not _PAGE_TYPES.match(media_type):
        return fields, dropped(DropReason.BINARY, media_type)
    return fields | {"data": answer.body, "media_type": media_type or None}, None


def _member_end(content: mmap.mmap, at: int) -> int:
    """Where the zipped member at `at` ends; the file's end if it is not zipped, or not whole (told elsewhere)."""
    if content[at : at + 3] != _SIGNS[0]:
        return len(content)
    inflate = zlib.decompressobj(31)
    try:
        while at < len(content) and not inflate.eof:
            inflate.decompress(content[at : at + 2**20])
            at = min(at + 2**20, len(content))
    except zlib.error:
        return len(content)
    return at - len(inflate.unused_data)


def _next_record(content: mmap.mmap, at: int) -> int | None:
    """The offset of the next record at or after `at`, zipped or plain, or None."""
    return min((found for sign in _SIGNS if (found := _next_sign(content, at, sign)) is not None), default=None)


def _next_sign(content: mmap.mmap, at: int, sign: bytes) -> int | None:
    while (at := content.find(sign, at)) >= 0:
        if _begins_record(content, at):
            return at
        at += 1
    return None


def _begins_record(content: mmap.mmap, at: int) -> bool:
    """True if a plain record begins a line here, or a zipped one unpacks to the beginning of a record."""
    if content[at : at + 1] == b"W":
        return at == 0 or content[at - 1 : at] == b"\n"
    try:
        return zlib.decompressobj(31).decompress(content[at : at + 1024], 64).startswith(b"WARC/")
    except zlib.error:
        return False
