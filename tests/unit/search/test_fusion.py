"""Scaling and the convex sum, worked by hand."""

from __future__ import annotations

import pytest

from kb.search.fusion import FusedRow, ScoredRow, best_first, fuse, scaled


def test_the_best_becomes_one_and_the_lowest_zero() -> None:
    rows = [ScoredRow(1, 8.0), ScoredRow(2, 5.0), ScoredRow(3, 4.0)]

    assert [row.score for row in scaled(rows)] == [1.0, 0.25, 0.0]


def test_a_floor_below_the_list_keeps_its_last_row_above_zero() -> None:
    rows = [ScoredRow(1, 8.0), ScoredRow(2, 2.0)]

    assert [row.score for row in scaled(rows, floor=0.0)] == [1.0, 0.25]


def test_equal_scores_all_become_one() -> None:
    assert [row.score for row in scaled([ScoredRow(1, 3.0), ScoredRow(2, 3.0)])] == [1.0, 1.0]
    assert list(scaled([])) == []


def test_fusion_is_the_convex_sum_of_scaled_scores() -> None:
    """Dense .9 .8 .7 scale to 1 .5 0, lexical 20 10 to 1 0; share 1/4: row 2 is .25*.5 + .75*1."""
    dense = [ScoredRow(1, 0.9), ScoredRow(2, 0.8), ScoredRow(3, 0.7)]
    lexical = [ScoredRow(2, 20.0), ScoredRow(4, 10.0)]

    fused = fuse(dense, lexical, 0.25)

    assert [row.row_id for row in fused] == [2, 1, 3, 4]
    assert [row.score for row in fused] == pytest.approx([0.875, 0.25, 0.0, 0.0])
    assert fused[0].dense == pytest.approx(0.5)
    assert fused[3] == FusedRow(4, 0.0, 0.0, 0.0)


def test_ties_stand_in_the_order_of_row_ids() -> None:
    rows = [ScoredRow(7, 1.0), ScoredRow(3, 1.0), ScoredRow(9, 2.0)]

    assert best_first(rows, 2) == [ScoredRow(9, 2.0), ScoredRow(3, 1.0)]
