"""One writer at a time: two programs that add documents wait for each other, or say so."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from kb.errors import LibraryBusy, StoreFailure

_FILE = "write.lock"
SPOOL_LOCK = "spool.lock"
"""Shared by whoever takes files in; whoever tidies the spool must have it alone."""
WORK_LOCK = "work.lock"
"""Of the one program that works on the jobs."""

SHARES_LOCKS = sys.platform != "win32"
"""False where nobody can tell that no file is coming in."""

_PATIENCE_SECONDS = 1.0
"""How long a writer waits for the lock: whoever only asks whether it is held has it for a moment."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes], *, shared: bool = False) -> None:
        """Windows shares no locks: whoever would share one takes none (see `SHARES_LOCKS`)."""
        if shared:
            return
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes], *, shared: bool = False) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def write_lock(
    home: Path, patience_seconds: float = _PATIENCE_SECONDS
) -> AbstractContextManager[None]:
    """Holds the library for writing; errors as for `lock`."""
    return lock(home / _FILE, patience_seconds)


@contextmanager
def lock(
    path: Path, patience_seconds: float = _PATIENCE_SECONDS, *, shared: bool = False
) -> Iterator[None]:
    """Holds a lock file, alone or with others who share it; it goes with the process that holds it.

    Raises LibraryBusy if another program holds it, StoreFailure if its folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được vào thư mục dữ liệu {path.parent} ({error.strerror}); "
            "hãy kiểm tra quyền ghi và dung lượng ổ đĩa."
        ) from error
    with file:
        _wait_for(file, time.monotonic() + patience_seconds, shared=shared)
        yield


def _wait_for(file: IO[bytes], deadline: float, *, shared: bool) -> None:
    while True:
        try:
            return _try_lock(file, shared=shared)
        except OSError as error:
            if time.monotonic() >= deadline:
                raise LibraryBusy(
                    "Một chương trình khác đang ghi vào thư viện; hãy đợi nó xong rồi chạy lại."
                ) from error
        time.sleep(0.02)


def is_being_written(home: Path) -> bool:
    """True while another program holds the library for writing."""
    if not (home / _FILE).exists():
        return False
    try:
        with write_lock(home, patience_seconds=0):
            return False
    except LibraryBusy:
        return True
    except StoreFailure:
        return False
