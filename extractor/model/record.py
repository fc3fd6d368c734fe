"""The record: one JSON object a line, as users and tools rely on it (docs/records.md)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = 1

Function = Literal["announced", "basis", "amended", "cited"]
Event = Literal["established", "consolidated", "renamed", "supplemented", "regulated", "dissolved", "mentioned"]
RoleName = Literal["chair", "standing_vice_chair", "vice_chair", "standing_member", "secretary", "member"]


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A range in `article.text`, and in the decoded source where known (half-open, characters)."""

    start: int
    end: int
    source_start: int | None = None
    source_end: int | None = None


class Source(msgspec.Struct):
    path: str | None = None
    url: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    media_type: str | None = None
    crawled_at: str | None = None


class ArticleRecord(msgspec.Struct):
    title: str | None = None
    published: str | None = None
    author: str | None = None
    credited_source: str | None = None
    site: str | None = None
    text: str = ""


class DocumentRecord(msgspec.Struct):
    id: str
    type: str | None
    number: str | None = None
    symbol: str | None = None
    title: str | None = None
    date: str | None = None
    issuer: str | None = None
    function: Function = "cited"
    evidence: list[Evidence] = []


class BodyRecord(msgspec.Struct):
    id: str
    name: str
    event: Event = "mentioned"
    member_count: int | None = None
    document: str | None = None
    standing_agency: str | None = None
    formed_from: list[str] = []
    evidence: list[Evidence] = []


class RoleRecord(msgspec.Struct):
    body: str
    role: RoleName
    person: str | None = None
    position: str | None = None
    agency: str | None = None
    evidence: list[Evidence] = []


class NameRecord(msgspec.Struct):
    name: str
    evidence: list[Evidence] = []


class DateRecord(msgspec.Struct):
    value: str
    precision: Literal["day", "month"] = "day"
    part: str | None = None
    evidence: list[Evidence] = []


class RelationRecord(msgspec.Struct):
    """`subject` and `object` are document ids of this record."""

    subject: str
    relation: Literal["amends", "replaces", "repeals", "corrects", "based_on"]
    object: str


class RepairRecord(msgspec.Struct):
    """`start`/`end` are ranges in the decoded source."""

    kind: str
    start: int
    end: int
    before: str
    after: str
    confidence: float
    unsure: bool = False


class WarningRecord(msgspec.Struct):
    code: str
    message: str


class Reason(msgspec.Struct):
    """Why a value is there: for `explain`. `field` is a path such as ``roles[0].agency``."""

    field: str
    rule: str
    detail: str = ""
    rejected: list[str] = []


class Record(msgspec.Struct, dict=True):
    """Everything extracted from one page.

    A record that comes straight from `extractor.extract` also carries, outside its fields
    and never written, what `explain` tells; one that was read from a file does not.
    """

    schema: int = SCHEMA_VERSION
    source: Source = msgspec.field(default_factory=Source)
    article: ArticleRecord = msgspec.field(default_factory=ArticleRecord)
    documents: list[DocumentRecord] = []
    bodies: list[BodyRecord] = []
    roles: list[RoleRecord] = []
    agencies: list[NameRecord] = []
    persons: list[NameRecord] = []
    dates: list[DateRecord] = []
    relations: list[RelationRecord] = []
    repairs: list[RepairRecord] = []
    warnings: list[WarningRecord] = []

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts and lists."""
        return msgspec.to_builtins(self)

    def to_json(self) -> bytes:
        """The record as one line of UTF-8 JSON, without the line end."""
        return msgspec.json.encode(self)

    def explain(self, field: str | None = None) -> str:
        """Why each value is there (`field` narrows it: ``roles[0].agency``).

        Raises ValueError for a record that was read from a file: explain its page instead.
        """
        explained = self.__dict__.get("explained")
        if explained is None:
            raise ValueError("only a record that extract() just made knows its reasons: extract its page again")
        # Drawing belongs to `view`; the import waits until someone looks (see ignore_imports in pyproject.toml).
        from extractor.view.explain import explain

        return explain(explained, field)

    def _repr_html_(self) -> str:
        from extractor.view.notebook import record_html

        return record_html(self)


def decode_record(line: bytes | str) -> Record:
    """Read one JSON line. Raises ValueError naming the path of what does not fit."""
    try:
        record = msgspec.json.decode(line, type=Record)
    except msgspec.MsgspecError as error:
        raise ValueError(f"not a record: {error}") from error
    if record.schema != SCHEMA_VERSION:
        raise ValueError(f"record has schema {record.schema}, this version reads {SCHEMA_VERSION}")
    return record
