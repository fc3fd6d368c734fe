"""Documentation cannot drift: every snippet and command in it runs, generated pages equal the committed ones."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
BLOCK = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```", re.S | re.M)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
# Blocks may be marked "no-run" where they need a cluster, a download or the reader's own files.
NOT_HERE = re.compile(r"no-run|--engine spark|spark-submit|pyspark|extractor\.batch\.spark")
MAKE = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))

MARKUP = """<html><body><h1 class="ten-bai">Huyện Mai lập Tổ công tác cộng đồng</h1><p class="thoi-gian">05/3/2021</p>
<div class="noi-dung"><p>UBND huyện vừa ký Quyết định số 12/QĐ-UBND lập Tổ công tác cộng đồng, do Phó Chủ tịch UBND huyện làm
Tổ trưởng. Tổ có nhiệm vụ nắm tình hình các thôn, bản và báo cáo hằng tuần với Chủ tịch UBND huyện.</p></div></body></html>"""


def blocks(page, *languages):
    return [(lang, body) for lang, info, body in BLOCK.findall(page.read_text("utf-8"))
            if lang in languages and not NOT_HERE.search(info + body)]  # fmt: skip


def commands(body):
    lines = body.replace("\\\n", " ").splitlines()
    return [
        line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def build_module():
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs/build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder that looks like a checkout and may be written to."""
    for name in ("fixtures", "gazetteers", "docs", "notebooks", "benchmarks"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a documented command in this process; the same batch, told on several pages, is run once and then copied."""
    kept = tmp_path_factory.mktemp("runs")
    known: dict = {}

    def run_once(words):
        if words[0] != "run" or "--resume" in words or words[-2] != "--out":
            return invoke(words)
        folder = kept / str(len(known))
        if tuple(words) in known:
            result, folder = known[tuple(words)]
            shutil.copytree(folder, ".", dirs_exist_ok=True)
            return result
        result = invoke(words)
        folder.mkdir()
        for file in Path(words[-1]).parent.glob(Path(words[-1]).name + "*"):
            shutil.copy(file, folder)
        known[tuple(words)] = (result, folder)
        return result

    return run_once


def invoke(words):
    """One command, in this process; what a user would see if it went wrong."""
    if "run" in words[:1] and "--workers" not in words:
        words = [*words, "--workers", "1"]
    result = CliRunner().invoke(cli, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_snippet_runs(page, desk, run):
    names: dict = {"__name__": "docs", "markup": MARKUP}
    if "my-sites" in page.read_text("utf-8"):  # the entry that the page writes is the one its snippet loads
        (desk / "my-sites").mkdir()
        (desk / "my-sites" / "site.toml").write_text(blocks(page, "toml")[0][1], "utf-8")
    for language, body in blocks(page, "sh", "bash", "console", "python"):
        if language == "python":
            exec(compile(body, f"{page.name}", "exec"), names)
            continue
        for line in commands(body):
            words = shlex.split(line, comments=True)
            if words[0] == "make":
                assert set(words[1:]) <= MAKE, line
            elif words[0] == "extractor" and ">" not in words and "|" not in words:
                result = run(words[1:])
                assert result.exit_code == 0, f"{page.name}: {line}\n{result.output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for pair in LINK.findall(BLOCK.sub("", page.read_text("utf-8"))):
        target = (pair[0] or pair[1]).split("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_command_reference_is_what_the_program_says():
    assert (ROOT / "docs/cli.md").read_text("utf-8") == build_module().cli_markdown(), "run: make docs"


def test_every_command_is_documented():
    text = (ROOT / "docs/cli.md").read_text("utf-8")
    for name, command in cli.commands.items():
        assert f"## extractor {name}" in text
        assert command.help, name
        for option in command.params:
            assert option.param_type_name == "argument" or option.hidden or option.help, f"{name} {option.name}"


def test_every_field_of_the_record_is_documented():
    from extractor.model import record as r

    text = (ROOT / "docs/records.md").read_text("utf-8")
    for struct in (
        r.Record,
        r.Source,
        r.ArticleRecord,
        r.DocumentRecord,
        r.BodyRecord,
        r.RoleRecord,
        r.RelationRecord,
        r.WarningRecord,
    ):
        for field in struct.__struct_fields__:
            assert re.search(rf"`{field}`|^## .*\b{field}\b|[{{,] ?{field}\b", text, re.M), f"{struct.__name__}.{field}"
    for vocabulary in (r.Function, r.Event, r.RoleName):
        for value in vocabulary.__args__:
            assert f"`{value}`" in text, value


def test_the_site_builds_with_one_command(tmp_path):
    module = build_module()
    assert module.build(tmp_path) == len(module.pages())
    index = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="records.html"' in index and ".md" not in re.sub(r"<code>.*?</code>", "", index, flags=re.S)
    assert "<table>" in (tmp_path / "records.html").read_text("utf-8")
