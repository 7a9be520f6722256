"""One writer at a time: two programs that add documents wait for each other, or say so."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import LibraryBusy, StoreFailure


@contextmanager
def write_lock(home: Path) -> Iterator[None]:
    """Holds the library for writing; raises LibraryBusy if another program does."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = (home / "write.lock").open("w")
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được vào thư mục dữ liệu {home} ({error.strerror}); "
            "hãy kiểm tra quyền ghi và dung lượng ổ đĩa."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LibraryBusy(
                "Một chương trình khác đang ghi vào thư viện; hãy đợi nó xong rồi chạy lại."
            ) from error
        yield


def is_being_written(home: Path) -> bool:
    """True while another program holds the library for writing."""
    try:
        with write_lock(home):
            return False
    except LibraryBusy:
        return True
    except StoreFailure:
        return False
