"""Which document took the place of one in the catalogue, and when; load the catalogue anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("known_document", sa.Column("replaced_by", sa.Text))
    op.add_column("known_document", sa.Column("replaced_on", sa.Date))
