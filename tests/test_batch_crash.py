"""kill -9 at any moment, then --resume: the output equals the undisturbed run, byte for byte."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGES = 400


def start(rows: Path, out: Path, *options: str) -> subprocess.Popen:
    arguments = ["run", str(rows), "--out", str(out), "--workers", "2", "--pipeline", "toy_pipeline:toy", *options]
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )


def finish(process: subprocess.Popen) -> str:
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    return said


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Rows, the bytes of an undisturbed run, and how long it takes."""
    folder = tmp_path_factory.mktemp("crash")
    rows = folder / "tin.jsonl"
    with open(rows, "w", encoding="utf-8") as file:
        for i in range(PAGES):
            text = "sleep 0.004" if i % 40 else "stage"
            file.write(json.dumps({"id": f"trang-{i}", "text": text}) + "\n")
    outputs = {}
    for ending in ("jsonl.gz", "db"):
        out = folder / f"whole.{ending}"
        began = time.monotonic()
        finish(start(rows, out))
        outputs[ending] = (out.read_bytes(), Path(f"{out}.dead.jsonl").read_bytes(), time.monotonic() - began)
    return rows, outputs


@pytest.mark.parametrize(("ending", "seed"), [("jsonl.gz", 1), ("jsonl.gz", 2), ("jsonl.gz", 3), ("db", 4), ("db", 5)])
def test_killed_runs_end_like_an_undisturbed_one(undisturbed, tmp_path, ending, seed):
    rows, outputs = undisturbed
    whole, dead, seconds = outputs[ending]
    out = tmp_path / f"killed.{ending}"
    moments = random.Random(seed)
    for attempt in range(3):
        process = start(rows, out, "--resume")
        time.sleep(moments.uniform(0.1, seconds))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            assert attempt > 0 or not out.exists() or out.read_bytes() == whole
    said = finish(start(rows, out, "--resume"))
    assert out.read_bytes() == whole
    assert Path(f"{out}.dead.jsonl").read_bytes() == dead
    assert f"read {PAGES} = extracted {PAGES - 10} + dropped 0 + failed 10" in said
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith((".part", ".lines"))) == []


def test_no_worker_outlives_a_killed_run(undisturbed, tmp_path):
    rows, _ = undisturbed
    process = start(rows, tmp_path / "r.jsonl")
    children: list[int] = []
    deadline = time.monotonic() + 60
    while not children and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        children = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _parent(int(pid)) == process.pid]
    assert children
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while any(_parent(pid) >= 0 for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in children if _parent(pid) >= 0] == []


def _parent(pid: int) -> int:
    """The parent of a living process; -1 if it lives no more."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return -1
    return -1 if state == "Z" else int(parent)
