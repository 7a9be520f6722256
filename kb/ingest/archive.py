"""A ZIP file of documents, unpacked under limits: what it says of itself is believed only to refuse it.

    data → refused | files → unpacked one after the other, each as many bytes as it said

Names in it name nothing on the disk. zipfile gives out no more bytes of a file than the archive says,
so that limits on what it says are limits on what it does.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from kb.errors import InvalidArchive
from kb.ingest.naming import member_name
from kb.ingest.word.kinds import METHODS, word_kind

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE_PART = "[Content_Types].xml"  # spreadsheets and slides; documents are known by `word_kind`
_FORMAT_NAME = b"mimetype"  # the first file of OpenDocument and EPUB
_CENTRAL_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 65_535  # what a ZIP can count without ZIP64; each costs 0.5 KB of memory to list
_MOST_RATIO = 300  # as for the parts of a DOCX; deflate can do 1,032
_RATIO_MATTERS = 8 << 20  # bytes below which any ratio is harmless
_ENCRYPTED = 0x1
_CHUNK_BYTES = 1 << 20
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How many files an archive may hold, and how many bytes one of them, and all, may unpack to."""

    files: int
    file_bytes: int
    total_bytes: int


def is_archive(data: bytes) -> bool:
    """True for a ZIP that is no document, spreadsheet or book of its own, and for a damaged one."""
    if not data.startswith(_MARKS) or data[30:38] == _FORMAT_NAME or word_kind(data) is not None:
        return False
    try:
        return _OFFICE_PART not in _opened(data).namelist()
    except _DAMAGES:
        return True


def _opened(data: bytes) -> zipfile.ZipFile:
    """Raises ValueError for more entries than may be listed."""
    if data.count(_CENTRAL_ENTRY) > _MOST_ENTRIES:
        raise ValueError("too many entries")
    return zipfile.ZipFile(io.BytesIO(data))


class Archive:
    """An archive within its limits. `name` is what to call it."""

    def __init__(self, data: bytes, name: str, limits: ArchiveLimits) -> None:
        """Raises InvalidArchive."""
        self._name = name
        try:
            self._zip = _opened(data)
        except _DAMAGES as error:
            self._damaged(error)
        self.members = [item for item in self._zip.infolist() if not _is_litter(item)]
        self._check(limits)

    @property
    def total_bytes(self) -> int:
        """The bytes of all files, unpacked."""
        return sum(item.file_size for item in self.members)

    def chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """A file unpacked, piece by piece. Raises InvalidArchive where it is damaged."""
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    yield chunk
        except _DAMAGES as error:
            self._damaged(error)

    def _check(self, limits: ArchiveLimits) -> None:
        again = "hãy chia thành nhiều tệp ZIP nhỏ"
        if not self.members:
            self._refuse("không có tệp nào bên trong", "hãy kiểm tra lại tệp")
        if len(self.members) > limits.files:
            self._refuse(f"có hơn {limits.files} tệp", again)
        for item in self.members:
            self._check_member(item, limits)
        if self.total_bytes > limits.total_bytes:
            most = f"{limits.total_bytes >> 20} MB"
            self._refuse(f"khi mở ra lớn hơn {most}", again)

    def _check_member(self, item: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
        inside = member_name(item)
        if item.flag_bits & _ENCRYPTED:
            self._refuse("được đặt mật khẩu", "hãy nén lại không đặt mật khẩu")
        if item.compress_type not in METHODS:
            self._refuse(f"nén «{inside}» theo cách lạ", "hãy nén lại theo cách thông thường")
        if item.file_size > limits.file_bytes:
            most = f"{limits.file_bytes >> 20} MB"
            self._refuse(f"chứa «{inside}» lớn hơn {most}", "hãy bỏ tệp ấy ra rồi nén lại")
        if item.file_size > max(_RATIO_MATTERS, _MOST_RATIO * item.compress_size):
            self._refuse(f"chứa «{inside}» nén nhỏ bất thường", "hãy gửi riêng từng tệp")

    def _refuse(self, why: str, mend: str) -> NoReturn:
        raise InvalidArchive(f"Tệp ZIP «{self._name}» {why} nên không được mở; {mend}.")

    def _damaged(self, cause: Exception) -> NoReturn:
        raise InvalidArchive(
            f"Tệp ZIP «{self._name}» bị hỏng hoặc chưa tải xong nên không được mở; "
            "hãy lấy lại bản đầy đủ."
        ) from cause


def _is_litter(item: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave in archives on their own."""
    first, _, last = item.filename.rpartition("/")
    is_apples = first.startswith("__MACOSX") or last.startswith("._")
    return item.is_dir() or is_apples or last in _LITTER
