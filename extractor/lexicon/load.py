"""Opening the gazetteers: the only room below `batch` that reads files.

The data live in ``gazetteers/`` of a checkout and in ``extractor/_gazetteers/`` of an
installed wheel. Everything is read once and cached for the life of the process; what a
loader returns must not be changed by its caller.
"""

from __future__ import annotations

import gzip
import tomllib
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
