"""Patterns that are tried at their first words alone find what they find in the whole text."""

import json
import re
from pathlib import Path

import pytest

from extractor.find import bodies, dates, documents, laws, symbols
from extractor.lexicon.bodies import extent_patterns, head_firsts, head_pattern, short_firsts, short_pattern
from extractor.lexicon.matcher import Tokens, matches_at
from extractor.lexicon.titles import role_firsts, role_pattern, title_firsts, title_pattern
from extractor.link import announcements, member_counts, standing, works
from extractor.text.fold import fold

FIXTURES = Path(__file__).parent.parent / "fixtures"
RAW = {
    **{f"date {rule}": (p, dates._OPENERS[rule]) for rule, p in dates._patterns().items()},
    **{f"symbol {s}": (p, symbols._NO if s == "blank" else symbols._NUMBER) for s, p in symbols._shapes().items()},
    "bare number": (documents._patterns()["bare"], documents._bare_firsts()),
    "law": (laws._HEAD, laws._HEAD_FIRSTS),
    "has issued": (announcements._HAS_ISSUED, announcements._ISSUE_FIRSTS),
    "owned act": (announcements._OWNED_ACT, announcements._ISSUE_FIRSTS),
    "of someone": (announcements._OF_SOMEONE, announcements._BY_FIRSTS),
    "spoken of": (announcements._SPOKEN_OF, announcements._SPOKEN_FIRSTS),
    "anaphor": (works._ANAPHOR, works._ANAPHOR_FIRSTS),
    "by decision": (works._BY_DECISION, works._BY_FIRSTS),
}
FOLDED = {
    "title": (title_pattern()[0], title_firsts()),
    "role": (role_pattern()[0], role_firsts()),
    "head": (head_pattern()[0], head_firsts()),
    "short head": (short_pattern()[0], short_firsts()),
    "compound": (extent_patterns().compound, extent_patterns().compound_firsts),
    "led team": (bodies._LED_TEAM, bodies._TEAM),
    "founded team": (bodies._FOUNDED_TEAM, bodies._TEAM),
    "team in a row": (bodies._TEAM_IN_ROW, bodies._TEAM),
    "standing agency": (standing._STANDING, standing._STANDING_FIRSTS),
    **{f"count {i}": pair for i, pair in enumerate(member_counts._COUNT_FIRSTS.items())},
}


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str, Tokens]]:
    """All texts of the cases and pages: as they are, folded, as tokens."""
    found = {"T10/2020, ngày22/10 d'ngày 5/3, số12/QĐ-UBND, 1.234 người, TỔ TRƯỞNG Tổ an sinh, _ngày 3/4"}
    for file in sorted((FIXTURES / "cases").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.update(v for v in json.loads(line).values() if isinstance(v, str))
    found.update(file.read_text(encoding="utf-8", errors="replace") for file in sorted((FIXTURES / "pages").glob("*.txt")))
    return [(text, fold(text), Tokens(text)) for text in sorted(found)]


def _spans(matches) -> list[tuple[int, int]]:
    return [m.span() for m in matches]


@pytest.mark.parametrize("name", RAW)
def test_in_the_text(name: str, texts: list[tuple[str, str, Tokens]]) -> None:
    pattern, firsts = RAW[name]
    for text, _, tokens in texts:
        assert _spans(matches_at(pattern, text, tokens.begins(firsts))) == _spans(pattern.finditer(text)), text


@pytest.mark.parametrize("name", FOLDED)
def test_in_the_folded_text(name: str, texts: list[tuple[str, str, Tokens]]) -> None:
    pattern, firsts = FOLDED[name]
    for text, folded, tokens in texts:
        assert _spans(matches_at(pattern, folded, tokens.begins(firsts))) == _spans(pattern.finditer(folded)), text


def test_who_is_counted_follows_the_number(texts: list[tuple[str, str, Tokens]]) -> None:
    counts = [p for p in member_counts._COUNTS if p not in member_counts._TOTALS]
    for text, folded, tokens in texts:
        if not any(member_counts._COUNTED.match(folded, at) for at in tokens.begins(member_counts._NUMBER_FIRSTS)):
            assert not any(p.search(folded) for p in counts), text


def test_matches_do_not_overlap_and_keep_the_limit() -> None:
    assert _spans(matches_at(re.compile("aa"), "aaaa", range(4))) == [(0, 2), (2, 4)]
    assert _spans(matches_at(re.compile("aa"), "aaaa", range(4), 3)) == [(0, 2)]
