"""Both wordings of a quotation as one text, cut where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.drafting.alignment import Aligned, Step
from kb.drafting.differences import run_differs, runs_of, text_of, words_in
from kb.drafting.words import Word


class PieceKind(StrEnum):
    """Whose words a piece holds: both wordings', the quotation's alone, the document's alone, or none,
    where the quotation leaves words out."""

    BOTH = "both"
    QUOTED = "quoted"
    PRINTED = "printed"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; words of both are as the document prints them."""

    kind: PieceKind
    text: str


def pieces_of(
    asked: Sequence[Word | None], words: Sequence[Word], steps: Sequence[Aligned]
) -> tuple[Piece, ...]:
    """The pieces in order; what the quotation has comes before what is printed in its place."""
    pieces: list[Piece] = []
    for run in runs_of(asked, words, steps):
        if run[0].step is Step.OMITTED:
            pieces.append(Piece(PieceKind.OMITTED, "[…]"))
            continue
        quoted, printed = words_in(asked, words, run)
        if not run_differs(asked, words, run[0]):
            pieces += _spaced(PieceKind.BOTH, printed, pieces)
        else:
            pieces += _spaced(PieceKind.QUOTED, quoted, pieces)
            pieces += _spaced(PieceKind.PRINTED, printed, pieces)
    return tuple(pieces)


def _spaced(kind: PieceKind, words: Sequence[Word], before: Sequence[Piece]) -> list[Piece]:
    """The words as a piece, after the white space that they stand behind."""
    if not words:
        return []
    beside = before and before[-1].kind is PieceKind.QUOTED and kind is PieceKind.PRINTED
    gap = words[0].gap if words[0].gap or not beside else " "
    after_omission = before and before[-1].kind is PieceKind.OMITTED
    space = [Piece(PieceKind.BOTH, " " if after_omission else gap)] if before and gap else []
    return [*space, Piece(kind, text_of(words))]
