"""The JSON API of the review desk; the shapes are those of `kb.service.review_json`."""

from __future__ import annotations

from datetime import UTC

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from kb.service.review_json import ReviewedJson, reviewed_json
from kb.service.reviewing import Reviewed
from kb.service.serialise import documents_json
from kb.service.shapes import DocumentsJson
from web.bodies import Sent
from web.dependencies import Asked, Keeping, Visiting
from web.paging import Key, ListPage, Paging, listed
from web.review_pages import Kind

router = APIRouter(tags=["Duyệt"])

_DOCUMENT = "/api/v1/review/{document_id}"


class Acceptance(Sent):
    """What accepting sends: the keys of the items that were looked at and are right; null for all that
    are open."""

    items: list[str] | None = None


@router.get("/api/v1/review", summary="Cần xem lại", response_model=ListPage[ReviewedJson])
def queue(service: Asked, paging: Paging, kind: Kind = None) -> JSONResponse:
    """The documents that need eyes, oldest first; `kind` narrows them to those with such an item."""
    return listed(service.review.queue(kind), "review", _key, reviewed_json, paging)


@router.get(_DOCUMENT, summary="Duyệt một văn bản", response_model=ReviewedJson)
def document(document_id: str, service: Asked) -> JSONResponse:
    """One document with its items, open and accepted."""
    return JSONResponse(reviewed_json(service.review.document(document_id)))


@router.post(f"{_DOCUMENT}/accept", summary="Đã xem, đúng", response_model=ReviewedJson)
def accept(document_id: str, sent: Acceptance, service: Asked, visitor: Visiting) -> JSONResponse:
    """Notes that items were looked at and are right; the document as it stands then."""
    service.review.accept(document_id, sent.items, visitor.account)
    return JSONResponse(reviewed_json(service.review.document(document_id)))


@router.post(f"{_DOCUMENT}/release", summary="Đưa vào thư viện", response_model=DocumentsJson)
def release(document_id: str, keeper: Keeping) -> JSONResponse:
    """Takes a document that was held back into the library; the list of that one."""
    return JSONResponse(documents_json((keeper.release(document_id),)))


def _key(one: Reviewed) -> Key:
    return one.added_at.astimezone(UTC).isoformat(timespec="microseconds"), one.card.id
