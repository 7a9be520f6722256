"""The jobs of the adding desk in the store, and which files of watched folders were taken.

A plain table, with one program at a time that works on it (`kb.service.working`). A queue such as huey
takes a task off its list when it begins, and so loses it when the power goes; here a job leaves its
open state only with its outcome, and whoever starts next takes up what was left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from kb.errors import UnknownJob
from kb.job import KEPT_STATES, OPEN_STATES, RETRIED_STATES, Job, JobState
from kb.store.engine import Database
from kb.store.schema import document, job, watched_file
from kb.store.scopes import Scope

_UNDER_WAY = (JobState.READING, JobState.INDEXING)


class Jobs:
    """The jobs and the memory of watched folders; each call is one transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, jobs: Sequence[Job]) -> None:
        """Takes in new jobs: all of them or none."""
        with self._database.writing() as connection:
            _insert(connection, jobs)

    def job(self, job_id: str) -> Job:
        """The job of that id. Raises UnknownJob."""
        with self._database.reading() as connection:
            row = connection.execute(_jobs().where(job.c.id == job_id)).one_or_none()
        if row is None:
            raise _unknown()
        return _job_of(row)

    def received(self, limit: int) -> list[Job]:
        """The jobs that nobody has begun, in order of arrival."""
        query = _jobs().where(job.c.state == JobState.RECEIVED).order_by(job.c.id).limit(limit)
        with self._database.reading() as connection:
            return [_job_of(row) for row in connection.execute(query)]

    def open(self) -> list[Job]:
        """The jobs that are still to be done, in order of arrival."""
        query = _jobs().where(job.c.state.in_(OPEN_STATES)).order_by(job.c.id)
        with self._database.reading() as connection:
            return [_job_of(row) for row in connection.execute(query)]

    def shown(self, since: datetime, limit: int) -> list[Job]:
        """The jobs whose files are kept and those that changed since then, the latest arrival first;
        of more than `limit` those that changed last.

        One whose document waited for its review and was thrown away is not among them. `document_id`
        is None where that document is neither held nor held back any more.
        """
        latest = _jobs().where(_is_shown(since)).order_by(job.c.changed_at.desc()).limit(limit)
        query = select(latest.subquery()).order_by(text("id DESC"))
        with self._database.reading(Scope.WITH_HELD_BACK) as connection:
            found = [_job_of(row) for row in connection.execute(query)]
            named = {one.document_id for one in found if one.document_id}
            held = set(connection.scalars(select(document.c.id).where(document.c.id.in_(named))))
        return [one if one.document_id in held else replace(one, document_id=None) for one in found]

    def counts(self, since: datetime) -> dict[JobState, int]:
        """How many of those jobs, without a limit, there are of each state."""
        query = select(job.c.state, func.count()).where(_is_shown(since)).group_by(job.c.state)
        with self._database.reading(Scope.WITH_HELD_BACK) as connection:
            return {JobState(state): count for state, count in connection.execute(query)}

    def with_bytes(self) -> set[str]:
        """The ids of the jobs whose files are kept: those to be done, or to be tried again."""
        query = select(job.c.id).where(job.c.state.in_(KEPT_STATES))
        with self._database.reading() as connection:
            return set(connection.scalars(query))

    def take_up(self, ids: Collection[str]) -> None:
        """Counts one more attempt at each of these."""
        self._change(ids, attempts=job.c.attempts + 1)

    def put_back(self, ids: Collection[str], detail: str = "") -> None:
        """Makes these wait for their turn again, where they are open; the attempt does not count."""
        with self._database.writing() as connection:
            connection.execute(
                update(job)
                .where(job.c.id.in_(ids), job.c.state.in_(OPEN_STATES))
                .values(_reopened(detail) | {"attempts": job.c.attempts - 1})
            )

    def recover(self) -> None:
        """What a program that was ended had under way waits for its turn again."""
        with self._database.writing() as connection:
            connection.execute(update(job).where(job.c.state.in_(_UNDER_WAY)).values(_reopened("")))

    def tell(self, ids: Collection[str], state: JobState, done: int = 0, total: int = 0) -> None:
        """How far these jobs are; one that has ended stays so."""
        values = {"state": state, "done": done, "total": total, "detail": ""}
        is_open = job.c.id.in_(ids) & job.c.state.in_(OPEN_STATES)
        with self._database.writing() as connection:
            connection.execute(update(job).where(is_open).values(values | {"changed_at": _now()}))

    def end(
        self, job_id: str, state: JobState, detail: str = "", document_id: str | None = None
    ) -> None:
        """The outcome of a job."""
        self._change([job_id], state=state, detail=detail, document_id=document_id)

    def unpack(self, archive_id: str, members: Sequence[Job], detail: str) -> None:
        """The files of an archive become jobs, and its own job ends: both or neither."""
        with self._database.writing() as connection:
            _insert(connection, members)
            ended = {"state": JobState.UNPACKED, "detail": detail, "changed_at": _now()}
            connection.execute(update(job).where(job.c.id == archive_id).values(ended))

    def retry(self, job_id: str) -> None:
        """Makes a job that failed or waits for OCR wait for its turn. Raises UnknownJob."""
        is_retried = (job.c.id == job_id) & job.c.state.in_(RETRIED_STATES)
        with self._database.writing() as connection:
            again = update(job).where(is_retried).values(_reopened("") | {"attempts": 0})
            if not connection.execute(again).rowcount:
                raise _unknown()

    def remove(self, job_id: str) -> None:
        """Forgets a job that has ended. Raises UnknownJob for others."""
        is_ended = (job.c.id == job_id) & job.c.state.not_in(OPEN_STATES)
        with self._database.writing() as connection:
            if not connection.execute(delete(job).where(is_ended)).rowcount:
                raise _unknown()

    def clear_quarantined(self, name: str, state: JobState, detail: str, document_id: str) -> None:
        """The outcome of the job that brought a secret file of that name, once it is cleared. Where
        several were set aside under that name nobody knows which it was, and all stay as they are."""
        query = select(job.c.id).where(_is_quarantined(name))
        with self._database.reading() as connection:
            found = list(connection.scalars(query))
        if len(found) == 1:
            self.end(found[0], state, detail, document_id)

    def forget_quarantined(self, name: str) -> None:
        """Forgets the jobs of secret files of that name; their words are overwritten."""
        with self._database.writing() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(delete(job).where(_is_quarantined(name)))
        self._database.fold_log()

    def remove_ended(self, before: datetime) -> None:
        """Forgets the jobs that ended before then, but for those whose files are kept."""
        is_old = job.c.state.not_in(KEPT_STATES) & (job.c.changed_at < _text(before))
        with self._database.writing() as connection:
            connection.execute(delete(job).where(is_old))

    def knows_watched(self, path: str, byte_size: int, modified_ns: int) -> bool:
        """True if the file at `path` was taken with this size and time of change."""
        query = select(watched_file.c.path).where(
            watched_file.c.path == path,
            watched_file.c.byte_size == byte_size,
            watched_file.c.modified_ns == modified_ns,
        )
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def take_watched(
        self, path: str, sha256: str, byte_size: int, modified_ns: int, found: Job
    ) -> bool:
        """Remembers the file at `path` and takes in its job; False, and no job, if these very bytes
        were taken from there before (`sha256` is "" where they could not be read)."""
        seen = {"sha256": sha256, "byte_size": byte_size, "modified_ns": modified_ns}
        at_path = watched_file.c.path == path
        with self._database.writing() as connection:
            before = connection.scalar(select(watched_file.c.sha256).where(at_path))
            if before is None:
                connection.execute(insert(watched_file).values(path=path, **seen))
            else:
                connection.execute(update(watched_file).where(at_path).values(seen))
            if before and before == sha256:
                return False
            _insert(connection, [found])
            return True

    def _change(self, ids: Iterable[str], **values: object) -> None:
        with self._database.writing() as connection:
            change = update(job).where(job.c.id.in_(list(ids)))
            connection.execute(change.values(values | {"changed_at": _now()}))


