"""A user's own entity recogniser as one more witness for undecided names: a spaCy model by its path.

The model is loaded on first use, from the disk only. Its persons (labels PER, PERSON) are votes beside the
rules: they settle what the rules leave open, and never overrule a veto.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LABELS = frozenset({"PER", "PERSON"})
_WINDOW = 400  # characters of context on each side of a candidate


class NerPluginError(Exception):
    """The model at the given path cannot be loaded; the message names the path."""


class NerPlugin:
    """Votes of the spaCy model at `path`; its `Language` may be given instead.

    >>> NerPlugin("/no/such/model").is_person("ông Lê Hùng", 4, 11)
    Traceback (most recent call last):
    extractor.find.ner_plugin.NerPluginError: no spaCy model at /no/such/model
    """

    def __init__(self, path: str | Path | None = None, language: Any = None):
        self._path = Path(path) if path is not None else None
        self._language = language
        self._last: tuple[str, tuple[tuple[int, int], ...]] | None = None

    def is_person(self, text: str, start: int, end: int) -> bool | None:
        """Whether the model names exactly ``[start, end)`` a person; None where it sees nothing there."""
        low = max(0, start - _WINDOW)
        spans = self._persons(text[low : end + _WINDOW])
        if (start - low, end - low) in spans:
            return True
        return False if any(a < end - low and start - low < b for a, b in spans) else None

    def _persons(self, text: str) -> tuple[tuple[int, int], ...]:
        if self._last is None or self._last[0] != text:
            doc = self._load()(text)
            self._last = (text, tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ in LABELS))
        return self._last[1]

    def _load(self) -> Any:
        if self._language is None:
            if self._path is None or not self._path.is_dir():
                raise NerPluginError(f"no spaCy model at {self._path}")
            import spacy

            try:
                self._language = spacy.load(self._path)
            except (OSError, ValueError) as error:
                raise NerPluginError(f"no spaCy model at {self._path}: {error}") from error
        return self._language
