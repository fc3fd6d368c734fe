"""The types of official documents: names, codes, words (``gazetteers/document_types.toml``)."""

from __future__ import annotations

from functools import cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml


class DocumentType(msgspec.Struct, frozen=True):
    """One type: canonical `name`, its `codes` in symbols, the lower-case `words` that name it.

    `bare` says that type and number alone are a reference ("Quyết định 701").
    """

    id: str
    name: str
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    bare: bool = False
    examples: tuple[str, ...] = ()
    counter_example: str = ""


class Licences(msgspec.Struct, frozen=True):
    """Codes and words of licences and certificates, which are no documents of the record."""

    codes: tuple[str, ...]
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter_example: str = ""


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Every type in the gazetteer's order. Raises GazetteerError."""
    try:
        return tuple(msgspec.convert(read_toml("document_types.toml")["type"], tuple[DocumentType, ...]))
    except (KeyError, msgspec.ValidationError) as error:
        raise GazetteerError(f"document_types.toml: {error}") from error


@cache
def licences() -> Licences:
    """The licence codes and words. Raises GazetteerError."""
    try:
        return msgspec.convert(read_toml("document_types.toml")["licence"], Licences)
    except (KeyError, msgspec.ValidationError) as error:
        raise GazetteerError(f"document_types.toml: {error}") from error


def code_key(code: str) -> str:
    """A code without case and without the stroke of Đ, which crawls lose or mistake.

    >>> code_key("QÐ") == code_key("qđ") == code_key("QD")
    True
    """
    return code.upper().replace("Đ", "D").replace("Ð", "D").replace("Ɖ", "D")


@cache
def type_of_code() -> dict[str, DocumentType]:
    """Code as written in the gazetteer → type."""
    return {code: kind for kind in document_types() for code in kind.codes}


@cache
def codes_by_key() -> dict[str, str]:
    """`code_key` → canonical code; the first in the gazetteer wins where two fold alike (HD, HĐ)."""
    out: dict[str, str] = {}
    for kind in document_types():
        for code in kind.codes:
            out.setdefault(code_key(code), code)
    return out


@cache
def type_of_word() -> dict[str, DocumentType]:
    """Lower-case word → type."""
    return {word: kind for kind in document_types() for word in kind.words}


def canonical_code(raw: str) -> str | None:
    """The code in standard spelling, null if it is no type's code.

    >>> canonical_code("QÐ"), canonical_code("ttr"), canonical_code("XYZ")
    ('QĐ', 'TTr', None)
    """
    exact = raw.replace("Ð", "Đ").replace("Ɖ", "Đ")
    return exact if exact in type_of_code() else codes_by_key().get(code_key(raw))
