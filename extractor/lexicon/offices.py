"""The gazetteer of agencies as match tables: every spelling of every office, ready for the tokens."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import msgspec

from extractor.lexicon.load import read_toml
from extractor.lexicon.matcher import Trie, keys_of

# Heads that take a field of work: class -> (canonical head, spellings, levels, gazetteer kind).
CLASSES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "bo": ("Bộ", ("Bộ",), ("nation",)),
    "so": ("Sở", ("Sở",), ("province",)),
    "phong": ("Phòng", ("Phòng",), ("district", "commune")),
    "ban": ("Ban", ("Ban",), ("province", "district", "commune")),
    "ban-party": ("Ban", ("Ban",), ("province", "district", "commune")),
    "ban-hdnd": ("Ban", ("Ban",), ("province", "district", "commune")),
}
# Party committees whose commissions are named behind them: "Ban Tuyên giáo Tỉnh ủy".
PARTY_OWNERS = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy")
OWNER_LEVELS = {
    "Tỉnh ủy": ("province",), "Thành ủy": ("province", "district"), "Huyện ủy": ("district",), "Quận ủy": ("district",),
    "Thị ủy": ("district",), "Đảng ủy": ("commune",), "Hội đồng nhân dân": ("province", "district", "commune"),
}  # fmt: skip


class Office(msgspec.Struct, frozen=True):
    """One gazetteer entry: an agency's canonical head, where it exists and how its name takes the place."""

    id: str
    kind: str
    head: str
    levels: tuple[str, ...] = ()
    place: str = "typed"
    needs: str | None = None
    lower: bool = False
    bare_ok: bool = True
    national: str | None = None
    parent_head: str | None = None
    neutral: bool = False
    group: str | None = None
    alternate: str | None = None
    counter_next: tuple[str, ...] = ()
    counter_before: tuple[str, ...] = ()


class Offices(msgspec.Struct, frozen=True):
    """`names`: full names and heads. `fields[class]`: bare fields of work, for lists that name the head once."""

    names: Trie
    fields: dict[str, Trie]
    by_id: dict[str, Office] = {}


def spellings(name: str) -> set[str]:
    """The ways of writing a name's dashes: "Tài chính - Kế hoạch", "Tài chính Kế hoạch"."""
    return {name, name.replace(" - ", " "), name.replace(" và ", " & ")}


@cache
def offices() -> Offices:
    """The match tables, built once from `agencies.toml` and `departments.toml`. Raises GazetteerError."""
    names = Trie()
    _add_ministry_units(names)
    fields = {group: Trie() for group in CLASSES}
    table = read_toml("agencies.toml")
    for row in table["national"]:
        _add_national(names, row)
    by_id: dict[str, Office] = {}
    for row in table["local"]:
        by_id[row["id"]] = _add_local(names, row)
    domains = read_toml("departments.toml")["domain"]
    for domain in domains:
        for group in domain["classes"]:
            _add_domain(names, fields[group], domain, group)
    return Offices(names, fields, by_id)


def _add_national(names: Trie, row: dict[str, Any]) -> None:
    office = Office(
        row["id"], row.get("kind", row["id"]), row["name"], ("nation",), place="none", national=row["name"],
        neutral=row.get("neutral", False),
        counter_next=tuple(row.get("counter_next", ())), counter_before=tuple(row.get("counter_before", ())),
    )  # fmt: skip
    for form in (row["name"], *row.get("forms", ())):
        for spelling in spellings(form):
            names.add(keys_of(spelling), office)


