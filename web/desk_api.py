"""The JSON API of what librarians do; the shapes are those of `kb.service.keeping.desk_json`."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from kb.errors import Conflict
from kb.service.keeping.desk_json import (
    conflict_json,
    corrected_json,
    limited_json,
    trashed_json,
)
from kb.service.keeping.journal import entry_json
from kb.service.keeping.keeper import TrashedDocument
from kb.service.serialise import documents_json
from kb.service.shapes import (
    ConflictJson,
    CorrectedJson,
    DocumentsJson,
    EntryJson,
    LimitedJson,
    TrashedJson,
)
from kb.store.corrections import Corrected
from web.api_document import Responses, refusals
from web.bodies import Sent
from web.dependencies import Asked, Keeping
from web.errors import code_of, status_of
from web.paging import Key, ListPage, Paging, listed
from web.troubles import ERROR_HEADINGS

router = APIRouter(tags=["Giữ gìn thư viện"])

_DOCUMENT = "/api/v1/documents/{document_id}"
CONFLICT: Responses = {409: {"model": ConflictJson, "description": ERROR_HEADINGS[409]}}
Version = Annotated[int, Field(ge=0, lt=2**63)]  # the id of an entry in the log


class Correction(Sent):
    """What a correction sends: the version of the facts that it is based on, and the facts that are to
    be others, by the names in `Facts`, as words; null empties one."""

    version: Version
    facts: dict[str, str | None]


class Limits(Sent):
    """What a limit sends: the groups whose people alone may see the document; none lifts the limit.
    `based_on` are the groups that it was limited to when they were chosen; null asks nothing."""

    groups: list[str]
    based_on: list[str] | None = None


class Undoing(Sent):
    """What taking a correction back sends: the version of the facts that it is based on."""

    version: Version


@router.get("/api/v1/trash", summary="Thùng rác", response_model=ListPage[TrashedJson])
def trash(keeper: Keeping, paging: Paging) -> JSONResponse:
    """The documents in the trash, the latest first."""

    def key(item: TrashedDocument) -> Key:
        return item.at.astimezone(UTC).isoformat(timespec="microseconds"), item.card.id

    return listed(keeper.trashed(), "trash", key, trashed_json, paging, downwards=True)


@router.post(f"{_DOCUMENT}/trash", summary="Bỏ vào thùng rác", response_model=DocumentsJson)
def throw_away(document_id: str, keeper: Keeping) -> JSONResponse:
    """Puts a document into the trash; the list of that one."""
    return JSONResponse(documents_json((keeper.to_trash(document_id),)))


@router.post(f"{_DOCUMENT}/restore", summary="Lấy lại từ thùng rác", response_model=DocumentsJson)
def restore(document_id: str, keeper: Keeping) -> JSONResponse:
    """Takes a document out of the trash; the list of that one."""
    return JSONResponse(documents_json((keeper.restore(document_id),)))


@router.post(f"{_DOCUMENT}/purge", summary="Xóa hẳn", response_model=DocumentsJson)
def purge(document_id: str, keeper: Keeping) -> JSONResponse:
    """Deletes a document that is in the trash for ever; an empty list."""
    keeper.purge(document_id)
    return JSONResponse(documents_json(()))


@router.patch(
    f"{_DOCUMENT}/facts",
    summary="Sửa thông tin",
    response_model=CorrectedJson,
    responses=CONFLICT,
)
def correct(document_id: str, sent: Correction, service: Asked, keeper: Keeping) -> JSONResponse:
    """Corrects facts of a document; 409 with what others changed since the version that is named."""
    facts: Corrected = sent.facts
    try:
        keeper.correct(document_id, facts, sent.version)
    except Conflict as error:
        return conflict_answer(error, document_id, sent.version, keeper)
    return JSONResponse(corrected_json(service.review.view(document_id)))


@router.put(
    f"{_DOCUMENT}/limits",
    summary="Giới hạn người xem",
    response_model=LimitedJson,
    responses=refusals(409),
)
def limit(document_id: str, sent: Limits, keeper: Keeping) -> JSONResponse:
    """Limits a document to these groups; 400 for what cannot be the name of a group, 409 where it is
    not limited to the groups `based_on` any more."""
    return JSONResponse(limited_json(keeper.limit(document_id, sent.groups, sent.based_on)))


@router.post(
    f"{_DOCUMENT}/undo",
    summary="Hoàn lại lần sửa",
    response_model=CorrectedJson,
    responses=CONFLICT,
)
def undo(document_id: str, sent: Undoing, service: Asked, keeper: Keeping) -> JSONResponse:
    """Takes the last correction back; errors as for `correct`."""
    try:
        keeper.undo(document_id, sent.version)
    except Conflict as error:
        return conflict_answer(error, document_id, sent.version, keeper)
    return JSONResponse(corrected_json(service.review.view(document_id)))


@router.get(
    f"{_DOCUMENT}/history", summary="Lịch sử một văn bản", response_model=ListPage[EntryJson]
)
def history(document_id: str, keeper: Keeping, paging: Paging) -> JSONResponse:
    """What was done with a document, held, in the trash or gone; the oldest first."""
    entries = keeper.log.history(document_id)
    listing = f"history {document_id}"
    return listed(entries, listing, lambda entry: (entry.id,), entry_json, paging)


def conflict_answer(
    error: Conflict, document_id: str, version: int, keeper: Keeping
) -> JSONResponse:
    """Says what others changed since the version that a correction names."""
    body = conflict_json(
        code_of(error),
        str(error),
        keeper.facts_version(document_id),
        keeper.log.changes_since(document_id, version),
    )
    return JSONResponse(body, status_of(error))
