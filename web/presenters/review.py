"""The review desk: the queue of documents that need eyes, and the screen on which one is reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.document import Span
from kb.service.page_sheet import Marks, PageSheet
from kb.service.results import DocumentView
from kb.service.review_items import KIND_NAMES, ItemKind, ReviewItem
from kb.service.reviewing import Reviewed
from kb.store.audit import AuditEntry
from web import labels
from web.links import duplicates_url, page_text_url, queue_url, review_image_url, review_url
from web.presenters.correction import NO_LIMIT, CorrectionView, Field, correction_view
from web.presenters.history import moment
from web.presenters.page import Link, Page, card_view, page_of
from web.presenters.sheet import Box, Onward, boxes_of

TITLE = "Duyệt"
DONE = {
    "dung": "Đã ghi: đã xem, đúng.",
    "sua": "Đã sửa thông tin.",
    "xet-lai": "Đã đưa điều ấy trở lại danh sách cần xem.",
    "dua-vao": "Đã đưa văn bản vào thư viện: tra cứu được từ bây giờ.",
    "lay-lai": "Đã lấy lại văn bản từ thùng rác; văn bản vẫn chờ duyệt.",
    "bo": "Đã bỏ văn bản vào thùng rác.",
}
"""What was just done, by the word in the address."""

_BEFORE, _AFTER, _HEAD = (
    400,
    800,
    1500,
)  # characters shown of a Word file, around a place or without

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Present:
    """What a reviewer looks at: a document at the desk with its facts and the correction that could be
    taken back; the item, or else the fact, that is looked at, None once all is settled; the page with
    that marked on it, None for a Word file, of which there is the `text`; `onward` is the id of the
    next document in the queue."""

    one: Reviewed
    view: DocumentView
    standing: AuditEntry | None
    item: ReviewItem | None
    field: str | None
    span: Span | None
    sheet: PageSheet | None
    text: str
    onward: str | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A document in the queue: its name, how many items it has by kind, since when it waits."""

    name: str
    title: str
    file_name: str
    kinds: tuple[str, ...]
    since: str
    held_back: bool
    url: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue (`queue.html`), oldest first; `filters` choose a kind, `done` says what was just done,
    or ""."""

    page: Page
    rows: tuple[QueueRow, ...]
    filters: tuple[Link, ...]
    held_back: int
    done: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list; `accepted` says who found it right, and when, or ""."""

    key: str
    kind: str
    says: str
    url: str
    current: bool
    accepted: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The screen (`review.html`); a link or address that leads nowhere now is None or "".

    `present` is the item that is looked at; `boxes` mark its evidence on the picture. A Word file has
    no picture but `excerpt`: the text before what is marked, that, and the text after it.
    """

    page: Page
    name: str
    title: str
    held_back: bool
    done: str
    items: tuple[ItemRow, ...]
    open_items: int
    present: ItemRow | None
    before: Link | None
    after: Link | None
    image_url: str
    alt: str
    boxes: tuple[Box, ...]
    page_name: str
    pages: tuple[Onward, ...]
    excerpt: tuple[str, str, str]
    text_url: str
    duplicates_url: str
    form: CorrectionView
    url: str
    next_url: str
    queue_url: str
    current_key: str
    present_field: str


def queue_view(queue: Iterable[Reviewed], kind: ItemKind | None, done: str) -> QueueView:
    """The page of the queue, narrowed to the documents that have an item of a kind."""
    queue = list(queue)
    shown = [one for one in queue if kind is None or kind in one.counts()]
    kinds = [one for one in ItemKind if any(one in document.counts() for document in queue)]
    filters = [Link(f"Tất cả {labels.count(len(queue))}", queue_url(), kind is None)]
    for one in kinds:
        number = sum(one in document.counts() for document in queue)
        filters.append(
            Link(f"{KIND_NAMES[one]} {labels.count(number)}", queue_url(one), one is kind)
        )
    return QueueView(
        page=page_of(TITLE, "library"),
        rows=tuple(map(_queue_row, shown)),
        filters=tuple(filters) if kinds else (),
        held_back=sum(one.held_back for one in queue),
        done=DONE.get(done, ""),
    )


def _queue_row(one: Reviewed) -> QueueRow:
    card = card_view(one.card)
    counts = one.counts().items()
    return QueueRow(
        name=card.name,
        title=card.title if card.title not in (card.name, one.card.file_name) else "",
        file_name=one.card.file_name,
        kinds=tuple(f"{KIND_NAMES[kind]}: {labels.count(count)}" for kind, count in counts),
        since=moment(one.added_at.astimezone()),
        held_back=one.held_back,
        url=review_url(one.card.id),
    )


def review_view(present: Present, form: CorrectionView | None = None, done: str = "") -> ReviewView:
    """The screen of a document; `form` is its correction as it was sent, where it was not taken."""
    one, sheet = present.one, present.sheet
    card, key = card_view(one.card), present.item.key if present.item else ""
    rows = [_item_row(item, one.card.id, key) for item in (*one.items, *one.accepted)]
    at = next((at for at, row in enumerate(rows) if row.current), None)
    page = present.item.page if present.item else None
    is_page = present.item is not None and present.item.kind is ItemKind.OCR_PAGE
    is_question = present.item is not None and present.item.is_question
    return ReviewView(
        page=page_of(f"{TITLE} {card.name}", "library"),
        name=card.name,
        title=card.title if card.title != card.name else "",
        held_back=one.held_back,
        done=DONE.get(done, ""),
        items=tuple(rows),
        open_items=len(one.items),
        present=rows[at] if at is not None else None,
        before=_way(rows, at, -1),
        after=_way(rows, at, 1),
        image_url=review_image_url(one.card.id, sheet.number) if sheet else "",
        alt=labels.picture(sheet.number, marked=bool(sheet.marks or sheet.passage))
        if sheet
        else "",
        boxes=_boxes(sheet) if sheet else (),
        page_name=labels.page_of(sheet.number, sheet.page_count) if sheet else "",
        pages=tuple(_pages(sheet, one.card.id, key or present.field)) if sheet else (),
        excerpt=_excerpt(present.text, present.span),
        text_url=page_text_url(one.card.id, page) if is_page and page and not one.held_back else "",
        duplicates_url=duplicates_url(one.card.id) if is_question else "",
        form=_own(form or correction_view(present.view, present.standing, NO_LIMIT), present),
        url=review_url(one.card.id),
        next_url=review_url(present.onward) if present.onward else "",
        queue_url=queue_url(),
        current_key=key,
        present_field=present.field or "",
    )


def marks_of(item: ReviewItem | None, span: Span | None) -> Marks:
    """What is marked on the page: a passage as such, other evidence strongly."""
    if span is None:
        return Marks()
    passage = item is not None and item.kind is ItemKind.MISMATCH
    return Marks(span) if passage else Marks(words=(span,))


def _item_row(item: ReviewItem, document_id: str, key: str) -> ItemRow:
    told = item.accepted
    who = f"{told.actor} đã xem, {moment(_local(told.at))}" if told else ""
    url = review_url(document_id, item.key)
    return ItemRow(item.key, KIND_NAMES[item.kind], item.says, url, item.key == key, who)


def _local(at: datetime) -> datetime:
    return at.astimezone()


def _way(rows: Sequence[ItemRow], at: int | None, step: int) -> Link | None:
    """The item before or after the one that is looked at."""
    if at is None or not 0 <= at + step < len(rows):
        return None
    return Link("Mục trước" if step < 0 else "Mục sau", rows[at + step].url)


def _boxes(sheet: PageSheet) -> tuple[Box, ...]:
    return (*boxes_of(sheet.passage, strong=False), *boxes_of(sheet.marks, strong=True))


def _pages(sheet: PageSheet, document_id: str, key: str | None) -> Iterable[Onward]:
    for number, label, name, rel in (
        (sheet.number - 1, labels.PAGE_BEFORE, "ArrowLeft", "prev"),
        (sheet.number + 1, labels.PAGE_AFTER, "ArrowRight", "next"),
    ):
        if 1 <= number <= sheet.page_count:
            yield Onward(Link(label, review_url(document_id, key or "", number)), name, rel)


def _excerpt(text: str, span: Span | None) -> tuple[str, str, str]:
    if span is None:
        return text[:_HEAD], "", ""
    start, end = max(span.start - _BEFORE, 0), span.end + _AFTER
    return text[start : span.start], span.of(text), text[span.end : end]


def _own(form: CorrectionView, present: Present) -> CorrectionView:
    """The form with the fact that is looked at first, and its ways leading to this screen."""
    one = present.one.card.id
    fields = [_field(field, one) for field in form.fields]
    fields.sort(key=lambda field: field.key != present.field)
    return replace(form, fields=tuple(fields), save_url=f"{review_url(one)}/sua")


def _field(field: Field, document_id: str) -> Field:
    if field.place is None:
        return field
    return replace(
        field, place=Link(field.place.label, review_url(document_id, f"fact:{field.key}"))
    )
