"""Family names, naming elements and the words round a name, as the person finder reads them.

The data are ``gazetteers/surnames.toml``, ``person_cues.toml``, ``not_persons.toml`` and
``foreign_names.toml``; every entry there says what it is for and carries an example.
"""

from __future__ import annotations

from functools import cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml


class Cue(msgspec.Struct, frozen=True):
    """A kind of evidence round a name: its id, kind (honorific, title, link, veto, unit, after) and weight."""

    id: str
    kind: str
    weight: float


class NameTables(msgspec.Struct, frozen=True):
    """Everything the person finder knows; all keys are lower-case NFC.

    `surnames` give the weight a surname carries, `double_surnames` are pairs in one string, `other_shapes` and
    `particles` are the surnames of peoples whose names hold other syllables. `before` and `after` map cue phrases
    to their `Cue`, `cue_ends` are the last words of those before; `compounds` are two-syllable words whose first syllable ends no name. `places` and `historical`
    are names never or seldom of living persons, `org_heads` and `org_words` what organisations begin with;
    `headline` are verbs that follow a name in a headline.
    """

    surnames: dict[str, float]
    double_surnames: frozenset[str]
    other_shapes: frozenset[str]
    particles: frozenset[str]
    before: dict[str, Cue]
    cue_ends: frozenset[str]
    after: dict[str, Cue]
    compounds: frozenset[str]
    title_heads: frozenset[str]
    starters: frozenset[str]
    no_single: frozenset[str]
    no_bare: frozenset[str]
    small_middles: frozenset[str]
    middles: frozenset[str]
    given: frozenset[str]
    places: frozenset[str]
    historical: frozenset[str]
    foreign_given: frozenset[str]
    foreign_single: frozenset[str]
    foreign_other: frozenset[str]
    foreign_titles: frozenset[str]
    one_word_titles: frozenset[str]
    org_heads: frozenset[str]
    org_words: frozenset[str]
    headline: frozenset[str]


@cache
def name_tables() -> NameTables:
    """The tables, read once. Raises GazetteerError when a file or an entry is wrong.

    >>> name_tables().surnames["nguyễn"] > name_tables().surnames["cao"]
    True
    """
    groups = read_toml("surnames.toml")["surname"]
    surnames: dict[str, float] = {}
    for entry in groups:
        if not entry.get("double"):
            for name in entry["names"]:
                surnames.setdefault(name.lower(), _weight(entry))
    cues = read_toml("person_cues.toml")
    others = read_toml("not_persons.toml")
    foreign = read_toml("foreign_names.toml")
    return NameTables(
        surnames=surnames,
        double_surnames=_names(groups, "double"),
        other_shapes=_names(groups, "other_shapes"),
        particles=_names(groups, "particle"),
        before=_cues(cues["before"]),
        cue_ends=frozenset(
            piece
            for entry in cues["before"]
            for word in entry["words"]
            for piece in (word.lower().split()[-1], _tail(word))
        ),
        after=_cues(cues["after"]),
        compounds=_words(cues["compound"]),
        title_heads=_words(cues["title_head"]),
        starters=_words(cues["starter"]),
        no_single=_words(cues["no_single"]),
        no_bare=_words(cues["no_bare"]) | _words(cues["no_single"]),
        small_middles=_words(cues["middle"][:1]),
        middles=_words(cues["middle"]),
        given=_words(cues["given"]),
        places=_words(others["place"]),
        historical=_words(others["historical"]),
        foreign_given=_words(foreign["given"]),
        foreign_single=_words(foreign["single"]),
        foreign_other=_words(foreign["other"]),
        foreign_titles=_words(foreign["title"]),
        one_word_titles=_words(foreign["team_title"]),
        org_heads=_words(others["org_head"]),
        org_words=_words(others["org_word"]),
        headline=_words(cues["headline"]),
    )


def _tail(word: str) -> str:
    """What stands behind the last space, dot or slash of a cue: "c" of "đ/c"."""
    return word.lower().replace("/", " ").replace(".", " ").split()[-1]


def _weight(entry: dict) -> float:
    try:
        return float(entry["weight"])
    except (KeyError, TypeError, ValueError):
        raise GazetteerError(f"surnames.toml: {entry.get('id')}: no weight") from None


def _names(groups: list[dict], mark: str) -> frozenset[str]:
    return frozenset(name.lower() for entry in groups if entry.get(mark) for name in entry["names"])


def _words(entries: list[dict]) -> frozenset[str]:
    return frozenset(word.lower() for entry in entries for word in entry["words"])


def _cues(entries: list[dict]) -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for entry in entries:
        cue = Cue(entry["id"], entry.get("kind", "after"), float(entry["weight"]))
        for word in entry["words"]:
            table.setdefault(word.lower(), cue)
    return table
