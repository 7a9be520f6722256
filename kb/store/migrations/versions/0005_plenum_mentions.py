"""Mentions by plenum, which have no symbol, and the term said with a mention.

Documents of earlier releases keep the mentions that were found in them; those that this release would
find besides come when their files are read anew. There is no way back: a mention without a symbol has
no place in the tables of before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OF_A_SYMBOL = ("number", "type_code", "issuer_code", "symbol_key", "state")


def upgrade() -> None:
    """Add the columns, and let the parts of the symbol be absent."""
    with op.batch_alter_table(
        "reference", recreate="always", table_kwargs={"sqlite_with_rowid": False}
    ) as table:
        for name in _OF_A_SYMBOL:
            table.alter_column(name, nullable=True)
        table.add_column(sa.Column("plenum", sa.Integer), insert_after="issuer")
        table.add_column(sa.Column("term", sa.Text), insert_after="plenum")
