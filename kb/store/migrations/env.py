"""Run the migrations on the connection that `kb.store.upgrade` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from kb.store.account_schema import account

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=account.metadata,
    render_as_batch=True,
    transactional_ddl=True,  # SQLite can; Alembic assumes not, since the old driver could not
)
with context.begin_transaction():
    context.run_migrations()
