"""The trash, the log of all changes, and what tells of damage and of work that was cut off.

The texts of documents of earlier releases are sealed as they are found: nobody can tell any more
whether they were damaged before. There is no way back: it would forget who changed what.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TRIGGERS = (
    "CREATE TRIGGER audit_keeps_entries BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_keeps_places BEFORE INSERT ON audit"
    " WHEN NEW.id IN (SELECT id FROM audit)"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)


def upgrade() -> None:
    """Make the tables, and seal the texts that are there."""
    _create_of_document("trash", "at", "actor")
    _create_of_document("seal", "sha256")
    op.create_table(
        "stale_passage",
        sa.Column(
            "row_id",
            sa.Integer,
            sa.ForeignKey("passage.row_id", ondelete="CASCADE"),
            primary_key=True,
        ),
    )
    op.create_table(
        "pending_original",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("actor", sa.Text),
        sa.Column("action", sa.Text),
        sqlite_with_rowid=False,
    )
    _create_audit()
    _seal_texts()


def _create_of_document(name: str, *columns: str) -> None:
    op.create_table(
        name,
        sa.Column(
            "document_id",
            sa.Text,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        *(sa.Column(column, sa.Text, nullable=False) for column in columns),
        sqlite_with_rowid=False,
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "actor", "action")),
        sa.Column("document_id", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_document_id", "audit", ["document_id"])
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _seal_texts() -> None:
    connection = op.get_bind()
    insert = sa.text("INSERT INTO seal VALUES (:document_id, :sha256)")
    ids = connection.scalars(sa.text("SELECT id FROM document")).all()
    for document_id in ids:
        one = {"document_id": document_id}
        text = connection.scalar(sa.text("SELECT text FROM document WHERE id = :document_id"), one)
        digest = hashlib.sha256(str(text).encode()).hexdigest()
        connection.execute(insert, {**one, "sha256": digest})
