"""The Spark engine: the same records from more machines.

Every Python worker of Spark keeps one extraction process with the pipeline loaded, so
the limits for a page hold as they do locally, and a page that brings the process down
is a row that says so.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from extractor.batch.inputs import Found, InputError, find_files
from extractor.batch.java import NoJava, find_java
from extractor.batch.ledger import Ledger
from extractor.batch.page import Page, Result
from extractor.batch.rows import row_draft
from extractor.batch.run import Plan, beside
from extractor.batch.runner import Limits, Runner, RunnerError, Task, in_order
from extractor.batch.schema import nested, record_types
from extractor.batch.sinks import open_sink
from extractor.batch.sources import read_tasks
from extractor.batch.worker import Setup

# One row a page: `record` is its JSON line, null for a dead letter, whose `label` is the drop's
# reason or the failure's stage. `part` and `place` give the input order back.
OUTCOME_SCHEMA = (
    "part long, place long, path string, url string, outcome string, label string, detail string, record string"
)
_SQL_TYPES = {"text": "STRING", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}
# Files to a partition: enough to hide Spark's 10 ms a task, few enough to spread.
_FILES_A_PART = 64


class How(msgspec.Struct, frozen=True):
    """What a Spark worker must know to extract: the pipeline, the limits of a page, the columns' names."""

    setup: Setup = Setup()
    limits: Limits = Limits()
    columns: dict[str, str] = {}


