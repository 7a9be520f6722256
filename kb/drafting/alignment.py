"""The stretch of a text that a quotation is nearest to, word by word, and how they differ.

A quotation is aligned as a whole with any stretch of the text (Sellers 1980): what stands before and
after the stretch costs nothing, and neither does what a mark of omission leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from kb.drafting.words import BORDER, Word

Costs = npt.NDArray[np.int32]

OMISSION: None = None
"""Stands in a quotation for words left out, however many."""

_QUOTED_ONLY, _PRINTED_ONLY, _CHANGED = 11, 8, 10
"""What it costs that a word is only in the quotation, only in the text, or another. Two words that
changed places are one word moved (19) rather than two changed (20); a changed word at either end of the
quotation is one changed (10) rather than one too many (11)."""
_SIGN, _SIGN_CHANGED = 3, 5
"""The same for signs; a sign is no other way of writing a word."""
_NEVER = 1_000_000


class Step(IntEnum):
    """How the alignment goes on: with a word of both, of the quotation, of the text, or over words of
    the text that are left out."""

    BOTH = 0
    QUOTED = 1
    PRINTED = 2
    OMITTED = 3


@dataclass(frozen=True, slots=True)
class Aligned:
    """One step; `quoted` and `printed` index the words of the quotation and of the text, None where
    the step takes none of them."""

    step: Step
    quoted: int | None
    printed: int | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The steps in order and what they cost in all: 0 where nothing differs."""

    steps: tuple[Aligned, ...]
    cost: int


def align(quotation: Sequence[Word | None], printed: Sequence[Word]) -> Alignment:
    """The cheapest alignment of a quotation (None: an omission), of several the one that ends first.

    Takes `len(quotation) * len(printed)` bytes and some 30 ns for each.
    """
    codes = {word.key: code for code, word in enumerate(printed)}
    texts = np.array([codes[word.key] for word in printed], np.int64)
    is_word = np.array([word.is_word for word in printed], bool)
    extra = np.array([_only(word, _PRINTED_ONLY) for word in printed], np.int64)
    total = np.concatenate([[0], np.cumsum(extra)])
    costs = np.zeros(len(printed) + 1, np.int64)
    steps = np.zeros((len(quotation), len(printed) + 1), np.int8)
    for row, word in enumerate(quotation):
        if word is None:
            costs, steps[row] = _skipped(costs)
            continue
        changed = np.where(is_word, _CHANGED, _NEVER) if word.is_word else _signs(is_word)
        change = np.where(texts == codes.get(word.key, -1), 0, changed)
        change[texts == codes.get(BORDER.key, -1)] = _NEVER
        costs, steps[row] = _row(costs, change, _only(word, _QUOTED_ONLY), total)
    end = int(np.argmin(costs))
    return Alignment(_traced(steps, quotation, end), int(costs[end]))


def _only(word: Word, cost: int) -> int:
    if word is BORDER:
        return _NEVER
    return cost if word.is_word else _SIGN


def _signs(is_word: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    return np.where(is_word, _NEVER, _SIGN_CHANGED)


def _row(
    above: npt.NDArray[np.int64],
    change: npt.NDArray[np.int64],
    alone: int,
    total: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """The costs after one word of the quotation, and the last step to each."""
    best = above + alone
    steps = np.full(len(best), Step.QUOTED, np.int8)
    both = above[:-1] + change
    better = both <= best[1:]
    best[1:][better], steps[1:][better] = both[better], Step.BOTH
    reached = np.minimum.accumulate(best - total) + total
    steps[reached < best] = Step.PRINTED
    return reached, steps


def _skipped(
    above: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """The costs after an omission: what was reached may be left behind for nothing."""
    reached = np.minimum.accumulate(above)
    return reached, np.where(reached < above, Step.OMITTED, Step.QUOTED).astype(np.int8)


def _traced(
    steps: npt.NDArray[np.int8], quotation: Sequence[Word | None], end: int
) -> tuple[Aligned, ...]:
    found: list[Aligned] = []
    row, column = len(steps) - 1, end
    while row >= 0:
        step = Step(int(steps[row, column]))
        omission = quotation[row] is OMISSION
        quoted = None if step in (Step.PRINTED, Step.OMITTED) else row
        printed = None if step is Step.QUOTED else column - 1
        if not omission:
            found.append(Aligned(step, quoted, printed))
        elif step is Step.QUOTED:
            found.append(Aligned(Step.OMITTED, row, None))
        row -= step in (Step.BOTH, Step.QUOTED)
        column -= step is not Step.QUOTED
    return tuple(reversed(found))
