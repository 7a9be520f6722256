"""The SQLite file behind the store: connections, transactions, and the errors they can meet.

One `Database` serves all threads of a process: each transaction takes its own connection from the
pool. Readers see the state at their start and never wait; writers wait for one another.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from kb.errors import StoreFailure
from kb.store.commits import Commits
from kb.store.schema import REVISION
from kb.store.scopes import Scope, look_as, narrow

BUSY_SECONDS = 15.0
"""How long a writer waits for another: a long document is written in well under a second."""

POOL_SIZE = 8
POOL_OVERFLOW = 40  # Starlette's thread pool has 40 threads: none of them waits for a connection

PRAGMAS = (
    "foreign_keys = ON",
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits with the power, and the indexes,
    # written after them, would then know passages that the truth has forgotten.
    "synchronous = FULL",
)


class Database:
    """An open SQLite file. Safe to share between threads; not to be carried over a fork.

    A reader sees the documents of one `Scope` only, whatever its query asks: not those in the trash or
    held back, unless it says so.
    """

    _groups: frozenset[str] | None = None  # of whom it is shown to; None where everything is

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._scope = Scope.HELD
        self._engines = {scope: _engine(path, scope, read_only=read_only) for scope in Scope}
        self._commits = Commits(lambda: _connect(path, Scope.ALL, read_only=read_only))

    def seeing(self, scope: Scope) -> Database:
        """The same database, whose readers see the documents of that scope unless they say so."""
        other = copy(self)
        other._scope = scope
        return other

    def mark(self) -> int:
        """A number that is another one after each commit, whoever made it. Raises StoreFailure."""
        with _translated(self.path):
            return self._commits.mark()

    @contextmanager
    def reading(self, scope: Scope | None = None) -> Iterator[Connection]:
        """A transaction that sees one state of the store throughout. Raises StoreFailure."""
        seen = (scope or self._scope) if self._groups is None else Scope.SEEN
        with (
            _translated(self.path),
            self._engines[seen].connect() as connection,
            connection.execution_options(groups=self._groups).begin(),
        ):
            yield connection

    def seen_by(self, groups: frozenset[str]) -> Database:
        """The database as people of these groups see it, and nothing else of it, whatever scope is
        asked for: to read only. It shares the connections of this one, and closes with it."""
        seen = copy(self)
        seen._groups, seen.read_only = groups, True
        return seen

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written whole or not at all. Raises StoreFailure.

        It takes the write lock at once, so what it reads cannot change before it writes; it sees the
        documents in the trash and those held back too.
        """
        if self._groups is not None:
            raise StoreFailure(_SENTENCES[sqlite3.SQLITE_READONLY].format(path=self.path))
        with (
            _translated(self.path),
            self._engines[Scope.ALL].connect() as connection,
            connection.execution_options(writes=True).begin(),
        ):
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Like `writing`, with foreign keys off: SQLite alters a table by dropping the old one,
        and the cascade would take every row that points at it. Raises StoreFailure."""
        with _translated(self.path), self._engines[Scope.ALL].connect() as connection:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute("PRAGMA foreign_keys = OFF")
            connection.detach()  # closed afterwards, not given back to the pool without its keys
            with connection.execution_options(writes=True).begin():
                yield connection

    def fold_log(self) -> None:
        """Write the log into the file and empty it, as far as no reader needs it, so that nothing that
        was deleted stands in it any more. Raises StoreFailure."""
        with (
            _translated(self.path),
            self._engines[Scope.ALL].connect() as connection,
            closing(connection.connection.cursor()) as cursor,
        ):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections; the last one to leave folds the log into the file."""
        self._commits.close()
        for engine in self._engines.values():
            engine.dispose()


def _engine(path: Path, scope: Scope, *, read_only: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, scope, read_only=read_only),
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
    )
    event.listen(engine, "begin", _begin)
    return engine


def open_database(path: Path, *, read_only: bool) -> Database:
    """The database at `path` with the tables of this release; a new one unless `read_only`.

    Raises StoreFailure where it cannot be opened, is not kb's, or comes from a newer release.
    """
    if not read_only:
        _make_folder(path)
        _require_writable(path)
    database = Database(path, read_only=read_only)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        found = _revision(connection, database.path)
    if found == REVISION:
        return
    from kb.store import upgrade  # loads Alembic: only where there is something to do

    if found is not None and found not in upgrade.known_revisions():
        raise StoreFailure(
            f"Kho {database.path} do một phiên bản kb mới hơn tạo ra (lược đồ {found}); "
            "hãy cập nhật kb rồi mở lại."
        )
    if database.read_only:
        raise StoreFailure(
            f"Kho {database.path} cần được nâng cấp mà đang mở chỉ để đọc; "
            "hãy chạy kb một lần với quyền ghi vào kho này."
        )
    with database.migrating() as connection:
        upgrade.to_newest(connection)


