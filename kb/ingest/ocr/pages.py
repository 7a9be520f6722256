"""Scanned pages read by tesseract into the glyphs and rules that pages with a text layer have.

    picture (upright, level, no red ink) → tesseract → lines → marks recovered → glyphs

A page that cannot be read in its time is a value, OcrFailure, and leaves the others alone. Reading
is done by one tesseract process for a few pages, several beside each other; a thread waits for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import pypdfium2 as pdfium

from kb.document import Dropped
from kb.ingest.ocr.engine import (
    EngineFailed,
    PageTimeout,
    Tesseract,
    TesseractMissing,
    find_tesseract,
)
from kb.ingest.ocr.glyphs import glyphs_of
from kb.ingest.ocr.lines import common_sizes
from kb.ingest.ocr.reading import Clock, PageReading, readings_of
from kb.ingest.pdf import Glyph, RawPage, Rule
from kb.vietnamese.syllables import share_of_syllables

_AT_ONCE = 4  # pages for one tesseract: starting it is then a hundredth of the time

__all__ = [
    "OcrFailure",
    "OcrPage",
    "Tesseract",
    "TesseractMissing",
    "find_tesseract",
    "read_scanned_pages",
]


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One scanned page as read; everything a RawPage has, and how far it can be trusted.

    Coordinates are points of the page set upright and level, origin top left: what the layout needs.
    On the page as displayed the lines fall to the right by `skew` degrees; `kb.ingest.ocr.deskew.
    as_scanned` maps a point back (before `turn` is undone). `quality`, `confidence` and
    `syllable_share` lie in [0, 1]. `left_out` is what was read and is no text:
    specks, stamps, remains of hidden lines. `chosen` counts the doubtful words that were decided
    (`kb.ingest.ocr.choices`). `unread` is the share of the page's ink that no word or rule covers: over
    0.03 there are pictures, seals, and perhaps text under them.
    """

    number: int
    width: float
    height: float
    turn: int
    skew: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    quality: float
    confidence: float
    syllable_share: float
    left_out: tuple[Dropped, ...]
    chosen: int
    unread: float

    def as_raw_page(self, label: str) -> RawPage:
        """The page as the layout takes it; `label` is its printed page label."""
        return RawPage(
            number=self.number,
            label=label,
            width=self.width,
            height=self.height,
            glyphs=self.glyphs,
            rules=self.rules,
            has_picture=True,
            turn=self.turn,
            skew=self.skew,
            quality=self.quality,
        )


@dataclass(frozen=True, slots=True)
class OcrFailure:
    """A page that was not read, and why: one Vietnamese sentence with the page and the mend.

    `engine_missing` says that no page can be read on this machine as it is.
    """

    number: int
    reason: str
    engine_missing: bool = False


Outcome = PageReading | OcrFailure


def read_scanned_pages(
    pdf_bytes: bytes,
    page_indices: Sequence[int],
    *,
    workers: int,
    seconds_per_page: float,
    progress: Callable[[int, int], None] | None = None,
) -> list[OcrPage | OcrFailure]:
    """The pages at `page_indices` (from 0), in that order, `workers` of them read at a time.

    `progress` is told (pages done, pages in all), in the calling thread. Without tesseract every
    page is an OcrFailure; nothing is raised for a page.
    """
    engine = find_tesseract()
    if isinstance(engine, TesseractMissing):
        return [OcrFailure(index + 1, engine.reason, engine_missing=True) for index in page_indices]
    workers = max(1, workers)
    with ThreadPoolExecutor(workers) as pool:
        tasks = [
            pool.submit(_outcomes, engine, pdf_bytes, part, seconds_per_page)
            for part in _parts(page_indices, workers)
        ]
        done = 0
        try:
            for task in as_completed(tasks):
                done += len(task.result())
                if progress:
                    progress(done, len(page_indices))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    outcomes = [outcome for task in tasks for outcome in task.result()]
    return _settled(outcomes)


def _parts(page_indices: Sequence[int], workers: int) -> list[Sequence[int]]:
    """The pages that are handed to one tesseract: several, but no worker is left without."""
    size = max(1, min(_AT_ONCE, -(-len(page_indices) // workers)))
    return [page_indices[at : at + size] for at in range(0, len(page_indices), size)]


def _outcomes(
    engine: Tesseract, pdf_bytes: bytes, indices: Sequence[int], seconds: float
) -> list[Outcome]:
    """What becomes of some pages. Where one of them fails, each is read by itself."""
    try:
        return [*readings_of(engine, pdf_bytes, indices, Clock(seconds * len(indices)))]
    except (PageTimeout, EngineFailed, pdfium.PdfiumError) as error:
        if len(indices) == 1:
            return [_failure(indices[0] + 1, error, seconds)]
    return [one for index in indices for one in _outcomes(engine, pdf_bytes, [index], seconds)]


def _failure(number: int, error: Exception, seconds: float) -> OcrFailure:
    match error:
        case PageTimeout():
            reason = (
                f"Trang {number} chưa đọc xong sau {seconds:g} giây nên bỏ dở; "
                "hãy tăng thời hạn cho mỗi trang hoặc quét lại trang này."
            )
        case pdfium.PdfiumError():
            reason = f"Không dựng được ảnh trang {number}; hãy lấy lại bản gốc của tệp."
        case _:
            reason = (
                f"tesseract không đọc được trang {number} ({error}); "
                "hãy chạy lại hoặc quét lại trang này."
            )
    return OcrFailure(number, reason)


def _settled(outcomes: Sequence[Outcome]) -> list[OcrPage | OcrFailure]:
    """The pages with their font sizes made common to all of them."""
    readings = [one for one in outcomes if isinstance(one, PageReading)]
    sizes = iter(
        common_sizes(
            [
                (line.by.size * one.image.points_per_pixel, line.by.weight)
                for one in readings
                for line in one.lines
            ]
        )
    )
    return [
        one if isinstance(one, OcrFailure) else _page(one, [next(sizes) for _ in one.lines])
        for one in outcomes
    ]


def _page(one: PageReading, sizes: Sequence[float]) -> OcrPage:
    scale = one.image.points_per_pixel
    height, width = one.image.gray.shape
    glyphs = [
        glyph
        for line, size in zip(one.lines, sizes, strict=True)
        for glyph in glyphs_of(line.chars, line.by, size, scale)
    ]
    return OcrPage(
        number=one.number,
        width=width * scale,
        height=height * scale,
        turn=one.image.turn,
        skew=one.image.skew,
        glyphs=tuple(glyphs),
        rules=one.rules,
        quality=one.quality,
        confidence=one.confidence,
        syllable_share=share_of_syllables(one.text),
        left_out=one.left_out,
        chosen=one.chosen,
        unread=one.unread,
    )
