"""docs/gazetteers.md is what its generator writes, and the walk-through shows real output."""

from __future__ import annotations

import importlib.util
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_equals_the_tables():
    spec = importlib.util.spec_from_file_location("docs_gazetteers", ROOT / "docs" / "gazetteers.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "gazetteers.md").read_text(encoding="utf-8")
    assert page == module.gazetteers_markdown(), "run: make docs"


def test_the_walk_through_shows_what_its_snippets_print():
    page = (ROOT / "docs" / "adding-an-agency.md").read_text(encoding="utf-8")
    pairs = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.S)
    assert len(pairs) == 2
    for code, shown in pairs:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(code, "adding-an-agency.md", "exec"), {})
        assert printed.getvalue() == shown
