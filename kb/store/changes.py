"""A document comes, is released from review, goes into the trash, comes back, or goes for ever.

What readers see of it raises the generation by one; each is told in the log.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TypeAlias

from sqlalchemy import Connection, Table, delete, insert, select, update

from kb.document import Document, Facts
from kb.errors import UnknownDocument
from kb.job import JobState
from kb.passage import Passage
from kb.reference import Reference
from kb.store import audit, rows, schema
from kb.store.audit import Action, Deed, Told
from kb.store.counts import raise_count
from kb.store.lookup import holds, record, unknown
from kb.store.passages import row_ids_of_document
from kb.store.references import homes
from kb.store.reviews import is_held_back
from kb.store.signs import Signs, signs

HoldBack: TypeAlias = "Callable[[Signs], bool]"
"""Whether a document with these signs is to be reviewed before anybody finds it."""

_READ = (
    schema.page,
    schema.evidence,
    schema.line,
    schema.division,
    schema.footnote,
    schema.dropped,
    schema.reference,
    schema.passage,
    schema.seal,
    schema.signature,
)
"""The tables of what a document says."""


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
    actor: str,
    *,
    groups: Iterable[str] = (),
    hold_back: HoldBack | None = None,
    recognition: bytes | None = None,
) -> tuple[int, ...]:
    """Write all of a document, limited to `groups`; the row ids of `passages`, in order. Where
    `hold_back` says so, it is held back until it is reviewed.

    A document already there, be it in the trash, is left as it is, and so is the generation.
    """
    if holds(connection, document.id):
        return row_ids_of_document(connection, document.id)
    row = rows.document_row(document, byte_size, datetime.datetime.now(datetime.UTC))
    connection.execute(insert(schema.document), [row])
    row_ids = insert_contents(connection, document, passages, references)
    limits = sorted(set(groups))
    insert_limits(connection, document.id, limits)
    keep_recognition(connection, document.id, recognition)
    told: Told = {"file_name": document.file_name, "passages": len(passages)}
    if limits:
        told = {**told, "groups": [*limits]}
    if hold_back is not None and hold_back(signs(connection, document.id)[0]):
        row = {"document_id": document.id, "at": row["added_at"]}
        connection.execute(insert(schema.held_back), [row])
        told = {**told, "held_back": True}
    name = name_of(document.facts, document.file_name)
    audit.append(connection, Deed(actor, Action.ADD, document.id, name, after=told))
    settle_original(connection, document.id)
    raise_count(connection, "generation")
    return row_ids


def insert_limits(connection: Connection, document_id: str, groups: Iterable[str]) -> None:
    """Write the groups that a document without a limit is limited to; of none, it has none."""
    found = [{"document_id": document_id, "group_name": group} for group in groups]
    if found:
        connection.execute(insert(schema.document_limit), found)


def insert_contents(
    connection: Connection,
    document: Document,
    passages: Sequence[Passage],
    references: Sequence[Reference],
    kept: Sequence[int | None] = (),
) -> tuple[int, ...]:
    """Write the parts of a document whose row is there; the row ids of `passages`, in order.

    `kept` has for each passage the row id that it has already, None for one that is new.
    """
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    connection.execute(insert(schema.seal), [{"document_id": document.id, "sha256": digest}])
    _insert_parts(connection, document)
    numbered = zip(passages, kept or repeat(None), strict=False)
    passage_rows = ({"row_id": row_id, **rows.passage_row(one)} for one, row_id in numbered)
    _insert(connection, schema.passage, document.id, passage_rows)
    row_ids = row_ids_of_document(connection, document.id)
    mentions = zip(references, homes(references, passages, row_ids), strict=True)
    mention_rows = (rows.reference_row(reference, home) for reference, home in mentions)
    _insert(connection, schema.reference, document.id, mention_rows)
    return row_ids


def replace_contents(
    connection: Connection,
    document: Document,
    passages: Sequence[Passage],
    references: Sequence[Reference],
    kept: Sequence[int | None] = (),
) -> None:
    """Write what a document says now in the place of what it said; its facts stay. `kept` as for
    `insert_contents`."""
    for table in _READ:
        connection.execute(delete(table).where(table.c.document_id == document.id))
    row = {
        "text": document.text,
        "warnings": document.warnings,
        "page_count": document.page_count,
    }
    mine = schema.document.c.id == document.id
    connection.execute(update(schema.document).where(mine).values(row))
    insert_contents(connection, document, passages, references, kept)


def keep_recognition(connection: Connection, document_id: str, data: bytes | None) -> None:
    """Write what a machine read of a document's pages in the place of what was kept of that."""
    table = schema.recognition
    connection.execute(delete(table).where(table.c.document_id == document_id))
    if data is not None:
        connection.execute(insert(table), [{"document_id": document_id, "data": data}])


