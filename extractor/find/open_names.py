"""Organisations that no gazetteer holds: a head word ("Cục", "Bệnh viện", "Công ty") and the name's own words."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from extractor.lexicon.load import read_toml
from extractor.lexicon.matcher import Tokens, Trie, keys_of
from extractor.lexicon.names import name_tables
from extractor.lexicon.offices import Office
from extractor.lexicon.place_names import GLUED, type_word
from extractor.lexicon.registry import registry
from extractor.lexicon.topics import spell_out

_MAX_WORDS = 14
_COMPANY_KINDS = {"cổ", "phần", "cp", "tnhh", "mtv", "một", "thành", "viên", "nhà", "nước", "hợp", "danh", "trách", "nhiệm", "hữu", "hạn", "và", "xây", "tm"}
_MANAGED = {"chợ", "dự", "án", "rừng", "khu", "các", "di", "tích", "vườn", "quốc", "gia", "cảng", "bến", "xe", "đường", "sắt", "công", "trình", "cụm", "đầu", "tư", "phòng", "hộ", "đặc", "dụng"}
# Words in lower case that end a name although a name could be thought to go on.
_STOP = frozenset(
    ["là", "làm", "đã", "đang", "sẽ", "vừa", "mới", "cũng", "cho", "nói", "có", "được", "bị", "tại", "trong", "trên", "với", "để", "khi", "từ", "do", "theo", "về", "của", "thuộc", "này", "đó", "kia", "ở", "ra", "vào", "lên", "xuống", "trưởng", "phó", "cùng", "các", "những", "một", "hai", "ba", "thì", "mà", "nên", "phải", "họp", "báo", "đến", "gồm", "như", "nào", "ký", "nhất", "nêu", "lập", "xin", "giao", "cử", "nhận", "đưa", "gửi", "tới", "bởi", "hay", "hoặc", "rằng", "sau", "trước", "nay"]
)


# "Vụ Đông Xuân" is a harvest, "Vụ án" a case.
_SEASONS = frozenset(("đông", "hè", "thu", "mùa", "xuân", "án", "việc", "chiêm"))


_VERBS = frozenset(
    ("nghiên cứu", "hướng dẫn", "tổ chức", "hỗ trợ", "giới thiệu", "thẩm định", "phục vụ", "kiểm soát", "kiểm định",
     "bảo vệ", "quản lý", "đào tạo", "tư vấn", "hợp tác", "đánh giá", "điều tra", "phát triển", "đấu giá", "vận hành",
     "vận động", "giám sát", "xây dựng", "tuyên truyền", "sản xuất", "thiết kế", "đầu tư", "công tác", "hoạt động",
     "thanh tra", "tuyển dụng", "điều trị", "dự báo", "kinh doanh")
)  # fmt: skip


# What an organisation does, behind a name of one syllable: "Tổng cục Thuế chủ trì".
_ACTS = _VERBS | {"chủ trì", "phối hợp", "tham mưu", "thực hiện", "ban hành", "đề nghị", "yêu cầu", "kiểm tra", "tiến hành", "thông báo", "khẳng định", "triển khai", "đề xuất", "trình bày", "công bố", "tiếp nhận", "chịu trách"}

# What follows the name of who does it in a headline of capitals.
_HEADLINE_ACTS = _ACTS | {"kiện toàn", "thành lập", "giải thể", "ra mắt", "khai trương", "bổ nhiệm", "tập huấn", "khai giảng", "tổng kết", "sơ kết", "ký kết"}


class OpenHead(msgspec.Struct, frozen=True):
    """A head word and how names go on behind it (see `organisations.toml`)."""

    id: str
    head: str
    words: str
    level: str | None
    needs: str | None
    not_behind: frozenset[str] = frozenset()
    not_followed_by: tuple[tuple[str, ...], ...] = ()


@cache
def _by_id() -> tuple[OpenHead, ...]:
    rows = read_toml("organisations.toml")["head"]
    return tuple(
        OpenHead(
            row["id"], row["head"], row["words"], row.get("level"), row.get("needs"),
            frozenset(row.get("not_behind", ())), tuple(tuple(words.split()) for words in row.get("not_followed_by", ())),
        )
        for row in rows
    )  # fmt: skip


@cache
def _heads() -> Trie:
    trie = Trie()
    for row, head in zip(read_toml("organisations.toml")["head"], _by_id(), strict=True):
        for form in (row["head"], *row.get("forms", ())):
            trie.add(keys_of(form), head)
    return trie


# The levels of an organisation that every province, district and commune may have.
_LOCAL = ("province", "district", "commune")


def open_openings() -> dict[str, frozenset[str] | None]:
    """The first and second keys of all head words."""
    return _heads().openings()


def begins_open_name(tokens: Tokens, i: int) -> bool:
    """True if a head word stands at token `i`."""
    return _heads().find(tokens, i) is not None


@cache
def _continuations() -> Trie:
    """The words that go on a name in lower case."""
    table: dict[str, Any] = read_toml("organisations.toml")["continuation"]
    words = [word.strip() for word in table["words"].replace("\n", " ").split(",") if word.strip()]
    return Trie((word, True) for word in (*table["phrases"], *words))


@cache
def _central_units() -> Trie:
    """The whole names of `central_units.toml`, whose end the words do not show."""
    rows = [row for kind in read_toml("central_units.toml").values() for row in kind]
    return Trie((form, True) for row in rows for unit in row["units"] for form in {unit, unit.replace(" - ", " ")})


def open_name(tokens: Tokens, i: int) -> tuple[int, Office] | None:
    """The organisation of an open name at token `i`: (index behind its own words, an office made for it), or None.

    The place behind the name is not read here.

    >>> t = Tokens("Giám đốc Bệnh viện Bạch Mai cho biết")
    >>> open_name(t, 2)[1].head
    'Bệnh viện Bạch Mai'
    """
    match = _heads().find(tokens, i)
    if match is None or not (tokens.capital(i) or (match[0] > i + 1 and tokens.capital(i + 1))):
        return None
    at, head = match
    if head.id == "ban-qlda" and tokens.key(i + 1) == "quản":  # written out, the project is one of the things that are managed
        at, head = at - 2, next(h for h in _by_id() if h.id == "ban-quan-ly")
    if tokens.word(i) == "TT" and tokens.key(at) in ("hđnd", "ubnd", "ubmttq", "mttq", "hội", "ủy", "tỉnh", "huyện", "thành", "thị"):
        return None  # "Phó Chủ tịch TT HĐND": thường trực
    if tokens.key(i - 1) in head.not_behind or any(tuple(tokens.keys[at : at + len(words)]) == words for words in head.not_followed_by):
        return None
    place = registry().longest(tokens, i, ("district", "commune")) if head.id == "vu" else None
    if place is not None:
        return None  # "huyện Vụ Bản"
    end = _end_of_name(tokens, at, head.words)
    whole = _central_units().find(tokens, i)
    if whole and whole[0] > (end or 0):
        end = whole[0]
    if head.id in ("tong-cong-ty", "tap-doan", "hiep-hoi") and (country := _society(tokens, at)):
        end = max(end or 0, country)  # "Tổng công ty Đầu tư phát triển đường cao tốc Việt Nam"
    if end is None or (head.needs == "field" and end - at < 2):
        return None
    return end, _office(tokens, at, end, head)


def open_field(tokens: Tokens, at: int, kind: str) -> tuple[int, Office] | None:
    """A field of work at token `at` under the head `kind` that stands before a list: "các Vụ: Pháp chế, …".

    >>> open_field(Tokens("các Vụ: Pháp chế, Vận tải"), 3, "vu")[1].head
    'Vụ Pháp chế'
    """
    head = next(head for head in _by_id() if head.id == kind)
    end = _end_of_name(tokens, at, head.words) if at < len(tokens) else None
    return (end, _office(tokens, at, end, head)) if end is not None else None


def _office(tokens: Tokens, at: int, end: int, head: OpenHead) -> Office:
    # A branch for a region serves several provinces: "Chi cục Hải quan khu vực IX".
    regional = "khu" in tokens.keys[at:end] and "vực" in tokens.keys[at:end]
    # "Trung tâm Khảo thí Quốc gia" is nobody's but the nation's.
    regional = regional or any(pair in _CLOSING for pair in zip(tokens.keys[at:end], tokens.keys[at + 1 : end], strict=False))
    # "Đội Quản lý thị trường số 3" is one of its province, whichever districts it serves.
    numbered = tokens.keys[end - 2] == "số" and tokens.keys[end - 1].isdigit()
    local = _LOCAL if head.level == "home" else (head.level or "nation",)
    levels = ("nation",) if regional or numbered else local
    needs = {"place-or-owner": "place-or-open"}.get(head.needs or "")
    name = _spell(tokens, at, end, head)
    bare_ok = head.words != "proper" and not numbered
    # "Đại học Quốc gia Hà Nội": the place is a word of the name.
    place = "said" if head.id == "dai-hoc-vung" else "typed"
    return Office(head.id, "organisation", name, levels, place=place, needs=needs, bare_ok=bare_ok)


def _spell(tokens: Tokens, at: int, end: int, head: OpenHead) -> str:
    """The head in full and the name's words as they stand, spaces made single."""
    text = tokens.text[tokens.starts[at] : tokens.end(end - 1)]
    text = spell_out(" ".join(text.split())).replace("Cổ Phần", "Cổ phần").replace("CP ", "Cổ phần ", 1 if text.startswith("CP ") else 0)
    return f"{head.head} {text}"


