"""The two changes of the library, a document comes or goes; each raises the generation by one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, delete, insert

from kb.document import Document
from kb.passage import Passage
from kb.reference import Reference
from kb.store import rows, schema
from kb.store.counts import raise_count
from kb.store.lookup import holds, unknown
from kb.store.passages import row_ids_of_document
from kb.store.references import homes


def require_one_story(
    document: Document, passages: Iterable[Passage], references: Iterable[Reference]
) -> None:
    """Raise ValueError unless all passages and references are those of `document`.

    The text of a passage is not stored: one that is not its slice would come back different.
    """
    ids: set[str] = set()
    for passage in passages:
        if passage.document_id != document.id or passage.text != passage.span.of(document.text):
            raise ValueError(f"passage {passage.id} is not a slice of document {document.id}")
        if passage.id in ids:
            raise ValueError(f"passage {passage.id} is given twice")
        ids.add(passage.id)
    for reference in references:
        proof = reference.stated.proof.end if reference.stated else 0
        if max(reference.span.end, proof) > len(document.text):
            raise ValueError(f"reference {reference.span} lies behind the end of {document.id}")


def insert_document(
    connection: Connection,
    document: Document,
    passages: Sequence[Passage],
    references: Sequence[Reference],
    byte_size: int,
) -> tuple[int, ...]:
    """Write all of a document; the row ids of `passages`, in order.

    A document already held is left as it is, and so is the generation.
    """
    if holds(connection, document.id):
        return row_ids_of_document(connection, document.id)
    row = rows.document_row(document, byte_size, datetime.datetime.now(datetime.UTC))
    connection.execute(insert(schema.document), [row])
    _insert_parts(connection, document)
    _insert(connection, schema.passage, document.id, map(rows.passage_row, passages))
    row_ids = row_ids_of_document(connection, document.id)
    mentions = zip(references, homes(references, passages, row_ids), strict=True)
    mention_rows = (rows.reference_row(reference, home) for reference, home in mentions)
    _insert(connection, schema.reference, document.id, mention_rows)
    raise_count(connection, "generation")
    return row_ids


def delete_document(connection: Connection, document_id: str) -> tuple[int, ...]:
    """Remove a document and all its parts; the row ids that left. Raises UnknownDocument."""
    if not holds(connection, document_id):
        raise unknown(document_id)
    row_ids = row_ids_of_document(connection, document_id)
    connection.execute(delete(schema.document).where(schema.document.c.id == document_id))
    raise_count(connection, "generation")
    return row_ids


def _insert_parts(connection: Connection, document: Document) -> None:
    parts = (
        (schema.page, map(rows.page_row, document.pages)),
        (schema.evidence, map(rows.evidence_row, document.evidence)),
        (schema.line, map(rows.line_row, document.lines)),
        (schema.division, map(rows.division_row, document.divisions)),
        (schema.footnote, map(rows.footnote_row, document.footnotes)),
        (schema.dropped, map(rows.dropped_row, document.dropped)),
    )
    for table, part in parts:
        _insert(connection, table, document.id, part)


def _insert(
    connection: Connection, table: Table, document_id: str, part: Iterable[rows.Row]
) -> None:
    found = [
        {"document_id": document_id, "ordinal": ordinal, **row} for ordinal, row in enumerate(part)
    ]
    if found:
        connection.execute(insert(table), found)
