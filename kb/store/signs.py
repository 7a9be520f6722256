"""What the store says of how documents were read, as far as it may need somebody's eyes.

One pass over each table for all documents, for a queue is asked of the whole library.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    exists,
    func,
    select,
)

from kb.document import Confidence, DivisionKind, Dropped, Evidence, Page, Span
from kb.store import rows, schema
from kb.store.lookup import record, records
from kb.store.records import DocumentRecord

_UNDIVIDED = [DivisionKind.FRONT, DivisionKind.CLOSING, DivisionKind.FOOTNOTE]
"""Divisions that every document may have, though it was not cut along its own structure."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first of so many `passages` of a document whose pages say something else than their texts,
    for one reason (`Passage.mismatch`)."""

    passage_id: str
    span: Span
    page: int | None
    reason: str
    passages: int


@dataclass(frozen=True, slots=True)
class Signs:
    """What may need eyes of one document.

    `evidence` is that of the facts which are not sure; `scans` are the recognised pages by their
    numbers from 1; `dropped` is what was left out of the text, page furniture too. `passages` counts
    them; `is_divided` is true if it was cut along a structure of its own; `held_since` is when it was
    held back, in UTC, None where it is not.
    """

    record: DocumentRecord
    evidence: tuple[Evidence, ...]
    scans: tuple[tuple[int, Page], ...]
    dropped: tuple[Dropped, ...]
    mismatches: tuple[Mismatch, ...]
    passages: int
    is_divided: bool
    held_since: datetime.datetime | None


def signs(connection: Connection, document_id: str | None = None) -> list[Signs]:
    """The signs of every document that the connection sees, oldest first; or of one."""

    def rows_of(table: Table, *conditions: ColumnElement[bool]) -> dict[str, list[RowMapping]]:
        query = select(table).where(*conditions, *_only(table.c.document_id, document_id))
        return _by_document(connection.execute(query).mappings())

    evidence = rows_of(schema.evidence, schema.evidence.c.confidence != Confidence.SURE)
    pages = rows_of(schema.page, schema.page.c.recognised)
    dropped = rows_of(schema.dropped)
    mismatches = _by_document(connection.execute(_mismatched(document_id)).mappings())
    held = rows_of(schema.held_back)
    passages = _passages(connection, document_id)
    divided = _divided(connection, document_id)
    found = [record(connection, document_id)] if document_id else records(connection)
    return [
        Signs(
            record=one,
            evidence=tuple(map(rows.evidence_from, evidence.get(one.id, ()))),
            scans=tuple((row["ordinal"] + 1, rows.page_from(row)) for row in pages.get(one.id, ())),
            dropped=tuple(map(rows.dropped_from, dropped.get(one.id, ()))),
            mismatches=tuple(map(_mismatch, mismatches.get(one.id, ()))),
            passages=passages.get(one.id, 0),
            is_divided=one.id in divided,
            held_since=_moment(held.get(one.id, ())),
        )
        for one in found
    ]


def _only(column: Column[str], document_id: str | None) -> list[ColumnElement[bool]]:
    return [] if document_id is None else [column == document_id]


def _by_document(found: Iterable[RowMapping]) -> dict[str, list[RowMapping]]:
    grouped: dict[str, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["document_id"]].append(row)
    return grouped


def _mismatch(row: RowMapping) -> Mismatch:
    span = Span(row["start"], row["end"])
    return Mismatch(row["content_id"], span, row["first_page"], row["mismatch"], row["passages"])


def _mismatched(document_id: str | None) -> Select[tuple[object, ...]]:
    """SQLite takes the other columns from the row that has the least ordinal."""
    column = schema.passage.c
    told = (column.content_id, column.start, column.end, column.first_page)
    first, count = func.min(column.ordinal), func.count().label("passages")
    return (
        select(column.document_id, column.mismatch, *told, first, count)
        .where(column.mismatch.is_not(None), *_only(column.document_id, document_id))
        .group_by(column.document_id, column.mismatch)
        .order_by(first)
    )


def _moment(held: Iterable[RowMapping]) -> datetime.datetime | None:
    return next((datetime.datetime.fromisoformat(row["at"]) for row in held), None)


def _passages(connection: Connection, document_id: str | None) -> dict[str, int]:
    column = schema.passage.c.document_id
    query = select(column, func.count()).where(*_only(column, document_id)).group_by(column)
    return {str(row[0]): int(row[1]) for row in connection.execute(query)}


def _divided(connection: Connection, document_id: str | None) -> set[str]:
    table, column = schema.division, schema.document.c.id
    own = table.c.kind.not_in(_UNDIVIDED) & (table.c.document_id == column)
    query = select(column).where(exists().where(own), *_only(column, document_id))
    return set(connection.scalars(query))
