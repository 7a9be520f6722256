"""Accounts for tests: a clock that stands still until it is moved, and hashes that cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from kb.service.accounts import Accounts
from kb.service.passwords import Passwords
from kb.store.accounts import open_accounts

PASSWORD = "rừng Trường Khê xanh"
OTHER_PASSWORD = "sông Trà Khúc trong"
IDLE = timedelta(hours=1)


@dataclass
class Clock:
    """The time; it moves when it is told to."""

    now: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def accounts_in(path: Path, clock: Clock | None = None) -> Accounts:
    """The accounts of the store at `path`, with the weakest hash that argon2 has."""
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return Accounts(open_accounts(path), Passwords(weak), IDLE, clock or Clock())
