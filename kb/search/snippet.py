"""Which words of a passage matched, for marking them on the page and for saying why it was found.

Works on the passage's text and the query alone, by the rules of the lexical side: accents count
where the query has some, tone placement never does, and an abbreviation's other form matches too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb.query import Query
from kb.search.abbreviations import Expansion, expansions_of
from kb.search.definitions import Definition, defined_expansions
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

_BESIDE = re.compile(r"[\s,./–-]*")

_LEAST_DIGITS = 3
"""Shorter numbers stand everywhere (list marks, days); they match only beside a matched word."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the query looks for, as keys; `alone` are syllables that match without a neighbour."""

    key: Key
    alone: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    others: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a passage shows of a query.

    `highlights` are half-open offsets into its text, ordered and disjoint. `others` are the other ways
    of saying what was typed that stand in it; `restored` is true where what is marked is the query with
    accents put back or slips mended.
    """

    highlights: tuple[tuple[int, int], ...]
    others: tuple[Expansion, ...]
    restored: bool


def evidence(text: str, query: Query, defined: tuple[Definition, ...] = ()) -> Evidence:
    """What of `query` stands in `text`, a passage of a document that defines `defined`.

    Neighbouring matched syllables are one span. A syllable such as "và", and a number of one or two
    digits, is marked only beside another that stands beside it in the query too. Where a syllable
    matched together with its neighbour ("chủ trì"), its lone occurrences ("chủ nghĩa") are not marked.
    What the query was meant to be is marked, and what was typed where that is nowhere.
    A symbol is marked as a whole or not at all: asking `kl57` marks "57-KL/TW" and not "85-KL/TW".
    A phrase in quotation marks is marked where it stands whole; its words alone are not.
    """
    tokens = tokens_of(text)
    wanted = _wanted(without_phrases(query.restored or query.rest, query.phrases), defined)
    matched = _matched(text, tokens, wanted)
    restored = bool(query.restored and matched)
    if query.restored and not matched:
        wanted = _wanted(without_phrases(query.rest, query.phrases), defined)
        matched = _matched(text, tokens, wanted)
    if query.symbols:
        matched = _with_symbols(text, tokens, matched, query.symbols)
    spans = merged_spans([*_spans(text, matched), *phrase_spans(text, query.phrases)])
    others = _standing(text, tokens, wanted) if matched else ()
    return Evidence(spans, others, restored)


def _standing(text: str, tokens: Sequence[Token], wanted: _Wanted) -> tuple[Expansion, ...]:
    """The other ways that stand in `text`, as it writes them, without those inside a longer one."""
    said = [wanted.key(token.text) for token in tokens]
    places: dict[tuple[int, int], Expansion] = {}
    for one in wanted.others:
        phrase = [wanted.key(token.text) for token in tokens_of(one.other)]
        starts = (
            at
            for at in range(len(said))
            if said[at : at + len(phrase)] == phrase
            and _is_unbroken(text, tokens[at : at + len(phrase)])
        )
        if (at := next(starts, None)) is not None:
            places.setdefault((at, at + len(phrase)), one)
    return tuple(
        Expansion(one.said, " ".join(text[tokens[at].start : tokens[end - 1].end].split()))
        for (at, end), one in places.items()
        if not any(
            start <= at and end <= stop and (start, stop) != (at, end) for start, stop in places
        )
    )


def _is_unbroken(text: str, tokens: Sequence[Token]) -> bool:
    """True if no bracket or quotation mark parts them: "(4) không" does not say "4 không"."""
    return all(_BESIDE.fullmatch(text, left.end, right.start) for left, right in pairwise(tokens))


@lru_cache(maxsize=64)  # a page marks ten passages by one query
def _wanted(text: str, defined: tuple[Definition, ...]) -> _Wanted:
    key = folded_key if is_unaccented(text) else written_key
    tokens = tokens_of(text)
    pairs = {(key(left.text), key(right.text)) for left, right in neighbours(text, tokens)}
    alone = {key(token.text) for token in tokens if _is_telling(token.text)}
    others = (*defined_expansions(text, defined, key), *expansions_of(text))
    for expansion in others:
        said = [key(token.text) for token in tokens_of(expansion.other)]
        pairs |= set(pairwise(said))
        alone |= set(said) if len(said) == 1 else set()
    return _Wanted(key, frozenset(alone), frozenset(pairs), others)


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
