"""Files that wait until this machine can read their scanned pages.

    waiting/<sha256>/<the file's own name>

A file appears with its folder, at one stroke, when it is whole and on the disk. Nobody but the owner
of the library opens them: a scan that nobody has read may bear a mark of secrecy.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import StoreFailure
from kb.store.files import copy_checked, is_id, require_id, sync_folder, writing

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_WHAT = "thư mục tệp chờ"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, at `path` under its own name; `id` is its sha256, `since` is in UTC."""

    id: str
    path: Path
    byte_size: int
    since: datetime


class WaitingFiles:
    """The folder of files that wait; whoever changes it holds the library's lock."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, source: Path, document_id: str, name: str | None = None) -> bool:
        """Copies a file into the folder, under `name` or its own; False if its bytes wait there
        already, under any name.

        Raises StoreFailure where the folder cannot be written, FileVanished or UnreadableFile where
        `source` cannot be read or is not the file `document_id` any more.
        """
        folder = self._root / require_id(document_id)
        with writing(self._root, _WHAT):
            if folder.is_dir():
                return False
            self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self._root.chmod(_FOLDER_MODE)
            self.clear()
            partial = self._partial()
            partial.mkdir(mode=_FOLDER_MODE)
            try:
                kept = partial / (name or source.name)
                copy_checked(source, kept, document_id)
                kept.chmod(_FILE_MODE)
                partial.rename(folder)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
            sync_folder(self._root)
        return True

    def files(self) -> tuple[Waiting, ...]:
        """The files that wait, the longest first. Raises StoreFailure where the folder is closed."""
        try:
            return tuple(sorted(self._found(), key=lambda item: (item.since, item.path.name)))
        except OSError as error:
            raise StoreFailure(
                f"Không đọc được {_WHAT} {self._root} ({error.strerror}); hãy kiểm tra quyền đọc."
            ) from error

    def strays(self) -> list[Path]:
        """The files here that do not wait: half written, or put here by another hand."""
        waiting = {item.path for item in self._found()}
        return [path for path in self._root.rglob("*") if path.is_file() and path not in waiting]

    def has(self, document_id: str) -> bool:
        """True if the file with that sha256 waits."""
        return (self._root / document_id).is_dir()

    def holds(self, path: Path) -> bool:
        """True if `path` is that of a file in this folder."""
        return path.parent.parent == self._root

    def remove(self, document_id: str) -> None:
        """Takes a file out; none is no error. Raises StoreFailure where that cannot be written."""
        folder = self._root / require_id(document_id)
        with writing(self._root, _WHAT):
            if folder.is_dir():
                folder.rename(self._partial())
                self.clear()

    def _found(self) -> Iterator[Waiting]:
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            if not is_id(folder.name):
                continue
            with suppress(FileNotFoundError):  # another program has just taken it out
                for path in folder.iterdir():
                    status = path.stat()
                    since = datetime.fromtimestamp(status.st_mtime, UTC)
                    yield Waiting(folder.name, path, status.st_size, since)

    def _partial(self) -> Path:
        return self._root / f".{secrets.token_hex(8)}.part"

    def clear(self) -> None:
        """Deletes what was taken out, or was left half written when the power went.

        Raises OSError where that is not allowed.
        """
        for folder in self._root.glob(".*.part"):
            shutil.rmtree(folder)
