"""The pipeline of the batch: the package's own, warmed up, with the seconds of each stage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from extractor.model.article import Article
from extractor.model.outcome import NoArticle
from extractor.model.record import Source
from extractor.pipeline import Pipeline, Settings

# Goes through every stage once, so that tables and models are loaded before the first page's time runs: a name that
# needs the tagger's word (half a second to load) and lost bytes (a tenth) among them.
_WARM_UP = (
    "Ủy ban nhân dân tỉnh vừa thành lập Ban Chỉ đạo Chính phủ ?\n?iện tử do ông Lê Văn Sơn làm Trưởng ban ngày 2/3/2021.\n"
    "Trương Quốc đi qua cầu."
)


class TimedPipeline(Pipeline):
    """A pipeline that keeps the seconds of the page it worked on last in `seconds`, by stage."""

    def __init__(self, settings: Settings | None = None):
        super().__init__(settings)
        self.seconds: dict[str, float] = {}

    def run(self, data: bytes | str, **where: Any) -> Any:
        """As `Pipeline.run`."""
        self.seconds = {}
        return super().run(data, **where)

    def _decode(self, data: bytes | str) -> tuple[Source, str]:
        with self._timed("decode"):
            return super()._decode(data)

    def _read(self, *args: Any) -> tuple[Article, str]:
        with self._timed("read"):
            return super()._read(*args)

    def _extract(self, article: Article) -> Any:
        with self._timed("annotate and link"):
            return super()._extract(article)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = time.perf_counter() - began


def standard_pipeline(**settings: Any) -> TimedPipeline:
    """The package's pipeline with `settings` as keywords of `Settings`, ready for its first page."""
    pipeline = TimedPipeline(Settings(**settings))
    # Loaded is loaded: what the rules think of one sentence is not the batch's concern.
    with suppress(NoArticle):
        pipeline.run(_WARM_UP)
    return pipeline
