"""One line of a text or block of a page, and what it says when it is read alone."""

from __future__ import annotations

import re
from typing import Any

from extractor.lexicon.furniture import furniture
from extractor.model.lazy import lazy
from extractor.page.dateline import read_dateline
from extractor.page.markup import count_words
from extractor.text.fold import strip_marks

_TERMINAL = tuple(f"{mark}{close}" for mark in ".!?…:;。！？।؟။" for close in ("", "”", '"', "»", ")", "”)", "」", "』", "）"))
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
SENTENCE_BREAK = re.compile(rf"[^\W\d_A-ZĐ]{{2}}[.!?;…][”\")]? +[\"“(]?[{_UPPER}]|[。！？।؟။][”」』）]?\s*\w")
LIST_ITEM = re.compile(
    r"\s*(?:[-–—+*•●▪■♦►➢✓]\s*(?=\S)|\(?\d{1,3}[.)/]\s*(?=[^\W\d])|(?:\(?[a-zđA-ZĐ][.)]|[IVX]{1,4}[.)])\s+(?=\S))"
)
# Field names of a document's data sheet: "Số hiệu: …", "Ngày ban hành: …". They belong to the text but are no headline.
_DATA_SHEET = re.compile(r"(?:so hieu|so ky hieu|loai van ban|noi ban hanh|co quan ban hanh|nguoi ky|ngay (?:ban hanh|hieu luc|cong bao|ky)|linh vuc|trich yeu|tinh trang|hieu luc)\b ?:?")


class Line:
    """One line to be judged: its text, where it comes from (`ref`) and what markup says of it."""

    def __init__(self, text: str, ref: Any = None, *, gap: bool = False, heading: int = 0, linked: float = 0.0, keep: bool = False, outside: bool = False):
        self.text = text
        self.ref = ref
        self.gap = gap  # a blank line stands before it
        self.heading = heading  # level of its heading tag, 0 if none
        self.linked = linked  # share of its characters that are link text
        self.keep = keep  # a table row or other block that was judged already
        self.outside = outside  # stands outside the article's container: metadata at most, unless headline or sapo
        self.author_hint = False  # its element is named for an author
        self.row = False  # a table's row, with its cells (ranges of blocks) and the headers above them
        self.cells: list[tuple[int, int]] = []
        self.headers: tuple[str, ...] = ()

    @lazy
    def verdict(self) -> tuple[str, str] | None:
        found = furniture().verdict(self.text)
        if found and found[0] == "lead" and (self.text.rstrip().endswith((";", ",", ":")) or LIST_ITEM.match(self.text)):
            return None  # a member of a list: "- UBND tỉnh Quảng Nam;"
        return found

    @lazy
    def effect(self) -> str | None:
        return self.verdict[0] if self.verdict else None

    @lazy
    def dateline(self) -> tuple[str, str] | None:
        return read_dateline(self.text)

    @lazy
    def words(self) -> int:
        return count_words(self.text)

    @lazy
    def ends_sentence(self) -> bool:
        return self.text.rstrip().endswith(_TERMINAL)

    @lazy
    def prose(self) -> bool:
        """A sentence or more, not a label or a headline."""
        if self.words < 10 or self.linked > 0.6 or self.outside or self.row or self.effect:
            return False
        # 30 words: no headline of the seeds and of 40 more Vietnamese pages passed 26.
        return self.ends_sentence or self.words >= 30 or bool(SENTENCE_BREAK.search(self.text))

    @lazy
    def data_sheet(self) -> bool:
        return bool(_DATA_SHEET.match(strip_marks(self.text[:40])))