def _end_of_name(tokens: Tokens, at: int, words: str) -> int | None:
    if words == "company":
        if _full_name(tokens, at) or (tokens.key(at - 1) in ("ty", "đoàn") and tokens.key(at - 3) == "tổng" and _person(tokens, at)):
            return None  # "Kế toán trưởng Tập đoàn Trần Văn A"
        at2 = at
        while tokens.key(at2) in _COMPANY_KINDS and at2 - at < 8:
            at2 += 1
        return _with_group(tokens, _with_number(tokens, _field(tokens, at2, first_lower=False)))
    if words == "management":
        at2 = at
        while not tokens.capital(at2) or tokens.key(at2) in _MANAGED:
            known = _continuations().find(tokens, at2)
            if known is None and (tokens.key(at2) not in _MANAGED or at2 - at >= _MAX_WORDS):
                break
            at2 = known[0] if known else at2 + 1
        field = tokens.capital(at2) and _continuations().find(tokens, at2)  # "Ban Quản lý An toàn thực phẩm"
        own = _field(tokens, at2, first_lower=False) if field else _proper(tokens, at2)
        end = own or (at2 if at2 > at + 1 else None)
        if end and end not in tokens.hard and tokens.key(end) == "số" and tokens.key(end + 1).isdigit():
            return end + 2  # "Ban Quản lý dự án đầu tư xây dựng số 2"
        return _with_number(tokens, end)
    if words == "lower":
        return _field(tokens, at, first_lower=True)
    if words == "society":
        return _society(tokens, at)
    if words == "unit":
        return _numbered_unit(tokens, at)
    if words == "proper":
        return _proper(tokens, at)
    end = _field(tokens, at, first_lower=False)
    return _namesake(tokens, end) if end else None


