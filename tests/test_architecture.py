"""The house keeps its shape: rooms import downwards, files open only where they may, the wheel holds its data."""

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
# Rooms and files that may open files, and those that may read the clock.
OPENING = (
    "lexicon/load.py",
    "lexicon/build.py",
    "batch/",
    "evaluate/",
    "view/report.py",
    "view/export.py",
    "cli.py",
    "api.py",
)
CLOCKS = ("batch/",)
NETWORK = {"socket", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "ssl"}
OPENERS = {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "touch"}
# `open` alone, or of one of these; a parser may well open a tag.
OPENING_MODULES = {"", "io", "os", "gzip", "bz2", "lzma", "codecs", "zipfile", "Path"}
CLOCK_CALLS = {("time", "time"), ("datetime", "now"), ("date", "today"), ("datetime", "today"), ("datetime", "utcnow")}


def sources():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def tool(*command):
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_run_downwards_only():
    tool(
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))",
    )


def test_ruff_is_content():
    tool("-m", "ruff", "check", "--no-cache", "extractor", "tests", "benchmarks")


def test_mypy_is_content():
    tool("-m", "mypy")


def calls(tree):
    """(name, object) of each call: ("open", "") for open(...), ("now", "datetime") for datetime.now()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, "", node.lineno
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                yield node.func.attr, owner.id if isinstance(owner, ast.Name) else "…", node.lineno


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_files_are_opened_only_where_they_may():
    found = [
        f"{path}:{line} {name}"
        for path, tree in sources()
        if not path.startswith(OPENING)
        for name, owner, line in calls(tree)
        if name in OPENERS or (name == "open" and owner in OPENING_MODULES)
    ]
    assert found == []


def test_the_clock_is_read_only_in_the_batch():
    found = [
        f"{path}:{line} {owner}.{name}"
        for path, tree in sources()
        if not path.startswith(CLOCKS)
        for name, owner, line in calls(tree)
        if (owner, name) in CLOCK_CALLS or name in ("perf_counter", "monotonic")
    ]
    assert found == []


def test_nothing_is_random_and_nothing_calls_out():
    found = [
        f"{path}: {name}"
        for path, tree in sources()
        for name in imports(tree)
        if name in NETWORK or name.split(".")[0] in ("random", "secrets", "requests", "httpx", "socket")
    ]
    assert found == []


def test_no_file_is_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [path for path, _ in sources() if Path(path).stem in drawers] == []


def test_importing_the_package_is_cheap():
    heavy = ["spacy", "underthesea", "pandas", "trafilatura", "duckdb", "pyspark", "resiliparse", "click", "tqdm"]
    code = f"import sys, extractor, extractor.cli; print([m for m in {heavy[:-2]!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", build, folder], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_wheel_holds_every_module_and_gazetteer(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {f"extractor/{path}" for path, _ in sources()}
    root = ROOT / "gazetteers"
    gazetteers = {f"extractor/_gazetteers/{f.relative_to(root).as_posix()}" for f in root.rglob("*") if f.is_file()}
    assets = {f"extractor/view/assets/{f.name}" for f in (PACKAGE / "view" / "assets").glob("*.*")}
    assert gazetteers
    assert modules | gazetteers | assets <= names
    assert [n for n in names if n.startswith("tests/")] == []


def test_the_wheel_works_by_itself(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import extractor; from extractor.lexicon.load import gazetteer_root; "
        "print(gazetteer_root()); print(extractor.extract('Ngày 3/5/2019 có Quyết định số 12/QĐ-TTg.').documents[0].issuer)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.splitlines() == [str(tmp_path / "extractor" / "_gazetteers"), "Thủ tướng Chính phủ"], done.stderr
