"""A set of records in memory: turned into tables, drawn in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from extractor.model.record import Record
from extractor.view.outline import citation_number, event_date, province

if TYPE_CHECKING:
    import pandas

TABLES = ("articles", "documents", "bodies", "roles", "agencies", "persons", "dates", "repairs", "warnings")


def rows(records: Iterable[Record], table: str) -> Iterator[dict[str, Any]]:
    """Flat rows of one of `TABLES`: a dict a row, plain values only. Raises ValueError for another table.

    Every row carries `article`, the number of its record counted from 0, and `path`.
    """
    if table not in TABLES:
        raise ValueError(f"no table {table!r}: choose one of {', '.join(TABLES)}")
    for index, record in enumerate(records):
        key = {"article": index, "path": record.source.path}
        for row in _rows_of(record, table):
            yield key | row


def _rows_of(record: Record, table: str) -> Iterator[dict[str, Any]]:
    if table == "articles":
        article = record.article
        yield {
            "title": article.title,
            "published": article.published,
            "author": article.author,
            "credited_source": article.credited_source,
            "site": article.site,
            "url": record.source.url,
            "province": province(record),
            "event_date": event_date(record),
            "documents": len(record.documents),
            "bodies": len(record.bodies),
            "roles": len(record.roles),
            "warnings": len(record.warnings),
            "text": article.text,
        }
        return
    for item in getattr(record, table):
        row = {
            name: "; ".join(value) if isinstance(value, list) else value
            for name in item.__struct_fields__
            if name != "evidence"
            for value in [getattr(item, name)]
        }
        if table == "documents":
            row["citation"] = citation_number(item)
        evidence = getattr(item, "evidence", [])
        if table not in ("repairs", "warnings"):
            row |= {"start": evidence[0].start if evidence else None, "end": evidence[0].end if evidence else None}
        yield row


def columns(table: str) -> list[str]:
    """The columns of a table, so that an empty one has its header all the same."""
    from extractor.model import record as r

    sample = Record(
        documents=[r.DocumentRecord("", None)],
        bodies=[r.BodyRecord("", "")],
        roles=[r.RoleRecord("", "member")],
        agencies=[r.NameRecord("")],
        persons=[r.NameRecord("")],
        dates=[r.DateRecord("")],
        repairs=[r.RepairRecord("", 0, 0, "", "", 1.0)],
        warnings=[r.WarningRecord("", "")],
    )
    return list(next(rows([sample], table)))


class Records(list[Record]):
    """Records in a list that knows how to become a table and how to draw itself in a notebook.

    >>> Records([Record()]).to_dataframe("roles").empty  # doctest: +SKIP
    True
    """

    def __getitem__(self, which: Any) -> Any:
        """One record, or `Records` for a slice."""
        found = super().__getitem__(which)
        return Records(found) if isinstance(which, slice) else found

    def to_dataframe(self, table: str = "articles") -> pandas.DataFrame:
        """One of `TABLES` as a pandas DataFrame. Raises ImportError with what to install where pandas is missing."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_dataframe() needs pandas: pip install 'extractor[notebook]'") from error
        return pandas.DataFrame(list(rows(self, table)), columns=columns(table))

    def _repr_html_(self) -> str:
        from extractor.view.notebook import records_html

        return records_html(self)
