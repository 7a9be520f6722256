"""The adding desk on the web: the page, and its part of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from fastapi import APIRouter, Request
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from kb.job import Job
from kb.person import Permission
from kb.service.job_json import JobJson, JobsJson, job_json, jobs_json
from kb.service.keeping.keeper import Keeper
from web.api_document import form
from web.dependencies import AtDesk, Keeping, Rendering, Visiting
from web.events import job_events
from web.paging import ListPage, Paging, listed
from web.presenters.desk import desk_view
from web.presenters.duplicates import AlikeView, alike_by_document
from web.upload import received
from web.visitor import Visitor

_PAGE = "/them"
_JOB = "/api/v1/jobs/{job_id}"
_TAGS: list[str | Enum] = ["Nạp văn bản"]

router = APIRouter()


@router.get(_PAGE)
def desk_page(
    desk: AtDesk, visitor: Visiting, renderer: Rendering, keeper: Keeping
) -> HTMLResponse:
    """The form to send files with, and the jobs."""
    jobs = tuple(map(_shown_to(visitor), desk.jobs()))
    alike = _alike_to(visitor, keeper)(jobs)
    return renderer.page(desk_view(jobs, desk.counts(), desk.limits, alike))


@router.post(_PAGE)
async def send_from_page(request: Request, desk: AtDesk, visitor: Visiting) -> RedirectResponse:
    """Takes the files of the form, then shows the page."""
    await received(request, desk, visitor.account)
    return RedirectResponse(_PAGE, 303)


@router.post(f"{_PAGE}/{{job_id}}/thu-lai")
def retry_from_page(job_id: str, desk: AtDesk) -> RedirectResponse:
    """Tries a job once more, then shows the page."""
    desk.retry(job_id)
    return RedirectResponse(_PAGE, 303)


@router.post(f"{_PAGE}/{{job_id}}/bo")
def dismiss_from_page(job_id: str, desk: AtDesk) -> RedirectResponse:
    """Forgets a job, then shows the page."""
    desk.dismiss(job_id)
    return RedirectResponse(_PAGE, 303)


@router.get(
    "/api/v1/jobs", summary="Các tệp đang nạp", tags=_TAGS, response_model=ListPage[JobJson]
)
def jobs(desk: AtDesk, visitor: Visiting, paging: Paging) -> JSONResponse:
    """The jobs that are open, failed or wait, and those of the last 24 hours, the latest first."""
    found = map(_shown_to(visitor), desk.jobs())
    return listed(found, "jobs", lambda job: (job.id,), job_json, paging, downwards=True)


@router.post(
    "/api/v1/jobs",
    summary="Gửi tệp vào thư viện",
    tags=_TAGS,
    status_code=202,
    response_model=JobsJson,
    openapi_extra=form(files={"type": "array", "items": {"type": "string", "format": "binary"}}),
)
async def send(request: Request, desk: AtDesk, visitor: Visiting) -> JSONResponse:
    """Takes the files of a form (multipart/form-data); the jobs that they are now."""
    jobs = await received(request, desk, visitor.account)
    return JSONResponse(jobs_json(jobs), status_code=202)


@router.get(
    "/api/v1/jobs/events",
    summary="Theo dõi việc nạp",
    tags=_TAGS,
    response_class=StreamingResponse,
    responses={200: {"description": "Dòng sự kiện.", "content": {"text/event-stream": {}}}},
)
def events(desk: AtDesk, visitor: Visiting, keeper: Keeping) -> StreamingResponse:
    """The jobs as they go on, as server-sent events, until none is open."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = job_events(desk, _shown_to(visitor), _alike_to(visitor, keeper))
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


@router.get(_JOB, summary="Một tệp đang nạp", tags=_TAGS, response_model=JobJson)
def job(job_id: str, desk: AtDesk, visitor: Visiting) -> JSONResponse:
    """One job, however long ago it ended."""
    return JSONResponse(job_json(_shown_to(visitor)(desk.job(job_id))))


@router.post(f"{_JOB}/retry", summary="Thử lại", tags=_TAGS, status_code=204)
def retry(job_id: str, desk: AtDesk) -> Response:
    """Tries a job once more."""
    desk.retry(job_id)
    return Response(status_code=204)


@router.delete(_JOB, summary="Bỏ khỏi danh sách", tags=_TAGS, status_code=204)
def dismiss(job_id: str, desk: AtDesk) -> Response:
    """Forgets a job that has ended."""
    desk.dismiss(job_id)
    return Response(status_code=204)


def _alike_to(visitor: Visitor, keeper: Keeper) -> Callable[[Iterable[Job]], dict[str, AlikeView]]:
    """The questions about the documents of jobs, by document, for those who may answer them."""
    if visitor.person is None or not visitor.person.may(Permission.CORRECT):
        return lambda jobs: {}
    return lambda jobs: alike_by_document(
        keeper.duplicates({job.document_id for job in jobs if job.document_id})
    )


def _shown_to(visitor: Visitor) -> Callable[[Job], Job]:
    """What a visitor sees of a job: the names of files with a mark of secrecy are not for everybody."""
    if visitor.person is not None and visitor.person.may(Permission.SEE_QUARANTINE):
        return lambda job: job
    return Job.without_secrets
