"""A pipeline for tests of the batch: what a page says decides what becomes of it.

``extractor run --pipeline toy_pipeline:toy`` loads it in the workers.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from extractor.model.outcome import DropReason, NoArticle
from extractor.model.record import ArticleRecord, NameRecord, Record, Source


class StageError(Exception):
    """As the pipeline raises it."""

    def __init__(self, stage: str, message: str):
        super().__init__(message)
        self.stage = stage
        self.message = message


class Toy:
    """Obeys the first word of the page; anything else becomes the title of a record."""

    def run(self, data: bytes | str, **told: Any) -> Record:
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        order, _, rest = text.strip().partition(" ")
        if not order:
            raise NoArticle(DropReason.EMPTY)
        if order == "listing":
            raise NoArticle(DropReason.LISTING, "12 links")
        if order == "stage":
            raise StageError("find", "cannot")
        if order == "raise":
            raise ValueError("a bug")
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "die-once" and not os.path.exists(rest):
            open(rest, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "mark":
            open(rest, "w").close()
        if order == "hang":
            time.sleep(3600)
        if order == "sleep":
            time.sleep(float(rest))
        if order == "greedy":
            greed = [bytearray(b"x") * 2**20 for _ in range(4096)]
            raise StageError("find", f"got {len(greed)} MB")
        return Record(
            source=Source(path=told.get("path"), url=told.get("url"), crawled_at=told.get("crawled_at")),
            article=ArticleRecord(title=text.strip(), text=text),
            persons=[NameRecord("Đặng Thị Hoa")],
        )


def toy() -> Toy:
    """The toy."""
    return Toy()


def broken() -> Toy:
    """A pipeline that does not load."""
    raise RuntimeError("no gazetteers")


def toy_again() -> Toy:
    """The toy under another name: other rules to the journal."""
    return Toy()
