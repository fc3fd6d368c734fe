"""`extract_many`: one outcome for each source, in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.batch.page import Page, Result, failed, readable
from extractor.batch.runner import Limits, Runner, Task, in_order
from extractor.batch.worker import Setup, load, work_on
from extractor.model.outcome import Outcome

SourceLike = bytes | str | Path


def extract_many(
    sources: Iterable[SourceLike],
    workers: int = 1,
    *,
    setup: Setup | None = None,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Yield one Extracted, Dropped or Failed for each source, in input order.

    A source is the bytes of a page, a str (markup or plain text), or the Path of a file.
    With one worker the pages are worked on in this process; with more, in processes of
    their own, where a page that takes too long or brings its process down becomes a
    Failed like any other. Raises TypeError for a source of another kind.

    >>> import extractor
    >>> [type(o).__name__ for o in extractor.extract_many(["Tin tỉnh Sơn Hải.", ""])]  # doctest: +SKIP
    ['Extracted', 'Dropped']
    """
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, not {workers}")
    # A function that only builds the generator, so that wrong arguments are told at the call.
    return _outcomes(map(_task, enumerate(sources)), workers, setup or Setup(), limits)


def _outcomes(tasks: Iterator[Task], workers: int, setup: Setup, limits: Limits | None) -> Iterator[Outcome]:
    if workers == 1:
        pipeline = load(setup)
        for task in tasks:
            result = task.result or work_on(pipeline, task.page)
            yield result.outcome(task.page.index, task.page.path)
        return
    with Runner(setup, workers=workers, limits=limits) as runner:
        for task, result in in_order(runner.run(tasks)):
            yield result.outcome(task.page.index, task.page.path)


def _task(numbered: tuple[int, SourceLike]) -> Task:
    index, source = numbered
    if isinstance(source, bytes):
        return Task(Page(index, None, source))
    if isinstance(source, str):
        return Task(Page(index, None, source.encode("utf-8", "replace"), is_text=True))
    if not isinstance(source, Path):
        raise TypeError(f"source {index}: expected bytes, str or Path, not {type(source).__name__}")
    data, result = _content(source)
    return Task(Page(index, readable(str(source)), data), result)


def _content(path: Path) -> tuple[bytes, Result | None]:
    try:
        return path.read_bytes(), None
    except OSError as error:
        return b"", failed("read", error.strerror or str(error))


def read_source(path: Path) -> bytes:
    """The bytes of one page's file. Raises OSError."""
    return path.read_bytes()
