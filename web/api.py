"""The JSON API; the shapes are those of `kb.service.serialise`, shared with `kb search --json`."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from kb.drafting.export import ExportFormat
from kb.service.exporting import MEDIA_TYPES, exported
from kb.service.gaps_export import gaps_csv, gaps_json
from kb.service.serialise import answer_json, document_json, documents_json, suggestions_json
from kb.service.verification_json import verification_json
from web.dependencies import Asked, Day, Wanted, answer_to
from web.headers import disposition

router = APIRouter()


@router.get("/api/search")
def search(service: Asked, terms: Wanted) -> JSONResponse:
    """The answer to a query; an empty query is an error, not an empty answer."""
    if not terms.typed:
        raise RequestValidationError([{"loc": ("query", "q"), "type": "missing", "input": ""}])
    return JSONResponse(answer_json(answer_to(service, terms)))


@router.get("/api/export")
def export(
    service: Asked, terms: Wanted, format: ExportFormat = ExportFormat.TEXT, ranks: str = ""
) -> Response:
    """The hits of a search, or those of these ranks ("1,3"), as a file of citations."""
    if not terms.typed:
        raise RequestValidationError([{"loc": ("query", "q"), "type": "missing", "input": ""}])
    hits = answer_to(service, terms).hits
    chosen = [rank.strip() for rank in ranks.split(",") if rank.strip()]
    content = exported([hit for hit in hits if not chosen or str(hit.rank) in chosen], format)
    kind, ending = MEDIA_TYPES[format]
    headers = {"Content-Disposition": disposition("attachment", f"trich-dan.{ending}")}
    return Response(content, media_type=kind, headers=headers)


@router.get("/api/suggest")
def suggest(service: Asked, q: str = "") -> JSONResponse:
    """What somebody who has typed `q` may be about to type; nothing for less than two letters."""
    return JSONResponse(suggestions_json(q, service.suggest(q)))


@router.get("/api/verify")
def verify(service: Asked, text: str = "", document: str = "") -> JSONResponse:
    """Whether the quotation `text` stands in the library, or in the documents named."""
    answer = service.verify(text, document.strip() or None)
    return JSONResponse(verification_json(answer))


@router.get("/api/documents")
def documents(service: Asked) -> JSONResponse:
    """The held documents, newest first."""
    return JSONResponse(documents_json(service.documents()))


@router.get("/api/documents/{document_id}")
def document(document_id: str, service: Asked, as_of: Day = None) -> JSONResponse:
    """One document with its outline, text and mentions, and its state on a day."""
    return JSONResponse(document_json(service.document_view(document_id, as_of)))


@router.get("/api/gaps")
def gaps(service: Asked, format: Literal["json", "csv"] = "json") -> Response:
    """The documents that held ones cite and the library does not hold, most cited first."""
    found = service.gaps()
    if format == "json":
        return JSONResponse(gaps_json(found))
    headers = {"Content-Disposition": disposition("attachment", "van-ban-con-thieu.csv")}
    return Response(gaps_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/healthz")
def alive() -> JSONResponse:
    """Says that the process answers; the state of the library is on /tinh-trang."""
    return JSONResponse({"status": "ok"})
