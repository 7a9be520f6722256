"""The adding desk: takes files in for good before it says so, and tells what becomes of them.

    sender ── bytes ──▶ spool (on the disk) ──▶ a job in the store ──▶ kb.service.working

A sender who was told that a file is received need not keep it; one who was told nothing, or an error,
left nothing behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from kb.errors import FileVanished, InvalidUpload, UploadTooLarge
from kb.ingest.naming import display_name
from kb.job import Job, JobState
from kb.service.listing import readable_name
from kb.service.write_lock import SPOOL_LOCK, lock
from kb.store.jobs import Jobs
from kb.store.spool import Spool, new_job_id

_MEGABYTE = 1 << 20
_CHUNK_BYTES = 1 << 20
_SHOWN_FOR = timedelta(days=1)
_MOST_SHOWN = 500  # a page of more is of no use, and each who watches gets it anew at connecting


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """How many bytes a file, and all that is sent or unpacked at once, may have, and how many files
    that may be."""

    file_bytes: int = 200 * _MEGABYTE
    request_bytes: int = 1000 * _MEGABYTE
    files: int = 1000


class AddingDesk:
    """What the web and the command line ask of the desk; safe to use from several threads."""

    def __init__(self, home: Path, jobs: Jobs, limits: DeskLimits) -> None:
        self._home, self._jobs, self.limits = home, jobs, limits
        self._spool = Spool(home / "spool")

    @contextmanager
    def receiving(self, announced_bytes: int = 0, actor: str | None = None) -> Iterator[Reception]:
        """Takes in files in its block; after it all of them are jobs of `actor`. A trouble in the
        block leaves no trace of any.

        Raises InvalidUpload where there was none, UploadTooLarge, StoreFailure where there is no room.
        """
        if announced_bytes > self.limits.request_bytes:
            raise _too_large_in_all(self.limits)
        self._spool.require_room(announced_bytes)
        with lock(self._home / SPOOL_LOCK, shared=True):
            reception = Reception(self._spool, self.limits, actor)
            try:
                yield reception
                if not reception.jobs:
                    raise InvalidUpload("Chưa có tệp nào được gửi; hãy chọn tệp rồi gửi lại.")
                self._jobs.add(reception.jobs)
            except BaseException:
                reception.abandon()
                raise

    def jobs(self) -> tuple[Job, ...]:
        """The jobs that are open, failed or wait, and those of the last 24 hours, the latest first; of
        more than 500 those that changed last."""
        return tuple(self._jobs.shown(datetime.now(UTC) - _SHOWN_FOR, _MOST_SHOWN))

    def job(self, job_id: str) -> Job:
        """One job, however long ago it ended. Raises UnknownJob."""
        return self._jobs.job(job_id)

    def counts(self) -> dict[JobState, int]:
        """How many of them, shown or not, there are of each state."""
        return self._jobs.counts(datetime.now(UTC) - _SHOWN_FOR)

    def retry(self, job_id: str) -> None:
        """Puts a job that failed, or waits for OCR, in the queue again. Raises UnknownJob."""
        self._jobs.retry(job_id)

    def dismiss(self, job_id: str) -> None:
        """Forgets a job that has ended, with its bytes. Raises UnknownJob."""
        self._jobs.remove(job_id)
        self._spool.remove(job_id)

    def knows_watched(self, path: Path, byte_size: int, modified_ns: int) -> bool:
        """True if the file at `path`, with this size and time of change, was taken before."""
        return self._jobs.knows_watched(readable_name(str(path)), byte_size, modified_ns)

    def take_watched(self, path: Path, byte_size: int, modified_ns: int) -> Job | None:
        """A job for a file of a watched folder, of which a copy is kept; None if these bytes were
        taken from there before. One that cannot be read becomes a job that failed.

        Raises StoreFailure, and FileVanished if it is gone.
        """
        with lock(self._home / SPOOL_LOCK, shared=True):
            reception = Reception(self._spool, self.limits)
            try:
                job, digest = _copied(path, reception, byte_size)
                at = readable_name(str(path))
                if self._jobs.take_watched(at, digest, byte_size, modified_ns, job):
                    return job
            except BaseException:
                reception.abandon()
                raise
            reception.abandon()
            return None


def _copied(path: Path, reception: Reception, byte_size: int) -> tuple[Job, str]:
    """The job of a copy, or one that failed, and the sha256 of what was read, "" if that failed."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            reception.begin(readable_name(path.name))
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                reception.write(chunk)
        reception.end()
        return reception.jobs[0], digest.hexdigest()
    except FileNotFoundError as error:
        raise FileVanished(f"Không còn thấy tệp «{display_name(path.name)}».") from error
    except (UploadTooLarge, OSError) as error:
        reception.abandon()
        said = str(error) if isinstance(error, UploadTooLarge) else _unreadable(path)
        return new_job(new_job_id(), path.name, byte_size, JobState.FAILED, said), ""


