"""The page of the adding desk: a form to send files with, and the jobs of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.job import OPEN_STATES, Job, JobState
from kb.service.desk import DeskLimits
from web import labels
from web.links import document_url, review_url
from web.presenters.duplicates import AlikeView
from web.presenters.page import Page, page_of

_GOOD = (JobState.ADDED, JobState.UNCHANGED)
_TROUBLED = (JobState.FAILED, JobState.WAITING, JobState.IN_REVIEW, JobState.QUARANTINED)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job; `archive`, `detail` and `url` are "" where there is none, `total` 0 where no pages are
    told; `alike` asks about another document that it is like. The row without an id is the pattern
    from which the page's script makes new ones."""

    id: str = ""
    name: str = ""
    archive: str = ""
    state: str = ""
    label: str = ""
    detail: str = ""
    done: int = 0
    total: int = 0
    busy: bool = False
    open: bool = False
    can_retry: bool = False
    url: str = ""
    alike: AlikeView | None = None


@dataclass(frozen=True, slots=True)
class DeskView:
    """The page (`desk.html`); the limits are in MB and bytes. `is_open` is true while jobs go on."""

    page: Page
    jobs: tuple[JobRow, ...]
    pattern: JobRow
    summary: str
    is_open: bool
    file_mb: int
    request_mb: int
    file_bytes: int


def desk_view(
    jobs: tuple[Job, ...],
    counts: Mapping[JobState, int],
    limits: DeskLimits,
    alike: Mapping[str, AlikeView],
) -> DeskView:
    """The page of these jobs, in the order given; `counts` are of all, shown or not; `alike` are the
    questions by document."""
    return DeskView(
        page=page_of(labels.PAGE_TITLES["desk"], "desk"),
        jobs=tuple(_row(job, alike.get(job.document_id or "")) for job in jobs),
        pattern=JobRow(),
        summary=summary(counts),
        is_open=any(state.is_open for state in counts),
        file_mb=limits.file_bytes >> 20,
        request_mb=limits.request_bytes >> 20,
        file_bytes=limits.file_bytes,
    )


def summary(counts: Mapping[JobState, int]) -> str:
    """How the desk stands, in a sentence."""

    def number(states: Iterable[JobState]) -> int:
        return sum(counts.get(state, 0) for state in states)

    return labels.jobs_summary(number(OPEN_STATES), number(_GOOD), number(_TROUBLED))


def _row(job: Job, alike: AlikeView | None) -> JobRow:
    return JobRow(
        id=job.id,
        name=job.name,
        archive=job.archive or "",
        state=job.state.value,
        label=job.label,
        detail=job.detail,
        done=job.done,
        total=job.total,
        busy=job.state in (JobState.READING, JobState.INDEXING),
        open=job.state.is_open,
        can_retry=job.can_retry,
        url=_url(job),
        alike=alike,
    )


def _url(job: Job) -> str:
    if not job.document_id:
        return ""
    in_review = job.state is JobState.IN_REVIEW
    return review_url(job.document_id) if in_review else document_url(job.document_id)