def _insert(connection: Connection, jobs: Sequence[Job]) -> None:
    rows = [
        asdict(one) | {"received_at": _text(one.received_at), "changed_at": _text(one.changed_at)}
        for one in jobs
    ]
    if rows:
        connection.execute(insert(job), rows)


def _is_quarantined(name: str) -> ColumnElement[bool]:
    return (job.c.name == name) & (job.c.state == JobState.QUARANTINED)


def _is_shown(since: datetime) -> ColumnElement[bool]:
    """To be asked where held documents and those held back are seen."""
    is_gone = job.c.document_id.is_not(None) & job.c.document_id.not_in(select(document.c.id))
    thrown_away = (job.c.state == JobState.IN_REVIEW) & is_gone
    return or_(job.c.state.in_(KEPT_STATES), job.c.changed_at >= _text(since)) & ~thrown_away


def _jobs() -> Select[tuple[object, ...]]:
    return select(*job.columns)


def _job_of(row: Row[tuple[object, ...]]) -> Job:
    values = dict(row._mapping)
    times = {name: datetime.fromisoformat(values[name]) for name in ("received_at", "changed_at")}
    return Job(**values | times | {"state": JobState(values["state"])})


def _reopened(detail: str) -> dict[str, object]:
    values = {"state": JobState.RECEIVED, "done": 0, "total": 0, "detail": detail}
    return values | {"changed_at": _now()}


def _now() -> str:
    return _text(datetime.now(UTC))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _unknown() -> UnknownJob:
    return UnknownJob(
        "Bàn nạp không còn việc này, hoặc việc đang được làm; hãy mở lại trang “Thêm văn bản”."
    )
