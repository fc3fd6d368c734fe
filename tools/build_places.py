"""Derive the place tables of the gazetteers from underthesea's address data.

    .venv/bin/python tools/build_places.py

Reads `underthesea/address/data/mapping.json` (Apache-2.0; administrative facts: 63 old and 34 new
provinces, 696 districts and 10,602 old communes with their successors of 2025-07-01) and writes
`gazetteers/districts.tsv` and `gazetteers/communes.tsv.gz`. The provinces, whose dates and acts
need care, are kept by hand in `gazetteers/provinces.toml`. The output is byte-identical on every run.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import underthesea

ROOT = Path(__file__).resolve().parent.parent
# Where the data spells a name otherwise than the unit itself and the Government's decrees do.
SPELLINGS = {"Phú Quí": "Phú Quý"}
TYPES = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")


def split(name: str) -> tuple[str, str]:
    """The type word in lower case and the name: "Huyện Krông Nô" -> ("huyện", "Krông Nô")."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    for kind in TYPES:
        if name.lower().startswith(kind + " "):
            own = name[len(kind) + 1 :]
            return kind, own.lstrip("0") if own.isdigit() else SPELLINGS.get(own, own)
    raise ValueError(f"no type word: {name}")


def main() -> None:
    """Write the two tables."""
    source = Path(underthesea.__file__).parent / "address" / "data" / "mapping.json"
    rows = json.loads(source.read_text(encoding="utf-8"))["ward_mapping"]
    districts: dict[tuple[str, str, str], None] = {}
    communes: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        old_province, new_province = split(row["old_province"])[1], split(row["new_province"])[1]
        successor = " ".join(split(row["new_ward"])) if row["new_ward"] else ""
        if row["old_district"]:
            kind, name = split(row["old_district"])
            districts[kind, name, old_province] = None
            district = f"{kind} {name}"
        else:
            district = ""
        if row["old_ward"]:
            kind, name = split(row["old_ward"])
            after = communes.setdefault(("old", kind, name, district, old_province), set())
            after |= {f"{successor}|{new_province}"} if successor else set()
        if row["new_ward"]:
            kind, name = split(row["new_ward"])
            communes.setdefault(("new", kind, name, "", new_province), set())
    lines = ["# type\tname\tprovince (all valid_to 2025-06-30, the end of the district level)"]
    lines += ["\t".join(key) for key in sorted(districts, key=lambda k: (k[2], k[1], k[0]))]
    (ROOT / "gazetteers" / "districts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["# era\ttype\tname\tdistrict\tprovince\tsuccessors (commune|province;…)"]
    lines += ["\t".join((*key, ";".join(sorted(communes[key])))) for key in sorted(communes)]
    data = ("\n".join(lines) + "\n").encode("utf-8")
    (ROOT / "gazetteers" / "communes.tsv.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(districts)} districts, {len(communes)} communes")


if __name__ == "__main__":
    main()
