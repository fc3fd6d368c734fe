"""A stored HTTP answer: status, content type and body, with its transfer and content encodings undone."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\n]*\n")


class Answer(NamedTuple):
    """`error` tells why the body cannot be had; else it is empty."""

    status: int
    content_type: str
    body: bytes
    error: str = ""


def parse_answer(block: bytes, most: int) -> Answer:
    """The answer stored in `block`; its body unpacks to at most `most` bytes.

    >>> parse_answer(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>Tin", 100)
    Answer(status=200, content_type='text/html', body=b'<p>Tin', error='')
    """
    status = _STATUS.match(block)
    if status is None:
        return Answer(0, "", b"", "no HTTP status line")
    end = _HEADER_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().casefold()] = value.strip()
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        body = _joined_chunks(body)
    encoding = headers.get("content-encoding", "").casefold()
    content_type = headers.get("content-type", "")
    try:
        return Answer(int(status[1]), content_type, _unpacked(body, encoding, most))
    except (ValueError, zlib.error) as error:
        return Answer(int(status[1]), content_type, b"", f"content encoding {encoding}: {error}")


def _joined_chunks(body: bytes) -> bytes:
    """A chunked body in one piece. Many crawlers store it joined already: then it has no size line, and stays."""
    parts, at = [], 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            break
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    if not body or encoding in ("", "identity", "none", "utf-8"):
        return body
    if encoding in ("gzip", "x-gzip"):
        # Stored unpacked under the old header is common too.
        return _inflated(body, 31, most) if body.startswith(b"\x1f\x8b") else body
    if encoding == "deflate":
        try:
            return _inflated(body, 15, most)
        except zlib.error:
            return _inflated(body, -15, most)
    raise ValueError("not supported")


def _inflated(body: bytes, window: int, most: int) -> bytes:
    """Inflate what is there; a stream cut short gives what came before the cut."""
    inflate = zlib.decompressobj(window)
    out = inflate.decompress(body, most)
    if inflate.unconsumed_tail:
        raise ValueError(f"unpacks to more than {most} bytes")
    return out
