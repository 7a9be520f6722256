"""The page and the API that check a draft. The upload is read, answered and forgotten."""

from __future__ import annotations

from asyncio import Semaphore
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from kb.errors import NotCommentable, SecretMarked, TooHeavy, UnreadableFile
from kb.service.check_json import ReportJson, report_json
from kb.service.checking import DraftReport, commented
from kb.service.drafts import LARGEST
from web import troubles
from web.api_document import binary, form, refusals
from web.dependencies import Asked, Rendering, Service
from web.headers import disposition
from web.presenters.draft import draft_view

router = APIRouter()

AT_ONCE = 2
"""Drafts that are read at one time, each in a process of its own: an office machine has two cores."""

_AROUND = 64 * 1024  # bytes of a form beside its file
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REFUSED = (UnreadableFile, SecretMarked, NotCommentable)


@router.get("/kiem-tra")
def check_page(renderer: Rendering) -> HTMLResponse:
    """The form that takes a draft."""
    return renderer.page(draft_view(None))


@router.post("/kiem-tra")
async def checked_page(request: Request, service: Asked, renderer: Rendering) -> Response:
    """The report on the draft that was sent, or its Word file with comments, or why there is none."""
    try:
        name, data, wanted = await _sent(request)
        report = await _checked(request, service, name, data)
        if wanted == "docx":
            return await _commented(name, data, report)
    except _REFUSED as error:
        return renderer.page(draft_view(None, str(error)), 400)
    return renderer.page(draft_view(report))


@router.post(
    "/api/v1/check",
    summary="Kiểm tra dự thảo",
    tags=["Tra cứu"],
    response_model=ReportJson,
    responses=binary(_WORD) | refusals(411),
    openapi_extra=form(
        file={"type": "string", "format": "binary"},
        format={"type": "string", "enum": ["json", "docx"], "default": "json"},
    ),
)
async def check(request: Request, service: Asked) -> Response:
    """The report on the draft in the field "file": as JSON or, with "format" docx, the draft's own Word
    file with comments."""
    name, data, wanted = await _sent(request)
    report = await _checked(request, service, name, data)
    if wanted == "json":
        return JSONResponse(report_json(report))
    return await _commented(name, data, report)


async def _commented(name: str, data: bytes, report: DraftReport) -> Response:
    content = await run_in_threadpool(commented, data, report)
    file_name = f"{Path(name).stem}-ghi-chu.docx"
    headers = {"Content-Disposition": disposition("attachment", file_name)}
    return Response(content, media_type=_WORD, headers=headers)


async def _sent(request: Request) -> tuple[str, bytes, Literal["json", "docx"]]:
    """Name and bytes of the file that was sent, and the form that is asked for.

    Raises TooHeavy before more is read than a draft may have.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411)
    if int(length) > LARGEST + _AROUND:
        raise TooHeavy(troubles.draft_too_large(LARGEST))
    async with request.form(max_files=1, max_fields=4) as form:
        file, wanted = form.get("file"), form.get("format", "json")
        if not isinstance(file, UploadFile) or not file.filename:
            raise RequestValidationError(
                [{"loc": ("body", "file"), "type": "missing", "input": ""}]
            )
        if wanted not in ("json", "docx"):
            raise RequestValidationError(
                [{"loc": ("body", "format"), "type": "enum", "input": str(wanted)}]
            )
        return file.filename, await file.read(), "docx" if wanted == "docx" else "json"


async def _checked(request: Request, service: Service, name: str, data: bytes) -> DraftReport:
    turns: Semaphore = request.app.state.checkers
    async with turns:
        return await run_in_threadpool(service.check, name, data)
