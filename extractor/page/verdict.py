"""Pages without an article, and why."""

from __future__ import annotations

import re

from extractor.model.outcome import DropReason, NoArticle
from extractor.page.content import Region, weigh
from extractor.page.markup import Page
from extractor.page.metadata import Declared
from extractor.text.fold import strip_marks

_ERROR = re.compile(
    r"\b(?:404|403|500|502|503)\b|not found|khong tim thay|trang khong ton tai|khong ton tai|forbidden|access denied|tu choi truy cap|bad gateway"
    r"|loi he thong|server error|runtime error|service unavailable|dang bao tri|bao tri he thong|page (?:does not|doesn.t) exist|bi xoa|da bi go"
)
_LOGIN = re.compile(r"\b(?:dang nhap|login|log in|sign in)\b")
_SHELL = re.compile(r"enable javascript|bat javascript|javascript (?:is )?(?:required|disabled)|kich hoat javascript|loading|dang tai", re.I)


def judge_page(page: Page, region: Region | None, told: Declared) -> None:
    """Raise NoArticle if the page is an error, a login, a script shell, a list of links, or empty."""
    text = " ".join(b.text for b in page.blocks)
    if region is None or not text.strip():
        if page.scripts and re.search(r"<div[^<>]*\bid\s*=\s*[\"']?(?:root|app|__next|main-app)\b", page.markup[:400_000], re.I):
            raise NoArticle(DropReason.SCRIPT_SHELL, "an empty container and scripts")
        raise NoArticle(DropReason.SCRIPT_SHELL if page.scripts else DropReason.EMPTY, "no text")
    prose = sum(weigh(page.blocks[i]) for i in region.kept)
    head = strip_marks(" ".join(told.titles) + " " + " ".join(b.text for b in page.blocks if b.heading)[:300] + " " + text[:200])
    if prose < 500 and len(text) < 3000 and _ERROR.search(head):
        raise NoArticle(DropReason.ERROR_PAGE, "the page reports an error")
    if page.passwords and prose < 300:
        raise NoArticle(DropReason.LOGIN, "a password field and no article")
    if len(text) < 250 and page.scripts and (_SHELL.search(strip_marks(text)) or len(text) < 60):
        raise NoArticle(DropReason.SCRIPT_SHELL, "scripts and next to no text")
    links = sum(1 for b in page.blocks if b.linked > 0.7 and len(b.text) > 25)
    if region.listing and links >= 5:
        raise NoArticle(DropReason.LISTING, f"{links} linked headlines with summaries")
    if prose < 250 and links >= 8:
        raise NoArticle(DropReason.LISTING, f"{links} linked headlines and no prose")


# Letters that Vietnamese has and its neighbours on the web have not.
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
_VIETNAMESE_WORDS = re.compile(r"\b(?:va|cua|cac|cho|duoc|trong|voi|la|co|tinh|uy ban|nhan dan|quyet dinh|nhung|nguoi|ngay|thang)\b")


def is_vietnamese(text: str) -> bool:
    """True if the text is Vietnamese, with its diacritics or typed without.

    >>> is_vietnamese("UBND tỉnh họp phiên thường kỳ"), is_vietnamese("The council met on Tuesday")
    (True, False)
    """
    words = max(1, text.count(" ") + 1)
    if len(_VIETNAMESE.findall(text)) >= 0.15 * words:
        return True
    return len(_VIETNAMESE_WORDS.findall(strip_marks(text))) >= 0.12 * words
