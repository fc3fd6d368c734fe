"""Part-of-speech evidence: underthesea's shipped CRF models behind a featuriser of linear cost.

underthesea builds its part-of-speech features token by token over a fresh copy of the whole
sentence, which is quadratic (76 s for 3,001 tokens). The features here are the same strings,
built from columns made once, so the model answers with the same tags. underthesea is imported
on first use only: a page whose candidates the rules decide alone never pays for it. Nothing is
downloaded: both models ship inside the package.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

MAX_TOKENS = 256  # a "sentence" longer than this is a list or a table; it is tagged in pieces

_SENTENCE_END = re.compile(r"\n|[.!?…](?=\s)|;(?=\s)")


class TaggedWord(msgspec.Struct, frozen=True):
    """A segmented word: its range in the text, its spelling as the model saw it, its tag ("Np", "N", "V", …)."""

    start: int
    end: int
    word: str
    tag: str


class PosTagger:
    """Votes on candidates for persons' names. Deterministic; one instance may serve many texts.

    >>> PosTagger().tag("ông Trần Văn Tân ký")  # doctest: +SKIP
    [('ông', 'Nc'), ('Trần Văn Tân', 'Np'), ('ký', 'V')]
    """

    def __init__(self) -> None:
        self._models: _Models | None = None
        self._last: tuple[str, list[TaggedWord] | None] | None = None

    @property
    def loaded(self) -> bool:
        """Whether the models were needed so far."""
        return self._models is not None

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Words and tags of `text`, as ``underthesea.pos_tag(text)`` gives them for up to 256 tokens."""
        models = self._load()
        tokens = [models.normal(match.group()) for match in models.tokens.finditer(models.standard(text))]
        return [(word, tag) for piece in _pieces(tokens) for word, tag, _ in models.tag(piece)]

    def tag_spans(self, text: str) -> list[TaggedWord] | None:
        """The same with ranges in `text`; None where underthesea's normalization moves characters."""
        models = self._load()
        standard = models.standard(text)
        if len(standard) != len(text):
            return None
        words: list[TaggedWord] = []
        for piece in _pieces(list(models.tokens.finditer(standard))):
            position = 0
            for word, tag, size in models.tag([models.normal(match.group()) for match in piece]):
                words.append(TaggedWord(piece[position].start(), piece[position + size - 1].end(), word, tag))
                position += size
        return words

    def is_person(self, text: str, start: int, end: int) -> bool | None:
        """Whether the model sees one proper name at ``[start, end)``; None where it cannot tell."""
        left, right = _sentence(text, start, end)
        sentence = text[left:right]
        if self._last is None or self._last[0] != sentence:
            self._last = (sentence, self.tag_spans(sentence))
        words = self._last[1]
        if words is None:
            return None
        inside = [w for w in words if w.start < end - left and start - left < w.end]
        if not inside:
            return None
        exact = inside[0].start >= start - left and inside[-1].end <= end - left
        return exact and all(w.tag == "Np" for w in inside)

    def _load(self) -> _Models:
        if self._models is None:
            self._models = _models()
        return self._models


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence round a range: up to a line end, full stop or semicolon, 1,000 characters each way at most."""
    low = max(0, start - 1000)
    left = low
    for match in _SENTENCE_END.finditer(text, low, start):
        left = match.end()
    after = _SENTENCE_END.search(text, end, end + 1000)
    return left, after.end() if after else min(len(text), end + 1000)


def _pieces(tokens: list[Any]) -> list[list[Any]]:
    return [tokens[i : i + MAX_TOKENS] for i in range(0, len(tokens), MAX_TOKENS)]


class _Models:
    """The two shipped models and what underthesea does to a text before them."""

    def __init__(self) -> None:
        import joblib
        import underthesea
        from underthesea.pipeline.text_normalize import token_normalize
        from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text
        from underthesea.pipeline.word_tokenize import regex_tokenize
        from underthesea_core import CRFTagger

        pipeline = Path(underthesea.__file__).parent / "pipeline"
        segmentation = pipeline / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727"
        self._words = CRFTagger()
        self._words.load(str(segmentation / "models.bin"))
        self._dictionary: set[str] = joblib.load(segmentation / "dictionary.bin")
        self._pos = CRFTagger()
        self._pos.load(str(pipeline / "pos_tag" / "pos_crf_2017_10_11.bin"))
        self.tokens: re.Pattern[str] = regex_tokenize.patterns
        self.standard = normalize_characters_in_text
        self.normal = lru_cache(maxsize=20_000)(token_normalize)

    def tag(self, tokens: list[str]) -> list[tuple[str, str, int]]:
        """Words with their tags and the number of tokens in each."""
        words: list[str] = []
        sizes: list[int] = []
        labels = self._words.tag(word_features(tokens, self._dictionary)) if tokens else []
        for label, token in zip(labels, tokens, strict=True):
            if label == "I-W" and words:
                words[-1] += " " + token
                sizes[-1] += 1
            else:
                words.append(token)
                sizes.append(1)
        tags = self._pos.tag(pos_features(words)) if words else []
        return list(zip(words, tags, sizes, strict=True))


@lru_cache(maxsize=1)
def _models() -> _Models:
    return _Models()


def word_features(tokens: list[str], dictionary: Container[str]) -> list[list[str]]:
    """The features of underthesea's segmentation model, one list a token, in time linear in the tokens.

    Its template: single tokens from -2 to 2, pairs and triples within that window, as they stand, lower-cased,
    whether digits, whether title case, whether in its dictionary of words.

    >>> word_features(["Hà", "Nội"], {"hà nội"})[0][7]
    'T[0,1]=Hà Nội'
    """
    ones = _Column(tokens, 1, dictionary)
    twos = _Column(tokens, 2, dictionary)
    threes = _Column(tokens, 3, dictionary)
    features = []
    for i in range(len(tokens)):
        # Index k of a column is the group that begins at token k - 2; "BOS" and "EOS" stand outside the sentence.
        a, b, c, d, e = range(i, i + 5)
        features.append([
            f"T[-2]={ones.word[a]}", f"T[-1]={ones.word[b]}", f"T[0]={ones.word[c]}",
            f"T[1]={ones.word[d]}", f"T[2]={ones.word[e]}",
            f"T[-2,-1]={twos.word[a]}", f"T[-1,0]={twos.word[b]}", f"T[0,1]={twos.word[c]}", f"T[1,2]={twos.word[d]}",
            f"T[-2,0]={threes.word[a]}", f"T[-1,1]={threes.word[b]}", f"T[0,2]={threes.word[c]}",
            f"T[-2].lower={ones.lower[a]}", f"T[-1].lower={ones.lower[b]}", f"T[0].lower={ones.lower[c]}",
            f"T[1].lower={ones.lower[d]}", f"T[2].lower={ones.lower[e]}",
            f"T[-2,-1].lower={twos.lower[a]}", f"T[-1,0].lower={twos.lower[b]}",
            f"T[0,1].lower={twos.lower[c]}", f"T[1,2].lower={twos.lower[d]}",
            f"T[-1].isdigit={ones.digit[b]}", f"T[0].isdigit={ones.digit[c]}", f"T[1].isdigit={ones.digit[d]}",
            f"T[-2].istitle={ones.title[a]}", f"T[-1].istitle={ones.title[b]}", f"T[0].istitle={ones.title[c]}",
            f"T[1].istitle={ones.title[d]}", f"T[2].istitle={ones.title[e]}",
            f"T[0,1].istitle={twos.title[c]}", f"T[0,2].istitle={threes.title[c]}",
            f"T[-2].is_in_dict={ones.known[a]}", f"T[-1].is_in_dict={ones.known[b]}",
            f"T[0].is_in_dict={ones.known[c]}", f"T[1].is_in_dict={ones.known[d]}", f"T[2].is_in_dict={ones.known[e]}",
            f"T[-2,-1].is_in_dict={twos.known[a]}", f"T[-1,0].is_in_dict={twos.known[b]}",
            f"T[0,1].is_in_dict={twos.known[c]}", f"T[1,2].is_in_dict={twos.known[d]}",
            f"T[-2,0].is_in_dict={threes.known[a]}", f"T[-1,1].is_in_dict={threes.known[b]}",
            f"T[0,2].is_in_dict={threes.known[c]}",
        ])  # fmt: skip
    return features


class _Column:
    """Groups of `size` neighbouring tokens, each in the forms that the features name."""

    def __init__(self, tokens: list[str], size: int, dictionary: Container[str]):
        groups = [" ".join(tokens[k : k + size]) for k in range(len(tokens) - size + 1)]
        lower = [group.lower() for group in groups]
        begin, end = ["BOS", "BOS"], ["EOS"] * (size + 1)
        self.word = begin + groups + end
        self.lower = begin + lower + end
        self.digit = begin + [str(group.isascii() and group.isdigit()) for group in groups] + end
        self.title = begin + [str(_all_upper(group)) for group in groups] + end
        self.known = begin + [str(key in dictionary) for key in lower] + end


def _all_upper(group: str) -> bool:
    """Whether no word of the group begins with a small letter (a digit or a sign will do)."""
    return all(part[0] == part[0].upper() for part in group.split())


def pos_features(words: list[str]) -> list[list[str]]:
    """The features of underthesea's part-of-speech model, one list a word, in time linear in the words.

    Its template: words and lower-cased words from -2 to 2, title case from -1 to 1, pairs of neighbours,
    and the (always empty) tags before. "BOS" and "EOS" stand where the sentence ends.

    >>> pos_features(["ông", "Tân"])[1][2:4]
    ['T[0].lower=tân', 'T[1].lower=EOS']
    """
    count = len(words)
    padded = ["BOS", "BOS", *words, "EOS", "EOS"]
    lower = ["BOS", "BOS", *(word.lower() for word in words), "EOS", "EOS"]
    title = ["BOS", *(str(_is_title(word)) for word in words), "EOS"]
    pairs = ["BOS", "BOS", *(f"{words[k]} {words[k + 1]}" for k in range(count - 1)), "EOS", "EOS"]
    features = []
    for i in range(count):
        back3, back2, back1 = (_X if i >= 3 else _BOS), (_X if i >= 2 else _BOS), (_X if i >= 1 else _BOS)
        features.append([
            f"T[-2].lower={lower[i]}", f"T[-1].lower={lower[i + 1]}", f"T[0].lower={lower[i + 2]}",
            f"T[1].lower={lower[i + 3]}", f"T[2].lower={lower[i + 4]}",
            f"T[0].istitle={title[i + 1]}", f"T[-1].istitle={title[i]}", f"T[1].istitle={title[i + 2]}",
            f"T[-2]={padded[i]}", f"T[-1]={padded[i + 1]}", f"T[0]={padded[i + 2]}",
            f"T[1]={padded[i + 3]}", f"T[2]={padded[i + 4]}",
            f"T[-2,-1]={pairs[i]}", f"T[-1,0]={pairs[i + 1]}", f"T[0,1]={pairs[i + 2]}", f"T[1,2]={pairs[i + 3]}",
            "T[-3][1]=" + back3, "T[-2][1]=" + back2, "T[-1][1]=" + back1,
            "T[-3,-2][1]=" + (back3 if i < 3 else "X X"), "T[-2,-1][1]=" + (back2 if i < 2 else "X X"),
        ])  # fmt: skip
    return features


_X = "X"
_BOS = "BOS"


def _is_title(word: str) -> bool:
    return all(part[:1].istitle() for part in word.split(" "))
