"""What is printed on a page but is no part of the document: page numbers, running heads, ornaments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.document import Dropped
from kb.ingest.lines import PrintedLine
from kb.ingest.pdf import Glyph, RawPage
from kb.vietnamese.normalise import normalise

_HEAD = 0.10  # of the page height, above which a running head stands
_FOOT = 0.93
_UNCOUNTED_PAGES = 2  # covers and contents that the printed numbers may leave out
_REPEATS = 3  # pages on which a line must come back to be a running head
_PAGE_NUMBER = re.compile(r"^(?:Trang\s+)?[-–—]?\s*(\d{1,4}|[ivxlc]+)\s*(?:[/|]\s*\d+)?\s*[-–—]?$")
_ORNAMENT = re.compile(r"^[\s*\-–—_=~.oO]*[*\-–—_=~]{1,}[\s*\-–—_=~]*$")


def within_page(pages: Sequence[RawPage]) -> tuple[list[RawPage], list[Dropped]]:
    """The pages without the glyphs that lie outside the visible page (cropped away), and those."""
    kept: list[RawPage] = []
    dropped: list[Dropped] = []
    for page in pages:
        outside = [glyph for glyph in page.glyphs if not _visible(page, glyph)]
        if not outside:
            kept.append(page)
            continue
        inside = tuple(glyph for glyph in page.glyphs if _visible(page, glyph))
        kept.append(replace(page, glyphs=inside))
        text = normalise("".join(glyph.text for glyph in outside))
        dropped.append(Dropped(page.number, text, "outside the page"))
    return kept, dropped


def _visible(page: RawPage, glyph: Glyph) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return 0 <= middle <= page.width and 0 <= glyph.y <= page.height + 0.25 * glyph.size


def without_furniture(
    pages: Sequence[RawPage], lines: Sequence[list[PrintedLine]]
) -> tuple[list[list[PrintedLine]], list[Dropped]]:
    """The lines of each page without page numbers, running heads and ornaments; and those, named."""
    running = _running_heads(pages, lines)
    kept: list[list[PrintedLine]] = []
    dropped: list[Dropped] = []
    for page, page_lines in zip(pages, lines, strict=True):
        kept.append([])
        for line in page_lines:
            reason = _reason(page, line, page_lines, running)
            if reason:
                dropped.append(Dropped(page.number, line.text, reason))
            else:
                kept[-1].append(line)
    return kept, dropped


def _reason(
    page: RawPage, line: PrintedLine, lines: list[PrintedLine], running: set[str]
) -> str | None:
    text = line.text
    if line in (lines[0], lines[-1]) and _in_margin(page, line) and _is_page_number(page, text):
        return "page number"
    if _in_margin(page, line) and _shape(text) in running:
        return "running head"
    return "ornament" if len(line.segments) == 1 and _ORNAMENT.match(text) else None


def is_ornament(text: str) -> bool:
    """True for a row of stars or dashes: "*", "***", "-------"; not for "-" before words."""
    return bool(_ORNAMENT.match(text))


def _in_margin(page: RawPage, line: PrintedLine) -> bool:
    height = line.y / page.height
    return height < _HEAD or height > _FOOT


def _is_page_number(page: RawPage, text: str) -> bool:
    match = _PAGE_NUMBER.match(text)
    if match is None or match[1] in (page.label, str(page.number)):
        return match is not None
    return not match[1].isdigit() or abs(int(match[1]) - page.number) <= _UNCOUNTED_PAGES


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _running_heads(pages: Sequence[RawPage], lines: Sequence[list[PrintedLine]]) -> set[str]:
    seen = Counter(
        shape
        for page, page_lines in zip(pages, lines, strict=True)
        for shape in {_shape(line.text) for line in page_lines if _in_margin(page, line)}
    )
    needed = max(_REPEATS, len(pages) // 2)
    return {
        shape for shape, count in seen.items() if count >= needed and not shape.startswith("- ")
    }
