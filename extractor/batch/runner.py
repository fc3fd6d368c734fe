"""Pages over worker processes: limits for each page, dead workers replaced, results as they come.

A worker answers every page before it takes the next, so when one dies the page in
its hands is known: the rest of its window goes to others, the suspect is tried once
more, alone, in a fresh process, and only a second death makes it a failure. Nobody
is blamed for a neighbour.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, Pipe, wait
from queue import SimpleQueue

import msgspec

from extractor.batch.page import Page, Result, failed
from extractor.batch.worker import COMMAND, Hello, Setup

# Pages handed to a worker ahead of its answers: enough to hide the pipe, few enough to redo.
WINDOW = 8
# Results may arrive this far ahead of the oldest page still in work; bounds the reordering buffer.
AHEAD = 2_000
START_SECONDS = 300.0
LOOK_SECONDS = 0.1


class RunnerError(Exception):
    """Workers cannot be started; the message says why."""


class Limits(msgspec.Struct, frozen=True):
    """What one page may take: wall-clock seconds and resident megabytes of its worker (0: no limit)."""

    seconds: float = 60.0
    megabytes: int = 2048


class Task(msgspec.Struct):
    """A page to work on, or one whose result is known already (unreadable, journaled)."""

    page: Page
    result: Result | None = None
    key: bytes = b""
    deaths: int = 0


class _Worker:
    """One process with its pipes. `window` holds the tasks it was given, the one in work first."""

    def __init__(self, setup: Setup, alone: Task | None = None):
        read_end, to_worker = Pipe(duplex=False)
        from_worker, write_end = Pipe(duplex=False)
        arguments = json.dumps([read_end.fileno(), write_end.fileno(), [p for p in sys.path if p] or sys.path])
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", COMMAND, arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(read_end.fileno(), write_end.fileno()),
            start_new_session=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        read_end.close()
        write_end.close()
        self.answers: Connection = from_worker
        self._to_worker = to_worker
        self._outgoing: SimpleQueue[bytes | None] = SimpleQueue()
        self._outgoing.put(msgspec.msgpack.encode(setup))
        # Sending blocks when the worker is busy and the pipe is full; the main loop must not.
        threading.Thread(target=self._send, daemon=True).start()
        self.ready = False
        self.alone = alone
        self.window: deque[Task] = deque()
        self.since = time.monotonic()

    def _send(self) -> None:
        try:
            while (message := self._outgoing.get()) is not None:
                self._to_worker.send_bytes(message)
        except (BrokenPipeError, OSError):
            pass
        finally:
            self._to_worker.close()

    def give(self, task: Task) -> None:
        """Hand over one more page."""
        if not self.window:
            self.since = time.monotonic()
        self.window.append(task)
        self._outgoing.put(msgspec.msgpack.encode(task.page))

    def room(self) -> int:
        """How many more pages it takes; none while a suspect is tried alone."""
        return 0 if not self.ready or self.alone is not None else WINDOW - len(self.window)

    def megabytes(self) -> float:
        """Its resident memory, 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
                return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        except (OSError, IndexError, ValueError):
            return 0.0

    def end(self) -> int:
        """Stop the process, at once, and return how it ended."""
        self._outgoing.put(None)
        self.process.kill()
        self.answers.close()
        return self.process.wait()