# Arms of the army between a unit's head and its number.
_ARMS = frozenset(("quân", "hải", "bộ", "binh", "pháo", "công", "xe", "tăng", "thiết", "giáp", "thông", "tin", "phòng", "không", "ra", "đa", "tên", "lửa", "đặc", "hải", "đánh", "bộ", "hóa", "học"))


def _numbered_unit(tokens: Tokens, at: int) -> int | None:
    """Behind the number of a unit: "Sư đoàn Bộ binh 3", "Khu Quản lý đường bộ II"."""
    j = at
    while tokens.key(j) in _ARMS and j - at < 4 and j not in tokens.hard:
        j += 1
    number = tokens.word(j) if j < len(tokens) and j not in tokens.hard else ""
    plain = number.isdigit() and len(number) < 4
    return j + 1 if number and (plain or set(number) <= set("IVX")) else None


# What may follow a number that ends a name; before any other small word it counts something ("2 lần").
_BEHIND_NUMBER = frozenset(["và", "cho", "đã", "là", "có", "thuộc", "trực", "do", "vừa", "được", "về", "tại", "sẽ", "làm", "giữ", "cũng", "phối", "với", "ở", "của"])


def _society(tokens: Tokens, at: int) -> int | None:
    """Behind "Việt Nam", which ends a society's name: "Hội Hỗ trợ gia đình liệt sĩ Việt Nam"; its words are open."""
    if not tokens.capital(at) or (tokens.word(at).isupper() and len(tokens.word(at)) > 1):
        return None
    for j in range(at, min(at + 9, len(tokens) - 1)):
        if j in tokens.hard or not (_word(tokens, j) or tokens.key(j) in ("/", "-")) or tokens.key(j) in _STOP:
            return None
        if j > at and tokens.keys[j : j + 2] == ["việt", "nam"] and tokens.capital(j) and j + 1 not in tokens.hard:
            return j + 2
        if tokens.capital(j) and _title_or_head(tokens, j, first=False):
            return None
    return None


