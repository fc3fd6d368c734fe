"""What a run says while it runs: a progress bar on a terminal, JSON lines in a log, nothing when quiet."""

from __future__ import annotations

import json
import time
from typing import Any, Protocol, TextIO

from extractor.batch.ledger import Ledger
from extractor.batch.page import Page, Result

LOG_EVERY_SECONDS = 10.0


class Reporter(Protocol):
    """Hears of every page; `total` is unknown for containers and lists."""

    def page(self, page: Page, result: Result, ledger: Ledger) -> None:
        """One more page is done."""

    def say(self, event: str, **values: Any) -> None:
        """Something happened that is no page."""

    def close(self) -> None:
        """The run is over."""


def open_reporter(stream: TextIO, *, total: int | None = None, quiet: bool = False) -> Reporter:
    """A bar if `stream` is a terminal, else JSON lines; with `quiet` failures and messages only."""
    if stream.isatty() and not quiet:
        return BarReporter(stream, total)
    return LogReporter(stream, quiet=quiet)


class LogReporter:
    """One JSON object a line: progress every ten seconds, each failure at once."""

    def __init__(self, stream: TextIO, *, quiet: bool = False):
        self._stream = stream
        self._quiet = quiet
        self._began = self._last = time.monotonic()

    def page(self, page: Page, result: Result, ledger: Ledger) -> None:
        """Log a failure, and the progress now and then."""
        if result.kind == "failed":
            self.say("failed", path=page.path, url=page.url, stage=result.label, error=result.detail)
        now = time.monotonic()
        if now - self._last >= LOG_EVERY_SECONDS:
            self._last = now
            if not self._quiet:
                rate = round(ledger.read / max(now - self._began, 1e-9), 1)
                self.say("progress", read=ledger.read, failed=ledger.failed.total(), pages_per_second=rate)

    def say(self, event: str, **values: Any) -> None:
        """Write one line."""
        values = {k: v for k, v in values.items() if v is not None}
        print(json.dumps({"event": event, **values}, ensure_ascii=False), file=self._stream, flush=True)

    def close(self) -> None:
        """Nothing is left open."""


class BarReporter:
    """A tqdm bar with rate, remaining time and failures; messages above it."""

    def __init__(self, stream: TextIO, total: int | None):
        from tqdm import tqdm

        self._bar = tqdm(total=total, unit=" pages", file=stream, dynamic_ncols=True, leave=False)

    def page(self, page: Page, result: Result, ledger: Ledger) -> None:
        """Move on by one."""
        if result.kind == "failed":
            self._bar.write(f"failed ({result.label}) {page.path or page.url or ''}: {result.detail}", self._bar.fp)
            self._bar.set_postfix(failed=ledger.failed.total(), refresh=False)
        self._bar.update()

    def say(self, event: str, **values: Any) -> None:
        """Write one line above the bar."""
        told = ", ".join(f"{k} {v}" for k, v in values.items() if v is not None)
        self._bar.write(f"{event}: {told}" if told else event, self._bar.fp)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()
