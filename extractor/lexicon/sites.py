"""Site adapters: selectors by host (``gazetteers/sites.toml`` and a user's own folder)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml, read_toml_folder


class SiteRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one host's pages keep the parts of an article: CSS selectors, and the days on which they hold."""

    id: str
    hosts: tuple[str, ...]
    title: str | None = None
    published: str | None = None
    author: str | None = None
    body: str | None = None
    drop: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    certainty: str = "high"

    def holds_for(self, host: str, day: str | None) -> bool:
        """True if the rule is for `host` (or the site above it) and, where both are known, for that day."""
        named = any(host == h or host.endswith("." + h) for h in self.hosts)
        return named and not (day and ((self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to)))


class Sites(msgspec.Struct, frozen=True):
    """Rules in order of precedence."""

    rules: tuple[SiteRule, ...] = ()

    def find(self, host: str | None, day: str | None = None) -> SiteRule | None:
        """The first rule for `host` on `day` (ISO), None if there is none.

        >>> shipped_sites().find("www.vnexpress.net").id
        'vnexpress'
        >>> shipped_sites().find("notvnexpress.net") is None
        True
        """
        if not host:
            return None
        host = host.lower().rstrip(".").removeprefix("www.")
        return next((rule for rule in self.rules if rule.holds_for(host, day)), None)


@cache
def shipped_sites() -> Sites:
    """The rules of the gazetteer. Raises GazetteerError for an entry that does not fit."""
    return Sites(_rules(read_toml("sites.toml"), "sites.toml"))


def load_sites(folder: str | Path) -> Sites:
    """The rules of every ``*.toml`` in `folder`, by file name, before the shipped ones. Raises GazetteerError."""
    own = tuple(rule for name, data in read_toml_folder(folder) for rule in _rules(data, name))
    return Sites((*own, *shipped_sites().rules))


def _rules(data: dict[str, object], name: str) -> tuple[SiteRule, ...]:
    try:
        return msgspec.convert(data.get("site", []), tuple[SiteRule, ...])
    except msgspec.ValidationError as error:
        raise GazetteerError(f"{name}: {error}") from error
