"""The second opinion: trafilatura, asked only where the first judgement is unsure."""

from __future__ import annotations

from itertools import accumulate

from extractor.page.content import Region, weigh
from extractor.page.markup import Page

# Below this share of the page's prose the first tier has chosen one of several candidates; below this many
# characters it may have found a teaser. On 16 Vietnamese pages only a home page was asked about.
SURE_SHARE = 0.6
SURE_PROSE = 200
# trafilatura costs some ten times the first tier: a page of more than this is left to the first tier.
LONGEST_ASKED = 1_500_000


def second_opinion(page: Page, region: Region) -> Region:
    """`region`, or what trafilatura takes for the article where that is more and the first tier was unsure.

    Its text is only used to choose among the page's own blocks, so that every place stays known.
    """
    prose = sum(weigh(page.blocks[i]) for i in region.kept)
    if region.closed or region.listing or (region.share >= SURE_SHARE and prose >= SURE_PROSE) or len(page.markup) > LONGEST_ASKED:
        return region
    if sum(map(weigh, page.blocks)) < 1.3 * prose + 100:
        return region  # there is no other prose on the page to choose
    text = _ask(page.markup)
    if not text:
        return region
    told = " ".join(text.split())
    chosen = [i for i, block in enumerate(page.blocks) if len(block.text) >= 15 and block.text in told and block.linked < 0.8]
    theirs = sum(weigh(page.blocks[i]) for i in chosen)
    if theirs < 1.3 * prose + 100:
        return region
    first, last = chosen[0], chosen[-1]
    weights = [0, *accumulate(map(weigh, page.blocks))]
    share = theirs / max(1, weights[last + 1] - weights[first])
    return Region(page.root, chosen, {i: t for i, t in region.tables.items() if i in set(chosen)}, share)


def _ask(markup: str) -> str | None:
    import trafilatura

    try:
        return trafilatura.extract(markup, fast=True, include_comments=False)
    except Exception:  # whatever it fails on, the first judgement stands
        return None
