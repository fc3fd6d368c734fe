"""Opening the gazetteers: the only room below `batch` that reads files.

The data live in ``gazetteers/`` of a checkout and in ``extractor/_gazetteers/`` of an
installed wheel. Everything is read once and cached for the life of the process; what a
loader returns must not be changed by its caller.
"""

from __future__ import annotations

import gzip
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any


class GazetteerError(Exception):
    """A gazetteer is missing or does not fit its schema; the message names file and entry."""


@cache
def gazetteer_root() -> Path:
    """The folder that holds the gazetteers. Raises GazetteerError if there is none."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_gazetteers", package.parent / "gazetteers"):
        if folder.is_dir():
            return folder
    raise GazetteerError(f"no gazetteers beside {package}: is the installation complete?")


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The parsed ``gazetteers/NAME`` (a path below the root). Raises GazetteerError."""
    path = gazetteer_root() / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{name}: {error}") from error


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of ``gazetteers/NAME`` without their ends, gunzipped if it ends in ``.gz``. Raises GazetteerError."""
    path = gazetteer_root() / name
    try:
        data = path.read_bytes()
        return tuple((gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8").splitlines())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{name}: {error}") from error


def read_toml_folder(folder: str | Path) -> tuple[tuple[str, dict[str, Any]], ...]:
    """File name and parsed contents of every ``*.toml`` in a user's folder, by name. Raises GazetteerError."""
    root = Path(folder)
    if not root.is_dir():
        raise GazetteerError(f"{root}: no such folder")
    found: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(root.glob("*.toml")):
        try:
            found.append((path.name, tomllib.loads(path.read_text(encoding="utf-8"))))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise GazetteerError(f"{path}: {error}") from error
    return tuple(found)


def corpus_lines(paths: Iterable[str | Path]) -> Iterator[str]:
    """The lines of text files, gunzipped where they end in ``.gz``; of a folder those of every file below. Raises GazetteerError."""
    for path in map(Path, paths):
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            try:
                with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8", errors="replace") as lines:  # type: ignore[operator]
                    yield from lines
            except (OSError, EOFError) as error:
                raise GazetteerError(f"{file}: {error}") from error


def write_table(path: Path, lines: Iterable[str]) -> Path:
    """Write `lines` gzipped to `path` (the same bytes for the same lines) and give it back. Raises GazetteerError if there is none."""
    body = "".join(f"{line}\n" for line in lines)
    if not body:
        raise GazetteerError(f"{path}: nothing to write, is the corpus empty?")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(body.encode("utf-8"), compresslevel=9, mtime=0))
    return path
