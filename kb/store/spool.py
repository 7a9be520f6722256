"""The bytes of the jobs that are not done: spool/<job id>, whole and on the disk or not there at all.

Nobody but the owner of the library opens them: a file that nobody has read may bear a mark of secrecy.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kb.errors import StoreFailure, UnknownJob
from kb.store.files import appearing, writing

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_WHAT = "thư mục tệp mới nhận"
_ID = re.compile(r"[0-9a-f]{32}")
_SPARE_BYTES = 64 << 20  # left free for the store and the index when files come in
_MEGABYTE = 1 << 20


def new_job_id() -> str:
    """An id that nobody can guess and that sorts after those before: nanoseconds, then chance."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


class Hold:
    """A second name for the bytes of some jobs, or a copy where the disk knows no second names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._ending = f".{secrets.token_hex(8)}.giu"
        self.paths: dict[str, Path] = {}
        """Where the bytes of each job can be read."""

    def take_all(self) -> None:
        """Takes all files that are whole. Raises StoreFailure."""
        with writing(self._root, _WHAT):
            names = [path.name for path in self._root.iterdir()] if self._root.is_dir() else []
        self.take(name for name in names if _ID.fullmatch(name))

    def take(self, job_ids: Iterable[str]) -> None:
        """Takes the files of these jobs; one that has none is passed over. Raises StoreFailure."""
        for job_id in job_ids:
            held = self._root / f".{job_id}{self._ending}"
            with writing(self._root, _WHAT), suppress(FileNotFoundError):
                _name_again(self._root / job_id, held)
                self.paths[job_id] = held

    def let_go(self) -> None:
        """Gives up all that was taken. Raises StoreFailure."""
        with writing(self._root, _WHAT):
            for path in self._root.glob(f".*{self._ending}"):
                path.unlink(missing_ok=True)
        self.paths.clear()


def _name_again(path: Path, held: Path) -> None:
    try:
        held.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without second names (FAT, some that are shared)
        held.touch(mode=_FILE_MODE)
        shutil.copyfile(path, held)


class Spool:
    """The folder of the files that came in."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path_of(self, job_id: str) -> Path:
        """Where a job's bytes stand. Raises UnknownJob for what is no id, so that it names no path."""
        if not _ID.fullmatch(job_id):
            raise UnknownJob("Không có việc nào mang mã này; hãy mở lại trang “Thêm văn bản”.")
        return self._root / job_id

    @contextmanager
    def keeping(self, job_id: str) -> Iterator[BinaryIO]:
        """A file to write, which is the job's after the block, safe on the disk; a trouble in the
        block leaves nothing. Raises StoreFailure where it cannot be written."""
        target = self.path_of(job_id)
        with writing(self._root, _WHAT):
            self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self._root.chmod(_FOLDER_MODE)
            with appearing(target) as file:
                Path(file.name).chmod(_FILE_MODE)
                yield file

    def filling(self) -> AbstractContextManager[None]:
        """Around each writing to such a file: the system's refusal becomes StoreFailure."""
        return writing(self._root, _WHAT)

    def require_room(self, byte_size: int) -> None:
        """Raises StoreFailure unless so many bytes surely fit."""
        with writing(self._root, _WHAT):
            self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            free = shutil.disk_usage(self._root).free - _SPARE_BYTES
        if byte_size > free:
            raise StoreFailure(
                f"Ổ đĩa của kho chỉ còn {max(0, free) // _MEGABYTE} MB trống, không đủ để nhận "
                f"{-(-byte_size // _MEGABYTE)} MB; hãy giải phóng chỗ trống rồi gửi lại."
            )

    @contextmanager
    def holding(self) -> Iterator[Hold]:
        """What the hold takes in the block can be read there to its end, though the jobs end meanwhile.

        Whoever holds shares the spool's lock, so that nobody tidies it; what a killed program held is
        tidied away as any file that belongs to no job. Raises StoreFailure.
        """
        hold = Hold(self._root)
        try:
            yield hold
        finally:
            hold.let_go()

    def remove(self, job_id: str) -> None:
        """Deletes a job's bytes; none is no error. Raises StoreFailure."""
        with writing(self._root, _WHAT):
            self.path_of(job_id).unlink(missing_ok=True)

    def remove_others(self, kept: Collection[str]) -> None:
        """Deletes all but the bytes of the jobs `kept`, also what was left half written."""
        with writing(self._root, _WHAT):
            for path in self._root.iterdir() if self._root.is_dir() else ():
                if path.name not in kept:
                    path.unlink(missing_ok=True)
