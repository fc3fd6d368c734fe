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
from extractor.lexicon.syllables import decode_page, default_repairer
from extractor.text.alphabet import LETTERS

# What the papers of offices hold beside sentences: headings, cells, codes, addresses, English, bullets, signs.
FORM = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|Số: 12/QĐ-UBND|Số: 123/2005/QĐ-TTg|V/v báo cáo số liệu
Nơi nhận:|- Như Điều 3;|- Lưu: VT, TH.|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|Nguyễn Văn Đức|Trần Thị Hạnh|TM. ỦY BAN NHÂN DÂN|Đã ký|Người lập biểu
STT\tHọ và tên\tChức vụ\tĐơn vị|1\tLê Văn Tám\tGiám đốc\tSở Tài chính|2\tĐỗ Thị Nở\tPhó Giám đốc\tSở Y tế|Có|Không|Đạt|Tổng số|Ghi chú
Email: vanthu@quangnam.gov.vn, ĐT: (0510) 3852400|Website: http://www.chinhphu.vn/portal?id=12&lang=vi|Đơn vị tính: 1.000 đồng
Microsoft Windows® XP, Internet Explorer 6.0|The Ministry of Finance of Viet Nam|• Mục tiêu cụ thể|§ Nhiệm vụ|+ Về kinh tế;|...../...../2005
Hà Nội, ngày 12 tháng 5 năm 2005|ĐIỀU 1.|Điều 2. Phạm vi|Mục A. Tổng quát|Tỷ lệ 15,5 % (±0,5 °C)|© 2005 UBND tỉnh|Đất ở: 120 m²""".replace(
    "\n", "|"
).split("|")
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


def measure_documents(texts: list[str], rounds: int) -> None:
    """Files in TCVN3 and VNI with the lines of forms among the sentences: the letters that come out right, as bytes and as text.

    Letter case is passed over (TCVN3 has no capitals with a tone).
    """
    repair = default_repairer()
    print(f"{'kind':30} {'letters':>8} {'as text':>9} {'as bytes':>9} {'chars/s':>9}")
    for name, garbler in ((n, g) for n, g in kinds().items() if "tcvn3" in n.lower() or n == "legacy vni"):
        total = as_text = as_bytes = size = 0
        spent = 0.0
        for i in range(rounds):
            rng = random.Random(i)
            for text in texts:
                lines = text.split("\n")
                for _ in range(max(2, len(lines) // 6)):
                    lines.insert(int(rng.random() * len(lines)), FORM[int(rng.random() * len(FORM))])
                clean = "\n".join(lines)
                # What cp1252 lacks cannot be in such a file.
                clean = "".join(c if c in LETTERS or c.encode("cp1252", "ignore") else " " for c in clean)
                garbled = garbler(clean, rng).replace("\n", "\r\n")
                began = time.perf_counter()
                one = repair(garbled).text
                spent += time.perf_counter() - began
                size += len(garbled)
                other = repair(decode_page(b"".join(c.encode("cp1252", "replace") if ord(c) > 255 else bytes([ord(c)]) for c in garbled)).text)
                total += sum(map(str.isalpha, clean))
                as_text += _letters(clean, one.replace("\r", ""))
                as_bytes += _letters(clean, other.text.replace("\r", ""))
        print(f"{name:30} {total:8} {as_text / total:9.5f} {as_bytes / total:9.5f} {size / spent:9.0f}")


def _letters(clean: str, got: str) -> int:
    """How many letters of `clean` stand in `got`, in any case."""
    one, other = clean.lower(), got.lower()
    if len(one) == len(other):
        return sum(a == b and a.isalpha() for a, b in zip(one, other, strict=True))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(c.isalpha() for block in blocks for c in one[block.a : block.a + block.size])


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
    if not corpora and "legacy".startswith(options.only[:6]):
        print("documents: the official texts with the lines of forms")
        measure_documents(official(), options.rounds)


if __name__ == "__main__":
    main()
