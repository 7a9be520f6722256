"""A draft as it comes in: a PDF or Word file, or plain text, read as a Word file of its lines."""

from __future__ import annotations

import io
from pathlib import Path

from kb.errors import EmptyFile, TooHeavy, UnsupportedFile
from kb.ingest.sources import Source, source_of

LARGEST = 64 * 1024 * 1024
"""Bytes of a draft: some 200 pages scanned at 300 dpi; what is checked in passing needs no more."""

_TEXT = ".txt"
_MOST_LINES = 20_000  # a paper of 1,000 pages


def draft_source(name: str, data: bytes) -> Source:
    """The source that a draft of this file name is read from.

    Raises EmptyFile, TooHeavy, or UnsupportedFile for what is neither PDF nor Word nor text in UTF-8.
    """
    path = Path(Path(name.replace("\\", "/")).name or "du-thao")
    if len(data) > LARGEST:
        raise TooHeavy(
            f"Dự thảo «{path.name}» lớn hơn {LARGEST >> 20} MB; hãy tách nhỏ hoặc quét lại với độ phân "
            "giải thấp hơn."
        )
    if path.suffix.lower() == _TEXT and data:
        return source_of(path, _as_docx(path, data))
    return source_of(path, data)


def _as_docx(path: Path, data: bytes) -> bytes:
    """A Word file with a paragraph for each line that is not blank."""
    from docx import Document
    from docx.oxml.parser import OxmlElement

    document = Document()
    end = document.element.body.sectPr
    for line in _lines(path, data):
        paragraph, run, text = (OxmlElement(name) for name in ("w:p", "w:r", "w:t"))
        text.text = line
        run.append(text)
        paragraph.append(run)
        end.addprevious(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _lines(path: Path, data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnsupportedFile(
            f"Tệp «{path.name}» không phải văn bản thuần mã hóa UTF-8; hãy lưu lại bằng UTF-8."
        ) from error
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        raise UnsupportedFile(f"Tệp «{path.name}» không phải văn bản thuần; hãy kiểm tra lại tệp.")
    lines = [line.replace("\f", "").strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise EmptyFile(f"Tệp «{path.name}» không có chữ nào; hãy kiểm tra lại tệp.")
    if len(lines) > _MOST_LINES:
        raise TooHeavy(f"Tệp «{path.name}» dài quá {_MOST_LINES} dòng; hãy tách nhỏ tệp.")
    return lines
