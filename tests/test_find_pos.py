"""The part-of-speech witness: the shipped model's own tags, its ranges, its laziness and its cost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import joblib
import pytest
import underthesea

from extractor.find.pos import MAX_TOKENS, PosTagger, pos_features, word_features

ROOT = Path(__file__).parent.parent
FRAMES = [
    "{}.",
    "Sáng 12/5/2021, {} trước hội nghị.",
    "Theo Quyết định số 15/QĐ-UBND, {}; kinh phí 1.250.000 đồng (chiếm 30%).",
]


def units() -> list[str]:
    """At least 200 made-up sentences: the cases of the person finder in three frames."""
    lines = (ROOT / "fixtures/cases/persons.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return [frame.format(text) for text in texts[::3] for frame in FRAMES]


@pytest.fixture(scope="module")
def tagger() -> PosTagger:
    return PosTagger()


def test_tags_are_those_of_underthesea_on_200_units(tagger):
    from underthesea import pos_tag

    sentences = units()
    assert len(sentences) >= 200
    assert [s for s in sentences if tagger.tag(s) != [tuple(pair) for pair in pos_tag(s)]] == []


def test_features_are_those_of_underthesea():
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

    reference = CRFPOSTagPredictor.Instance().transformer
    words = ["Phó", "Chủ tịch", "UBND", "tỉnh", "Trần Văn Tân", "ký", "1285", "/", "QĐ-UBND", "H'Lan"]
    for size in range(1, len(words) + 1):
        expected = reference.transform([[(word, "X") for word in words[:size]]])[0][0]
        assert pos_features(words[:size]) == expected


def test_segmentation_features_are_those_of_underthesea(tagger):
    from underthesea_core import CRFFeaturizer

    folder = Path(underthesea.__file__).parent / "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
    dictionary = joblib.load(folder / "dictionary.bin")
    featurizer = CRFFeaturizer(joblib.load(folder / "features.bin"), dictionary)
    tokens = [
        "Hà",
        "nội",
        "1.5",
        "12",
        "٣",
        "½",
        "²",
        "A-B",
        ",",
        "ông",
        "iPhone",
        "H'Lan",
        "Ð",
        "ß",
        "ǅ",
        "…",
        "ª",
        "中",
        "Ⅳ",
    ]
    for size in range(1, len(tokens) + 1):
        assert word_features(tokens[:size], dictionary) == featurizer.process([[[t] for t in tokens[:size]]])[0]


def test_ranges_hold_the_words(tagger):
    text = "Ông  Trần Văn Tân,\nPhó Chủ tịch UBND tỉnh; bà H'Lan Niê ký."
    for word in tagger.tag_spans(text):
        assert text[word.start : word.end].split() == word.word.split()


def test_a_name_is_a_proper_noun_and_a_verb_is_none(tagger):
    text = "Hôm qua có Lê Hùng dự. Ban Chỉ đạo thành lập tổ."
    start = text.index("Lê Hùng")
    assert tagger.is_person(text, start, start + 7) in (True, False)
    named = "do Trần Văn Tân làm Trưởng ban"
    assert tagger.is_person(named, 3, 15) is True
    assert tagger.is_person(named, 16, 19) is False


def test_characters_that_move_give_no_opinion(tagger):
    decomposed = "do Tra\u0302\u0300n Va\u0306n Ta\u0302n la\u0300m"
    assert tagger.tag_spans(decomposed) is None
    assert tagger.is_person(decomposed, 3, 10) is None


def test_empty_and_odd_texts(tagger):
    assert tagger.tag("") == [] and tagger.tag_spans(" \n ") == []
    assert tagger.is_person("   ", 0, 2) is None


def test_a_sentence_is_tagged_in_pieces_of_a_capped_length(tagger, monkeypatch):
    unit = "ông Trần Văn Tân ký Quyết định số 12 , "
    tagger.tag(unit)
    models = tagger._models
    sizes = []
    monkeypatch.setattr(models, "tag", lambda tokens, tag=models.tag: sizes.append(len(tokens)) or tag(tokens))
    for repeat in (100, 400):
        text = unit * repeat
        sizes.clear()
        words = tagger.tag_spans(text)
        assert words is not None and words[-1].end == len(text.rstrip())
        assert max(sizes) == MAX_TOKENS and sum(sizes) == len(text.split())  # so the cost is linear


def test_the_same_answers_from_every_instance(tagger):
    text = "Tại hội nghị, Lê Hùng và Vũ Hà nêu ý kiến."
    assert PosTagger().tag(text) == tagger.tag(text) == tagger.tag(text)


def test_underthesea_is_loaded_only_when_asked():
    code = (
        "import sys\n"
        "from extractor.find.persons import find_persons\n"
        "from extractor.find.pos import PosTagger\n"
        "pos = PosTagger()\n"
        "assert find_persons('ông Trần Văn Tân, đường Lê Lợi, Hà Nội', pos=pos)\n"
        "assert not pos.loaded and 'underthesea' not in sys.modules\n"
        "find_persons('Sáng qua có Lê Hùng trong phòng', pos=pos)\n"
        "assert pos.loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)
