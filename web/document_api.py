"""The JSON API of one document: its text, its parts, its pages and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse, JSONResponse, Response

from kb.document import Span
from kb.passage import Passage
from kb.person import Permission
from kb.service.page_sheet import Marks, division_of
from kb.service.reading_json import (
    OutlineJson,
    PassageJson,
    SheetJson,
    TextJson,
    outline_json,
    passage_json,
    sheet_json,
    text_json,
)
from kb.service.serialise import document_json
from kb.service.shapes import DocumentPageJson
from web import pages
from web.api_document import binary
from web.dependencies import Asked, Day, Offset, PageNumber, Visiting, Wanted
from web.paging import Key, ListPage, Paging, listed
from web.places import Place

router = APIRouter(tags=["Văn bản"])

_DOCUMENT = "/api/v1/documents/{document_id}"
_PAGE = f"{_DOCUMENT}/pages/{{number}}"
_PDF = binary("application/pdf", parts=True)


def spot_of(division: str = "", start: Offset = None, end: Offset = None) -> Place:
    """The place in the address: a division by its key, or a stretch of the document's text; half a
    stretch is none."""
    whole = start is not None and end is not None and start <= end
    return Place(Span(start or 0, end or 0) if whole else None, division)


Spot = Annotated[Place, Depends(spot_of)]


@router.get(_DOCUMENT, summary="Một văn bản", response_model=DocumentPageJson)
def document(
    document_id: str, service: Asked, visitor: Visiting, as_of: Day = None
) -> JSONResponse:
    """One document with its outline, text and mentions, and its state on a day. The version of its
    facts counts what was done with all documents: it is for those who may correct them."""
    view = service.document_view(document_id, as_of)
    corrects = visitor.person is not None and visitor.person.may(Permission.CORRECT)
    return JSONResponse(document_json(view if corrects else replace(view, facts_version=0)))


@router.get(f"{_DOCUMENT}/outline", summary="Mục lục", response_model=OutlineJson)
def outline(document_id: str, service: Asked) -> JSONResponse:
    """All divisions of a document, down to dashes and footnotes, in reading order."""
    return JSONResponse(outline_json(service.outline(document_id)[1]))


@router.get(f"{_DOCUMENT}/text", summary="Lời văn", response_model=TextJson)
def text(
    document_id: str,
    service: Asked,
    division: Annotated[str, Query(description="Khóa của một phần trong mục lục.")] = "",
) -> JSONResponse:
    """The text of a document, or of one division with all that lies in it."""
    whole, divisions = service.outline(document_id)
    chosen = division_of(divisions, division) if division else None
    return JSONResponse(text_json(document_id, whole, chosen))


@router.get(f"{_DOCUMENT}/passages", summary="Các đoạn", response_model=ListPage[PassageJson])
def passages(document_id: str, service: Asked, paging: Paging) -> JSONResponse:
    """The passages of a document in text order, as they are searched and cited."""

    def key(passage: Passage) -> Key:
        return passage.span.start, passage.span.end, passage.id

    found = service.passages(document_id)
    return listed(found, f"passages {document_id}", key, passage_json, paging)


@router.get(_PAGE, summary="Một trang", response_model=SheetJson)
def sheet(
    document_id: str, number: PageNumber, service: Asked, terms: Wanted, spot: Spot
) -> JSONResponse:
    """What a page says, and where on it a place and the words of a search are printed."""
    words = pages.words_in(document_id, service, terms)
    shown = service.pages.sheet(document_id, number, Marks(spot.span, spot.division, words))
    image = f"/api/v1/documents/{quote(document_id, safe='')}/pages/{number}/image"
    return JSONResponse(sheet_json(shown, image))


router.get(
    f"{_PAGE}/image",
    summary="Hình một trang",
    response_class=Response,
    responses=binary("image/jpeg", parts=True) | {304: {"description": "Hình không đổi."}},
)(pages.sheet_image)

router.get(
    f"{_DOCUMENT}/original",
    summary="Tệp gốc",
    response_class=FileResponse,
    responses=binary("application/pdf", "application/octet-stream", parts=True),
)(pages.original_file)

router.get(
    f"{_DOCUMENT}/pdf",
    summary="Các trang dưới dạng PDF",
    response_class=FileResponse,
    responses=_PDF,
)(pages.page_view_file)
