"""Which words of a passage matched, for marking them on the page.

Works on the passage's text and the query alone, by the rules of the lexical side: accents count
where the query has some, tone placement never does, and an abbreviation's other form matches too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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
from kb.search.phrases import merged_spans, phrase_spans, without_phrases
from kb.symbol import SymbolPattern, find_symbols
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
    What the query was meant to be is marked, and what was typed where that is nowhere.
    A symbol is marked as a whole or not at all: asking `kl57` marks "57-KL/TW" and not "85-KL/TW".
    A phrase in quotation marks is marked where it stands whole; its words alone are not.
    """
    tokens = tokens_of(text)
    matched: list[Token] = []
    if query.restored:
        matched = _matched(text, tokens, _wanted(without_phrases(query.restored, query.phrases)))
    if not matched:
        matched = _matched(text, tokens, _wanted(without_phrases(query.rest, query.phrases)))
    if query.symbols:
        matched = _with_symbols(text, tokens, matched, query.symbols)
    return merged_spans([*_spans(text, matched), *phrase_spans(text, query.phrases)])


@lru_cache(maxsize=64)  # a page marks ten passages by one query
def _wanted(text: str) -> _Wanted:
    key = folded_key if is_unaccented(text) else written_key
    tokens = tokens_of(text)
    pairs = {(key(left.text), key(right.text)) for left, right in neighbours(text, tokens)}
    alone = {key(token.text) for token in tokens if _is_telling(token.text)}
    for phrase in expansions_of(text):
        said = [key(token.text) for token in tokens_of(phrase)]
        pairs |= set(pairwise(said))
        alone |= set(said) if len(said) == 1 else set()
    return _Wanted(key, frozenset(alone), frozenset(pairs))


def _is_telling(syllable: str) -> bool:
    if syllable.isdecimal():
        return len(syllable) >= _LEAST_DIGITS
    return written_key(syllable) not in FUNCTION_SYLLABLES


def _matched(text: str, tokens: list[Token], wanted: _Wanted) -> list[Token]:
    paired: set[int] = set()
    heard: set[str] = set()
    for left, right in neighbours(text, tokens):
        pair = (wanted.key(left.text), wanted.key(right.text))
        if pair in wanted.pairs:
            paired |= {left.start, right.start}
            heard |= set(pair)
    lone = wanted.alone - heard
    return [
        token
        for token in tokens
        if token.start in paired or (wanted.key(token.text) in lone and _is_telling(token.text))
    ]


def _with_symbols(
    text: str, tokens: list[Token], matched: list[Token], patterns: tuple[SymbolPattern, ...]
) -> list[Token]:
    kept = set(matched)
    for found in find_symbols(text):
        inside = {token for token in tokens if found.start <= token.start < found.end}
        asked = any(pattern.matches(found.symbol) for pattern in patterns)
        kept = kept | inside if asked else kept - inside
    return [token for token in tokens if token in kept]


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
