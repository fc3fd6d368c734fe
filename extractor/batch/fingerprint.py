"""The fingerprint of the rules: changes when code, gazetteers, settings or a library behind them change."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from extractor.lexicon.load import GazetteerError, gazetteer_root

# Libraries whose version can change a record.
_LIBRARIES = ("spacy", "underthesea", "resiliparse", "trafilatura", "ftfy", "ahocorasick-rs", "beautifulsoup4", "regex")
# Rooms that decide what a record says; the others only carry and show it.
_ROOMS = ("model", "text", "lexicon", "page", "find", "link")


@cache
def rules_fingerprint() -> str:
    """32 hexadecimal digits over the extraction rooms, the gazetteers and the libraries' versions."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    files = [package / "__init__.py", package / "pipeline.py"]
    files += [f for room in _ROOMS for f in sorted((package / room).rglob("*")) if f.suffix in (".py", ".toml", ".tsv")]
    for file in files:
        if file.is_file():
            _add(digest, file.relative_to(package).as_posix(), file.read_bytes())
    try:
        root = gazetteer_root()
        for file in sorted(f for f in root.rglob("*") if f.is_file()):
            _add(digest, "gazetteers/" + file.relative_to(root).as_posix(), file.read_bytes())
    except GazetteerError:
        # Without gazetteers the pipeline itself refuses to load, with the better message.
        pass
    for library in _LIBRARIES:
        try:
            _add(digest, library, metadata.version(library).encode())
        except metadata.PackageNotFoundError:
            _add(digest, library, b"-")
    return digest.hexdigest()[:32]


def run_fingerprint(factory: str, settings: dict[str, Any]) -> str:
    """The fingerprint of the rules with the settings that a run works under."""
    told = json.dumps([rules_fingerprint(), factory, settings], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _add(digest: Any, name: str, data: bytes) -> None:
    digest.update(f"{name}\0{len(data)}\0".encode())
    digest.update(data)
