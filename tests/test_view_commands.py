"""The commands that show records, on good files and on bad ones: one clear line, exit code 2, no traceback."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import cli

SAMPLE = Path(__file__).parent.parent / "fixtures/records/sample.jsonl"


def run(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_report_and_exports_are_written(tmp_path):
    assert run("report", SAMPLE, "--out", tmp_path / "r.html").exit_code == 0
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    for to in ("popolo", "ftm", "csv"):
        assert run("export", SAMPLE, "--to", to, "--out", tmp_path / to).exit_code == 0
        assert (tmp_path / to).exists()


@pytest.mark.parametrize("ending", [".jsonl.gz", ".db", ".parquet"])
def test_every_output_of_a_batch_can_be_shown(tmp_path, ending):
    from extractor.batch.sinks import open_sink

    records = tmp_path / f"records{ending}"
    sink = open_sink(records)
    for line in SAMPLE.read_bytes().splitlines():
        sink.write(line)
    sink.close()
    assert run("report", SAMPLE, "--out", tmp_path / "a.html").exit_code == 0
    assert run("report", records, "--out", tmp_path / "b.html").exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_summary_ends_with_the_ledger_and_the_dropped(tmp_path):
    records = tmp_path / "r.jsonl"
    records.write_bytes(SAMPLE.read_bytes())
    ledger = {"read": 7, "extracted": 6, "dropped": {"listing": 1}, "failed": {}}
    (tmp_path / "r.jsonl.ledger.json").write_text(json.dumps(ledger))
    letter = {
        "index": 6,
        "path": "trang-chu.html",
        "url": None,
        "outcome": "dropped",
        "reason": "listing",
        "detail": "",
    }
    (tmp_path / "r.jsonl.dead.jsonl").write_text(json.dumps(letter) + "\n")
    result = run("summary", records)
    assert result.exit_code == 0
    assert "trang-chu.html: listing" in result.output
    assert result.output.rstrip().endswith("read 7 = extracted 6 + dropped 1 + failed 0")


def bad_files(folder):
    data = SAMPLE.read_bytes()
    yield "missing", folder / "missing.jsonl", "no such file"
    for name, content, words in (
        ("empty", b"", "empty"),
        ("cut", data[:700], "cut off"),
        ("schema", data.replace(b'"schema":1', b'"schema":9'), "schema 9"),
        ("other", b'{"a": [1]}\n{"documents": 3}\n', "not a record"),
        ("no-json", b"<html>\n", "not a record"),
    ):
        path = folder / f"{name}.jsonl"
        path.write_bytes(content)
        yield name, path, words
    path = folder / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(data)[:2000])
    yield "cut gzip", path, "damaged"
    path = folder / "no.jsonl.gz"
    path.write_bytes(b"not gzip")
    yield "no gzip", path, "damaged"


@pytest.mark.parametrize("command", [["report"], ["export", "--to", "popolo"], ["summary"]], ids=lambda c: c[0])
def test_a_bad_records_file_is_told_in_one_line(tmp_path, command):
    for name, path, words in bad_files(tmp_path):
        out = tmp_path / f"out-{name}"
        result = run(*command, path, *([] if command == ["summary"] else ["--out", out]))
        assert result.exit_code == 2, name
        assert words in result.output and path.name in result.output, (name, result.output)
        assert len(result.output.strip().splitlines()) <= 3
        assert not out.exists(), name


def test_an_output_that_cannot_be_written_is_told(tmp_path):
    for words in (["report", SAMPLE], ["export", SAMPLE, "--to", "ftm"]):
        result = run(*words, "--out", tmp_path / "no" / "such" / "folder.x")
        assert result.exit_code == 2
        assert "No such file" in result.output


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path, monkeypatch):
    from extractor.view.report import write_whole

    def full(path, data):
        path.touch()
        raise OSError(28, "No space left on device")

    out = tmp_path / "report.html"
    out.write_text("before")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(out, "after")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"] and out.read_text() == "before"
