"""The command line. Every mistake of a user ends with one clear line and exit code 2, never with a traceback."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from extractor import __version__


class Refused(click.ClickException):
    """Wrong usage, no readable input, or an output that cannot be written."""

    exit_code = 2


class _Commands(click.Group):
    """Commands in the order of the documentation; a closed pipe or a Ctrl-C ends quietly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="extractor")
def cli() -> None:
    """Structured records of official decisions, bodies, roles and agencies from Vietnamese news pages.

    Exit codes: 0 all pages extracted or dropped with a reason; 1 some page failed or could not be
    read; 2 wrong usage, no readable input, or the output cannot be written; 130 interrupted.
    """


FILE = click.Path(path_type=Path)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--out", required=True, type=FILE, help="Output: .jsonl, .jsonl.gz, .parquet or .db (SQLite).")
@click.option("--workers", type=click.IntRange(1), default=None, help="Worker processes [default: one a CPU].")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="This machine's processes, or Spark.",
)
@click.option("--resume", is_flag=True, help="Go on where an interrupted run over the same output was.")
@click.option("--timeout", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds a page; 0: none.")
@click.option("--memory", type=click.IntRange(0), default=2048, show_default=True, help="MB a worker; 0: no limit.")
@click.option("--limit", type=click.IntRange(1), default=None, help="Read at most so many pages.")
@click.option("--ner", type=FILE, default=None, help="Model of a further stage that votes on person names.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME",
              help="Column of .jsonl and .parquet rows that holds html, text, id, url, crawled_at or published.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress, only failures and the closing ledger.")
@click.option("--pipeline", "factory", default=None, hidden=True)
def run(inputs: tuple[str, ...], out: Path, engine: str, factory: str | None, quiet: bool, **options: Any) -> None:
    """Extract a record from every page of INPUT… and write them to OUT.

    INPUT: files, folders (with all below them), globs, or - for stdin (a list of names, or one page);
    .html .htm .txt .warc .warc.gz .jsonl .parquet. Beside OUT stand its journal, its ledger and, where
    pages gave no record, the dead letters with the reason for each.
    """
    from extractor.batch.run import Plan
    from extractor.batch.runner import Limits
    from extractor.batch.worker import Setup

    ner = options["ner"]
    if ner is not None and not ner.exists():
        raise Refused(f"--ner {ner}: no such file")
    setup = Setup(settings={"ner": str(ner)} if ner else {})
    if factory:
        setup = Setup(factory=factory)
    plan = Plan(
        inputs=list(inputs),
        out=out,
        setup=setup,
        workers=options["workers"] or _cpus(),
        limits=Limits(options["timeout"], options["memory"]),
        resume=options["resume"],
        limit=options["limit"],
        columns=_columns(options["columns"]),
    )
    sys.exit(_run_spark(plan) if engine == "spark" else _run_local(plan, quiet))


def _run_local(plan: Any, quiet: bool) -> int:
    """Run and report; the exit code."""
    from extractor.batch.reporting import open_reporter
    from extractor.batch.run import run_batch

    reporter = open_reporter(sys.stderr, quiet=quiet)
    try:
        with _refusals():
            ended = run_batch(plan, reporter)
    except KeyboardInterrupt:
        reporter.close()
        click.echo("interrupted; what was done is kept: run the same command with --resume to go on", err=True)
        return 130
    finally:
        reporter.close()
    for line in ended.ledger.details():
        click.echo(line, err=True)
    click.echo(ended.ledger.line(), err=True)
    if ended.signal:
        click.echo(f"interrupted; {plan.out} is not written. Run the same command with --resume to go on", err=True)
        return 128 + ended.signal
    return 1 if ended.ledger.failed else 0


def _run_spark(plan: Any) -> int:
    spark: Any = _room("extractor.batch.spark", "the Spark engine")
    with _refusals():
        ledger = spark.run_spark(plan)
    for line in ledger.details():
        click.echo(line, err=True)
    click.echo(ledger.line(), err=True)
    return 1 if ledger.failed else 0


@cli.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The record as JSON.")
@click.option("--color/--no-color", default=None, help="Colours [default: on a terminal].")
def show(file: Path, as_json: bool, color: bool | None) -> None:
    """Show the record of one page."""
    record = _extract(file)
    if as_json:
        click.echo(json.dumps(record.to_dict(), ensure_ascii=False, indent=1))
        return
    render = _room("extractor.view.terminal", "show").render_record
    click.echo(render(record, sys.stdout.isatty() if color is None else color))


@cli.command()
@click.argument("file", type=FILE)
@click.option("--field", default=None, metavar="PATH", help="Only this value, e.g. roles[0].agency.")
def explain(file: Path, field: str | None) -> None:
    """Say why each value of FILE's record is there, or why the page was dropped."""
    explain_file = _room("extractor.view.explain", "explain").explain_file
    with _refusals():
        click.echo(explain_file(_read(file), str(file), field))


@cli.command()
@click.argument("file", type=FILE)
@click.option("--edits", is_flag=True, help="List each edit instead of the text.")
def repair(file: Path, edits: bool) -> None:
    """Print the repaired text of FILE (a text, or - for stdin)."""
    data = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    repaired = _package().repair(_decoded(data))
    if not edits:
        click.echo(repaired.text, nl=not repaired.text.endswith("\n"))
        return
    for e in repaired.edits:
        after = f"{e.proposal!r}?" if e.unsure else repr(e.after)
        click.echo(f"{e.start}–{e.end}\t{e.kind}\t{e.before!r} → {after}\t{e.confidence:.3f}")
    click.echo(f"{len(repaired.edits)} edits", err=True)


@cli.command()
@click.argument("records", type=FILE)
@click.option("--out", required=True, type=FILE, help="The HTML page to write.")
def report(records: Path, out: Path) -> None:
    """Write one self-contained page to review RECORDS against their text."""
    write_report = _room("extractor.view.report", "report").write_report
    with _refusals():
        count = write_report(_records(records), out)
    click.echo(f"{count} records in {out}", err=True)


@cli.command()
@click.argument("records", type=FILE)
@click.argument("gold_dir", type=FILE)
@click.option("--verbose", is_flag=True, help="List every miss and every spurious entry.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def score(records: Path, gold_dir: Path, verbose: bool, as_json: bool) -> None:
    """Score RECORDS against the annotations in GOLD_DIR: precision, recall and F1 by field."""
    from extractor.evaluate.gold import GoldError
    from extractor.evaluate.score import as_table, score_files

    try:
        result = score_files(records, gold_dir)
    except GoldError as error:
        raise Refused(str(error)) from error
    for miss in result.misses if verbose else ():
        click.echo(f"  {miss}")
    click.echo(json.dumps(result.to_dict(), ensure_ascii=False) if as_json else as_table(result))


@cli.command()
@click.argument("records", type=FILE)
@click.option("--to", required=True, type=click.Choice(["popolo", "ftm", "csv"]), help="The interchange format.")
@click.option("--out", required=True, type=FILE, help="File to write (for csv: a folder).")
def export(records: Path, to: str, out: Path) -> None:
    """Export RECORDS in an interchange format."""
    write = _room("extractor.view.export", "export").export
    with _refusals():
        count = write(_records(records), to, out)
    click.echo(f"{count} records in {out}", err=True)


@cli.command()
@click.argument("records", type=FILE)
def summary(records: Path) -> None:
    """Print a readable summary of a records file."""
    from extractor.batch.run import beside
    from extractor.batch.summary import dead_letters, ledger_line

    render = _room("extractor.view.terminal", "summary").render_summary
    with _refusals():
        dropped = dead_letters(beside(records)["dead"])
        click.echo(render(_records(records), sys.stdout.isatty(), dropped), nl=False)
        click.echo(ledger_line(beside(records)["ledger"]))


@cli.group()
def lexicon() -> None:
    """Rebuild the statistics behind the repair of lost bytes."""


@lexicon.command()
@click.argument("corpus", nargs=-1, required=True, type=FILE, metavar="CORPUS…")
@click.option("--out", required=True, type=FILE, help="The folder to write.")
def build(corpus: tuple[Path, ...], out: Path) -> None:
    """Count syllables and syllable pairs of text files into the tables of the syllable model."""
    count = _room("extractor.lexicon.build", "lexicon build").build
    with _refusals():
        count([_existing(path) for path in corpus], out)


def _columns(options: tuple[str, ...]) -> dict[str, str]:
    fields = ("html", "text", "id", "url", "crawled_at", "published")
    columns = {}
    for option in options:
        field, equals, name = option.partition("=")
        if not equals or field not in fields or not name:
            raise click.UsageError(f"--column {option}: expected FIELD=NAME with FIELD one of {', '.join(fields)}")
        columns[field] = name
    return columns


def _extract(file: Path) -> Any:
    """The record of one page, or the reason why there is none as a message."""
    extractor = _package()
    _read(file)
    try:
        return extractor.extract(file)
    except extractor.NoArticle as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(0)
    except extractor.StageError as error:
        click.echo(f"{file}: failed: {error}", err=True)
        sys.exit(1)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file}: {error.strerror or error}") from error


def _existing(path: Path) -> Path:
    if not path.exists():
        raise Refused(f"{path}: no such file")
    return path


def _records(path: Path) -> Iterator[Any]:
    """The records of a file that `run` wrote, in any of its formats."""
    from extractor.batch.summary import read_records

    return read_records(_existing(path))


def _decoded(data: bytes) -> str:
    try:
        decode: Callable[[bytes], Any] = importlib.import_module("extractor.lexicon.syllables").decode_page
    except (ImportError, AttributeError):
        return data.decode("utf-8", "replace")
    return decode(data).text


def _package() -> Any:
    """The package with its public names, which it loads when they are first asked for."""
    return importlib.import_module("extractor")


def _room(module: str, what: str) -> Any:
    """A module that this installation may lack."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise Refused(f"{what} is not available in this installation: {error}") from error


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a user can set right into a message and exit code 2."""
    from extractor.batch.inputs import InputError
    from extractor.batch.journal import JournalError
    from extractor.batch.runner import RunnerError
    from extractor.batch.sinks import OutputError
    from extractor.batch.summary import RecordsError

    try:
        yield
    except (InputError, JournalError, OutputError, RecordsError, RunnerError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        name = f"{os.fsdecode(error.filename)}: " if error.filename else "the output cannot be written: "
        raise Refused(f"{name}{error.strerror or error}") from error


def _cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main() -> None:
    """Entry point of the ``extractor`` command."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
