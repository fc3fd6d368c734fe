"""Part-of-speech evidence against underthesea's own pos_tag(): same tags, how much faster, how it grows.

Both are run in turn on every text, so that a slow moment of the machine hits both. Run:
``python benchmarks/pos.py``. The texts are the person finder's cases in sentences of three lengths.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from extractor.find.pos import PosTagger

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "persons.jsonl"
SENTENCE = (
    "Phó Chủ tịch UBND tỉnh Trần Văn Tân vừa ký Quyết định số 15/QĐ-UBND thành lập Ban Chỉ đạo, gồm 17 thành viên, "
)


def main() -> None:
    from underthesea import pos_tag

    tagger = PosTagger()
    tagger.tag(SENTENCE), pos_tag(SENTENCE)
    texts = [json.loads(line)["text"] for line in CASES.read_text("utf-8").splitlines()]
    units = [f"Theo Quyết định số 15/QĐ-UBND của UBND tỉnh, {text}; kinh phí 1.250.000 đồng." for text in texts]
    ours, theirs, equal = _interleaved(units, tagger.tag, pos_tag)
    print(f"{len(units)} units: equal tags on {equal}; {sum(theirs) / sum(ours):.1f} times underthesea's speed")
    print(f"median a unit: {1e3 * statistics.median(ours):.2f} ms against {1e3 * statistics.median(theirs):.2f} ms")
    print("tokens   ours ms  theirs ms  ratio")
    for repeat in (1, 2, 4, 8):
        text = SENTENCE * repeat
        ours, theirs, _ = _interleaved([text] * 5, tagger.tag, pos_tag)
        print(f"{27 * repeat:6d} {1e3 * min(ours):9.2f} {1e3 * min(theirs):10.2f} {min(theirs) / min(ours):6.1f}")


def _interleaved(texts, one, other) -> tuple[list[float], list[float], int]:
    first, second, equal = [], [], 0
    for text in texts:
        started = time.perf_counter()
        a = one(text)
        middle = time.perf_counter()
        b = other(text)
        second.append(time.perf_counter() - middle)
        first.append(middle - started)
        equal += a == [tuple(pair) for pair in b]
    return first, second, equal


if __name__ == "__main__":
    main()
