"""Passages read back: their rows, with the text sliced from their document."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select

from kb.passage import Passage, PassageKind
from kb.store import rows, schema
from kb.store.lookup import batches, holds, unknown


def passage_count(connection: Connection) -> int:
    """The number of passages held."""
    return connection.scalar(select(func.count()).select_from(schema.passage)) or 0


def row_ids(connection: Connection, without: PassageKind | None = None) -> set[int]:
    """The row id of every passage held, but for one kind if it is named."""
    query = select(schema.passage.c.row_id)
    if without is not None:
        query = query.where(schema.passage.c.kind != without.value)
    return set(connection.scalars(query))


def documents_of_rows(connection: Connection) -> dict[int, str]:
    """Whose each held passage is, by its row id; the rest of a row is not read."""
    found = connection.execute(select(schema.passage.c.row_id, schema.passage.c.document_id))
    return {row.row_id: row.document_id for row in found}


def row_ids_of_document(connection: Connection, document_id: str) -> tuple[int, ...]:
    """The row ids of a document's passages, in the order they were added."""
    mine = schema.passage.c.document_id == document_id
    query = select(schema.passage.c.row_id).where(mine).order_by(schema.passage.c.ordinal)
    return tuple(connection.scalars(query))


def passages(connection: Connection, asked: Iterable[int]) -> dict[int, Passage]:
    """The passages of those row ids that are held, by ascending row id."""
    unique = sorted({int(row_id) for row_id in asked})  # int(): FAISS gives numpy integers
    found: dict[int, Passage] = {}
    for batch in batches(unique):
        found |= _passages_where(connection, schema.passage.c.row_id.in_(batch))
    return found


def passages_of_document(connection: Connection, document_id: str) -> list[tuple[int, Passage]]:
    """A document's passages in the order they were added. Raises UnknownDocument."""
    if not holds(connection, document_id):
        raise unknown(document_id)
    mine = schema.passage.c.document_id == document_id
    ordered = row_ids_of_document(connection, document_id)
    found = _passages_where(connection, mine)
    return [(row_id, found[row_id]) for row_id in ordered]


def _passages_where(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Passage]:
    """By ascending row id."""
    query = select(schema.passage).where(condition).order_by(schema.passage.c.row_id)
    found = connection.execute(query).mappings().all()
    texts = _texts(connection, {row["document_id"] for row in found})
    return {row["row_id"]: rows.passage_from(row, texts[row["document_id"]]) for row in found}


def _texts(connection: Connection, document_ids: set[str]) -> dict[str, str]:
    table = schema.document
    query = select(table.c.id, table.c.text).where(table.c.id.in_(document_ids))
    return {row.id: row.text for row in connection.execute(query)}
