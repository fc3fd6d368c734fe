"""Reading gold annotations and the records to be scored, as plain dicts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What every gold file states; "neutral" and "text" are optional.
REQUIRED = ("article", "documents", "bodies", "roles", "agencies", "persons", "dates")


class GoldError(Exception):
    """Gold or records cannot be read; the message names the file."""


def read_gold(folder: Path) -> dict[str, dict[str, Any]]:
    """The gold annotations of `folder` by the stem of their file names. Raises GoldError."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder")
    gold = {}
    for file in sorted(folder.glob("*.json")):
        entry = _object(file)
        if "dropped" in entry:  # the page holds no article: whatever a record says of it is spurious
            entry = {**{field: [] for field in REQUIRED}, "article": {}, **entry}
        lacking = [field for field in REQUIRED if field not in entry]
        if lacking:
            raise GoldError(f"{file}: no gold annotation, it lacks {', '.join(lacking)}")
        gold[file.stem] = entry
    if not gold:
        raise GoldError(f"{folder}: holds no gold annotation (*.json)")
    return gold


def read_records(path: Path) -> dict[str, dict[str, Any]]:
    """Records by the stem of their source path: JSON Lines (also gzipped), or a folder with one ``.json`` each."""
    if path.is_dir():
        return {file.stem: _object(file) for file in sorted(path.glob("*.json"))}
    records = {}
    for number, line in enumerate(_lines(path), 1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}, line {number}: not JSON ({error})") from error
        if not isinstance(record, dict):
            raise GoldError(f"{path}, line {number}: not a record")
        source = record.get("source") or {}
        name = source.get("path") or source.get("url") or record.get("id") or ""
        records[Path(str(name)).stem] = record
    return records


def _lines(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.name.endswith(".gz") else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    # Only "\n" ends a JSON line: a text may hold U+2028 and its like.
    return (line for line in text.split("\n") if line.strip())


def _object(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    if not isinstance(value, dict):
        raise GoldError(f"{file}: not a JSON object")
    return value
