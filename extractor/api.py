"""The library calls: one page at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.lexicon.syllables import default_repairer
from extractor.model.article import Article
from extractor.model.edits import Repaired
from extractor.model.record import Record
from extractor.pipeline import Explained, Settings, build_annotator, default_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.view.records import Records


def extract(source: Any, url: str | None = None, crawled_at: str | None = None, published: str | None = None) -> Record:
    """The record of one page.

    `source`: bytes (decoded here), a str (markup if it holds any, else plain text), a Path, or a
    BeautifulSoup object. `published` is an ISO date to use where the page gives none. Raises
    NoArticle (with `.reason`), StageError, and OSError for a path that cannot be read.
    """
    explained = extract_explained(source, url, crawled_at, published)
    explained.record.__dict__["explained"] = explained  # beside the fields, for Record.explain(); never written
    return explained.record


def extract_explained(
    source: Any, url: str | None = None, crawled_at: str | None = None, published: str | None = None
) -> Explained:
    """Like `extract`, with `.reasons` (the rule behind every value) and `.article`."""
    data, path = _content(source)
    return default_pipeline().run_explained(data, path=path, url=url, crawled_at=crawled_at, published=published)


def read_article(source: Any, url: str | None = None) -> Article:
    """Main text and metadata of one page, no extraction. Sources and errors as for `extract`."""
    return default_pipeline().read(_content(source)[0], url=url)


def read_records(path: str | Path) -> Records:
    """All records of a file that a batch wrote (``.jsonl``, ``.jsonl.gz``, ``.parquet``, ``.db``).

    The list knows how to become a table (`to_dataframe`). Raises RecordsError, whose message says what is wrong
    with the file.
    """
    from extractor.batch.summary import read_records as read
    from extractor.view.records import Records

    return Records(read(Path(path)))


def repair(text: str) -> Repaired:
    """Garbled Vietnamese made whole: `.text`, `.edits` and `.to_source(start, end)` (characters).

    >>> repair("xây dựng Chính quyền ?\\n?iện tử").text
    'xây dựng Chính quyền điện tử'
    """
    return default_repairer()(text)


def load(settings: Settings | None = None) -> Language:
    """The annotation stages as a spaCy Language: `nlp(text).spans["persons"]`, `nlp(text)._.annotations`."""
    return build_annotator(settings)


def _content(source: Any) -> tuple[bytes | str, str | None]:
    if isinstance(source, bytes | str):
        return source, None
    if isinstance(source, Path):
        from extractor.batch.many import read_source

        return read_source(source), str(source)
    if hasattr(source, "decode") and hasattr(source, "find_all"):  # a BeautifulSoup object
        return str(source), None
    raise TypeError(f"a source is bytes, str, Path or BeautifulSoup, not {type(source).__name__}")
