"""Pages without text, or with a text layer that cannot be trusted, read by machine.

Every page ends as one that can be quoted, or the file is refused; never half of it. What became of a
page is said, and the text of a layer that was dropped is kept beside the document's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.document import Dropped
from kb.errors import NeedsOcr, NoTextLayer
from kb.ingest.layer import (
    Doubt,
    Reading,
    Suspicion,
    Verdict,
    shows_more,
    suspicions_of,
    verdicts_of,
)
from kb.ingest.ocr.pages import OcrFailure, OcrPage, read_scanned_pages
from kb.ingest.ocr.quality import page_quality
from kb.ingest.ocr.remarks import Doubtful, remarks_on, replacements
from kb.ingest.pdf import RawPage
from kb.ingest.quality import check_pages, listed
from kb.ingest.rawpage import UNKNOWN, stream_text
from kb.ingest.sources import Source

_SECONDS_PER_PAGE = 90.0  # tesseract takes 1 to 2; a page of noise may take a minute

_MORE = 1
"""Processes of tesseract beyond the cores: while the pages of one are drawn or set, the others keep the
cores busy. Eight pages on two cores take 5.6 s with three, 6.0 with two, 5.7 with four; plain
tesseract, given the pictures, takes 5.1 with two."""

_CODE = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # no characters: numbers of glyphs in their font

_Progress = Callable[[int, int], None] | None


@dataclass(frozen=True, slots=True)
class FilledPages:
    """All pages with glyphs where there are any to be had, what to tell of how they were read, and the
    text of their layers that is not among the glyphs.

    `first_read` is page 1 as the machine read it, if it did, even where its layer was kept: a stamp is
    in the picture only.
    """

    pages: tuple[RawPage, ...]
    warnings: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()
    first_read: RawPage | None = None


def read_scans(source: Source, pages: Sequence[RawPage], progress: _Progress = None) -> FilledPages:
    """Reads the pages that show something and carry no text, and those whose layer is doubtful.

    The others stay as they are. Raises NoTextLayer, naming the pages and the mend, if a page cannot be
    read that is nothing without, and NeedsOcr if that is for want of tesseract; GarbledText if neither
    layer nor machine gives the text of a page.
    """
    blank = {page.number for page in pages if not page.glyphs and shows_more(page)}
    suspicions = suspicions_of(pages)
    found = _read(source, sorted(blank.union(suspicions)), progress)
    _check(source, found.values(), blank, suspicions)
    read = {number: one for number, one in found.items() if isinstance(one, OcrPage)}
    scanned = [read[number] for number in sorted(blank)]
    doubtful = _settled(pages, suspicions, found)
    check_pages(source, [one.number for one in doubtful if one.verdict is Verdict.NEITHER])
    taken = {one.number: one for one in (*scanned, *replacements(doubtful))}
    unseen = {one.number: one.found for one in doubtful if one.doubt is Doubt.UNSEEN}
    filled = tuple(_filled(page, taken.get(page.number), unseen.get(page.number)) for page in pages)
    remarks = tuple(remarks_on(pages, filled, scanned, doubtful))
    first = read[1].as_raw_page("") if 1 in read else None
    return FilledPages(filled, remarks, tuple(_dropped(pages, taken)), first)


def _read(
    source: Source, numbers: Sequence[int], progress: _Progress
) -> Mapping[int, OcrPage | OcrFailure]:
    if not numbers:
        return {}
    found = read_scanned_pages(
        source.data,
        [number - 1 for number in numbers],
        workers=(os.cpu_count() or 1) + _MORE,
        seconds_per_page=_SECONDS_PER_PAGE,
        progress=progress,
    )
    return {item.number: item for item in found}


def _check(
    source: Source,
    found: Collection[OcrPage | OcrFailure],
    blank: Collection[int],
    suspicions: Mapping[int, Suspicion],
) -> None:
    """Raises NoTextLayer or NeedsOcr for pages that were not read and have no text to go by."""
    hopeless = {number for number, one in suspicions.items() if one.hopeless}
    failures = [item for item in found if isinstance(item, OcrFailure)]
    lost = [item for item in failures if item.number in hopeless.union(blank)]
    if lost:
        numbers = [item.number for item in lost]
        scans = hopeless.isdisjoint(numbers)
        kind = "trang quét chưa đọc được" if scans else "trang mà lớp chữ không dùng được"
        error = NeedsOcr if lost[0].engine_missing else NoTextLayer
        raise error(
            f"Tệp «{source.path.name}» có {kind} (trang {listed(numbers)}): {lost[0].reason}"
        )


def _settled(
    pages: Sequence[RawPage],
    suspicions: Mapping[int, Suspicion],
    found: Mapping[int, OcrPage | OcrFailure],
) -> list[Doubtful]:
    readings = [
        Reading(page, suspicions[page.number], one.as_raw_page(page.label))
        for page in pages
        if page.number in suspicions and isinstance(one := found[page.number], OcrPage)
    ]
    verdicts = dict(zip((one.page.number for one in readings), verdicts_of(readings), strict=True))
    return [
        Doubtful(suspicion.doubt, verdicts.get(number, Verdict.KEPT_UNPROVEN), found[number])
        for number, suspicion in suspicions.items()
    ]


def _filled(page: RawPage, taken: OcrPage | None, unseen: OcrPage | OcrFailure | None) -> RawPage:
    """The page as it is taken. A layer behind a picture was recognised too, by another program; how far
    it can be trusted is what the machine's own reading says, or else its words."""
    if taken is not None:
        return taken.as_raw_page(page.label)
    if isinstance(unseen, OcrPage):
        page = replace(page, quality=unseen.quality)
    elif unseen is not None:
        page = replace(page, quality=page_quality(page.stream, confidence=1.0))
    if not _CODE.search("".join(glyph.text for glyph in page.glyphs)):
        return page
    glyphs = (replace(glyph, text=_CODE.sub(UNKNOWN, glyph.text)) for glyph in page.glyphs)
    return replace(page, glyphs=tuple(glyphs))


def _dropped(pages: Sequence[RawPage], taken: Mapping[int, OcrPage]) -> Iterator[Dropped]:
    for page in pages:
        if page.number in taken:
            yield from taken[page.number].left_out
            if page.glyphs:
                yield Dropped(page.number, page.stream, "replaced text layer")
        if page.hidden:
            yield Dropped(page.number, stream_text(page.hidden), "text that cannot be seen")
