"""One batch run: inputs to output, journal, dead letters and ledger."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from extractor.batch.dead import DeadLetters
from extractor.batch.fingerprint import run_fingerprint
from extractor.batch.inputs import Found, InputError, find_files
from extractor.batch.journal import Journal, journal_name
from extractor.batch.ledger import Ledger
from extractor.batch.reporting import Reporter
from extractor.batch.runner import Limits, Runner, Task, in_order
from extractor.batch.sinks import Sink, check_output, open_sink
from extractor.batch.sources import read_tasks
from extractor.batch.worker import Setup


class Plan(msgspec.Struct, frozen=True):
    """What to run: inputs, output and how."""

    inputs: list[str]
    out: Path
    setup: Setup = Setup()
    workers: int = 1
    limits: Limits = Limits()
    resume: bool = False
    limit: int | None = None
    columns: dict[str, str] = {}


class Ended(msgspec.Struct, frozen=True):
    """How a run ended: its ledger, the signal that interrupted it (0: none), its worker's peak memory."""

    ledger: Ledger
    signal: int = 0
    peak_megabytes: float = 0.0


def beside(out: Path) -> dict[str, Path]:
    """The files that a run keeps beside its output.

    >>> sorted(p.name for p in beside(Path("r.jsonl")).values())
    ['r.jsonl.dead.jsonl', 'r.jsonl.journal', 'r.jsonl.ledger.json']
    """
    return {
        "journal": journal_name(out),
        "dead": out.with_name(out.name + ".dead.jsonl"),
        "ledger": out.with_name(out.name + ".ledger.json"),
    }


def run_batch(plan: Plan, reporter: Reporter) -> Ended:
    """Run `plan`. Raises InputError, OutputError, JournalError, RunnerError, or OSError for a full disk.

    Either the output stands under its name, complete, or nothing does; the journal
    keeps what was done in both cases.
    """
    tasks = itertools.islice(read_tasks(_inputs(plan), plan.columns), plan.limit)
    first = next(tasks, None)
    if first is None:
        raise InputError("no pages in " + ", ".join(plan.inputs))
    check_output(plan.out)
    fingerprint = run_fingerprint(plan.setup.factory, plan.setup.settings)
    # The journal first: it is the lock. Whoever does not hold it must not touch the temporary files.
    with Journal(journal_name(plan.out), fingerprint) as journal, _interruptible() as caught:
        ended = _write_all(plan, itertools.chain([first], tasks), journal, caught, reporter)
        if not ended.signal:
            journal.forget_others()
    if not ended.signal:
        ended.ledger.write(beside(plan.out)["ledger"])
    return ended


def _write_all(plan: Plan, tasks: Iterator[Task], journal: Journal, caught: list[int], reporter: Reporter) -> Ended:
    """Work on all tasks and write the outputs: whole under their names, or not at all."""
    sink, dead = open_sink(plan.out), None
    try:
        dead = DeadLetters(beside(plan.out)["dead"])
        ended = _Run(plan, journal, sink, dead, reporter).all(tasks, caught)
        if ended.signal:
            sink.discard()
            dead.discard()
            return ended
        if ended.ledger.read == ended.ledger.failed["read"]:
            raise InputError("no readable page in " + ", ".join(plan.inputs))
        began = time.perf_counter()
        dead.close()
        sink.close()
        ended.ledger.seconds["write"] += time.perf_counter() - began
        return ended
    except BaseException:
        sink.discard()
        if dead is not None:
            dead.discard()
        raise


class _Run:
    """The moving parts of one run."""

    def __init__(self, plan: Plan, journal: Journal, sink: Sink, dead: DeadLetters, reporter: Reporter):
        self._plan = plan
        self._journal = journal
        self._sink = sink
        self._dead = dead
        self._reporter = reporter
        self._ledger = Ledger()

    def all(self, tasks: Iterator[Task], caught: list[int]) -> Ended:
        """Work on all tasks; what is done is journaled as it comes and written in order."""
        seconds = self._ledger.seconds
        with Runner(self._plan.setup, workers=self._plan.workers, limits=self._plan.limits) as runner:
            done = runner.run(self._prepared(tasks), stop=lambda: bool(caught))
            for task, result in in_order(self._journaled(done)):
                resumed = task.result is not None and task.result.label != "read"
                self._ledger.count(result, resumed=resumed)
                began = time.perf_counter()
                if result.kind == "extracted":
                    self._sink.write(result.body)
                else:
                    self._dead.write(task.page, result)
                seconds["write"] += time.perf_counter() - began
                self._reporter.page(task.page, result, self._ledger)
            return Ended(self._ledger, caught[0] if caught else 0, runner.peak_megabytes)

    def _prepared(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """The tasks with their keys, and with the results that the journal holds."""
        while True:
            began = time.perf_counter()
            task = next(tasks, None)
            self._ledger.seconds["read"] += time.perf_counter() - began
            if task is None:
                return
            if not self._journal.is_new_id(task.page):
                self._ledger.notes["pages whose id another page has too (all kept)"] += 1
            if task.result is None:
                task.key = task.page.key(self._journal.fingerprint)
                if self._plan.resume:
                    task.result = self._journal.look_up(task.key)
            yield task

    def _journaled(self, done: Iterator[tuple[Task, Any]]) -> Iterator[tuple[Task, Any]]:
        for task, result in done:
            if task.result is None:
                began = time.perf_counter()
                self._journal.enter(task.key, result)
                self._ledger.seconds["journal"] += time.perf_counter() - began
            # The page may wait long for its turn to be written; its bytes need not.
            task.page = msgspec.structs.replace(task.page, data=b"")
            yield task, result


def _inputs(plan: Plan) -> Iterator[Found]:
    """The input files without the run's own outputs, which may lie in an input folder."""
    own = [plan.out, *beside(plan.out).values()]
    return find_files(plan.inputs, leave_out=frozenset(os.path.realpath(p) for p in own))


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """Catch the first Ctrl-C or SIGTERM as a wish to stop; a second one ends the run at once."""
    caught: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield caught
        return
    former: dict[int, Any] = {}

    def handle(number: int, _frame: object) -> None:
        caught.append(number)
        for n, handler in former.items():
            signal.signal(n, handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        former[number] = signal.signal(number, handle)
    try:
        yield caught
    finally:
        for n, handler in former.items():
            signal.signal(n, handler)
