"""The project's own tokenizer: lossless, language-independent, fast.

Vietnamese syllables are the tokens; words of several syllables are mentions, not tokens. spaCy's
own rules for an unknown language glue punctuation to words, which makes span borders miss.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


def split_tokens(text: str) -> tuple[list[str], list[bool]]:
    """The tokens of `text` and whether a single space follows each; joined again they are the text.

    >>> split_tokens("QĐ-UBND  tỉnh")
    (['QĐ', '-', 'UBND', ' ', 'tỉnh'], [False, False, True, False, False])
    """
    words: list[str] = []
    spaces: list[bool] = []
    for m in _TOKEN.finditer(text):
        token = m[0]
        if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            token = token[1:]
        if token:
            words.append(token)
            spaces.append(False)
    return words, spaces


class Tokenizer:
    """A spaCy tokenizer: `doc.text` equals the text, character for character."""

    def __init__(self, vocab: Vocab):
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words, spaces = split_tokens(text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing to keep: the tokenizer has no settings."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, path: Any, **kwargs: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self
