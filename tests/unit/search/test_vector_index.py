"""Edges of the vector index; its arithmetic is in tests/contracts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.errors import IndexDamaged
from kb.search.fusion import ScoredRow
from kb.search.vector_index import VectorIndex

AXES = np.eye(3, dtype=np.float32)


def index() -> VectorIndex:
    made = VectorIndex(3)
    made.add(np.array([10, 20, 30]), AXES)
    return made


def test_the_nearest_row_comes_first() -> None:
    found = index().search(np.array([0.6, 0.8, 0.0], np.float32), 2)

    assert [row.row_id for row in found] == [20, 10]
    assert [row.score for row in found] == pytest.approx([0.8, 0.6])


def test_an_empty_index_and_an_empty_allowance_find_nothing() -> None:
    assert VectorIndex(3).search(AXES[0], 5) == []
    assert index().search(AXES[0], 5, np.array([], np.int64)) == []


def test_only_allowed_rows_are_found() -> None:
    assert index().search(AXES[0], 5, np.array([20, 99])) == [ScoredRow(20, 0.0)]


def test_removing_tells_how_many_were_held() -> None:
    made = index()

    assert made.remove({20, 99}) == 1
    assert len(made) == 2
    with pytest.raises(KeyError):
        made.vector_of(20)


def test_a_row_gives_its_vector_back() -> None:
    assert index().vector_of(30).tolist() == [0.0, 0.0, 1.0]


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(ValueError, match="is not"):
        VectorIndex(3).add(np.array([1]), AXES)


def test_a_file_that_is_no_index_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(b"rubbish")

    with pytest.raises(IndexDamaged, match="kb rebuild"):
        VectorIndex.load(path)


def test_a_saved_index_loads_equal(tmp_path: Path) -> None:
    index().save(tmp_path / "vectors.faiss")

    loaded = VectorIndex.load(tmp_path / "vectors.faiss")

    assert len(loaded) == 3
    assert loaded.search(AXES[1], 3) == index().search(AXES[1], 3)
    assert loaded.remove([10]) == 1


def test_a_folder_that_is_not_there_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="vectors"):
        index().save(tmp_path / "nowhere" / "vectors.faiss")
