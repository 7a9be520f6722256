"""Puts the first candidates in order anew, by a weighted sum of what is known of each.

The weights are learned by `scripts/train_reranker.py` and kept in `reranker.json` with what they were
learned from; they fit the default embedding model, whose cosines lie close together. A linear sum was
as good as boosted trees had been over similar features (alqac2025 by folds .930 and .930), and can be
read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, FiniteFloat, PositiveFloat, ValidationError

from kb.errors import RerankerCorrupt
from kb.search.features import WORD_FEATURES, Asked, word_features
from kb.search.fusion import best_first
from kb.search.index_set import IndexSet
from kb.search.lexical_tokens import is_unaccented
from kb.search.retriever import Candidate

Vector = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]

FEATURES = ("dense", "lexical", "cosine", *WORD_FEATURES)
"""The columns of `candidate_features`: the two scaled scores, the cosine with the question, words."""

FOLDS = 5

_DIGITS = 6
"""Scores that agree so far are ties: the order of additions changes the digits beyond."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A sum of features, each with its weight (`weights` follows FEATURES)."""

    weights: tuple[float, ...]

    def scores(self, features: FloatArray) -> FloatArray:
        """`(n,)` for `(n, len(FEATURES))`; they compare candidates of one question only."""
        scores: FloatArray = features @ np.array(self.weights)
        return scores.round(_DIGITS)


@dataclass(frozen=True, slots=True)
class FoldedModel:
    """The model in use, learned from all questions, and one for each fold, learned from the others."""

    whole: LinearModel
    folds: tuple[LinearModel, ...]


@dataclass(frozen=True, slots=True)
class Reranker:
    """A model for questions with accents, and one for questions without."""

    accented: FoldedModel
    unaccented: FoldedModel

    def model(self, text: str, fold: int | None) -> LinearModel:
        """The model for `text`: the one in use, or the one that never saw the questions of `fold`."""
        one = self.unaccented if is_unaccented(text) else self.accented
        return one.whole if fold is None else one.folds[fold]


@dataclass(frozen=True, slots=True)
class LearnedSet:
    """What was learned, `(len(FEATURES),)` each: a feature counts by its weight over its `scale`."""

    scale: FloatArray
    whole: FloatArray
    folds: Sequence[FloatArray]


def fold_of(question: str) -> int:
    """The fold of a question by its id, the same on every machine and in all its variants."""
    return crc32(question.encode()) % FOLDS


def reranked(found: Sequence[Candidate], values: FloatArray) -> list[Candidate]:
    """`found`, best first, with the first `n` in the order of their `(n,)` values, ties by row ids.

    The values are moved to the range that the scores had, so that all stay in [0, 1] and the others
    behind.
    """
    first, rest = found[: len(values)], found[len(values) :]
    if len(first) < 2:
        return list(found)
    scores = in_range(values, first[-1].score, first[0].score)
    moved = [one._replace(score=score) for one, score in zip(first, scores, strict=True)]
    return best_first([*moved, *rest])


def in_range(values: FloatArray, low: float, high: float) -> list[float]:
    """`(n,)` values, `n` >= 1, moved so that the least is `low` and the greatest `high`."""
    span = float(np.ptp(values)) or 1.0
    parts: list[float] = (high - (high - low) * (values.max() - values) / span).tolist()
    return parts


def candidate_features(
    index: IndexSet, asked: Asked, vector: Vector, candidates: Sequence[Candidate]
) -> FloatArray:
    """`(n, len(FEATURES))` for `n` >= 1 candidates that the index holds and a `(d,)` unit vector."""
    rows = [one.row_id for one in candidates]
    wordings = index.lexical.wordings(rows, folded=asked.folded)
    cosines = np.stack([index.vectors.vector_of(row) for row in rows]) @ vector
    scores = [(one.dense, one.lexical) for one in candidates]
    words = word_features(asked, [wordings[row] for row in rows])
    return np.column_stack([np.array(scores), cosines, words])


class _Set(BaseModel):
    """A `LearnedSet` by the names of the features."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scale: dict[str, PositiveFloat]
    weights: dict[str, FiniteFloat]
    folds: list[dict[str, FiniteFloat]]


class _Sets(BaseModel):
    model_config = ConfigDict(strict=True)

    accented: _Set
    unaccented: _Set


def read_reranker(text: str) -> Reranker:
    """The reranker in a file that `written_reranker` made. Raises RerankerCorrupt, saying why."""
    try:
        read = _Sets.model_validate_json(text)
    except ValidationError as error:
        raise _corrupt("không đúng dạng") from error
    return Reranker(_folded(read.accented), _folded(read.unaccented))


def _folded(read: _Set) -> FoldedModel:
    named = [read.scale, read.weights, *read.folds]
    if any(one.keys() != set(FEATURES) for one in named) or len(read.folds) != FOLDS:
        raise _corrupt("có những đặc trưng khác với bản kb này")
    whole, *folds = (_model(one, read.scale) for one in (read.weights, *read.folds))
    return FoldedModel(whole, tuple(folds))


def written_reranker(about: dict[str, object], accented: LearnedSet, unaccented: LearnedSet) -> str:
    """The file: what was learned from what, then each set by the names of the features."""

    def named(values: FloatArray) -> dict[str, float]:
        return {name: round(float(value), 5) for name, value in zip(FEATURES, values, strict=True)}

    def by_name(one: LearnedSet) -> dict[str, object]:
        folds = [named(fold) for fold in one.folds]
        return {"scale": named(one.scale), "weights": named(one.whole), "folds": folds}

    content = {"about": about, "accented": by_name(accented), "unaccented": by_name(unaccented)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=1)
def load_reranker() -> Reranker:
    """The reranker that comes with kb. Raises RerankerCorrupt."""
    try:
        text = files("kb.search").joinpath("reranker.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _corrupt("không đọc được") from error
    return read_reranker(text)


def _model(weights: dict[str, float], scale: dict[str, float]) -> LinearModel:
    return LinearModel(tuple(weights[name] / scale[name] for name in FEATURES))


def _corrupt(why: str) -> RerankerCorrupt:
    return RerankerCorrupt(f"Tệp trọng số xếp hạng reranker.json {why}; hãy cài đặt lại kb.")
