"""How often somebody failed to log in of late, and how long the next attempt has to wait.

Counted in the store, so that a restart forgives nothing. An attempt counts as failed before its
password is looked at, in the same transaction that finds it admissible: many at once gain nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from kb.store.account_schema import failed_login

FORGOTTEN_AFTER = timedelta(hours=24)
"""Failures older than this, with none since, are forgotten."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures cost nothing; each further one doubles the wait from one second, up to the
    longest."""

    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next attempt is looked at."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        seconds = 2.0 ** min(beyond, 30)  # 34 years: longer than any longest
        return min(timedelta(seconds=seconds), self.longest)


def attempt(
    connection: Connection, asked: Mapping[str, Patience], now: datetime
) -> timedelta | None:
    """Counts an attempt under each key as failed; or, where it comes too early under one of them,
    counts nothing and gives the time still to wait."""
    forgotten = failed_login.c.last_at < _stamp(now - FORGOTTEN_AFTER)
    connection.execute(delete(failed_login).where(forgotten))
    waits = [_left(connection, key, patience, now) for key, patience in asked.items()]
    longest = max(waits, default=timedelta(0))
    if longest > timedelta(0):
        return longest
    for key in asked:
        row = insert(failed_login).values(key=_hashed(key), failures=1, last_at=_stamp(now))
        counted = {"failures": failed_login.c.failures + 1, "last_at": _stamp(now)}
        connection.execute(row.on_conflict_do_update(["key"], set_=counted))
    return None


def forgive(connection: Connection, forgotten: str, lessened: str) -> None:
    """After a success: forgets all failures under one key (the account's), and takes the attempt itself
    back under another (the address's), whose other failures stay."""
    table = failed_login
    connection.execute(delete(table).where(table.c.key == _hashed(forgotten)))
    at_address = table.c.key == _hashed(lessened)
    connection.execute(table.update().where(at_address).values(failures=table.c.failures - 1))


def _left(connection: Connection, key: str, patience: Patience, now: datetime) -> timedelta:
    table = failed_login
    query = select(table.c.failures, table.c.last_at).where(table.c.key == _hashed(key))
    row = connection.execute(query).one_or_none()
    if row is None:
        return timedelta(0)
    return datetime.fromisoformat(row.last_at) + patience.wait(row.failures) - now


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")
