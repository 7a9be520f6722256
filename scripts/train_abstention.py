"""Learns when nothing answers a question, and writes kb/search/abstention.json.

    python scripts/train_abstention.py --questions corpus/answerability.jsonl --benchmark DIR

KB_HOME holds the default model and a library of exactly the documents that `--questions` asks about:
those with a document are answered there, the others by nothing. The benchmark folder gives questions
that its many articles answer, and that the library does not; the answered questions of the library are
put to the articles, which do not answer them. So the model learns from small and large collections.
A set counts by its share in SHARES, whatever its size.

Five models each leave out one fold of all questions, on which they are then measured, as
`kb evaluate --questions … --folds` does through the whole search; the model that ships learns from all.
The loss is the logistic one with an L2 penalty on weights of standardised features.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

import kb.search.abstention as abstention
from kb.search.abbreviations import written_out
from kb.search.abstention import (
    TELLING,
    THRESHOLD,
    AbstentionModel,
    LogisticModel,
    telling_of,
    written_abstention,
)
from kb.search.asking import subject_of
from kb.search.cached_embedder import CachedEmbedder
from kb.search.embedder import Embedder, load_embedder
from kb.search.features import asked_of
from kb.search.index_set import IndexSet, current_manifest, open_current
from kb.search.metrics import abstention as measured
from kb.search.reranker import FOLDS, candidate_features, fold_of, load_reranker
from kb.search.retriever import retrieve, wanted_text
from kb.search.spelling import Speller
from kb.search.understanding import parse_query, understood
from kb.search.weights import DEFAULT_WEIGHTS
from kb.service.evaluation.questions import Question, read_articles, read_gold, read_questions
from kb.service.evaluation.trials import article_index
from kb.service.watching import Silence
from kb.settings import load_settings

FloatArray = npt.NDArray[np.float64]

PENALTY = 0.001
"""Of .0005, .001, .002 and .004: F1 by random folds .845, .841, .838 and .836 on the questions of the
samples, and .854 .854 .854 .833 by the folds that ship."""

SHARES = {"library": 1.0, "articles": 0.5, "foreign": 0.3, "foreign to articles": 0.1}
"""How much each set counts. More of the articles makes fewer good answers declined (alqac2025, of 642
with the right article first: 21 at .25, 16 at .5) and F1 lower (.864, .854)."""

DEPTH = 100  # of each list, as SearchEngine.ranking has it


@dataclass(frozen=True, slots=True)
class Case:
    """What is told of one question by one model of the reranker; `fold` is the question's."""

    source: str
    telling: tuple[float, ...]
    unanswered: bool
    fold: int


def cases_of(
    source: str, index: IndexSet, embedder: Embedder, asked: Sequence[tuple[Question, bool]]
) -> Iterator[Case]:
    """The questions that find something and name no number, each with whether nothing answers it."""
    speller = Speller(index.vocabulary)
    for question, unanswered in asked:
        telling = _telling(index, embedder, speller, question)
        if telling is not None:
            yield Case(source, telling, unanswered, fold_of(question.id))


def _telling(
    index: IndexSet, embedder: Embedder, speller: Speller, question: Question
) -> tuple[float, ...] | None:
    query = understood(parse_query(question.text), speller)
    meant = query.restored or wanted_text(query)
    asked = asked_of(meant, index.lexical)
    if query.symbols or asked.folded:
        return None
    vector = embedder.embed_query(subject_of(written_out(meant)))
    first = retrieve(index, query, vector, None, DEPTH)[: DEFAULT_WEIGHTS.reranked]
    if not first:
        return None
    features = candidate_features(index, asked, vector, first)
    scores = load_reranker().model(meant, fold_of(question.id)).scores(features)
    return telling_of(asked, features, scores)


def learned(cases: Sequence[Case]) -> LogisticModel:
    """The weights that tell the unanswered cases from the others."""
    features = np.array([case.telling for case in cases])
    right = np.array([case.unanswered for case in cases], np.float64)
    sizes = {name: sum(case.source == name for case in cases) for name in SHARES}
    counts = np.array([SHARES[case.source] / sizes[case.source] for case in cases])
    counts /= counts.sum()
    middle, spread = features.mean(axis=0), features.std(axis=0)
    scaled = (features - middle) / spread

    def loss(found: FloatArray) -> tuple[float, FloatArray]:
        weights, bias = found[:-1], found[-1]
        odds = scaled @ weights + bias
        value = counts @ (np.logaddexp(0.0, odds) - right * odds) + PENALTY * weights @ weights
        pull = counts * (expit(odds) - right)
        return float(value), np.append(scaled.T @ pull + 2 * PENALTY * weights, pull.sum())

    found = minimize(loss, np.zeros(len(TELLING) + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return LogisticModel(tuple(weights.tolist()), float(found[-1] - weights @ middle))


def figures(cases: Sequence[Case], models: Sequence[LogisticModel]) -> dict[str, object]:
    """How the cases are declined, each by its own model."""
    declined = [
        model.probability(case.telling) > THRESHOLD
        for case, model in zip(cases, models, strict=True)
    ]
    found = measured(declined, [not case.unanswered for case in cases])
    told = {"questions": len(cases), **asdict(found), "f1": found.f1}
    return {name: value and round(value, 4) for name, value in told.items()}


def main() -> None:
    """Trains, prints the figures and writes the file."""
    given = _arguments()
    settings = load_settings()
    model = load_embedder(settings.home / "models", None, "query: ", "passage: ", settings.threads)
    embedder = CachedEmbedder(model, settings.home / "cache" / "vectors.db")
    cases = list(_all_cases(given, settings.home, embedder))
    whole = learned(cases)
    folds = tuple(learned([case for case in cases if case.fold != fold]) for fold in range(FOLDS))
    about: dict[str, object] = {
        "date": datetime.now().astimezone().date().isoformat(),
        "penalty": PENALTY,
        "threshold": THRESHOLD,
        "by folds": {
            name: figures(mine, [folds[case.fold] for case in mine])
            for name in SHARES
            if (mine := [case for case in cases if case.source == name])
        },
    }
    print(json.dumps(about, indent=1))
    found = AbstentionModel(embedder.fingerprint.digest(), whole, folds)
    target = Path(abstention.__file__).with_name("abstention.json")
    target.write_text(written_abstention(about, found), encoding="utf-8")


def _all_cases(given: argparse.Namespace, home: Path, embedder: Embedder) -> Iterator[Case]:
    own, others = read_gold(given.questions), read_questions(given.benchmark)
    manifest = current_manifest(home)
    library = open_current(home, embedder.fingerprint, manifest.generation if manifest else 0)
    yield from cases_of("library", library, embedder, [(one, not one.targets) for one in own])
    yield from cases_of("foreign", library, embedder, [(one, True) for one in others])
    with article_index(read_articles(given.benchmark), embedder, Silence()) as index:
        yield from cases_of("articles", index, embedder, [(one, False) for one in others])
        answered = [(one, True) for one in own if one.targets]
        yield from cases_of("foreign to articles", index, embedder, answered)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE")
    parser.add_argument("--benchmark", type=Path, required=True, metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    main()
