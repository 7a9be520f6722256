"""One writer at a time: two programs that add documents wait for each other, or say so."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kb.errors import LibraryBusy, StoreFailure

_FILE = "write.lock"
_PATIENCE_SECONDS = 1.0
"""How long a writer waits for the lock: whoever only asks whether it is held has it for a moment."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def write_lock(home: Path, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Holds the library for writing; the lock goes with the process that holds it.

    Raises LibraryBusy if another program holds it, StoreFailure if `home` cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = (home / _FILE).open("a+b")
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được vào thư mục dữ liệu {home} ({error.strerror}); "
            "hãy kiểm tra quyền ghi và dung lượng ổ đĩa."
        ) from error
    with file:
        _wait_for(file, time.monotonic() + patience_seconds)
        yield


def _wait_for(file: IO[bytes], deadline: float) -> None:
    while True:
        try:
            return _try_lock(file)
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
