"""A page on its way through the batch, and what became of it."""

from __future__ import annotations

import hashlib
import os
from typing import Literal

import msgspec

from extractor.model.outcome import Dropped, DropReason, Extracted, Failed, NoArticle, Outcome
from extractor.model.record import decode_record


class Page(msgspec.Struct, frozen=True):
    """One page as a source gave it.

    `path` is its stable id: the file's name, with ``#…`` for a place inside a
    container. `data` are the bytes as stored; with `is_text` they are UTF-8 of a str that
    the source held (a row's field), decoded already.
    """

    index: int
    path: str | None
    data: bytes
    is_text: bool = False
    url: str | None = None
    crawled_at: str | None = None
    published: str | None = None
    media_type: str | None = None

    @property
    def content(self) -> bytes | str:
        """What the pipeline is given."""
        return self.data.decode("utf-8", "replace") if self.is_text else self.data

    def key(self, fingerprint: str) -> bytes:
        """16 bytes that name this page's content, its metadata and the rules that are to work on it.

        The index is no part of it: the same page elsewhere in the input has the same key.
        """
        digest = hashlib.sha256()
        digest.update(b"text" if self.is_text else b"bytes")
        for part in (fingerprint, self.path, self.url, self.crawled_at, self.published, self.media_type):
            digest.update(b"\0-" if part is None else b"\0+" + part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
        digest.update(self.data)
        return digest.digest()[:16]


class Result(msgspec.Struct, frozen=True):
    """What became of one page: `body` is the record's JSON line (without its end) where there is one.

    `label` is the reason of a drop or the stage of a failure. `seconds` is the
    time spent on it, by stage; it is no part of any output but the ledger.
    """

    kind: Literal["extracted", "dropped", "failed"]
    body: bytes = b""
    label: str = ""
    detail: str = ""
    seconds: dict[str, float] = {}

    def outcome(self, index: int, path: str | None) -> Outcome:
        """The public outcome of the page `index`."""
        if self.kind == "extracted":
            return Extracted(index, path, decode_record(self.body))
        if self.kind == "dropped":
            return Dropped(index, path, DropReason(self.label), self.detail)
        return Failed(index, path, self.label, self.detail)


def dropped(reason: DropReason, detail: str = "") -> Result:
    """The result of a page that holds no article."""
    return Result("dropped", label=reason.value, detail=detail)


def failed(stage: str, detail: str) -> Result:
    """The result of a page that `stage` could not work on; `detail` is kept to one line."""
    return Result("failed", label=stage, detail=" ".join(detail.split())[:500])


def result_of_error(error: BaseException) -> Result:
    """The result that an exception of the pipeline stands for."""
    if isinstance(error, NoArticle):
        return dropped(error.reason, error.detail)
    if isinstance(error, MemoryError):
        return failed("memory", "out of memory")
    stage = getattr(error, "stage", None)
    if isinstance(stage, str):
        return failed(stage, str(getattr(error, "message", "") or error))
    return failed("extract", f"{type(error).__name__}: {error}")


def readable(path: str | bytes) -> str:
    r"""A file name as text: UTF-8 where it is, other bytes as ``\xNN``.

    >>> readable(b"trang-\xff.html")
    'trang-\\xff.html'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
