"""The shipped syllable statistics and encoding tables, handed to the repair."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractor.lexicon.load import GazetteerError, read_lines, read_toml
from extractor.model.edits import Repaired
from extractor.text.decode import Decoded, decode
from extractor.text.legacy import CodePage, Legacy
from extractor.text.repair import repair
from extractor.text.syllable_model import SyllableLexicon

UNIGRAMS = "syllables/unigrams.tsv.gz"
# In the order of their spread; the first wins where two read a word alike.
CODE_PAGES = ("tcvn3", "vni", "cp1258", "viscii", "vps")
BIGRAMS = "syllables/bigrams.tsv.gz"


def _unigrams() -> dict[str, int]:
    pairs = (line.split("\t") for line in read_lines(UNIGRAMS))
    return {pair[0]: int(pair[1]) for pair in pairs}


def _bigrams() -> dict[str, str]:
    rows = (line.partition("\t") for line in read_lines(BIGRAMS))
    return {first: rest for first, _, rest in rows}


@cache
def default_lexicon() -> SyllableLexicon:
    """The statistics of ``gazetteers/syllables/``, read when they are first needed."""
    return SyllableLexicon(_unigrams, _bigrams)


@cache
def code_pages() -> tuple[CodePage, ...]:
    """The legacy code pages of ``gazetteers/encodings/``. Raises GazetteerError."""
    pages = []
    for name in CODE_PAGES:
        table = read_toml(f"encodings/{name}.toml")
        try:
            pages.append(CodePage(table["id"], table["letters"], table["toned_capitals"]))
        except KeyError as error:
            raise GazetteerError(f"encodings/{name}.toml: no {error}") from error
    return tuple(pages)


@cache
def default_legacy() -> Legacy:
    """All shipped code pages, told apart by the shipped lexicon."""
    return Legacy(code_pages(), default_lexicon())


@cache
def default_repairer() -> Callable[[str], Repaired]:
    """The repair with all shipped tables.

    >>> default_repairer()("Ủy ban quốc gia về Chính phủ ?\\n?iện tử").text
    'Ủy ban quốc gia về Chính phủ điện tử'
    """
    lexicon = default_lexicon()
    legacy = default_legacy()
    return lambda text: repair(text, lexicon, legacy=legacy)


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """`decode` with all shipped code pages.

    >>> decode_page("Uỷ ban nhân dân tỉnh".encode()).encoding
    'utf-8'
    """
    return decode(data, declared, default_legacy())
