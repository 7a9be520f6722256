"""Brings a database to the tables of this release: the only module that loads Alembic.

`kb.store.engine` imports it only where a database is new or not current, so that a command on an
existing library does not wait for Alembic.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def known_revisions() -> frozenset[str]:
    """The revisions that this release can open or upgrade from."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def to_newest(connection: Connection) -> None:
    """Run the migrations that `connection`'s database has not had; none is harmless.

    All of them run in the transaction that `connection` is in: all happen or none does.
    """
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    location = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(location).replace("%", "%%"))
    return config
