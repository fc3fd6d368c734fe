"""Persons: names of people as they stand, joined, cleaned of honorifics, ranks and titles.

Rules propose and weigh candidates (`name_runs`, `name_evidence`, `foreign_names`). Where their evidence is
not decisive, other witnesses are asked: a part-of-speech tagger and, if the user has one, an entity
recogniser. A wrong name is the worst outcome: a candidate needs positive evidence, one veto is enough
against it, and a given name alone needs its full name in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from extractor.find.cued_names import cued_size, cued_weight, in_list, office_behind
from extractor.find.foreign_names import foreign_size, foreign_weight
from extractor.find.later_mentions import Candidate, later_mentions, repeated_mentions, resolve_short, single_names
from extractor.find.name_evidence import (
    ACCEPT,
    PERSONAL,
    REJECT,
    cue_before,
    cue_behind,
    ends_in_title,
    is_place,
    place_size,
    weigh,
    weight_behind,
)
from extractor.find.name_runs import (
    UPPER,
    Syllable,
    has_particle,
    name_length,
    runs,
    spelling,
    starts_compound,
    surname_weight,
)
from extractor.lexicon.names import Cue, NameTables, name_tables
from extractor.model.mention import PersonMention

_PHOTO_CREDIT = re.compile(r"(?:^|[(.\n])\s*[ẢảÃ]nh(?: minh họa| tư liệu)?\s*[:/]\s*$")

class Witness(Protocol):
    """Someone to ask about an undecided candidate: True for a person, False for none, None for no opinion."""

    def is_person(self, text: str, start: int, end: int) -> bool | None: ...


def find_persons(
    text: str,
    blocked: Sequence[tuple[int, int]] = (),
    pos: Witness | None = None,
    single: bool = False,
    ner: Witness | None = None,
) -> list[PersonMention]:
    """The mentions of persons in `text`, in its order; ranges in characters, names without honorifics.

    `blocked` are ranges already recognised as something else. `pos` and `ner` vote where the rules are
    undecided and are not asked otherwise. With `single`, a given name that stands alone and belongs to no
    full name of the text ("Bà Mai", "Hùng cho biết") is kept too, as it stands.

    >>> [m.name for m in find_persons("Ông Trần Văn Tân, Phó Chủ tịch UBND tỉnh, làm Trưởng ban. Ông Tân nói")]
    ['Trần Văn Tân', 'Trần Văn Tân']
    """
    blocked = _without_surnames(text, blocked)
    finder = _Finder(text, blocked, name_tables())
    for run in runs(text, blocked):
        finder.walk(run)
    units = _units_named(text)
    candidates = [c for c in finder.full if c.score > ACCEPT or text[c.start : c.end] not in units]
    full = resolve_short(_decided(text, candidates, {"pos": pos, "ner": ner}))
    later = later_mentions(finder.short, full, single)
    repeated = repeated_mentions(finder.bare, full, finder.repeats)
    later += repeated
    if single and pos is not None:
        taken = {c.start for c in repeated}
        rest = [part for part in finder.bare if part[0].start not in taken]
        later += single_names(rest, finder.repeats, partial(pos.is_person, text))
    mentions = [
        PersonMention(start=c.start, end=c.end, name=c.name, rule=c.rule, votes=c.votes) for c in (*full, *later)
    ]
    return sorted(mentions, key=lambda mention: mention.start)


# Units named in the text, apart from those that an agency's or a title's own word stands before ("UBND xã", "Bí thư Đảng ủy xã").
_UNIT_NAMED = re.compile(
    rf"(?<!\w)(?P<before>[^\W\d]+ )?(?i:xã|phường|thị trấn|đặc khu|huyện|thôn|bản|ấp|làng|buôn)(?: (?:biên giới|miền núi|vùng cao|ven biển|đảo))? (?P<name>[{UPPER}]\w+ [{UPPER}]\w+)(?! [{UPPER}])"
)
_OF_AGENCIES = frozenset(("ubnd", "hđnd", "ubmttq", "mttq", "an", "ủy", "dân", "tịch", "thư", "đoàn", "trưởng", "chqs", "sự", "đội"))


def _units_named(text: str) -> frozenset[str]:
    """The names of two words that stand behind a unit's word: "Xã biên giới Khuất Xá"."""
    found = _UNIT_NAMED.finditer(text)
    return frozenset(m["name"] for m in found if (m["before"] or "").strip().lower() not in _OF_AGENCIES)


