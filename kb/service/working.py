"""Works on the jobs of the adding desk, one program at a time, a few files together.

A job is left open until its outcome is in the store; ids come from content, so that what a killed
program did already is found done. Whoever starts next takes up the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from threading import Event
from typing import Protocol

from kb.errors import InvalidArchive, KbError, LibraryBusy
from kb.ingest.archive import Archive, ArchiveLimits, is_archive
from kb.ingest.naming import member_name
from kb.job import Job, JobState
from kb.service.desk import DeskLimits, new_job
from kb.service.results import AddOutcome, AddStatus
from kb.service.watching import AddWatcher
from kb.service.write_lock import SHARES_LOCKS, SPOOL_LOCK, WORK_LOCK, lock
from kb.store.documents import Store
from kb.store.spool import Spool, new_job_id

_TOGETHER = 16
"""Files added under one hold of the library's lock: the index is written once for many small ones, and
whoever wants to remove a document meanwhile does not wait for a whole archive."""

_MOST_ATTEMPTS = 3
_TELL_SECONDS = 0.5  # between two notes of the pages read: each is a write to the disk
_LOOK_SECONDS = 1.0  # between two looks for new jobs
_TROUBLE_SECONDS = 10.0  # before trying again where the library cannot be written
_TIDY_SECONDS = 3600.0
_KEPT_FOR = timedelta(days=7)  # jobs that ended well; others stay until somebody dismisses them

_ENDS = {
    AddStatus.ADDED: JobState.ADDED,
    AddStatus.UNCHANGED: JobState.UNCHANGED,
    AddStatus.FAILED: JobState.FAILED,
    AddStatus.QUARANTINED: JobState.QUARANTINED,
    AddStatus.WAITING: JobState.WAITING,
    AddStatus.HELD_BACK: JobState.IN_REVIEW,
    AddStatus.TRASHED: JobState.FAILED,
}


class Add(Protocol):
    """What adds files to the library: `KnowledgeBase.add`."""

    def __call__(
        self,
        paths: Iterable[Path],
        watcher: AddWatcher,
        names: Mapping[Path, str],
        actor: str | None,
        /,
    ) -> list[AddOutcome]:
        """Adds them for `actor`, telling `watcher`."""


class Worker:
    """Does the jobs of one library."""

    def __init__(
        self,
        home: Path,
        store: Store,
        add: Add,
        limits: DeskLimits,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`say` hears the troubles that no job has of its own, each once."""
        self._home, self._store, self._jobs = home, store, store.jobs
        self._spool = Spool(home / "spool")
        self._add, self._limits, self._say = add, limits, say
        self._tidied, self._said = -_TIDY_SECONDS, ""

    def run(self, stop: Event) -> None:
        """Works until `stop` is set, first waiting for another worker to end. Raises StoreFailure."""
        while not stop.is_set():
            try:
                with lock(self._home / WORK_LOCK):
                    self._jobs.recover()
                    while not stop.is_set():
                        stop.wait(self.step())
            except LibraryBusy:
                self._say_once("Một chương trình nạp khác đang chạy; sẽ làm tiếp khi nó dừng.")
                stop.wait(_LOOK_SECONDS)

    def step(self) -> float:
        """Does the next few jobs; how many seconds to wait before the next step."""
        self._tidy()
        batch = self._next()
        if not batch:
            return _LOOK_SECONDS
        try:
            self._do(batch)
            self._said = ""
            return 0.0
        except LibraryBusy as error:
            self._jobs.put_back([job.id for job in batch], str(error))
            return _LOOK_SECONDS
        except KbError as error:
            self._jobs.put_back([job.id for job in batch], str(error))
            self._say_once(str(error))
            return _TROUBLE_SECONDS
        except BaseException:  # an interrupt: the jobs are not to blame
            self._jobs.put_back([job.id for job in batch])
            raise

    def _next(self) -> list[Job]:
        """The next jobs of one sender that may be done together; one that was interrupted, or is an
        archive, is done alone, so that a file which ends this program ends no other job."""
        found = self._jobs.received(_TOGETHER)
        mine = takewhile(lambda job: job.actor == found[0].actor, found)
        fresh = list(takewhile(lambda job: not job.attempts and not self._is_archive(job), mine))
        return fresh or found[:1]

    def _do(self, batch: list[Job]) -> None:
        first = batch[0]
        self._jobs.take_up([job.id for job in batch])
        if first.attempts >= _MOST_ATTEMPTS:
            self._end(first, JobState.FAILED, _ended_us(first))
        elif self._is_archive(first):
            self._unpack(first)
        else:
            paths = {self._spool.path_of(job.id): job for job in batch}
            names = {path: job.name for path, job in paths.items()}
            self._add(list(paths), _Noting(self, paths), names, first.actor)

    def _is_archive(self, job: Job) -> bool:
        path = self._spool.path_of(job.id)
        with suppress(OSError), path.open("rb") as file:
            return file.read(2) == b"PK" and is_archive(path.read_bytes())
        return False

    def _unpack(self, job: Job) -> None:
        """Makes a job of each file in an archive, or says why not."""
        try:
            if job.archive is not None:
                raise InvalidArchive(
                    f"«{job.name}» là tệp ZIP nằm trong tệp ZIP «{job.archive}» nên không được mở; "
                    "hãy gửi riêng tệp này."
                )
            members = self._members(job)
        except KbError as error:
            self._end(job, JobState.FAILED, str(error))
            return
        self._jobs.unpack(job.id, members, f"{len(members)} tệp bên trong, mỗi tệp một việc")
        self._spool.remove(job.id)

    def _members(self, job: Job) -> list[Job]:
        limits = self._limits
        data = self._spool.path_of(job.id).read_bytes()
        archive = Archive(
            data,
            job.name,
            ArchiveLimits(limits.files, limits.file_bytes, limits.request_bytes),
        )
        self._spool.require_room(archive.total_bytes)
        found: list[Job] = []
        try:
            for member in archive.members:
                name = member_name(member)
                size = member.file_size
                found.append(new_job(new_job_id(), name, size, archive=job.name, actor=job.actor))
                with self._spool.keeping(found[-1].id) as file:
                    file.writelines(archive.chunks(member))
        except BaseException:
            for one in found:
                self._spool.remove(one.id)
            raise
        return found

    def told(self, outcome: AddOutcome, job: Job) -> None:
        """A file is done."""
        state, document = _ENDS[outcome.status], outcome.document
        unchanged = outcome.status is AddStatus.UNCHANGED
        if (
            document is not None
            and unchanged
            and job.attempts
            and self._came_with(job, document.id)
        ):
            state = JobState.ADDED
        said = [document.heading, *outcome.warnings] if document else []
        detail = outcome.reason or ". ".join(part.removesuffix(".") for part in said)
        self._end(job, state, detail, document.id if document else None)

    def _came_with(self, job: Job, document_id: str) -> bool:
        """True where a job was interrupted between adding its document and saying so."""
        return self._store.record(document_id).added_at >= job.received_at

    def reading(self, job: Job, done: int, total: int) -> None:
        """So many of its pages are read."""
        self._jobs.tell([job.id], JobState.READING, done, total)

    def indexing(self, jobs: Iterable[Job]) -> None:
        """They are read, and now indexed together."""
        self._jobs.tell([job.id for job in jobs], JobState.INDEXING)

    def _end(self, job: Job, state: JobState, detail: str, document_id: str | None = None) -> None:
        self._jobs.end(job.id, state, detail, document_id)
        if not state.keeps_bytes:
            self._spool.remove(job.id)

    def _tidy(self) -> None:
        """Now and then: forgets what ended long ago, deletes the files that belong to no job."""
        if time.monotonic() - self._tidied < _TIDY_SECONDS:
            return
        self._tidied = time.monotonic()
        self._jobs.remove_ended(datetime.now(UTC) - _KEPT_FOR)
        if SHARES_LOCKS:
            with suppress(LibraryBusy), lock(self._home / SPOOL_LOCK, 0):
                self._spool.remove_others(self._jobs.with_bytes())

    def _say_once(self, line: str) -> None:
        if line != self._said:
            self._say(line)
        self._said = line


