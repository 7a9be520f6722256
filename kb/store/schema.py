"""The tables of the store, and the revision of the migrations that makes them.

Offsets are half-open code-point offsets into `document.text`; `ordinal` counts from 0 and keeps the
order of the tuple that a row came from. Everything of a document leaves with it (ON DELETE CASCADE).
Parts that are only read a document at a time are WITHOUT ROWID: their primary key is the table, and
the 64 hex digits of `document_id` are not stored twice.

A document in the trash keeps all its rows, and a row in `trash` beside them; one that is held back
until somebody has reviewed it has a row in `held_back`, one that is limited to groups has their names
in `document_limit`. No query looks there: it is `kb.store.engine` that shows a reader the tables
without them.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
)

REVISION = "0013"
"""The newest migration: a database that says so is opened without loading Alembic."""

metadata = MetaData()


def _symbol_columns(*, required: bool) -> tuple[Column[str] | Column[bool], ...]:
    """The parts of a `Symbol`; without one they are all NULL. `symbol_key` is `Symbol.key`."""
    return (
        Column("number", Text, nullable=not required),
        Column("type_code", Text, nullable=not required),
        Column("issuer_code", Text, nullable=not required),
        Column("year", Text),
        Column("symbol_key", Text, nullable=not required),
        Column("state", Boolean, nullable=not required),
    )


def _of_document() -> Column[str]:
    return Column(
        "document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    )


def _ordinal() -> Column[int]:
    return Column("ordinal", Integer, primary_key=True, autoincrement=False)


document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("byte_size", Integer, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("added_at", Text, nullable=False),  # UTC, ISO 8601 to the microsecond: sorts as text
    *_symbol_columns(required=False),
    Column("type", Text),
    Column("date", Date),
    Column("issuer", Text),
    Column("place", Text),
    Column("title", Text),
    Column("signatory", Text),
    Column("circulation", Text),
    Column("urgency", Text),
    Column("term", Text),
    Column("warnings", JSON, nullable=False),
    Column("text", Text, nullable=False),  # last, so that lists never read its pages
    Index("ix_document_symbol_key", "symbol_key"),
)

page = Table(
    "page",
    metadata,
    _of_document(),
    _ordinal(),  # of the physical page: its number less 1
    Column("label", Text, nullable=False),
    Column("recognised", Boolean, nullable=False),
    Column("quality", Float),
    Column("turn", Integer),
    Column("slope", Float),
    sqlite_with_rowid=False,
)

evidence = Table(
    "evidence",
    metadata,
    _of_document(),
    _ordinal(),
    Column("field", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

line = Table(
    "line",
    metadata,
    _of_document(),
    _ordinal(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("left", Float, nullable=False),
    Column("top", Float, nullable=False),
    Column("right", Float, nullable=False),
    Column("bottom", Float, nullable=False),
    Column("edges", LargeBinary),
    Column("corrected", Boolean),
    sqlite_with_rowid=False,
)

division = Table(
    "division",
    metadata,
    _of_document(),
    _ordinal(),
    Column("path", JSON, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

footnote = Table(
    "footnote",
    metadata,
    _of_document(),
    _ordinal(),
    Column("number", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("anchor", Integer),
    sqlite_with_rowid=False,
)

dropped = Table(
    "dropped",
    metadata,
    _of_document(),
    _ordinal(),
    Column("page", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

passage = Table(
    "passage",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("content_id", Text, nullable=False),
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("division", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("breadcrumb", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first_page", Integer),
    Column("last_page", Integer),
    Column("kind", Text, nullable=False),
    Column("ocr_quality", Float),
    Column("mismatch", Text),
    Column("corrected", JSON),
    Index("ix_passage_content_id", "content_id", unique=True),
    Index("ix_passage_document_id", "document_id", "ordinal", unique=True),
    sqlite_autoincrement=True,  # the row id is the vector's id: one that left never comes back
)

reference = Table(
    "reference",
    metadata,
    _of_document(),
    _ordinal(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    *_symbol_columns(required=False),
    Column("type", Text),
    Column("date", Date),
    Column("issuer", Text),
    Column("plenum", Integer),
    Column("term", Text),
    Column("passage_row_id", Integer, ForeignKey("passage.row_id", ondelete="CASCADE")),
    Column("relation", Text),
    Column("proof_start", Integer),
    Column("proof_end", Integer),
    Column("since", Date),
    Index("ix_reference_symbol_key", "symbol_key"),
    Index("ix_reference_passage_row_id", "passage_row_id"),
    sqlite_with_rowid=False,
)

known_document = Table(
    "known_document",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    *_symbol_columns(required=True),
    Column("type", Text),
    Column("date", Date),
    Column("issuer", Text),
    Column("term", Text),
    Column("plenum", Text),
    Column("title", Text),
    Column("replaced_by", Text),
    Column("replaced_on", Date),
    Index("ix_known_document_symbol_key", "symbol_key"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),  # "generation", "identity" or "catalogue"
    Column("value", Integer, nullable=False),
)

trash = Table(
    "trash",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Text, nullable=False),  # as `document.added_at`
    Column("actor", Text, nullable=False),
    sqlite_with_rowid=False,
)

seal = Table(
    "seal",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", Text, nullable=False),  # of the text as it was read, in UTF-8
    sqlite_with_rowid=False,
)

stale_passage = Table(
    "stale_passage",
    metadata,
    Column(
        "row_id", Integer, ForeignKey("passage.row_id", ondelete="CASCADE"), primary_key=True
    ),  # whose entry in the index still tells what was corrected since
)

pending_original = Table(
    "pending_original",
    metadata,
    Column("document_id", Text, primary_key=True),  # whose file is just coming or going
    Column("actor", Text),  # who sets the file aside, and how: to be told when it has come
    Column("action", Text),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),  # as `document.added_at`
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("document_id", Text),  # no foreign key: the entry outlives the document
    Column("name", Text),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index("ix_audit_document_id", "document_id"),
    sqlite_autoincrement=True,
)

AUDIT_TRIGGERS = (
    "CREATE TRIGGER audit_keeps_entries BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_keeps_places BEFORE INSERT ON audit"
    " WHEN NEW.id IN (SELECT id FROM audit)"  # REPLACE deletes without asking the first trigger
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
for _trigger in AUDIT_TRIGGERS:
    event.listen(audit, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]
job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("byte_size", Integer, nullable=False),
    Column("received_at", Text, nullable=False),  # UTC, ISO 8601 to the microsecond: sorts as text
    Column("changed_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("document_id", Text),  # no foreign key: the document may leave, the job did end
    Column("archive", Text),
    Column("attempts", Integer, nullable=False),
    Column("actor", Text),
    Index("ix_job_state", "state"),
    Index("ix_job_changed_at", "changed_at"),
    sqlite_with_rowid=False,
)

watched_file = Table(
    "watched_file",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", Text, nullable=False),  # "" where it could not be read
    Column("byte_size", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    sqlite_with_rowid=False,
)

document_limit = Table(
    "document_limit",
    metadata,
    _of_document(),
    Column(
        "group_name", Text, primary_key=True
    ),  # of a document without any, everybody is a reader
    sqlite_with_rowid=False,
)

signature = Table(
    "signature",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("minhash", LargeBinary),  # NULL where the text is too short to tell it from others
    sqlite_with_rowid=False,
)

likeness = Table(
    "likeness",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("other_id", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("score", Float),
    Column("decision", Text),  # NULL until somebody answers
    Column("chosen_id", Text),  # one of the two
    Column("actor", Text),
    Column("at", Text),  # as `document.added_at`
    Index("ix_likeness_document_id", "document_id", "other_id", unique=True),
    Index("ix_likeness_other_id", "other_id"),
)

held_back = Table(
    "held_back",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Text, nullable=False),  # as `document.added_at`
    sqlite_with_rowid=False,
)

review = Table(
    "review",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("item_key", Text, primary_key=True),  # of what somebody has looked at and found right
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
)

recognition = Table(
    "recognition",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # what a machine read (`kb.ingest.recognition`)
)

line_correction = Table(
    "line_correction",
    metadata,
    _of_document(),
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # of the line, from 1
    Column("raw", Text, nullable=False),  # what the machine read
    Column("text", Text, nullable=False),  # what a person says that is printed
    sqlite_with_rowid=False,
)
