"""Precision, recall and F1 of records against gold, micro-averaged over all articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.evaluate.entries import Pair, compared
from extractor.evaluate.gold import read_gold, read_records
from extractor.evaluate.spelling import same_spelling, same_text

FIELDS = (
    "documents.key",
    "documents.strict",
    "bodies.key",
    "bodies.strict",
    "roles.key",
    "roles.strict",
    "agencies",
    "persons",
    "dates",
)
# Their mean F1 is the headline figure.
HEADLINE = ("documents.strict", "bodies.strict", "roles.strict", "agencies", "persons", "dates")
# An article is wholly right if these are.
WHOLE = ("documents.strict", "bodies.strict", "roles.strict")
METADATA = ("title", "published", "author", "credited_source")


class Tally(msgspec.Struct):
    """Hits, spurious entries and misses of one field."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 if nothing was found."""
        return self.hits / (self.hits + self.spurious) if self.hits + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 1 if gold is empty."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 0 if both are 0.

        >>> Tally(hits=3, spurious=1, missed=1).f1
        0.75
        """
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


class Share(msgspec.Struct):
    """So many of so many; all if there were none."""

    hits: int = 0
    of: int = 0

    def count(self, hit: bool) -> None:
        """One more."""
        self.hits += hit
        self.of += 1

    @property
    def value(self) -> float:
        """The share, 1 where nothing was asked."""
        return self.hits / self.of if self.of else 1.0


class Score(msgspec.Struct):
    """All figures of one scoring. `misses` tell each difference: article, field, what happened, what."""

    fields: dict[str, Tally] = msgspec.field(default_factory=lambda: {name: Tally() for name in FIELDS})
    article: dict[str, Share] = msgspec.field(default_factory=lambda: {name: Share() for name in METADATA})
    text: dict[str, Share] = msgspec.field(default_factory=lambda: {"present": Share(), "absent": Share()})
    perfect: Share = msgspec.field(default_factory=Share)
    missing: int = 0
    misses: list[str] = []

    @property
    def headline(self) -> float:
        """Mean F1 of documents, bodies, roles (strict), agencies, persons and dates."""
        return sum(self.fields[name].f1 for name in HEADLINE) / len(HEADLINE)

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain data."""
        return {
            "articles": self.perfect.of,
            "missing": self.missing,
            "fields": {
                name: {
                    "precision": t.precision,
                    "recall": t.recall,
                    "f1": t.f1,
                    "tp": t.hits,
                    "fp": t.spurious,
                    "fn": t.missed,
                }
                for name, t in self.fields.items()
            },
            "article": {name: share.value for name, share in self.article.items()},
            "text": {name: share.value for name, share in self.text.items()},
            "perfect": self.perfect.hits / self.perfect.of if self.perfect.of else 0.0,
            "headline": self.headline,
        }


def score_files(records: Path, gold: Path) -> Score:
    """Score a records file (or folder) against a folder of gold. Raises GoldError."""
    return score(read_records(records), read_gold(gold))


def score(records: dict[str, dict[str, Any]], gold: dict[str, dict[str, Any]]) -> Score:
    """Score records by stem against gold by stem; a gold article without a record counts as an empty record."""
    result = Score()
    for stem, wanted in gold.items():
        record = records.get(stem)
        result.missing += record is None
        _score_article(result, stem, wanted, record or {})
    return result


def _score_article(result: Score, stem: str, gold: dict[str, Any], record: dict[str, Any]) -> None:
    pairs = compared(gold, record)
    for name, pair in pairs.items():
        tally = result.fields[name]
        tally.hits += len(pair.gold & pair.found)
        tally.spurious += len(pair.found - pair.gold)
        tally.missed += len(pair.gold - pair.found)
        result.misses += (f"{stem} {name} {what}" for what in _differences(pair))
    article = record.get("article") or {}
    for name in METADATA:
        want, got = gold["article"].get(name), article.get(name)
        if name == "published":
            # Gold gives the day; a record may know the minute.
            want, got = (want or "")[:10], str(got or "")[:10]
        result.article[name].count(hit := same_spelling(want) == same_spelling(got))
        if not hit:
            result.misses.append(f"{stem} article.{name} want {want!r}, got {got!r}")
    _score_text(result, stem, gold.get("text") or {}, article.get("text"))
    result.perfect.count(all(pairs[name].gold == pairs[name].found for name in WHOLE))


def _differences(pair: Pair) -> Iterator[str]:
    for entry in sorted(pair.gold - pair.found, key=str):
        yield f"MISSED   {_told(entry)}"
    for entry in sorted(pair.found - pair.gold, key=str):
        yield f"SPURIOUS {_told(entry)}"


def _told(entry: Any) -> str:
    if isinstance(entry, tuple):
        return " | ".join(_told(part) for part in entry)
    return "-" if entry in (None, "") else str(entry)


def _score_text(result: Score, stem: str, wanted: dict[str, list[str]], text: str | None) -> None:
    """Strings that the article text must hold, and furniture that it must not (an empty text holds off nothing)."""
    body, kept = same_spelling(text), same_text(text)
    for string in wanted.get("present", []):
        result.text["present"].count(hit := same_spelling(string) in body)
        if not hit:
            result.misses.append(f"{stem} text lacks {string!r}")
    for string in wanted.get("absent", []):
        result.text["absent"].count(hit := bool(body) and same_text(string) not in kept)
        if not hit:
            result.misses.append(f"{stem} text still has {string!r}")


def as_table(result: Score) -> str:
    """The figures as a table for a terminal."""
    lines = [f"{'field':18}{'P':>7}{'R':>7}{'F1':>7}{'tp':>6}{'fp':>5}{'fn':>5}"]
    for name, t in result.fields.items():
        lines.append(f"{name:18}{t.precision:7.3f}{t.recall:7.3f}{t.f1:7.3f}{t.hits:6}{t.spurious:5}{t.missed:5}")
    lines += [f"article.{name:16}{share.value:7.3f}" for name, share in result.article.items()]
    lines += [f"text.{name:19}{share.value:7.3f}" for name, share in result.text.items()]
    lines.append(f"articles {result.perfect.of}, without a record {result.missing}")
    lines.append(f"wholly right in documents, bodies and roles: {result.to_dict()['perfect']:.3f}")
    lines.append(f"headline (mean F1 of {', '.join(HEADLINE)}): {result.headline:.3f}")
    return "\n".join(lines)
