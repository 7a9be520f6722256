"""The pages of the review desk: the queue, and one screen for each document in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BeforeValidator

from kb.errors import Conflict, KbError
from kb.service.keeping.keeper import Keeper
from kb.service.review_items import ItemKind, ReviewItem
from kb.service.reviewing import LiveReview, Reviewed
from kb.store.lookup import fact_key
from web.dependencies import Asked, Keeping, Rendering, Service, Visiting
from web.desk_pages import sent_of
from web.errors import status_of
from web.links import done_url, queue_url, review_url
from web.pages import picture
from web.presenters.correction import (
    NO_LIMIT,
    NOTHING_CHANGED,
    SEE_BOXES,
    Sent,
    conflict_view,
    correction_view,
    values_of,
)
from web.presenters.history import NAMES
from web.presenters.review import Present, marks_of, queue_view, review_view

router = APIRouter()

Kind = Annotated[ItemKind | None, BeforeValidator(lambda value: value or None)]
Item = Annotated[str, Form()]


@router.get("/duyet")
def queue_page(
    service: Asked, renderer: Rendering, loai: Kind = None, xong: str = ""
) -> HTMLResponse:
    """The documents that need eyes."""
    return renderer.page(queue_view(service.review.queue(), loai, xong))


@router.get("/duyet/{document_id}")
def review_page(
    document_id: str,
    service: Asked,
    keeper: Keeping,
    renderer: Rendering,
    muc: str = "",
    trang: int | None = None,
    xong: str = "",
) -> HTMLResponse:
    """A document at an item, or at its first open one: the page beside the facts."""
    present = _present(document_id, service, keeper, muc, trang)
    return renderer.page(review_view(present, done=xong))


@router.get("/duyet/{document_id}/trang/{number}/hinh")
def review_image(document_id: str, number: int, request: Request, service: Asked) -> Response:
    """The picture of a page, of a document that is held back too."""
    return picture(service.review.pages.image(document_id, number), document_id, number, request)


@router.post("/duyet/{document_id}/dung")
def accept(document_id: str, service: Asked, visitor: Visiting, muc: Item) -> Response:
    """Notes that an item was looked at and is right."""
    after = _after(service.review.document(document_id), muc)
    service.review.accept(document_id, [muc], visitor.account)
    return RedirectResponse(review_url(document_id, after, done="dung"), 303)


@router.post("/duyet/{document_id}/xet-lai")
def reopen(document_id: str, service: Asked, visitor: Visiting, muc: Item) -> Response:
    """Takes that back."""
    service.review.reopen(document_id, [muc], visitor.account)
    return RedirectResponse(review_url(document_id, muc, done="xet-lai"), 303)


@router.post("/duyet/{document_id}/sua")
def correct(
    document_id: str,
    service: Asked,
    keeper: Keeping,
    renderer: Rendering,
    sent: Annotated[Sent, Depends(sent_of)],
    muc: Item = "",
) -> Response:
    """Corrects facts; where it cannot be, the screen comes back with all that was typed."""
    values, troubles = values_of(sent)
    notice, status = SEE_BOXES if troubles else NOTHING_CHANGED, 400
    if values and not troubles:
        after = _after(
            service.review.document(document_id), muc, {fact_key(name) for name in values}
        )
        try:
            keeper.correct(document_id, values, sent.version)
            return RedirectResponse(review_url(document_id, after, done="sua"), 303)
        except Conflict as error:
            changes = keeper.log.changes_since(document_id, sent.version)
            present = _present(document_id, service, keeper, muc)
            form = conflict_view(present.view, present.standing, NO_LIMIT, sent, changes)
            return renderer.page(review_view(present, form), status_of(error))
        except KbError as error:
            notice, status = str(error), status_of(error)
    present = _present(document_id, service, keeper, muc)
    form = correction_view(present.view, present.standing, NO_LIMIT, sent, notice, troubles)
    return renderer.page(review_view(present, form), status)


@router.post("/duyet/{document_id}/dua-vao")
def release(document_id: str, service: Asked, keeper: Keeping) -> Response:
    """Takes a document that was held back into the library, and goes on to the next one."""
    onward = _onward(service.review, document_id)
    keeper.release(document_id)
    return RedirectResponse(_next(onward, "dua-vao"), 303)


@router.post("/duyet/{document_id}/bo")
def throw_away(document_id: str, service: Asked, keeper: Keeping) -> Response:
    """Puts a document into the trash, and goes on to the next one."""
    onward = _onward(service.review, document_id)
    keeper.to_trash(document_id)
    return RedirectResponse(_next(onward, "bo"), 303)


def _next(onward: str | None, done: str) -> str:
    return review_url(onward, done=done) if onward else done_url(queue_url(), done)


def _present(
    document_id: str, service: Service, keeper: Keeper, key: str, page: int | None = None
) -> Present:
    review = service.review
    one, view = review.document(document_id), review.view(document_id)
    item = one.item(key) or _first(one, key)
    field = item.field if item else _field_of(key)
    span = item.span if item else None
    source = next((source for source in view.sources if source.field == field), None)
    number = page or (item.page if item else None)
    if source is not None and span is None:
        span, number = source.span, number or source.page
    sheet = None
    if one.card.page_count:
        sheet = review.pages.sheet(document_id, number or 1, marks_of(item, span))
    return Present(
        one=one,
        view=view,
        standing=keeper.log.standing_correction(document_id),
        item=item,
        field=field,
        span=span,
        sheet=sheet,
        text="" if sheet else review.text_of(document_id),
        onward=_onward(review, document_id),
    )


def _first(one: Reviewed, key: str) -> ReviewItem | None:
    """The first open item, unless a fact was asked for that is none."""
    if _field_of(key) or not one.items:
        return None
    return one.items[0]


def _field_of(key: str) -> str | None:
    return next((name for name in NAMES if fact_key(name) == key), None)


def _after(one: Reviewed, key: str, settled: set[str] | None = None) -> str:
    """The key of the open item to look at once that one is settled, and others with it; "" for none."""
    keys = [item.key for item in one.items]
    at = keys.index(key) if key in keys else -1
    left = [other for other in (*keys[at + 1 :], *keys) if other not in {key, *(settled or ())}]
    return left[0] if left else ""


def _onward(review: LiveReview, document_id: str) -> str | None:
    """The document after that one in the queue, or else the first other one."""
    ids = [one.card.id for one in review.queue()]
    at = ids.index(document_id) if document_id in ids else -1
    others = [other for other in (*ids[at + 1 :], *ids) if other != document_id]
    return others[0] if others else None
