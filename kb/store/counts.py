"""The numbers that a store keeps of itself, in the table `meta` that every migrated database has."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from kb.store import schema


def count_of(connection: Connection, key: str) -> int:
    """The number under a key: "identity", or how often the library ("generation") or the "catalogue"
    changed."""
    query = select(schema.meta.c.value).where(schema.meta.c.key == key)
    return int(connection.execute(query).scalar_one())


def counts_of(connection: Connection, *keys: str) -> tuple[int, ...]:
    """The numbers under several keys, in their order."""
    table = schema.meta
    rows = connection.execute(select(table.c.key, table.c.value).where(table.c.key.in_(keys)))
    found = {row.key: int(row.value) for row in rows}
    return tuple(found[key] for key in keys)


def raise_count(connection: Connection, key: str) -> None:
    """Adds one to the number under a key."""
    same = schema.meta.c.key == key
    connection.execute(update(schema.meta).where(same).values(value=schema.meta.c.value + 1))
