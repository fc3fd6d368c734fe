"""The library calls, and what holds for every record: places, evidence, sameness, schema, no crash on any input."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractor
from extractor.find.components import annotate, build_language
from extractor.lexicon.document_types import type_of_word
from extractor.model.outcome import Dropped, DropReason, Extracted, Failed, NoArticle
from extractor.model.record import Record, decode_record
from extractor.text.fold import fold

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "fixtures" / "pages").iterdir())
HTML = ROOT / "fixtures" / "pages" / "bentre-matuy-2018.html"
LISTING = ROOT / "fixtures" / "pages" / "neg-trangchu-cujut.html"
TEXT = (
    "Ngày 12/3/2019, UBND tỉnh Sơn La ban hành Quyết định số 512/QĐ-UBND thành lập Ban Chỉ đạo chuyển đổi số tỉnh Sơn La. "
    "Ông Lê Văn An, Phó Chủ tịch UBND tỉnh, làm Trưởng ban."
)
KINDS = ("documents", "bodies", "roles", "agencies", "persons", "dates")
# Words by which the press names a day without its digits.
DAY_CUE = re.compile(r"(?<!\w)(?:hôm|sáng|trưa|chiều|tối|đêm|khuya|ngày|tháng|tuần) ?(?:nay|qua|kia|mai|này|trước|sau)(?!\w)")
# What refers back to a document whose type was named before.
REFERS_BACK = ("văn bản",)


# -- the calls


def test_bytes_and_path_give_the_same_record():
    from_bytes, from_path = extractor.extract(HTML.read_bytes()), extractor.extract(HTML)
    assert from_path.source.path == str(HTML) and from_bytes.source.path is None
    from_path.source.path = None
    assert from_bytes.to_json() == from_path.to_json()
    assert from_bytes.source.encoding == "utf-8" and from_bytes.source.media_type == "text/html"
    assert from_bytes.documents and from_bytes.bodies and from_bytes.roles


def test_a_str_with_markup_is_read_as_a_page():
    record = extractor.extract(HTML.read_text("utf-8"))
    assert record.source.media_type == "text/html" and record.source.encoding is None
    assert record.article == extractor.extract(HTML).article


def test_a_soup_gives_the_same_facts_as_its_page():
    soup = extractor.extract(BeautifulSoup(HTML.read_bytes(), "html.parser")).to_dict()
    page = extractor.extract(HTML).to_dict()
    assert [_without_places(soup[k]) for k in KINDS] == [_without_places(page[k]) for k in KINDS]


def _without_places(entries):
    return [{k: v for k, v in entry.items() if k != "evidence"} for entry in entries]


def test_any_other_str_is_plain_text():
    record = extractor.extract(TEXT)
    assert record.source.media_type == "text/plain" and record.article.text == TEXT
    assert [(d.type, d.number, d.symbol, d.date) for d in record.documents] == [
        ("Quyết định", "512", "QĐ-UBND", "2019-03-12")
    ]
    assert [(b.name, b.event, b.document) for b in record.bodies] == [
        ("Ban Chỉ đạo chuyển đổi số tỉnh Sơn La", "established", "512/QĐ-UBND")
    ]
    assert [(r.role, r.person, r.position, r.agency) for r in record.roles] == [
        ("chair", "Lê Văn An", "Phó Chủ tịch", "Ủy ban nhân dân tỉnh Sơn La")
    ]
    assert [p.name for p in record.persons] == ["Lê Văn An"]
    assert [(d.value, d.precision) for d in record.dates] == [("2019-03-12", "day")]


def test_the_caller_knows_url_and_dates():
    record = extractor.extract(TEXT, url="https://example.vn/tin/1", crawled_at="2024-05-06T07:08:09Z", published="2019-03-14")
    assert (record.source.url, record.source.crawled_at) == ("https://example.vn/tin/1", "2024-05-06T07:08:09Z")
    assert record.article.published == "2019-03-14"


def test_a_missing_year_comes_from_the_publication_date_and_from_nothing_else():
    text = "Ngày 12/3, UBND tỉnh Sơn La thành lập Ban Chỉ đạo chuyển đổi số tỉnh Sơn La."
    assert extractor.extract(text).dates == []
    assert [d.value for d in extractor.extract(text, published="2016-03-14").dates] == ["2016-03-12"]


@pytest.mark.parametrize("source", [None, 7, ["a"], object()], ids=["none", "int", "list", "object"])
def test_another_kind_of_source_is_a_mistake(source):
    with pytest.raises(TypeError, match="bytes, str, Path or BeautifulSoup"):
        extractor.extract(source)


def test_a_path_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        extractor.extract(tmp_path / "none.html")


SHELL = "<html><body><div id='app'></div><script src='app.js'></script><noscript>Bật JavaScript</noscript></body></html>"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", DropReason.EMPTY),
        ("", DropReason.EMPTY),
        (b" \r\n\t ", DropReason.EMPTY),
        (" \n\u00a0 ", DropReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, DropReason.BINARY),
        (LISTING, DropReason.LISTING),
        (SHELL, DropReason.SCRIPT_SHELL),
    ],
    ids=["no-bytes", "no-text", "blank-bytes", "blank-text", "picture", "listing", "shell"],
)
def test_what_is_no_article_says_why(source, reason):
    for call in (extractor.extract, extractor.read_article):
        with pytest.raises(NoArticle) as caught:
            call(source)
        assert caught.value.reason is reason
        assert reason.value in str(caught.value)


def test_plain_text_is_never_dropped_as_a_listing():
    lines = "\n".join(f"Tin {n}: Hội nghị bàn về giao thông nông thôn" for n in range(60))
    assert extractor.extract(lines).article.text.count("Hội nghị") == 60


def test_extract_many_gives_one_outcome_for_each_source_in_order(tmp_path):
    sources = [TEXT, b"", HTML, tmp_path / "none.html", LISTING, HTML.read_bytes()]
    out = list(extractor.extract_many(sources))
    assert [type(o) for o in out] == [Extracted, Dropped, Extracted, Failed, Dropped, Extracted]
    assert [o.index for o in out] == list(range(6))
    assert [o.path for o in out] == [None, None, str(HTML), str(tmp_path / "none.html"), str(LISTING), None]
    assert (out[1].reason, out[4].reason) == (DropReason.EMPTY, DropReason.LISTING)
    assert out[3].stage == "read" and out[3].error
    assert out[0].record.to_json() == extractor.extract(TEXT).to_json()
    assert out[2].record.to_json() == extractor.extract(HTML).to_json()


def test_extract_many_with_workers_gives_the_same():
    sources = [TEXT, b"", HTML, LISTING]
    alone, together = list(extractor.extract_many(sources)), list(extractor.extract_many(sources, workers=2))
    assert [msgspec.json.encode(o) for o in alone] == [msgspec.json.encode(o) for o in together]


def test_extract_many_tells_wrong_arguments():
    with pytest.raises(ValueError, match="workers"):
        extractor.extract_many([], workers=0)
    with pytest.raises(TypeError, match="source 1"):
        list(extractor.extract_many([TEXT, 7]))  # type: ignore[list-item]


def test_read_article_is_the_article_of_the_record():
    article, record = extractor.read_article(HTML), extractor.extract(HTML)
    assert (article.text, article.title, article.published) == (
        record.article.text, record.article.title, record.article.published,
    )  # fmt: skip
    assert "\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text


def test_repair_tells_its_edits_and_finds_back():
    source = "xây dựng Chính quyền ?\n?iện tử"
    repaired = extractor.repair(source)
    assert repaired.text == "xây dựng Chính quyền điện tử"
    (edit,) = repaired.edits
    assert source[edit.start : edit.end] == edit.before and edit.kind == "lost-bytes"
    start = repaired.text.index("điện")
    low, high = repaired.to_source(start, start + 4)
    assert source[low:high] == "?\n?iện"
    whole = extractor.repair(TEXT)
    assert whole.text == TEXT and list(whole.edits) == []


def test_load_is_a_language_with_a_span_group_for_each_kind():
    from spacy.language import Language

    nlp = extractor.load()
    assert isinstance(nlp, Language)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [s.text for s in doc.spans["persons"]] == ["Lê Văn An"]
    assert [s.text for s in doc.spans["documents"]] == ["Quyết định số 512/QĐ-UBND"]
    assert [s.text for s in doc.spans["roles"]] == ["Trưởng ban"]
    for kind in ("dates", "documents", "agencies", "bodies", "roles", "titles", "persons"):
        mentions = getattr(doc._.annotations, kind)
        assert mentions, kind
        assert [(s.start_char, s.end_char, s.label_) for s in doc.spans[kind]] == [(m.start, m.end, kind) for m in mentions]


def test_the_language_finds_what_the_pipeline_finds(explained):
    from extractor.find.components import annotate

    nlp = extractor.load(extractor.Settings(pos=False))
    for stem in sorted(explained)[::8]:
        article = explained[stem].article
        doc = nlp.make_doc(article.text)
        doc._.published = article.published
        assert nlp(doc)._.annotations == annotate(article.text, article.published), stem


# -- what every record keeps


def test_every_evidence_is_a_piece_of_the_text(explained):
    count = 0
    for stem, page in explained.items():
        text = page.record.article.text
        for kind in KINDS:
            for entry in getattr(page.record, kind):
                assert entry.evidence, (stem, kind, entry)
                for e in entry.evidence:
                    piece = text[e.start : e.end]
                    assert 0 <= e.start < e.end <= len(text) and piece.strip(), (stem, kind, e)
                    assert piece == piece.strip() or kind == "roles", (stem, kind, piece)  # see the known failures
                    count += 1
    assert count > 2500


def test_evidence_begins_and_ends_with_words(explained):
    for stem, page in explained.items():
        text = page.record.article.text
        for kind in KINDS:
            for entry in getattr(page.record, kind):
                for e in entry.evidence:
                    around = (text[max(0, e.start - 12) : e.start], text[e.start : e.end], text[e.end : e.end + 12])
                    assert not (e.start and text[e.start - 1].isalnum() and text[e.start].isalnum()), (stem, kind, around)
                    assert not (text[e.end - 1].isalnum() and text[e.end : e.end + 1].isalnum()), (stem, kind, around)


def evidence(explained, kind):
    """Stem, entry and the words of each of its evidence."""
    for stem, page in explained.items():
        for entry in getattr(page.record, kind):
            for e in entry.evidence:
                yield stem, entry, page.record.article.text[e.start : e.end]


def test_evidence_of_a_person_holds_a_word_of_the_name(explained):
    for stem, person, words in evidence(explained, "persons"):
        spoken = re.findall(r"[\w'’]+", fold(words))
        assert set(fold(person.name).split()) & set(spoken), (stem, person.name, words)


def test_evidence_of_a_document_holds_its_number_or_its_type(explained):
    types = {fold(word): entry.name for word, entry in type_of_word().items()}
    for stem, document, words in evidence(explained, "documents"):
        folded = fold(words)
        if folded.startswith("theo "):
            continue  # see test_only_a_plan_is_meant_by_theo_ke_hoach
        named = any(name == document.type and re.search(rf"(?<!\w){re.escape(w)}(?!\w)", folded) for w, name in types.items())
        numbered = document.number is not None and document.number in words
        assert named or numbered or folded.startswith(REFERS_BACK), (stem, document, words)


def test_evidence_of_a_date_holds_its_digits_or_a_cue(explained):
    for stem, date, words in evidence(explained, "dates"):
        digits = {int(n) for n in re.findall(r"\d+", words)}
        parts = {int(n) for n in date.value.split("-")[1:]}
        assert parts & digits or DAY_CUE.search(fold(words)), (stem, date.value, words)


def test_evidence_of_a_role_holds_its_holder(explained):
    for stem, page in explained.items():
        for role in page.record.roles:
            words = " ".join(fold(page.record.article.text[e.start : e.end]) for e in role.evidence)
            if role.person:
                assert fold(role.person).split()[-1] in words, (stem, role, words)


def test_places_in_the_source_are_those_of_the_text(explained):
    for stem, page in explained.items():
        source, text, source_map = page.source_text, page.article.text, page.article.source_map
        assert source_map.length == len(text)
        edits = {(e.start, e.end, e.before, e.after) for e in page.article.repairs}
        for piece in source_map:
            assert 0 <= piece.source_start <= piece.source_end <= len(source), stem
            there, here = source[piece.source_start : piece.source_end], text[piece.start : piece.end]
            if piece.exact and there != here:  # a repair that kept the length
                assert (piece.source_start, piece.source_end, there, here) in edits, (stem, there, here)
        for kind in KINDS:
            for entry in getattr(page.record, kind):
                for e in entry.evidence:
                    assert (e.source_start, e.source_end) == source_map.to_source(e.start, e.end), (stem, kind, e)
                    assert 0 <= e.source_start <= e.source_end <= len(source), (stem, kind, e)


def test_most_evidence_stands_in_the_source_letter_by_letter(explained):
    same = total = 0
    for page in explained.values():
        for kind in KINDS:
            for entry in getattr(page.record, kind):
                for e in entry.evidence:
                    total += 1
                    same += page.source_text[e.source_start : e.source_end] == page.record.article.text[e.start : e.end]
    assert same > 0.9 * total  # 0.95 on the day of writing: the rest was repaired, unescaped or respaced


def test_every_value_has_a_reason(explained):
    for stem, page in explained.items():
        fields = [r.field for r in page.reasons]
        for kind in KINDS:
            entries = getattr(page.record, kind)
            assert [f for f in fields if f.startswith(f"{kind}[")] == [f"{kind}[{i}]" for i in range(len(entries))], stem
        assert all(r.rule for r in page.reasons), stem


def test_entries_refer_to_one_another(explained):
    for stem, page in explained.items():
        record = page.record
        for entries in (record.documents, record.bodies):
            assert len({e.id for e in entries}) == len(entries), stem
        assert {r.body for r in record.roles} <= {b.name for b in record.bodies}, stem
        assert {r.person for r in record.roles if r.person} <= {p.name for p in record.persons}, stem
        ids = {d.id for d in record.documents}
        assert all(r.subject in ids and r.object in ids for r in record.relations), stem


# -- sameness


def test_the_same_bytes_give_the_same_line_in_any_order(explained):
    names = random.Random(4).sample(PAGES, 16)
    for path in [*names, *reversed(names)]:
        if path.stem in explained:
            fresh = extractor.extract(path.read_bytes())
            fresh.source.path = f"fixtures/pages/{path.name}"
            assert fresh.to_json() == explained[path.stem].record.to_json(), path.stem


def test_a_fresh_process_with_other_hashes_gives_the_same_lines(explained):
    stems = [p for p in PAGES if p.stem in explained][::6]
    code = (
        "import sys; from pathlib import Path; import extractor\n"
        "for name in sys.argv[1:]: sys.stdout.buffer.write(extractor.extract(Path(name)).to_json() + b'\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *[f"fixtures/pages/{p.name}" for p in reversed(stems)]],
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "4711"}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [explained[p.stem].record.to_json() for p in reversed(stems)]


# -- form


def test_a_line_is_read_back_as_the_same_record(explained):
    for stem, page in explained.items():
        line = page.record.to_json()
        assert b"\n" not in line
        again = decode_record(line)
        assert again == page.record and again.to_json() == line, stem
        assert decode_record(line.decode()) == again


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"", "not a record"),
        (b"[]", "not a record"),
        (b'{"schema": 2}', "schema 2"),
        (b'{"documents": [{"id": "d1"}]}', r"type"),
        ('{"bodies": [{"id": "b1", "name": "Tổ", "event": "born"}]}', r"bodies\[0\]\.event|bodies\[\.\.\.\]\.event"),
    ],
)
def test_a_line_that_is_no_record_says_where_it_fails(line, told):
    with pytest.raises(ValueError, match=told):
        decode_record(line)


def test_every_record_fits_the_schema_of_its_types(explained):
    schema = msgspec.json.schema(Record)
    for definition in schema["$defs"].values():
        definition["additionalProperties"] = False
    validator = jsonschema.Draft202012Validator(schema)
    for stem, page in explained.items():
        problems = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(json.loads(page.record.to_json()))]
        assert not problems, (stem, problems)
    assert not validator.is_valid({"documents": [{"id": "d1", "type": None, "function": "invented"}]})


def test_values_have_the_form_that_the_contract_promises(explained):
    for stem, page in explained.items():
        record = page.record
        for date in record.dates:
            assert re.fullmatch(r"\d{4}-\d\d" + (r"-\d\d" if date.precision == "day" else ""), date.value), (stem, date)
        for document in record.documents:
            assert document.number is None or document.number == document.number.strip(), (stem, document)
            assert document.date is None or re.fullmatch(r"\d{4}-\d\d-\d\d|\d{4}-\d\d", document.date), (stem, document)
        assert re.fullmatch(r"[0-9a-f]{64}", record.source.sha256 or ""), stem
        names = [x.name for x in (*record.bodies, *record.agencies, *record.persons)]
        assert all(n == " ".join(n.split()) and n for n in names), stem
        for kind in ("agencies", "persons"):
            entries = [x.name for x in getattr(record, kind)]
            assert len(set(entries)) == len(entries), (stem, kind)


# -- any input

WORDS = [
    "UBND tỉnh Sơn La", "Quyết định số 12/QĐ-UBND", "ngày 3/5/2019", "ngày 31/2/2019", "thành lập", "Ban Chỉ đạo", "Trưởng ban",
    "là", "làm", "ông", "Lê Văn An", "lần lượt", "gồm:", "\n", " | ", "\t", "1)", "(", ")", '"', "–", ",", ";", ".", "kiêm", "thay",
    "các Sở: Tài chính, Nội vụ", "?\n?iện", "Ä‘iá»‡n", "&nbsp;", "\u0301", "\u200b", "\ufeff", "\x00", "😀", "<p>", "</p>",
    "<table><tr><td>", "</td></tr></table>", "<script>", "<!--", "<h1>", "<", "Ban", "Tổ", "của", "và",
]  # fmt: skip
SOUP = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=50).map(" ".join)
QUICK = settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def survives(source: bytes | str) -> None:
    """Nothing but NoArticle is raised, and what is found lies in the text."""
    try:
        explained = extractor.extract_explained(source)
    except NoArticle as dropped:
        assert dropped.reason in DropReason
        return
    text = explained.record.article.text
    for kind in KINDS:
        for entry in getattr(explained.record, kind):
            assert all(0 <= e.start < e.end <= len(text) for e in entry.evidence)
            assert all(0 <= e.source_start <= e.source_end <= len(explained.source_text) for e in entry.evidence)
    assert decode_record(explained.record.to_json()).article.text == text


@QUICK
@given(SOUP)
def test_any_text_gives_a_record_or_a_named_drop(text):
    survives(text)


@QUICK
@given(SOUP.map(lambda s: f"<html><head><title>Tin</title></head><body><div>{s}</div></body></html>"))
def test_any_markup_gives_a_record_or_a_named_drop(text):
    survives(text)


@QUICK
@given(st.one_of(st.binary(max_size=300), SOUP.map(lambda s: s.encode("utf-8", "replace")), SOUP.map(lambda s: s.encode("utf-16", "replace"))))
def test_any_bytes_give_a_record_or_a_named_drop(data):
    survives(data)


def mutated(data: bytes, seed: int) -> bytes:
    """The page with ranges taken out, ranges doubled, or lines swapped; always the same for one seed."""
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 4)):
        a = dice.randrange(len(data))
        b = min(len(data), a + dice.choice([1, 2, 7, 60, 900]))
        change = dice.randrange(3)
        if change == 0:
            data = data[:a] + data[b:]
        elif change == 1:
            data = data[:b] + data[a:b] + data[b:]
        else:
            lines = data.split(b"\n")
            i, j = dice.randrange(len(lines)), dice.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            data = b"\n".join(lines)
        if not data:
            return data
    return data


@QUICK
@given(st.sampled_from(PAGES), st.integers(0, 10**6))
def test_a_damaged_page_gives_a_record_or_a_named_drop(path, seed):
    survives(mutated(path.read_bytes(), seed))


# -- known failures


def test_only_a_plan_is_meant_by_theo_ke_hoach():
    text = f"{TEXT} Theo kế hoạch, việc đo vẽ sẽ xong trong tháng 5."
    (decision,) = extractor.extract(text).documents
    assert [text[e.start : e.end] for e in decision.evidence] == ["Quyết định số 512/QĐ-UBND"]


def test_a_lone_surrogate_stops_nothing():
    record = extractor.extract(f"{TEXT} \ud800")
    assert decode_record(record.to_json()).persons == record.persons


TABLE = """UBND huyện Lấp Vò thành lập Ban Chỉ đạo chuyển đổi số huyện Lấp Vò. Danh sách như sau:
01 Đoàn Thanh Bửu Phó Chủ tịch UBND huyện Trưởng ban
02 Hồ Thị Kim Phượng Trưởng phòng Nội vụ Phó Trưởng ban"""


def test_evidence_of_a_table_row_begins_with_its_words():
    text = f"{TABLE}\nQuyết định có hiệu lực từ ngày ký."
    record = extractor.extract(text)
    pieces = [record.article.text[e.start : e.end] for role in record.roles for e in role.evidence]
    assert [p for p in pieces if p != p.strip()] == []


def test_the_last_row_of_a_text_is_a_row():
    assert len(extractor.extract(TABLE).roles) == 2


@pytest.mark.parametrize(("text", "agencies"), [
    ("Tỉnh Gia Lai lập Tổ công tác\n\nThực hiện Quyết định số 45/QĐ-TTg ngày 3/2/2020 của Thủ tướng Chính phủ, UBND tỉnh Gia Lai vừa lập Tổ công tác gỡ vướng cho chè.", ["Ủy ban nhân dân tỉnh Gia Lai"]),
    ("Có Ban Chỉ đạo mới về sông Mã\n\nThủ tướng Chính phủ vừa ban hành Quyết định số 512/QĐ-TTg thành lập Ban Chỉ đạo quốc gia về sông Mã.", []),
    ("Sắp xếp trường học ở Nậm Pồ\n\nTheo Chỉ thị số 9/CT-TTg của Thủ tướng Chính phủ, UBND huyện Nậm Pồ sẽ sắp xếp lại 12 trường.", ["Ủy ban nhân dân huyện Nậm Pồ"]),
    ("Khánh thành cầu Sông Hinh\n\nDự lễ có Phó Thủ tướng Lê Quang Thái và lãnh đạo UBND tỉnh Phú Yên.", ["Chính phủ", "Ủy ban nhân dân tỉnh Phú Yên"]),
    ("Huyện Vân Hồ học tập nghị quyết\n\nChính phủ đã ban hành Nghị quyết số 30/NQ-CP ngày 4/3/2021; UBND huyện Vân Hồ tổ chức học tập.", ["Chính phủ", "Ủy ban nhân dân huyện Vân Hồ"]),
])  # fmt: skip
def test_the_prime_minister_who_only_issues_names_no_government(text, agencies):
    assert sorted(a.name for a in extractor.extract(text).agencies) == sorted(agencies)


def test_an_agency_that_acts_before_its_time_is_a_warning():
    text = (
        "Ngày {day}, Bộ Nông nghiệp và Môi trường ban hành Quyết định số 12/QĐ-BNNMT thành lập Ban Chỉ đạo chuyển đổi số của Bộ. "
        "Trưởng ban là Bộ trưởng Bộ Nông nghiệp và Môi trường."
    )
    codes = {day: [w.code for w in extractor.extract(text.format(day=day)).warnings] for day in ("03/5/2019", "03/5/2025")}
    assert codes == {"03/5/2019": ["anachronism"], "03/5/2025": []}


def test_the_spacy_pipeline_finds_what_a_record_is_built_from():
    nlp = build_language()
    for path in [p for p in PAGES if p.suffix == ".txt"][::6]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert nlp(text)._.annotations == annotate(text), path.name
