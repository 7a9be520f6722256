"""When a database was changed last, asked in three microseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Lock


class Commits:
    """Sees the commits of all other connections to a file, in any process; thread-safe.

    It keeps a connection of its own that writes nothing: what SQLite counts as `data_version` moves
    with what others commit (sqlite.org/pragma.html#pragma_data_version).
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """`connect` is called once, when somebody asks first."""
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._lock = Lock()

    def mark(self) -> int:
        """A number that is another one after each commit. Raises sqlite3.Error."""
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            return int(version)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
