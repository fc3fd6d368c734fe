"""The batch with the package's own pipeline on the fixture pages: no page's record depends on its neighbours."""

from pathlib import Path

import pytest

import extractor
from extractor.batch.fingerprint import rules_fingerprint, run_fingerprint
from extractor.batch.run import Plan, beside, run_batch
from extractor.model.outcome import Extracted

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"
PAGES = sorted(p for p in FIXTURES.iterdir() if p.suffix in (".html", ".txt"))


class Silent:
    """A reporter that says nothing."""

    def page(self, *_):
        pass


@pytest.fixture(scope="module")
def in_order(tmp_path_factory):
    """The lines of a run over all fixtures with one worker, and its ledger."""
    out = tmp_path_factory.mktemp("run") / "r.jsonl"
    ended = run_batch(Plan([str(FIXTURES)], out), Silent())
    return out.read_bytes(), ended.ledger


def test_every_fixture_has_an_outcome_and_none_fails(in_order):
    _, ledger = in_order
    assert ledger.read == len(PAGES)
    assert not ledger.failed
    assert {"decode", "read", "annotate and link"} <= ledger.seconds.keys()


def test_two_workers_write_the_same_bytes(in_order, tmp_path):
    run_batch(Plan([str(FIXTURES)], tmp_path / "r.jsonl", workers=2), Silent())
    assert (tmp_path / "r.jsonl").read_bytes() == in_order[0]


def test_the_order_of_the_pages_changes_no_record(in_order, tmp_path):
    names = [str(p) for p in reversed(PAGES)]
    run_batch(Plan(names, tmp_path / "r.jsonl"), Silent())
    assert sorted((tmp_path / "r.jsonl").read_bytes().splitlines()) == sorted(in_order[0].splitlines())
    assert not beside(tmp_path / "r.jsonl")["ledger"].with_suffix(".part").exists()


def test_extract_many_says_what_extract_says():
    some = PAGES[:6]
    for outcome, page in zip(extractor.extract_many(some), some, strict=True):
        assert isinstance(outcome, Extracted)
        assert outcome.record == extractor.extract(page)


def test_the_fingerprint_tells_rules_and_settings_apart():
    assert len(rules_fingerprint()) == 32
    told = {run_fingerprint("a:b", {}), run_fingerprint("a:c", {}), run_fingerprint("a:b", {"pos": False})}
    assert len(told) == 3
