"""Cues of what happens to a body: `events.toml`, compiled."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from extractor.lexicon.load import GazetteerError, read_toml

# What may stand between a passive body and its verb.
_ADVERBS = r"(?:vừa mới|vừa|đã|mới|được (?:ubnd|ủy ban|chủ tịch|thủ tướng|bộ|huyện|tỉnh|thành phố|xã|phường|quận)[^,.;\n]{0,40}?(?: quyết định| ký quyết định| ra quyết định)?|nay|chính thức|sẽ|cũng|tiếp tục|lại|tỉnh|này|nói trên|\([^)]{0,80}\)|,) ?"


class Cue(msgspec.Struct, frozen=True):
    """One event's patterns over folded text; `before` is anchored at its end, `after` at its start."""

    id: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    not_before: tuple[str, ...] = ()
    needs: re.Pattern[str] | None = None


def _before(patterns: list[str]) -> re.Pattern[str]:
    # "giải thể các ban sau: Ban Chỉ đạo A": a counting word may stand between.
    listed = r"(?: (?:các )?tổ chức phối hợp liên ngành)?(?: (?:các|\d+|hai|ba|bốn|năm))?(?: (?:ban|tổ|tiểu ban|đoàn|ban chỉ đạo|tổ chức|hội đồng)(?=,? (?:sau|gồm|là)|:))?(?:,? (?:sau đây|sau|gồm|là))?"
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)}){listed}:?\s*[\"(]?$")


def _after(patterns: list[str]) -> re.Pattern[str]:
    aside = r"(?:, (?:được )?(?:thành lập|lập) [^,;.\n]{0,80},)?"  # ", lập theo Quyết định số 12, bị giải thể"
    return re.compile(rf"{aside}\s*(?:{_ADVERBS})*(?:{'|'.join(patterns)})(?!\w)" if patterns else r"(?!)")


@cache
def event_cues() -> tuple[Cue, ...]:
    """The events in order of preference. Raises GazetteerError."""
    try:
        return tuple(
            Cue(
                e["id"], _before(e["before"]), _after(e["after"]), tuple(e.get("not_before", ())),
                re.compile(e["needs"]) if "needs" in e else None,
            )
            for e in read_toml("events.toml")["event"]
        )  # fmt: skip
    except (KeyError, re.error) as error:
        raise GazetteerError(f"events.toml: {error}") from error


@cache
def predecessor_cue() -> Cue:
    """The cue of bodies that went into another one. Raises GazetteerError."""
    try:
        e = read_toml("events.toml")["predecessor"]
        return Cue("predecessor", re.compile(rf"(?<!\w)(?:{'|'.join(e['before'])})\s*$"), _after(e["after"]))
    except (KeyError, re.error) as error:
        raise GazetteerError(f"events.toml: {error}") from error
