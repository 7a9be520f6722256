"""One page of a document: what it says, and where on it a passage and words asked for are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.document import Division, Line, Page, Rect, Span
from kb.errors import StoreFailure, UnknownPlace, UnreadableFile
from kb.rectangles import Printed, printed
from kb.service.cards import card_of
from kb.service.results import DocumentCard
from kb.store.documents import Store

if TYPE_CHECKING:
    from kb.ingest.rereading import PageWords

Offsets = tuple[tuple[int, int], ...]
"""Half-open ranges of a text, in order, not overlapping."""


@dataclass(frozen=True, slots=True)
class PageSheet:
    """One page, by its number from 1, of `page_count`.

    `text` is what is printed on it; `chosen` and `words` are where the passage and the words asked for
    stand in it, `passage` and `marks` their rectangles on the page. Without the places of characters
    (`exact` is false) those are whole lines. `quality` is in [0, 1] for a recognised page, else None.
    `mismatch` says why what is marked is no quotation: read again, the page says something else there.
    `corrected` holds the page's number where a person mended a line of it. A Word file has none of
    these but the count.
    """

    card: DocumentCard
    number: int
    page_count: int
    text: str = ""
    chosen: Offsets = ()
    words: Offsets = ()
    passage: tuple[Rect, ...] = ()
    marks: tuple[Rect, ...] = ()
    exact: bool = True
    quality: float | None = None
    mismatch: str | None = None
    corrected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark: the passage at a span of the document's text or the division with a key, if any,
    and the words asked for."""

    span: Span | None = None
    division: str = ""
    words: tuple[Span, ...] = ()


NOTHING = Marks()


def page_sheet(
    store: Store, pdf: Callable[[], Path], document_id: str, number: int, wanted: Marks
) -> PageSheet:
    """The page `number` of a document, whose pages are those of the file `pdf`.

    Raises UnknownDocument, and UnknownPlace where there is no such page or division.
    """
    record = store.record(document_id)
    if not record.page_count:
        return _without_text(card_of(record), number, pdf())
    known = 1 <= number <= record.page_count  # SQLite takes no number beyond 64 bits
    found = store.printed_page(document_id, number) if known else None
    if found is None:
        raise UnknownPlace(f"Văn bản này có {record.page_count} trang, không có trang {number}.")
    page, lines = found
    text, span = store.text_of(document_id), wanted.span
    if wanted.division:
        span = division_of(store.outline_of(document_id)[1], wanted.division).span
    passage = list(printed(text, lines, page, span)) if span else []
    words = [place for word in wanted.words for place in printed(text, lines, page, word)]
    said, starts = _said(text, lines)
    return PageSheet(
        card=card_of(record),
        number=number,
        page_count=record.page_count,
        text=said,
        chosen=_offsets(passage, lines, starts, said),
        words=_offsets(words, lines, starts, said),
        passage=tuple(place.rect for place in passage),
        marks=tuple(place.rect for place in words),
        exact=all(place.exact for place in (*passage, *words)),
        quality=page.quality if page.recognised else None,
        mismatch=_mismatch(text, [*passage, *words], page, number, pdf),
        corrected=(number,) if any(line.corrected for line in lines) else (),
    )


def _without_text(card: DocumentCard, number: int, pdf: Path) -> PageSheet:
    from kb.ingest.showing import no_such_page, page_count

    count = page_count(pdf)
    if not 1 <= number <= count:
        raise no_such_page(number, count)
    return PageSheet(card, number, count)


def division_of(divisions: Iterable[Division], key: str) -> Division:
    """The division with that key. Raises UnknownPlace."""
    for division in divisions:
        if division.key == key:
            return division
    raise UnknownPlace(f"Văn bản này không có phần “{key}”; hãy xem mục lục của văn bản.")


def _said(text: str, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """The text of a page, and where in it each line begins; what stands between two lines in the
    document (a space, a new line) is kept, unless it is text of another page."""
    said, starts, before = "", [], None
    for line in lines:
        if before is not None:
            between = text[before.span.end : line.span.start]
            said += "\n" if between.strip() else between
        starts.append(len(said))
        said += line.span.of(text)
        before = line
    return said, starts


def _offsets(
    places: Iterable[Printed], lines: Sequence[Line], starts: Sequence[int], said: str
) -> Offsets:
    """Where places stand in a page's text; neighbours with only space between them are one."""
    begin = {line.span: start for line, start in zip(lines, starts, strict=True)}
    found: list[tuple[int, int]] = []
    for place in places:
        line = next(line for line in lines if line.span.contains(place.span))
        shift = begin[line.span] - line.span.start
        start, end = place.span.start + shift, place.span.end + shift
        if found and not said[found[-1][1] : start].strip():
            start, before = found.pop()
            end = max(end, before)
        found.append((start, end))
    return tuple(found)


def _mismatch(
    text: str, places: Sequence[Printed], page: Page, number: int, pdf: Callable[[], Path]
) -> str | None:
    """What the file says now under the rectangles; a recognised page cannot be asked again so soon."""
    if not places or page.recognised:
        return None
    from kb.ingest.rereading import mismatch

    path = pdf()
    try:
        words = _words_of(path, number, path.stat().st_mtime_ns)
    except (OSError, UnreadableFile, StoreFailure) as error:
        return f"không đọc lại được trang {number}: {error}"
    return mismatch(text, places, {number: words})


@lru_cache(maxsize=32)  # the pages that are being leafed through; some 300 KB each
def _words_of(path: Path, number: int, changed: int) -> PageWords:
    """The words of a page of a file that was last `changed` then (nanoseconds)."""
    from kb.ingest.rereading import PageWords
    from kb.ingest.showing import page_read_again

    return PageWords(page_read_again(path, number))
