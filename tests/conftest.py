"""One run of the pipeline over fixtures/pages, shared by the tests of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.outcome import NoArticle
from extractor.pipeline import Explained, default_pipeline

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


@pytest.fixture(scope="session")
def outcomes() -> dict[str, Explained | NoArticle]:
    """What the pipeline makes of every page, by the stem of its name; the path is relative to the project."""
    out: dict[str, Explained | NoArticle] = {}
    for path in sorted(PAGES.iterdir()):
        try:
            out[path.stem] = default_pipeline().run_explained(path.read_bytes(), path=f"fixtures/pages/{path.name}")
        except NoArticle as dropped:
            out[path.stem] = dropped
    return out


@pytest.fixture(scope="session")
def explained(outcomes: dict[str, Explained | NoArticle]) -> dict[str, Explained]:
    """The pages among them that hold an article."""
    return {stem: outcome for stem, outcome in outcomes.items() if isinstance(outcome, Explained)}