def extract_dataframe(df: Any, how: How | None = None) -> Any:
    """Outcomes of a DataFrame of pages: one row each, in the columns of `OUTCOME_SCHEMA`.

    `df` has a column ``html`` or ``text`` (string or binary) and may have ``path`` or ``id``,
    ``url``, ``crawled_at``, ``published``; `how.columns` gives other names. `part` is the
    Spark partition, `place` the row in it.
    """
    told = how or How()

    def extract_rows(frames: Iterator[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        part = context.partitionId() if context else 0
        rows = (row for frame in frames for row in frame.to_dict("records"))
        yield from _frames(_outcome_rows(_row_tasks(rows, part, told.columns), part, told))

    return df.mapInPandas(extract_rows, OUTCOME_SCHEMA)


def extract_files(spark: Any, files: Iterable[Found], how: How | None = None) -> Any:
    """Outcomes of input files (pages, WARC, JSONL, Parquet), read where they are worked on.

    `part` is the file's number, `place` the page's place in it. The names must lead to
    the files on every machine.
    """
    told = how or How()
    listed = [(number, os.fsencode(found.path), found.error, found.stream) for number, found in enumerate(files)]
    parts = max(spark.sparkContext.defaultParallelism, -(-len(listed) // _FILES_A_PART))

    def extract_listed(frames: Iterator[Any]) -> Iterator[Any]:
        for frame in frames:
            for number, path, error, stream in frame.itertuples(index=False):
                found = Found(os.fsdecode(bytes(path)), error, bool(stream))
                yield from _frames(_outcome_rows(read_tasks([found], told.columns), int(number), told))

    # Slices keep the order, so the outcomes come in input order without a sort, which would read every page twice.
    rows = spark.sparkContext.parallelize(listed, max(1, min(parts, len(listed))))
    df = spark.createDataFrame(rows, "number long, path binary, error string, stream boolean")
    return df.mapInPandas(extract_listed, OUTCOME_SCHEMA)


def records(outcomes: Any) -> Any:
    """The records among `outcomes` with nested columns, as the Parquet output has them, in no order of its own."""
    from pyspark.sql import functions as f

    fields = ", ".join(f"`{n}`: {_ddl(kind)}" for n, kind in record_types().items())
    parsed = outcomes.where("record IS NOT NULL").select(f.from_json("record", f"STRUCT<{fields}>").alias("r"))
    return parsed.select("r.*")


def start_session(workers: int) -> Any:
    """The active Spark session, or a local one with `workers` threads. Raises InputError without Spark or Java."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise InputError("the Spark engine needs pyspark: pip install 'extractor[spark]'") from error
    if (active := SparkSession.getActiveSession()) is not None:
        return active
    try:
        os.environ["JAVA_HOME"] = str(find_java())
    except NoJava as error:
        raise InputError(str(error)) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("extractor")
    # spark-submit tells the master; called by itself the engine is local and listens to nobody else.
    if "SPARK_ENV_LOADED" not in os.environ:
        builder = builder.master(f"local[{workers}]").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.ui.enabled", "false")
    builder = builder.config("spark.log.level", "ERROR").config("spark.ui.showConsoleProgress", "false")
    # Pages are large and slow beside a row of numbers: small batches keep memory low.
    return builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "64").getOrCreate()


def run_spark(plan: Plan) -> Ledger:
    """Run `plan` on Spark and write its output here, in input order: the same bytes as the local run.

    Raises InputError, OutputError. The journal is local; `plan.resume` is refused.
    """
    from extractor.batch.dead import DeadLetters

    if plan.resume:
        raise InputError("--resume works with --engine local only; Spark repeats lost tasks by itself")
    own = frozenset(os.path.realpath(p) for p in (plan.out, *beside(plan.out).values()))
    files = list(find_files(plan.inputs, leave_out=own))
    if not files:
        raise InputError("no pages in " + ", ".join(plan.inputs))
    session = start_session(plan.workers)
    outcomes = extract_files(session, files, How(plan.setup, plan.limits, plan.columns))
    ledger, sink, dead = Ledger(), open_sink(plan.out), None
    try:
        dead = DeadLetters(beside(plan.out)["dead"])
        for index, row in enumerate(_collected(outcomes, plan.limit)):
            result = Result(row.outcome, (row.record or "").encode(), row.label or "", row.detail or "")
            ledger.count(result)
            if result.kind == "extracted":
                sink.write(result.body)
            else:
                dead.write(Page(index, row.path, b"", url=row.url), result)
        if ledger.read == ledger.failed["read"]:
            raise InputError("no readable page in " + ", ".join(plan.inputs))
        dead.close()
        sink.close()
    except BaseException:
        sink.discard()
        if dead is not None:
            dead.discard()
        raise
    ledger.write(beside(plan.out)["ledger"])
    return ledger


def _collected(outcomes: Any, limit: int | None) -> Iterator[Any]:
    """The outcomes, worked out in parallel and kept on Spark's disks, then fetched part by part in order.

    Raises RunnerError for what Spark could not do.
    """
    from py4j.protocol import Py4JError
    from pyspark import StorageLevel
    from pyspark.errors import PySparkException

    kept = outcomes.persist(StorageLevel.DISK_ONLY)
    try:
        kept.count()
        yield from itertools.islice(kept.toLocalIterator(), limit)
    except (PySparkException, Py4JError) as error:
        told = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith((" ", "\t"))]
        raise RunnerError("Spark: " + (told[-1] if told else type(error).__name__)) from error
    finally:
        kept.unpersist()


def _row_tasks(rows: Iterator[dict[str, Any]], part: int, columns: dict[str, str]) -> Iterator[Task]:
    for place, row in enumerate(rows):
        fields, result = row_draft(row, f"{part}#{place}", columns)
        yield Task(Page(place, **fields), result)


def _outcome_rows(tasks: Iterator[Task], part: int, how: How) -> Iterator[dict[str, Any]]:
    for task, result in _run(tasks, how):
        yield {
            "part": part,
            "place": task.page.index,
            "path": task.page.path,
            "url": task.page.url,
            "outcome": result.kind,
            "label": result.label,
            "detail": result.detail,
            "record": result.body.decode() if result.kind == "extracted" else None,
        }


def _run(tasks: Iterator[Task], how: How) -> Iterator[tuple[Task, Result]]:
    """Run tasks on this Spark worker's own extraction process, in order."""
    runner = _runner(msgspec.json.encode(how))
    done = False
    try:
        yield from in_order(runner.run(tasks))
        done = True
    finally:
        if not done:
            # A task given up half-way leaves pages in the process's hands.
            runner.close()
            _runner.cache_clear()


@cache
def _runner(how: bytes) -> Runner:
    told = msgspec.json.decode(how, type=How)
    return Runner(told.setup, workers=1, limits=told.limits)


def _frames(rows: Iterator[dict[str, Any]]) -> Iterator[Any]:
    import pandas

    names = [column.split()[0] for column in OUTCOME_SCHEMA.split(", ")]
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 64:
            yield pandas.DataFrame(batch, columns=names)
            batch = []
    if batch:
        yield pandas.DataFrame(batch, columns=names)


def _ddl(kind: Any) -> str:
    """A type as Spark writes it, fields as ``name: TYPE``."""
    return nested(kind, _SQL_TYPES, "STRUCT<{}>", "ARRAY<{}>", field="`{}`: {}")
