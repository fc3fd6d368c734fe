"""Titles of office and roles in bodies: `positions.toml` and `roles.toml` as typed entries."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeVar

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml
from extractor.lexicon.matcher import keys_of
from extractor.text.alternation import any_of
from extractor.text.fold import fold

T = TypeVar("T")


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """An office's title without "Phó", "Quyền" and "Thường trực".

    `sphere` (state, party, mass, enterprise) and `order` decide which of several offices of one
    person is taken; `default_agency` is the only agency that has the office;
    one that is `alone` is held without any (Chủ tịch nước).
    """

    id: str
    title: str
    forms: list[str]
    sphere: str
    order: int
    deputy: bool = False
    default_agency: str | None = None
    alone: bool = False
    examples: list[str]
    counter_examples: list[str] = []


class RoleWord(msgspec.Struct, frozen=True, kw_only=True, rename={"body_class": "class"}):
    """A role word, the record's role it means and the class of body it exists in."""

    id: str
    role: str
    body_class: str
    forms: list[str]
    examples: list[str]
    counter_examples: list[str] = []


def _entries(name: str, key: str, kind: type[T]) -> tuple[T, ...]:
    raw: list[dict[str, Any]] = read_toml(name)[key]
    try:
        return tuple(msgspec.convert(raw, list[kind]))  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise GazetteerError(f"{name}: {error}") from error


@cache
def titles() -> tuple[Title, ...]:
    """The titles of office of `positions.toml`."""
    return _entries("positions.toml", "title", Title)


@cache
def role_words() -> tuple[RoleWord, ...]:
    """The role words of `roles.toml`."""
    return _entries("roles.toml", "role", RoleWord)


@cache
def title_of(entry: str) -> Title:
    """The title with the id `entry`. Raises KeyError."""
    return {t.id: t for t in titles()}[entry]


@cache
def title_pattern() -> tuple[re.Pattern[str], dict[str, Title]]:
    """One pattern for all titles over folded text, groups `pre`, `base`, `post`; and the form → entry table."""
    by_form = {fold(form): t for t in titles() for form in t.forms}
    pattern = re.compile(
        r"(?<!\w)(?<!\d-)(?P<pre>(?:quyền |q\. ?|tân )?(?:phó )?)"
        rf"(?P<base>{any_of(by_form)})(?P<post>(?: -)? thường trực| tt(?= (?:ubnd|hđnd|ủy ban|hội đồng|ubmttq|mttq|tỉnh ủy|huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy)))?(?!\w)"
    )
    return pattern, by_form


@cache
def title_firsts() -> frozenset[str]:
    """The words with which a match of `title_pattern` begins."""
    return frozenset({"quyền", "q", "tân", "phó", *(keys_of(form)[0] for t in titles() for form in t.forms)})


@cache
def role_firsts() -> frozenset[str]:
    """The words with which a match of `role_pattern` begins."""
    return frozenset(keys_of(form)[0] for r in role_words() for form in r.forms)


@cache
def role_pattern() -> tuple[re.Pattern[str], dict[str, RoleWord]]:
    """One pattern for all role words over folded text, groups `base`, `post`; and the form → entry table."""
    by_form = {fold(form): r for r in role_words() for form in r.forms}
    pattern = re.compile(
        rf"(?<!\w)(?<!\d-)(?P<base>{any_of(by_form)})(?P<post>(?: ?[-,(]| là)? ?(?:th(?:ường|uờng|ưòng|uòng|ừơng) trực|trực(?! thuộc| tiếp| ban)))?(?!\w)"
    )
    return pattern, by_form