class Reception:
    """The files that one sender brings, one after the other: begin, write …, end."""

    def __init__(self, spool: Spool, limits: DeskLimits, actor: str | None = None) -> None:
        self.jobs: list[Job] = []
        self._actor = actor
        self._spool, self._limits = spool, limits
        self._name, self._id = "", ""
        self._size = self._total = 0
        self._open = ExitStack()
        self._file: BinaryIO | None = None

    def begin(self, name: str) -> None:
        """A file begins; `name` is what its sender calls it. Raises UploadTooLarge, StoreFailure."""
        if len(self.jobs) == self._limits.files:
            raise UploadTooLarge(
                f"Gửi cùng lúc hơn {self._limits.files} tệp nên không tệp nào được nhận; "
                "hãy gửi làm nhiều lần."
            )
        self._name, self._id, self._size = display_name(name), new_job_id(), 0
        self._file = self._open.enter_context(self._spool.keeping(self._id))

    def write(self, data: bytes | memoryview) -> None:
        """More of it. Raises UploadTooLarge or StoreFailure."""
        self._size += len(data)
        self._total += len(data)
        if self._size > self._limits.file_bytes:
            raise UploadTooLarge(
                f"Tệp «{self._name}» lớn hơn {self._limits.file_bytes // _MEGABYTE} MB nên không được "
                "nhận; hãy tách nhỏ tệp, quét lại với độ phân giải thấp hơn, hoặc tăng KB_UPLOAD_MB."
            )
        if self._total > self._limits.request_bytes:
            raise _too_large_in_all(self._limits)
        if self._file is not None:
            with self._spool.filling():
                self._file.write(data)

    def end(self) -> None:
        """It is whole, and on the disk when this returns."""
        self._file = None
        self._open.close()
        self.jobs.append(new_job(self._id, self._name, self._size, actor=self._actor))

    def abandon(self) -> None:
        """Deletes all that was written."""
        self._file = None
        self._open.__exit__(_Abandoned, _Abandoned(), None)
        for job in self.jobs:
            self._spool.remove(job.id)
        self.jobs.clear()


class _Abandoned(Exception):
    """Ends the writing of a file so that nothing is kept of it."""


def new_job(
    job_id: str,
    name: str,
    byte_size: int,
    state: JobState = JobState.RECEIVED,
    detail: str = "",
    archive: str | None = None,
    actor: str | None = None,
) -> Job:
    """A job that begins now."""
    now = datetime.now(UTC)
    name = display_name(name)
    return Job(
        job_id, name, byte_size, now, now, state, detail=detail, archive=archive, actor=actor
    )


def _too_large_in_all(limits: DeskLimits) -> UploadTooLarge:
    return UploadTooLarge(
        f"Các tệp gửi cùng lúc lớn hơn {limits.request_bytes // _MEGABYTE} MB nên không tệp nào được "
        "nhận; hãy gửi làm nhiều lần, hoặc tăng KB_REQUEST_MB."
    )


def _unreadable(path: Path) -> str:
    return f"Không đọc được tệp «{display_name(path.name)}»; hãy cấp quyền đọc rồi lưu lại tệp."
