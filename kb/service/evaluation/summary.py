"""Many outcomes in a few figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.search.metrics import (
    Abstention,
    Estimate,
    abstention,
    accuracy,
    estimate,
    reciprocal_rank,
)
from kb.service.evaluation.judging import Outcome
from kb.service.evaluation.trials import SHOWN

MEASURES: dict[str, Callable[[Outcome], float]] = {
    "acc@1": lambda one: accuracy(one.ranks, 1),
    "acc@10": lambda one: accuracy(one.ranks, SHOWN),
    "mrr@10": lambda one: reciprocal_rank(one.ranks, SHOWN),
    "ndcg@10": lambda one: one.ndcg,
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of some outcomes. `measures` are means over the questions that have an answer.

    `wrong_page` is the share of first hits, of the right document and for questions with a page,
    whose pages miss the expected one. None stands for "nothing to measure".
    """

    cases: int
    measures: dict[str, Estimate]
    wrong_page: float | None
    abstention: Abstention | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from a typed question to its answer, encoding included: percentiles."""

    median: float
    p95: float
    p99: float


def summarised(outcomes: Sequence[Outcome]) -> Summary:
    """The measures of all outcomes together."""
    answerable = [one for one in outcomes if one.relevant]
    pages = [one.right_page for one in outcomes if one.right_page is not None]
    return Summary(
        cases=len(outcomes),
        measures={
            name: estimate([measure(one) for one in answerable])
            for name, measure in MEASURES.items()
            if answerable
        },
        wrong_page=pages.count(False) / len(pages) if pages else None,
        abstention=_abstention(outcomes),
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each kind, in the order in which kinds come; none where questions have none."""
    kinds: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.kind is not None:
            kinds.setdefault(one.kind, []).append(one)
    return kinds


def latency(outcomes: Sequence[Outcome]) -> Latency | None:
    """The percentiles of the time taken; None where no time was taken."""
    times = [one.milliseconds for one in outcomes if one.milliseconds is not None]
    return Latency(*map(float, np.percentile(times, (50, 95, 99)))) if times else None


def _abstention(outcomes: Sequence[Outcome]) -> Abstention | None:
    """None where every question has an answer and none was declined: there is nothing to tell."""
    told = [one for one in outcomes if one.abstained is not None]
    if all(one.relevant and not one.abstained for one in told):
        return None
    return abstention([bool(one.abstained) for one in told], [one.relevant > 0 for one in told])
