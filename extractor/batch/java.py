"""Finding the Java that Spark needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

OLDEST = 17
_VERSION = re.compile(r'version "(\d+)')


class NoJava(Exception):
    """No Java that Spark runs on; the message names the package to install."""


def find_java() -> Path:
    """The home of a Java of version 17 or newer: JAVA_HOME, the one on PATH, or the oldest fit one installed.

    Raises NoJava.
    """
    seen: list[tuple[int, Path]] = []
    for home in _candidates():
        version = _version(home / "bin" / "java")
        if version >= OLDEST:
            return home
        if version:
            seen.append((version, home))
    found = ", ".join(f"Java {version} in {home}" for version, home in seen) or "none"
    raise NoJava(
        f"the Spark engine needs Java {OLDEST} or newer (found: {found}); "
        "on Debian and Ubuntu: apt-get install openjdk-17-jre-headless (or a newer openjdk-NN-jre-headless)"
    )


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("java"):
        yield Path(java).resolve().parent.parent
    installed = {java.parent.parent.resolve() for java in Path("/usr/lib/jvm").glob("*/bin/java")}
    yield from sorted(installed, key=lambda home: (_version(home / "bin" / "java"), str(home)))


def _version(java: Path) -> int:
    """The main version of a Java, 0 if it does not start."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    match = _VERSION.search(told)
    return int(match[1]) if match else 0
