"""A file as it comes in: its bytes, their sha256, and what kind of file they make."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import EmptyFile, FileVanished, StoreFailure, TooHeavy, UnsupportedFile
from kb.ingest.word.kinds import WordKind, word_kind

PDF = "application/pdf"
WORD_TYPES = {
    WordKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    WordKind.DOC: "application/msword",
    WordKind.ODT: "application/vnd.oasis.opendocument.text",
    WordKind.RTF: "application/rtf",
    WordKind.ENCRYPTED: "application/encrypted",
}
"""The media type of each kind of Word file (IANA registry; the last is kb's own)."""

_PDF_MARK = b"%PDF-"
_MOST_BYTES = 1 << 30  # a thousand pages scanned in colour; a file is held in memory, twice
_HEADER_WINDOW = 1024  # ISO 32000-1, Annex H.3.4.1: readers accept the header within 1024 bytes


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file. `id` is their sha256 in hex, `media_type` what the bytes (never the name)
    say they are. `at` is where they stand, if not under the name of `path`. One that is `cleared` is
    read in spite of a mark of secrecy: somebody has said that it is none."""

    path: Path
    data: bytes
    id: str
    media_type: str
    at: Path | None = None
    cleared: bool = False

    @property
    def file(self) -> Path:
        """Where the bytes stand."""
        return self.at or self.path


def read_source(file: Path, name: str | None = None) -> Source:
    """Reads a file and names its kind by its bytes; `name` is what to call it, if not by its own.

    Raises FileVanished, EmptyFile, TooHeavy (over 1 GiB), UnsupportedFile, or StoreFailure if the file
    may not be read.
    """
    path = file if name is None else Path(name)
    try:
        with file.open("rb") as opened:
            if os.fstat(opened.fileno()).st_size > _MOST_BYTES:
                raise TooHeavy(
                    f"Tệp «{path.name}» lớn hơn 1 GB nên không được đọc; hãy tách nhỏ tệp "
                    "hoặc quét lại với độ phân giải thấp hơn."
                )
            data = opened.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileVanished(
            f"Không còn thấy tệp «{path.name}»; hãy kiểm tra xem tệp đã bị chuyển hay đổi tên chưa."
        ) from error
    except IsADirectoryError as error:
        raise UnsupportedFile(
            f"«{path.name}» là thư mục, không phải tệp; hãy nêu tên tệp trong đó."
        ) from error
    except OSError as error:
        raise StoreFailure(
            f"Không đọc được tệp «{path.name}» ({error.strerror}); hãy kiểm tra quyền đọc và ổ đĩa."
        ) from error
    return replace(source_of(path, data), at=file)


def source_of(path: Path, data: bytes) -> Source:
    """The source made of bytes already in hand; raises EmptyFile or UnsupportedFile."""
    if not data:
        raise EmptyFile(f"Tệp «{path.name}» rỗng (0 byte); hãy lấy lại bản đầy đủ của tệp.")
    return Source(path, data, hashlib.sha256(data).hexdigest(), _media_type(path, data))


def _media_type(path: Path, data: bytes) -> str:
    """By the bytes alone; a name may say anything."""
    if _PDF_MARK in data[:_HEADER_WINDOW]:
        return PDF
    kind = word_kind(data)
    if kind is not None:
        return WORD_TYPES[kind]
    raise UnsupportedFile(
        f"Tệp «{path.name}» không phải PDF hay tệp Word (theo nội dung tệp); "
        "hãy lưu văn bản dưới dạng PDF hoặc DOCX rồi thử lại."
    )