class _Finder:
    """Walks the runs of a text and keeps what may be names: `full` ones, `short` and `bare` ones that may refer to them."""

    def __init__(self, text: str, blocked: Sequence[tuple[int, int]], tables: NameTables):
        self.text = text
        self.tables = tables
        self.agencies = {end: start for start, end in sorted(blocked, reverse=True)}
        self.org_until = 0  # up to here a run goes on that began like an organisation
        self.full: list[Candidate] = []
        self.short: list[Candidate] = []
        self.bare: list[list[Syllable]] = []

    def walk(self, run: list[Syllable]) -> None:
        """Read one run from left to right; every syllable goes to one name, one place or to none."""
        i = 0
        while i < len(run):
            i += self._step(run, i)

    def _step(self, run: list[Syllable], i: int) -> int:
        if i == 0 and _PHOTO_CREDIT.search(self.text, max(0, run[0].start - 24), run[0].start):
            return len(run)  # who took the picture is nobody of the article's
        begins = i + 1 < len(run) and (
            surname_weight(run[i], self.tables) > 0.0 or f"{run[i].key} {run[i + 1].key}" in self.tables.double_surnames
        )
        if i + 1 < len(run) and f"{run[i].key} {run[i + 1].key}" in self.tables.org_words:
            self.org_until = run[-1].end
            return 2  # "Sư Phạm Kỹ Thuật"
        if run[i].start < self.org_until and surname_weight(run[i], self.tables) < 3.0:
            return 1  # "Ngân Hàng Nông Nghiệp"
        if i + 2 < len(run) and run[i].key == "sở" and surname_weight(run[i + 1], self.tables) >= 3.0:
            return 1  # "Giám đốc Sở Nguyễn Văn A"
        foreign = foreign_size(run, i, self.tables)
        addressed = i == 0 or (i == 1 and run[0].key in self.tables.before)
        if not begins and len(run) > i + 3:
            place = place_size(run, i, None, self.tables)
            if place:
                return place  # "Phú Yên Mai Thị Nhị"
        if not (begins or foreign or addressed):
            return self._bare(run, i)
        cue = cue_before(self.text, run[i].start, self.tables)
        if begins:
            place = (
                0
                if self._governed(run[i].start) and _is_whole_name(run, i, self.tables)
                else place_size(run, i, cue, self.tables, self.text)
            )
            size = place or self._vietnamese(run, i, cue)
            if size:
                return size
        if has_particle(run[i]) and self._particle_name(run[i], cue):
            return 1
        if foreign:
            return self._foreign(run[i : i + foreign], cue)
        return (addressed and self._cued(run, i, cue)) or self._given(run, i, cue) or self._bare(run, i)

    def _vietnamese(self, run: list[Syllable], i: int, cue: Cue | None) -> int:
        """Propose the full name at `i`; the number of syllables read, 0 if there is none."""
        second = run[i + 1] if i + 1 < len(run) else None
        if second is None or starts_compound(self.text, run[i], self.tables):
            return 0
        if surname_weight(second, self.tables) >= 3.0 and len(run) > i + 2:
            word = run[i].key
            if word in self.tables.starters or (word in self.tables.before and word not in ("hồ", "công")):
                return 0  # "Vì Nguyễn Văn An", "Đường Trần Hưng Đạo": the first syllable belongs before the name
        size = name_length(self.text, run, i, self.tables)
        if size == 1 and cue is not None and cue.kind == "honorific" and len(run) == i + 2 and not second.shouted:
            size = 2 if surname_weight(run[i], self.tables) >= 2.0 else 1  # "ông Lý Rotha"
        if run[i].shouted:
            size = self._headline_size(run, i, size)
        part = run[i : i + size]
        if size < 2 or not self._well_formed(run, part, i, cue):
            return 0
        start = part[0].start
        behind_name = (i > 0 and cue is None) or self._agency_before(start) is not None
        score = weigh(self.text, part, cue, behind_name, self.tables)
        if cue is None and score < ACCEPT and self._governed(start):
            score = max(score, weigh(self.text, part, None, False, self.tables) + 1.5)
        if score <= REJECT or (score < ACCEPT and not self._worth_asking(part, cue)):
            if score >= _IN_LIST["full-name"] and size > 2 and in_list(self.text, start):
                self.full.append(Candidate(start, part[-1].end, spelling(part), REJECT, "cued-name"))
                return size
            return size if score < 0 else 0
        self.full.append(Candidate(part[0].start, part[-1].end, spelling(part), score, "full-name"))
        return size

    def _worth_asking(self, part: list[Syllable], cue: Cue | None) -> bool:
        """Whether a witness may settle it: a common surname, or a form of name that no heading has ("Cao Tốc Bắc Nam")."""
        if (cue is not None and cue.kind in PERSONAL) or surname_weight(part[0], self.tables) >= 3.0:
            return True
        return part[-1].key in self.tables.given and all(s.key in self.tables.middles for s in part[1:-1])

    def _headline_size(self, run: list[Syllable], i: int, size: int) -> int:
        """In a headline in capitals the name ends before a verb ("NGUYỄN VĂN TÂN KIỂM TRA"), if one follows."""
        if i + size == len(run) and self._verb_behind(run, i + size) is False and size < 4:
            return size
        for shorter in (4, 3, 2):
            if shorter <= size and self._verb_behind(run, i + shorter):
                return shorter
        return size

    def _verb_behind(self, run: list[Syllable], i: int) -> bool:
        keys = [syllable.key for syllable in run[i : i + 2] if syllable.shouted]
        return bool(keys) and (keys[0] in self.tables.headline or " ".join(keys) in self.tables.headline)

    def _well_formed(self, run: list[Syllable], part: list[Syllable], i: int, cue: Cue | None) -> bool:
        """Whether the syllables look like a name: no particle without a name, no piece of a headline in capitals."""
        first = part[0]
        addressed = cue is not None and cue.kind in PERSONAL
        if first.key in self.tables.particles and (part[1].shouted or (i > 0 and not addressed)):
            return False  # "Bờ Y Lê Tuấn Anh"
        if not first.shouted:
            return not (len(first.word) == 1 and first.key not in self.tables.particles)
        behind = run[i + len(part)] if i + len(part) < len(run) else None
        before = run[i - 1] if i else None
        text = self.text
        apart = behind is None or "\n" in text[part[-1].end : behind.start] or self._verb_behind(run, i + len(part))
        return apart and (before is None or addressed or not before.shouted or "\n" in text[before.end : first.start])

    def _agency_before(self, start: int) -> int | None:
        """Where the agency, office or role begins that ends right before `start`."""
        gap = start
        while gap > 0 and self.text[gap - 1] in " \t\xa0\n\r":
            gap -= 1
        return self.agencies.get(gap)

    def _governed(self, start: int) -> bool:
        """Whether an agency stands before `start` and its head's title before that, or such a title alone."""
        agency = self._agency_before(start)
        if agency is None:
            return False
        implied = self.text[agency : agency + 12].lower().startswith(("bộ trưởng", "thứ trưởng", "trưởng phòng"))
        return implied or ends_in_title(self.text, start) or ends_in_title(self.text, agency)

    def _particle_name(self, one: Syllable, cue: Cue | None) -> bool:
        """Propose a name of one word, particle and given name: "K'Brểu"."""
        if one.shouted or (cue is not None and cue.weight < 0) or is_place(one.word):
            return False
        score = 3.0 + (cue.weight if cue is not None else 0.0) + weight_behind(self.text, one.end, self.tables)
        if self._governed(one.start):
            score += 1.5  # "Giám đốc Sở Văn hóa K'Brừm"
        if score >= ACCEPT:
            self.full.append(Candidate(one.start, one.end, spelling([one]), score, "full-name"))
        return score >= ACCEPT

    def _cued(self, run: list[Syllable], i: int, cue: Cue | None) -> int:
        """Propose a name of unknown family; the number of syllables read, 0 if there is none."""
        size = cued_size(self.text, run, i, self.tables)
        if not size:
            return 0
        part = run[i : i + size]
        start = part[0].start
        governed = self._governed(start) or (
            cue is not None and cue.kind in _OFFICES and ends_in_title(self.text, start)
        )
        score = cued_weight(self.text, part, cue, governed, self.tables)
        listed = score >= _IN_LIST["cued-name"] and i == 0 and in_list(self.text, part[0].start)
        if score < _CUED_ASK and not listed:
            return 0
        self.full.append(Candidate(part[0].start, part[-1].end, spelling(part), score, "cued-name"))
        return size

    def _foreign(self, part: list[Syllable], cue: Cue | None) -> int:
        if place_size(part, 0, cue, self.tables):
            return len(part)
        score = foreign_weight(self.text, part, cue, self.tables)
        place = Candidate(part[0].start, part[-1].end, spelling(part), score, "foreign-name")
        if score > REJECT or (len(part) > 1 and score >= 1.0):
            self.full.append(place)
        elif len(part) == 1 and score >= 0.0:
            place.rule = "given-name"
            self.short.append(place)
        return len(part)

    def _given(self, run: list[Syllable], i: int, cue: Cue | None) -> int:
        """Propose a given name of one or two syllables: after a form of address, or alone before a verb of telling."""
        first = run[i]
        addressed = cue is not None and cue.kind in PERSONAL
        if not addressed:
            if cue is not None or len(run) > 1 or first.key not in self.tables.given:
                return 0
            behind = cue_behind(self.text, first.end, self.tables)
            if behind is None or behind.id != "telling":
                return 0
        if first.shouted or first.small or starts_compound(self.text, first, self.tables):
            return 0
        address = self.tables.before.get(first.key)
        if len(run) > i + 1 and address is not None and address.kind in ("honorific", "title"):
            return 0  # "Trưởng ban: Ông Lý Thái Hưng", "Tổ trưởng: ThS Bùi Văn Tâm"
        part = run[i : i + 1]
        if i + 1 < len(run) and foreign_size(run, i + 1, self.tables):
            if cue is not None and cue.kind == "honorific" and len(run) == i + 2 and office_behind(self.text, run[-1].end):
                self.full.append(Candidate(first.start, run[-1].end, spelling(run[i:]), ACCEPT, "cued-name"))
                return 2  # "ông Men Pholly, Phó Giám đốc"
            return 0  # "Tổng thống Mỹ Donald Trump"
        if i + 1 < len(run) and not self._breaks_given(run, i + 1):
            part = run[i : i + 2]
        rule = f"given-name:{cue.kind}" if cue is not None and addressed else "given-name:telling"
        self.short.append(Candidate(part[0].start, part[-1].end, spelling(part), 0.0, rule))
        return len(part)

    def _bare(self, run: list[Syllable], i: int) -> int:
        """Keep a whole run of one or two syllables: it may repeat the end of a full name ("Nhân khai")."""
        if i == 0 and len(run) < 3 and run[0].key not in self.tables.before:
            self.bare.append(run)
            return len(run)
        return 1

    def repeats(self, part: list[Syllable]) -> bool:
        """Whether such a run stands where a name can: no ordinary word, no place, no street."""
        if any(s.shouted or s.small or starts_compound(self.text, s, self.tables) for s in part):
            return False
        cue = cue_before(self.text, part[0].start, self.tables)
        if cue is not None and cue.kind not in PERSONAL and cue.kind != "link":
            return False
        if len(part) == 1 and self._opens_sentence(part[0].start):
            return cue_behind(self.text, part[0].end, self.tables) is not None
        return True

    def _opens_sentence(self, start: int) -> bool:
        left = self.text[max(0, start - 4) : start].rstrip(" \t\xa0\"“'")
        return not left or left[-1] in ".!?:\n…-–•"

    def _breaks_given(self, run: list[Syllable], i: int) -> bool:
        across = "\n" in self.text[run[i - 1].end : run[i].start]
        return across or run[i].shouted or run[i].small or starts_compound(self.text, run[i], self.tables)


