"""A minute's share at once, and then as much as fills again."""

from __future__ import annotations

import pytest

from web.rates import Rates


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> Rates:
    return Rates(clock)


def test_the_share_of_a_minute_may_be_taken_at_once_and_no_more(rates: Rates) -> None:
    assert [rates.take("minh", 6) for _ in range(6)] == [0] * 6

    assert rates.take("minh", 6) == 10


def test_one_is_there_again_after_its_part_of_a_minute(rates: Rates, clock: Clock) -> None:
    for _ in range(6):
        rates.take("minh", 6)

    clock.now += 4
    assert rates.take("minh", 6) == 6
    clock.now += 6
    assert rates.take("minh", 6) == 0
    assert rates.take("minh", 6) == 10


def test_a_quiet_hour_gathers_no_more_than_a_share(rates: Rates, clock: Clock) -> None:
    rates.take("minh", 2)
    clock.now += 3600

    assert [rates.take("minh", 2) for _ in range(3)] == [0, 0, 30]


def test_each_has_a_share_of_their_own(rates: Rates) -> None:
    rates.take("minh", 1)

    assert (rates.take("minh", 1), rates.take("lan", 1)) == (60, 0)


def test_of_very_many_visitors_those_who_still_wait_are_remembered(
    rates: Rates, clock: Clock
) -> None:
    for at in range(10_000):
        rates.take(f"{at}", 1)
    clock.now += 61
    rates.take("minh", 1)

    assert rates.take("lan", 1) == 0
    assert rates.take("minh", 1) == 60
