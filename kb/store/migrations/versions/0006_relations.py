"""What a mention says of the two documents, with the sentence that proves it.

Of documents of earlier releases it is not known, and that is said until the index is rebuilt. The
catalogue gets a count of its changes, since what is in force depends on it as well.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the count."""
    op.add_column("reference", sa.Column("relation", sa.Text))
    op.add_column("reference", sa.Column("proof_start", sa.Integer))
    op.add_column("reference", sa.Column("proof_end", sa.Integer))
    op.add_column("reference", sa.Column("since", sa.Date))
    op.execute("INSERT INTO meta (key, value) VALUES ('catalogue', 0)")