def sealed(connection: Connection, document_id: str) -> str | None:
    """The seal of a document: the sha256 of its text when that was written last."""
    table = schema.seal
    return connection.scalar(select(table.c.sha256).where(table.c.document_id == document_id))


def delete_document(
    connection: Connection, document_id: str, actor: str, action: Action
) -> tuple[int, ...]:
    """Remove a document, held or in the trash, with all its parts; the row ids that left.

    Raises UnknownDocument. Its original is noted as going (`pending_original`). From the trash nothing
    leaves that an index could hold, so the generation stays.
    """
    told = _told(connection, document_id, actor, action)
    row_ids = row_ids_of_document(connection, document_id)
    if not is_trashed(connection, document_id):
        raise_count(connection, "generation")
    connection.execute(delete(schema.document).where(schema.document.c.id == document_id))
    audit.append(connection, told)
    expect_original(connection, document_id)
    return row_ids


def trash_document(connection: Connection, document_id: str, actor: str) -> tuple[int, ...]:
    """Put a held document into the trash; the row ids that left. Raises UnknownDocument."""
    if is_trashed(connection, document_id):
        raise unknown(document_id)
    told = _told(connection, document_id, actor, Action.TRASH)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    row = {"document_id": document_id, "at": now, "actor": actor}
    connection.execute(insert(schema.trash), [row])
    audit.append(connection, told)
    raise_count(connection, "generation")
    return row_ids_of_document(connection, document_id)


def restore_document(connection: Connection, document_id: str, actor: str) -> tuple[int, ...]:
    """Take a document out of the trash; the row ids that came back, the same that left.

    Raises UnknownDocument where it is not in the trash.
    """
    if not is_trashed(connection, document_id):
        raise unknown(document_id)
    connection.execute(delete(schema.trash).where(schema.trash.c.document_id == document_id))
    audit.append(connection, _told(connection, document_id, actor, Action.RESTORE))
    raise_count(connection, "generation")
    return row_ids_of_document(connection, document_id)


def release_document(connection: Connection, document_id: str, actor: str) -> tuple[int, ...]:
    """Take a document that was held back into what is held; the row ids that came. The job that brought
    it has ended as added.

    Raises UnknownDocument where it is not held back, or in the trash.
    """
    if is_trashed(connection, document_id) or not is_held_back(connection, document_id):
        raise UnknownDocument("Văn bản này không chờ duyệt; hãy xem lại danh sách cần duyệt.")
    table, job = schema.held_back, schema.job
    connection.execute(delete(table).where(table.c.document_id == document_id))
    waits = (job.c.document_id == document_id) & (job.c.state == JobState.IN_REVIEW)
    connection.execute(update(job).where(waits).values(state=JobState.ADDED))
    audit.append(connection, _told(connection, document_id, actor, Action.RELEASE))
    raise_count(connection, "generation")
    return row_ids_of_document(connection, document_id)


def is_trashed(connection: Connection, document_id: str) -> bool:
    """True if the document is in the trash."""
    column = schema.trash.c.document_id
    return connection.scalar(select(column).where(column == document_id)) is not None


def expect_original(connection: Connection, document_id: str, aside: Deed | None = None) -> None:
    """Note that a document's original is about to come or to go, or a file to be set `aside`; noted
    twice the first stands."""
    row = {"document_id": document_id, "actor": None, "action": None}
    if aside is not None:
        row |= {"actor": aside.actor, "action": aside.action.value}
    connection.execute(insert(schema.pending_original).prefix_with("OR IGNORE"), [row])


def settle_original(connection: Connection, document_id: str) -> None:
    """Note that it has come, or is gone."""
    table = schema.pending_original
    connection.execute(delete(table).where(table.c.document_id == document_id))


def name_of(facts: Facts, file_name: str) -> str:
    """What people call a document: its symbol, else its file's name."""
    return str(facts.symbol or file_name)


def _told(connection: Connection, document_id: str, actor: str, action: Action) -> Deed:
    found = record(connection, document_id)
    name = name_of(found.facts, found.file_name)
    told: Told = {"file_name": found.file_name}
    return Deed(actor, action, document_id, name, before=told)


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
