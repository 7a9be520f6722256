"""Where a passage or a word is printed: rectangles on the page as it is displayed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.document import Document, Line, Page, Rect, Span
from kb.edges import unpacked

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of one printed line, its page (from 1) and its rectangle.

    Where the document was read before the places of characters were kept, both are the whole line's and
    `exact` is false.
    """

    span: Span
    page: int
    rect: Rect
    exact: bool = True


def printed(text: str, lines: Iterable[Line], page: Page, span: Span) -> Iterator[Printed]:
    """What of `span` the `lines` of one page bear, in their order: a rectangle a line.

    On a page whose lines fall it is a rectangle a word, for a line's would lie over its neighbours.
    White space at the ends of a stretch is left out; `text` is the document's.
    """
    for line in lines:
        if line.span.overlaps(span):
            start, end = max(line.span.start, span.start), min(line.span.end, span.end)
            for part in _parts(text, Span(start, end), page):
                yield _part(line, part, page)


def _parts(text: str, span: Span, page: Page) -> Iterator[Span]:
    words = [match.span() for match in _WORD.finditer(text, span.start, span.end)]
    if page.slope:
        yield from (Span(*word) for word in words)
    elif words:
        yield Span(words[0][0], words[-1][1])


def _part(line: Line, span: Span, page: Page) -> Printed:
    edges = unpacked(line.edges) if line.edges is not None else ()
    if len(edges) != line.span.end - line.span.start + 1:
        return Printed(line.span, line.page, line.rect, exact=False)
    whole = line.rect.turned(page.turn)
    left = whole.left + edges[span.start - line.span.start]
    right = whole.left + edges[span.end - line.span.start]
    return Printed(span, line.page, _cut(whole, left, right, page.slope).turned(-page.turn))


def _cut(line: Rect, left: float, right: float, slope: float) -> Rect:
    """The part of a line from `left` to `right`; the corners of a falling line lie apart in height."""
    before, after = abs(slope) * (left - line.left), abs(slope) * (line.right - right)
    above, below = (before, after) if slope > 0 else (after, before)
    top, bottom = line.top + above, line.bottom - below
    left, right = min(max(left, 0.0), 1.0), min(max(right, 0.0), 1.0)
    return Rect(left, min(top, bottom), max(left, right), max(top, bottom))


def places_of(document: Document, span: Span) -> Iterator[Printed]:
    """All that `span` takes up on the pages of a document, in text order; nothing in a Word file."""
    for line in document.lines_of(span):
        yield from printed(document.text, (line,), document.pages[line.page - 1], span)
