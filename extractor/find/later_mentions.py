"""Later mentions of a person: "Ông Dũng" after "Lê Quốc Dũng", "Trump" after "Donald Trump".

Vietnamese papers go on with the given name, for foreigners with the family name. Such a mention takes the
full name it belongs to; what belongs to nobody in the text is dropped, unless single names are wanted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

import msgspec

from extractor.find.name_evidence import is_unit
from extractor.find.name_runs import Syllable, is_vietnamese
from extractor.lexicon.names import name_tables


class Candidate(msgspec.Struct):
    """A possible person: range, name in standard spelling, evidence, the rule that found it, who voted for it."""

    start: int
    end: int
    name: str
    score: float
    rule: str
    votes: tuple[str, ...] = ("rules",)


def resolve_short(full: list[Candidate]) -> list[Candidate]:
    """One-word foreign names with the fuller name they repeat ("ông Trump", "Donald Trump")."""
    owners = _Owners(full)
    for candidate in full:
        if " " not in candidate.name:
            owner = owners.of([candidate.name], candidate.start)
            if owner is not None:
                candidate.name, candidate.rule = owner, "given-name"
    return full


def later_mentions(short: list[Candidate], full: list[Candidate], single: bool) -> list[Candidate]:
    """Given names with the full name they belong to; alone, if wanted, where there is none."""
    mentions = []
    owners = _Owners(full)
    for piece in short:
        words = piece.name.split()
        for size in range(len(words), 0, -1):
            owner = owners.of(words[:size], piece.start)
            if owner is not None:
                end = piece.end if size == len(words) else piece.start + len(words[0])
                mentions.append(Candidate(piece.start, end, owner, 0.0, "given-name"))
                break
        else:
            if single and _stands_alone(piece.rule, words):
                mentions.append(Candidate(piece.start, piece.end, piece.name, 0.0, "single-name"))
    return mentions


def repeated_mentions(
    bare: list[list[Syllable]], full: list[Candidate], fits: Callable[[list[Syllable]], bool]
) -> list[Candidate]:
    """Runs of one or two syllables that are the end of a full name of the text, without a form of address.

    `fits` says whether such a run stands where a name can.
    """
    lasts = {c.name.rpartition(" ")[2] for c in full}
    owners = _Owners(full)
    mentions = []
    for part in bare:
        if part[-1].word in lasts and fits(part):
            owner = owners.of([s.word for s in part], part[0].start)
            if owner is not None:
                mentions.append(Candidate(part[0].start, part[-1].end, owner, 0.0, "given-name"))
    return mentions


def single_names(
    bare: list[list[Syllable]], fits: Callable[[list[Syllable]], bool], is_person: Callable[[int, int], bool | None]
) -> list[Candidate]:
    """Runs that are a frequent given name alone and that a witness takes for a person ("gặp Hương")."""
    tables = name_tables()
    mentions = []
    for part in bare:
        if part[-1].key not in tables.given or part[0].key in tables.no_bare or not fits(part):
            continue
        if _is_place(" ".join(s.word for s in part)):
            continue
        if (len(part) == 1 or part[0].key in tables.middles) and is_person(part[0].start, part[-1].end):
            name = " ".join(s.word for s in part)
            mentions.append(Candidate(part[0].start, part[-1].end, name, 0.0, "single-name", ("rules", "pos")))
    return mentions


def _is_place(name: str) -> bool:
    """Whether two syllables are a place's name rather than a given one ("Bình Dương", "Việt Nam")."""
    if " " not in name:
        return False
    levels = ("province", "district", "commune")
    return name.lower() in name_tables().places or any(is_unit(name, level) for level in levels)


def _stands_alone(rule: str, words: list[str]) -> bool:
    """Whether a given name without its full name is one all the same: after "ông", before "kể", "bác sĩ Lan"."""
    tables = name_tables()
    if words[0].lower() in tables.no_single or not all(is_vietnamese(word.lower()) for word in words):
        return False
    if rule in ("given-name:honorific", "given-name:telling"):
        return True
    if rule == "given-name:title" and _is_place(" ".join(words)):
        return False
    named = words[-1].lower() in tables.given and (len(words) == 1 or words[0].lower() in tables.middles)
    return rule == "given-name:title" and named


class _Owners:
    """The full names of a text by the words that later mentions use of them."""

    def __init__(self, full: list[Candidate]):
        self._by_word: dict[str, list[Candidate]] = {}
        for candidate in full:
            words = candidate.name.split()
            foreign = candidate.rule == "foreign-name" or not is_vietnamese(words[0].lower())
            if len(words) > 1:
                for word in {words[-1], words[0]} if foreign else {words[-1]}:
                    self._by_word.setdefault(word, []).append(candidate)

    def of(self, words: list[str], start: int) -> str | None:
        """The name that ends in `words` (a foreign one may begin with them): the nearest before, else the only one."""
        named = self._by_word.get(words[-1], ())
        nearest = bisect_left(named, start, key=lambda candidate: candidate.start)
        for candidate in reversed(named[max(0, nearest - 50) : nearest]):
            if _refers(words, candidate.name.split()):
                return candidate.name
        behind = {c.name for c in named[nearest : nearest + 50] if _refers(words, c.name.split())}
        return behind.pop() if len(behind) == 1 else None


def _refers(words: list[str], name: list[str]) -> bool:
    return len(name) > len(words) and (name[-len(words) :] == words or name[: len(words)] == words)
