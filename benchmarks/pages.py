"""Milliseconds a page: this project's reader beside trafilatura and resiliparse, on the same pages, interleaved.

    python benchmarks/pages.py [FOLDER …] [--rounds N]

Without a folder the pages of ``fixtures/pages`` are used. The readers take turns on each page, so that what
else the machine does falls on all of them alike; of the rounds the best counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Print one line a page and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(__file__).parent.parent / "fixtures" / "pages"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pages = [page for folder in options.folders for page in sorted(folder.glob("*.htm*"))]
    readers = _readers()
    totals = dict.fromkeys(readers, 0.0)
    size = 0
    print(f"{'page':36}{'kB':>8}" + "".join(f"{name:>14}" for name in readers))
    for page in pages:
        markup = _decoded(page.read_bytes())
        size += len(markup)
        best = _best(readers, markup, options.rounds)
        for name, seconds in best.items():
            totals[name] += seconds
        print(f"{page.stem[:35]:36}{len(markup) / 1000:8.1f}" + "".join(f"{1000 * s:12.2f}ms" for s in best.values()))
    n = max(1, len(pages))
    print(f"{f'mean of {len(pages)} pages':36}{size / n / 1000:8.1f}" + "".join(f"{1000 * t / n:12.2f}ms" for t in totals.values()))


def _readers() -> dict[str, Callable[[str], object]]:
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    from extractor.model.outcome import NoArticle
    from extractor.page.read import read_html

    def own(markup: str) -> object:
        try:
            return read_html(markup)
        except NoArticle:
            return None

    return {
        "extractor": own,
        "trafilatura": lambda markup: trafilatura.extract(markup),
        "resiliparse": lambda markup: extract_plain_text(markup, main_content=True),
    }


def _best(readers: dict[str, Callable[[str], object]], markup: str, rounds: int) -> dict[str, float]:
    best = dict.fromkeys(readers, float("inf"))
    for reader in readers.values():
        reader(markup)  # loads tables and modules outside the clock
    for _ in range(rounds):
        for name, reader in readers.items():
            start = time.perf_counter()
            reader(markup)
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def _decoded(data: bytes) -> str:
    from extractor.lexicon.syllables import decode_page

    return decode_page(data).text


if __name__ == "__main__":
    main()
