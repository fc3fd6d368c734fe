"""A worker process: reads pages from a pipe, runs the pipeline, writes results to a pipe.

The parent starts it with `COMMAND`, not through multiprocessing, so a script that
calls ``extract_many(workers=2)`` needs no ``if __name__ == "__main__"`` guard.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Protocol

import msgspec

from extractor.batch.page import Page, Result, failed, result_of_error
from extractor.model.record import Record

COMMAND = (
    "import sys, json; inbox, outbox, path = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from extractor.batch.worker import serve; serve(inbox, outbox)"
)


class Runs(Protocol):
    """What the batch needs of a pipeline."""

    def run(
        self,
        data: bytes | str,
        *,
        path: str | None = None,
        url: str | None = None,
        crawled_at: str | None = None,
        published: str | None = None,
        media_type: str | None = None,
    ) -> Record:
        """One page's record. Raises NoArticle, or an exception with a `stage`."""


class Setup(msgspec.Struct, frozen=True):
    """How a worker gets its pipeline: ``module:function`` called with `settings` as keywords.

    `megabytes` caps the memory that a page may take beyond the loaded pipeline.
    """

    factory: str = "extractor.batch.timed:standard_pipeline"
    settings: dict[str, Any] = {}
    megabytes: int = 0


class Hello(msgspec.Struct, frozen=True):
    """A worker's first message: empty `error` if it is ready for pages."""

    error: str = ""


def load(setup: Setup) -> Runs:
    """The pipeline that `setup` names. Raises whatever its loading raises."""
    module, _, name = setup.factory.partition(":")
    factory: Callable[..., Runs] = getattr(importlib.import_module(module), name)
    return factory(**setup.settings)


def work_on(pipeline: Runs, page: Page) -> Result:
    """Run the pipeline on one page; never raises for what the page holds."""
    began = time.perf_counter()
    try:
        record = pipeline.run(
            page.content,
            path=page.path,
            url=page.url,
            crawled_at=page.crawled_at,
            published=page.published,
            media_type=page.media_type,
        )
        result = Result("extracted", record.to_json())
    except Exception as error:
        result = result_of_error(error)
    # A pipeline that knows the time of its stages tells it; of another only the whole is known.
    seconds = getattr(pipeline, "seconds", None) or {"extract": time.perf_counter() - began}
    return Result(result.kind, result.body, result.label, result.detail, seconds)


def serve(inbox_fd: int, outbox_fd: int) -> None:
    """Serve pages until the parent closes its end of the pipe (or dies)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    inbox, outbox = Connection(inbox_fd, writable=False), Connection(outbox_fd, readable=False)
    setup = msgspec.msgpack.decode(inbox.recv_bytes(), type=Setup)
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Page).decode
    try:
        pipeline = load(setup)
    except Exception as error:
        outbox.send_bytes(encode(Hello(f"{type(error).__name__}: {error}")))
        return
    # What is loaded stays: without it, every collection walks the gazetteers (a third of the time, measured).
    gc.collect()
    gc.freeze()
    _cap_memory(setup.megabytes)
    outbox.send_bytes(encode(Hello()))
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            result = work_on(pipeline, decode(inbox.recv_bytes()))
            try:
                message = encode(result)
            except UnicodeEncodeError as error:
                message = encode(failed("extract", f"{type(error).__name__}: {error.reason}"))
            outbox.send_bytes(message)


def _die_with_parent() -> None:
    """Ask Linux to end this process with its parent, so a killed run leaves none behind."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            pr_set_pdeathsig = 1
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _cap_memory(megabytes: int) -> None:
    """Cap the address space at what is in use now plus `megabytes`: a greedy page gets a MemoryError.

    The parent watches the resident memory as well; this cap catches what grows faster than it looks.
    """
    if not megabytes or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as statm:
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    limit = in_use + megabytes * 2**20
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
