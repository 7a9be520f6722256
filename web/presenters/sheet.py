"""The view of one page: its picture with the passage marked on it, its text, and the ways onward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.document import Rect, Span
from kb.service.page_sheet import PageSheet
from kb.service.results import Hit
from kb.service.scan_words import scan_words
from web import labels
from web.links import (
    Terms,
    document_url,
    original_url,
    page_text_url,
    page_view_url,
    sheet_image_url,
    sheet_url,
)
from web.places import Place
from web.presenters.facets import State
from web.presenters.page import CardView, Link, Page, card_view, form_of, page_of

_SIDE = 1000
"""The side of the square that is laid over the picture, whatever its shape; a step of it is 0.2 mm."""


class Zoom(StrEnum):
    """How wide a page is shown, in per cent of the room there is."""

    PAGE = "100"
    LARGER = "150"
    LARGEST = "200"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the square laid over the picture; `strong` for words asked for."""

    x: str
    y: str
    width: str
    height: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the page's text. `level` is "" for plain text, "chosen" or "word"."""

    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Onward:
    """A way to a neighbour: a link and the key that takes it; `rel` is its relation in HTML."""

    link: Link
    key: str
    rel: str = ""


@dataclass(frozen=True, slots=True)
class SheetView:
    """The view of a page (`sheet.html`).

    `alt` stands for the picture; `note` says what is to be known of the marks, `doubt` why what is
    marked is no quotation, `scan` how surely the page was recognised; "" where there is nothing to say.
    `text` is empty for a Word file, `results_url` without a search; `text_url` leads to where the lines
    of a recognised page are corrected, "" for others.
    """

    page: Page
    card: CardView
    name: str
    alt: str
    image_url: str
    boxes: tuple[Box, ...]
    text: tuple[Stretch, ...]
    scan: str
    note: str
    doubt: str
    onward: tuple[Onward, ...]
    zooms: tuple[Link, ...]
    zoom: str
    original: Link
    document_url: str
    results_url: str
    text_url: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """The search by which a page was reached, of at most `limit` hits; nothing is asked without one."""

    state: State
    limit: int
    found: Sequence[Hit] = ()

    @property
    def terms(self) -> Terms:
        """The search as parameters of an address."""
        return {**self.state.terms, "limit": self.limit} if self.state.typed else {}

    @property
    def printed(self) -> list[Hit]:
        """Those that have pages."""
        return [hit for hit in self.found if hit.pages and hit.span]


def highlights_in(document_id: str, hits: Sequence[Hit]) -> tuple[Span, ...]:
    """Where the words asked for stand in a document, by the hits of a search, in text order."""
    found = {
        Span(hit.span.start + start, hit.span.start + end)
        for hit in hits
        if hit.document.id == document_id and hit.span
        for start, end in hit.highlights
    }
    return tuple(sorted(found))


def sheet_view(sheet: PageSheet, place: Place, hits: Hits, zoom: Zoom) -> SheetView:
    """The view of a page reached from a place of its document or from one of a search's `hits`."""
    card, name = sheet.card, labels.page_of(sheet.number, sheet.page_count)
    shown = card_view(card)
    state, here = hits.state, {**place.terms, **hits.terms}
    return SheetView(
        page=page_of(
            f"{name}: {shown.name}", "library", form_of(state.typed, state.filters, state.sort)
        ),
        card=shown,
        name=name,
        alt=labels.picture(sheet.number, marked=bool(sheet.passage or sheet.marks)),
        image_url=sheet_image_url(card.id, sheet.number),
        boxes=(*boxes_of(sheet.passage, strong=False), *boxes_of(sheet.marks, strong=True)),
        text=tuple(_stretches(sheet)),
        scan=scan_words(sheet.quality, sheet.corrected),
        note=_note(sheet, bool(place.span or place.division)),
        doubt=sheet.mismatch or "",
        onward=(*_pages(sheet, here, zoom), *_neighbours(sheet, place, hits, zoom)),
        zooms=tuple(
            Link(f"{one}%", sheet_url(card.id, sheet.number, {**here, **_zoomed(one)}), one is zoom)
            for one in Zoom
        ),
        zoom=zoom.value,
        original=_original(sheet),
        document_url=document_url(card.id, place.division),
        results_url=state.url(hits.limit) if state.typed else "",
        text_url=page_text_url(card.id, sheet.number) if sheet.quality is not None else "",
    )


def _zoomed(zoom: Zoom) -> dict[str, str | int | None]:
    return {"phong": None if zoom is Zoom.PAGE else zoom.value}


def boxes_of(rects: Sequence[Rect], *, strong: bool) -> Iterator[Box]:
    """Rectangles on a page as the square over its picture has them."""
    for rect in rects:
        sides = (rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)
        x, y, width, height = (f"{_SIDE * side:.1f}" for side in sides)
        yield Box(x, y, width, height, strong)


def _stretches(sheet: PageSheet) -> Iterator[Stretch]:
    """The page's text cut where the passage or a word asked for begins or ends."""
    ends = {end for pair in (*sheet.chosen, *sheet.words) for end in pair}
    for start, end in pairwise(sorted({0, len(sheet.text), *ends})):
        level = "chosen" if _covers(sheet.chosen, start) else ""
        yield Stretch(sheet.text[start:end], "word" if _covers(sheet.words, start) else level)


def _covers(ranges: Sequence[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in ranges)


def _note(sheet: PageSheet, chosen: bool) -> str:
    if not sheet.card.page_count:
        return labels.WORD_SHEET
    if not sheet.exact:
        return labels.WHOLE_LINES
    return labels.NOT_ON_PAGE if chosen and not sheet.passage else ""


def _pages(sheet: PageSheet, here: Terms, zoom: Zoom) -> Iterator[Onward]:
    def to(number: int, label: str, key: str, rel: str) -> Onward:
        url = sheet_url(sheet.card.id, number, {**here, **_zoomed(zoom)})
        return Onward(Link(label, url), key, rel)

    if sheet.number > 1:
        yield to(sheet.number - 1, labels.PAGE_BEFORE, "ArrowLeft", "prev")
    if sheet.number < sheet.page_count:
        yield to(sheet.number + 1, labels.PAGE_AFTER, "ArrowRight", "next")


def _neighbours(sheet: PageSheet, place: Place, hits: Hits, zoom: Zoom) -> Iterator[Onward]:
    """The hits before and after the one that is shown."""
    printed = hits.printed
    mine = [hit.document.id == sheet.card.id and place.holds(hit) for hit in printed]
    if True not in mine:
        return
    at = mine.index(True)
    if at:
        yield _hit(printed[at - 1], labels.HIT_BEFORE, "Shift+ArrowLeft", hits.terms, zoom)
    if at + 1 < len(printed):
        yield _hit(printed[at + 1], labels.HIT_AFTER, "Shift+ArrowRight", hits.terms, zoom)


def _hit(hit: Hit, label: str, key: str, asked: Terms, zoom: Zoom) -> Onward:
    number = hit.pages[0] if hit.pages else 1
    terms = {**Place(hit.span).terms, **asked, **_zoomed(zoom)}
    return Onward(Link(label, sheet_url(hit.document.id, number, terms)), key)


def _original(sheet: PageSheet) -> Link:
    card = sheet.card
    if card.page_count:
        return Link(labels.original(card.file_name), original_url(card.id, sheet.number))
    return Link(labels.PRINTED_WORD, f"{page_view_url(card.id)}#page={sheet.number}")
