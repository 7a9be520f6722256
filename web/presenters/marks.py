"""Cuts a text at its highlights, so that a template can mark them without touching a character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FOLD_LENGTH = 900
"""Characters of a passage shown before the rest is folded away: about twelve lines on a desk screen.
The splitter's passages rarely pass it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not; the pieces of a text joined give the text."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A passage as pieces: `lead` is always shown, `rest` (often empty) when it is unfolded."""

    lead: tuple[Piece, ...]
    rest: tuple[Piece, ...]


def folded_text(text: str, highlights: tuple[tuple[int, int], ...]) -> FoldedText:
    """The pieces of a passage, folded at a space if it is very long; the first mark is never hidden."""
    cut = _fold_at(text, highlights)
    lead = tuple(_pieces(text, highlights, 0, cut))
    return FoldedText(lead, tuple(_pieces(text, highlights, cut, len(text))))


def _fold_at(text: str, highlights: tuple[tuple[int, int], ...]) -> int:
    if len(text) <= FOLD_LENGTH * 4 // 3:  # a fold that hides a line or two is a nuisance
        return len(text)
    first_end = highlights[0][1] if highlights else 0
    space = text.find(" ", max(FOLD_LENGTH, first_end))
    return len(text) if space < 0 else space


def _pieces(
    text: str, highlights: Iterable[tuple[int, int]], start: int, end: int
) -> Iterator[Piece]:
    """The pieces of `text[start:end]`; a highlight that crosses the edge is marked on both sides."""
    at = start
    for mark_start, mark_end in highlights:
        left, right = max(mark_start, at), min(mark_end, end)
        if left >= right:
            continue
        if at < left:
            yield Piece(text[at:left], marked=False)
        yield Piece(text[left:right], marked=True)
        at = right
    if at < end:
        yield Piece(text[at:end], marked=False)
