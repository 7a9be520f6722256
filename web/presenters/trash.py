"""The trash, and the page that asks again before a document is deleted for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.service.keeping.keeper import TrashedDocument
from web.links import purge_url, restore_url, trash_url
from web.presenters.history import moment
from web.presenters.page import Page, card_view, page_of

TITLE = "Thùng rác"
FOLLOWED = "lien-ket"
DONE = {
    FOLLOWED: "Văn bản của liên kết này đang ở thùng rác, nên không tra cứu được; lấy lại được ở đây.",
    "bo": "Đã bỏ văn bản vào thùng rác: không còn tra cứu được, và lấy lại được ở đây.",
    "xoa": "Đã xóa hẳn văn bản cùng bản gốc.",
}
"""What was just done, by the word in the address; or that somebody followed a link to one of them."""
NOT_IN_TRASH = (
    "Văn bản này không có trong thùng rác: có thể đã được lấy lại hoặc xóa hẳn. "
    "Hãy xem trang “Thư viện”."
)
NOT_IN_LIBRARY = (
    "Văn bản này không có trong thư viện: có thể đã được bỏ vào thùng rác. "
    "Hãy xem trang “Thùng rác”."
)
WRONG_CODE = "Mã chưa đúng nên chưa xóa gì; hãy gõ đúng mã đã nêu."
_CODE_LENGTH = 6
"""Characters of the id that are to be typed, as `kb purge` asks for them."""


@dataclass(frozen=True, slots=True)
class TrashedView:
    """A document in the trash: what it is called, its file, who put it there and when."""

    name: str
    title: str
    file_name: str
    who: str
    when: str
    restore_url: str
    purge_url: str


@dataclass(frozen=True, slots=True)
class TrashView:
    """The trash (`trash.html`), the latest first; `done` says what was just done, or ""."""

    page: Page
    documents: tuple[TrashedView, ...]
    done: str


@dataclass(frozen=True, slots=True)
class PurgeView:
    """The page that asks again (`purge.html`); `trouble` says what was wrong with the `typed` code."""

    page: Page
    document: TrashedView
    code: str
    typed: str
    trouble: str
    trash_url: str


def trash_view(documents: Iterable[TrashedDocument], done: str = "") -> TrashView:
    """The page of the trash."""
    shown = tuple(map(_trashed_view, documents))
    return TrashView(page_of(TITLE, "library"), shown, DONE.get(done, ""))


def purge_view(document: TrashedDocument, typed: str = "", trouble: str = "") -> PurgeView:
    """The page that asks whether a document is to be deleted for ever."""
    shown = _trashed_view(document)
    frame = page_of(f"Xóa hẳn {shown.name}", "library")
    return PurgeView(frame, shown, code_of(document), typed, trouble, trash_url())


def code_of(document: TrashedDocument) -> str:
    """What is to be typed so that the document is deleted."""
    return document.card.id[:_CODE_LENGTH]


def _trashed_view(document: TrashedDocument) -> TrashedView:
    card = card_view(document.card)
    return TrashedView(
        name=card.name,
        title=card.title if card.title != card.name else "",
        file_name=document.card.file_name,
        who=document.actor,
        when=moment(document.at),
        restore_url=restore_url(document.card.id),
        purge_url=purge_url(document.card.id),
    )
