"""How surely each page and each fact was read, and the term of the issuer.

The first release kept only page labels, and told of recognised pages in a warning; what the warning
says of them becomes their quality, so that their passages go on saying that they were recognised.
There is no way back: it would forget how surely a document was read.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_RECOGNISED = re.compile(
    r"Chữ của trang (?P<numbers>\d+(?:, \d+)*)(?P<more>…?) do máy nhận dạng từ bản quét, "
    r"độ tin cậy thấp nhất (?P<percent>\d+)%"
)


def upgrade() -> None:
    """Make the tables of pages and evidence, and carry the page labels over."""
    _create_part(
        "page",
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("recognised", sa.Boolean, nullable=False),
        sa.Column("quality", sa.Float),
    )
    _create_part(
        "evidence",
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("confidence", sa.Text, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
    )
    _fill_pages()
    with op.batch_alter_table("document", recreate="always") as table:
        table.add_column(sa.Column("term", sa.Text), insert_after="urgency")
        table.drop_column("page_labels")
    op.add_column("passage", sa.Column("ocr_quality", sa.Float))
    op.execute(
        "UPDATE passage SET ocr_quality = (SELECT min(quality) FROM page"
        " WHERE page.document_id = passage.document_id AND recognised"
        " AND ordinal + 1 BETWEEN first_page AND last_page)"
    )


AnyColumn: TypeAlias = sa.Column[str] | sa.Column[int] | sa.Column[float] | sa.Column[bool]


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


def _fill_pages() -> None:
    connection = op.get_bind()
    insert = sa.text("INSERT INTO page VALUES (:document_id, :ordinal, :label, :read, :quality)")
    query = sa.text("SELECT id, page_labels, warnings FROM document")
    for document_id, labels, warnings in connection.execute(query).all():
        read, quality = _recognised(json.loads(warnings), len(json.loads(labels)))
        for ordinal, label in enumerate(json.loads(labels)):
            recognised = ordinal + 1 in read
            row = {"document_id": document_id, "ordinal": ordinal, "label": label}
            row |= {"read": recognised, "quality": quality if recognised else None}
            connection.execute(insert, row)


def _recognised(warnings: list[str], page_count: int) -> tuple[set[int], float]:
    """The pages that a warning calls recognised, and the lowest quality among them.

    It names eight pages at most; with more, all that follow may be recognised, and are taken to be.
    """
    for match in filter(None, map(_RECOGNISED.match, warnings)):
        numbers = {int(number) for number in match["numbers"].split(", ")}
        following = range(max(numbers) + 1, page_count + 1) if match["more"] else ()
        return numbers | set(following), int(match["percent"]) / 100
    return set(), 0.0
