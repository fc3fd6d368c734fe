"""The runner: order, limits, dead workers, and extract_many on top of it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch.many import extract_many
from extractor.batch.page import Page, Result
from extractor.batch.runner import Limits, Runner, RunnerError, Task, in_order
from extractor.batch.worker import Setup
from extractor.model.outcome import Dropped, Extracted, Failed

TOY = Setup(factory="toy_pipeline:toy")


def run(texts, *, workers=2, limits=None, setup=TOY):
    tasks = (Task(Page(i, f"{i}.txt", text.encode())) for i, text in enumerate(texts))
    with Runner(setup, workers=workers, limits=limits) as runner:
        return [(t.page.index, r.kind, r.label) for t, r in in_order(runner.run(tasks))]


def test_results_come_in_input_order():
    texts = [f"sleep {0.2 if i % 7 == 0 else 0}" for i in range(40)]
    assert run(texts) == [(i, "extracted", "") for i in range(40)]


def test_every_kind_of_end_has_its_name(tmp_path):
    flag = tmp_path / "died"
    texts = ["Tin", "", "listing", "stage", "raise", "die", f"die-once {flag}", "hang", "greedy", "Tin"]
    ends = [(kind, label) for _, kind, label in run(texts, limits=Limits(seconds=1.5, megabytes=300))]
    assert ends == [
        ("extracted", ""),
        ("dropped", "empty"),
        ("dropped", "listing"),
        ("failed", "find"),
        ("failed", "extract"),
        ("failed", "crash"),
        ("extracted", ""),
        ("failed", "timeout"),
        ("failed", "memory"),
        ("extracted", ""),
    ]


def test_neighbours_of_deadly_pages_are_all_kept():
    texts = ["die" if i % 10 == 5 else f"Tin {i}" for i in range(40)]
    ends = run(texts)
    assert [i for i, kind, _ in ends if kind == "failed"] == [5, 15, 25, 35]
    assert len(ends) == 40


def test_a_pipeline_that_does_not_load_is_told_once():
    with pytest.raises(RunnerError, match="no gazetteers"):
        run(["Tin"], setup=Setup(factory="toy_pipeline:broken"))


def test_workers_end_with_the_runner():
    tasks = [Task(Page(0, None, b"hang"))]
    with Runner(TOY, limits=Limits(seconds=60)) as runner:
        done = runner.run(iter(tasks), stop=lambda: False)
        worker = None
        deadline = time.monotonic() + 20
        # The generator waits for the hanging page; look at its worker from inside `stop`.
        import threading

        thread = threading.Thread(target=lambda: next(done, None), daemon=True)
        thread.start()
        while time.monotonic() < deadline and not (runner._workers and runner._workers[0].window):
            time.sleep(0.05)
        worker = runner._workers[0].process
        assert worker.poll() is None
    thread.join(5)
    assert worker.poll() is not None


def test_a_known_result_passes_without_work():
    known = Result("failed", label="read")
    with Runner(Setup(factory="toy_pipeline:broken")) as runner:
        assert [r for _, r in runner.run([Task(Page(0, None, b""), known)])] == [known]


@pytest.mark.parametrize("workers", [1, 2])
def test_extract_many_gives_one_outcome_a_source(tmp_path, workers):
    page = tmp_path / "tin.txt"
    page.write_text("Tin của Sở", encoding="utf-8")
    sources = ["Tin một", b"listing", page, tmp_path / "lost.html", "raise"]
    outcomes = list(extract_many(sources, workers=workers, setup=TOY))
    assert [type(o) for o in outcomes] == [Extracted, Dropped, Extracted, Failed, Failed]
    assert [o.index for o in outcomes] == [0, 1, 2, 3, 4]
    assert outcomes[2].path == str(page)
    assert outcomes[2].record.article.title == "Tin của Sở"
    assert outcomes[3].stage == "read"


def test_extract_many_refuses_what_is_no_source():
    with pytest.raises(ValueError, match="workers"):
        extract_many([], workers=0)
    with pytest.raises(TypeError, match="source 1"):
        list(extract_many(["Tin", 7], setup=TOY))


def test_extract_many_needs_no_main_guard(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from extractor.batch.many import extract_many\n"
        "from extractor.batch.worker import Setup\n"
        "setup = Setup(factory='toy_pipeline:toy')\n"
        "print(len(list(extract_many(['Tin'] * 20, workers=2, setup=setup))))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, env=environment)
    assert (done.stdout, done.returncode) == ("20\n", 0), done.stderr
