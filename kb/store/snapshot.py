"""A copy of the database while it is in use, by SQLite's backup API."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from kb.errors import StoreFailure

_PAGES = 4096
"""Copied at a stroke, some 16 MB; the reader's transaction keeps them of one moment."""


def copy_to(connection: Connection, target: Path) -> None:
    """Copy what the reader `connection` sees to `target`, a new file in one piece, without a log.

    Raises StoreFailure.
    """
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)  # noqa: S101 - for the types: there is no other
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreFailure(
            f"Không chép được kho sang thư mục {target.parent} ({error}); "
            "hãy kiểm tra chỗ trống và quyền ghi rồi thử lại."
        ) from error
