"""The review desk as JSON: `kb review --json` and `GET /api/v1/review`."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from kb.service.review_items import ReviewItem
from kb.service.reviewing import Reviewed
from kb.service.serialise import listed_json
from kb.service.shapes import ListedJson


class ReviewItemJson(TypedDict):
    """An item: `kind` is `fact`, `ocr_page`, `structure`, `mismatch` or `reference`, `field` the fact
    that it is about; `page` counts from 1, `span` are code points of the document's text; null where
    not known. `accepted_by` is who found it right, null while it is open."""

    key: str
    kind: str
    says: str
    field: str | None
    page: int | None
    span: list[int] | None
    accepted_by: str | None
    accepted_at: str | None


class ReviewedJson(TypedDict):
    """A document at the desk; `held_back` until it is released."""

    document: ListedJson
    added_at: str
    held_back: bool
    items: list[ReviewItemJson]
    accepted: list[ReviewItemJson]


class QueueJson(TypedDict):
    """The documents that need eyes, oldest first."""

    documents: list[ReviewedJson]


def queue_json(queue: Iterable[Reviewed]) -> QueueJson:
    """The whole queue."""
    return QueueJson(documents=[reviewed_json(one) for one in queue])


def reviewed_json(one: Reviewed) -> ReviewedJson:
    """One document with its items."""
    return ReviewedJson(
        document=listed_json(one.card),
        added_at=one.added_at.isoformat(timespec="seconds"),
        held_back=one.held_back,
        items=[_item(item) for item in one.items],
        accepted=[_item(item) for item in one.accepted],
    )


def _item(item: ReviewItem) -> ReviewItemJson:
    right = item.accepted
    return ReviewItemJson(
        key=item.key,
        kind=item.kind.value,
        says=item.says,
        field=item.field,
        page=item.page,
        span=[item.span.start, item.span.end] if item.span else None,
        accepted_by=right.actor if right else None,
        accepted_at=right.at.isoformat(timespec="seconds") if right else None,
    )
