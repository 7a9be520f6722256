"""FAISS against a NumPy product with the same 16-bit numbers: the same rows, scores and order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from kb.search.vector_index import VectorIndex

FloatArray = npt.NDArray[np.float32]


def unit_rows(count: int, seed: int) -> FloatArray:
    rows = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    unit: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


ROWS = np.random.default_rng(3).permutation(5000)[:400].astype(np.int64)
VECTORS = unit_rows(400, 1)
KEPT = VECTORS.astype(np.float16).astype(np.float32)


def expected(query: FloatArray, allowed: npt.NDArray[np.bool_], limit: int) -> list[int]:
    scores = np.where(allowed, KEPT @ query, -np.inf)
    order = np.lexsort((ROWS, -scores))[: min(limit, int(allowed.sum()))]
    return [int(row) for row in ROWS[order]]


@pytest.fixture
def index() -> VectorIndex:
    made = VectorIndex(32)
    made.add(ROWS, VECTORS)
    return made


@pytest.mark.parametrize("query", list(unit_rows(5, 2)))
def test_search_equals_the_product(index: VectorIndex, query: FloatArray) -> None:
    found = index.search(query, 20)

    assert [row.row_id for row in found] == expected(query, np.ones(400, bool), 20)
    assert found[0].score == pytest.approx(float((VECTORS @ query).max()), abs=5e-4)


@pytest.mark.parametrize("query", list(unit_rows(5, 2)))
def test_a_narrowed_search_equals_the_masked_product(index: VectorIndex, query: FloatArray) -> None:
    found = index.search(query, 500, ROWS[ROWS % 3 == 0])

    assert [row.row_id for row in found] == expected(query, ROWS % 3 == 0, 500)


@pytest.mark.parametrize("query", list(unit_rows(5, 2)))
def test_removed_rows_are_as_if_never_added(index: VectorIndex, query: FloatArray) -> None:
    index.remove(ROWS[ROWS % 2 == 0].tolist())

    found = [row.row_id for row in index.search(query, 400)]

    assert found == expected(query, ROWS % 2 == 1, 400)
