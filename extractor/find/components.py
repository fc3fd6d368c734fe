"""The finders as spaCy components: one a kind, each says what it needs and what it leaves.

`doc._.annotations` holds the mentions (model/mention.py); `doc.spans[kind]` shows the same ranges
as span groups for displaCy and the Matcher. The components are registered when a pipeline is
built, not when this module is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from extractor.find.agencies import find_agencies
from extractor.find.bodies import find_bodies
from extractor.find.dates import find_dates
from extractor.find.documents import find_documents
from extractor.find.persons import find_persons
from extractor.find.positions import find_titles
from extractor.find.roles import find_roles
from extractor.find.tokenizer import Tokenizer
from extractor.model.mention import (
    AgencyMention,
    BodyMention,
    DateMention,
    DocumentMention,
    Mention,
    PersonMention,
    RoleMention,
    TitleMention,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Annotations(msgspec.Struct):
    """The mentions of one text, each kind in text order."""

    dates: list[DateMention] = []
    documents: list[DocumentMention] = []
    agencies: list[AgencyMention] = []
    bodies: list[BodyMention] = []
    roles: list[RoleMention] = []
    titles: list[TitleMention] = []
    persons: list[PersonMention] = []


def _dates(doc: Doc) -> list[DateMention]:
    return find_dates(doc.text, doc._.published)


def _documents(doc: Doc) -> list[DocumentMention]:
    return find_documents(doc.text, doc._.annotations.dates)


def _agencies(doc: Doc) -> list[AgencyMention]:
    return find_agencies(doc.text)


def _bodies(doc: Doc) -> list[BodyMention]:
    return find_bodies(doc.text, doc._.annotations.agencies)


def _roles(doc: Doc) -> list[RoleMention]:
    return find_roles(doc.text, doc._.annotations.agencies, doc._.annotations.bodies)


def _titles(doc: Doc) -> list[TitleMention]:
    roles = doc._.annotations.roles
    return [t for t in find_titles(doc.text) if not any(r.start < t.end and t.start < r.end for r in roles)]


def _persons(doc: Doc) -> list[PersonMention]:
    a = doc._.annotations
    blocked = sorted((m.start, m.end) for kind in (a.agencies, a.documents, a.roles, a.titles) for m in kind)
    # One-word names ("Hùng cho biết") are persons of ordinary news; an official text names people in full.
    news = not a.bodies and not a.documents
    return find_persons(doc.text, blocked, pos=doc._.pos_tagger, single=news, ner=doc._.ner)


Finder = Callable[["Doc"], Sequence[Mention]]
# Name of the component, kind of mention, what it reads, how it finds.
STAGES: tuple[tuple[str, str, tuple[str, ...], Finder], ...] = (
    ("extractor_dates", "dates", (), _dates),
    ("extractor_documents", "documents", ("dates",), _documents),
    ("extractor_agencies", "agencies", (), _agencies),
    ("extractor_bodies", "bodies", ("agencies",), _bodies),
    ("extractor_roles", "roles", ("agencies", "bodies"), _roles),
    ("extractor_titles", "titles", ("roles",), _titles),
    ("extractor_persons", "persons", ("agencies", "documents", "bodies", "roles", "titles"), _persons),
)


def _component(kind: str, finder: Finder) -> Callable[[Doc], Doc]:
    def annotate(doc: Doc) -> Doc:
        mentions = finder(doc)
        setattr(doc._.annotations, kind, list(mentions))
        spans = (doc.char_span(m.start, m.end, label=kind, alignment_mode="expand") for m in mentions)
        doc.spans[kind] = [s for s in spans if s is not None]
        return doc

    return annotate


def _reader(kind: str) -> Callable[[Doc], list[Mention]]:
    return lambda doc: getattr(doc._.annotations, kind)


@cache
def _register() -> None:
    """Tell spaCy of the extensions and factories, once."""
    from spacy.language import Language
    from spacy.tokens import Doc

    Doc.set_extension("annotations", default=None, force=True)
    Doc.set_extension("published", default=None, force=True)
    Doc.set_extension("pos_tagger", default=None, force=True)
    Doc.set_extension("ner", default=None, force=True)
    for name, kind, needs, finder in STAGES:
        # spaCy checks attribute names, so each kind is an extension of its own beside the common holder.
        Doc.set_extension(kind, getter=_reader(kind), force=True)

        def factory(nlp: Language, name: str, k: str = kind, f: Finder = finder) -> Callable[[Doc], Doc]:
            return _component(k, f)

        Language.factory(name, assigns=[f"doc._.{kind}"], requires=[f"doc._.{n}" for n in needs], func=factory)


def build_language(pos_tagger: Any = None, ner: Any = None, stages: Sequence[str] | None = None) -> Language:
    """The annotation stages as a spaCy Language on the project's own tokenizer.

    `stages` names the components in the order wanted (default: all). Raises ValueError where one
    stands before what it needs.
    """
    import spacy

    _register()
    nlp = spacy.blank("xx")
    tokenizer = Tokenizer(nlp.vocab)

    def make_doc(text: str) -> Doc:
        doc = tokenizer(text)
        doc._.annotations = Annotations()
        doc._.pos_tagger = pos_tagger
        doc._.ner = ner
        return doc

    make_doc.to_disk = tokenizer.to_disk  # type: ignore[attr-defined]
    make_doc.from_disk = tokenizer.from_disk  # type: ignore[attr-defined]
    nlp.tokenizer = make_doc  # type: ignore[assignment]
    for name in stages if stages is not None else [s[0] for s in STAGES]:
        nlp.add_pipe(name)
    problems = (nlp.analyze_pipes() or {})["problems"]
    wrong = {name: needs for name, needs in problems.items() if needs}
    if wrong:
        raise ValueError(f"stages in the wrong order: {wrong}")
    return nlp
