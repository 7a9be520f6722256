"""The HTML pages: each handler asks the service, builds a view-model, renders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from kb.document import Span
from kb.errors import InvalidQuotation, StoreFailure, UnknownDocument
from kb.person import Permission
from kb.service.page_sheet import Marks
from web import troubles
from web.dependencies import (
    GREATEST_LIMIT,
    PAGE_LIMIT,
    Asked,
    AtPlace,
    Day,
    Keeping,
    PageNumber,
    Rendering,
    Visiting,
    Wanted,
    answer_to,
)
from web.files import KeptFile
from web.headers import FILE_POLICY, disposition
from web.presenters.catalogue import catalogue_view
from web.presenters.document import document_page_view, file_name_of
from web.presenters.facets import State
from web.presenters.gaps import gaps_view
from web.presenters.library import library_view
from web.presenters.search import search_view
from web.presenters.sheet import Hits, Zoom, highlights_in, sheet_view
from web.presenters.simple import health_view
from web.presenters.trash import FOLLOWED, trash_view
from web.presenters.verification import verification_view
from web.presenters.welcome import welcome_view

router = APIRouter()


@router.get("/")
def search_page(service: Asked, renderer: Rendering, terms: Wanted) -> HTMLResponse:
    """The results of a query, or the welcome page where nothing is asked."""
    if not terms.typed:
        return renderer.page(welcome_view(service.documents(), len(service.known_documents())))
    answer = answer_to(service, terms)
    more = min(terms.limit + PAGE_LIMIT, GREATEST_LIMIT)
    return renderer.page(search_view(answer, terms.limit, more if more > terms.limit else None))


@router.get("/van-ban")
def library_page(
    service: Asked,
    renderer: Rendering,
    visitor: Visiting,
    q: str = "",
    sort: Literal["date", "symbol", "title"] = "date",
) -> HTMLResponse:
    """The held documents by type. Files that wait are for those who look after them: nobody has yet
    read what such a file bears on its first page."""
    person = visitor.person
    waiting = service.waiting.files() if person and person.may(Permission.INSPECT) else ()
    reviews = person is not None and person.may(Permission.CORRECT)
    to_review = len(service.review.queue()) if reviews else 0
    missing = len(service.gaps())
    view = library_view(service.documents(), waiting, missing, to_review, q.strip(), sort)
    return renderer.page(view)


@router.get("/van-ban/{document_id}")
def document_page(
    document_id: str,
    service: Asked,
    renderer: Rendering,
    visitor: Visiting,
    keeper: Keeping,
    as_of: Day = None,
    xong: str = "",
) -> HTMLResponse:
    """One document, with its state on a day; for those who look after the library with its history.
    Who follows an old link to what is in the trash, and may take it out, is shown it there."""
    try:
        view = service.document_view(document_id, as_of)
    except UnknownDocument:
        may_restore = visitor.person is not None and visitor.person.may(Permission.TRASH)
        trashed = keeper.trashed() if may_restore else ()
        if all(one.card.id != document_id for one in trashed):
            raise
        return renderer.page(trash_view(trashed, FOLLOWED), 404)
    inspects = visitor.person is not None and visitor.person.may(Permission.INSPECT)
    history = keeper.log.history_of(document_id) if inspects else None
    corrects = visitor.person is not None and visitor.person.may(Permission.CORRECT)
    alike = keeper.duplicates([document_id]) if corrects else ()
    return renderer.page(document_page_view(view, history, xong, alike))


@router.get("/van-ban/{document_id}/tep")
def original_file(document_id: str, service: Asked) -> FileResponse:
    """The original: a PDF shown in the browser (`#page=4` opens it there), a Word file to save."""
    path = service.pages.original(document_id)
    name = file_name_of(service.documents(), document_id)
    return _file(path, name, shown=path.suffix == ".pdf")


@router.get("/van-ban/{document_id}/pdf")
def page_view_file(document_id: str, service: Asked) -> FileResponse:
    """The pages as a PDF shown in the browser: the original, or what is made of a Word file."""
    path = service.pages.view(document_id)
    name = file_name_of(service.documents(), document_id)
    return _file(path, f"{Path(name).stem}.pdf", shown=True)


@router.get("/van-ban/{document_id}/trang/{number}")
def sheet_page(
    document_id: str,
    number: PageNumber,
    service: Asked,
    renderer: Rendering,
    terms: Wanted,
    place: AtPlace,
    phong: Zoom = Zoom.PAGE,
) -> HTMLResponse:
    """One page with a passage marked on it, and the words of a search where one is named."""
    hits = answer_to(service, terms).hits if terms.typed else ()
    words = highlights_in(document_id, hits) or words_in(document_id, service, terms)
    sheet = service.pages.sheet(document_id, number, Marks(place.span, place.division, words))
    state = State(terms.typed, terms.filters, terms.sort, terms.declined)
    return renderer.page(sheet_view(sheet, place, Hits(state, terms.limit, hits), phong))


def words_in(document_id: str, service: Asked, terms: Wanted) -> tuple[Span, ...]:
    """Where the words asked for stand in a document, be it beyond the first results."""
    if not terms.typed:
        return ()
    here = replace(terms, filters=replace(terms.filters, document=document_id))
    return highlights_in(document_id, answer_to(service, here).hits)


@router.get("/van-ban/{document_id}/trang/{number}/hinh")
def sheet_image(document_id: str, number: PageNumber, request: Request, service: Asked) -> Response:
    """The picture of a page. A browser keeps it and asks each time whether it still may show it."""
    return picture(service.pages.image(document_id, number), document_id, number, request)


def picture(path: Path, document_id: str, number: int, request: Request) -> Response:
    """The picture of a page, or that the browser's copy of it is still good."""
    tag = f'"{document_id}-{number}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return KeptFile(path, media_type="image/jpeg", headers=headers)


def _file(path: Path, name: str, *, shown: bool) -> FileResponse:
    if not path.is_file():
        raise StoreFailure(troubles.ORIGINAL_GONE)
    headers = {
        "Content-Disposition": disposition("inline" if shown else "attachment", name),
        "Content-Security-Policy": FILE_POLICY,
    }
    kind = "application/pdf" if shown else "application/octet-stream"
    return KeptFile(path, media_type=kind, headers=headers)


@router.get("/danh-muc")
def catalogue_page(
    service: Asked, renderer: Rendering, q: str = "", held: Literal["", "yes", "no"] = ""
) -> HTMLResponse:
    """The documents that kb knows of, held or not."""
    return renderer.page(catalogue_view(service.known_documents(), q.strip(), held))


@router.get("/con-thieu")
def gaps_page(service: Asked, renderer: Rendering, q: str = "") -> HTMLResponse:
    """The documents that held ones cite and the library does not hold."""
    return renderer.page(gaps_view(service.gaps(), len(service.documents()), q.strip()))


@router.get("/doi-chieu")
def verify_page(
    service: Asked, renderer: Rendering, text: str = "", document: str = ""
) -> HTMLResponse:
    """The form that verifies a quotation, with the verdict on what was typed."""
    document = document.strip()
    if not text.strip():
        return renderer.page(verification_view("", document, None))
    try:
        answer = service.verify(text, document or None)
    except (InvalidQuotation, UnknownDocument) as error:
        return renderer.page(verification_view(text, document, None, str(error)))
    return renderer.page(verification_view(text, document, answer))


@router.get("/tinh-trang")
def health_page(service: Asked, renderer: Rendering) -> HTMLResponse:
    """The state of the installation, for the one who looks after it."""
    return renderer.page(health_view(service.checks()))
