"""The JSON API of the lines of recognised pages; shapes are those of `kb.service.keeping.desk_json`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from kb.errors import Conflict
from kb.service.keeping.desk_json import page_text_json
from kb.service.shapes import PageTextJson
from web.api_document import refusals
from web.bodies import Sent
from web.dependencies import Keeping, PageNumber
from web.desk_api import CONFLICT, Version, conflict_answer

router = APIRouter(tags=["Giữ gìn thư viện"])

_PATH = "/api/v1/documents/{document_id}/pages/{number}/text"


class SentLine(Sent):
    """A line by its number on the page, from 1, and what it is to say: "" where there is no text,
    several lines where the machine missed some above or below it."""

    number: Annotated[int, Field(ge=0, lt=2**31)]
    text: str


class SentLines(Sent):
    """What a correction sends: the document's version that it is based on, and the lines that are to
    be others."""

    version: Version
    lines: list[SentLine]


@router.get(
    _PATH,
    summary="Các dòng của trang quét",
    response_model=PageTextJson,
    responses=refusals(400),
)
def lines(document_id: str, number: PageNumber, keeper: Keeping) -> JSONResponse:
    """The lines of a page that a machine read."""
    return JSONResponse(page_text_json(keeper.page_text(document_id, number)))


@router.put(
    _PATH,
    summary="Sửa dòng của trang quét",
    response_model=PageTextJson,
    responses=refusals(400) | CONFLICT,
)
def correct(document_id: str, number: PageNumber, sent: SentLines, keeper: Keeping) -> JSONResponse:
    """Corrects lines of a page, which comes back with what changed; 409 as for facts."""
    texts = {(number, line.number): line.text for line in sent.lines}
    try:
        keeper.correct_text(document_id, texts, sent.version)
    except Conflict as error:
        return conflict_answer(error, document_id, sent.version, keeper)
    entry = keeper.log.history_of(document_id)[-1]
    return JSONResponse(page_text_json(keeper.page_text(document_id, number), entry))