class Runner:
    """Runs tasks over `workers` processes. Use as a context manager: leaving it ends the processes."""

    def __init__(self, setup: Setup, *, workers: int = 1, limits: Limits | None = None):
        self.limits = limits or Limits()
        self._setup = msgspec.structs.replace(setup, megabytes=self.limits.megabytes)
        self._wanted = workers
        self._workers: list[_Worker] = []
        self._pending: deque[Task] = deque()
        self._finished: deque[tuple[Task, Result]] = deque()
        self._failed_starts = 0
        self.peak_megabytes = 0.0

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(self, tasks: Iterable[Task], stop: Callable[[], bool] = bool) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result, in the order of completion.

        No task starts more than `AHEAD` pages before the oldest unfinished one. When
        `stop` turns true no further task is taken; what is in work is finished. Raises
        RunnerError if the workers cannot start.
        """
        source, open_tasks = iter(tasks), _Unfinished()
        exhausted = False
        while True:
            exhausted = exhausted or stop()
            while not exhausted and len(self._pending) < WINDOW * self._wanted and open_tasks.spread() < AHEAD:
                task = next(source, None)
                if task is None:
                    exhausted = True
                elif task.result is not None:
                    yield task, task.result
                else:
                    open_tasks.add(task.page.index)
                    self._pending.append(task)
            self._hand_out()
            if exhausted and not self._pending and not any(w.window or w.alone for w in self._workers):
                return
            self._listen()
            while self._finished:
                task, result = self._finished.popleft()
                open_tasks.remove(task.page.index)
                yield task, result

    def _hand_out(self) -> None:
        """Start workers while pages wait for one, and fill the windows evenly."""
        free = sum(w.room() for w in self._workers) + sum(WINDOW for w in self._workers if not w.ready)
        while len(self._workers) < self._wanted and len(self._pending) > free:
            self._workers.append(_Worker(self._setup))
            free += WINDOW
        while self._pending:
            worker = min(self._workers, key=lambda w: (w.room() <= 0, len(w.window)), default=None)
            if worker is None or worker.room() <= 0:
                return
            worker.give(self._pending.popleft())

    def _listen(self) -> None:
        """Wait for answers, then look after the limits."""
        by_connection = {w.answers: w for w in self._workers}
        for connection in wait(list(by_connection), LOOK_SECONDS):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                message = worker.answers.recv_bytes()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            self._hear(worker, message)
        self._look()

    def _hear(self, worker: _Worker, message: bytes) -> None:
        worker.since = time.monotonic()
        if not worker.ready:
            hello = msgspec.msgpack.decode(message, type=Hello)
            if hello.error:
                raise RunnerError(hello.error)
            worker.ready, self._failed_starts = True, 0
            if worker.alone is not None:
                worker.give(worker.alone)
            return
        task = worker.window.popleft()
        worker.alone = None
        self._finished.append((task, msgspec.msgpack.decode(message, type=Result)))

    def _look(self) -> None:
        """End the workers whose page takes too long or too much."""
        now = time.monotonic()
        for worker in list(self._workers):
            megabytes = worker.megabytes()
            self.peak_megabytes = max(self.peak_megabytes, megabytes)
            if not worker.ready:
                if now - worker.since > START_SECONDS:
                    raise RunnerError(f"a worker did not start within {START_SECONDS:.0f} s")
            elif worker.window and self.limits.seconds and now - worker.since > self.limits.seconds:
                task = worker.window.popleft()
                self._replace(worker)
                self._finished.append((task, failed("timeout", f"took longer than {self.limits.seconds:g} s")))
            elif worker.window and self.limits.megabytes and megabytes > self.limits.megabytes:
                self._suspect(worker, "memory", f"took more than {self.limits.megabytes} MB")

    def _bury(self, worker: _Worker) -> None:
        """Replace a worker that died by itself."""
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts > 2:
                raise RunnerError(f"workers die before their first page (exit status {worker.end()})")
        if worker.ready and worker.window:
            self._suspect(worker, "crash", "")
        else:
            self._replace(worker, alone=worker.alone)

    def _suspect(self, worker: _Worker, stage: str, detail: str) -> None:
        """The page in work brought its worker down: fail it the second time, try it alone the first."""
        task = worker.window.popleft()
        task.deaths += 1
        if task.deaths == 1:
            self._replace(worker, alone=task)
            return
        status = self._replace(worker)
        cause = f"signal {-status}" if status < 0 else f"exit status {status}"
        self._finished.append((task, failed(stage, detail or f"the worker process died twice on it ({cause})")))

    def _replace(self, worker: _Worker, alone: Task | None = None) -> int:
        self._workers.remove(worker)
        status = worker.process.poll()
        ended = worker.end()
        self._pending.extendleft(reversed(worker.window))
        if alone is not None:
            self._workers.append(_Worker(self._setup, alone))
        return ended if status is None else status


class _Unfinished:
    """The indices in work, with their spread: indices enter in rising order."""

    def __init__(self) -> None:
        self._open: dict[int, None] = {}
        self._newest = 0

    def add(self, index: int) -> None:
        self._open[index] = None
        self._newest = index

    def remove(self, index: int) -> None:
        del self._open[index]

    def spread(self) -> int:
        return self._newest - next(iter(self._open)) if self._open else 0


def in_order(results: Iterable[tuple[Task, Result]]) -> Iterator[tuple[Task, Result]]:
    """The same pairs by rising index, counted from 0 without gaps; what follows a gap is left out."""
    waiting: dict[int, tuple[Task, Result]] = {}
    expected = 0
    for task, result in results:
        waiting[task.page.index] = (task, result)
        while expected in waiting:
            yield waiting.pop(expected)
            expected += 1
