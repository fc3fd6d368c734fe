"""What becomes of one page: a record, a named drop, or a named failure."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from extractor.model.record import Record


class DropReason(StrEnum):
    """Why a page holds no article."""

    EMPTY = "empty"
    LISTING = "listing"
    SCRIPT_SHELL = "script-shell"
    LOGIN = "login"
    ERROR_PAGE = "error-page"
    NOT_VIETNAMESE = "not-vietnamese"
    TOO_SHORT = "too-short"
    BINARY = "binary"


class NoArticle(Exception):
    """Raised by `extract` where `extract_many` yields `Dropped`; `.reason` says why."""

    def __init__(self, reason: DropReason, detail: str = ""):
        super().__init__(f"no article: {reason.value}" + (f" ({detail})" if detail else ""))
        self.reason = reason
        self.detail = detail


class Extracted(msgspec.Struct, frozen=True):
    """A page that gave a record. `index` counts the sources from 0, `path` names the page if known."""

    index: int
    path: str | None
    record: Record


class Dropped(msgspec.Struct, frozen=True):
    """A page without an article, and why."""

    index: int
    path: str | None
    reason: DropReason
    detail: str = ""


class Failed(msgspec.Struct, frozen=True):
    """A page that a stage could not work on: the stage's name and the error's text."""

    index: int
    path: str | None
    stage: str
    error: str


Outcome = Extracted | Dropped | Failed
