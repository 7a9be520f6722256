"""Where two texts of nearly the same words differ, for people who are to tell whether they are the
same.

Paragraphs are compared first, then the words of those that differ: a scan cuts its paragraphs elsewhere
than a Word file, and whole texts of 20,000 words would take a minute. Case, where a tone is placed,
spacing and the kind of a dash are no differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import TypeVar

from kb.drafting.words import DASHES
from kb.vietnamese.normalise import normalise, tone_key

MOST = 12
"""Differences shown: who has seen so many knows that the two are not the same."""

_MOST_WORDS = 400  # compared word by word at once; a longer stretch is shown as other altogether
_LONGEST = 60  # words of a stretch that are shown
_AROUND = 6  # words shown before and after, so that one finds the place
_MORE = "…"

_Unit = TypeVar("_Unit", str, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of `one` text in the place of another of `other`, "" where there is nothing; `before`
    and `after` are the words around it that both have."""

    before: str
    one: str
    other: str
    after: str


@dataclass(frozen=True, slots=True)
class TextDifferences:
    """The first differences in order, and how many there are in all; `words` are the numbers of words
    in the two texts."""

    shown: tuple[Difference, ...]
    count: int
    words: tuple[int, int]


def text_differences(one: str, other: str) -> TextDifferences:
    """The differences between two texts."""
    found = list(_differences(_paragraphs(one), _paragraphs(other)))
    words = len(one.split()), len(other.split())
    return TextDifferences(tuple(found[:MOST]), len(found), words)


def _paragraphs(text: str) -> list[list[str]]:
    lines = (line.split() for line in normalise(text).split("\n"))
    return [line for line in lines if line]


def _differences(one: list[list[str]], other: list[list[str]]) -> Iterator[Difference]:
    keys = [[tuple(map(_key, words)) for words in paragraphs] for paragraphs in (one, other)]
    for a, b, c, d in _changes(*keys):
        yield from _in_words([*chain(*one[a:b])], [*chain(*other[c:d])])


def _in_words(one: list[str], other: list[str]) -> Iterator[Difference]:
    if max(len(one), len(other)) > _MOST_WORDS:
        yield Difference("", _cut(one), _cut(other), "")
        return
    for a, b, c, d in _changes([*map(_key, one)], [*map(_key, other)]):
        before, after = one[max(0, a - _AROUND) : a], one[b : b + _AROUND]
        yield Difference(" ".join(before), _cut(one[a:b]), _cut(other[c:d]), " ".join(after))


def _key(word: str) -> str:
    return "-" if word in DASHES else tone_key(word)


def _changes(one: Sequence[_Unit], other: Sequence[_Unit]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that differ, half-open: those of `one`, those of `other`."""
    for tag, *stretches in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            a, b, c, d = stretches
            yield a, b, c, d


def _cut(words: Sequence[str]) -> str:
    shown = " ".join(words[:_LONGEST])
    return f"{shown} {_MORE}" if len(words) > _LONGEST else shown
