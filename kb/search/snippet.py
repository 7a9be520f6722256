"""Which words of a passage matched, for marking them on the page.

Works on the passage's text and the query alone, by the rules of the lexical side: accents count
where the query has some, tone placement never does, and an abbreviation's other form matches too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.query import Query
from kb.search.abbreviations import expansions_of
from kb.search.lexical_tokens import (
    FUNCTION_SYLLABLES,
    Key,
    folded_key,
    is_unaccented,
    neighbours,
    written_key,
)
from kb.vietnamese.tokens import Token, tokens_of

_JOINT = re.compile(r"[ \u00a0]{0,2}(?:[-–/][ \u00a0]{0,2})?|\.")
"""Between syllables of one span: "57 - KL/TW", "T.Ư"; not ". " and not a new line."""

_LEAST_DIGITS = 3
"""Shorter numbers stand everywhere (list marks, days); they match only beside a matched word."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the query looks for, as keys; `alone` are syllables that match without a neighbour."""

    key: Key
    alone: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def highlights(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Half-open offsets into `text` of the words that `query` asks for; ordered, disjoint.

    Neighbouring matched syllables are one span. A syllable such as "và", and a number of one or two
    digits, is marked only beside another that stands beside it in the query too. Where a syllable
    matched together with its neighbour ("chủ trì"), its lone occurrences ("chủ nghĩa") are not marked.
    """
    wanted = _wanted(query)
    tokens = tokens_of(text)
    return tuple(_spans(text, _matched(text, tokens, wanted)))


def _wanted(query: Query) -> _Wanted:
    key = folded_key if is_unaccented(query.text) else written_key
    tokens = tokens_of(query.text)
    pairs = {(key(left.text), key(right.text)) for left, right in neighbours(query.text, tokens)}
    alone = {key(token.text) for token in tokens if _is_telling(token.text, key)}
    for phrase in expansions_of(query.text):
        said = [key(token.text) for token in tokens_of(phrase)]
        pairs |= set(pairwise(said))
        alone |= set(said) if len(said) == 1 else set()
    return _Wanted(key, frozenset(alone), frozenset(pairs))


_FOLDED_FUNCTION = frozenset(folded_key(syllable) for syllable in FUNCTION_SYLLABLES)
_WRITTEN_FUNCTION = frozenset(written_key(syllable) for syllable in FUNCTION_SYLLABLES)


def _is_telling(syllable: str, key: Key) -> bool:
    if syllable.isdecimal():
        return len(syllable) >= _LEAST_DIGITS
    function = _FOLDED_FUNCTION if key is folded_key else _WRITTEN_FUNCTION
    return key(syllable) not in function


def _matched(text: str, tokens: list[Token], wanted: _Wanted) -> list[Token]:
    paired: set[int] = set()
    heard: set[str] = set()
    for left, right in neighbours(text, tokens):
        pair = (wanted.key(left.text), wanted.key(right.text))
        if pair in wanted.pairs:
            paired |= {left.start, right.start}
            heard |= set(pair)
    lone = wanted.alone - heard
    return [token for token in tokens if token.start in paired or wanted.key(token.text) in lone]


def _spans(text: str, matched: list[Token]) -> Iterator[tuple[int, int]]:
    if not matched:
        return
    start, end = matched[0].start, matched[0].end
    for token in matched[1:]:
        if _JOINT.fullmatch(text, end, token.start):
            end = token.end
        else:
            yield start, end
            start, end = token.start, token.end
    yield start, end
