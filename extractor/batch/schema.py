"""The record's shape as tables and nested columns, read off the record types themselves.

A field added to a record type needs no change here: the sinks and Spark follow.
"""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Literal, Union

import msgspec

from extractor.model.record import ArticleRecord, Evidence, Record, Source

Kind = Literal["text", "int", "float", "bool", "texts"]
_SCALARS: dict[Any, Kind] = {str: "text", int: "int", float: "float", bool: "bool"}


class Column(msgspec.Struct, frozen=True):
    """A field that fits one cell; `texts` is a list of strings, kept as JSON where a cell holds no list."""

    name: str
    kind: Kind


class Table(msgspec.Struct, frozen=True):
    """A list of entries in the record: its scalar columns, and whether the entries carry evidence."""

    name: str
    columns: tuple[Column, ...]
    evidence: bool


@cache
def entry_tables() -> tuple[Table, ...]:
    """One table for each list of entries in a record, in the record's order."""
    tables = []
    for name, kind in _types(Record).items():
        if typing.get_origin(kind) is list:
            entry = typing.get_args(kind)[0]
            tables.append(Table(name, _columns(entry), "evidence" in _types(entry)))
    return tuple(tables)


@cache
def article_columns() -> tuple[tuple[str, Column], ...]:
    """The columns of a record that are no entries, as (part, column): part is "", "source" or "article"."""
    own = [("", c) for c in _columns(Record)]
    return (*own, *(("source", c) for c in _columns(Source)), *(("article", c) for c in _columns(ArticleRecord)))


@cache
def evidence_columns() -> tuple[Column, ...]:
    """The columns of one evidence range."""
    return _columns(Evidence)


def nested(kind: Any, scalar: dict[str, str], struct: str, array: str, field: str = '"{}" {}') -> str:
    """A type in the words of a database: `struct`, `array` and `field` (name, type) are templates.

    >>> nested(list[str], {"text": "VARCHAR"}, "STRUCT({})", "{}[]")
    'VARCHAR[]'
    """
    kind = _bare(kind)
    if typing.get_origin(kind) is list:
        return array.format(nested(typing.get_args(kind)[0], scalar, struct, array, field))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = (field.format(name, nested(t, scalar, struct, array, field)) for name, t in _types(kind).items())
        return struct.format(", ".join(fields))
    return scalar[_SCALARS[kind]]


def record_types() -> dict[str, Any]:
    """The record's fields and their types, in order."""
    return _types(Record)


def _columns(struct: type[msgspec.Struct]) -> tuple[Column, ...]:
    columns = []
    for name, kind in _types(struct).items():
        if kind in _SCALARS:
            columns.append(Column(name, _SCALARS[kind]))
        elif kind == list[str]:
            columns.append(Column(name, "texts"))
    return tuple(columns)


def _types(struct: type[msgspec.Struct]) -> dict[str, Any]:
    hints = typing.get_type_hints(struct)
    return {field.name: _bare(hints[field.name]) for field in msgspec.structs.fields(struct)}


def _bare(kind: Any) -> Any:
    """A type without its null, and a choice of strings as a string."""
    if typing.get_origin(kind) in (Union, types.UnionType):
        (kind,) = (k for k in typing.get_args(kind) if k is not types.NoneType)
    return str if typing.get_origin(kind) is Literal else kind