def _with_number(tokens: Tokens, end: int | None) -> int | None:
    """Take in the number that ends the name: "Tổng công ty Phát điện 1", "Ban Quản lý dự án 6"."""
    if end is None or end in tokens.hard or not tokens.key(end).isdigit() or len(tokens.key(end)) > 3:
        return end
    behind = tokens.key(end + 1)
    if behind in ("/", "%") or (behind in (".", "-") and tokens.key(end + 2)[:1].isdigit()):
        return end  # 5/2020, 3.500
    return end + 1 if end + 1 in tokens.hard or not behind[:1].isalpha() or behind in _BEHIND_NUMBER else end


def _full_name(tokens: Tokens, at: int) -> bool:
    """True if a person's whole name begins: a sure surname, "văn" or "thị", a given name."""
    return _surname(tokens, at) and tokens.key(at + 1) in ("văn", "thị") and tokens.capital(at + 1) and tokens.capital(at + 2)


def _with_group(tokens: Tokens, end: int | None) -> int | None:
    """Take in the group behind a dash: "Công ty Than Mạo Khê - TKV"."""
    if end is None or end in tokens.hard or tokens.key(end) != "-" or end + 1 in tokens.hard:
        return end
    group = tokens.word(end + 1) if end + 1 < len(tokens) else ""
    return end + 2 if 2 <= len(group) <= 10 and group.isupper() and group.isalpha() else end


def _namesake(tokens: Tokens, end: int) -> int:
    """Take in the person of history after whom it is named: "Nhà hát Tuồng Đào Tấn"."""
    for size in (4, 3, 2):
        behind = tokens.keys[end : end + size]
        if len(behind) == size and " ".join(behind) in name_tables().historical and not any(k in tokens.hard for k in range(end, end + size)):
            follows = end + size < len(tokens) and end + size not in tokens.hard and tokens.capital(end + size)
            return end if follows and _word(tokens, end + size) and not _title_or_head(tokens, end + size, False) else end + size
    return end


