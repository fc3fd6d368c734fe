"""Titles of office as they stand in the text: "Phó Chủ tịch Thường trực", "Chi cục trưởng"."""

from __future__ import annotations

import re

from extractor.lexicon.matcher import matches_at, tokens_of
from extractor.lexicon.titles import Title, title_firsts, title_pattern
from extractor.model.mention import TitleMention
from extractor.text.fold import fold

# "nguyên Giám đốc", "cựu Chủ tịch": an office that is held no more.
_FORMER = re.compile(r"(?:nguyên|cựu)(?: là)? $")
# Words in which a title is no title: "ban giám đốc", "phòng giám đốc", "hội đồng chủ tịch", "đại biểu" of a congress.
_NOT_BEFORE = re.compile(r"(?:ban|cuộc|lớp|thay mặt|phủ|nhà|làng|học|hội nghị) $")
# Verbs that make "lãnh đạo" a verb or a common noun: "lãnh đạo, chỉ đạo", "công tác lãnh đạo", "sự lãnh đạo của Đảng".
_LEADING = re.compile(r"(?:sự|công tác|vai trò|tập trung|tham mưu|năng lực|dưới sự|đảng) $")


def canonical_title(pre: str, entry: Title, post: str) -> str:
    """The standard spelling of a title with its modifiers.

    >>> from extractor.lexicon.titles import title_of
    >>> canonical_title("phó ", title_of("chu-tich"), " thường trực")
    'Phó Chủ tịch Thường trực'
    """
    words = entry.title
    if "phó" in pre:
        words = f"Phó {words}"
    if "quyền" in pre or "q." in pre:
        words = f"Quyền {words}"
    return f"{words} Thường trực" if post else words


def find_titles(text: str) -> list[TitleMention]:
    """All titles of office in `text`, in order; former offices have the rule ``title:former``.

    >>> [(m.title, text[m.start:m.end]) for text in ["ông A, phó chủ tịch thường trực UBND tỉnh"] for m in find_titles(text)]
    [('Phó Chủ tịch Thường trực', 'phó chủ tịch thường trực')]
    """
    folded = fold(text)
    pattern, by_form = title_pattern()
    found: list[TitleMention] = []
    for m in matches_at(pattern, folded, tokens_of(text).begins(title_firsts())):
        entry = by_form[m["base"]]
        before = folded[max(0, m.start() - 14) : m.start()]
        if entry.id == "bi-thu" and folded.startswith((" trung ương", " tw ", " tư "), m.end()):
            continue  # a Party rank: "Bí thư Trung ương Đảng"
        if "phó" in m["pre"] and not entry.deputy:
            continue
        if entry.id == "dai-bieu" and before.endswith("đoàn "):
            continue  # "Trưởng đoàn đại biểu Quốc hội"
        if _NOT_BEFORE.search(before) or (entry.id == "lanh-dao" and _LEADING.search(before)):
            continue
        former = _FORMER.search(before)
        post = m["post"] or ""
        start = m.start()
        if m["pre"].startswith("tân "):
            start += 4
        found.append(
            TitleMention(
                start=start,
                end=m.end(),
                title=canonical_title(m["pre"], entry, post),
                entry=entry.id,
                rule="title:former" if former else f"title:{entry.id}",
            )
        )
    return found
