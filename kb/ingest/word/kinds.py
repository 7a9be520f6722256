"""What kind of office file some bytes are: told by the bytes, never by the name.

A `.doc` is often RTF, a `.docx` an old binary file; and a DOCX with a password is an OLE2 file.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from enum import Enum

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_MANIFEST = "META-INF/manifest.xml"
_MAIN_PART = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_ENTRY = 128  # bytes of an OLE2 directory entry ([MS-CFB] 2.6.1)
_START_SECTOR = 116  # where an entry says in which sector its stream begins
_FIB_ENCRYPTED = 0x0100  # fEncrypted in the flags of a DOC's first block ([MS-DOC] 2.5.2)
_FIB_MARK = 0xA5EC
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What office programs pack with. The other ways of zip unpack to any size at one go: 513 bytes of
bzip2 took 588 MB."""

_MOST_ENTRIES = 65_535  # what a zip can count without ZIP64; a Word file has some dozens
_CENTRAL_ENTRY = b"PK\x01\x02"
_DAMAGES = (
    KeyError, ValueError, RuntimeError, OSError, EOFError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip


class WordKind(Enum):
    """A kind of word-processing file; the value is the usual suffix."""

    DOCX = ".docx"
    DOC = ".doc"
    ODT = ".odt"
    RTF = ".rtf"
    ENCRYPTED = ".encrypted"
    """A DOCX, DOC or ODT that opens only with a password."""


def word_kind(data: bytes) -> WordKind | None:
    """The kind of word-processing file the bytes make, None for everything else."""
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE2):
        return _kind_of_ole2(data)
    return WordKind.RTF if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RTF) else None


def _kind_of_zip(data: bytes) -> WordKind | None:
    """DOCX by its parts, ODT by its mimetype. A damaged zip counts as what its first bytes name."""
    if data.count(_CENTRAL_ENTRY) > _MOST_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return WordKind.DOCX if b"word/" in data or b"[Content_Types].xml" in data[:4096] else None
    if any(_MAIN_PART.fullmatch(name.replace("\\", "/")) for name in names):
        return WordKind.DOCX
    if b"application/vnd.oasis.opendocument.text" in data[:256]:
        return WordKind.ENCRYPTED if _is_encrypted_odt(data) else WordKind.ODT
    return None


def _is_encrypted_odt(data: bytes) -> bool:
    """True if the manifest names an encryption; LibreOffice stores a few KB of it."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as package,
            package.open(_MANIFEST) as part,
        ):
            is_usual = package.getinfo(_MANIFEST).compress_type in METHODS
            return is_usual and b"encryption-data" in part.read(1_000_000)
    except _DAMAGES:
        return False


def _kind_of_ole2(data: bytes) -> WordKind | None:
    document = _entry(data, "WordDocument")
    if document is None:
        return WordKind.ENCRYPTED if _entry(data, "EncryptedPackage") is not None else None
    return WordKind.ENCRYPTED if _is_encrypted_doc(data, document) else WordKind.DOC


def _entry(data: bytes, stream: str) -> int | None:
    """Where the directory entry of a stream begins: entries stand at multiples of 128 bytes."""
    wanted = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % _ENTRY:
        at = data.find(wanted, at + 1)
    return at if at >= 0 else None


def _is_encrypted_doc(data: bytes, entry: int) -> bool:
    sector = int.from_bytes(data[entry + _START_SECTOR : entry + _START_SECTOR + 4], "little")
    shift = int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return False
    begin = (sector + 1) << shift
    mark = int.from_bytes(data[begin : begin + 2], "little")
    flags = int.from_bytes(data[begin + 10 : begin + 12], "little")
    return mark == _FIB_MARK and bool(flags & _FIB_ENCRYPTED)
