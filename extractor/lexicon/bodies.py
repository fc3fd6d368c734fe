"""The heads of bodies and the words at which their names end: `bodies.toml` as typed entries."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml
from extractor.lexicon.matcher import keys_of
from extractor.text.alternation import any_of
from extractor.text.fold import fold


class BodyHead(msgspec.Struct, frozen=True, kw_only=True, rename={"body_class": "class"}):
    """A head word of bodies. An empty `name` means that the form itself is the standard name."""

    id: str
    name: str
    body_class: str
    forms: list[str]
    short: list[str] = []
    needs_topic: bool = False
    not_followed_by: list[str] = []
    standalone: list[str] = []
    closed: bool = False
    topic: str = ""
    optional_topics: dict[str, str] = {}
    examples: list[str]
    counter_examples: list[str] = []


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """Words that end a body's name, see `bodies.toml`."""

    stops: list[str]
    segment_stops: list[str]
    segment_exceptions: list[str]
    duty_verbs: list[str]
    compounds: list[str]
    task_verbs: list[str]
    joined_verbs: list[str]


@cache
def body_heads() -> tuple[BodyHead, ...]:
    """The heads of `bodies.toml`."""
    try:
        return tuple(msgspec.convert(read_toml("bodies.toml")["head"], list[BodyHead]))
    except msgspec.ValidationError as error:
        raise GazetteerError(f"bodies.toml: {error}") from error


def _words(forms: list[str]) -> str:
    return any_of(fold(f) for f in forms)


@cache
def head_pattern() -> tuple[re.Pattern[str], dict[str, BodyHead]]:
    """One pattern for all heads over folded text, and the form → entry table."""
    by_form = {fold(f): h for h in body_heads() for f in h.forms}
    return re.compile(rf"(?<![\w/-])(?:{_words(list(by_form))})(?![^\W\d_])"), by_form  # "Ban Chỉ đạo389": a digit may be glued on


@cache
def head_firsts() -> frozenset[str]:
    """The words with which a match of `head_pattern` begins."""
    return frozenset(keys_of(f)[0] for h in body_heads() for f in h.forms)


@cache
def short_firsts() -> frozenset[str]:
    """The words with which a match of `short_pattern` begins."""
    return frozenset(keys_of(f)[0] for h in body_heads() for f in h.short)


@cache
def short_pattern() -> tuple[re.Pattern[str], dict[str, list[BodyHead]]]:
    """The short forms that only refer back ("Ban", "Tổ"), with "này", "trên" or alone."""
    by_form: dict[str, list[BodyHead]] = {}
    for h in body_heads():
        for f in h.short:
            by_form.setdefault(fold(f), []).append(h)
    return re.compile(rf"(?<![\w/-])(?:{_words(list(by_form))})(?!\w)"), by_form


@cache
def optional_topics() -> dict[str, str]:
    """Folded heads whose topic may be left out, each with the word that its topic begins with."""
    return {fold(form): fold(opening) for h in body_heads() for form, opening in h.optional_topics.items()}


@cache
def standalone_forms() -> frozenset[str]:
    """Folded heads that are a name without a topic ("Ủy ban bầu cử", "Tổ công nghệ số cộng đồng")."""
    return frozenset(fold(f) for h in body_heads() for f in h.standalone)


def is_command(head: str) -> bool:
    """True for the heads of command posts, which have commanders ("Sở Chỉ huy", "Ban Chỉ huy")."""
    return fold(head).endswith("chỉ huy")


@cache
def excluded_after(head_id: str) -> re.Pattern[str] | None:
    """What may not follow the head, as a pattern over folded text, or None."""
    head = next(h for h in body_heads() if h.id == head_id)
    if not head.not_followed_by:
        return None
    return re.compile(rf" (?:{_words(head.not_followed_by)})(?!\w)")


class ExtentPatterns(msgspec.Struct, frozen=True):
    """The lists of `Extent` as patterns over folded text."""

    stop: re.Pattern[str]
    segment_stop: re.Pattern[str]
    segment_go: re.Pattern[str]
    duty: re.Pattern[str]
    compound: re.Pattern[str]
    compound_firsts: frozenset[str]
    # A task; a task that has no object yet, at the end of what was read; two tasks over "và"; a verb behind "và".
    task: re.Pattern[str]
    open_task: re.Pattern[str]
    row_of_tasks: re.Pattern[str]
    joined_verb: re.Pattern[str]


@cache
def extent_patterns() -> ExtentPatterns:
    """Where a body's name ends. Raises GazetteerError."""
    try:
        e = msgspec.convert(read_toml("bodies.toml")["extent"], Extent)
    except msgspec.ValidationError as error:
        raise GazetteerError(f"bodies.toml: {error}") from error
    stop, segment_stop, segment_go, duty = (
        re.compile(rf"(?:{_words(words)})(?!\w)") for words in (e.stops, e.segment_stops, e.segment_exceptions, e.duty_verbs)
    )
    task = rf"(?:{_words(e.task_verbs)})"
    return ExtentPatterns(
        stop, segment_stop, segment_go, duty, re.compile(rf"(?<!\w)(?:{_words(e.compounds)})(?!\w)"),
        compound_firsts=frozenset(keys_of(words)[0] for words in e.compounds),
        task=re.compile(rf"{task}(?!\w)"),
        open_task=re.compile(rf"(?:\A| về| tư vấn| công tác| và|,| việc)(?: {task})? {task}$"),
        row_of_tasks=re.compile(rf"{task}(?: (?!và )\w+){{0,4}} và {task} "),
        joined_verb=re.compile(rf"(?:{task}|{_words(e.joined_verbs)}) \w"),
    )  # fmt: skip