class _Noting:
    """Notes in the jobs how adding goes on."""

    def __init__(self, worker: Worker, jobs: Mapping[Path, Job]) -> None:
        self._worker, self._jobs = worker, jobs
        self._read: dict[Path, Job] = {}
        self._whole: Path | None = None  # the file last read, if it was read to its end
        self._indexing = False
        self._noted = 0.0

    def files(self, total: int) -> None:
        """Says nothing; the jobs are counted already."""

    def pages(self, path: Path, done: int, total: int) -> None:
        """Notes the pages of the file being read, at its beginning and every half second, and that
        the one before it was read to its end."""
        job, is_new = self._jobs[path], path not in self._read
        if is_new and self._whole in self._read:
            self._worker.indexing([self._read[self._whole]])
        self._read[path], self._indexing = job, False
        self._whole = path if 0 < done == total else None
        if is_new or time.monotonic() - self._noted >= _TELL_SECONDS:
            self._noted = time.monotonic()
            self._worker.reading(job, done, total)

    def passages(self, done: int, total: int) -> None:
        """Notes that what was read is being indexed."""
        if not self._indexing and self._read:
            self._worker.indexing(self._read.values())
        self._indexing = True

    def outcome(self, outcome: AddOutcome) -> None:
        """Ends the job of a file."""
        path = Path(outcome.path)
        self._read.pop(path, None)
        self._worker.told(outcome, self._jobs[path])


def _ended_us(job: Job) -> str:
    return (
        f"Chương trình nạp đã dừng giữa chừng {_MOST_ATTEMPTS} lần khi đọc «{job.name}»; "
        "hãy mở tệp, lưu hoặc in lại thành PDF mới rồi gửi lại, hoặc xem nhật ký của máy chủ."
    )
