"""The page on which a librarian compares the lines of a recognised page with its picture."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kb.errors import Conflict, KbError
from web.dependencies import Keeping, Rendering
from web.errors import status_of
from web.links import done_url, page_text_url
from web.presenters.page_text import (
    CHANGED_MEANWHILE,
    LINE,
    NOTHING_CHANGED,
    READ,
    SAVED,
    UNDONE,
    SentLines,
    page_text_view,
    rebased,
)

router = APIRouter()


async def sent_of(request: Request) -> SentLines:
    """The form; a line that was not sent counts as untouched."""
    form = await request.form()
    try:
        version = int(str(form.get("phien_ban", "")))
        held = json.loads(str(form.get(READ, "")))
        read = {int(number): str(text) for number, text in held.items()}
    except (AttributeError, ValueError) as error:
        raise RequestValidationError(
            [{"loc": ("body", READ), "type": "missing", "input": ""}]
        ) from error
    typed = {number: str(form.get(f"{LINE}{number}", text)) for number, text in read.items()}
    return SentLines(version, read, typed)


@router.get("/van-ban/{document_id}/trang/{number}/chu")
def text_page(
    document_id: str, number: int, keeper: Keeping, renderer: Rendering, xong: str = ""
) -> HTMLResponse:
    """The lines of a page beside its picture."""
    text = keeper.page_text(document_id, number)
    standing = keeper.log.standing_correction(document_id)
    return renderer.page(page_text_view(text, standing, done=xong))


@router.post("/van-ban/{document_id}/trang/{number}/chu")
def correct_text(
    document_id: str,
    number: int,
    keeper: Keeping,
    renderer: Rendering,
    sent: Annotated[SentLines, Depends(sent_of)],
) -> Response:
    """Corrects them; where it cannot be, the form comes back with all that was typed."""
    notice, status = NOTHING_CHANGED, 400
    if sent.touched:
        try:
            texts = {(number, line): sent.typed[line] for line in sent.touched}
            keeper.correct_text(document_id, texts, sent.version)
            return RedirectResponse(done_url(page_text_url(document_id, number), SAVED), 303)
        except KbError as error:
            notice, status = str(error), status_of(error)
            if isinstance(error, Conflict):
                sent = rebased(sent, keeper.page_text(document_id, number))
                notice = f"{error} {CHANGED_MEANWHILE}"
    text = keeper.page_text(document_id, number)
    standing = keeper.log.standing_correction(document_id)
    return renderer.page(page_text_view(text, standing, sent, notice), status)


@router.post("/van-ban/{document_id}/trang/{number}/chu/hoan-tac")
def undo_text(
    document_id: str,
    number: int,
    keeper: Keeping,
    renderer: Rendering,
    phien_ban: Annotated[int, Form()],
) -> Response:
    """Takes the last correction back."""
    try:
        keeper.undo(document_id, phien_ban)
    except KbError as error:
        text = keeper.page_text(document_id, number)
        standing = keeper.log.standing_correction(document_id)
        shown = page_text_view(text, standing, notice=str(error))
        return renderer.page(shown, status_of(error))
    return RedirectResponse(done_url(page_text_url(document_id, number), UNDONE), 303)
