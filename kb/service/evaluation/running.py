"""The questions of a trial asked: as they are or damaged, of the whole search or without a part."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kb.search.embedder import Embedder, Fingerprint
from kb.search.index_set import FORMAT
from kb.search.reranker import FOLDS, fold_of
from kb.search.weights import DEFAULT_WEIGHTS, Weights, ablated
from kb.service.evaluation.judging import Outcome, judged
from kb.service.evaluation.questions import Question
from kb.service.evaluation.trials import Search, Trial
from kb.service.watching import EvaluationWatcher
from kb.vietnamese.damage import Variant, damaged

_WARMING_UP = "câu hỏi khởi động"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do beside asking: damage the questions, search without each part, time each question.

    Timed questions are encoded by the model each time; others may take their vectors from the cache.
    With `folds` every question is put in order by weights learned without it, for benchmarks that the
    reranker learned from.
    """

    variant: Variant | None = None
    ablations: bool = False
    latency: bool = True
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Conditions:
    """What figures depend on; `fingerprint` is the digest of the embedder's. `date` is ISO."""

    model: str
    fingerprint: str
    index_format: int
    date: str
    cpu: str
    cores: int
    python: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a trial gave; `ablations` are the outcomes without each part, by the part's name."""

    name: str
    variant: Variant | None
    conditions: Conditions
    skipped: int
    outcomes: tuple[Outcome, ...]
    ablations: dict[str, tuple[Outcome, ...]]


def run_trial(
    trial: Trial, plan: Plan, model: Embedder, cached: Embedder, watcher: EvaluationWatcher
) -> Evaluation:
    """Puts all questions of the trial, once for each set of weights; `model` is asked where time is
    taken, `cached` elsewhere. The first question of a fresh process loads things: it is not counted.
    """
    without = ablated(DEFAULT_WEIGHTS) if plan.ablations else {}
    total = len(trial.questions) * (1 + len(without))
    asked = [(question, _asked(question, plan.variant)) for question in trial.questions]

    def outcomes(weights: Weights, embedder: Embedder, timed: bool) -> tuple[Outcome, ...]:
        search = searches(trial, weights, embedder, plan.folds)
        found = []
        for question, text in asked:
            found.append(_answered(question, text, search(question), timed))
            watcher.questions(1, total)
        return tuple(found)

    first = model if plan.latency else cached
    trial.search_with(DEFAULT_WEIGHTS, first)(_WARMING_UP)
    return Evaluation(
        name=trial.name,
        variant=plan.variant,
        conditions=_conditions(model.fingerprint),
        skipped=trial.skipped,
        outcomes=outcomes(DEFAULT_WEIGHTS, first, plan.latency),
        ablations={
            part: outcomes(weights, cached, timed=False) for part, weights in without.items()
        },
    )


def searches(
    trial: Trial, weights: Weights, embedder: Embedder, folds: bool
) -> Callable[[Question], Search]:
    """The search for each question: of the weights in use, or of those that never saw it."""
    if not folds:
        search = trial.search_with(weights, embedder)
        return lambda question: search
    unseen = [trial.search_with(replace(weights, fold=fold), embedder) for fold in range(FOLDS)]
    return lambda question: unseen[fold_of(question.id)]


def _asked(question: Question, variant: Variant | None) -> str:
    return question.text if variant is None else damaged(question.text, variant)


def _answered(question: Question, text: str, search: Search, timed: bool) -> Outcome:
    started = time.perf_counter()
    answered = search(text)
    taken = (time.perf_counter() - started) * 1000
    return judged(question, text, answered, taken if timed else None)


def _conditions(fingerprint: Fingerprint) -> Conditions:
    return Conditions(
        model=fingerprint.model,
        fingerprint=fingerprint.digest(),
        index_format=FORMAT,
        date=datetime.now().astimezone().date().isoformat(),
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
    )


def _cpu() -> str:
    """The processor's name: Linux tells it in a file, other systems through `platform`."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
