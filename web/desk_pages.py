"""The pages on which librarians keep the library: correct facts, throw away, take back, delete."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kb.errors import Conflict, KbError, UnknownDocument
from kb.service.accounts import Accounts
from kb.service.keeping.keeper import Keeper, TrashedDocument
from kb.service.results import DocumentView
from kb.store.audit import AuditEntry
from web.dependencies import Asked, Keeping, People, Rendering, Service
from web.errors import status_of
from web.links import document_url, done_url, review_url, trash_url
from web.presenters.correction import (
    NOTHING_CHANGED,
    SEE_BOXES,
    Limit,
    Sent,
    conflict_view,
    correction_view,
    values_of,
)
from web.presenters.history import NAMES
from web.presenters.trash import (
    NOT_IN_LIBRARY,
    NOT_IN_TRASH,
    WRONG_CODE,
    code_of,
    purge_view,
    trash_view,
)

router = APIRouter()

READ_PREFIX = "cu-"
"""Begins the name of the hidden box that holds what a box of the form held when it was read."""
LIMIT_READ = f"{READ_PREFIX}nhom"


async def sent_of(request: Request) -> Sent:
    """The form of a correction; a box that was not sent counts as untouched."""
    form = await request.form()
    version = str(form.get("phien_ban", ""))
    if not version.isdecimal():
        raise RequestValidationError(
            [{"loc": ("body", "phien_ban"), "type": "missing", "input": version}]
        )
    read = {name: str(form.get(f"{READ_PREFIX}{name}", "")) for name in NAMES}
    typed = {name: str(form.get(name, read[name])) for name in NAMES}
    return Sent(int(version), read, typed)


@router.get("/van-ban/{document_id}/sua")
def correction_page(
    document_id: str, service: Asked, keeper: Keeping, people: People, renderer: Rendering
) -> HTMLResponse:
    """The form that corrects the facts of a document, and the one that limits it."""
    return renderer.page(correction_view(*_document(document_id, service, keeper, people)))


@router.post("/van-ban/{document_id}/sua")
def correct(
    document_id: str,
    service: Asked,
    keeper: Keeping,
    people: People,
    renderer: Rendering,
    sent: Annotated[Sent, Depends(sent_of)],
) -> Response:
    """Corrects them; where it cannot be, the form comes back with all that was typed."""
    values, troubles = values_of(sent)
    notice, status = SEE_BOXES if troubles else NOTHING_CHANGED, 400
    if values and not troubles:
        try:
            keeper.correct(document_id, values, sent.version)
            return RedirectResponse(done_url(document_url(document_id), "sua"), 303)
        except Conflict as error:
            changes = keeper.log.changes_since(document_id, sent.version)
            document = _document(document_id, service, keeper, people)
            return renderer.page(conflict_view(*document, sent, changes), status_of(error))
        except KbError as error:
            notice, status = str(error), status_of(error)
    document = _document(document_id, service, keeper, people)
    return renderer.page(correction_view(*document, sent, notice, troubles), status)


@router.post("/van-ban/{document_id}/hoan-tac")
def undo(
    document_id: str,
    service: Asked,
    keeper: Keeping,
    people: People,
    renderer: Rendering,
    phien_ban: Annotated[int, Form()],
) -> Response:
    """Takes the last correction back."""
    try:
        keeper.undo(document_id, phien_ban)
    except KbError as error:
        document = _document(document_id, service, keeper, people)
        shown = correction_view(*document, notice=str(error))
        return renderer.page(shown, status_of(error))
    return RedirectResponse(done_url(document_url(document_id), "hoan-tac"), 303)


@router.post("/van-ban/{document_id}/gioi-han")
def limit(
    document_id: str,
    service: Asked,
    keeper: Keeping,
    people: People,
    renderer: Rendering,
    nhom: Annotated[str, Form()] = "",
    read: Annotated[str, Form(alias=LIMIT_READ)] = "",
) -> Response:
    """Limits the document to these groups; where it cannot be, the form comes back as it was sent."""
    try:
        keeper.limit(document_id, _groups(nhom), _groups(read))
    except KbError as error:
        view, standing, known = _document(document_id, service, keeper, people)
        shown = correction_view(view, standing, replace(known, typed=nhom, trouble=str(error)))
        return renderer.page(shown, status_of(error))
    return RedirectResponse(done_url(document_url(document_id), "gioi-han"), 303)


@router.post("/van-ban/{document_id}/bo")
def throw_away(document_id: str, keeper: Keeping) -> Response:
    """Puts a document into the trash."""
    try:
        keeper.to_trash(document_id)
    except UnknownDocument as error:
        raise UnknownDocument(NOT_IN_LIBRARY) from error
    return RedirectResponse(done_url(trash_url(), "bo"), 303)


@router.get("/thung-rac")
def trash_page(keeper: Keeping, renderer: Rendering, xong: str = "") -> HTMLResponse:
    """The documents in the trash."""
    return renderer.page(trash_view(keeper.trashed(), xong))


@router.post("/thung-rac/{document_id}/lay-lai")
def restore(document_id: str, keeper: Keeping) -> Response:
    """Takes a document out of the trash."""
    try:
        keeper.restore(document_id)
    except UnknownDocument as error:
        raise UnknownDocument(NOT_IN_TRASH) from error
    held_back = keeper.is_held_back(document_id)
    page = review_url(document_id) if held_back else document_url(document_id)
    return RedirectResponse(done_url(page, "lay-lai"), 303)


@router.get("/thung-rac/{document_id}/xoa")
def purge_page(document_id: str, keeper: Keeping, renderer: Rendering) -> HTMLResponse:
    """Asks again before a document is deleted for ever."""
    return renderer.page(purge_view(_trashed(document_id, keeper)))


@router.post("/thung-rac/{document_id}/xoa")
def purge(
    document_id: str, keeper: Keeping, renderer: Rendering, ma: Annotated[str, Form()] = ""
) -> Response:
    """Deletes it where its code was typed."""
    document = _trashed(document_id, keeper)
    if ma.strip().lower() != code_of(document):
        return renderer.page(purge_view(document, ma, WRONG_CODE), 400)
    keeper.purge(document_id)
    return RedirectResponse(done_url(trash_url(), "xoa"), 303)


def _document(
    document_id: str, service: Service, keeper: Keeper, people: Accounts
) -> tuple[DocumentView, AuditEntry | None, Limit]:
    """A document as it is now, the correction of it that can be taken back, and the groups that it may
    be limited to."""
    groups = {group for account in people.accounts() for group in account.person.groups}
    limit = Limit(tuple(sorted(groups)))
    return service.document_view(document_id), keeper.log.standing_correction(document_id), limit


def _trashed(document_id: str, keeper: Keeper) -> TrashedDocument:
    for document in keeper.trashed():
        if document.card.id == document_id:
            return document
    raise UnknownDocument("Văn bản này không còn trong thùng rác; hãy xem lại trang Thùng rác.")


def _groups(typed: str) -> list[str]:
    return [name for name in re.split(r"[\s,;]+", typed) if name]
