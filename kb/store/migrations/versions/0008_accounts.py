"""Accounts with their groups, sessions and tokens, and the count of failed logins.

A library of an earlier release has no account and is used as before. There is no way back: it would
open the library to everybody.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, empty."""
    op.create_table(
        "account",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    op.create_table(
        "membership",
        _of_account(primary_key=True),
        sa.Column("group_name", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text, primary_key=True),
        _of_account(),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "token",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_account(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("used_at", sa.Text),
    )
    op.create_index("ix_token_token_hash", "token", ["token_hash"], unique=True)
    op.create_index("ix_token_account", "token", ["account", "name"], unique=True)
    op.create_table(
        "failed_login",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
    )


def _of_account(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "account",
        sa.Text,
        sa.ForeignKey("account.name", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )
