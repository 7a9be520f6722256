"""Accounts as they stand in their tables: what each is, and how one is made or changed.

Each change is told in the log, in its transaction; an active administrator is always left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from kb.errors import InvalidAccount, UnknownAccount
from kb.person import Person, Role
from kb.store import audit
from kb.store.account_schema import account, membership, session, token
from kb.store.audit import Action, Deed, Json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """An account; one that is not `active` cannot be used, and stays for what bears its name.

    `seen_at` is when a session of it that is still kept was used last, None where none is.
    """

    person: Person
    active: bool
    created_at: datetime
    tokens: int = 0
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What of an account is to be other than it is; None leaves it."""

    display_name: str | None = None
    role: Role | None = None
    groups: Collection[str] | None = None
    active: bool | None = None


def make(
    connection: Connection, person: Person, password_hash: str, now: datetime, actor: str
) -> None:
    """Makes an active account. Raises InvalidAccount where the name is taken."""
    if connection.scalar(select(exists().where(account.c.name == person.name))):
        raise InvalidAccount(
            f"Đã có tài khoản «{person.name}»; hãy chọn tên khác, hoặc xem: kb user list."
        )
    connection.execute(
        insert(account).values(
            name=person.name,
            display_name=person.display_name,
            role=person.role,
            active=True,
            password_hash=password_hash,
            created_at=now.isoformat(timespec="seconds"),
        )
    )
    _set_groups(connection, person.name, person.groups)
    told = _told(Account(person, active=True, created_at=now))
    audit.append(connection, Deed(actor, Action.ADD_ACCOUNT, name=person.name, after=told))


def change(connection: Connection, name: str, wanted: AccountChange, actor: str) -> None:
    """Changes an account; see `AccountStore.change`."""
    before = named(connection, name)
    person, active = before.person, _either(wanted.active, before.active)
    if wanted.groups is not None:
        _set_groups(connection, name, wanted.groups)
    values = {
        "role": wanted.role or person.role,
        "display_name": _either(wanted.display_name, person.display_name),
        "active": active,
    }
    connection.execute(update(account).where(account.c.name == name).values(values))
    if active != before.active:
        end_sessions(connection, name)
    if _leads(before) and not _has_leader(connection):
        raise InvalidAccount(
            f"«{name}» là người quản trị duy nhất còn dùng được nên không thể bị khóa hay đổi "
            "vai trò; hãy tạo hoặc mở lại một tài khoản quản trị khác trước."
        )
    _tell_change(connection, before, named(connection, name), actor)


def named(connection: Connection, name: str) -> Account:
    """One account. Raises UnknownAccount."""
    row = connection.execute(select(account).where(account.c.name == name)).one_or_none()
    if row is None:
        raise unknown(name)
    return account_of(connection, row)


def account_of(connection: Connection, row: Row[tuple[object, ...]]) -> Account:
    """The account of a row."""
    query = select(membership.c.group_name).where(membership.c.account == row.name)
    groups = frozenset(connection.scalars(query))
    person = Person(row.name, Role(row.role), groups, row.display_name)
    of_account = select(func.count()).where(token.c.account == row.name)
    seen = connection.scalar(
        select(func.max(session.c.seen_at)).where(session.c.account == row.name)
    )
    return Account(
        person,
        row.active,
        datetime.fromisoformat(row.created_at),
        connection.scalar(of_account) or 0,
        datetime.fromisoformat(seen) if seen else None,
    )


def end_sessions(connection: Connection, name: str, but: str = "") -> None:
    """Ends its sessions, but the one with that hash."""
    of_account = (session.c.account == name, session.c.token_hash != but)
    connection.execute(delete(session).where(*of_account))


def unknown(name: str) -> UnknownAccount:
    """The error for an account that there is not."""
    return UnknownAccount(f"Không có tài khoản «{name}»; hãy xem các tài khoản bằng: kb user list.")


def _leads(one: Account) -> bool:
    return one.active and one.person.role is Role.ADMINISTRATOR


def _has_leader(connection: Connection) -> bool:
    leads = exists().where(account.c.active, account.c.role == Role.ADMINISTRATOR)
    return bool(connection.scalar(select(leads)))


def _told(one: Account) -> dict[str, Json]:
    person = one.person
    return {
        "display_name": person.display_name,
        "role": person.role.value,
        "groups": [*sorted(person.groups)],
        "active": one.active,
    }


def _tell_change(connection: Connection, before: Account, after: Account, actor: str) -> None:
    """Tells what is other than before; nothing where nothing is."""
    was, now = _told(before), _told(after)
    names = [name for name in now if was[name] != now[name]]
    if names:
        told = ({name: was[name] for name in names}, {name: now[name] for name in names})
        audit.append(connection, Deed(actor, Action.CHANGE_ACCOUNT, None, after.person.name, *told))


def _set_groups(connection: Connection, name: str, groups: Collection[str]) -> None:
    connection.execute(delete(membership).where(membership.c.account == name))
    rows = [{"account": name, "group_name": group} for group in sorted(set(groups))]
    if rows:
        connection.execute(insert(membership), rows)


def _either(wanted: T | None, present: T) -> T:
    return present if wanted is None else wanted
