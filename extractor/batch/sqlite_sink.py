"""Records as an SQLite database: a table for each kind of entry, views for readers, a full-text index.

The text index holds folded words (no marks, đ as d) so that "dang" finds "Đặng"; the words
that have a đ are indexed as they are, too, so that a query in full spelling finds them as well.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from extractor.batch.schema import Column, article_columns, entry_tables, evidence_columns
from extractor.batch.sinks import OutputError, part_name
from extractor.batch.views import VIEWS
from extractor.model.record import Record, decode_record

_SQL_TYPES = {"text": "TEXT", "int": "INTEGER", "float": "REAL", "bool": "INTEGER", "texts": "TEXT"}
_WITH_D = re.compile(r"\w*[đĐ]\w*")


def fold_words(text: str | None) -> str:
    """Lower case without marks, đ as d.

    >>> fold_words("Đặng Thị Hoa")
    'dang thi hoa'
    """
    plain = unicodedata.normalize("NFD", (text or "").casefold()).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


class SqliteSink:
    """Writes a database under a temporary name; `close` adds indexes and gives it the final one."""

    def __init__(self, out: Path):
        self._out = out
        self._part = part_name(out)
        self._part.unlink(missing_ok=True)
        self._count = 0
        try:
            self._db = sqlite3.connect(self._part, isolation_level=None)
            # The file is thrown away if the run ends early: it needs no journal of its own.
            self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;")
            self._db.executescript(";\n".join(_tables()))
            self._db.execute("BEGIN")
        except sqlite3.Error as error:
            raise OutputError(f"{out}: {error}") from error

    def write(self, record: bytes) -> None:
        """Take one record's JSON line. Raises OutputError."""
        try:
            self._insert(decode_record(record))
        except sqlite3.Error as error:
            raise OutputError(f"{self._out}: {error}") from error

    def close(self) -> None:
        """Build the indexes and views, and give the file its final name. Raises OutputError."""
        try:
            self._db.execute("COMMIT")
            self._db.executescript(";\n".join((*_indexes(), *VIEWS)))
            self._db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")
            self._db.close()
        except sqlite3.Error as error:
            raise OutputError(f"{self._out}: {error}") from error
        with open(self._part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(self._part, self._out)

    def discard(self) -> None:
        """Remove what was written."""
        self._db.close()
        self._part.unlink(missing_ok=True)

    def _insert(self, record: Record) -> None:
        self._count += 1
        article = self._count
        values = [_cell(getattr(getattr(record, part) if part else record, c.name), c) for part, c in article_columns()]
        self._db.execute(f"INSERT INTO articles VALUES ({_marks(len(values) + 1)})", (article, *values))
        for table in entry_tables():
            for ordinal, entry in enumerate(getattr(record, table.name)):
                cells = [_cell(getattr(entry, c.name), c) for c in table.columns]
                sql = f"INSERT INTO {table.name} VALUES (NULL, {_marks(len(cells) + 2)})"
                row = self._db.execute(sql, (article, ordinal, *cells)).lastrowid
                for number, evidence in enumerate(entry.evidence if table.evidence else ()):
                    cells = [getattr(evidence, c.name) for c in evidence_columns()]
                    sql = f"INSERT INTO evidence VALUES (NULL, {_marks(len(cells) + 4)})"
                    self._db.execute(sql, (article, table.name, row, number, *cells))
        self._index(article, record)

    def _index(self, article: int, record: Record) -> None:
        names = [*(e.name for e in (*record.persons, *record.agencies)), *(b.name for b in record.bodies)]
        texts = (record.article.title or "", record.article.text, " \n ".join(names))
        with_d = " ".join(w for text in texts for w in _WITH_D.findall(text))
        self._db.execute(
            "INSERT INTO articles_fts(rowid, title, text, names, with_d) VALUES (?, ?, ?, ?, ?)",
            (article, *map(fold_words, texts), with_d),
        )


def read_sqlite(path: Path) -> Iterator[Record]:
    """The records of a database that `SqliteSink` wrote, in order. Raises ValueError for another database."""
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            for row in db.execute("SELECT * FROM articles ORDER BY id"):
                yield _record(db, row)
    except (sqlite3.Error, msgspec.ValidationError, IndexError, KeyError) as error:
        raise ValueError(f"{path}: not a database of records ({error})") from error


def _record(db: sqlite3.Connection, row: sqlite3.Row) -> Record:
    told: dict[str, Any] = {"source": {}, "article": {}}
    for part, column in article_columns():
        (told[part] if part else told)[column.name] = _value(row[_article_name(part, column)], column)
    for table in entry_tables():
        told[table.name] = entries = []
        for entry_row in db.execute(f"SELECT * FROM {table.name} WHERE article = ? ORDER BY ordinal", (row["id"],)):
            entry = {c.name: _value(entry_row[_entry_name(c)], c) for c in table.columns}
            if table.evidence:
                sql = "SELECT * FROM evidence WHERE entry_table = ? AND entry = ? ORDER BY ordinal"
                ranges = db.execute(sql, (table.name, entry_row[0]))
                entry["evidence"] = [{c.name: r[c.name] for c in evidence_columns()} for r in ranges]
            entries.append(entry)
    return msgspec.convert(told, Record)


def _tables() -> Iterator[str]:
    columns = [f'"{_article_name(part, c)}" {_SQL_TYPES[c.kind]}' for part, c in article_columns()]
    yield f"CREATE TABLE articles (id INTEGER PRIMARY KEY, {', '.join(columns)})"
    for table in entry_tables():
        columns = [f'"{_entry_name(c)}" {_SQL_TYPES[c.kind]}' for c in table.columns]
        head = "row INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id), ordinal INTEGER NOT NULL"
        yield f"CREATE TABLE {table.name} ({head}, {', '.join(columns)})"
    columns = [f'"{c.name}" {_SQL_TYPES[c.kind]}' for c in evidence_columns()]
    yield (
        "CREATE TABLE evidence (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id), "
        f"entry_table TEXT NOT NULL, entry INTEGER NOT NULL, ordinal INTEGER NOT NULL, {', '.join(columns)})"
    )
    yield (
        "CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, names, with_d, content='', "
        'tokenize="unicode61 remove_diacritics 2")'
    )


def _indexes() -> Iterator[str]:
    for table in entry_tables():
        yield f"CREATE INDEX {table.name}_article ON {table.name}(article)"
    yield "CREATE INDEX evidence_entry ON evidence(entry_table, entry)"
    for table_name, column in (("persons", "name"), ("agencies", "name"), ("roles", "person"), ("bodies", "name")):
        yield f'CREATE INDEX {table_name}_{column} ON {table_name}("{column}")'


def _article_name(part: str, column: Column) -> str:
    """Source and article share one table; no name occurs in both (checked by a test)."""
    return "schema_version" if not part and column.name == "schema" else column.name


def _entry_name(column: Column) -> str:
    """An entry's own id ("d1") is no key of a table: only one article knows it."""
    return "local_id" if column.name == "id" else column.name


def _cell(value: Any, column: Column) -> Any:
    return json.dumps(value, ensure_ascii=False) if column.kind == "texts" else value


def _value(cell: Any, column: Column) -> Any:
    if column.kind == "texts":
        return json.loads(cell)
    return bool(cell) if column.kind == "bool" and cell is not None else cell


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(path.absolute()))
