"""The role grammar of `role_grammar.toml`, compiled to patterns over a string of signs."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml

# One letter a sign, so that a pattern over signs is a pattern over a short string.
SIGNS = {
    "is": "l", "as": "m", "also": "k", "of": "g", "by": "d", "to": "t", "give": "a", "and": "v", "each": "e", "resp": "q",
    "lead": "s", "for": "y", "has": "h", "no": "x", "past": "p", "w": "w", "far": "z", "H": "H", "R": "R", "B": "B", "A": "A", "O": "O", "/": "n", ":": "c", ",": ",", ";": ";", "-": "-",
    "(": "(", ")": ")", ".": ".",
}  # fmt: skip
_TOKEN = re.compile(r"\\\(|\\\)|\(\?P<\w+>|\(\?[:!=]|[a-zA-Z]+|[/:,;.-]|[()|*+?$]|\s+|.")


class RolePattern(msgspec.Struct, frozen=True, kw_only=True):
    """One construction: `form` in the signs of the grammar file, `role` where no role word stands in it."""

    id: str
    form: str
    examples: list[str]
    counter_examples: list[str] = []
    pair: bool = False
    role: str | None = None


@cache
def role_grammar() -> tuple[tuple[RolePattern, re.Pattern[str]], ...]:
    """The patterns in order of preference, each compiled. Raises GazetteerError naming the bad pattern."""
    raw = read_toml("role_grammar.toml")
    macros: dict[str, str] = raw["macros"]
    try:
        entries = msgspec.convert(raw["pattern"], list[RolePattern])
        return tuple((p, re.compile(compile_form(p.form, macros))) for p in entries)
    except (msgspec.ValidationError, re.error, ValueError) as error:
        raise GazetteerError(f"role_grammar.toml: {error}") from error


@cache
def _any_pattern() -> re.Pattern[str]:
    """All patterns as one, in order of preference; the group that closes a match tells which it is."""
    forms = (re.sub(r"\(\?P<\w+>", "(?:", regex.pattern) for _, regex in role_grammar())
    return re.compile("|".join(f"(?:{form})(?P<p{i}>)" for i, form in enumerate(forms)))


def match_role(signs: str, at: int) -> tuple[RolePattern, re.Match[str]] | None:
    """The first pattern of the grammar that matches the `signs` from `at` on, with its match."""
    found = _any_pattern().match(signs, at)
    if found is None or found.lastgroup is None:
        return None
    pattern, regex = role_grammar()[int(found.lastgroup[1:])]
    m = regex.match(signs, at)
    return (pattern, m) if m else None


def compile_form(form: str, macros: dict[str, str]) -> str:
    """A form as a regular expression over sign letters. Raises ValueError for an unknown sign."""
    for _ in macros:  # a macro may hold another
        for name, body in macros.items():
            form = re.sub(rf"\b{name}\b", lambda _, b=body: f"(?:{b})", form)  # type: ignore[misc]
    out: list[str] = []
    for token in _TOKEN.findall(form):
        if token.isspace():
            continue
        if token in ("\\(", "\\)") or token.startswith("(?") or token in "()|*+?$":
            out.append(token)
        elif token in SIGNS:
            out.append(re.escape(SIGNS[token]))
        else:
            raise ValueError(f"unknown sign {token!r} in {form!r}")
    return "".join(out)
