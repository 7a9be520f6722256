"""Learns the weights of the reranker from benchmark folders, and writes kb/search/reranker.json.

    python scripts/train_reranker.py --train DIR [DIR …] --test DIR [DIR …]

The questions of `--train` are learned from, those of `--test` only measured. Five models each leave out
one fold of the training questions, which they are then measured on; the model that ships learns from
all. `kb evaluate --benchmark DIR --folds` measures the same through the whole search. KB_HOME holds the
default model, and vectors that are made once.

The loss is the cross entropy between the right passages and the first candidates (softmax over a
question's candidates; Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML
2007), with an L2 penalty. Questions with and without accents have weights of their own, because the
embedding model understands only the former: one set for both lost .005 on either.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

import kb.search.reranker as reranker
from kb.search.abbreviations import written_out
from kb.search.asking import subject_of
from kb.search.cached_embedder import CachedEmbedder
from kb.search.embedder import Embedder, load_embedder
from kb.search.features import asked_of
from kb.search.index_set import IndexSet
from kb.search.metrics import accuracy, ndcg
from kb.search.reranker import (
    FEATURES,
    FOLDS,
    LearnedSet,
    candidate_features,
    fold_of,
    written_reranker,
)
from kb.search.retriever import retrieve, wanted_text
from kb.search.understanding import parse_query
from kb.search.weights import DEFAULT_WEIGHTS
from kb.service.evaluation.questions import Question, read_articles, read_questions
from kb.service.evaluation.trials import article_index
from kb.service.watching import Silence
from kb.settings import load_settings
from kb.vietnamese.damage import Variant, damaged

FloatArray = npt.NDArray[np.float64]

PENALTY = 0.1
"""Of .1 and .2: .932 and .931 of nDCG@10 on alqac2025 by folds, .822 and .812 on natural, which asks in
other words than the articles. Before the model read only what is asked about, .03, .4 and .8 gave .754
.797 .797 on natural: free weights fit one kind of question."""

SHOWN = 10
DEPTH = 100  # of each list, as SearchEngine.search has it


@dataclass(frozen=True, slots=True)
class Case:
    """A question in one variant: `features` of its first candidates, which of them are `right`, and
    the documents of all candidates in their order."""

    question: Question
    variant: str
    features: FloatArray
    right: npt.NDArray[np.bool_]
    documents: list[str]

    def figures(self, weights: FloatArray) -> tuple[float, float]:
        """nDCG@10 and Acc@1 with the first candidates in the order of these weights."""
        order = np.argsort(-(self.features @ weights), kind="stable")
        first = [self.documents[place] for place in order]
        found = dict.fromkeys([*first, *self.documents[len(order) :]])
        targets = {target.document for target in self.question.targets}
        ranks = [rank for rank, one in enumerate(found, start=1) if one in targets]
        return ndcg(ranks, len(targets), SHOWN), accuracy(ranks, 1)


VARIANTS: dict[str, Callable[[str], str]] = {
    "accented": str,
    "unaccented": lambda text: damaged(text, Variant.UNACCENTED),
}


def cases_of(folder: Path, embedder: Embedder) -> list[Case]:
    """Every question of a folder in every variant that finds something."""
    with article_index(read_articles(folder), embedder, Silence()) as index:
        asked = [(one, name) for one in read_questions(folder) for name in VARIANTS]
        return [case for one, name in asked for case in _cases(index, embedder, one, name)]


def _cases(index: IndexSet, embedder: Embedder, question: Question, variant: str) -> Iterator[Case]:
    query = parse_query(VARIANTS[variant](question.text))
    text = wanted_text(query)
    vector = embedder.embed_query(subject_of(written_out(text)))
    found = [] if query.symbols else retrieve(index, query, vector, None, DEPTH)
    if found:
        first = found[: DEFAULT_WEIGHTS.reranked]
        held = index.lexical.documents_of([one.row_id for one in found])
        documents = [held[one.row_id] for one in found]
        targets = {target.document for target in question.targets}
        right = np.array([document in targets for document in documents[: len(first)]])
        features = candidate_features(index, asked_of(text, index.lexical), vector, first)
        yield Case(question, variant, features, right, documents)


def learned(cases: Sequence[Case], scale: FloatArray) -> FloatArray:
    """The weights, by spread, that put the right passages of the cases first."""
    told = [case for case in cases if case.right.any()]
    most, none = DEFAULT_WEIGHTS.reranked, -1e9
    features = np.zeros((len(told), most, len(FEATURES)))
    absent, wrong = (np.full((len(told), most), none) for _ in range(2))
    for row, case in enumerate(told):
        count = len(case.right)
        features[row, :count] = (case.features - case.features.mean(axis=0)) / scale
        absent[row, :count] = 0.0
        wrong[row, :count] = np.where(case.right, 0.0, none)

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = features @ weights
        everything = logsumexp(scores + absent, axis=1, keepdims=True)
        rightness = logsumexp(scores + wrong, axis=1, keepdims=True)
        pull = np.exp(scores + absent - everything) - np.exp(scores + wrong - rightness)
        slope = np.einsum("qc,qcf->f", pull, features) / len(told)
        penalty = PENALTY * float(weights @ weights)
        return float((everything - rightness).mean()) + penalty, slope + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def spread(cases: Sequence[Case]) -> FloatArray:
    """How far each feature usually lies from its mean over a question's candidates."""
    return np.vstack([case.features - case.features.mean(axis=0) for case in cases]).std(axis=0)