def _proper(tokens: Tokens, at: int) -> int | None:
    """A run of capitals; a person's surname ends it unless it begins the name ("Trường THPT Lê Lợi")."""
    if not _word(tokens, at) or at in tokens.hard:
        return None
    # "Đa khoa", "Nhi đồng", "Phụ sản" are fields of hospitals.
    field = _continuations().find(tokens, at)
    begins = field[0] if field else at
    if tokens.keys[begins : begins + 2] == ["khu", "vực"]:
        begins += 2  # "Bệnh viện đa khoa khu vực Nam Bình Thuận"
    if not tokens.capital(at) and not (begins > at and begins < len(tokens) and tokens.capital(begins)):
        return None
    j = begins if begins > at else at + 1
    named_after_person = _surname(tokens, at)
    while _word(tokens, j) and tokens.capital(j) and j not in tokens.hard and j - at < (4 if named_after_person else 9):
        if tokens.word(j).isupper() and " ".join(tokens.keys[j : j + 2]) in _HEADLINE_ACTS:
            break  # "BỆNH VIỆN ĐẠI HỌC Y HẢI PHÒNG KIỆN TOÀN BAN CHỈ ĐẠO"
        if tokens.keys[j : j + 2] == ["trung", "ương"]:
            return j + 2  # "Bệnh viện Nhi Trung ương"
        if tokens.keys[j] in GLUED or (_surname(tokens, j) and not named_after_person and _word(tokens, j + 1) and tokens.capital(j + 1)):
            break
        # "Bệnh viện Hữu nghị Việt Nam - Cuba Đồng Hới": a dash parts the words of one name.
        dash = tokens.key(j + 1) == "-" and tokens.capital(j + 2) and not _surname(tokens, j + 2) and _word(tokens, j + 2)
        j += 3 if dash and not _title_or_head(tokens, j + 2, False) else 1
    return j


def _field(tokens: Tokens, at: int, first_lower: bool) -> int | None:
    """A field of work: words that begin with a capital or that the gazetteer knows as continuations."""
    if at in tokens.hard or not _word(tokens, at) or not (tokens.capital(at) or first_lower):
        return None
    known = tokens.capital(at) and _continuations().find(tokens, at)  # "Giao thông" is no "giao"
    if (tokens.key(at) in _STOP and not known) or tokens.key(at) in _SEASONS:
        return None
    j, last = at, None
    while j < len(tokens) and j - at < _MAX_WORDS and (j == at or j not in tokens.hard):
        step = _next_word(tokens, j, last is None)
        if step is None:
            break
        j = last = step
        number = set(tokens.word(j - 1)) <= set("IVX0123456789")
        if (number and not tokens.capital(j)) or (tuple(tokens.keys[j - 2 : j]) in _CLOSING and tokens.key(j) not in ("và", "về")):
            if tokens.keys[j - 2 : j + 2] == ["quốc", "gia", "việt", "nam"] and j not in tokens.hard:
                last = j + 2  # "Cục Du lịch Quốc gia Việt Nam"
            break
    return last


