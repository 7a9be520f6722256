"""The JSON API of what librarians do; the shapes are those of `kb.service.keeping.desk_json`."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from kb.errors import Conflict
from kb.service.keeping.desk_json import conflict_json, corrected_json, history_json, trash_json
from kb.service.serialise import documents_json
from kb.store.corrections import Corrected
from web.dependencies import Asked, Keeping
from web.errors import code_of, status_of

router = APIRouter()


class Correction(BaseModel):
    """What a correction sends: the version of the facts that it is based on, and the facts that are to
    be others, by the names in `Facts`, as words; null empties one."""

    version: int
    facts: dict[str, str | None]


class Undoing(BaseModel):
    """What taking a correction back sends: the version of the facts that it is based on."""

    version: int


@router.get("/api/trash")
def trash(keeper: Keeping) -> JSONResponse:
    """The documents in the trash, the latest first."""
    return JSONResponse(trash_json(keeper.trashed()))


@router.post("/api/documents/{document_id}/trash")
def throw_away(document_id: str, keeper: Keeping) -> JSONResponse:
    """Puts a document into the trash; the list of that one."""
    return JSONResponse(documents_json((keeper.to_trash(document_id),)))


@router.post("/api/documents/{document_id}/restore")
def restore(document_id: str, keeper: Keeping) -> JSONResponse:
    """Takes a document out of the trash; the list of that one."""
    return JSONResponse(documents_json((keeper.restore(document_id),)))


@router.post("/api/documents/{document_id}/purge")
def purge(document_id: str, keeper: Keeping) -> JSONResponse:
    """Deletes a document that is in the trash for ever; an empty list."""
    keeper.purge(document_id)
    return JSONResponse(documents_json(()))


@router.patch("/api/documents/{document_id}/facts")
def correct(document_id: str, sent: Correction, service: Asked, keeper: Keeping) -> JSONResponse:
    """Corrects facts of a document; 409 with what others changed since the version that is named."""
    facts: Corrected = sent.facts
    try:
        keeper.correct(document_id, facts, sent.version)
    except Conflict as error:
        return _conflict(error, document_id, sent.version, keeper)
    return JSONResponse(corrected_json(service.document_view(document_id)))


@router.post("/api/documents/{document_id}/undo")
def undo(document_id: str, sent: Undoing, service: Asked, keeper: Keeping) -> JSONResponse:
    """Takes the last correction back; errors as for `correct`."""
    try:
        keeper.undo(document_id, sent.version)
    except Conflict as error:
        return _conflict(error, document_id, sent.version, keeper)
    return JSONResponse(corrected_json(service.document_view(document_id)))


@router.get("/api/documents/{document_id}/history")
def history(document_id: str, keeper: Keeping) -> JSONResponse:
    """What was done with a document, held, in the trash or gone; the oldest first."""
    return JSONResponse(history_json(keeper.history(document_id)))


def _conflict(error: Conflict, document_id: str, version: int, keeper: Keeping) -> JSONResponse:
    body = conflict_json(
        code_of(error),
        str(error),
        keeper.facts_version(document_id),
        keeper.changes_since(document_id, version),
    )
    return JSONResponse(body, status_of(error))
