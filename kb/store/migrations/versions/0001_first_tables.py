"""The first tables: documents, passages, references, the catalogue, the generation."""

from __future__ import annotations

import datetime
from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release; generation 0, and an identity drawn by chance."""
    _create_document()
    _create_parts()
    _create_passage()
    _create_reference()
    _create_known_document()
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO meta (key, value) VALUES ('generation', 0)")
    op.execute("INSERT INTO meta (key, value) VALUES ('identity', abs(random() / 2))")


def downgrade() -> None:
    """Leave nothing: there is no release before this one."""
    for table in (
        "meta",
        "known_document",
        "reference",
        "passage",
        "dropped",
        "footnote",
        "division",
        "line",
        "document",
    ):
        op.drop_table(table)


AnyColumn: TypeAlias = (
    sa.Column[str] | sa.Column[int] | sa.Column[float] | sa.Column[bool] | sa.Column[datetime.date]
)


def _symbol(*, required: bool) -> tuple[sa.Column[str] | sa.Column[bool], ...]:
    return (
        sa.Column("number", sa.Text, nullable=not required),
        sa.Column("type_code", sa.Text, nullable=not required),
        sa.Column("issuer_code", sa.Text, nullable=not required),
        sa.Column("year", sa.Text),
        sa.Column("symbol_key", sa.Text, nullable=not required),
        sa.Column("state", sa.Boolean, nullable=not required),
    )


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("byte_size", sa.Integer, nullable=False),
        sa.Column("page_count", sa.Integer, nullable=False),
        sa.Column("page_labels", sa.JSON, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
        *_symbol(required=False),
        sa.Column("type", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("issuer", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("signatory", sa.Text),
        sa.Column("circulation", sa.Text),
        sa.Column("urgency", sa.Text),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_document_symbol_key", "document", ["symbol_key"])


def _create_part(name: str, *columns: AnyColumn) -> None:
    op.create_table(
        name,
        sa.Column(
            "document_id",
            sa.Text,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=False,
    )


def _span() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )


def _create_parts() -> None:
    _create_part(
        "line",
        *_span(),
        sa.Column("page", sa.Integer, nullable=False),
        *(sa.Column(side, sa.Float, nullable=False) for side in ("left", "top", "right", "bottom")),
    )
    _create_part(
        "division",
        sa.Column("path", sa.JSON, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "number", "title")),
        *_span(),
    )
    _create_part(
        "footnote",
        sa.Column("number", sa.Text, nullable=False),
        *_span(),
        sa.Column("anchor", sa.Integer),
    )
    _create_part(
        "dropped",
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _create_passage() -> None:
    op.create_table(
        "passage",
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("content_id", sa.Text, nullable=False),
        sa.Column(
            "document_id", sa.Text, sa.ForeignKey("document.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("division", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("breadcrumb", sa.JSON, nullable=False),
        *_span(),
        sa.Column("first_page", sa.Integer),
        sa.Column("last_page", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passage_content_id", "passage", ["content_id"], unique=True)
    op.create_index("ix_passage_document_id", "passage", ["document_id", "ordinal"], unique=True)


def _create_reference() -> None:
    _create_part(
        "reference",
        *_span(),
        *_symbol(required=True),
        sa.Column("type", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("issuer", sa.Text),
        sa.Column(
            "passage_row_id", sa.Integer, sa.ForeignKey("passage.row_id", ondelete="CASCADE")
        ),
    )
    op.create_index("ix_reference_symbol_key", "reference", ["symbol_key"])
    op.create_index("ix_reference_passage_row_id", "reference", ["passage_row_id"])


def _create_known_document() -> None:
    op.create_table(
        "known_document",
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        *_symbol(required=True),
        sa.Column("type", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("issuer", sa.Text),
        sa.Column("term", sa.Text),
        sa.Column("plenum", sa.Text),
        sa.Column("title", sa.Text),
    )
    op.create_index("ix_known_document_symbol_key", "known_document", ["symbol_key"])
