"""A job of the adding desk: one file, from its arrival to its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands; `is_open` ones are still to be done."""

    RECEIVED = "received"
    READING = "reading"
    INDEXING = "indexing"
    ADDED = "added"
    UNCHANGED = "unchanged"
    """The library held these bytes already."""
    UNPACKED = "unpacked"
    """An archive, each of whose files is a job of its own now."""
    WAITING = "waiting"
    """Nothing on this machine can recognise its scanned pages yet."""
    IN_REVIEW = "in_review"
    """Its document is stored, and nobody finds it until it is reviewed."""
    QUARANTINED = "quarantined"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """True until nothing more happens by itself."""
        return self in OPEN_STATES

    @property
    def keeps_bytes(self) -> bool:
        """True if the file is still in the spool, so that it can be tried again."""
        return self in KEPT_STATES


OPEN_STATES = (JobState.RECEIVED, JobState.READING, JobState.INDEXING)
RETRIED_STATES = (JobState.WAITING, JobState.FAILED)
KEPT_STATES = (*OPEN_STATES, *RETRIED_STATES)

_LABELS = {
    JobState.RECEIVED: "đã nhận, đang chờ đến lượt",
    JobState.READING: "đang đọc",
    JobState.INDEXING: "đang lập chỉ mục",
    JobState.ADDED: "đã vào thư viện",
    JobState.UNCHANGED: "đã có sẵn trong thư viện",
    JobState.UNPACKED: "đã mở tệp nén",
    JobState.WAITING: "chờ nhận dạng chữ",
    JobState.IN_REVIEW: "chờ duyệt",
    JobState.QUARANTINED: "cách ly",
    JobState.FAILED: "lỗi",
}


@dataclass(frozen=True, slots=True)
class Job:
    """`id` sorts by arrival; `name` is what people call the file, fit to be shown and to name a file.

    `done` of `total` pages are read, both 0 where nobody knows; `detail` is a sentence for people
    ("" for none). `document_id` is that of the document, held or held back, that it became or already
    was, None where there is none. `archive` names the ZIP file that it came in. `attempts` counts how
    often it was taken up without coming to an end. `actor` is the account that sent it, None where
    there are none. Times are in UTC.
    """

    id: str
    name: str
    byte_size: int
    received_at: datetime
    changed_at: datetime
    state: JobState = JobState.RECEIVED
    done: int = 0
    total: int = 0
    detail: str = ""
    document_id: str | None = None
    archive: str | None = None
    attempts: int = 0
    actor: str | None = None

    @property
    def label(self) -> str:
        """How it stands, in words: "đang đọc trang 12/40"."""
        if self.state is JobState.READING and self.total:
            return f"đang đọc trang {self.done}/{self.total}"
        return _LABELS[self.state]

    @property
    def can_retry(self) -> bool:
        """True if it may be tried again."""
        return self.state in RETRIED_STATES

    def without_secrets(self) -> Job:
        """The same for whoever may not know which files bear a mark of secrecy."""
        if self.state is not JobState.QUARANTINED:
            return self
        return replace(self, name=_UNNAMED, archive=None, detail=_SET_ASIDE)


_UNNAMED = "Tệp mang dấu mật"
_SET_ASIDE = "Tệp được cất riêng, không vào thư viện; chỉ người quản trị biết tên."
