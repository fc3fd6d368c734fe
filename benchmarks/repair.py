"""How much of what was garbled comes back: words restored and harmed, kind by kind, beside ftfy on the same input.

    python benchmarks/repair.py [--rounds N] [TEXT…]

Clean texts (by default the ones written for this project in fixtures/texts) are garbled from a seed by
extractor/evaluate/garble.py and repaired. A word is restored if it is equal, letter case included, to the clean one
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

TEXTS = Path(__file__).parent.parent / "fixtures" / "texts"


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


def measure(texts: list[str], rounds: int) -> None:
    import ftfy

    repair = default_repairer()
    repair("th?\n??ng tin ??iện t???")  # loads the tables
    print(f"{'kind':30} {'words':>7} {'restored':>9} {'harmed':>7} {'ftfy':>8} {'harmed':>7} {'sure':>6} {'right':>6} {'chars/s':>9}")
    for name, garbler in kinds().items():
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
    text = unicodedata.normalize("NFC", "\n".join(texts)) * 20
    began = time.perf_counter()
    edits = len(repair(text).edits)
    print(f"clean text: {edits} edits in {len(text)} characters, {len(text) / (time.perf_counter() - began):.0f} characters a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("texts", nargs="*", type=Path, default=[TEXTS / "clean_official.txt", TEXTS / "clean_news.txt"])
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    texts = [unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in options.texts]
    for path, text in zip(options.texts, texts, strict=True):
        print(path.name)
        measure([text], options.rounds)
    clean_speed(texts)


if __name__ == "__main__":
    main()
