"""How long the next login waits: a law of the count alone, and a count that outlives the process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.store.accounts import AccountStore, open_accounts
from kb.store.failed_logins import FORGOTTEN_AFTER, Patience

THREE = Patience(free=3, longest=timedelta(seconds=10))
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def after(**amount: float) -> datetime:
    return START + timedelta(**amount)


@pytest.fixture
def accounts(path: Path) -> AccountStore:
    return open_accounts(path)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 10), (8, 10), (10_000, 10)],
)
def test_the_wait_doubles_beyond_the_free_failures_up_to_the_longest(
    failures: int, seconds: int
) -> None:
    assert THREE.wait(failures) == timedelta(seconds=seconds)


def test_an_attempt_that_comes_too_early_is_not_counted(accounts: AccountStore) -> None:
    for _ in range(3):
        assert accounts.attempt({"a": THREE}, START) is None

    assert accounts.attempt({"a": THREE}, START) == timedelta(seconds=1)
    assert accounts.attempt({"a": THREE}, START) == timedelta(seconds=1)
    assert accounts.attempt({"a": THREE}, after(seconds=1)) is None
    assert accounts.attempt({"a": THREE}, after(seconds=1)) == timedelta(seconds=2)


def test_the_longer_wait_of_two_keys_counts_and_neither_is_counted(accounts: AccountStore) -> None:
    for _ in range(4):
        accounts.attempt({"a": THREE}, START - timedelta(seconds=1))
    for _ in range(3):
        accounts.attempt({"b": THREE}, START)

    assert accounts.attempt({"a": THREE, "b": THREE}, START) == timedelta(seconds=1)
    assert accounts.attempt({"b": THREE}, after(seconds=1)) is None


def test_a_restart_forgives_nothing(accounts: AccountStore, path: Path) -> None:
    for _ in range(3):
        accounts.attempt({"a": THREE}, START)
    accounts.close()

    assert open_accounts(path).attempt({"a": THREE}, START) == timedelta(seconds=1)


def test_a_success_forgets_the_account_and_takes_one_from_the_address(
    accounts: AccountStore,
) -> None:
    for _ in range(3):
        accounts.attempt({"account": THREE, "address": THREE}, START)

    accounts.forgive("account", "address")

    for _ in range(3):
        assert accounts.attempt({"account": THREE}, START) is None
    assert accounts.attempt({"address": THREE}, START) is None
    assert accounts.attempt({"address": THREE}, START) == timedelta(seconds=1)


def test_failures_are_forgotten_after_a_quiet_day(accounts: AccountStore) -> None:
    for _ in range(3):
        accounts.attempt({"a": THREE}, START)
    later = START + FORGOTTEN_AFTER + timedelta(seconds=1)

    for _ in range(3):
        assert accounts.attempt({"a": THREE}, later) is None


def test_what_was_typed_as_a_name_is_not_kept(accounts: AccountStore, path: Path) -> None:
    accounts.attempt({"account:mat-khau-go-nham": THREE}, START)
    accounts.close()

    assert b"mat-khau-go-nham" not in path.read_bytes()
