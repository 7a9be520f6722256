"""The files in quarantine, by name and never by content, and what may become of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.service.results import size_in_words
from kb.store.quarantine import SetAside
from web.links import quarantine_url
from web.presenters.history import moment
from web.presenters.page import Page, page_of

TITLE = "Tệp cách ly"
DONE = {"huy": "Đã ghi đè và xóa tệp. Bản gốc ở nơi khác và các bản sao lưu trước đây vẫn còn."}
"""What was just done, by the word in the address."""
WRONG_NAME = "Tên tệp chưa đúng nên chưa làm gì; hãy gõ hoặc dán đúng tên đã nêu."


@dataclass(frozen=True, slots=True)
class SecretFileView:
    """A file in quarantine; `name` is what is to be typed, `mark` and `who` are "" if nobody knows."""

    name: str
    is_named: bool
    mark: str
    size: str
    who: str
    when: str
    release_url: str
    destroy_url: str


@dataclass(frozen=True, slots=True)
class QuarantineView:
    """All of them (`quarantine.html`), the latest first; `done` says what was just done, or ""."""

    page: Page
    files: tuple[SecretFileView, ...]
    done: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """The page that asks again before one is added (`release.html`); `typed` and `reason` stand in its
    boxes, `trouble` says why it was not done."""

    page: Page
    file: SecretFileView
    typed: str
    reason: str
    trouble: str


@dataclass(frozen=True, slots=True)
class DestroyView:
    """The page that asks again before one is destroyed (`destroy.html`)."""

    page: Page
    file: SecretFileView
    typed: str
    trouble: str


def quarantine_view(files: Iterable[SetAside], done: str = "") -> QuarantineView:
    """The page of the files in quarantine."""
    return QuarantineView(page_of(TITLE, "admin"), tuple(map(_file, files)), DONE.get(done, ""))


def release_view(
    item: SetAside, typed: str = "", reason: str = "", trouble: str = ""
) -> ReleaseView:
    """The page that asks whether a file is to be added in spite of its mark."""
    return ReleaseView(page_of("Nạp tệp cách ly", "admin"), _file(item), typed, reason, trouble)


def destroy_view(item: SetAside, typed: str = "", trouble: str = "") -> DestroyView:
    """The page that asks whether a file is to be destroyed."""
    return DestroyView(page_of("Hủy tệp cách ly", "admin"), _file(item), typed, trouble)


def _file(item: SetAside) -> SecretFileView:
    note = item.note
    return SecretFileView(
        name=item.name,
        is_named=note is not None,
        mark=note.mark if note else "",
        size=size_in_words(item.byte_size),
        who=note.actor if note else "",
        when=moment(item.at.astimezone()),
        release_url=quarantine_url(item.id, "nap"),
        destroy_url=quarantine_url(item.id, "huy"),
    )
