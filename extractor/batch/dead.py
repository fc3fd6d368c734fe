"""Dead letters: the pages without a record, each with its id and the reason."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from extractor.batch.page import Page, Result


class DeadLetters:
    """Pages without a record, one JSON object a line: who, which reason or stage, what was said."""

    def __init__(self, path: Path):
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._file = open(self._part, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        self._any = False

    def write(self, page: Page, result: Result) -> None:
        """Enter one page."""
        label = "reason" if result.kind == "dropped" else "stage"
        letter = {"index": page.index, "path": page.path, "url": page.url, "outcome": result.kind}
        letter |= {label: result.label, "detail": result.detail}
        self._file.write(json.dumps(letter, ensure_ascii=False) + "\n")
        self._any = True

    def close(self) -> None:
        """Give the file its final name; where every page gave a record there is none."""
        self._file.close()
        if self._any:
            os.replace(self._part, self._path)
        else:
            self._part.unlink()
            self._path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was written."""
        # A full disk refuses the last buffer as well; the file goes anyway.
        with suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)
