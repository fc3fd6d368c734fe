"""The notebooks run from top to bottom, draw what they promise, and are committed without outputs."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLOTS = {"02_a_batch": 2, "03_committees": 3}


@pytest.fixture(scope="module")
def executed():
    """Every notebook, executed in a kernel of its own; two at a time, for the start of a kernel is mostly waiting."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

    def execute(path):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
        ).execute()
        return notebook

    with ThreadPoolExecutor(2) as pool:
        futures = {path.stem: pool.submit(execute, path) for path in NOTEBOOKS}
        yield lambda name: futures[name].result()


def test_all_four_are_there():
    assert [path.stem for path in NOTEBOOKS] == ["01_one_page", "02_a_batch", "03_committees", "04_why_this_value"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_draws(path, executed):
    cells = [cell for cell in executed(path.stem).cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/png") == PLOTS.get(path.stem, 0)
    assert "text/html" in kinds or path.stem not in ("01_one_page", "04_why_this_value")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_clean_and_uses_the_public_names(path):
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    source = "\n".join("".join(cell["source"]) for cell in code)
    assert "import extractor" in source and "from extractor" not in source and "extractor." in source
    captions = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert captions and any("English" in "".join(cell["source"]) for cell in captions)
