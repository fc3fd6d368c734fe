"""The command line: exit codes, the ledger, and a clear line instead of a traceback for every user's mistake."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TOY = ("--pipeline", "toy_pipeline:toy")
GOLD = {"documents": [], "bodies": [], "roles": [], "agencies": [], "persons": ["Đặng Thị Hoa"], "dates": []}


def extractor(*arguments, stdin=None, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        capture_output=True,
        input=stdin,
        cwd=cwd,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )
    told = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in told[1], told[1]
    return done.returncode, *told


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "pages").mkdir()
    for name, text in {"a.txt": "Tin một", "b.html": "listing", "c.txt": "Tin hai"}.items():
        (tmp_path / "pages" / name).write_text(text, encoding="utf-8")
    return tmp_path / "pages"


def test_a_run_without_failures_exits_0_and_closes_with_the_ledger(tmp_path, pages):
    code, _, said = extractor("run", pages, "--out", tmp_path / "r.jsonl", *TOY)
    assert code == 0
    assert said.splitlines()[-1] == "read 3 = extracted 2 + dropped 1 + failed 0"
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["article"]["title"] for line in lines] == ["Tin một", "Tin hai"]


def test_a_failure_exits_1_and_the_others_are_written(tmp_path, pages):
    (pages / "d.txt").write_text("stage")
    code, _, said = extractor("run", pages, pages / "lost.html", "--out", tmp_path / "r.jsonl", *TOY)
    assert code == 1
    assert said.splitlines()[-1] == "read 5 = extracted 2 + dropped 1 + failed 2"
    assert len((tmp_path / "r.jsonl").read_text().splitlines()) == 2
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {(e["stage"], e["error"]) for e in events} == {("find", "cannot"), ("read", "no such file or folder")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_exits_1(tmp_path, pages):
    (pages / "a.txt").chmod(0)
    code, _, said = extractor("run", pages, "--out", tmp_path / "r.jsonl", *TOY)
    assert (code, "Permission denied" in said) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "pages"],
        ["run", "lost.html", "--out", "r.jsonl"],
        ["run", "pages/*.warc", "--out", "r.jsonl"],
        ["run", "pages", "--out", "r.xlsx"],
        ["run", "pages", "--out", "pages"],
        ["run", "pages", "--out", "pages/a.txt/r.jsonl"],
        ["run", "pages", "--out", "r.jsonl", "--workers", "0"],
        ["run", "pages", "--out", "r.jsonl", "--engine", "other"],
        ["run", "pages", "--out", "r.jsonl", "--column", "html"],
        ["run", "pages", "--out", "r.jsonl", "--ner", "no-model"],
        ["run", "pages", "--out", "r.jsonl", "--pipeline", "toy_pipeline:broken"],
        ["run", "pages", "--out", "r.jsonl", "--pipeline", "toy_pipeline:missing"],
        ["show", "lost.html"],
        ["show", "pages"],
        ["explain", "lost.html"],
        ["repair", "lost.txt"],
        ["report", "lost.jsonl", "--out", "r.html"],
        ["export", "lost.jsonl", "--to", "csv", "--out", "r"],
        ["export", "pages/a.txt", "--to", "other", "--out", "r"],
        ["summary", "lost.jsonl"],
        ["summary", "pages/a.txt"],
        ["score", "lost.jsonl", "pages"],
        ["score", "pages/a.txt", "pages"],
        ["lexicon", "build", "lost.txt", "--out", "r"],
        ["other"],
        ["--other"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_with_a_message(tmp_path, pages, arguments):
    code, _, said = extractor(*arguments, cwd=tmp_path)
    assert code == 2, said
    assert "Error: " in said
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(".journal")) == ["pages"]


def test_stdin_is_a_list_of_names_a_page_or_rows(tmp_path, pages):
    out = tmp_path / "r.jsonl"

    def titles(stdin):
        code, _, said = extractor("run", "-", "--out", out, *TOY, stdin=stdin)
        assert code == 0, said
        return [json.loads(line)["article"]["title"] for line in out.read_text(encoding="utf-8").splitlines()]

    names = f"{pages / 'a.txt'}\n{pages / 'c.txt'}\n"
    assert titles(names.encode()) == ["Tin một", "Tin hai"]
    assert titles(names.replace("\n", "\0").encode()) == ["Tin một", "Tin hai"]
    assert titles("<p>Một trang</p>".encode()) == ["<p>Một trang</p>"]
    assert titles('{"text": "Dòng"}\n{"text": "Hai"}\n'.encode()) == ["Dòng", "Hai"]
    assert extractor("run", "-", "--out", tmp_path / "x.jsonl", *TOY, stdin=b"")[0] == 2


def test_every_command_has_help_and_is_documented_there():
    code, told, _ = extractor("--help")
    assert code == 0
    for command in ("run", "show", "explain", "repair", "report", "score", "export", "summary", "lexicon"):
        assert re.search(rf"^  {command}\b", told, re.MULTILINE), command
        code, own, _ = extractor(command, "--help")
        assert (code, "--help" in own) == (0, True)
        assert "--pipeline" not in own


def test_score_prints_a_table_or_json(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(GOLD | {"article": {"title": "Tin"}}))
    record = {"source": {"path": "tin/a.html"}, "article": {"title": "TIN"}, "persons": [{"name": "Đặng Thị Hoa"}]}
    (tmp_path / "r.jsonl").write_text(json.dumps(record) + "\n")
    code, table, _ = extractor("score", tmp_path / "r.jsonl", tmp_path / "gold", "--verbose")
    assert code == 0
    assert re.search(r"^persons +1\.000 +1\.000 +1\.000 +1 +0 +0$", table, re.MULTILINE)
    code, told, _ = extractor("score", tmp_path / "r.jsonl", tmp_path / "gold", "--json")
    assert json.loads(told)["headline"] == 1.0


def test_show_and_repair_use_the_real_pipeline(tmp_path):
    page = tmp_path / "tin.txt"
    page.write_text("Ngày 3/5/2019, UBND tỉnh Lào Cai ban hành Quyết định số 1285/QĐ-UBND.", encoding="utf-8")
    code, told, said = extractor("show", page, "--json")
    assert code == 0, said
    record = json.loads(told)
    assert record["source"]["path"] == str(page)
    assert [(d["number"], d["symbol"]) for d in record["documents"]] == [("1285", "QĐ-UBND")]
    page.write_text("Ðảng ủy xã họp.\n", encoding="utf-8")
    code, told, _ = extractor("repair", page)
    assert (code, told) == (0, "Đảng ủy xã họp.\n")
    code, told, said = extractor("repair", page, "--edits")
    assert (code, "'Ð' → 'Đ'" in told, "1 edit" in said) == (0, True, True)


def test_a_closed_pipe_is_no_error(tmp_path, pages):
    extractor("run", pages, "--out", tmp_path / "r.jsonl", *TOY)
    command = f"{sys.executable} -m extractor summary {tmp_path / 'r.jsonl'} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
