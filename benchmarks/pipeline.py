"""Milliseconds a page by stage, and the whole pipeline beside underthesea's ``ner()`` and trafilatura.

    python benchmarks/pipeline.py [FOLDER] [--rounds N]

Without a folder the pages of ``fixtures/pages`` are used. A page counts with the best of its rounds, a stage with the
median over the pages. The three longest plain articles are then read by the pipeline and by ``underthesea.ner``, the HTML pages
by the pipeline and by trafilatura with metadata, in turns, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


def main() -> None:
    """Print the stages, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    files = sorted(f for f in options.folder.iterdir() if f.is_file())
    _print_stages([f.read_bytes() for f in files], options.rounds)
    _print_agencies([f.read_text("utf-8") for f in sorted(PAGES.glob("*.txt"))], options.rounds)
    _print_ner([f.read_text("utf-8") for f in sorted(PAGES.glob("*.txt"), key=lambda f: f.stat().st_size)[-3:]], options.rounds)
    _print_trafilatura([f.read_bytes() for f in files if f.suffix in (".html", ".htm")], options.rounds)


def _print_stages(pages: list[bytes], rounds: int) -> None:
    best: dict[str, dict[int, float]] = {}
    for turn in range(rounds + 1):
        for i, page in enumerate(pages):
            for stage, seconds in _stages(page).items() if turn else ():  # the first turn loads tables and modules
                times = best.setdefault(stage, {})
                times[i] = min(seconds, times.get(i, seconds))
            if not turn:
                _stages(page)
    print(f"{len(pages)} pages, median")
    for stage, times in best.items():
        print(f"{stage:12}{1000 * statistics.median(times.values()):9.3f} ms")


def _stages(page: bytes) -> dict[str, float]:
    """Seconds by stage, and of the whole; what no article was made of has no later stages."""
    from extractor.find.components import STAGES, AnnotatedText
    from extractor.lexicon.syllables import decode_page, default_repairer
    from extractor.link.assemble import assemble
    from extractor.model.outcome import NoArticle
    from extractor.page.read import looks_like_markup, read_html, read_plain

    laps = [("", time.perf_counter())]
    text = decode_page(page).text
    laps.append(("decode", time.perf_counter()))
    try:
        article = (read_html if looks_like_markup(text) else read_plain)(text, repairer=default_repairer())
    except NoArticle:
        return {}
    laps.append(("read", time.perf_counter()))
    annotated = AnnotatedText(article.text, article.published, _tagger())
    for _, kind, _, finder in STAGES:
        setattr(annotated.annotations, kind, list(finder(annotated)))
        laps.append((kind, time.perf_counter()))
    assemble(article, annotated.annotations)
    laps.append(("link", time.perf_counter()))
    seconds = {name: at - before for (_, before), (name, at) in pairwise(laps)}
    return seconds | {"all": laps[-1][1] - laps[0][1]}


def _print_agencies(pages: list[str], rounds: int) -> None:
    """Milliseconds for the agencies of 3,000 characters of articles, and for the tokens, which every stage reads: each piece's best round, their medians."""
    from extractor.find.agencies import find_agencies
    from extractor.lexicon.matcher import tokens_of
    from extractor.model.outcome import NoArticle
    from extractor.page.read import read_plain

    texts = []
    for page in pages:
        try:
            texts.append(read_plain(page).text)
        except NoArticle:
            continue
    whole = "\n".join(texts)
    best: dict[int, float] = {}
    split: dict[int, float] = {}
    for turn in range(rounds + 1):
        for at in range(0, len(whole) - 3000, 3000):
            piece = whole[at : at + 3000] + " " * turn  # a text of its own, so that no cache answers
            began = time.perf_counter()
            tokens_of(piece)
            known = time.perf_counter()
            find_agencies(piece)
            if turn:
                best[at] = min(best.get(at, 1.0), time.perf_counter() - known)
                split[at] = min(split.get(at, 1.0), known - began)
    found, tokens = (1000 * statistics.median(times.values()) for times in (best, split))
    print(f"agencies in 3,000 characters: {found:.2f} ms, their tokens {tokens:.2f} ms (medians of {len(best)})")


def _tagger() -> object:
    from extractor.find.pos import PosTagger

    if not _TAGGERS:
        _TAGGERS.append(PosTagger())
    return _TAGGERS[0]


_TAGGERS: list[object] = []


def _print_ner(articles: list[str], rounds: int) -> None:
    from underthesea import ner

    for article in articles:
        own, other = _in_turns(lambda text=article: _run(text), lambda text=article: ner(text), rounds)
        print(f"{len(article):6} characters: extractor {1000 * own:7.2f} ms, underthesea.ner {1000 * other:8.1f} ms, ratio {other / own:5.1f}")


def _print_trafilatura(pages: list[bytes], rounds: int) -> None:
    from trafilatura import bare_extraction

    own = other = 0.0
    for page in pages:
        seconds = _in_turns(lambda page=page: _run(page), lambda page=page: bare_extraction(page, with_metadata=True), rounds)
        own, other = own + seconds[0], other + seconds[1]
    print(f"{len(pages)} HTML pages: extractor {len(pages) / own:.0f}/s, trafilatura {len(pages) / other:.0f}/s, ratio {other / own:.2f}")


def _run(page: bytes | str) -> object:
    from extractor.model.outcome import NoArticle
    from extractor.pipeline import default_pipeline

    try:
        return default_pipeline().run(page)
    except NoArticle:
        return None


def _in_turns(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The best seconds of each of two calls that take turns."""
    best = [float("inf"), float("inf")]
    for turn in range(rounds + 1):
        for k, call in enumerate((first, second)):
            start = time.perf_counter()
            call()
            if turn:
                best[k] = min(best[k], time.perf_counter() - start)
    return best[0], best[1]


if __name__ == "__main__":
    main()
