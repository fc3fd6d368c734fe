"""The ledger: every page that was read is extracted, dropped or failed, and the sums say so."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from extractor.batch.page import Result


class Ledger:
    """Counts of one run.

    >>> ledger = Ledger()
    >>> ledger.count(Result("dropped", label="listing"))
    >>> ledger.line()
    'read 1 = extracted 0 + dropped 1 + failed 0'
    """

    def __init__(self) -> None:
        self.extracted = 0
        self.dropped: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.resumed = 0
        self.notes: Counter[str] = Counter()

    def count(self, result: Result, *, resumed: bool = False) -> None:
        """Enter one page's result; `resumed` says that it was taken over from the journal."""
        if result.kind == "extracted":
            self.extracted += 1
        elif result.kind == "dropped":
            self.dropped[result.label] += 1
        else:
            self.failed[result.label] += 1
        self.resumed += resumed
        if not resumed:
            for stage, seconds in result.seconds.items():
                self.seconds[stage] += seconds

    @property
    def read(self) -> int:
        """The number of pages entered."""
        return self.extracted + self.dropped.total() + self.failed.total()

    def line(self) -> str:
        """The closing line, e.g. ``read 600 = extracted 590 + dropped 8 + failed 2``."""
        return (
            f"read {self.read} = extracted {self.extracted} + dropped {self.dropped.total()}"
            f" + failed {self.failed.total()}"
        )

    def details(self) -> list[str]:
        """What a reader wants to know beyond the closing line: reasons, stages, notes."""
        lines = []
        if self.dropped:
            lines.append("dropped: " + ", ".join(f"{k} {n}" for k, n in sorted(self.dropped.items())))
        if self.failed:
            lines.append("failed: " + ", ".join(f"{k} {n}" for k, n in sorted(self.failed.items())))
        if self.resumed:
            lines.append(f"taken over from the journal: {self.resumed}")
        lines += [f"{note}: {n}" for note, n in sorted(self.notes.items())]
        return lines

    def to_dict(self) -> dict[str, Any]:
        """The ledger as plain data, for the ledger file."""
        return {
            "read": self.read,
            "extracted": self.extracted,
            "dropped": dict(sorted(self.dropped.items())),
            "failed": dict(sorted(self.failed.items())),
            "resumed": self.resumed,
            "notes": dict(sorted(self.notes.items())),
            "seconds": {stage: round(s, 3) for stage, s in sorted(self.seconds.items())},
        }

    def write(self, path: Path) -> None:
        """Write the ledger to `path`, at once or not at all."""
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(part, path)
