"""How good ranked answers are: pure functions of where the relevant things were found.

`ranks` are the ranks, from 1, of the distinct relevant things in one answer, `relevant` how many
there are. All measures of one answer lie in [0, 1], higher is better; a measure of many is their
mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_RESAMPLES = 2000
"""Enough for two digits of a 95 % percentile interval (Efron and Tibshirani, "An Introduction to the
Bootstrap", 1993, chapter 13, work with 1,000 and 2,000)."""

_BLOCK = 100
_BLOCKS = range(_RESAMPLES // _BLOCK)
"""Resamples are drawn in blocks, so that ten thousand questions take 8 MB and not 160."""

_SEED = 729
_TAILS = (2.5, 97.5)  # percentiles

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its bootstrap 95 % interval from `low` to `high`."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a second mean lies above the first over the same questions, with the 95 % interval.

    `p` is two-sided, in [0, 1]: small where chance alone hardly explains the difference.
    """

    mean: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """Of the questions left unanswered on purpose, the share that had no answer (`precision`); of
    those without an answer, the share left unanswered (`recall`); of those with one, the share left
    unanswered `wrongly`. None where there were none."""

    precision: float | None
    recall: float | None
    wrongly: float | None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where no question was without an answer."""
        if self.recall is None:
            return None
        if not self.precision:
            return 0.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def accuracy(ranks: Sequence[int], depth: int) -> float:
    """Acc@depth (success at depth): 1 if something relevant is among the first `depth`, else 0."""
    return float(any(rank <= depth for rank in ranks))


def reciprocal_rank(ranks: Sequence[int], depth: int) -> float:
    """RR@depth: 1 / the first relevant rank, 0 if it is beyond `depth`; the mean of it is MRR.

    Voorhees, "The TREC-8 Question Answering Track Report" (1999).
    """
    return max((1 / rank for rank in ranks if rank <= depth), default=0.0)


def ndcg(ranks: Sequence[int], relevant: int, depth: int) -> float:
    """nDCG@depth with gains of 0 and 1: DCG = Σ 1 / log2(1 + rank), over that of the best order.

    Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", ACM TOIS 20 (2002),
    with the usual discount log2(1 + rank), which also discounts the second rank. `relevant` >= 1.
    """
    best = _gain(range(1, min(relevant, depth) + 1))
    return _gain(rank for rank in ranks if rank <= depth) / best


def _gain(ranks: Iterable[int]) -> float:
    return sum(1 / math.log2(1 + rank) for rank in ranks)


def abstention(abstained: Sequence[bool], answerable: Sequence[bool]) -> Abstention:
    """How rightly one abstained; the two lists tell of the same questions, in order."""
    pairs = list(zip(abstained, answerable, strict=True))
    right = sum(silent and not has_answer for silent, has_answer in pairs)
    silences, held = sum(abstained), sum(answerable)
    parts = (right, silences), (right, len(pairs) - held), (silences - right, held)
    return Abstention(*(part / whole if whole else None for part, whole in parts))


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of at least one value, with its percentile bootstrap interval (seeded)."""
    low, high = np.percentile(_resampled_means(values), _TAILS)
    return Estimate(float(np.mean(values)), float(low), float(high))


def paired_difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """The mean of `after` - `before`, question by question, with its bootstrap interval (seeded).

    `p` is twice the smaller share of resampled means on either side of 0, 0 counted on both: the
    level at which the percentile interval just touches 0.
    """
    gains = np.subtract(after, before)
    means = _resampled_means(gains)
    low, high = np.percentile(means, _TAILS)
    p = 2 * min(float(np.mean(means <= 0)), float(np.mean(means >= 0)))
    return Difference(float(gains.mean()), float(low), float(high), min(1.0, p))


def _resampled_means(values: Sequence[float] | FloatArray) -> FloatArray:
    """The means of as many draws with replacement as there are values, `(_RESAMPLES,)`."""
    drawn, dice = np.asarray(values, np.float64), np.random.default_rng(_SEED)
    blocks = (dice.integers(len(drawn), size=(_BLOCK, len(drawn))) for _ in _BLOCKS)
    return np.concatenate([drawn[block].mean(axis=1) for block in blocks])
