"""Documents and dates: cases right, speed on news, hostile input, false hits on given texts.

Run ``python benchmarks/documents.py [FOLDER]``; FOLDER holds ``.txt`` files of ordinary news,
whose numbered references are listed for the eye (a paragraph without a document should give none).
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from extractor.find.dates import _patterns, find_dates
from extractor.find.documents import find_documents
from extractor.find.symbols import _shapes

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
HOSTILE = ("1/", "1-", "/-", "12.", "9", "12/QĐ-")


def main() -> None:
    documents = [json.loads(line) for line in (CASES / "documents.jsonl").read_text("utf-8").splitlines()]
    dates = [json.loads(line) for line in (CASES / "dates.jsonl").read_text("utf-8").splitlines()]
    right = sum(_read(c["text"]) == c["documents"] for c in documents)
    print(f"documents: {right} of {len(documents)} cases, {sum(len(c['documents']) for c in documents)} references")
    right = sum([[d.value, d.precision] for d in find_dates(c["text"], c["published"])] == c["dates"] for c in dates)
    print(f"dates: {right} of {len(dates)} cases")
    _speed("\n".join(c["text"] for c in documents))
    _hostile()
    for folder in sys.argv[1:]:
        _false_hits(Path(folder))


def _read(text: str) -> list[list[str | None]]:
    found = find_documents(text, find_dates(text))
    return [
        [d.type, d.number, d.symbol, d.date.value if d.date else None, d.title if not d.number else None]
        for d in found if not d.licence
    ]  # fmt: skip


def _speed(text: str) -> None:
    spent = {"dates": [], "documents": []}  # type: dict[str, list[float]]
    for _ in range(9):
        begin = time.perf_counter()
        dates = find_dates(text)
        middle = time.perf_counter()
        find_documents(text, dates)
        spent["dates"].append(middle - begin)
        spent["documents"].append(time.perf_counter() - middle)
    for name, seconds in spent.items():
        print(f"{name}: {1e6 * statistics.median(seconds) / len(text):.2f} ms a thousand characters of dense references")


def _hostile() -> None:
    worst = (0.0, "", "")
    for piece in HOSTILE:
        text = piece * (100_000 // len(piece))
        for name, pattern in {**_patterns(), **_shapes()}.items():
            begin = time.perf_counter()
            for _ in pattern.finditer(text):
                pass
            worst = max(worst, (time.perf_counter() - begin, name, piece))
    print(f"slowest pattern on 100 kB of hostile input: {worst[1]} on {worst[2]!r}, {1e3 * worst[0]:.0f} ms")


def _false_hits(folder: Path) -> None:
    paragraphs = [p for f in sorted(folder.glob("*.txt")) for p in f.read_text("utf-8").split("\n") if len(p) > 40]
    hits = [(p, d) for p in paragraphs for d in _read(p)]
    print(f"{folder}: {len(hits)} references in {len(paragraphs)} paragraphs")
    for paragraph, hit in hits:
        print(f"  {hit} ← {paragraph[:90]}")


if __name__ == "__main__":
    main()
