"""The scanned pages of a file filled in: each is read, or the file is refused; never half of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.errors import NeedsOcr, NoTextLayer
from kb.ingest.ocr.pages import OcrFailure, OcrPage, read_scanned_pages
from kb.ingest.pdf import RawPage
from kb.ingest.sources import Source

_SECONDS_PER_PAGE = 90.0  # tesseract takes 1 to 2; a page of noise may take a minute
_UNREAD = 0.03  # of a page's ink, over which a seal, a picture or lost text is on it


@dataclass(frozen=True, slots=True)
class FilledPages:
    """All pages with glyphs where there are any to be had, and what to tell of the scanned ones."""

    pages: tuple[RawPage, ...]
    warnings: tuple[str, ...]


def read_scans(
    source: Source,
    pages: Sequence[RawPage],
    progress: Callable[[int, int], None] | None = None,
) -> FilledPages:
    """Reads the pages that show a picture and carry no text; pages with text stay as they are.

    Raises NoTextLayer, naming the pages and the mend, if one of them cannot be read; NeedsOcr if that
    is for want of tesseract.
    """
    blank = [page for page in pages if not page.glyphs and page.has_picture]
    if not blank:
        return FilledPages(tuple(pages), ())
    found = read_scanned_pages(
        source.data,
        [page.number - 1 for page in blank],
        workers=os.cpu_count() or 1,
        seconds_per_page=_SECONDS_PER_PAGE,
        progress=progress,
    )
    failures = [item for item in found if isinstance(item, OcrFailure)]
    if failures:
        raise _refusal(source, failures)
    read = {item.number: item for item in found if isinstance(item, OcrPage)}
    filled = (
        read[page.number].as_raw_page(page.label) if page.number in read else page for page in pages
    )
    return FilledPages(tuple(filled), _warnings(list(read.values())))


def _refusal(source: Source, failures: Sequence[OcrFailure]) -> NoTextLayer:
    numbers = listed([failure.number for failure in failures])
    kind = NeedsOcr if failures[0].engine_missing else NoTextLayer
    return kind(
        f"Tệp «{source.path.name}» có trang quét chưa đọc được (trang {numbers}): {failures[0].reason}"
    )


def _warnings(read: Sequence[OcrPage]) -> tuple[str, ...]:
    least = min(page.quality for page in read)
    numbers = listed([page.number for page in read])
    said = [
        f"Chữ của trang {numbers} do máy nhận dạng từ bản quét, độ tin cậy thấp nhất {least:.0%}; "
        "hãy đối chiếu bản gốc trước khi trích dẫn."
    ]
    unread = [page.number for page in read if page.unread > _UNREAD]
    if unread:
        said.append(f"Trang {listed(unread)} có dấu, ảnh hoặc chữ mà máy không đọc được.")
    return tuple(said)


def listed(numbers: Sequence[int]) -> str:
    """Page numbers in a sentence, the first eight of many: "1, 2, 5"."""
    shown = ", ".join(map(str, numbers[:8]))
    return f"{shown}…" if len(numbers) > 8 else shown
