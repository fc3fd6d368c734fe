"""Install the Java that the Spark tests need where this user may; say so where not. Called by `make test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from extractor.batch.java import NoJava, find_java

# Debian 12, 13 and what comes after them.
PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless", "default-jre-headless")
SECONDS = 600


def install() -> str:
    """One line that says what was done."""
    try:
        return f"Spark tests: Java found in {find_java()}"
    except NoJava as error:
        missing = str(error)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"Spark tests will be skipped: {missing}"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], *(["install", "-y", "--no-install-recommends", package] for package in PACKAGES)):
        try:
            done = subprocess.run(
                ["apt-get", "-qq", *command], env=environment, capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if command[0] == "install" and done.returncode == 0:
            return f"Spark tests: installed {command[-1]}"
    return f"Spark tests will be skipped: {missing}; apt-get could not install it"


if __name__ == "__main__":
    print(install(), file=sys.stderr)
