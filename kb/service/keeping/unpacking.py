"""Puts a library back from a backup file: every byte against its checksum, no path but a library's."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception's name

from kb.errors import AlreadyThere, InvalidBackup, StoreFailure
from kb.service.keeping.manifest import MANIFEST, Manifest, Member
from kb.store.files import appearing, sync_folder, writing

_CLOSED = ("waiting/", "quarantine/", "spool/")
_CHUNK_BYTES = 1 << 20
_MOST_MANIFEST_BYTES = 1 << 28  # a million files; a larger one is a bomb

Progress = Callable[[int, int], None]
"""Told (files written since the last call, files in all)."""


def restore_library(source: Path, target: Path, progress: Progress) -> Manifest:
    """Writes the library in the backup `source` to the folder `target`, which is new or empty; it
    appears there when all of it is checked and on the disk, closed to others. Its index is still to be
    built.

    Raises InvalidBackup, naming what is wrong, AlreadyThere, and StoreFailure.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(
            f"«{target}» đã có dữ liệu; hãy nêu một thư mục mới hoặc còn trống để khôi phục."
        )
    try:
        with ZipFile(source) as zipped:
            manifest = _manifest(source, zipped)
            with writing(target, "thư viện vào"):
                _unpack(source, zipped, manifest, target, progress)
    except FileNotFoundError as error:
        raise InvalidBackup(f"Không thấy tệp sao lưu {source}; hãy kiểm tra đường dẫn.") from error
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ZlibError) as error:
        raise _invalid(source, "không mở được như một tệp zip") from error
    return manifest


def _manifest(source: Path, zipped: ZipFile) -> Manifest:
    """The manifest, which names all that is in the file, once."""
    try:
        if zipped.getinfo(MANIFEST).file_size > _MOST_MANIFEST_BYTES:
            raise ValueError("manifest too large")
        manifest = Manifest.from_json(zipped.read(MANIFEST).decode())
    except (KeyError, TypeError, ValueError) as error:
        raise _invalid(source, "không có bản kê hợp lệ") from error
    names = sorted(member.name for member in manifest.members)
    paths = {member.path for member in manifest.members}
    if sorted([*names, MANIFEST]) != sorted(zipped.namelist()) or len(paths) != len(names):
        raise _invalid(source, "bản kê không khớp với các tệp bên trong")
    return manifest


def _unpack(
    source: Path, zipped: ZipFile, manifest: Manifest, target: Path, progress: Progress
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _require_room(target.parent, sum(member.size for member in manifest.members))
    partial = target.parent / f".{secrets.token_hex(8)}.part"
    partial.mkdir(mode=0o700)
    try:
        for member in manifest.members:
            _write(source, zipped, member, partial)
            progress(1, len(manifest.members))
        if target.exists():
            target.rmdir()
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    sync_folder(target.parent)


def _write(source: Path, zipped: ZipFile, member: Member, root: Path) -> None:
    path = root / member.path
    closed = member.path.startswith(_CLOSED)
    for folder in reversed([parent for parent in path.parents if root in parent.parents]):
        folder.mkdir(mode=0o700 if closed else 0o777, exist_ok=True)
    digest, left = hashlib.sha256(), member.size
    with zipped.open(member.name) as packed, appearing(path) as file:
        while left >= 0 and (chunk := packed.read(_CHUNK_BYTES)):
            left -= len(chunk)
            digest.update(chunk)
            file.write(chunk)
        if left or digest.hexdigest() != member.sha256:
            raise _invalid(source, f"tệp «{member.name}» bên trong đã bị thay đổi")
    if closed:  # nobody has looked in meanwhile: all is written in a folder that is closed
        path.chmod(0o600)


def _require_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreFailure(
            f"Ổ đĩa chứa {folder} còn {free >> 20} MB trống, thư viện cần {(needed >> 20) + 1} MB;"
            " hãy giải phóng chỗ trống hoặc chọn ổ đĩa khác."
        )


def _invalid(source: Path, why: str) -> InvalidBackup:
    return InvalidBackup(
        f"Tệp sao lưu {source} hỏng hoặc không phải của kb: {why}; chưa khôi phục gì,"
        " hãy dùng bản sao lưu khác."
    )
