"""The quality gate: figures on the gold of fixtures/pages that may rise and must not fall.

A floor stands 0.02 below the figure of the day on which it was set (November and December 2026). A change that raises a figure
raises its floor; one that takes it below the floor is not merged. The check articles are there to measure, not to
learn from (fixtures/README.md): a failure of theirs tells figures and no entries.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.evaluate.gold import read_gold
from extractor.evaluate.score import FIELDS, Score, score
from extractor.model.outcome import DropReason, NoArticle
from extractor.pipeline import Explained

GOLD = Path(__file__).parent.parent / "fixtures" / "gold"
GROUPS = {"pages": r"(?![a-z]\d\d-)", "tuning": r"[te]\d\d-", "check": r"[cf]\d\d-", "later": r"[gh]\d\d-", "sites": r"r\d\d-"}
SIZES = {"pages": 17, "tuning": 36, "check": 36, "later": 32, "sites": 8}
FLOORS = {
    "documents.strict": {"pages": 0.98, "tuning": 0.929, "check": 0.936, "later": 0.904, "sites": 0.98},
    "bodies.strict": {"pages": 0.98, "tuning": 0.98, "check": 0.955, "later": 0.852, "sites": 0.98},
    "roles.strict": {"pages": 0.98, "tuning": 0.952, "check": 0.975, "later": 0.904, "sites": 0.936},
    "agencies": {"pages": 0.98, "tuning": 0.971, "check": 0.973, "later": 0.97, "sites": 0.947},
    "persons": {"pages": 0.98, "tuning": 0.98, "check": 0.973, "later": 0.973, "sites": 0.98},
    "dates": {"pages": 0.964, "tuning": 0.967, "check": 0.961, "later": 0.964, "sites": 0.94},
    "title": {"pages": 0.98, "tuning": 0.98, "check": 0.98, "later": 0.98, "sites": 0.98},
    "published": {"pages": 0.98, "tuning": 0.98, "check": 0.98, "later": 0.98, "sites": 0.98},
    "author": {"pages": 0.98, "tuning": 0.98, "check": 0.952, "later": 0.98, "sites": 0.98},
    "text.present": {"pages": 0.98, "tuning": 0.98, "check": 0.98, "later": 0.98, "sites": 0.98},
    "text.absent": {"pages": 0.98, "tuning": 0.98, "check": 0.98, "later": 0.98, "sites": 0.98},
    # Which entry it is, whatever its further attributes say.
    "documents.key": {"pages": 0.98, "tuning": 0.98, "check": 0.973, "later": 0.98, "sites": 0.98},
    "bodies.key": {"pages": 0.98, "tuning": 0.98, "check": 0.971, "later": 0.942, "sites": 0.98},
    "roles.key": {"pages": 0.98, "tuning": 0.962, "check": 0.975, "later": 0.95, "sites": 0.936},
    "headline": {"pages": 0.977, "tuning": 0.963, "check": 0.961, "later": 0.928, "sites": 0.96},
}


@pytest.fixture(scope="module")
def scores(outcomes: dict[str, Explained | NoArticle]) -> dict[str, Score]:
    records = {stem: o.record.to_dict() for stem, o in outcomes.items() if isinstance(o, Explained)}
    gold = read_gold(GOLD)
    return {
        group: score(records, {stem: g for stem, g in gold.items() if re.match(named, stem)})
        for group, named in GROUPS.items()
    }


def figure(result: Score, name: str) -> float:
    if name == "headline":
        return result.headline
    if name in FIELDS:
        return result.fields[name].f1
    return (result.text if name.startswith("text.") else result.article)[name.removeprefix("text.")].value


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(scores, name, group):
    result, floor = scores[group], FLOORS[name][group]
    reached = figure(result, name)
    known = [m for m in result.misses if f" {name} " in m or f" article.{name} " in m] if group != "check" else []
    assert reached >= floor, f"{group} {name}: {reached:.4f} is below {floor}\n" + "\n".join(known)


@pytest.mark.parametrize("group", GROUPS)
def test_every_article_of_the_group_is_scored(scores, group):
    assert scores[group].perfect.of == SIZES[group]
    assert scores[group].missing == (1 if group == "pages" else 0)  # the home page gives no record


def test_the_home_page_is_dropped_as_a_listing(outcomes):
    dropped = [(stem, o.reason) for stem, o in outcomes.items() if isinstance(o, NoArticle)]
    assert dropped == [("neg-trangchu-cujut", DropReason.LISTING)]


def test_articles_without_an_act_give_no_bodies_and_no_roles(explained):
    negatives = {stem: page.record for stem, page in explained.items() if "neg-" in stem}
    assert len(negatives) >= 6
    for stem, record in negatives.items():
        assert [b.name for b in record.bodies if b.event != "mentioned"] == [], stem
        assert record.roles == [], stem
