"""Bodies, positions and roles: F1 by field and by construction, with and without the part-of-speech evidence.

Measured on the case files (``fixtures/cases/roles.jsonl``, ``positions.jsonl``, ``bodies.jsonl``), where
constructions tell which wordings hold, and on the articles of ``fixtures/gold``. Run: ``python benchmarks/roles.py``;
``--misses`` also lists what differs in each case.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.evaluate.gold import read_gold
from extractor.evaluate.score import FIELDS, Score, Tally, score
from extractor.evaluate.spelling import same_body, same_spelling
from extractor.model.outcome import NoArticle
from extractor.model.record import Record
from extractor.pipeline import Pipeline, Settings

FIXTURES = Path(__file__).parent.parent / "fixtures"
# What a field compares. A role is known by its holder: the person, or the office where nobody is named.
ROLE_FIELDS = {"holder": (0, 1), "position": (0, 1, 2), "agency": (0, 1, 3), "strict": (0, 1, 2, 3)}
BODY_FIELDS = {"name": (0,), "event": (0, 1), "total": (0, 2), "standing": (0, 3), "strict": (0, 1, 2, 3)}
Entry = tuple[Any, ...]


def main() -> None:
    pipelines = {"with POS": Pipeline(Settings()), "without POS": Pipeline(Settings(pos=False))}
    for name in ("roles", "positions", "bodies"):
        print_cases(name, {label: case_figures(name, p) for label, p in pipelines.items()})
    gold = read_gold(FIXTURES / "gold")
    print_gold({label: score(records_of_pages(p), gold) for label, p in pipelines.items()}, len(gold))


class Figures:
    """Tallies of one case file: by field, and of the strict field by construction."""

    def __init__(self) -> None:
        self.fields: dict[str, Tally] = defaultdict(Tally)
        self.constructions: dict[str, Tally] = defaultdict(Tally)
        self.right: Counter[str] = Counter()
        self.cases: Counter[str] = Counter()
        self.misses: list[str] = []

    def count(self, case: dict[str, Any], wanted: list[Entry], found: list[Entry], fields: dict[str, Entry]) -> None:
        """Add one case."""
        for field, places in fields.items():
            _add(self.fields[field], _picked(wanted, places), _picked(found, places))
        construction = case["construction"]
        _add(self.constructions[construction], Counter(wanted), Counter(found))
        same = Counter(wanted) == Counter(found)
        self.right[construction] += same
        self.cases[construction] += 1
        if not same:
            self.misses += (f"{case['id']} missed {entry}" for entry in (Counter(wanted) - Counter(found)))
            self.misses += (f"{case['id']} spurious {entry}" for entry in (Counter(found) - Counter(wanted)))


def case_figures(name: str, pipeline: Pipeline) -> Figures:
    """The figures of ``fixtures/cases/NAME.jsonl``."""
    figures = Figures()
    for line in (FIXTURES / "cases" / f"{name}.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        record = run(pipeline, case["text"])
        if name == "bodies":
            wanted = [_body(*entry[:4]) for entry in case["bodies"]]
            found = [_body(b.name, b.event, b.member_count, b.standing_agency) for b in record.bodies]
            figures.count(case, wanted, found, BODY_FIELDS)
        else:
            wanted = [_role(*entry[:4]) for entry in case["roles"]]
            found = [_role(r.role, r.person, r.position, r.agency) for r in record.roles]
            figures.count(case, wanted, found, ROLE_FIELDS)
    return figures


def run(pipeline: Pipeline, page: str | bytes) -> Record:
    """The record of one page; an empty one where there is no article."""
    try:
        return pipeline.run(page)
    except NoArticle:
        return Record()


def records_of_pages(pipeline: Pipeline) -> dict[str, dict[str, Any]]:
    """The records of ``fixtures/pages`` by stem."""
    pages = sorted((FIXTURES / "pages").iterdir())
    return {page.stem: run(pipeline, page.read_bytes()).to_dict() for page in pages}


def _role(role: str, person: str | None, position: str | None, agency: str | None) -> Entry:
    holder = person or f"{position} {agency}"
    return (role, same_spelling(holder), same_spelling(position), same_spelling(agency))


def _body(name: str, event: str, count: int | None, standing: str | None) -> Entry:
    return (same_body(name), event, count, same_spelling(standing))


def _picked(entries: list[Entry], places: Entry) -> Counter[Entry]:
    return Counter(tuple(entry[place] for place in places) for entry in entries)


def _add(tally: Tally, wanted: Counter[Entry], found: Counter[Entry]) -> None:
    hits = (wanted & found).total()
    tally.hits += hits
    tally.spurious += found.total() - hits
    tally.missed += wanted.total() - hits


def print_cases(name: str, by_label: dict[str, Figures]) -> None:
    """Two tables of one case file: by field, and by construction (cases wholly right, strict F1)."""
    first = next(iter(by_label.values()))
    print(f"\n{name}: {first.cases.total()} cases")
    for label, figures in by_label.items():
        print(f"  {label}: {figures.right.total()} wholly right; F1", "  ".join(_shown(figures.fields)))
    print(f"  {'construction':28s}" + "".join(f"{label:>22s}" for label in by_label))
    for construction, cases in first.cases.items():
        cells = [
            f"{f.right[construction]:>10d}/{cases:<3d} F1 {f.constructions[construction].f1:.2f}"
            if _counted(f.constructions[construction])
            else f"{f.right[construction]:>10d}/{cases:<3d}        "
            for f in by_label.values()
        ]
        print(f"  {construction:28s}" + "".join(f"{cell:>22s}" for cell in cells))
    if "--misses" in sys.argv:
        print("\n".join(f"  {miss}" for miss in first.misses))


def _counted(tally: Tally) -> int:
    return tally.hits + tally.missed + tally.spurious


def _shown(fields: dict[str, Tally]) -> Iterator[str]:
    for field, tally in fields.items():
        yield f"{field} {tally.f1:.3f}"


def print_gold(by_label: dict[str, Score], articles: int) -> None:
    """One line a field of the gold articles."""
    print(f"\ngold: {articles} articles")
    print(f"  {'F1':20s}" + "".join(f"{label:>14s}" for label in by_label))
    for field in FIELDS:
        print(f"  {field:20s}" + "".join(f"{s.fields[field].f1:14.3f}" for s in by_label.values()))
    print(f"  {'headline':20s}" + "".join(f"{s.headline:14.3f}" for s in by_label.values()))


if __name__ == "__main__":
    main()
