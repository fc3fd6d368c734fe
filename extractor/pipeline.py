"""The only file that knows the order of the stages: decode → read (with repair) → annotate → link → record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from extractor.lexicon.syllables import decode_page, default_repairer
from extractor.model.article import Article
from extractor.model.outcome import DropReason, NoArticle
from extractor.model.record import ArticleRecord, Reason, Record, RepairRecord, Source

if TYPE_CHECKING:
    from spacy.language import Language


_SURROGATE = re.compile("[\ud800-\udfff]")


class StageError(Exception):
    """A stage could not work on a page: `stage` names it, `message` says why."""

    def __init__(self, stage: str, message: str):
        super().__init__(f"{stage}: {message}")
        self.stage = stage
        self.message = message


class Settings(msgspec.Struct, frozen=True):
    """What a user may choose.

    `ner` is the path of a spaCy model whose persons count as evidence beside the rules; `pos` lets
    underthesea's part-of-speech tags vote on doubtful names; `sites` is a folder with further site adapters.
    """

    ner: str | None = None
    pos: bool = True
    sites: str | None = None


class Explained(msgspec.Struct):
    """A record with the reasons of its values and the article it was made from."""

    record: Record
    reasons: list[Reason]
    article: Article
    source_text: str = ""


class Pipeline:
    """All stages for one page at a time; loaded once, used for many pages, without state between them."""

    def __init__(self, settings: Settings | None = None):
        self.settings = settings or Settings()
        self._witnesses: tuple[Any, Any] | None = None

    def run(self, data: bytes | str, **where: Any) -> Record:
        """The record of one page.

        `data` are a page's bytes, or a str (markup or plain text). `where` may give path, url, crawled_at,
        published and media_type. Raises NoArticle where there is none, StageError where a stage failed.
        """
        return self.run_explained(data, **where).record

    def run_explained(
        self,
        data: bytes | str,
        *,
        path: str | None = None,
        url: str | None = None,
        crawled_at: str | None = None,
        published: str | None = None,
        media_type: str | None = None,
    ) -> Explained:
        """Like `run`, with the reason of every value."""
        source, text = self._decode(data)
        source.path, source.url, source.crawled_at = path, url, crawled_at
        article, source.media_type = self._read(text, url, published, media_type)
        source.url = source.url or article.url
        facts = self._extract(article)
        record = Record(
            source=source,
            article=ArticleRecord(
                article.title, article.published, article.author, article.credited_source, article.site, article.text
            ),
            documents=facts.documents,
            bodies=facts.bodies,
            roles=facts.roles,
            agencies=facts.agencies,
            persons=facts.persons,
            dates=facts.dates,
            relations=facts.relations,
            repairs=_repairs(article),
            warnings=facts.warnings,
        )
        return Explained(record, facts.reasons, article, text)

    def read(self, data: bytes | str, *, url: str | None = None, published: str | None = None) -> Article:
        """The article alone: main text and metadata. Raises NoArticle, StageError."""
        return self._read(self._decode(data)[1], url, published, None)[0]

    def _decode(self, data: bytes | str) -> tuple[Source, str]:
        if isinstance(data, str):
            raw = data.encode("utf-8", "surrogatepass")
            # A lone surrogate is no character; in its place stands U+FFFD, so that offsets stay.
            return Source(sha256=hashlib.sha256(raw).hexdigest(), encoding=None), _SURROGATE.sub("\ufffd", data)
        if not data.strip():
            raise NoArticle(DropReason.EMPTY)
        decoded = decode_page(data)
        if decoded.binary:
            raise NoArticle(DropReason.BINARY, decoded.why)
        return Source(sha256=hashlib.sha256(data).hexdigest(), encoding=decoded.encoding), decoded.text

    def _read(self, text: str, url: str | None, published: str | None, media_type: str | None) -> tuple[Article, str]:
        from extractor.page.read import looks_like_markup, read_html, read_plain

        if not text.strip():
            raise NoArticle(DropReason.EMPTY)
        plain = media_type == "text/plain" or (media_type is None and not looks_like_markup(text))
        with _stage("read"):
            if plain:
                article = read_plain(text, url=url, repairer=default_repairer())
            else:
                article = read_html(text, url=url, published=published, repairer=default_repairer())
        if published and not article.published:
            article = msgspec.structs.replace(article, published=published)
        return article, "text/plain" if plain else "text/html"

    def _extract(self, article: Article) -> Any:
        from extractor.find.components import annotate
        from extractor.link.assemble import assemble

        if self._witnesses is None:
            self._witnesses = _witnesses(self.settings)
        with _stage("annotate"):
            annotations = annotate(article.text, article.published, *self._witnesses)
        with _stage("link"):
            return assemble(article, annotations)


@contextmanager
def _stage(name: str) -> Iterator[None]:
    """Name the stage in whatever goes wrong inside; NoArticle and MemoryError pass."""
    try:
        yield
    except (NoArticle, MemoryError, StageError):
        raise
    except Exception as error:
        raise StageError(name, f"{type(error).__name__}: {error}") from error


def build_annotator(settings: Settings | None = None) -> Language:
    """The annotation stages as a spaCy Language with the witnesses that `settings` call."""
    from extractor.find.components import build_language

    return build_language(*_witnesses(settings or Settings()))


def _witnesses(settings: Settings) -> tuple[Any, Any]:
    """The part-of-speech tagger and the entity recogniser that `settings` call, None for what they do not."""
    pos = ner = None
    if settings.pos:
        from extractor.find.pos import PosTagger

        pos = PosTagger()
    if settings.ner:
        from extractor.find.ner_plugin import NerPlugin

        ner = NerPlugin(settings.ner)
    return pos, ner


def _repairs(article: Article) -> list[RepairRecord]:
    return [
        RepairRecord(e.kind, e.start, e.end, e.before, e.proposal or e.after if e.unsure else e.after, e.confidence, e.unsure)
        for e in article.repairs
    ]


@cache
def default_pipeline() -> Pipeline:
    """The pipeline with the default settings, built once."""
    return Pipeline()
