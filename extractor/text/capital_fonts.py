"""Capital fonts: TCVN3 has no code for a capital with a tone, pages show small ones in a font like .VnTimeH."""

from __future__ import annotations

import re
from functools import cache

_FACE = r"\.vn[a-z ]*h"
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", re.S)


@cache
def _face() -> re.Pattern[str]:
    # The first font named is the one that the page was typed in.
    return re.compile(r"(?:face\s*=|font-family\s*:|font\s*:[^;\"']*?(?=\.vn))\s*[\"']?\s*([^\"',;>]+)", re.I)


@cache
def _capital() -> re.Pattern[str]:
    return re.compile(_FACE + r"\s*", re.I)


@cache
def _class_rule() -> re.Pattern[str]:
    return re.compile(rf"\.([\w-]+)\s*\{{[^{{}}]*font-family\s*:\s*[\"']?{_FACE}\b", re.I)


def raise_capitals(markup: str) -> str:
    """`markup` (already in Unicode) with capitals for what stands in a capital font; tags and references stay.

    >>> raise_capitals('<font face=".VnTimeH">tin nóng</font> hôm nay')
    '<font face=".VnTimeH">TIN NÓNG</font> hôm nay'
    """
    if not re.search(_FACE, markup, re.I):
        return markup
    classes = {m[1].lower() for m in _class_rule().finditer(markup)}
    out: list[str] = []
    stack: list[tuple[str, bool]] = []
    at = 0
    for m in _tag().finditer(markup):
        piece = markup[at : m.start()]
        out.append(_upper(piece) if stack and stack[-1][1] else piece)
        out.append(m[0])
        at = m.end()
        name = (m[2] or "").lower()
        if not name or name in _VOID:
            continue
        if m[1]:
            open_at = max((i for i, (tag, _) in enumerate(stack) if tag == name), default=-1)
            if open_at >= 0:
                del stack[open_at:]
        elif not m[3].endswith("/"):
            stack.append((name, _is_capital(m[3], classes, bool(stack) and stack[-1][1])))
    return "".join([*out, markup[at:]])


def _is_capital(attributes: str, classes: set[str], inherited: bool) -> bool:
    if face := _face().search(attributes):
        return _capital().fullmatch(face[1].strip()) is not None
    named = re.search(r"class\s*=\s*[\"']?([^\"'>]*)", attributes, re.I)
    return inherited or bool(named and classes & set(named[1].lower().split()))


def _upper(piece: str) -> str:
    return "".join(p if p.startswith("&") else p.upper() for p in re.split(r"(&#?\w{1,10};)", piece))
