"""The shipped syllable statistics and encoding tables, handed to the repair."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from extractor.lexicon.load import GazetteerError, read_lines, read_toml
from extractor.lexicon.names import name_tables
from extractor.model.edits import Repaired
from extractor.text.decode import Decoded, decode
from extractor.text.legacy import CodePage, Legacy
from extractor.text.letter_case import Capitals
from extractor.text.lost_byte_model import Numbers
from extractor.text.name_model import NameModel, Persons
from extractor.text.repair import Tables, repair
from extractor.text.syllable_model import Seen, SyllableLexicon

_TYPE_WORD = re.compile("^(?:tỉnh|thành phố|thị xã|huyện|quận) ")
# How surely a surname of this weight, with a capital, begins a person's name.
SURNAME_SHARES = {3: 0.95, 2: 0.8, 1: 0.2}
# In the order of their spread; the first wins where two read a word alike.
CODE_PAGES = ("tcvn3", "vni", "cp1258", "viscii", "vps")


def lexicon_of(folder: str | Path) -> SyllableLexicon:
    """The statistics that ``extractor lexicon build`` wrote into `folder`, read when they are first needed."""
    unigrams, bigrams = (str(Path(folder).resolve() / name) for name in ("unigrams.tsv.gz", "bigrams.tsv.gz"))
    return SyllableLexicon(lambda: _unigrams(unigrams), lambda: _bigrams(bigrams))


def _unigrams(name: str) -> dict[str, Seen]:
    rows = (line.split("\t") for line in read_lines(name))
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in rows}


def _bigrams(name: str) -> dict[str, str]:
    rows = (line.partition("\t") for line in read_lines(name))
    return {first: rest for first, _, rest in rows}


@cache
def default_lexicon() -> SyllableLexicon:
    """The statistics of ``gazetteers/syllables/``, read when they are first needed."""
    return SyllableLexicon(lambda: _unigrams("syllables/unigrams.tsv.gz"), lambda: _bigrams("syllables/bigrams.tsv.gz"))


@cache
def code_pages() -> tuple[CodePage, ...]:
    """The legacy code pages of ``gazetteers/encodings/``. Raises GazetteerError."""
    pages = []
    for name in CODE_PAGES:
        table = read_toml(f"encodings/{name}.toml")
        try:
            options = table.get("rare", False), table.get("capital_phrases", ())
            pages.append(CodePage(table["id"], table["letters"], table["toned_capitals"], *options))
        except KeyError as error:
            raise GazetteerError(f"encodings/{name}.toml: no {error}") from error
    return tuple(pages)


@cache
def default_legacy() -> Legacy:
    """All shipped code pages, told apart by the shipped lexicon."""
    return Legacy(code_pages(), default_lexicon())


@cache
def default_capitals() -> Capitals:
    """What ``gazetteers/syllables/capitals.toml`` says of capitals."""
    table = read_toml("syllables/capitals.toml")
    words = {key: table[key].split() for key in ("heads", "given_names", "surnames", "numbered", "family", "family_between")}
    return Capitals(phrases=table["phrases"], **words)


@cache
def default_numbers() -> Numbers:
    """How often a number follows a word, and stands before it, from ``gazetteers/syllables/numbers.toml``."""
    table = read_toml("syllables/numbers.toml")
    before, after = table["before_number"], table["after_number"]
    return Numbers({**before, "": table["other"]}, {**after, "": table["other_after"]})


@cache
def default_names() -> tuple[str, ...]:
    """The names of provinces and districts, without the type word."""
    provinces = (row["name"] for row in read_toml("provinces.toml")["province"])
    districts = (line.split("\t")[1] for line in read_lines("districts.tsv") if line and line[0] != "#")
    bare = (_TYPE_WORD.sub("", name) for name in (*provinces, *districts))
    return tuple(sorted({name for name in bare if " " in name}))


@cache
def default_persons() -> NameModel:
    """What names are made of: the lists of the person finder and more, read when they are first needed."""
    return NameModel(default_lexicon(), _persons)


def _persons() -> Persons:
    tables = name_tables()
    surnames = {name: SURNAME_SHARES.get(round(weight), 0.0) for name, weight in tables.surnames.items()}
    more = read_toml("syllables/capitals.toml")["names"].split()
    honorifics = [phrase.split()[-1] for phrase, cue in tables.before.items() if cue.kind == "honorific"]
    return Persons(surnames, tables.middles, tables.given.union(more), frozenset(honorifics))


@cache
def default_repairer() -> Callable[[str], Repaired]:
    """The repair with all shipped tables.

    >>> default_repairer()("Ủy ban quốc gia về Chính phủ ?\\n?iện tử").text
    'Ủy ban quốc gia về Chính phủ điện tử'
    """
    tables = Tables(
        default_lexicon(), default_legacy(), default_capitals(), default_names(), default_numbers(), default_persons()
    )
    return lambda text: repair(text, tables.lexicon, tables.names, tables)


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """`decode` with all shipped code pages.

    >>> decode_page("Uỷ ban nhân dân tỉnh".encode()).encoding
    'utf-8'
    """
    return decode(data, declared, default_legacy())
