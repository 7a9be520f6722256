"""The groups to which documents are limited. That readers see by them is with `kb.store.scopes`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, select

from kb.errors import Conflict
from kb.store import audit, schema
from kb.store.audit import Action, Deed
from kb.store.changes import insert_limits, is_trashed, name_of
from kb.store.counts import raise_count
from kb.store.lookup import record, unknown

_LIMIT = schema.document_limit


def limits(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The groups of each document that is limited, in order."""
    found: dict[str, tuple[str, ...]] = {}
    rows = select(_LIMIT).order_by(_LIMIT.c.document_id, _LIMIT.c.group_name)
    for row in connection.execute(rows):
        found[row.document_id] = (*found.get(row.document_id, ()), row.group_name)
    return found


def hidden_from(connection: Connection, groups: frozenset[str]) -> frozenset[str]:
    """The ids of the documents that are limited to none of these groups, but to others."""
    limited = select(_LIMIT.c.document_id)
    theirs = limited.where(_LIMIT.c.group_name.in_(groups))
    return frozenset(connection.scalars(limited.except_(theirs)))


def limit(
    connection: Connection,
    document_id: str,
    groups: Iterable[str],
    actor: str,
    based_on: Collection[str] | None = None,
) -> None:
    """Limit a held document to exactly these groups, or to none. Nothing is told where it is so.

    Raises UnknownDocument, and Conflict where it is not limited to the groups `based_on` any more.
    """
    found = record(connection, document_id)
    if is_trashed(connection, document_id):
        raise unknown(document_id)
    before, after = _limits_of(connection, document_id), sorted(set(groups))
    if before == after:
        return
    if based_on is not None and before != sorted(set(based_on)):
        raise Conflict(_conflict(name_of(found.facts, found.file_name), before))
    connection.execute(delete(_LIMIT).where(_LIMIT.c.document_id == document_id))
    insert_limits(connection, document_id, after)
    name = name_of(found.facts, found.file_name)
    deed = Deed(actor, Action.LIMIT, document_id, name, {"groups": [*before]}, {"groups": [*after]})
    audit.append(connection, deed)
    raise_count(connection, "generation")


def _limits_of(connection: Connection, document_id: str) -> list[str]:
    mine = select(_LIMIT.c.group_name).where(_LIMIT.c.document_id == document_id)
    return list(connection.scalars(mine.order_by(_LIMIT.c.group_name)))


def _conflict(name: str, groups: Collection[str]) -> str:
    now = f"chỉ nhóm {', '.join(groups)} được xem" if groups else "mọi người đọc đều xem được"
    return (
        f"Giới hạn của {name} vừa được người khác đổi, nay là: {now}. Chưa ghi gì; hãy xem lại rồi ghi "
        "lần nữa."
    )
