"""Ranked lists and how two become one: scaled scores, then a convex sum.

The sum of min-max scaled scores beat reciprocal rank fusion by five points of nDCG@10 (DESIGN,
"Retrieval"). Source of the method: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid
Retrieval", ACM TOIS 42 (2023), section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar


class ScoredRow(NamedTuple):
    """A passage of the index, by its row, with one retriever's raw score (higher is better)."""

    row_id: int
    score: float


class FusedRow(NamedTuple):
    """A passage with its scaled scores, each in [0, 1]; `score` is their convex sum, in [0, 1]."""

    row_id: int
    dense: float
    lexical: float
    score: float


class _Scored(Protocol):
    @property
    def row_id(self) -> int: ...

    @property
    def score(self) -> float: ...


Scored = TypeVar("Scored", bound=_Scored)


def best_first(rows: Iterable[Scored], limit: int | None = None) -> list[Scored]:
    """The `limit` best rows, or all; equal scores stand in the order of their row ids."""
    ordered = sorted(rows, key=_ROW)
    ordered.sort(key=_SCORE, reverse=True)
    return ordered[:limit]


_ROW, _SCORE = attrgetter("row_id"), attrgetter("score")
"""Two sorts by what C reads take half the time of one by a pair that Python makes."""


def scaled(rows: Sequence[ScoredRow], floor: float | None = None) -> Iterator[ScoredRow]:
    """The rows with scores moved to [0, 1]: the best is 1, the list's lowest (or `floor`) is 0.

    `floor` is a natural zero below the list: a short BM25 list holds every passage that matched at
    all, so its last one is still better than nothing. Where all scores are equal, each becomes 1.
    """
    if not rows:
        return
    high = max(row.score for row in rows)
    low = min(row.score for row in rows)
    low = low if floor is None else min(low, floor)
    for row in rows:
        part = (row.score - low) / (high - low) if high > low else 1.0
        yield ScoredRow(row.row_id, part)


def fuse(
    dense: Sequence[ScoredRow],
    lexical: Sequence[ScoredRow],
    dense_share: float,
    *,
    lexical_floor: float | None = None,
) -> list[FusedRow]:
    """One list, best first, from the dense and the lexical list (in any order, raw scores).

    `score = dense_share * dense + (1 - dense_share) * lexical`, each scaled over its own list; a
    passage missing from a list has 0 there. `dense_share` is in [0, 1]. The order of the lists does
    not matter; ties stand in the order of row ids.
    """
    near = {row.row_id: row.score for row in scaled(dense)}
    said = {row.row_id: row.score for row in scaled(lexical, lexical_floor)}
    return best_first(
        _fused(row_id, near.get(row_id, 0.0), said.get(row_id, 0.0), dense_share)
        for row_id in near.keys() | said.keys()
    )


def _fused(row_id: int, dense: float, lexical: float, share: float) -> FusedRow:
    return FusedRow(row_id, dense, lexical, share * dense + (1.0 - share) * lexical)