def _revision(connection: Connection, path: Path) -> str | None:
    """The revision that the database says it has; None where it is empty."""
    names = text("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = connection.scalars(names).all()
    if "alembic_version" in tables:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if revision is None else str(revision)
    if tables:
        raise StoreFailure(
            f"Tệp {path} là cơ sở dữ liệu của chương trình khác; hãy chọn đường dẫn khác cho kho."
        )
    return None


def _connect(path: Path, scope: Scope, *, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{_mode(path, read_only=read_only)}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions begin where `_begin` says, not where the driver guesses
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not read_only:
            _keep_log(connection)
        narrow(connection, scope)
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_log(connection: sqlite3.Connection) -> None:
    """Put the database in WAL mode, where readers and the writer do not wait for each other.

    Costs nothing where it is in it already. SQLite's own waiting does not cover this switch: of
    several processes that open a new file at once, some are told that it is busy.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _mode(path: Path, *, read_only: bool) -> str:
    """The open mode. SQLite cannot share a WAL database in a folder where it may not make files:
    with no log beside it, such a database is complete and nobody here changes it, so it is read
    as immutable."""
    if not read_only:
        return "mode=rwc"
    if _may_write(path.parent) or path.with_name(f"{path.name}-wal").exists():
        return "mode=ro"
    return "mode=ro&immutable=1"


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes, groups = options.get("writes", False), options.get("groups")
    if groups is not None:
        look_as(connection, groups)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailure(
            f"Không tạo được thư mục {path.parent} cho kho ({error.strerror}); "
            "hãy kiểm tra đường dẫn và quyền ghi."
        ) from error


def _require_writable(path: Path) -> None:
    """SQLite opens a file it may not write without a word, and complains at the first change."""
    if not (_may_write(path.parent) and (not path.exists() or _may_write(path))):
        raise StoreFailure(_SENTENCES[sqlite3.SQLITE_READONLY].format(path=path))


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLAlchemy and SQLite raise into StoreFailure."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreFailure(_sentence(path, error)) from error
    except UnicodeEncodeError as error:
        raise StoreFailure(
            f"Không ghi được vào kho {path}: chữ có mã Unicode không hợp lệ (nửa cặp thay thế); "
            "hãy xuất lại tệp gốc rồi thêm lại."
        ) from error


_SENTENCES = {
    sqlite3.SQLITE_FULL: "Không ghi được kho {path}: ổ đĩa đã đầy; "
    "hãy giải phóng chỗ trống rồi thử lại.",
    sqlite3.SQLITE_READONLY: "Không ghi được kho {path}: kho chỉ cho đọc; "
    "hãy cấp quyền ghi cho tệp và thư mục chứa nó.",
    sqlite3.SQLITE_PERM: "Không có quyền mở kho {path}; hãy cấp quyền đọc và ghi cho tệp này.",
    sqlite3.SQLITE_BUSY: "Kho {path} đang bị một tiến trình khác khóa; "
    "hãy chờ tiến trình đó xong rồi thử lại.",
    sqlite3.SQLITE_LOCKED: "Kho {path} đang bị khóa; hãy thử lại sau ít phút.",
    sqlite3.SQLITE_CORRUPT: "Kho {path} đã hỏng; hãy khôi phục tệp từ bản sao lưu.",
    sqlite3.SQLITE_NOTADB: "Tệp {path} không phải là kho của kb hoặc đã hỏng; "
    "hãy khôi phục từ bản sao lưu hay chọn đường dẫn khác.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được kho {path}; "
    "hãy kiểm tra đường dẫn và quyền đọc, ghi của thư mục.",
    sqlite3.SQLITE_IOERR: "Ổ đĩa báo lỗi khi đọc hoặc ghi kho {path}; "
    "hãy kiểm tra ổ đĩa và chỗ trống rồi thử lại.",
}


def _sentence(path: Path, error: SQLAlchemyError | sqlite3.Error) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    sentence = _SENTENCES.get(_primary_code(cause))
    if sentence is not None:
        return sentence.format(path=path)
    return f"Kho {path} không đọc hoặc ghi được ({cause}); hãy chạy kb doctor để kiểm tra."


def _primary_code(error: BaseException | None) -> int:
    """SQLite's code of the trouble; the low byte of an extended code is the primary one."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room beside the log for what its readers share
        return sqlite3.SQLITE_FULL
    return code & 0xFF
