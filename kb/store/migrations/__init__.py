"""Alembic's home for the store; `kb.store.upgrade` runs it, there is no alembic.ini."""
