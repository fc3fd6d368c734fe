"""How much of what was garbled comes back: words restored and harmed, kind by kind, beside ftfy on the same input.

    python benchmarks/repair.py [--rounds N] [--only KIND] [TEXT…]

Clean texts (by default the articles of fixtures/pages, and as general news the test sentences that underthesea ships) are
garbled page by page from a seed by extractor/evaluate/garble.py and repaired. A word is restored if it is equal, letter case included, to the clean one
(TCVN3 has no capitals with a tone, there the case is passed over).
"""

from __future__ import annotations

import argparse
import random
import re
import time
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

from extractor.evaluate.garble import kinds
from extractor.lexicon.syllables import default_repairer

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


def compare(clean: str, garbled: str, repaired: str, fold: bool) -> tuple[int, int, int]:
    """Damaged words, those of them restored, and undamaged words harmed."""
    rows = [re.split("[ \n]+", text) for text in (clean, garbled, repaired)]
    if fold:
        rows = [[word.lower() for word in row] for row in rows]
    want, had, got = rows
    if len(got) != len(want) or len(had) != len(want):  # breaks inside words: nothing tells which were damaged
        same = SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
        return len(want), sum(block.size for block in same), 0
    damaged = [(a, c) for a, b, c in zip(want, had, got, strict=True) if a != b]
    harmed = sum(a != c for a, b, c in zip(want, had, got, strict=True) if a == b)
    return len(damaged), sum(a == c for a, c in damaged), harmed


def measure(texts: list[str], rounds: int, only: str = "") -> None:
    import ftfy

    repair = default_repairer()
    repair("th?\n??ng tin ??iện t???")  # loads the tables
    print(f"{'kind':30} {'words':>7} {'restored':>9} {'harmed':>7} {'ftfy':>8} {'harmed':>7} {'sure':>6} {'right':>6} {'chars/s':>9}")
    for name, garbler in ((n, g) for n, g in kinds().items() if n.startswith(only)):
        total = [0] * 5
        sure = right = 0
        spent = size = 0.0
        for i in range(rounds):
            rng = random.Random(i)
            for text in texts:
                garbled = garbler(text, rng)
                began = time.perf_counter()
                done = repair(garbled)
                spent += time.perf_counter() - began
                size += len(garbled)
                fold = "tcvn3" in name.lower()
                words, ours, harmed = compare(text, garbled, done.text, fold)
                _, theirs, hurt = compare(text, garbled, ftfy.fix_text(garbled, uncurl_quotes=False), fold)
                total = [a + b for a, b in zip(total, (words, ours, harmed, theirs, hurt), strict=True)]
                guesses = [e for e in done.edits if e.kind == "lost-bytes" and not e.unsure]
                sure += len(guesses)
                right += sum(_is_right(text, done, e) for e in guesses)
        words, ours, harmed, theirs, hurt = total
        share = f"{sure / max(1, words):6.3f} {right / sure:6.3f}" if sure else " " * 13
        print(
            f"{name:30} {words:7} {ours / max(1, words):9.4f} {harmed:7} {theirs / max(1, words):8.4f} {hurt:7} {share} {size / spent:9.0f}"
        )


def _is_right(clean: str, done: object, edit: object) -> bool:
    """True if the word at an edit is the clean word with the same number."""
    at = done.edits.to_repaired(edit.start, edit.end)[0]  # type: ignore[attr-defined]
    number = len(done.text[:at].split()) - (0 if at == 0 or done.text[at - 1].isspace() else 1)  # type: ignore[attr-defined]
    words, wanted = done.text.split(), clean.split()  # type: ignore[attr-defined]
    return number < min(len(words), len(wanted)) and words[number] == wanted[number]


def clean_speed(texts: list[str]) -> None:
    repair = default_repairer()
    text = "\n".join(texts)
    text *= max(1, 4_000_000 // len(text))
    began = time.perf_counter()
    edits = len(repair(text).edits)
    print(f"clean text: {edits} edits in {len(text)} characters, {len(text) / (time.perf_counter() - began):.0f} characters a second")


def official() -> list[str]:
    """The undamaged articles of fixtures/pages, without their short lines."""
    repair = default_repairer()
    texts = [unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob("*.txt"))]
    lines = ["\n".join(line for line in text.split("\n") if len(line.split()) > 8) for text in texts if not repair(text).edits.all]
    return [text for text in lines if text]


def news() -> list[str]:
    """The sentences of VLSP 2013's test set, which underthesea ships, 25 on a page."""
    import underthesea

    path = Path(underthesea.__file__).parent / "pipeline/pos_tag/models/pos_crf_vlsp2013_20230303/test_output.txt"
    if not path.exists():
        return []
    rows = re.split(r"\n{2,}", unicodedata.normalize("NFC", path.read_text(encoding="utf-8", errors="ignore")))
    lines = [" ".join(row.split("\t")[0].replace("_", " ") for row in rows.split("\n")) for rows in rows if rows]
    lines = [re.sub(r"([(\[“]) ", r"\1", re.sub(r" ([.,;:!?)\]”…]+)(?= |$)", r"\1", line)) for line in lines]
    return ["\n".join(lines[i : i + 25]) for i in range(0, len(lines), 25)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default="", help="only the kinds whose name begins so")
    options = parser.parse_args()
    corpora = {p.name: [unicodedata.normalize("NFC", p.read_text(encoding="utf-8"))] for p in options.texts}
    for name, pages in (corpora or {"official": official(), "news": news()}).items():
        if pages:
            print(f"{name}: {len(pages)} pages, {sum(map(len, pages))} characters")
            measure(pages, options.rounds, options.only)
            clean_speed(pages)


if __name__ == "__main__":
    main()