def _next_word(tokens: Tokens, j: int, first: bool) -> int | None:
    """The index behind the word that goes on the name at token `j`, or None where the name ends."""
    if tokens.key(j) in ("và", ",", "-") and not first:
        after = j + 1
        if after in tokens.hard or after >= len(tokens) or not _word(tokens, after):
            return None
        known = _continuations().find(tokens, after)
        if tokens.key(j) == ",":
            # A comma goes on only into further fields in lower case: "Cục Hộ tịch, quốc tịch, chứng thực".
            if known is None or tokens.capital(after):
                return None
            lower_word = _word(tokens, known[0]) and not tokens.capital(known[0])
            return None if lower_word and tokens.key(known[0]) != "và" and not _place_word(tokens, known[0]) else known[0]
        if known and not _heads().find(tokens, after):
            return known[0]
        return None
    if not first and tokens.key(j) == "/" and tokens.capital(j - 1) and tokens.capital(j + 1):
        return j + 2  # HIV/AIDS
    if not first and tokens.key(j) == "số" and tokens.key(j + 1).isdigit():
        return j + 2
    if not first and tokens.key(j).isdigit() and len(tokens.key(j)) < 3 and tokens.capital(j + 1) and j + 1 not in tokens.hard:
        return j + 1  # "Công ty Cổ phần Quản lý đường bộ 1 Điện Biên"
    known = _continuations().find(tokens, j)
    if known:
        verb = not tokens.capital(j) and " ".join(tokens.keys[j : known[0]]) in _VERBS
        # "Viện Chiến lược giao thông nghiên cứu phương án": a verb with an object outside the name ends it.
        at = known[0]
        outside = _word(tokens, at) and not tokens.capital(at) and not _continuations().find(tokens, at)
        return None if verb and outside and tokens.key(at) != "và" and not _place_word(tokens, at) else at
    if not first and (tokens.key(j) in GLUED or type_word(tokens, j)):
        return None
    if not _word(tokens, j) or not tokens.capital(j) or _title_or_head(tokens, j, first):
        return None
    if not first and (place := registry().longest(tokens, j, ("province",))) and _person(tokens, place[0]):
        return place[0]  # "Công ty Lương thực Tiền Giang Ngô Văn A"
    if not first and _person(tokens, j):
        return None
    if first and registry().longest(tokens, j, ("province", "district")):
        return j + 1  # "Trường Đại học Vinh tìm …"
    behind = tokens.key(j + 1)
    if (
        first and _word(tokens, j + 1) and j + 1 not in tokens.hard and not tokens.capital(j + 1) and behind not in _STOP
        and behind != "và" and not _continuations().find(tokens, j + 1) and not tokens.word(j).isupper() and len(behind) > 1 and not _place_word(tokens, j + 1)
        and " ".join(tokens.keys[j + 1 : j + 3]) not in _ACTS
    ):  # fmt: skip
        return j + 2
    return j + 1


def _person(tokens: Tokens, j: int) -> bool:
    """True if a person's name begins: a sure surname and a capital, or another surname and two capitals."""
    weight = name_tables().surnames.get(tokens.key(j), 0.0)
    capitals = 0
    while capitals < 2 and _word(tokens, j + 1 + capitals) and tokens.capital(j + 1 + capitals):
        capitals += 1
    return (weight >= 3.0 and capitals >= 1) or (weight >= 2.0 and capitals == 2)


def _place_word(tokens: Tokens, j: int) -> bool:
    return tokens.key(j) in ("tỉnh", "huyện", "quận", "xã", "phường", "thành", "thị")


def _title_or_head(tokens: Tokens, j: int, first: bool) -> bool:
    """True if another agency or a title begins here."""
    if tokens.key(j) in ("sở", "bộ", "ban", "phòng") and not tokens.capital(j + 1):
        return False  # "Hợp tác xã Nông nghiệp Yên Sở"
    return not first and ((tokens.key(j) in _TITLE_WORDS and not (tokens.key(j) == "bí" and tokens.key(j + 1) != "thư")) or tokens.keys[j : j + 2] == ["công", "an"] or _heads().find(tokens, j) is not None)


_TITLE_WORDS = frozenset(
    ("giám", "phó", "chủ", "trưởng", "bí", "ông", "bà", "đồng", "sở", "bộ", "ubnd", "ủy", "ban", "phòng", "tỉnh", "thành")
)
# A name that says for which country or body it works ends there: "Tổng cục Đường bộ Việt Nam giúp …".
_CLOSING = {("việt", "nam"), ("trung", "ương"), ("quốc", "gia"), ("nhà", "nước"), ("miền", "nam"), ("miền", "bắc"), ("miền", "trung")}


def _word(tokens: Tokens, j: int) -> bool:
    return 0 <= j < len(tokens) and tokens.keys[j][0].isalpha()


def _surname(tokens: Tokens, j: int) -> bool:
    """True for the surnames that seldom begin anything but a person's name."""
    return name_tables().surnames.get(tokens.key(j), 0.0) >= 3.0
