"""Whole runs with the toy pipeline: the same bytes however they are worked on, a true ledger, nothing half-done."""

import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_batch_sources import make_warc

from extractor.batch.inputs import InputError
from extractor.batch.journal import Journal, JournalError
from extractor.batch.page import Page, Result
from extractor.batch.reporting import LogReporter
from extractor.batch.run import Plan, beside, run_batch
from extractor.batch.runner import Limits
from extractor.batch.sinks import OutputError
from extractor.batch.worker import Setup

HERE = Path(__file__).parent
TOY = Setup(factory="toy_pipeline:toy")
ENDINGS = ("jsonl", "jsonl.gz", "db", "parquet")


def run(inputs, out, **how):
    log = io.StringIO()
    ended = run_batch(Plan([str(i) for i in inputs], out, **{"setup": TOY, **how}), LogReporter(log))
    return ended, [json.loads(line) for line in log.getvalue().splitlines()]


def command(*arguments, **options):
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    base = [sys.executable, "-m", "extractor", "run", "--pipeline", "toy_pipeline:toy"]
    return subprocess.Popen(
        [*base, *map(str, arguments)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for i in range(60):
        text = {7: "listing", 13: "stage", 20: "die", 33: ""}.get(i, f"Tin số {i}")
        (folder / f"{i:03}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_number_of_workers_writes_the_same_bytes(tmp_path, pages, ending):
    outs = []
    for workers in (1, 2, 4):
        out = tmp_path / f"{workers}.{ending}"
        ended, _ = run([pages], out, workers=workers)
        assert ended.ledger.line() == "read 60 = extracted 56 + dropped 2 + failed 2"
        outs.append((out.read_bytes(), beside(out)["dead"].read_bytes()))
    assert outs[0] == outs[1] == outs[2]


def test_a_shuffled_run_gives_the_same_records(tmp_path, pages):
    names = sorted(pages.iterdir())
    random.Random(5).shuffle(names)
    run([pages], tmp_path / "a.jsonl")
    run(names, tmp_path / "b.jsonl", workers=2)
    a, b = ((tmp_path / n).read_bytes().splitlines() for n in ("a.jsonl", "b.jsonl"))
    assert a != b
    assert sorted(a) == sorted(b)


def test_dead_letters_and_ledger_file_tell_what_became_of_the_rest(tmp_path, pages):
    out = tmp_path / "r.jsonl"
    _, log = run([pages], out)
    letters = [json.loads(line) for line in beside(out)["dead"].read_text(encoding="utf-8").splitlines()]
    told = [(x["index"], x["outcome"], x.get("reason") or x.get("stage")) for x in letters]
    assert told == [
        (7, "dropped", "listing"),
        (13, "failed", "find"),
        (20, "failed", "crash"),
        (33, "dropped", "empty"),
    ]
    assert letters[0]["path"] == str(pages / "007.txt")
    ledger = json.loads(beside(out)["ledger"].read_text())
    assert (
        ledger["read"] == 60 == ledger["extracted"] + sum(ledger["dropped"].values()) + sum(ledger["failed"].values())
    )
    assert {"read", "extract", "journal", "write"} <= ledger["seconds"].keys()
    assert {(e["event"], e["stage"]) for e in log} == {("failed", "find"), ("failed", "crash")}


def test_resume_repeats_nothing_but_passing_failures(tmp_path, pages):
    out = tmp_path / "r.jsonl"
    run([pages], out)
    first = out.read_bytes()
    (pages / "060.txt").write_text("Tin mới")
    ended, _ = run([pages], out, resume=True)
    assert ended.ledger.resumed == 59  # all but the new page and the one that died
    assert out.read_bytes().startswith(first)
    ended, _ = run([pages], out)
    assert ended.ledger.resumed == 0


def test_a_changed_page_or_other_settings_are_done_again(tmp_path, pages):
    out = tmp_path / "r.jsonl"
    run([pages], out)
    (pages / "003.txt").write_text("Tin sửa lại")
    ended, _ = run([pages], out, resume=True)
    assert ended.ledger.resumed == 58
    assert "Tin sửa lại" in out.read_text(encoding="utf-8")
    ended, _ = run([pages], out, resume=True, setup=Setup(factory="toy_pipeline:toy_again"))
    assert ended.ledger.resumed == 0


def test_limit_and_duplicate_ids(tmp_path):
    rows = tmp_path / "tin.jsonl"
    rows.write_text("".join(json.dumps({"id": f"x{i % 3}", "text": f"Tin {i}"}) + "\n" for i in range(9)))
    ended, _ = run([rows], tmp_path / "r.jsonl", limit=5)
    assert ended.ledger.line() == "read 5 = extracted 5 + dropped 0 + failed 0"
    assert ended.ledger.notes == {"pages whose id another page has too (all kept)": 2}


def test_the_outputs_are_no_input(tmp_path, pages):
    out = pages / "r.jsonl"
    for _ in range(2):
        ended, _ = run([pages], out, limit=100)
        assert ended.ledger.read == 60


def test_a_warc_with_hostile_records_ends_with_a_true_ledger(tmp_path):
    path = tmp_path / "c.warc.gz"
    count, hostile = 600, {50: "die", 170: "raise", 333: "hang", 400: "greedy"}
    rows = [
        (f"https://bao.vn/{i}", "200 OK", [("Content-Type", "text/html")], hostile.get(i, f"Tin {i}").encode())
        for i in range(count)
    ]
    offsets = make_warc(path, rows)
    data = bytearray(path.read_bytes())
    data[offsets[99] : offsets[99] + 30] = b"z" * 30
    path.write_bytes(data)
    ended, _ = run([path], tmp_path / "r.jsonl", workers=2, limits=Limits(2.0, 300))
    assert ended.ledger.line() == f"read {count} = extracted {count - 5} + dropped 0 + failed 5"
    assert ended.ledger.failed == {"crash": 1, "extract": 1, "timeout": 1, "memory": 1, "read": 1}


@pytest.mark.parametrize("inputs", [["lost.html"], ["*.warc"], ["empty"], ["secret.html"]])
def test_no_readable_input_writes_nothing(tmp_path, inputs):
    (tmp_path / "empty").mkdir()
    (tmp_path / "secret.html").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError):
        run([tmp_path / i for i in inputs], tmp_path / "r.jsonl")
    assert not [p for p in tmp_path.iterdir() if p.name.startswith("r.jsonl") and not p.name.endswith(".journal")]


def test_a_run_over_the_same_output_is_refused(tmp_path, pages):
    out = tmp_path / "r.jsonl"
    part = tmp_path / "r.jsonl.part"
    part.write_bytes(b"of the first run")
    with Journal(beside(out)["journal"], "x"), pytest.raises(JournalError, match="another run"):
        run([pages], out)
    assert not out.exists()
    assert part.read_bytes() == b"of the first run"


def test_a_journal_that_is_none_is_told(tmp_path, pages):
    out = tmp_path / "r.jsonl"
    beside(out)["journal"].write_bytes(b"no database at all" * 99)
    with pytest.raises(JournalError, match="delete it"):
        run([pages], out)


def test_the_journal_keeps_results_by_key(tmp_path):
    page, other = Page(0, "a", b"x", url="u"), Page(5, "a", b"x", url="v")
    assert page.key("rules") == Page(9, "a", b"x", url="u").key("rules")
    assert (
        len({page.key("rules"), page.key("other"), other.key("rules"), Page(0, "a", b"x", True, "u").key("rules")}) == 4
    )
    with Journal(tmp_path / "j", "rules") as journal:
        journal.enter(b"1", Result("extracted", b"{}", seconds={"x": 1.0}))
        journal.enter(b"2", Result("failed", label="timeout"))
        journal.enter(b"3", Result("failed", label="find", detail="cannot"))
    with Journal(tmp_path / "j", "others") as journal:
        assert journal.look_up(b"1") == Result("extracted", b"{}")
        assert journal.look_up(b"2") is None
        assert journal.look_up(b"3") == Result("failed", label="find", detail="cannot")
        journal.forget_others()
        assert journal.look_up(b"1") is None


def big_rows(path, count=400):
    """Rows whose records no disk of a megabyte holds."""
    noise = random.Random(1)
    with open(path, "w") as file:
        for i in range(count):
            text = "Tin " + " ".join(str(noise.random()) for _ in range(300))
            file.write(json.dumps({"id": str(i), "text": text}) + "\n")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_told_and_leaves_no_output(tmp_path, ending):
    rows, out = tmp_path / "tin.jsonl", tmp_path / f"r.{ending}"
    big_rows(rows)

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))

    process = command(rows, "--out", out, preexec_fn=small_disk)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (1, 2), said
    assert "Error: " in said
    assert "Traceback" not in said
    assert not out.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_its_work_and_says_how_to_go_on(tmp_path, number):
    rows, out, mark = tmp_path / "tin.jsonl", tmp_path / "r.jsonl", tmp_path / "mark"
    texts = [f"mark {mark}" if i == 60 else "sleep 0.01" for i in range(300)]
    rows.write_text("".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)))
    process = command(rows, "--out", out, "--workers", 2)
    deadline = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + number, said
    assert "--resume" in said
    assert not out.exists()
    _, said = command(rows, "--out", out, "--workers", 2, "--resume").communicate(timeout=60)
    assert "read 300 = extracted 300 + dropped 0 + failed 0" in said
    assert int(said.partition("taken over from the journal: ")[2].split()[0]) > 10


def test_an_output_that_cannot_be_written_is_told(tmp_path, pages):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        run([pages], tmp_path / "file" / "r.jsonl")
