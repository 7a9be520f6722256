"""How a passage holds the words of a question: pure functions of marks, no text.

The syllables of a passage come as marks from the lexical index, so that arrays compare them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kb.search.lexical_index import LexicalIndex, Wording
from kb.search.lexical_schema import Field, Marks, marks_of
from kb.search.lexical_tokens import (
    FUNCTION_SYLLABLES,
    folded_key,
    is_unaccented,
    neighbours,
    written_key,
)
from kb.vietnamese.tokens import tokens_of

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
T = TypeVar("T", bound=np.generic)

_WINDOW = 20
"""Syllables in half a window; matches within about 40 syllables, a long sentence, stand together."""

_PHRASE = 4  # syllables in the phrases that are looked for

WORD_FEATURES = (
    "text coverage",
    "text pairs",
    "heading coverage",
    "window coverage",
    "phrases",
    "heading share",
    "log length",
)
"""The columns of `word_features`.

Coverage is the idf-weighted share, in [0, 1], of the question's syllables (or pairs) that a passage
holds: in all its text, in its title and headings, or in its best window. "phrases" is the share of the
question's distinct runs of four syllables that it holds, "heading share" the share of the syllables of
its title and headings that the question has too, "log length" ln(1 + syllables).
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as features need it; its distinct syllables are numbered from 0 in order of marks.

    `marks` and `weights` are `(k,)`, `sequence` the question as those numbers. `pairs` gives each of
    `p` neighbouring pairs, coded `left * k + right` and ascending, its weight in `pair_weights`.
    `known_words` and `known_pairs` are the shares of either, in [0, 1], that some passage holds.
    """

    folded: bool
    marks: Marks
    weights: FloatArray
    sequence: IntArray
    pairs: IntArray
    pair_weights: FloatArray
    known_words: float
    known_pairs: float


def asked_of(text: str, index: LexicalIndex) -> Asked:
    """`text` weighed by how rare its syllables and pairs are in the index; grammar weighs nothing."""
    folded = is_unaccented(text)
    key, field = (folded_key, Field.BODY_FOLDED) if folded else (written_key, Field.BODY)
    tokens = tokens_of(text)
    keys = [key(token.text) for token in tokens]
    marks, first, sequence = np.unique(marks_of(text, key), return_index=True, return_inverse=True)
    distinct = [keys[place] for place in first]
    weights = index.idf(field, distinct)
    if not folded:
        weights[[one in FUNCTION_SYLLABLES for one in distinct]] = 0.0
    places = {token.start: place for place, token in enumerate(tokens)}
    said = {}
    for left, right in neighbours(text, tokens):
        one, two = places[left.start], places[right.start]
        code = int(sequence[one]) * len(marks) + int(sequence[two])
        said[code] = f"{keys[one]}_{keys[two]}"
    pairs = sorted(said)
    pair_weights = index.idf(field, [said[code] for code in pairs])
    unknown = index.unknown_idf()
    return Asked(
        folded,
        marks,
        weights,
        sequence.astype(np.int64),
        np.array(pairs, np.int64),
        pair_weights,
        _share_below(unknown, weights),
        _share_below(unknown, pair_weights),
    )


def word_features(asked: Asked, wordings: Sequence[Wording]) -> FloatArray:
    """`(n, len(WORD_FEATURES))`: how each of `n` >= 1 passages holds the words of the question."""
    count, lengths = len(wordings), np.array([len(one.marks) for one in wordings])
    owner = np.repeat(np.arange(count), lengths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    heading = place < np.repeat([one.heading for one in wordings], lengths)
    number = _place_in(asked.marks, np.concatenate([one.marks for one in wordings]))
    held = number >= 0
    said = held & heading
    return np.column_stack(
        [
            _covered(count, owner[held], number[held], asked.weights),
            _pairs_covered(asked, owner, number, count),
            _covered(count, owner[said], number[said], asked.weights),
            _best_window(count, owner[held], place[held] // _WINDOW, number[held], asked.weights),
            _phrases_covered(asked, owner, number, count),
            _counts(owner[said], count) / np.maximum(_counts(owner[heading], count), 1),
            np.log1p(lengths),
        ]
    )


def _place_in(known: npt.NDArray[T], values: npt.NDArray[T]) -> IntArray:
    """The place of each value among the ascending `known`, -1 where it is not there."""
    if not len(known):
        return np.full(len(values), -1)
    place = np.searchsorted(known, values).clip(max=len(known) - 1)
    return np.where(known[place] == values, place, -1)


def _covered(count: int, owner: IntArray, number: IntArray, weights: FloatArray) -> FloatArray:
    """The share of the weights whose numbers each owner has at least once, `(count,)`."""
    has = np.zeros((count, len(weights)))
    has[owner, number] = 1.0
    return _part(has @ weights, weights)


def _best_window(
    count: int, owner: IntArray, window: IntArray, number: IntArray, weights: FloatArray
) -> FloatArray:
    """The best coverage by two neighbouring windows of each owner."""
    width = int(window.max(initial=0)) + 2
    has = np.zeros((count, width, len(weights)), np.bool_)
    has[owner, window, number] = True
    return _part(((has[:, :-1] | has[:, 1:]) @ weights).max(axis=1), weights)


def _pairs_covered(asked: Asked, owner: IntArray, number: IntArray, count: int) -> FloatArray:
    found, owners = _found(asked.pairs, owner, number, 2, len(asked.marks))
    return _covered(count, owners, found, asked.pair_weights)


def _phrases_covered(asked: Asked, owner: IntArray, number: IntArray, count: int) -> FloatArray:
    wanted = np.unique(_grams(asked.sequence, _PHRASE, len(asked.marks)))
    found, owners = _found(wanted, owner, number, _PHRASE, len(asked.marks))
    return _covered(count, owners, found, np.ones(len(wanted)))


def _found(
    wanted: IntArray, owner: IntArray, number: IntArray, length: int, base: int
) -> tuple[IntArray, IntArray]:
    """Which of the `wanted` runs of `length` syllables stand inside a passage, and whose they are."""
    last = len(number) - length + 1
    inside = owner[: max(last, 0)] == owner[length - 1 :]
    place = np.where(inside, _place_in(wanted, _grams(number, length, base)), -1)
    return place[place >= 0], owner[: max(last, 0)][place >= 0]


def _grams(numbers: IntArray, length: int, base: int) -> IntArray:
    """A code for each run of `length` numbers below `base`; -1 where one of them is -1."""
    last = max(len(numbers) - length + 1, 0)
    codes = np.zeros(last, np.int64)
    whole = np.ones(last, np.bool_)
    for step in range(length):
        part = numbers[step : step + last]
        codes = codes * base + part
        whole &= part >= 0
    return np.where(whole, codes, -1)


def _share_below(limit: float, weights: FloatArray) -> float:
    return float(weights[weights < limit].sum() / (weights.sum() or 1.0))


def _part(held: FloatArray, weights: FloatArray) -> FloatArray:
    return held / (weights.sum() or 1.0)


def _counts(owner: IntArray, count: int) -> FloatArray:
    return np.bincount(owner, minlength=count).astype(np.float64)
