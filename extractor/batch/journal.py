"""The journal: results by content and rules, so that a killed run goes on where it was.

One SQLite file beside the output. A result is keyed by `Page.key`: the page's bytes,
its metadata, and the fingerprint of the rules and settings. Other rules mean other
keys, so a change of rules redoes what it touches without anything being deleted first.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from pathlib import Path
from types import TracebackType

import msgspec

from extractor.batch.page import Page, Result

# Work done since the last commit is what a kill -9 can cost; it is done again, never lost or doubled.
COMMIT_SECONDS = 0.5
# Failures that another machine, or another moment, might not see: a resumed run tries these pages again.
PASSING = frozenset({"read", "timeout", "memory", "crash"})

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (key BLOB PRIMARY KEY, fingerprint TEXT NOT NULL, result BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS page_id (hash INTEGER PRIMARY KEY, run TEXT NOT NULL);
"""


class JournalError(Exception):
    """The journal cannot be used; the message says why."""


def journal_name(out: Path) -> Path:
    """The journal's file for the output `out`.

    >>> journal_name(Path("out/records.jsonl")).name
    'records.jsonl.journal'
    """
    return out.with_name(out.name + ".journal")


class Journal:
    """Results by key. Locked for this process while open: a second run over the same output is refused."""

    def __init__(self, path: Path, fingerprint: str):
        self.path = path
        self.fingerprint = fingerprint
        self._last = time.monotonic()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM page_id")
        except sqlite3.Error as error:
            raise JournalError(_message(path, error)) from error

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if kind is None:
                raise JournalError(_message(self.path, error)) from error
        finally:
            self._db.close()

    def look_up(self, key: bytes) -> Result | None:
        """The result that an earlier run left under `key`, unless it is one to try again."""
        try:
            row = self._db.execute("SELECT result FROM result WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise JournalError(_message(self.path, error)) from error
        if row is None:
            return None
        result = msgspec.msgpack.decode(zlib.decompress(row[0]), type=Result)
        return None if result.kind == "failed" and result.label in PASSING else result

    def enter(self, key: bytes, result: Result) -> None:
        """Keep `result` under `key`; durable after the next commit, at most half a second later."""
        kept = Result(result.kind, result.body, result.label, result.detail)
        packed = zlib.compress(msgspec.msgpack.encode(kept), 1)
        try:
            self._db.execute("INSERT OR REPLACE INTO result VALUES (?, ?, ?)", (key, self.fingerprint, packed))
            now = time.monotonic()
            if now - self._last >= COMMIT_SECONDS:
                self._last = now
                self._db.execute("COMMIT")
                self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise JournalError(_message(self.path, error)) from error

    def is_new_id(self, page: Page) -> bool:
        """False if this run has met another page of the same path before."""
        import hashlib

        name = f"{page.path}\0{page.crawled_at}".encode("utf-8", "surrogatepass")
        number = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big", signed=True)
        try:
            return self._db.execute("INSERT OR IGNORE INTO page_id VALUES (?, '')", (number,)).rowcount == 1
        except sqlite3.Error as error:
            raise JournalError(_message(self.path, error)) from error

    def forget_others(self) -> None:
        """Drop the results of other rules; called when a run is complete."""
        try:
            self._db.execute("DELETE FROM result WHERE fingerprint <> ?", (self.fingerprint,))
        except sqlite3.Error as error:
            raise JournalError(_message(self.path, error)) from error


def _message(path: Path, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"another run is writing to the output of {path}"
    if "not a database" in str(error) or "malformed" in str(error):
        return f"{path} is no journal ({error}); delete it to start anew"
    return f"{path}: {error}"
