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


class AnnotatedText(msgspec.Struct):
    """What the stages know of one text: the text, the day of its publication, the witnesses, what was found so far."""

    text: str
    published: str | None = None
    pos_tagger: Any = None
    ner: Any = None
    annotations: Annotations = msgspec.field(default_factory=Annotations)


def _dates(t: AnnotatedText) -> list[DateMention]:
    return find_dates(t.text, t.published)


def _documents(t: AnnotatedText) -> list[DocumentMention]:
    return find_documents(t.text, t.annotations.dates)


def _agencies(t: AnnotatedText) -> list[AgencyMention]:
    return find_agencies(t.text)


def _bodies(t: AnnotatedText) -> list[BodyMention]:
    return find_bodies(t.text, t.annotations.agencies)


def _roles(t: AnnotatedText) -> list[RoleMention]:
    return find_roles(t.text, t.annotations.agencies, t.annotations.bodies)


def _titles(t: AnnotatedText) -> list[TitleMention]:
    roles = t.annotations.roles
    return [m for m in find_titles(t.text) if not any(r.start < m.end and m.start < r.end for r in roles)]


def _persons(t: AnnotatedText) -> list[PersonMention]:
    a = t.annotations
    blocked = sorted((m.start, m.end) for kind in (a.agencies, a.documents, a.roles, a.titles) for m in kind)
    # One-word names ("Hùng cho biết") are persons of ordinary news; an official text names people in full.
    news = not a.bodies and not a.documents
    return find_persons(t.text, blocked, pos=t.pos_tagger, single=news, ner=t.ner)


Finder = Callable[[AnnotatedText], Sequence[Mention]]
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


def annotate(text: str, published: str | None = None, pos_tagger: Any = None, ner: Any = None) -> Annotations:
    """The mentions of `text`: the stages of `build_language` in their order, without a spaCy Doc.

    A record needs the mentions alone; the Doc with its tokens and span groups took a third of a page's time.

    >>> [p.name for p in annotate("Ông Trần Văn Bình, Giám đốc Sở Y tế, dự họp.").persons]
    ['Trần Văn Bình']
    """
    t = AnnotatedText(text, published, pos_tagger, ner)
    for _, kind, _, finder in STAGES:
        setattr(t.annotations, kind, list(finder(t)))
    return t.annotations


def _component(kind: str, finder: Finder) -> Callable[[Doc], Doc]:
    def annotate(doc: Doc) -> Doc:
        t = AnnotatedText(doc.text, doc._.published, doc._.pos_tagger, doc._.ner, doc._.annotations)
        mentions = finder(t)
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
