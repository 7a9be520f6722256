"""Phrases in quotation marks: found in a query, indexed with their places, marked in a passage.

A passage holds a phrase if its own text, not a heading above it, has the same syllables and the same
punctuation in a row. Accents count. Case, where a tone is placed, dashes and quotation marks do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.vietnamese.normalise import tone_key
from kb.vietnamese.tokens import Token, tokens_of

_QUOTED = re.compile(r'["“”„](?P<plain>[^"“”„]+)["“”]|«(?P<angled>[^«»]+)»')
_PIECE = re.compile(r"[^\W_]+|[^\w\s\u2010-\u2015\u2212\"'“”„‘’«»-]|_|\n")
_LINE_END = (
    "¶"  # a phrase does not run on into the next paragraph, and a token holds no white space
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a query; `start:end` is where it stands there, quotation marks included."""

    text: str
    start: int
    end: int


def find_phrases(text: str) -> list[Phrase]:
    """The phrases of `text` in order: "…", “…” and «…» with a word between them.

    A mark without its partner is a sign like others.
    """
    found = (
        Phrase((match["plain"] or match["angled"]).strip(), match.start(), match.end())
        for match in _QUOTED.finditer(text)
    )
    return [phrase for phrase in found if tokens_of(phrase.text)]


def phrase_tokens(text: str) -> list[str]:
    """The tokens that a phrase is found by: "Kinh tế, biển" → "kinh", "tê\u0301", ",", "biên\u0309"."""
    return [_key(piece) for piece in _pieces(text)]


def phrase_spans(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Half-open offsets of every place where one of the phrases stands, in order, without overlap."""
    pieces = _pieces(text) if phrases else []
    keys = [_key(piece) for piece in pieces]
    runs = (run for phrase in phrases for run in _runs(keys, phrase_tokens(phrase)))
    return list(merged_spans((pieces[first].start, pieces[last].end) for first, last in runs))


def merged_spans(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def without_phrases(text: str, phrases: Sequence[str]) -> str:
    """`text` without its quoted phrases, where these are `phrases`; else as it is."""
    if not phrases:
        return text
    parts, done = [], 0
    for phrase in find_phrases(text):
        parts.append(text[done : phrase.start])
        done = phrase.end
    return " ".join([*parts, text[done:]])


def _runs(keys: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of `keys` that is `wanted`."""
    for start in range(len(keys) - len(wanted) + 1):
        if wanted and keys[start : start + len(wanted)] == wanted:
            yield start, start + len(wanted) - 1


def _pieces(text: str) -> list[Token]:
    return [Token(match.group(), match.start(), match.end()) for match in _PIECE.finditer(text)]


def _key(piece: Token) -> str:
    return _LINE_END if piece.text == "\n" else tone_key(piece.text)
