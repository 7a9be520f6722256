"""Where each character of a line stands, and whether a passage was read again from its page.

Documents of earlier releases keep the rectangles of their lines; the places of their characters come
when their files are read anew. Until then nobody has compared their passages with their pages, and
they say so. There is no way back: it would forget that passages are not to be quoted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NOT_COMPARED = (
    "văn bản được nạp từ bản kb trước nên chưa đối chiếu với trang; hãy bỏ văn bản rồi nạp lại tệp"
)


def upgrade() -> None:
    """Add the columns; the passages of documents that have pages are not compared yet."""
    op.add_column("page", sa.Column("turn", sa.Integer))
    op.add_column("page", sa.Column("slope", sa.Float))
    op.add_column("line", sa.Column("edges", sa.LargeBinary))
    op.add_column("passage", sa.Column("mismatch", sa.Text))
    passage = sa.table("passage", sa.column("mismatch"), sa.column("first_page"))
    has_page = passage.c.first_page.is_not(None)
    op.execute(passage.update().where(has_page).values(mismatch=_NOT_COMPARED))
