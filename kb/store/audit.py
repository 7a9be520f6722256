"""The log of all changes. Entries are only ever added: triggers in the database refuse the rest.

An entry is written in the transaction of the change it tells of, so neither stands without the other.
The name of a file that bears, or may bear, a mark of secrecy is never written: no entry can be taken
back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, or_, select

from kb.store import schema

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Told: TypeAlias = Mapping[str, Json]
"""What there was before a change, or is after it, by name."""


class Action(StrEnum):
    """What was done."""

    ADD = "add"
    WITHDRAW = "withdraw"  # what was added could not be indexed and was taken out again
    REFUSE = "refuse"
    QUARANTINE = "quarantine"
    CLEAR = "clear"  # a file in quarantine is added: the mark on it was misread
    DESTROY = "destroy"  # a file in quarantine is overwritten and deleted
    WAIT = "wait"
    DROP_WAITING = "drop_waiting"
    TRASH = "trash"
    RESTORE = "restore"
    PURGE = "purge"
    CORRECT = "correct"
    CORRECT_TEXT = "correct_text"
    UNDO = "undo"
    ACCEPT = "accept"  # what needed eyes was looked at and found right
    REOPEN = "reopen"  # … and that was taken back
    RELEASE = "release"  # what was held back until it was reviewed is held now
    REREAD = "reread"  # read anew from its original, since what was kept of it was damaged
    LIMIT = "limit"
    DECIDE = "decide"  # whether two documents are the same, versions of one, or two
    CATALOGUE = "catalogue"
    REBUILD = "rebuild"
    BACKUP = "backup"
    RESTORE_LIBRARY = "restore_library"
    REPAIR = "repair"
    ADD_ACCOUNT = "add_account"
    CHANGE_ACCOUNT = "change_account"
    SET_PASSWORD = "set_password"  # noqa: S105 - what was done, not the password
    ADD_TOKEN = "add_token"  # noqa: S105 - as above
    REVOKE_TOKEN = "revoke_token"  # noqa: S105 - as above


@dataclass(frozen=True, slots=True)
class Deed:
    """A change to be told of. `document_id` is a sha256 and `name` what people call the document, or
    the account; either is None where there is none, or where it must not be told."""

    actor: str
    action: Action
    document_id: str | None = None
    name: str | None = None
    before: Told | None = None
    after: Told | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change that was made. `id` grows with time; `at` is in UTC."""

    id: int
    at: datetime.datetime
    deed: Deed


def append(connection: Connection, deed: Deed) -> int:
    """Write an entry into the transaction; its id."""
    row = {
        "at": _stamp(datetime.datetime.now(datetime.UTC)),
        "actor": deed.actor,
        "action": deed.action.value,
        "document_id": deed.document_id,
        "name": deed.name,
        "before": deed.before,
        "after": deed.after,
    }
    written = connection.execute(insert(schema.audit).values(row))
    return int(written.inserted_primary_key[0])  # type: ignore[index]


def entries(
    connection: Connection,
    document_id: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[AuditEntry]:
    """The entries about one document, or all, oldest first: at most `limit` of those whose id is
    greater than `after`."""
    query = select(schema.audit).where(schema.audit.c.id > after)
    query = query.order_by(schema.audit.c.id).limit(limit)
    if document_id is not None:
        query = query.where(schema.audit.c.document_id == document_id)
    return [_entry(row) for row in connection.execute(query).mappings()]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the log are wanted; None is any. `name` is what the log calls a document or an
    account, `document_ids` are those that somebody means by it; from `since` on, before `until`."""

    actor: str | None = None
    action: Action | None = None
    name: str | None = None
    document_ids: frozenset[str] = frozenset()
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


def find(
    connection: Connection, wanted: Wanted, limit: int | None = None, offset: int = 0
) -> list[AuditEntry]:
    """The entries that are wanted, the newest first."""
    query = select(schema.audit).where(*_conditions(wanted)).order_by(schema.audit.c.id.desc())
    found = connection.execute(query.limit(limit).offset(offset))
    return [_entry(row) for row in found.mappings()]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many are wanted."""
    query = select(func.count()).select_from(schema.audit).where(*_conditions(wanted))
    return connection.scalar(query) or 0


def actors(connection: Connection) -> list[str]:
    """All who ever changed something, by name."""
    query = select(schema.audit.c.actor).distinct().order_by(schema.audit.c.actor)
    return list(connection.scalars(query))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    table = schema.audit
    if wanted.actor is not None:
        yield table.c.actor == wanted.actor
    if wanted.action is not None:
        yield table.c.action == wanted.action.value
    if wanted.name is not None:
        yield _is_called(wanted.name) | table.c.document_id.in_(wanted.document_ids)
    if wanted.since is not None:
        yield table.c.at >= _stamp(wanted.since)
    if wanted.until is not None:
        yield table.c.at < _stamp(wanted.until)


def _is_called(name: str) -> ColumnElement[bool]:
    """Case aside, as far as SQLite knows letters: it has no small đ for Đ."""
    column, asked = schema.audit.c.name, name.strip()
    return or_(column == asked, func.lower(column) == asked.lower())


def _stamp(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def documents_named(connection: Connection, name: str) -> set[str]:
    """The ids under which the log tells of documents that were called so, case aside, or whose id
    begins so: also of those that are gone for ever."""
    table = schema.audit
    asked = name.strip()
    same = _is_called(asked)
    if len(asked) >= 6:  # as for documents
        same |= table.c.document_id.startswith(asked.lower(), autoescape=True)
    query = select(table.c.document_id).where(same, table.c.document_id.is_not(None))
    return set(connection.scalars(query))


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(
        row["id"],
        datetime.datetime.fromisoformat(row["at"]),
        Deed(
            row["actor"],
            Action(row["action"]),
            row["document_id"],
            row["name"],
            row["before"],
            row["after"],
        ),
    )
