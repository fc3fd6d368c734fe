"""Organ codes of symbols and the agencies behind them (``gazetteers/issuers.toml``)."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from extractor.lexicon.document_types import code_key
from extractor.lexicon.load import GazetteerError, read_toml


class Issuer(msgspec.Struct, frozen=True):
    """What a code stands for. `scope` local: `name` still needs its place; open: the code alone does not tell."""

    code: str
    name: str
    scope: Literal["national", "local", "open"]
    examples: tuple[str, ...] = ()


@cache
def issuers() -> dict[str, Issuer]:
    """Code → entry. Raises GazetteerError."""
    try:
        entries = msgspec.convert(read_toml("issuers.toml")["issuer"], tuple[Issuer, ...])
    except (KeyError, msgspec.ValidationError) as error:
        raise GazetteerError(f"issuers.toml: {error}") from error
    return {entry.code: entry for entry in entries}


@cache
def _by_key() -> dict[str, Issuer]:
    out: dict[str, Issuer] = {}
    for entry in issuers().values():
        out.setdefault(code_key(entry.code), entry)
    return out


def issuer_of(code: str) -> Issuer | None:
    """The entry of an organ code; a term's number at its end is no part of it.

    >>> issuer_of("UBTVQH15").name, issuer_of("ttg").code, issuer_of("XYZ")
    ('Ủy ban Thường vụ Quốc hội', 'TTg', None)
    """
    return _by_key().get(code_key(code)) or _by_key().get(code_key(re.sub(r"\d+$", "", code)))
