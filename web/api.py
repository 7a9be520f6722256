"""The JSON API of searching and quoting; the shapes are those of `kb.service.serialise`, shared with
`kb search --json`."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from kb.drafting.export import ExportFormat
from kb.service.exporting import MEDIA_TYPES, exported
from kb.service.serialise import answer_json, suggestions_json
from kb.service.shapes import AnswerJson, SuggestionsJson
from kb.service.verification_json import VerificationJson, verification_json
from web.api_document import binary, refusals
from web.dependencies import Asked, Required, answer_to
from web.headers import disposition

router = APIRouter(tags=["Tra cứu"])


@router.get("/api/v1/search", summary="Tra cứu", response_model=AnswerJson)
def search(service: Asked, terms: Required) -> JSONResponse:
    """The answer to a query; an empty query is an error, not an empty answer. The best 100 hits at
    most: ranks beyond them say nothing, so there is no cursor."""
    return JSONResponse(answer_json(answer_to(service, terms)))


@router.get(
    "/api/v1/export",
    summary="Xuất trích dẫn thành tệp",
    response_class=Response,
    responses=binary(*(kind for kind, _ in MEDIA_TYPES.values())),
)
def export(
    service: Asked, terms: Required, format: ExportFormat = ExportFormat.TEXT, ranks: str = ""
) -> Response:
    """The hits of a search, or those of these ranks ("1,3"), as a file of citations."""
    hits = answer_to(service, terms).hits
    chosen = [rank.strip() for rank in ranks.split(",") if rank.strip()]
    content = exported([hit for hit in hits if not chosen or str(hit.rank) in chosen], format)
    kind, ending = MEDIA_TYPES[format]
    headers = {"Content-Disposition": disposition("attachment", f"trich-dan.{ending}")}
    return Response(content, media_type=kind, headers=headers)


@router.get("/api/v1/suggest", summary="Gợi ý khi đang gõ", response_model=SuggestionsJson)
def suggest(service: Asked, q: str = "") -> JSONResponse:
    """What somebody who has typed `q` may be about to type; nothing for less than two letters."""
    return JSONResponse(suggestions_json(q, service.suggest(q)))


@router.get(
    "/api/v1/verify",
    summary="Đối chiếu trích dẫn",
    response_model=VerificationJson,
    responses=refusals(400, 404),
)
def verify(service: Asked, text: str = "", document: str = "") -> JSONResponse:
    """Whether the quotation `text` stands in the library, or in the documents named."""
    answer = service.verify(text, document.strip() or None)
    return JSONResponse(verification_json(answer))


@router.get("/healthz")
def alive() -> JSONResponse:
    """Says that the process answers; the state of the library is on /tinh-trang."""
    return JSONResponse({"status": "ok"})
