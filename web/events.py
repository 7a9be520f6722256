"""The jobs of the adding desk as server-sent events (the HTML standard, 9.2).

    event: jobs
    data: {"whole": true, "jobs": […], "gone": [], "summary": "Đang làm 2 tệp."}

A job has `alike` beside what it has elsewhere: the question that the page asks about it, or null.

Each stream begins with the whole state, so that one taken up again needs no memory; then comes what
changed. `event: end` is the last, when no job is open.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict

from fastapi.concurrency import run_in_threadpool

from kb.job import Job, JobState
from kb.service.job_json import job_json
from web.dependencies import Desk
from web.presenters.desk import summary
from web.presenters.duplicates import AlikeView

LOOK_SECONDS = 0.7  # between two looks; the worker notes the pages read every half second
_HEARTBEAT_LOOKS = (
    20  # looks without a change before a sign of life: proxies give up after 30 to 60 s
)


_State = tuple[dict[str, tuple[Job, AlikeView | None]], dict[JobState, int]]
_Alike = Callable[[Iterable[Job]], dict[str, AlikeView]]


async def job_events(desk: Desk, shown: Callable[[Job], Job], alike: _Alike) -> AsyncIterator[str]:
    """The events of one stream; `shown` is what its reader sees of a job, `alike` the questions about
    the documents of jobs that its reader may answer, by document."""
    before: _State | None = None
    silent = 0
    while True:
        now = await run_in_threadpool(_state, desk, shown, alike)
        if now != before:
            yield _event("jobs", _change(before, now))
            before, silent = now, 0
        if not any(state.is_open for state in now[1]):
            yield _event("end", {})
            return
        silent += 1
        if silent % _HEARTBEAT_LOOKS == 0:
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _state(desk: Desk, shown: Callable[[Job], Job], alike: _Alike) -> _State:
    counts = desk.counts()  # first: a job that ends in between is open here, and looked at again
    jobs = [shown(job) for job in desk.jobs()]
    asked = alike(jobs)
    return {job.id: (job, asked.get(job.document_id or "")) for job in jobs}, counts


def _change(before: _State | None, now: _State) -> dict[str, object]:
    known = before[0] if before else {}
    jobs, counts = now
    return {
        "whole": before is None,
        "jobs": [
            job_json(job) | {"alike": asdict(alike) if alike else None}
            for id, (job, alike) in jobs.items()
            if known.get(id) != (job, alike)
        ],
        "gone": [id for id in known if id not in jobs],
        "summary": summary(counts),
    }


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
