"""A document's parts and pages as JSON, and the state of the installation.

Spans are half-open code-point offsets into the document's text; rectangles are `[left, top, right,
bottom]` in fractions of the page, the origin at the top left.
"""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from kb.document import Division, Rect, Span
from kb.passage import Passage
from kb.service.page_sheet import PageSheet
from kb.service.results import Check, WaitingFile
from kb.service.serialise import division_json, document_facts_json, rounded
from kb.service.shapes import DivisionJson, DocumentJson


class PlacedDivisionJson(DivisionJson):
    """A division and where it stands; `parent` is the key of the one around it, null at the top."""

    parent: str | None
    span: list[int]


class OutlineJson(TypedDict):
    """All divisions of a document in reading order."""

    divisions: list[PlacedDivisionJson]


class TextJson(TypedDict):
    """The text of a document, or of one division of it; `division` is null for the whole."""

    document_id: str
    division: PlacedDivisionJson | None
    span: list[int]
    text: str


class PassageJson(TypedDict):
    """A passage; `division` is the key of its division, `place` the same in words, `breadcrumb` the
    headings above it, `mismatch` why its text is not to be quoted, else null."""

    id: str
    division: str
    place: str
    breadcrumb: list[str]
    span: list[int]
    pages: list[int] | None
    kind: str
    text: str
    ocr_quality: float | None
    mismatch: str | None


class SheetJson(TypedDict):
    """One page. `chosen` and `words` are where the place and the words asked for stand in its `text`,
    `passage` and `marks` their rectangles; those are whole lines unless `exact`. A page of a Word file
    has no text here."""

    document: DocumentJson
    number: int
    page_count: int
    text: str
    chosen: list[list[int]]
    words: list[list[int]]
    passage: list[list[float]]
    marks: list[list[float]]
    exact: bool
    ocr_quality: float | None
    mismatch: str | None
    image: str


class WaitingJson(TypedDict):
    """A file whose scanned pages nobody has read yet; `since` is a day."""

    id: str
    file_name: str
    bytes: int
    since: str


class CheckedJson(TypedDict):
    """What was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    detail: str
    remedy: str | None


class HealthJson(TypedDict):
    """What `kb doctor` says, in the order in which one should mend; `ok` where all is well."""

    ok: bool
    checks: list[CheckedJson]


def outline_json(divisions: Sequence[Division]) -> OutlineJson:
    """The divisions in the order given."""
    return OutlineJson(divisions=[_placed(division) for division in divisions])


def text_json(document_id: str, text: str, division: Division | None) -> TextJson:
    """The part of a document's `text` that is the division, or all of it."""
    span = division.span if division else Span(0, len(text))
    return TextJson(
        document_id=document_id,
        division=_placed(division) if division else None,
        span=[span.start, span.end],
        text=span.of(text),
    )


def passage_json(passage: Passage) -> PassageJson:
    """One passage."""
    return PassageJson(
        id=passage.id,
        division=passage.division,
        place=passage.place,
        breadcrumb=list(passage.breadcrumb),
        span=[passage.span.start, passage.span.end],
        pages=list(passage.pages) if passage.pages else None,
        kind=passage.kind.value,
        text=passage.text,
        ocr_quality=rounded(passage.ocr_quality),
        mismatch=passage.mismatch,
    )


def sheet_json(sheet: PageSheet, image: str) -> SheetJson:
    """One page; `image` is the address of its picture."""
    return SheetJson(
        document=document_facts_json(sheet.card),
        number=sheet.number,
        page_count=sheet.page_count,
        text=sheet.text,
        chosen=[list(part) for part in sheet.chosen],
        words=[list(part) for part in sheet.words],
        passage=[_corners(rect) for rect in sheet.passage],
        marks=[_corners(rect) for rect in sheet.marks],
        exact=sheet.exact,
        ocr_quality=rounded(sheet.quality),
        mismatch=sheet.mismatch,
        image=image,
    )


def waiting_json(file: WaitingFile) -> WaitingJson:
    """One file that waits."""
    return WaitingJson(
        id=file.id, file_name=file.file_name, bytes=file.byte_size, since=file.since.isoformat()
    )


def health_json(checks: Sequence[Check]) -> HealthJson:
    """The checks in the order given."""
    told = [
        CheckedJson(name=one.name, ok=one.ok, detail=one.detail, remedy=one.remedy)
        for one in checks
    ]
    return HealthJson(ok=all(one.ok for one in checks), checks=told)


def _placed(division: Division) -> PlacedDivisionJson:
    parent = "/".join(division.path[:-1]) or None
    span = [division.span.start, division.span.end]
    return PlacedDivisionJson(parent=parent, span=span, **division_json(division))


def _corners(rect: Rect) -> list[float]:
    return [round(side, 5) for side in (rect.left, rect.top, rect.right, rect.bottom)]
