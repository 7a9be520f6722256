"""Tells when nothing answers a question: one probability from seven readable features.

The weights are learned by `scripts/train_abstention.py` and kept in `abstention.json`. They hold for
the embedding model that they were learned with, whose cosines mean something by themselves; under
another model nothing is ever declined. No feature grows with the library as raw BM25 scores do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from kb.errors import AbstentionCorrupt
from kb.search.features import Asked
from kb.search.reranker import FEATURES, FOLDS

FloatArray = npt.NDArray[np.float64]

TELLING = ("lead", "cosine", "lexical", "pairs", "lost pairs", "known words", "log words")
"""What is told of a question and its candidates; "the best" is the first in the reranker's order.

"lead": how far the best's score lies above the middle one of the first ten. "cosine", "lexical": the
best's, with the question, and scaled over the list. "pairs": the most of the question's neighbouring
pairs of syllables, weighed by idf, that any candidate holds, in [0, 1]. "lost pairs": the share of them
that the library holds somewhere and the best does not: words it knows, but not together. "known
words": the share of the syllables, weighed by idf, that the library holds. "log words": ln(1 + distinct
syllables that are not grammar).
"""

THRESHOLD = 0.6
"""The probability over which nothing answers. Above a half, because a good answer called none costs
more than a weak one shown: the reader may not look further."""

_LEADERS = 10
_COLUMN = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """ln(p / (1 - p)) = bias + the sum of weighted features; `weights` follow TELLING."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, telling: Sequence[float]) -> float:
        """How likely it is, in [0, 1], that nothing answers."""
        odds = self.bias + math.fsum(a * b for a, b in zip(self.weights, telling, strict=True))
        return 1 / (1 + math.exp(-max(-500.0, min(odds, 500.0))))  # exp(710) is too large a float


@dataclass(frozen=True, slots=True)
class AbstentionModel:
    """`embedder` is the digest of the fingerprint that the cosines are of. `whole` is in use, each of
    `folds` never saw the questions of its fold."""

    embedder: str
    whole: LogisticModel
    folds: tuple[LogisticModel, ...]

    def declines(self, telling: Sequence[float], fold: int | None) -> bool:
        """True if it is likely enough that nothing answers."""
        model = self.whole if fold is None else self.folds[fold]
        return model.probability(telling) > THRESHOLD


def telling_of(asked: Asked, candidates: FloatArray, scores: FloatArray) -> tuple[float, ...]:
    """What TELLING names, from `(n, len(FEATURES))` of `n` >= 1 candidates and their `(n,)` scores."""
    best = candidates[int(np.argmax(scores))]
    pairs = candidates[:, _COLUMN["text pairs"]]
    return (
        float(scores.max() - np.median(np.sort(scores)[::-1][:_LEADERS])),
        float(best[_COLUMN["cosine"]]),
        float(best[_COLUMN["lexical"]]),
        float(pairs.max()),
        max(0.0, asked.known_pairs - float(best[_COLUMN["text pairs"]])),
        asked.known_words,
        math.log1p(np.count_nonzero(asked.weights)),
    )


class _Weights(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    bias: FiniteFloat
    weights: dict[str, FiniteFloat]


class _File(BaseModel):
    model_config = ConfigDict(strict=True)

    embedder: str
    whole: _Weights
    folds: list[_Weights]


def read_abstention(text: str) -> AbstentionModel:
    """The model in a file that `written_abstention` made. Raises AbstentionCorrupt, saying why."""
    try:
        read = _File.model_validate_json(text)
    except ValidationError as error:
        raise _corrupt("không đúng dạng") from error
    if any(one.weights.keys() != set(TELLING) for one in (read.whole, *read.folds)):
        raise _corrupt("có những đặc trưng khác với bản kb này")
    if len(read.folds) != FOLDS:
        raise _corrupt("có số phần kiểm tra khác với bản kb này")
    return AbstentionModel(read.embedder, _model(read.whole), tuple(map(_model, read.folds)))


def written_abstention(about: dict[str, object], model: AbstentionModel) -> str:
    """The file: what was learned from what, then each model by the names of what it weighs."""

    def named(one: LogisticModel) -> dict[str, object]:
        weights = {name: round(value, 5) for name, value in zip(TELLING, one.weights, strict=True)}
        return {"bias": round(one.bias, 5), "weights": weights}

    folds = [named(fold) for fold in model.folds]
    content = {"about": about, "embedder": model.embedder, "whole": named(model.whole)}
    return json.dumps({**content, "folds": folds}, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=1)
def load_abstention() -> AbstentionModel:
    """The model that comes with kb. Raises AbstentionCorrupt."""
    try:
        text = files("kb.search").joinpath("abstention.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _corrupt("không đọc được") from error
    return read_abstention(text)


def _model(read: _Weights) -> LogisticModel:
    return LogisticModel(tuple(read.weights[name] for name in TELLING), read.bias)


def _corrupt(why: str) -> AbstentionCorrupt:
    return AbstentionCorrupt(f"Tệp trọng số từ chối abstention.json {why}; hãy cài đặt lại kb.")
