"""The words under a rectangle read again from their page, before they are shown as a quotation.

What is compared are characters without white space: the page has them with their places, the document
in its text, and between both stand lines, columns, paragraphs, notes and the geometry of the page. On a
scanned page the characters are those that the machine recognised there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kb.document import Document, Rect
from kb.edges import UNIT
from kb.ingest.notes import RETURN_ARROWS
from kb.ingest.ocr.deskew import as_scanned
from kb.ingest.rawpage import Glyph, RawPage
from kb.passage import Passage
from kb.rectangles import Printed, places_of
from kb.vietnamese.normalise import normalise

_WAIST = 0.25  # of the font size above the baseline: the middle of a letter without accents
_RAISED, _SMALL = 0.15, 0.9  # as in `lines.Segment.is_raised`


class PageWords:
    """The characters of one page and where each lies on it."""

    def __init__(self, page: RawPage) -> None:
        placed = ((*_waist(glyph, page), at, glyph) for at, glyph in enumerate(page.glyphs))
        self._placed = sorted((y, x, at, glyph) for x, y, at, glyph in placed)
        self._heights = [y for y, *_ in self._placed]
        self._turn = page.turn

    def under(self, rect: Rect) -> tuple[Glyph, ...]:
        """The characters with their middle in a rectangle of the page as displayed, left to right."""
        upright = rect.turned(self._turn)
        first = bisect_left(self._heights, upright.top)
        last = bisect_right(self._heights, upright.bottom)
        inside = [
            (glyph.left, at, glyph)
            for _, x, at, glyph in self._placed[first:last]
            if upright.left - UNIT <= x <= upright.right + UNIT
        ]
        return tuple(glyph for *_, glyph in sorted(inside, key=lambda item: item[:2]))


def checked(
    document: Document, passages: Iterable[Passage], pages: Sequence[RawPage]
) -> Iterator[Passage]:
    """The passages, each with what is wrong with it where its page says something else."""
    words = {page.number: PageWords(page) for page in pages}
    for passage in passages:
        places = places_of(document, passage.span)
        yield replace(passage, mismatch=mismatch(document.text, places, words))


def mismatch(text: str, places: Iterable[Printed], words: dict[int, PageWords]) -> str | None:
    """Why the words at some places cannot be vouched for; None if they can.

    `text` is the document's, `words` are its pages by number.
    """
    for place in places:
        expected = "".join(place.span.of(text).split())
        found = words[place.page].under(place.rect) if place.page in words else ()
        seen = "".join(glyph.text for glyph in found)
        if seen != expected and not _said(found).fullmatch(expected):
            return f"dưới khung đánh dấu ở trang {place.page} đọc được “{seen}”"
    return None


def _waist(glyph: Glyph, page: RawPage) -> tuple[float, float]:
    """The middle of a character on the page before it was levelled, in fractions of it."""
    x, y = (glyph.left + glyph.right) / 2, glyph.y - _WAIST * glyph.size
    if page.skew:
        x, y = as_scanned(x, y, page.skew, page.width, page.height)
    return min(max(x / page.width, 0.0), 1.0), min(max(y / page.height, 0.0), 1.0)


def _said(glyphs: Sequence[Glyph]) -> re.Pattern[str]:
    """What the characters of a line say; a raised digit may be a note's mark, which is left out."""
    printed = [glyph for glyph in glyphs if glyph.text not in RETURN_ARROWS]
    largest = max(printed, key=lambda glyph: glyph.size, default=None)
    parts = []
    for raised, run in groupby(printed, key=lambda glyph: _is_raised(glyph, largest)):
        said = "".join(normalise("".join(glyph.text for glyph in run)).split())
        parts.append(f"(?:{re.escape(said)})?" if raised else re.escape(said))
    return re.compile("".join(parts))


def _is_raised(glyph: Glyph, largest: Glyph | None) -> bool:
    """True for a digit that stands small above the line of the largest character beside it."""
    if largest is None or glyph.size >= _SMALL * largest.size or not glyph.text.isdigit():
        return False
    return largest.y - glyph.y > _RAISED * largest.size
