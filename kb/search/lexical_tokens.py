"""Text as the tokens of the lexical index: syllables, pairs of neighbouring syllables, symbols.

Pairs do the work of a word segmenter ("thông_tin", "đối_ngoại") at a thirtieth of its cost, and do
not break where the segmenter errs (DESIGN, "Retrieval": pairs .898 against words .851). The index
and the query are prepared by the same functions, so that both sides agree on every token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kb.symbol import find_symbols
from kb.vietnamese.normalise import fold, tone_key
from kb.vietnamese.tokens import Token, tokens_of

_FUNCTION = (
    "và của về các những cho với là có được trong từ theo tại ở đã sẽ đang thì mà này đó khi để do"
    " bởi hay hoặc cũng như gì nào sao ai bao nhiêu đâu một"
)
FUNCTION_SYLLABLES = frozenset(map(tone_key, _FUNCTION.split()))
"""Written keys of syllables that carry grammar; alone they tell nothing (own list).

Compared as written only: folded, "đang" would be "Đảng" and "bao" would be "báo".
"""

_BREAK = re.compile(r"\n|[.!?;:…](?=\s|$)|[()\[\]“”\"]")
_STROKED = frozenset("đĐ")

Key = Callable[[str], str]


@lru_cache(maxsize=100_000)  # as `tone_key` keeps them
def written_key(syllable: str) -> str:
    """The token of a syllable as written; hoà and hòa agree, and 09 is 9.

    "Hòa" → "hoa\\u0300", "09" → "9".
    """
    return _number_key(syllable) or tone_key(syllable)


@lru_cache(maxsize=100_000)
def folded_key(syllable: str) -> str:
    """The token of a syllable without its accents: "Hòa" → "hoa", "Đảng" → "dang", "09" → "9"."""
    return _number_key(syllable) or fold(syllable)


def is_unaccented(text: str) -> bool:
    """True if no letter of `text` carries an accent; đ alone does not count.

    "kinh phi ttdn" and "kinh phi TTĐN" are unaccented, "kinh phí" is not: a person who types no
    accents may still copy an abbreviation with its Đ.
    """
    return all(char in _STROKED or fold(char) == char.lower() for char in text)


def neighbours(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The tokens that follow one another inside a sentence, in order.

    "kinh tế, xã hội" joins tế and xã; "… kinh tế. Xã hội" does not, nor does a new line.
    """
    for left, right in pairwise(tokens):
        if not _BREAK.search(text[left.end : right.start + 1]):
            yield left, right


def prepared(text: str, key: Key = written_key) -> list[str]:
    """The index tokens of `text`: its syllables, its pairs ("đối_ngoại"), its symbols ("57|kl|tw").

    `key` is `written_key` or `folded_key`. No token holds white space.
    """
    tokens = tokens_of(text)
    singles = [key(token.text) for token in tokens]
    pairs = [f"{key(left.text)}_{key(right.text)}" for left, right in neighbours(text, tokens)]
    return [*singles, *pairs, *symbol_tokens(text)]


def symbol_tokens(text: str) -> list[str]:
    """One joined token for every whole symbol printed in `text`: "57-KL/TW" → "57|kl|tw"."""
    return [found.symbol.key for found in find_symbols(text)]


def _number_key(syllable: str) -> str | None:
    if not syllable.isdecimal() or not syllable.isascii():
        return None
    return syllable.lstrip("0") or "0"
