"""Pages of a PDF for people: as pictures, and the words on them read again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium

from kb.errors import NoPageView, UnknownDocument, UnknownPlace
from kb.ingest.legacy.pages import decode_pages
from kb.ingest.pdf import pdfium_lock, read_page
from kb.ingest.rawpage import RawPage
from kb.ingest.sources import read_source

_WIDTH = 1654
"""Pixels across: A4 at 200 dpi, twice what a page takes on a common screen, so it can be enlarged."""

_MOST_PIXELS = 16_000_000  # a page that is a long strip is drawn more coarsely
_QUALITY = 85  # of JPEG; a page of print has 550 KB in 14 ms, as PNG 620 KB in 95 ms


def page_count(path: Path) -> int:
    """The number of pages of a PDF. Raises NoPageView, UnknownDocument where the file is gone."""
    with _opened(path) as pdf:
        return len(pdf)


def picture_of_page(path: Path, number: int) -> bytes:
    """Page `number` (from 1) as displayed, as a JPEG.

    Raises UnknownPlace where there is none, else as `page_count` does.
    """
    with _opened(path) as pdf:
        if not 1 <= number <= len(pdf):
            raise no_such_page(number, len(pdf))
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def page_read_again(path: Path, number: int) -> RawPage:
    """The text layer of a page as it stands in the file now, in Unicode.

    The page must be there. Raises UnreadableFile or StoreFailure where the file is not what it was.
    """
    (page,), _ = decode_pages([read_page(read_source(path), number)])
    return page


def no_such_page(number: int, count: int) -> UnknownPlace:
    """The error for a page that a document has not."""
    return UnknownPlace(f"Văn bản này có {count} trang, không có trang {number}.")


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    with pdfium_lock:
        try:
            pdf = pdfium.PdfDocument(path)
        except FileNotFoundError as error:
            raise UnknownDocument("Văn bản này vừa được bỏ khỏi thư viện; hãy tìm lại.") from error
        except pdfium.PdfiumError as error:
            raise _undrawable() from error
        try:
            yield pdf
        except pdfium.PdfiumError as error:
            raise _undrawable() from error
        finally:
            pdf.close()


def _undrawable() -> NoPageView:
    return NoPageView("Không dựng được hình của trang này; hãy mở bản gốc để xem.")