_MINISTRY_UNITS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Thanh tra", ("Thanh tra",), "thanh-tra-bo"),
    ("Văn phòng", ("Văn phòng", "VP"), "van-phong"),
    ("Công đoàn", ("Công đoàn",), "organisation"),
    ("Đoàn Thanh niên", ("Đoàn Thanh niên", "Đoàn TN", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"), "organisation"),
    ("Đảng ủy", ("Đảng ủy",), "organisation"),
    ("Ban Cán sự đảng", ("Ban Cán sự đảng", "Ban cán sự Đảng"), "organisation"),
    ("Hội Cựu chiến binh", ("Hội Cựu chiến binh", "Hội CCB"), "organisation"),
)


def _add_ministry_units(names: Trie) -> None:
    """"Thanh tra Bộ Nội vụ" in full, "Thanh tra Bộ" of the ministry that the article is about."""
    domains = [d for d in read_toml("departments.toml")["domain"] if "bo" in d["classes"]]
    for unit, forms, kind in _MINISTRY_UNITS:
        for form in forms:
            parent = "Bộ" if unit == "Văn phòng" else None
            office = Office(f"{kind}:bo", kind, unit, ("nation",), "ministry", parent_head=parent)
            if kind != "organisation":
                names.add(keys_of(f"{form} Bộ"), office)
            for domain in domains:
                for field in (domain["name"], *domain.get("abbr", ())):
                    full = f"Bộ {domain['name']}"
                    whole = Office(
                        f"{kind}:{full}", kind, f"{unit} {full}", ("nation",), "none", national=f"{unit} {full}",
                        parent_head=full if parent else None,
                    )  # fmt: skip
                    for spelling in spellings(field):
                        names.add(keys_of(f"{form} Bộ {spelling}"), whole)


def _add_local(names: Trie, row: dict[str, Any]) -> Office:
    office = Office(
        row["id"], row.get("kind", row["id"]), row["head"], tuple(row["levels"]), row.get("place", "typed"),
        row.get("needs"), row.get("lower", False), row.get("bare_ok", True), parent_head=row.get("parent_head"),
        neutral=row.get("neutral", False), alternate=row.get("alternate"),
        counter_next=tuple(row.get("counter_next", ())), counter_before=tuple(row.get("counter_before", ())),
    )  # fmt: skip
    forms = [s for form in (row["head"], *row.get("forms", ())) for s in spellings(form)]
    if row.get("party"):
        _add_owned(names, office, forms, PARTY_OWNERS)
        return office
    for form in forms:
        names.add(keys_of(form), office)
    return office


def _add_owned(names: Trie, office: Office, forms: list[str], owners: tuple[str, ...]) -> None:
    """A commission with its owner: "Ban Tuyên giáo Tỉnh ủy", "Ban Pháp chế HĐND"."""
    for owner in owners:
        style = "typed" if owner in ("Đảng ủy", "Hội đồng nhân dân") else "bare"
        owned = msgspec.structs.replace(
            office, head=f"{office.head} {owner}", levels=OWNER_LEVELS[owner], place=style, parent_head=owner
        )
        spelt = {"Hội đồng nhân dân": ("Hội đồng nhân dân", "HĐND"), "Đảng ủy": ("Đảng ủy",)}.get(owner, (owner,))
        for form, last, link in product(forms, spelt, ("", "của ", "- ")):
            names.add(keys_of(f"{form} {link}{last}"), owned)


def _add_domain(names: Trie, field: Trie, domain: dict[str, Any], group: str) -> None:
    head, heads, levels = CLASSES[group]
    name = domain.get("senses", {}).get(group, domain["name"])
    full = f"{head} {name}"
    kind = group.partition("-")[0]
    office = Office(
        f"{kind}:{name}", kind, full, levels, "none" if kind == "bo" else "typed", group=group,
        national=full if kind == "bo" else None,
    )  # fmt: skip
    forms = [s for form in (domain["name"], *domain.get("abbr", ())) for s in spellings(form)]
    if kind == "so":
        inspectors = msgspec.structs.replace(office, id=f"thanh-tra-so:{name}", kind="thanh-tra-so", head=f"Thanh tra {full}", group=None)
        for form in forms:
            names.add(keys_of(f"Thanh tra {head} {form}"), inspectors)
    for form in forms:
        field.add(keys_of(form), office)
    whole = [f"{spelt} {form}" for spelt, form in product(heads, forms)]
    if kind == "ban":
        owners = ("Hội đồng nhân dân",) if group == "ban-hdnd" else PARTY_OWNERS
        if name == "Dân tộc":
            owners = ("Hội đồng nhân dân",)
        _add_owned(names, office, whole, owners)
        if group == "ban-hdnd" and name != "Đô thị":
            office = msgspec.structs.replace(
                office, head=f"{full} Hội đồng nhân dân", levels=("province", "district"), kind="ban-hdnd"
            )
        elif group != "ban":
            return
        elif name != "Dân tộc":
            office = msgspec.structs.replace(office, place="party")
    for form in whole:
        names.add(keys_of(form), office)
