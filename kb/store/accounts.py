"""Accounts with their groups, sessions and tokens: the door to those tables.

The store keeps hashes only; who may do what, and when a session ends, is for the service to say.
What is changed is told in the log under the name of an `actor`, never a password.
Every method may raise StoreFailure. All times are in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Row, delete, exists, insert, select, update

from kb.derived import Derived
from kb.errors import InvalidAccount, UnknownAccount
from kb.person import Person
from kb.store import account_changes, audit, failed_logins
from kb.store.account_changes import Account, AccountChange
from kb.store.account_schema import account, session, token
from kb.store.audit import Action, Deed
from kb.store.engine import Database, open_database
from kb.store.failed_logins import Patience

__all__ = ["Account", "AccountChange", "AccountStore", "Session", "Token", "open_accounts"]


@dataclass(frozen=True, slots=True)
class Session:
    """A session of somebody whose account is active."""

    person: Person
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A personal token for programs, without its secret; `used_at` is None before its first use."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def open_accounts(path: Path) -> AccountStore:
    """The accounts in the SQLite file of the store, made or brought up to date. Raises StoreFailure."""
    return AccountStore(open_database(path, read_only=False))


class AccountStore:
    """Accounts and what hangs on them. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._any = Derived(database.mark, self._any_at)

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def any(self) -> bool:
        """True once there is an account, active or not."""
        return self._any.now()

    def _any_at(self, _mark: int) -> bool:
        with self._database.reading() as connection:
            return bool(connection.scalar(select(exists(select(account.c.name)))))

    def accounts(self) -> list[Account]:
        """All accounts by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(account).order_by(account.c.name)).all()
            return [account_changes.account_of(connection, row) for row in rows]

    def account(self, name: str) -> Account:
        """One account. Raises UnknownAccount."""
        with self._database.reading() as connection:
            return account_changes.named(connection, name)

    def add(self, person: Person, password_hash: str, now: datetime, actor: str) -> None:
        """A new active account. Raises InvalidAccount where the name is taken."""
        with self._database.writing() as connection:
            account_changes.make(connection, person, password_hash, now, actor)

    def change(self, name: str, change: AccountChange, actor: str) -> None:
        """Changes an account; where it is disabled or enabled, its sessions end. What is so already is
        no change.

        Raises UnknownAccount, and InvalidAccount where no active administrator would be left.
        """
        with self._database.writing() as connection:
            account_changes.change(connection, name, change, actor)

    def password_hash(self, name: str) -> str | None:
        """The hash of an active account; None where there is none of that name."""
        query = select(account.c.password_hash).where(account.c.name == name, account.c.active)
        with self._database.reading() as connection:
            return connection.scalar(query)

    def set_password(self, name: str, password_hash: str, keeping: str, actor: str) -> None:
        """Puts another hash in place; all sessions end but the one with the hash `keeping`.

        Raises UnknownAccount.
        """
        with self._database.writing() as connection:
            account_changes.named(connection, name)  # accounts never leave
            mine = account.c.name == name
            connection.execute(update(account).where(mine).values(password_hash=password_hash))
            account_changes.end_sessions(connection, name, but=keeping)
            audit.append(connection, Deed(actor, Action.SET_PASSWORD, name=name))

    def start_session(
        self, token_hash: str, name: str, now: datetime, ended_before: datetime
    ) -> None:
        """A session that begins now; all last seen before `ended_before` are forgotten."""
        row = insert(session).values(
            token_hash=token_hash, account=name, created_at=_stamp(now), seen_at=_stamp(now)
        )
        with self._database.writing() as connection:
            connection.execute(delete(session).where(session.c.seen_at < _stamp(ended_before)))
            connection.execute(row)

    def session(self, token_hash: str) -> Session | None:
        """The session with that hash, if its account is active."""
        query = (
            select(account, session.c.created_at.label("begun"), session.c.seen_at)
            .join(session, session.c.account == account.c.name)
            .where(session.c.token_hash == token_hash, account.c.active)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            begun, seen = datetime.fromisoformat(row.begun), datetime.fromisoformat(row.seen_at)
            return Session(account_changes.account_of(connection, row).person, begun, seen)

    def touch_session(self, token_hash: str, now: datetime) -> None:
        """Remembers that a session was used."""
        seen = update(session).where(session.c.token_hash == token_hash)
        with self._database.writing() as connection:
            connection.execute(seen.values(seen_at=_stamp(now)))

    def end_session(self, token_hash: str) -> None:
        """Ends one session; none with that hash is no error."""
        with self._database.writing() as connection:
            connection.execute(delete(session).where(session.c.token_hash == token_hash))

    def add_token(self, name: str, called: str, token_hash: str, now: datetime, actor: str) -> None:
        """A token of an account. Raises UnknownAccount, and InvalidAccount where one is called so."""
        self.account(name)
        same = (token.c.account == name, token.c.name == called)
        row = insert(token).values(
            account=name, name=called, token_hash=token_hash, created_at=_stamp(now)
        )
        with self._database.writing() as connection:
            if connection.scalar(select(exists().where(*same))):
                raise InvalidAccount(
                    f"Tài khoản «{name}» đã có mã truy cập tên «{called}»; hãy đặt tên khác."
                )
            connection.execute(row)
            audit.append(
                connection, Deed(actor, Action.ADD_TOKEN, name=name, after={"token": called})
            )

    def tokens(self, name: str) -> list[Token]:
        """The tokens of an account, the oldest first."""
        query = select(token).where(token.c.account == name).order_by(token.c.id)
        with self._database.reading() as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke_token(self, name: str, called: str, actor: str) -> None:
        """Revokes a token of that account. Raises UnknownAccount where none of its is called so."""
        of_account = (token.c.account == name, token.c.name == called)
        with self._database.writing() as connection:
            if not connection.execute(delete(token).where(*of_account)).rowcount:
                raise UnknownAccount(
                    f"Tài khoản «{name}» không có mã truy cập tên «{called}»; "
                    "hãy xem lại danh sách mã của tài khoản."
                )
            audit.append(
                connection, Deed(actor, Action.REVOKE_TOKEN, name=name, before={"token": called})
            )

    def bearer(self, token_hash: str) -> tuple[Person, Token] | None:
        """Whose token it is, if the account is active, and the token."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(token).where(token.c.token_hash == token_hash)
            ).one_or_none()
            if found is None:
                return None
            owner = select(account).where(account.c.name == found.account, account.c.active)
            row = connection.execute(owner).one_or_none()
            return row and (account_changes.account_of(connection, row).person, _token(found))

    def touch_token(self, token_id: int, now: datetime) -> None:
        """Remembers that a token was used."""
        used = update(token).where(token.c.id == token_id).values(used_at=_stamp(now))
        with self._database.writing() as connection:
            connection.execute(used)

    def attempt(self, asked: Mapping[str, Patience], now: datetime) -> timedelta | None:
        """Counts a login under these keys; the time to wait where it comes too early, else None."""
        with self._database.writing() as connection:
            return failed_logins.attempt(connection, asked, now)

    def forgive(self, forgotten: str, lessened: str) -> None:
        """What a successful login makes good; see `kb.store.failed_logins.forgive`."""
        with self._database.writing() as connection:
            failed_logins.forgive(connection, forgotten, lessened)


def _token(row: Row[tuple[object, ...]]) -> Token:
    used_at = datetime.fromisoformat(row.used_at) if row.used_at else None
    return Token(row.id, row.name, datetime.fromisoformat(row.created_at), used_at)


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