# The evidence from which a name is believed for standing beside one that is certain.
_IN_LIST = {"full-name": 3.0, "foreign-name": 1.0, "cued-name": 1.5}
# What may stand between a title and its holder: "Chủ tịch UBND huyện" + name.
_OFFICES = ("unit", "agency", "neutral")
# From which evidence a name of unknown family is worth a witness's time: a title and the shape of a name.
_CUED_ASK = 3.5
# A title that the "Đoàn" of a name was read into: "Thứ trưởng Đoàn Xuân Thắng".
_SWALLOWED = re.compile(r"(?:thứ|bộ|viện|cục|vụ|hiệu|thị) trưởng (?=đoàn$)")


def _without_surnames(text: str, blocked: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges without a family name that the last word of a title was taken for."""
    ranges = []
    for start, end in blocked:
        swallowed = _SWALLOWED.search(text[max(0, end - 20) : end].lower()) if text[end - 4 : end] == "Đoàn" else None
        ranges.append((start, end - 5) if swallowed and text[end : end + 2][-1:].isupper() else (start, end))
    return ranges


def _is_whole_name(run: list[Syllable], i: int, tables: NameTables) -> bool:
    """Whether three syllables to the end of a run are a name that begins like a place: "Đồng Văn Lưu"."""
    return len(run) == i + 3 and run[i + 1].key in tables.small_middles and surname_weight(run[i], tables) > 0.0


_COORDINATION = re.compile(r"\s*(?:,|;|và|cùng|với)\s*(?:(?:ông|bà|anh|chị|đồng chí|đ/c)\s+)?")


def _decided(text: str, candidates: list[Candidate], witnesses: dict[str, Witness | None]) -> list[Candidate]:
    """The candidates that are persons. The undecided are asked about, unless a list they stand in decides."""
    certain = [c.score >= ACCEPT for c in candidates]
    for order in (range(1, len(candidates)), range(len(candidates) - 2, -1, -1)):
        for i in order:
            j = i - 1 if order.step > 0 else i + 1
            if certain[j] and not certain[i] and candidates[i].score >= _IN_LIST[candidates[i].rule]:
                left, right = sorted((candidates[i], candidates[j]), key=lambda c: c.start)
                certain[i] = _COORDINATION.fullmatch(text[left.end : right.start]) is not None
    names = {c.name for c, sure in zip(candidates, certain, strict=True) if sure}
    kept = []
    for candidate, sure in zip(candidates, certain, strict=True):
        if not sure and candidate.name not in names:
            votes = tuple(
                who
                for who, one in witnesses.items()
                if one and candidate.score > REJECT and one.is_person(text, candidate.start, candidate.end)
            )
            if not votes:
                continue
            candidate.votes = ("rules", *votes)
        kept.append(candidate)
    return kept
