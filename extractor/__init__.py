"""extractor: structured records of official decisions from Vietnamese news pages.

>>> import extractor
>>> record = extractor.extract("UBND tỉnh Sơn La vừa thành lập Ban Chỉ đạo chuyển đổi số do ông Lê Văn An làm Trưởng ban.")
>>> record.roles[0].person, record.roles[0].role
('Lê Văn An', 'chair')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name → where it lives. Loaded at first use: importing the package costs next to nothing.
_PUBLIC = {
    "extract": "extractor.api",
    "extract_explained": "extractor.api",
    "extract_many": "extractor.batch.many",
    "load": "extractor.api",
    "read_article": "extractor.api",
    "read_records": "extractor.api",
    "repair": "extractor.api",
    "Article": "extractor.model.article",
    "Record": "extractor.model.record",
    "decode_record": "extractor.model.record",
    "Dropped": "extractor.model.outcome",
    "DropReason": "extractor.model.outcome",
    "Extracted": "extractor.model.outcome",
    "Failed": "extractor.model.outcome",
    "NoArticle": "extractor.model.outcome",
    "Records": "extractor.view.records",
    "RecordsError": "extractor.batch.summary",
    "Settings": "extractor.pipeline",
    "StageError": "extractor.pipeline",
}

__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from extractor.api import extract, extract_explained, load, read_article, read_records, repair
    from extractor.batch.many import extract_many
    from extractor.batch.summary import RecordsError
    from extractor.model.article import Article
    from extractor.model.outcome import Dropped, DropReason, Extracted, Failed, NoArticle
    from extractor.model.record import Record, decode_record
    from extractor.pipeline import Settings, StageError
    from extractor.view.records import Records


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
