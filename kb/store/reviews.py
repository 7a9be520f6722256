"""What somebody has looked at and found right, by the keys of the items that needed eyes, and which
documents are held back until somebody has."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from kb.store import audit, schema
from kb.store.audit import Action, Deed, Told
from kb.store.lookup import record


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who found an item right, and when, in UTC."""

    actor: str
    at: datetime.datetime


def accept(
    connection: Connection, document_id: str, item_keys: Collection[str], actor: str
) -> None:
    """Note that somebody found these items right; told in the log. Raises UnknownDocument."""
    _tell(connection, document_id, Action.ACCEPT, item_keys, actor)
    settle(connection, document_id, item_keys, actor)


def reopen(
    connection: Connection, document_id: str, item_keys: Collection[str], actor: str
) -> None:
    """Take that back; told in the log. Raises UnknownDocument."""
    _tell(connection, document_id, Action.REOPEN, item_keys, actor)
    unsettle(connection, document_id, item_keys)


def settle(connection: Connection, document_id: str, item_keys: Iterable[str], actor: str) -> None:
    """Note that these items need no eyes any more, as part of a change that tells of itself."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    found = [
        {"document_id": document_id, "item_key": key, "actor": actor, "at": now}
        for key in item_keys
    ]
    if found:
        connection.execute(insert(schema.review).prefix_with("OR REPLACE"), found)


def unsettle(connection: Connection, document_id: str, item_keys: Iterable[str]) -> None:
    """Take that back."""
    table = schema.review
    mine = (table.c.document_id == document_id) & table.c.item_key.in_(list(item_keys))
    connection.execute(delete(table).where(mine))


def accepted(
    connection: Connection, document_id: str | None = None
) -> dict[str, dict[str, Accepted]]:
    """What was found right, by document and item, of one document or all."""
    query = select(schema.review)
    if document_id is not None:
        query = query.where(schema.review.c.document_id == document_id)
    found: dict[str, dict[str, Accepted]] = {}
    for row in connection.execute(query):
        at = datetime.datetime.fromisoformat(row.at)
        found.setdefault(row.document_id, {})[row.item_key] = Accepted(row.actor, at)
    return found


def is_held_back(connection: Connection, document_id: str) -> bool:
    """True if the document waits for its review."""
    column = schema.held_back.c.document_id
    return connection.scalar(select(column).where(column == document_id)) is not None


def _tell(
    connection: Connection,
    document_id: str,
    action: Action,
    item_keys: Collection[str],
    actor: str,
) -> None:
    found = record(connection, document_id)
    name = str(found.facts.symbol or found.file_name)
    told: Told = {"items": [*sorted(item_keys)]}
    audit.append(connection, Deed(actor, action, document_id, name, after=told))
