"""Fusion ignores the order of its lists and keeps its scores in range."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kb.search.fusion import ScoredRow, fuse

scores = st.floats(-100, 100, allow_nan=False, width=32)
ranked = st.dictionaries(st.integers(0, 50), scores, max_size=20).map(
    lambda held: [ScoredRow(row, score) for row, score in held.items()]
)
shares = st.floats(0, 1)


@given(ranked, ranked, shares, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(
    dense: list[ScoredRow], lexical: list[ScoredRow], share: float, random: Random
) -> None:
    shuffled = random.sample(dense, len(dense)), random.sample(lexical, len(lexical))

    assert fuse(*shuffled, share) == fuse(dense, lexical, share)


@given(ranked, ranked, shares)
def test_scores_stay_in_range_best_first_each_row_once(
    dense: list[ScoredRow], lexical: list[ScoredRow], share: float
) -> None:
    fused = fuse(dense, lexical, share)

    assert {row.row_id for row in fused} == {row.row_id for row in [*dense, *lexical]}
    assert len({row.row_id for row in fused}) == len(fused)
    assert [row.score for row in fused] == sorted((row.score for row in fused), reverse=True)
    for row in fused:
        assert 0 <= row.dense <= 1
        assert 0 <= row.lexical <= 1
        assert 0 <= row.score <= 1 + 1e-9


whole = st.dictionaries(st.integers(0, 50), st.integers(-100, 100), max_size=20).map(
    lambda held: [ScoredRow(row, float(score)) for row, score in held.items()]
)
"""Scores apart by more than rounding."""


@given(whole, shares)
def test_a_better_score_in_both_lists_is_never_placed_lower(
    both: list[ScoredRow], share: float
) -> None:
    fused = [row.row_id for row in fuse(both, both, share)]
    held = {row.row_id: row.score for row in both}

    assert [held[row] for row in fused] == sorted(held.values(), reverse=True)
