"""Cuts a text at its highlights, so that a template can mark them without touching a character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not; the pieces of a text joined give the text."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A passage as pieces: `lead` is always shown, `whole` when it is unfolded, and empty where the
    lead is all of it. `before` and `after` say whether the lead leaves out anything there."""

    lead: tuple[Piece, ...]
    whole: tuple[Piece, ...] = ()
    before: bool = False
    after: bool = False


def folded_text(
    text: str, highlights: tuple[tuple[int, int], ...], excerpt: tuple[int, int]
) -> FoldedText:
    """The pieces of a passage of which `excerpt` is shown first."""
    start, end = excerpt
    lead = tuple(_pieces(text, highlights, start, end))
    if (start, end) == (0, len(text)):
        return FoldedText(lead)
    whole = tuple(_pieces(text, highlights, 0, len(text)))
    return FoldedText(lead, whole, before=start > 0, after=end < len(text))


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
