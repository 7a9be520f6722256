"""The pages of the files with a mark of secrecy, for administrators: names, never content."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kb.errors import KbError
from kb.service.keeping.secret_files import is_named
from web.dependencies import Keeping, Rendering
from web.errors import status_of
from web.links import document_url, done_url, quarantine_url, review_url
from web.presenters.quarantine import WRONG_NAME, destroy_view, quarantine_view, release_view

router = APIRouter()

_Typed = Annotated[str, Form()]


@router.get("/cach-ly")
def quarantine_page(keeper: Keeping, renderer: Rendering, xong: str = "") -> HTMLResponse:
    """The files in quarantine."""
    return renderer.page(quarantine_view(keeper.quarantined(), xong))


@router.get("/cach-ly/{document_id}/nap")
def release_page(document_id: str, keeper: Keeping, renderer: Rendering) -> HTMLResponse:
    """Asks again before a file is added in spite of its mark."""
    return renderer.page(release_view(keeper.find_quarantined(document_id)))


@router.post("/cach-ly/{document_id}/nap")
def release(
    document_id: str, keeper: Keeping, renderer: Rendering, ten: _Typed = "", ly_do: _Typed = ""
) -> Response:
    """Adds it where its name was typed and a reason given."""
    item = keeper.find_quarantined(document_id)
    if not is_named(item, ten):
        return renderer.page(release_view(item, ten, ly_do, WRONG_NAME), 400)
    try:
        keeper.clear(item, ly_do)
    except KbError as error:
        return renderer.page(release_view(item, ten, ly_do, str(error)), status_of(error))
    if keeper.is_held_back(item.id):
        return RedirectResponse(review_url(item.id), 303)
    return RedirectResponse(done_url(document_url(item.id), "nap-cach-ly"), 303)


@router.get("/cach-ly/{document_id}/huy")
def destroy_page(document_id: str, keeper: Keeping, renderer: Rendering) -> HTMLResponse:
    """Asks again before a file is destroyed."""
    return renderer.page(destroy_view(keeper.find_quarantined(document_id)))


@router.post("/cach-ly/{document_id}/huy")
def destroy(document_id: str, keeper: Keeping, renderer: Rendering, ten: _Typed = "") -> Response:
    """Destroys it where its name was typed."""
    item = keeper.find_quarantined(document_id)
    if not is_named(item, ten):
        return renderer.page(destroy_view(item, ten, WRONG_NAME), 400)
    keeper.destroy(item)
    return RedirectResponse(done_url(quarantine_url(), "huy"), 303)
