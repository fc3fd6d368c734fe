"""Persons: names of people as they stand, joined, cleaned of honorifics, ranks and titles.

Rules propose and weigh candidates (surname, shape of the name, the words before and after);
where their evidence is not decisive, a part-of-speech tagger may vote. A wrong name is the
worst outcome, so a candidate needs positive evidence and one veto is enough against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from extractor.lexicon.names import Cue, NameTables, name_tables
from extractor.model.mention import PersonMention

_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯŠŽČẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LETTER = r"[^\W\d_]"
# A capitalised syllable: "Văn", "NGUYỄN", "H'Lan", "K’Brông", "Jean-Claude".
_CAPITAL = rf"(?:[HYK]['’ʼ`][{_UPPER}]?{_LETTER}*|[{_UPPER}]{_LETTER}*(?:['’ʼ]{_LETTER}+)?(?:-[{_UPPER}]{_LETTER}+)*)"
# Between the syllables of one name: spaces, or one line end.
_GAP = r"(?:[ \t\xa0]{1,3}|[ \t\xa0]*\n[ \t\xa0]{0,3})"
# Middle syllables that some papers write small.
_SMALL = rf"(?:văn|thị)(?={_GAP}[{_UPPER}])"
_RUN = re.compile(rf"(?<![\w&])(?:{_CAPITAL})(?:{_GAP}(?:{_CAPITAL}|{_SMALL}))*")
_SYLLABLE = re.compile(rf"{_CAPITAL}|văn|thị")
_FOREIGN = re.compile(r"[fjwz]|[bcdđghklmnpqrstvx]{4}|(?:sh|ck|st|ll|tt|ss|rd|ld|[bdlrsvx])$|(?<!n)g$|^(?:br|cl|cr|dr|fr|gr|pr|sp|st|sk|sm|sn|pl|bl|gl|sl|sw)|[aeiouy]+[bcdghklmnpqrstvx]+[aeiou]")

ACCEPT = 4.0  # evidence from which the rules alone say yes
REJECT = 2.5  # evidence up to which the rules alone say no


class PosTagger(Protocol):
    """Votes on a candidate: True for a proper name, False for none, None for no opinion."""

    def is_person(self, text: str, start: int, end: int) -> bool | None: ...


class _Token(msgspec.Struct, frozen=True):
    start: int
    end: int
    word: str
    key: str


class _Candidate(msgspec.Struct):
    start: int
    end: int
    name: str
    score: float
    rule: str


def find_persons(
    text: str,
    blocked: Sequence[tuple[int, int]] = (),
    pos: PosTagger | None = None,
    single: bool = False,
) -> list[PersonMention]:
    """The mentions of persons in `text`, in its order; ranges in characters, names without honorifics.

    `blocked` are ranges already recognised as something else. `pos` votes where the rules are undecided.
    With `single`, a given name after an honorific that belongs to no full name of the text is kept too.

    >>> [m.name for m in find_persons("do ông Trần Văn Tân, Phó Chủ tịch UBND tỉnh, làm Trưởng ban")]
    ['Trần Văn Tân']
    """
    tables = name_tables()
    barred = sorted(blocked)
    found: list[_Candidate] = []
    short: list[_Candidate] = []
    for run in _RUN.finditer(text):
        tokens = _tokens(text, run.start(), run.end())
        tokens = [token for token in tokens if not _overlaps(barred, token.start, token.end)]
        if tokens:
            _scan_run(text, tokens, tables, found, short)
    kept = [c for c in found if _decide(text, c, pos)]
    mentions = [_mention(c, pos) for c in kept]
    mentions += _later_mentions(short, kept, single)
    return _in_order(mentions)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(m.start(), m.end(), m.group(), m.group().lower().replace("ð", "đ"))
        for m in _SYLLABLE.finditer(text, start, end)
    ]


def _overlaps(barred: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in barred)


def _scan_run(
    text: str, tokens: list[_Token], tables: NameTables, found: list[_Candidate], short: list[_Candidate]
) -> None:
    """Walk one run of capitalised syllables and propose the names in it."""
    i = 0
    count = len(tokens)
    while i < count:
        cue = _cue_before(text, tokens[i].start, tables)
        personal = cue is not None and cue.kind in ("honorific", "title")
        if not personal:
            size = _place_at(tokens, i, tables)
            if size:
                i += size
                continue
        candidate, size = _name_at(text, tokens, i, cue, tables)
        if candidate is not None:
            found.append(candidate)
            i += size
            continue
        if personal and cue is not None:
            piece = _short_at(text, tokens, i, cue, tables)
            if piece is not None:
                short.append(piece)
                i += len(piece.name.split())
                continue
        i += 1


def _place_at(tokens: list[_Token], i: int, tables: NameTables) -> int:
    """The number of syllables of a known place that begins here, 0 if none does."""
    for size in (4, 3, 2):
        if i + size <= len(tokens) and " ".join(t.key for t in tokens[i : i + size]) in tables.places:
            # "Hà Nam Anh" is no place: the place must end the run or be followed by a surname.
            after = tokens[i + size] if i + size < len(tokens) else None
            if after is None or after.key in tables.surnames or tokens[i].key != after.key:
                return size
    return 0


def _cue_before(text: str, start: int, tables: NameTables) -> Cue | None:
    """The strongest cue that ends right before `start` (spaces and one colon apart)."""
    left = text[max(0, start - 40) : start]
    stripped = left.rstrip(" \t\xa0\n:\"“'")
    if not stripped or stripped.endswith((",", ";", "!", "?", ")", "-", "–")):
        return None
    words = re.split(r"[\s,;()\"“:–]+", stripped.lower())
    if start > 40 and len(words) > 1:
        words = words[1:]
    for size in (3, 2, 1):
        if len(words) >= size:
            cue = tables.before.get(" ".join(words[-size:]))
            if cue is not None:
                return cue
    return None


def _name_at(
    text: str, tokens: list[_Token], i: int, cue: Cue | None, tables: NameTables
) -> tuple[_Candidate | None, int]:
    """The best full name that begins at syllable `i`, with the number of syllables it takes."""
    first = tokens[i]
    weight = _surname_weight(first, tables)
    if weight == 0.0 or first.word in ("văn", "thị"):
        return None, 0
    second = tokens[i + 1] if i + 1 < len(tokens) else None
    if second is not None and first.key in tables.before and _surname_weight(second, tables) >= 3.0:
        return None, 0  # "Đường Trần Hưng Đạo": the first syllable is the word before the name
    size = _name_length(text, tokens, i, tables)
    if size < 2:
        return None, 0
    part = tokens[i : i + size]
    name = _spelling(part)
    if name is None:
        return None, 0
    score = weight + _shape(part, tables) + _context(text, part, cue, i, tokens, tables)
    if score <= REJECT:
        return None, 0
    return _Candidate(part[0].start, part[-1].end, name, score, "full-name"), size


def _surname_weight(token: _Token, tables: NameTables) -> float:
    if token.word[:2] in ("H'", "H’", "K'", "K’", "Hʼ", "Kʼ", "Y'", "Y’"):
        return 3.0
    return tables.surnames.get(token.key, 0.0)


def _name_length(text: str, tokens: list[_Token], i: int, tables: NameTables) -> int:
    """How many syllables from `i` can belong to one name: at most five, all in one case, up to a compound or a line."""
    upper = _all_capitals(tokens[i])
    size = 1
    while size < 5 and i + size < len(tokens):
        token = tokens[i + size]
        if _all_capitals(token) != upper and len(token.word) > 1 and token.word not in ("văn", "thị"):
            break
        if "\n" in text[tokens[i + size - 1].end : token.start] and not _joins_line(tokens, i, size, tables):
            break
        if _starts_compound(text, tokens, i + size, tables):
            break
        if not upper and _FOREIGN.search(_folded(token.key)) and not _highland(token):
            break
        size += 1
    if upper and i + size < len(tokens) and "\n" not in text[tokens[i + size - 1].end : tokens[i + size].start]:
        return 0  # a headline in capitals, no name on its own
    return size


def _all_capitals(token: _Token) -> bool:
    return len(token.word) > 1 and token.word.isupper()


def _highland(token: _Token) -> bool:
    return "'" in token.word or "’" in token.word or any(c in "ăêôơưâ" for c in token.key)


def _folded(key: str) -> str:
    return key.translate(_FOLD)


_FOLD = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)


def _joins_line(tokens: list[_Token], i: int, size: int, tables: NameTables) -> bool:
    """Whether a name goes on after a line end: only where it cannot be complete before it."""
    before = tokens[i + size - 1].key
    if size == 1 or before in tables.small_middles:
        return True
    after = tokens[i + size]
    alone = i + size + 1 == len(tokens)
    return size == 2 and alone and after.key in tables.given and after.key not in tables.surnames


def _starts_compound(text: str, tokens: list[_Token], i: int, tables: NameTables) -> bool:
    """Whether the syllable begins an ordinary word with what follows ("Chủ tịch", "Thành phố")."""
    token = tokens[i]
    rest = re.match(r"[ \t\xa0]+([^\W\d_]+)", text[token.end : token.end + 14])
    return rest is not None and f"{token.key} {rest.group(1).lower()}" in tables.compounds


def _spelling(part: list[_Token]) -> str | None:
    """The name in title case, single-spaced; None for a lone initial at the wrong place."""
    words = []
    for token in part:
        word = token.word
        if _all_capitals(token) or word in ("văn", "thị"):
            word = word[:1].upper() + word[1:].lower()
        words.append(word.replace("Ð", "Đ"))
    return " ".join(words)


def _shape(part: list[_Token], tables: NameTables) -> float:
    """Evidence in the name itself: length, middle syllables, a known given name."""
    score = {2: 0.0, 3: 1.0, 4: 1.0, 5: 0.0}[len(part)]
    if len(part) > 2 and part[1].key in tables.small_middles:
        score += 1.5
    elif len(part) > 2 and part[1].key in tables.middles:
        score += 0.5
    if part[-1].key in tables.given:
        score += 0.5
    return score


def _context(
    text: str, part: list[_Token], cue: Cue | None, i: int, tokens: list[_Token], tables: NameTables
) -> float:
    """Evidence round the name."""
    score = 0.0
    joined = " ".join(t.key for t in part)
    if cue is not None:
        score += cue.weight
        if cue.kind == "unit":
            titled = _title_governs(text, part[0].start)
            if titled and joined not in tables.historical:
                score += 4.0
            elif joined in tables.historical:
                return -10.0
    if joined in tables.places and (cue is None or cue.kind != "honorific"):
        return -10.0
    if joined in tables.historical and (cue is None or cue.kind not in ("honorific", "title")):
        score -= 2.0
    score += _after(text, part[-1].end, tables)
    return score


_TITLE_GOVERNS = re.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|chánh|chủ nhiệm|ủy viên|thư ký|tư lệnh|chính ủy|chánh án|thường trực)"
    r"[^.;:!?()\n,]{0,60}$"
)


def _title_governs(text: str, start: int) -> bool:
    """Whether a title of office stands before the unit word: "Phó Chủ tịch UBND tỉnh" + name."""
    return _TITLE_GOVERNS.search(text[max(0, start - 90) : start].lower()) is not None


def _after(text: str, end: int, tables: NameTables) -> float:
    """Evidence right behind the name."""
    right = text[end : end + 24].lower()
    if right[:1] in (",", ";"):
        head = right[0] + " " + right[1:].lstrip()
    else:
        head = right.lstrip(" \t\xa0\n")
        if head[:1] in ("-", "–"):
            head = head[0] + " " + head[1:].lstrip()
    words = head.split(" ")
    for size in (1, 2, 3):
        cue = tables.after.get(" ".join(words[:size]).rstrip(",.;:)"))
        if cue is not None:
            return cue.weight
    return 0.0


def _short_at(text: str, tokens: list[_Token], i: int, cue: Cue, tables: NameTables) -> _Candidate | None:
    """One or two syllables after a form of address: a given name that may refer to a fuller one."""
    size = 1
    while size < 2 and i + size < len(tokens):
        if _starts_compound(text, tokens, i + size, tables) or "\n" in text[tokens[i].end : tokens[i + size].start]:
            break
        size += 1
    if _starts_compound(text, tokens, i, tables) or (_all_capitals(tokens[i]) and len(tokens[i].word) > 1):
        return None
    part = tokens[i : i + size]
    return _Candidate(part[0].start, part[-1].end, _spelling(part) or "", cue.weight, f"given-name:{cue.kind}")


def _decide(text: str, candidate: _Candidate, pos: PosTagger | None) -> bool:
    if candidate.score >= ACCEPT or pos is None:
        return candidate.score >= ACCEPT
    return pos.is_person(text, candidate.start, candidate.end) is True


def _mention(candidate: _Candidate, pos: PosTagger | None) -> PersonMention:
    votes = ("rules",) if candidate.score >= ACCEPT else ("rules", "pos")
    return PersonMention(
        start=candidate.start, end=candidate.end, rule=candidate.rule, name=candidate.name, votes=votes
    )


def _later_mentions(short: list[_Candidate], full: list[_Candidate], single: bool) -> list[PersonMention]:
    """Given names resolved to the nearest full name before them, else to the only one behind."""
    mentions = []
    for piece in short:
        words = piece.name.split()
        owner = None
        for size in range(len(words), 0, -1):
            owner = _owner(words[:size], piece.start, full)
            if owner:
                break
        if owner is not None:
            end = piece.end if size == len(words) else piece.start + len(words[0])
            mentions.append(
                PersonMention(start=piece.start, end=end, rule="given-name", name=owner, votes=("rules",))
            )
        elif single and piece.rule.endswith("honorific"):
            mentions.append(
                PersonMention(start=piece.start, end=piece.end, rule="single-name", name=piece.name, votes=("rules",))
            )
    return mentions


def _owner(words: list[str], start: int, full: list[_Candidate]) -> str | None:
    size = len(words)
    matching = [c for c in full if c.name.split()[-size:] == words and len(c.name.split()) > size]
    before = [c for c in matching if c.start < start]
    if before:
        return before[-1].name
    return matching[0].name if len({c.name for c in matching}) == 1 else None


def _in_order(mentions: list[PersonMention]) -> list[PersonMention]:
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))
