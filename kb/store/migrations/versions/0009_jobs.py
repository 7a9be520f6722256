"""The jobs of the adding desk, and what was taken from watched folders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "job",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("byte_size", sa.Integer, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text),
        sa.Column("archive", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_job_state", "job", ["state"])
    op.create_index("ix_job_changed_at", "job", ["changed_at"])
    op.create_table(
        "watched_file",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("byte_size", sa.Integer, nullable=False),
        sa.Column("modified_ns", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
