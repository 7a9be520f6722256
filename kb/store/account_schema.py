"""The tables of accounts, in the same file as the documents. Times are UTC, ISO 8601 to the second.

No secret is in them: passwords are argon2id hashes, sessions and tokens sha256 hashes of random
256-bit values.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from kb.store.schema import metadata


def _of_account() -> Column[str]:
    return Column("account", Text, ForeignKey("account.name", ondelete="CASCADE"), nullable=False)


account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("account", Text, ForeignKey("account.name", ondelete="CASCADE"), primary_key=True),
    Column("group_name", Text, primary_key=True),
    sqlite_with_rowid=False,
)

session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _of_account(),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("ix_session_account", "account"),
)

token = Table(
    "token",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_account(),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("used_at", Text),
    Index("ix_token_token_hash", "token_hash", unique=True),
    Index("ix_token_account", "account", "name", unique=True),
)

failed_login = Table(
    "failed_login",
    metadata,
    Column("key", Text, primary_key=True),  # a hash: people type passwords where names belong
    Column("failures", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)
