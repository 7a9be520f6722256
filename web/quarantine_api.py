"""The JSON API of the files with a mark of secrecy, for administrators: names, never content."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from kb.errors import InvalidRelease
from kb.service.keeping.secret_files import is_named
from kb.service.keeping.secret_json import SetAsideJson, set_aside_json
from kb.service.serialise import documents_json
from kb.service.shapes import DocumentsJson
from kb.store.quarantine import SetAside
from web.api_document import refusals
from web.bodies import Sent
from web.dependencies import Keeping
from web.paging import ListPage, Paging, listed
from web.presenters.quarantine import WRONG_NAME

router = APIRouter(tags=["Cách ly"])

_FILE = "/api/v1/quarantine/{document_id}"


class Named(Sent):
    """What destroying sends: what the file is called, so that none is meant by mistake."""

    name: str


class Clearing(Named):
    """What adding one in spite of its mark sends: that, and a reason that stands in the log."""

    reason: str


@router.get("/api/v1/quarantine", summary="Các tệp cách ly", response_model=ListPage[SetAsideJson])
def files(keeper: Keeping, paging: Paging) -> JSONResponse:
    """The files in quarantine, by their ids."""
    return listed(keeper.quarantined(), "quarantine", lambda one: (one.id,), set_aside_json, paging)


@router.post(
    f"{_FILE}/release",
    summary="Nạp một tệp bị nhận nhầm dấu",
    response_model=DocumentsJson,
    responses=refusals(400),
)
def release(document_id: str, sent: Clearing, keeper: Keeping) -> JSONResponse:
    """Adds a file whose mark was misread; the list of that document."""
    item = _named(keeper.find_quarantined(document_id), sent.name)
    return JSONResponse(documents_json((keeper.clear(item, sent.reason),)))


@router.post(f"{_FILE}/destroy", summary="Hủy một tệp", status_code=204, responses=refusals(400))
def destroy(document_id: str, sent: Named, keeper: Keeping) -> Response:
    """Overwrites and deletes a file."""
    keeper.destroy(_named(keeper.find_quarantined(document_id), sent.name))
    return Response(status_code=204)


def _named(item: SetAside, name: str) -> SetAside:
    """The file, if that is its name. Raises InvalidRelease."""
    if not is_named(item, name):
        raise InvalidRelease(WRONG_NAME)
    return item
