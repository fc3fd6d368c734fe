"""The tokenizer loses nothing; the components refuse a wrong order, stream like single calls and can be drawn."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy import displacy

from extractor.find.components import STAGES, build_language
from extractor.find.tokenizer import Tokenizer, split_tokens

TEXTS = [
    "Ngày 12/3/2019, UBND tỉnh Sơn La ban hành Quyết định số 512/QĐ-UBND thành lập Ban Chỉ đạo chuyển đổi số tỉnh Sơn La.",
    "Ông Lê Văn An, Phó Chủ tịch UBND tỉnh, làm Trưởng ban; bà Hà Thị Mai – Giám đốc Sở Nội vụ làm Phó Trưởng ban.",
    "",
    "Chợ Tết đông vui.",
    "Trưởng ban  là\tông  Lê Văn An\n\n(Phó Chủ tịch UBND xã)…",
]
NAMES = [stage[0] for stage in STAGES]
KINDS = [stage[1] for stage in STAGES]
PIECES = st.one_of(
    st.text(max_size=8), st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "\u200b", "QĐ-UBND", "Ủy ban", "e\u0302\u0301", "😀", ".", "_", "1.300"])
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=30).map("".join)


@pytest.fixture(scope="module")
def vocab():
    return spacy.blank("xx").vocab


@pytest.fixture(scope="module")
def nlp():
    return build_language()


# -- tokenizer


@settings(max_examples=300, deadline=None, database=None)
@example("")
@example(" ")
@example("  a ")
@example("a \n b")
@given(TEXT)
def test_the_tokens_joined_again_are_the_text(text):
    words, spaces = split_tokens(text)
    assert len(words) == len(spaces)
    assert "".join(w + " " * s for w, s in zip(words, spaces, strict=True)) == text
    assert all(words)


@settings(max_examples=100, deadline=None, database=None)
@given(TEXT)
def test_a_doc_is_its_text_and_its_tokens_stand_where_they_say(vocab, text):
    doc = Tokenizer(vocab)(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@settings(max_examples=100, deadline=None, database=None)
@given(TEXT)
def test_a_token_is_a_word_a_mark_or_white_space(text):
    for word in split_tokens(text)[0]:
        assert word.isspace() or len(word) == 1 or all(c.isalnum() or c == "_" or not c.isascii() for c in word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quyết định số 12/QĐ-UBND.", ["Quyết", "định", "số", "12", "/", "QĐ", "-", "UBND", "."]),
        ("(Trưởng ban)", ["(", "Trưởng", "ban", ")"]),
        ("TP.HCM", ["TP", ".", "HCM"]),
        ("“Ban”, Tổ…", ["“", "Ban", "”", ",", "Tổ", "…"]),
    ],
)
def test_syllables_and_marks_are_tokens(text, words):
    assert split_tokens(text)[0] == words


def test_the_tokenizer_has_nothing_to_keep(vocab, tmp_path):
    tokenizer = Tokenizer(vocab)
    tokenizer.to_disk(tmp_path / "tokenizer")
    assert tokenizer.from_disk(tmp_path / "tokenizer") is tokenizer
    assert tokenizer.from_bytes(tokenizer.to_bytes()) is tokenizer


# -- components


def test_the_stages_stand_in_their_order(nlp):
    assert nlp.pipe_names == NAMES
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.parametrize("name", [name for name, _, needs, _ in STAGES if needs])
def test_a_stage_before_what_it_needs_is_refused(name):
    with pytest.raises(ValueError, match=f"wrong order.*{name}"):
        build_language(stages=[name])


def test_the_reverse_order_names_every_stage_that_stands_wrong():
    with pytest.raises(ValueError, match="wrong order") as caught:
        build_language(stages=NAMES[::-1])
    assert all(name in str(caught.value) for name, _, needs, _ in STAGES if needs)


def test_a_part_of_the_stages_is_enough_where_nothing_lacks():
    nlp = build_language(stages=["extractor_dates", "extractor_documents"])
    doc = nlp(TEXTS[0])
    assert [s.text for s in doc.spans["documents"]] == ["Quyết định số 512/QĐ-UBND"]
    assert doc._.annotations.persons == []


def test_an_unknown_stage_is_refused():
    with pytest.raises(ValueError, match="extractor_prices"):
        build_language(stages=["extractor_prices"])


def test_a_stream_gives_what_single_calls_give(nlp):
    single = [nlp(text)._.annotations for text in TEXTS]
    assert [doc._.annotations for doc in nlp.pipe(TEXTS)] == single
    assert [doc._.annotations for doc in nlp.pipe(TEXTS, batch_size=2)] == single
    assert [doc._.annotations for doc in nlp.pipe(reversed(TEXTS))] == single[::-1]


def test_documents_share_nothing(nlp):
    first, second = nlp(TEXTS[0]), nlp(TEXTS[3])
    assert first._.annotations.documents and not second._.annotations.documents
    assert first._.documents == first._.annotations.documents


def test_the_publication_date_travels_with_its_document(nlp):
    dated = nlp.make_doc("Ngày 12/3, tỉnh Sơn La họp.")
    dated._.published = "2016-03-14"
    assert [d.value for d in nlp(dated)._.annotations.dates] == ["2016-03-12"]
    assert [d.value for d in nlp("Ngày 12/3, tỉnh Sơn La họp.")._.annotations.dates] in ([None], [])


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(TEXTS)), max_size=12).map(" ".join))
def test_mentions_lie_in_the_text_in_order_and_are_its_span_groups(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    for kind in KINDS:
        mentions = getattr(doc._.annotations, kind)
        assert all(0 <= m.start < m.end <= len(text) and m.rule for m in mentions), kind
        assert [m.start for m in mentions] == sorted(m.start for m in mentions), kind
        spans = list(doc.spans[kind])
        assert len(spans) == len(mentions)
        assert all(s.start_char <= m.start and m.end <= s.end_char for s, m in zip(spans, mentions, strict=True)), kind


@pytest.mark.parametrize("kind", KINDS)
def test_displacy_draws_every_span_group(nlp, kind):
    doc = nlp(" ".join(TEXTS[:2]))
    assert doc.spans[kind]
    html = displacy.render(doc, style="span", options={"spans_key": kind}, jupyter=False)
    assert kind in html
    assert doc.spans[kind][0][0].text in html
