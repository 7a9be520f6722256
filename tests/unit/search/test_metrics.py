"""The measures, worked by hand, and the laws they keep."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.metrics import (
    Abstention,
    abstention,
    accuracy,
    estimate,
    ndcg,
    paired_difference,
    reciprocal_rank,
)


def test_accuracy_asks_whether_anything_relevant_is_that_high() -> None:
    assert accuracy([2, 7], 1) == 0
    assert accuracy([2, 7], 2) == 1
    assert accuracy([], 10) == 0


def test_reciprocal_rank_looks_at_the_first_relevant_rank_only() -> None:
    assert reciprocal_rank([4, 2], 10) == 0.5
    assert reciprocal_rank([11], 10) == 0
    assert reciprocal_rank([], 10) == 0


def test_ndcg_of_one_relevant_thing() -> None:
    """At rank 1: 1 / log2(2) = 1; at rank 3: 1 / log2(4) = 1/2; at rank 11 it is not seen."""
    assert ndcg([1], 1, 10) == 1
    assert ndcg([3], 1, 10) == 0.5
    assert ndcg([11], 1, 10) == 0


def test_ndcg_of_two_relevant_things() -> None:
    """Ranks 1 and 3 gain 1 + 1/2; the best order gains 1 + 1 / log2(3) = 1.63093."""
    assert ndcg([1, 3], 2, 10) == pytest.approx(1.5 / 1.6309297535714575)
    assert ndcg([1], 2, 10) == pytest.approx(1 / 1.6309297535714575)


def test_more_relevant_things_than_ranks_are_not_asked_for() -> None:
    assert ndcg([1, 2], 5, 2) == 1


def test_abstaining_is_right_where_nothing_answers() -> None:
    """Three silences, two of them right; three questions without an answer, two of them silent;
    two with one, one of them silent."""
    told = abstention([True, True, True, False, False], [False, False, True, False, True])

    assert told == Abstention(precision=2 / 3, recall=2 / 3, wrongly=1 / 2)
    assert told.f1 == pytest.approx(2 / 3)


def test_without_silences_or_unanswerable_questions_there_is_no_share() -> None:
    assert abstention([False, False], [True, False]) == Abstention(None, 0, 0)
    assert abstention([True], [True]) == Abstention(0, None, 1)
    assert abstention([True], [False]) == Abstention(1, 1, None)


def test_without_unanswerable_questions_there_is_no_f1_and_without_right_silences_it_is_zero() -> (
    None
):
    assert Abstention(0, None, 1).f1 is None
    assert Abstention(None, 0, 0).f1 == 0
    assert Abstention(1 / 2, 1, 1).f1 == pytest.approx(2 / 3)


def test_an_interval_of_equal_values_is_their_value() -> None:
    told = estimate([0.5] * 20)

    assert (told.mean, told.low, told.high) == (0.5, 0.5, 0.5)


def test_an_interval_is_about_two_standard_errors_wide_on_each_side() -> None:
    """Of 400 values half are 1: the standard error is .5 / 20 = .025, so about .45 to .55."""
    told = estimate([0.0, 1.0] * 200)

    assert told.mean == 0.5
    assert told.low == pytest.approx(0.451, abs=0.005)
    assert told.high == pytest.approx(0.549, abs=0.005)


def test_a_gain_everywhere_is_no_chance_and_none_is_all_chance() -> None:
    gained = paired_difference([0.0] * 30, [0.5] * 30)
    same = paired_difference([0.2, 0.9], [0.2, 0.9])

    assert (gained.mean, gained.low, gained.high, gained.p) == (0.5, 0.5, 0.5, 0.0)
    assert (same.mean, same.p) == (0.0, 1.0)


def test_as_many_wins_as_losses_are_chance() -> None:
    told = paired_difference([0.0, 1.0] * 50, [1.0, 0.0] * 50)

    assert told.mean == 0
    assert told.low < 0 < told.high
    assert told.p > 0.8


ranks = st.sets(st.integers(1, 30), max_size=8).map(sorted)


@given(ranks, st.integers(1, 12), st.integers(0, 4))
def test_measures_lie_between_0_and_1(found: list[int], depth: int, missed: int) -> None:
    for measure in (
        accuracy(found, depth),
        reciprocal_rank(found, depth),
        ndcg(found, max(1, len(found) + missed), depth),
    ):
        assert 0 <= measure <= 1 + 1e-12


@given(ranks.filter(bool), st.integers(1, 12), st.data())
def test_a_relevant_thing_that_rises_never_costs(
    found: list[int], depth: int, data: st.DataObject
) -> None:
    moved = data.draw(st.sampled_from(found))
    free = [rank for rank in range(1, moved) if rank not in found]
    risen = [data.draw(st.sampled_from(free)) if rank == moved and free else rank for rank in found]

    assert accuracy(risen, depth) >= accuracy(found, depth)
    assert reciprocal_rank(risen, depth) >= reciprocal_rank(found, depth)
    assert ndcg(risen, len(found), depth) >= ndcg(found, len(found), depth) - 1e-12


@given(ranks, st.integers(1, 12))
def test_the_reciprocal_rank_lies_between_the_accuracies(found: list[int], depth: int) -> None:
    assert accuracy(found, 1) <= reciprocal_rank(found, depth) <= accuracy(found, depth)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_interval_holds_within_the_values_and_is_the_same_each_time(
    values: list[float],
) -> None:
    told = estimate(values)

    assert min(values) - 1e-9 <= told.low <= told.high <= max(values) + 1e-9
    assert estimate(values) == told


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_a_difference_seen_from_the_other_side_is_its_mirror(
    pairs: list[tuple[float, float]],
) -> None:
    before, after = [one for one, _ in pairs], [two for _, two in pairs]
    there, back = paired_difference(before, after), paired_difference(after, before)

    assert (back.mean, back.low, back.high) == pytest.approx((-there.mean, -there.high, -there.low))
    assert back.p == there.p
