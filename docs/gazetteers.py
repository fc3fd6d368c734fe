"""Generate docs/gazetteers.md from the tables in gazetteers/ (`python docs/build.py` writes it with the other pages)."""

from __future__ import annotations

import gzip
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent / "gazetteers"

INTRO = """# Gazetteers

Generated from `gazetteers/` by `make docs`; do not edit.

Everything that the extractor knows about names stands in these tables. An entry carries examples that the tests run and, where it could
overreach, counter-examples in which it may not be found. How to add one: [adding-an-agency.md](adding-an-agency.md) and
[adding-a-rule.md](adding-a-rule.md).
"""


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((ROOT / name).read_text(encoding="utf-8"))[table])


def _lines(name: str) -> list[list[str]]:
    data = (ROOT / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def _purpose(path: Path) -> str:
    """The first sentence of a table's own comment."""
    comment: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") or line.strip() == "#":
            break
        comment.append(line.lstrip("# ").strip())
    return " ".join(comment).split(". ")[0].rstrip(".:") or "(no description)"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)])


def _span(row: dict[str, Any], begin: str, end: str) -> str:
    return f"{row.get(begin, '')} – {row.get(end, '')}".strip()


def _provinces() -> list[str]:
    rows = _rows("provinces.toml", "province")
    name = {row["id"]: row["name"] for row in rows}
    changed = [
        (r["name"], _span(r, "valid_from", "valid_to"), name.get(r.get("successor", ""), ""), r.get("act", ""), r["certainty"])
        for r in rows if "valid_from" in r or "valid_to" in r
    ]  # fmt: skip
    return [
        "## Provinces and central cities",
        f"`provinces.toml`: {len(rows)} names since 2004. Those not listed here never changed. An open end stands empty.",
        _table(("name", "in use", "taken over by", "act", "certainty"), changed),
    ]


def _places() -> list[str]:
    communes = _lines("communes.tsv.gz")
    new = sum(row[0] == "new" for row in communes)
    return [
        "## Districts and communes",
        f"`districts.tsv` holds the {len(_lines('districts.tsv'))} districts that ended on 2025-06-30, `districts_former.tsv` "
        f"{len(_lines('districts_former.tsv'))} that ended before, `district_spellings.tsv` how the press also writes some. `communes.tsv.gz` holds {len(communes) - new:,} communes until "
        f"2025-06-30 with their successors and {new:,} since 2025-07-01. They are derived from underthesea's address data by "
        "`tools/build_places.py`, which gives the same bytes on every run. Units merged before 2025 are missing there; a name that "
        "no table holds is still read behind its type word.",
    ]


def _lineages() -> list[str]:
    rows = [
        (r["name"], r["kind"], _span(r, "from", "to"), "; ".join(r.get("successor", ())), r.get("act", ""), r["certainty"])
        for r in _rows("lineages.toml", "name")
    ]  # fmt: skip
    return [
        "## Names through time",
        "`lineages.toml`: ministries, bodies of the Government and the Party, the national committee for digital government, and the "
        "departments of provinces. A row of low certainty has a day or an act that was not checked against its text.",
        _table(("name", "kind", "in use", "taken over by", "act", "certainty"), rows),
    ]


def _departments() -> list[str]:
    heads = {"bo": "Bộ", "so": "Sở", "phong": "Phòng", "ban": "Ban", "ban-party": "Ban (Party)", "ban-hdnd": "Ban (HĐND)"}
    rows = [
        (r["name"], ", ".join(heads[c] for c in r["classes"]), ", ".join(r.get("abbr", ())))
        for r in _rows("departments.toml", "domain")
    ]  # fmt: skip
    return ["## Fields of work", "`departments.toml`: what may stand behind a head.", _table(("name", "behind", "also written"), rows)]


def _agencies() -> list[str]:
    local = [
        (r["head"], ", ".join(r["levels"]), ", ".join(r.get("forms", ())), r["examples"][0])
        for r in _rows("agencies.toml", "local")
    ]  # fmt: skip
    national = [(r["name"], ", ".join(r.get("forms", ())), r["examples"][0]) for r in _rows("agencies.toml", "national")]
    heads = [(r["head"], r["words"], "; ".join(r["examples"])) for r in _rows("organisations.toml", "head")]
    return [
        "## Agencies that exist once a place",
        "`agencies.toml`, `[[local]]`.",
        _table(("head", "levels", "also written", "example"), local),
        "## Agencies with one name",
        "`agencies.toml`, `[[national]]`.",
        _table(("name", "also written", "example"), national),
        "## Open names",
        "`organisations.toml`: heads behind which any name may stand.",
        _table(("head", "goes on with", "examples"), heads),
    ]


def _others() -> list[str]:
    own = {"provinces.toml", "lineages.toml", "departments.toml", "agencies.toml", "organisations.toml"}
    rows = [(f"`{p.name}`", _purpose(p)) for p in sorted(ROOT.glob("*.toml")) if p.name not in own]
    return ["## The other tables", _table(("table", "what it holds"), rows)]


def gazetteers_markdown() -> str:
    """docs/gazetteers.md, from the tables themselves."""
    parts = [INTRO.strip(), *_provinces(), *_places(), *_lineages(), *_departments(), *_agencies(), *_others()]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    (ROOT.parent / "docs" / "gazetteers.md").write_text(gazetteers_markdown(), encoding="utf-8")
