"""The phrases that a library says often: "bảo vệ nền tảng tư tưởng", "kiểm tra, giám sát".

Drawn from the vocabulary's stream of words alone, by counting: runs of syllables that stand often, in
more than one surrounding, and that begin and end where words do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.search.lexical_tokens import FUNCTION_SYLLABLES, written_key
from kb.search.vocabulary import BREAK, OTHER, Vocabulary, joined

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SHORTEST, LONGEST = 3, 6
"""Syllables of a phrase; two make one word of Vietnamese, and longer runs are sentences."""

_MOST = 20_000  # phrases kept, the most frequent
_SAMPLE = 2_000_000
"""Words looked at, in passages spread evenly over the library: a second's work, however large it is."""

_LEAST, _RARE = 3, 50_000
"""A phrase must stand three times, and once more for each 50,000 words looked at."""

_CLOSED = 0.7
"""A run that is continued by one word this often is a part of a longer phrase: "tác thông tin"."""

_CUT = 0.5
"""A run at whose edge the dictionary joins two syllables this often, or at whose end a number follows
so often ("nghị quyết số"), is cut through a word."""

_EDGES = FUNCTION_SYLLABLES | {
    written_key(word)
    for word in (
        *("ngày", "năm", "tháng", "lần", "sau", "đây", "nếu", "không", "việc", "đến", "vào"),
        *("ra", "lên", "phải", "cần", "chưa", "hơn", "cùng", "từng", "mỗi", "đối", "thời"),
    )
}
"""Syllables that a phrase neither begins nor ends with (own list)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in small letters, and how often it stands in the passages looked at."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class _Level:
    """The frequent runs of one length: `at` `(w,)` is the number of the run that begins at each word, 0
    for none; `first` `(n,)` is where each stands first, `counts` `(n,)` how often, `longer` `(n,)` how
    often its most frequent continuation by one word stands. Run 1 is at place 0."""

    length: int
    at: Ints
    first: Ints
    counts: Ints
    longer: Ints


def phrases_of(vocabulary: Vocabulary) -> list[Phrase]:
    """The phrases of the library's passages, the most frequent first; none from a small one."""
    stream = _different(_sampled(vocabulary))
    least = _LEAST + len(stream) // _RARE
    inside = _inside_words(vocabulary, stream)
    edges = np.array([_is_edge(form) for form in vocabulary.forms()])
    found = [
        Phrase(vocabulary.text_of(stream[place : place + level.length]), int(level.counts[run]))
        for level in _levels(stream, edges, least)
        if level.length >= SHORTEST
        for run, place in _kept(level, stream, edges, inside)
    ]
    return sorted(found, key=lambda one: (-one.count, one.text))[:_MOST]


def _sampled(vocabulary: Vocabulary) -> Ints:
    lengths, held = vocabulary.lengths, vocabulary.rows >= 0
    step = max(1, -(-int(lengths[held].sum()) // _SAMPLE))
    chosen = np.zeros(len(held), np.bool_)
    chosen[np.flatnonzero(held)[::step]] = True
    return vocabulary.stream[np.repeat(chosen, lengths)].astype(np.int64)


def _different(stream: Ints) -> Ints:
    """The stream with each sentence or line once: titles and headings stand before every passage."""
    starts = np.flatnonzero(stream == BREAK)
    if not len(starts):
        return stream
    lengths = np.diff(np.append(starts, len(stream)))
    place = np.arange(len(stream)) - np.repeat(starts, lengths)
    mixed = (stream.astype(np.uint64) + np.uint64(1)) * (place.astype(np.uint64) * _ODD + _ODD)
    sums = np.add.reduceat(mixed ^ (mixed >> np.uint64(29)), starts)
    once = np.zeros(len(starts), np.bool_)
    once[np.unique(sums, return_index=True)[1]] = True
    return stream[np.repeat(once, lengths)]


_ODD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads sums over 64 bits (2**64 over the golden ratio)."""


def _is_edge(form: str) -> bool:
    return len(form) < 2 or written_key(form) in _EDGES


def _inside_words(vocabulary: Vocabulary, stream: Ints) -> Mask:
    """`(w,)`: whether each word goes with the one after it: a number, or joined by the dictionary."""
    inside = np.zeros(len(stream), np.bool_)
    pairs = joined(stream[:-1], stream[1:])
    inside[:-1] = np.isin(pairs, vocabulary.general) | (stream[1:] == OTHER)
    return inside


def _levels(stream: Ints, edges: Mask, least: int) -> Iterator[_Level]:
    """The frequent runs, longer by one word at each step; a run is made of two frequent ones."""
    at = np.where(stream > OTHER, stream, 0)
    level = _Level(1, at, np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    for length in range(2, LONGEST + 2):
        following = _longer(level.at, length, least)
        yield _Level(
            level.length,
            level.at,
            level.first,
            level.counts,
            _most(level, following, edges[stream]),
        )
        level = following


def _longer(at: Ints, length: int, least: int) -> _Level:
    places = np.flatnonzero((at[:-1] > 0) & (at[1:] > 0))
    pairs = joined(at[places], at[places + 1])
    _, first, run, counts = np.unique(
        pairs, return_index=True, return_inverse=True, return_counts=True
    )
    often = counts >= least
    number = np.where(often, np.cumsum(often), 0)
    fresh = np.zeros(max(len(at) - 1, 0), np.int64)
    fresh[places] = number[run]
    return _Level(length, fresh, places[first[often]], counts[often], np.zeros(0, np.int64))


def _most(level: _Level, following: _Level, is_edge: Mask) -> Ints:
    """How often the most frequent continuation of each run stands, to the left or to the right; one by
    a word that bounds phrases is none."""
    most = np.zeros(int(level.at.max(initial=0)) + 1, np.int64)
    for run, added in ((0, level.length), (1, 0)):
        within = ~is_edge[following.first + added]
        at = level.at[following.first[within] + run]
        np.maximum.at(most, at, following.counts[within])
    return most[1:]


def _kept(level: _Level, stream: Ints, edges: Mask, inside: Mask) -> Iterator[tuple[int, int]]:
    """The runs that are phrases, each with its first place."""
    if not len(level.first):
        return
    last = level.first + level.length - 1
    good = ~edges[stream[level.first]] & ~edges[stream[last]]
    good &= level.longer[: len(good)] < _CLOSED * level.counts
    starts = np.flatnonzero(level.at)
    for edge in (
        starts - 1,
        starts + level.length - 1,
    ):  # place -1 is the last, which joins nothing
        cut = np.bincount(level.at[starts], weights=inside[edge], minlength=len(good) + 1)[1:]
        good &= cut <= _CUT * level.counts
    runs = np.flatnonzero(good)
    yield from zip(runs.tolist(), level.first[runs].tolist(), strict=True)
