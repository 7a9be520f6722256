"""Signatures of texts, and the pairs of documents that are like one another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; documents of before have no signature yet."""
    op.create_table(
        "signature",
        sa.Column(
            "document_id",
            sa.Text,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("minhash", sa.LargeBinary),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "document_id",
            sa.Text,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "other_id", sa.Text, sa.ForeignKey("document.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("decision", sa.Text),
        sa.Column("chosen_id", sa.Text),
        sa.Column("actor", sa.Text),
        sa.Column("at", sa.Text),
    )
    op.create_index("ix_likeness_document_id", "likeness", ["document_id", "other_id"], unique=True)
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])
