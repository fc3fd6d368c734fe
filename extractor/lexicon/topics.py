"""Topics of bodies: abbreviations and nicknames of `topics.toml`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.lexicon.load import read_toml
from extractor.text.fold import fold


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = read_toml("topics.toml")["abbreviations"]
    by_letter: dict[str, list[str]] = {}
    for short in sorted(table, key=len, reverse=True):
        by_letter.setdefault(short[0], []).append(re.escape(short[1:]))
    # The lookbehind stands behind the first letter: so the search skips to those letters.
    pieces = (rf"{letter}(?<![\w&/-]{letter})(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return re.compile(rf"(?:{'|'.join(pieces)})(?![\w&/-])"), table


@lru_cache(maxsize=1024)
def spell_out(topic: str) -> str:
    """A topic with its abbreviations in full.

    >>> spell_out("ứng dụng CNTT và CCHC")
    'ứng dụng công nghệ thông tin và cải cách hành chính'
    """
    pattern, table = _abbreviations()
    return pattern.sub(lambda m: table[m[0]], topic)


@cache
def nicknames() -> dict[str, str]:
    """Number → folded topic of the committees that go by a number."""
    return {n["number"]: fold(n["topic"]) for n in read_toml("topics.toml")["nickname"]}


def nickname_topic(number: str) -> str:
    """The topic, as it is spelled, of the committees that go by `number`. Raises StopIteration for an unknown one."""
    return next(n["topic"] for n in read_toml("topics.toml")["nickname"] if n["number"] == number)
