"""The JSON API; the shapes are those of `kb.service.serialise`, shared with `kb search --json`."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from kb.service.serialise import answer_json, document_json, documents_json, suggestions_json
from web.dependencies import Asked, Wanted, answer_to

router = APIRouter()


@router.get("/api/search")
def search(service: Asked, terms: Wanted) -> JSONResponse:
    """The answer to a query; an empty query is an error, not an empty answer."""
    if not terms.typed:
        raise RequestValidationError([{"loc": ("query", "q"), "type": "missing", "input": ""}])
    return JSONResponse(answer_json(answer_to(service, terms)))


@router.get("/api/suggest")
def suggest(service: Asked, q: str = "") -> JSONResponse:
    """What somebody who has typed `q` may be about to type; nothing for less than two letters."""
    return JSONResponse(suggestions_json(q, service.suggest(q)))


@router.get("/api/documents")
def documents(service: Asked) -> JSONResponse:
    """The held documents, newest first."""
    return JSONResponse(documents_json(service.documents()))


@router.get("/api/documents/{document_id}")
def document(document_id: str, service: Asked) -> JSONResponse:
    """One document with its outline, text and mentions."""
    return JSONResponse(document_json(service.document_view(document_id)))


@router.get("/healthz")
def alive() -> JSONResponse:
    """Says that the process answers; the state of the library is on /tinh-trang."""
    return JSONResponse({"status": "ok"})