def figures(cases: Sequence[Case], weights: Sequence[FloatArray]) -> dict[str, object]:
    """The means of nDCG@10 and Acc@1 of the cases, each with its own weights."""
    pairs = [case.figures(one) for case, one in zip(cases, weights, strict=True)]
    ndcgs, hits = np.mean(pairs, axis=0)
    return {
        "questions": len(cases),
        "ndcg@10": round(float(ndcgs), 4),
        "acc@1": round(float(hits), 4),
    }


def main() -> None:
    """Trains, prints the figures and writes the file."""
    given = _arguments()
    settings = load_settings()
    models, vectors = settings.home / "models", settings.home / "cache" / "vectors.db"
    model = load_embedder(models, None, "query: ", "passage: ", settings.threads)
    embedder = CachedEmbedder(model, vectors)
    train = [case for folder in given.train for case in cases_of(folder, embedder)]
    test = {folder.name: cases_of(folder, embedder) for folder in given.test}
    about: dict[str, object] = {
        "date": datetime.now().astimezone().date().isoformat(),
        "model": embedder.fingerprint.digest(),
        "learned from": {folder.name: len(read_questions(folder)) for folder in given.train},
        "candidates": DEFAULT_WEIGHTS.reranked,
        "penalty": PENALTY,
    }
    sets = {}
    for variant in VARIANTS:
        cases = [case for case in train if case.variant == variant]
        learned_set = learned_by_folds(cases)
        about[variant] = figures_by_folds(cases, learned_set) | {
            f"{name}, not learned from": figures(
                mine, [learned_set.whole / learned_set.scale] * len(mine)
            )
            for name, found in test.items()
            if (mine := [case for case in found if case.variant == variant])
        }
        sets[variant] = learned_set
        print(variant, json.dumps(about[variant], indent=1))
    target = Path(reranker.__file__).with_name("reranker.json")
    target.write_text(written_reranker(about, **sets), encoding="utf-8")


def learned_by_folds(cases: Sequence[Case]) -> LearnedSet:
    """The weights learned from all cases, and from those outside each fold."""
    scale = spread(cases)
    parts = [[case for case in cases if _fold(case) != fold] for fold in range(FOLDS)]
    folds = [learned(part, scale) for part in parts]
    return LearnedSet(scale, learned(cases, scale), folds)


def figures_by_folds(cases: Sequence[Case], found: LearnedSet) -> dict[str, object]:
    """Each case by the weights that never saw it: for each fold, then in all."""
    told: dict[str, object] = {}
    for fold, weights in enumerate(found.folds):
        mine = [case for case in cases if _fold(case) == fold]
        told[f"fold {fold + 1}"] = figures(mine, [weights / found.scale] * len(mine))
    unseen = [found.folds[_fold(case)] / found.scale for case in cases]
    return told | {"all, by folds": figures(cases, unseen)}


def _fold(case: Case) -> int:
    return fold_of(case.question.id)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--train", nargs="+", type=Path, required=True, metavar="DIR")
    parser.add_argument("--test", nargs="*", type=Path, default=[], metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    main()
