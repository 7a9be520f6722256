"""The jobs of the adding desk as JSON: `GET /api/v1/jobs`, its events, and `kb jobs --json`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from typing_extensions import TypedDict

from kb.job import Job, JobState

_PAGES = {JobState.IN_REVIEW: "duyet"}
"""Where the document of a job is shown, if not on its own page."""


class JobJson(TypedDict):
    """A job; `label` is its state in words, `url` the page of its document, null where there is none.
    `done` of `total` pages are read, both 0 where nobody knows. Times are ISO 8601 in UTC."""

    id: str
    name: str
    archive: str | None
    bytes: int
    state: str
    label: str
    detail: str
    done: int
    total: int
    open: bool
    can_retry: bool
    document: str | None
    url: str | None
    received_at: str
    changed_at: str


class JobsJson(TypedDict):
    """The jobs that are open, failed or wait, and those of the last 24 hours, the latest first."""

    jobs: list[JobJson]


def job_json(job: Job) -> JobJson:
    """One job."""
    document = job.document_id
    return JobJson(
        id=job.id,
        name=job.name,
        archive=job.archive,
        bytes=job.byte_size,
        state=job.state.value,
        label=job.label,
        detail=job.detail,
        done=job.done,
        total=job.total,
        open=job.state.is_open,
        can_retry=job.can_retry,
        document=document,
        url=f"/{_PAGES.get(job.state, 'van-ban')}/{quote(document, safe='')}" if document else None,
        received_at=job.received_at.isoformat(timespec="seconds"),
        changed_at=job.changed_at.isoformat(timespec="milliseconds"),
    )


def jobs_json(jobs: Iterable[Job]) -> JobsJson:
    """All of them, in the order given."""
    return JobsJson(jobs=[job_json(job) for job in jobs])
