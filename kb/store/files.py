"""The original files, kept byte for byte under their sha256.

A file appears under its name only when it is whole, checked and on the disk; what is interrupted
leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import BinaryIO

from kb.errors import FileVanished, StoreFailure, UnknownDocument, UnreadableFile

_WHAT = "thư mục văn bản gốc"
_CHUNK_BYTES = 1 << 20
_ID = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class Originals:
    """The folder of original files; `root/ab/abcdef….pdf` for the document `abcdef…`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path_of(self, document_id: str, suffix: str) -> Path:
        """Where the original stands, or would stand. `suffix` is that of the file's name, any case.

        A suffix that is not a dot and up to 8 letters or digits counts as none. Raises
        UnknownDocument where `document_id` is no sha256: an id from an address never leaves `root`.
        """
        suffix = suffix.lower()
        return self._folder_of(document_id) / (
            document_id + (suffix if _SUFFIX.fullmatch(suffix) else "")
        )

    def keep(self, source: Path, document_id: str, suffix: str | None = None) -> Path:
        """Copy `source` into the folder; the path of the copy. A file already kept is left as it is.
        `suffix` is that of its name, if not `source`'s own.

        Raises StoreFailure where the folder cannot be written (full, read-only, not allowed),
        FileVanished or UnreadableFile where `source` cannot be read, and UnreadableFile where its
        bytes are not those of `document_id`: it changed since it was read.
        """
        target = self.path_of(document_id, source.suffix if suffix is None else suffix)
        with writing(self._root, _WHAT):
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                copy_checked(source, target, document_id)
        return target

    def remove(self, document_id: str) -> None:
        """Remove the document's original under every suffix; none is no error.

        Raises StoreFailure where the folder cannot be written, UnknownDocument as `path_of` does.
        """
        folder = self._folder_of(document_id)
        with writing(self._root, _WHAT):
            for path in folder.glob(f"{document_id}*"):
                path.unlink(missing_ok=True)

    def clear(self, document_id: str) -> None:
        """Remove what was left half written when the power went while that original was being kept.

        Whoever calls this holds the library's lock. Raises as `remove`.
        """
        with writing(self._root, _WHAT):
            for path in self._folder_of(document_id).glob(".*.part"):
                path.unlink(missing_ok=True)

    def _folder_of(self, document_id: str) -> Path:
        return self._root / require_id(document_id)[:2]


def is_id(name: str) -> bool:
    """True if `name` is a sha256 in hex."""
    return _ID.fullmatch(name) is not None


def require_id(document_id: str) -> str:
    """The id itself; raises UnknownDocument where it is no sha256 in hex, so that it names no path."""
    if not is_id(document_id):
        raise UnknownDocument(
            f"“{document_id}” không phải là mã văn bản; hãy xem mã trong danh sách văn bản."
        )
    return document_id


def copy_checked(source: Path, target: Path, document_id: str) -> None:
    """Copy `source` to `target`, whose folder exists.

    Raises OSError where `target` cannot be written, the rest as `Originals.keep` does.
    """
    with _opened(source) as original, appearing(target) as copy:
        _require_same(source, document_id, _copy(original, copy, source))


def _opened(source: Path) -> BinaryIO:
    with _reading(source):
        return source.open("rb")


@contextmanager
def appearing(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which stands at `target` after the block: whole and on the disk, or not at all.

    A trouble inside the block leaves what was at `target`.
    """
    partial = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)


def _copy(original: BinaryIO, copy: BinaryIO, source: Path) -> str:
    """Copy to the end; the sha256 of what was copied, in hex."""
    digest = hashlib.sha256()
    for chunk in _chunks(original, source):
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest()


def _chunks(original: BinaryIO, source: Path) -> Iterator[bytes]:
    while True:
        with _reading(source):
            chunk = original.read(_CHUNK_BYTES)
        if not chunk:
            return
        yield chunk


def _require_same(source: Path, document_id: str, found: str) -> None:
    if found != document_id:
        raise UnreadableFile(
            f"Tệp {source} đã thay đổi trong lúc được thêm vào kho; hãy thêm lại tệp này."
        )


def sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise FileVanished(f"Không còn thấy tệp {source}; hãy kiểm tra đường dẫn.") from error
    except OSError as error:
        raise UnreadableFile(
            f"Không đọc được tệp {source} ({error.strerror}); hãy kiểm tra quyền đọc và ổ đĩa."
        ) from error


@contextmanager
def writing(folder: Path, what: str) -> Iterator[None]:
    """Turns what the system refuses in the block into StoreFailure; `what` names the folder."""
    try:
        yield
    except OSError as error:
        raise StoreFailure(f"Không ghi được {what} {folder}: {_cause(error)}") from error


def _cause(error: OSError) -> str:
    if error.errno in (ENOSPC, EDQUOT):
        return "ổ đĩa đã đầy; hãy giải phóng chỗ trống rồi thử lại."
    if error.errno in (EACCES, EPERM, EROFS):
        return "thư mục chỉ cho đọc; hãy cấp quyền ghi cho thư mục này."
    return f"{error.strerror}; hãy kiểm tra đường dẫn và ổ đĩa."
