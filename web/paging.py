"""Lists in pages that stay whole while items come and go: a cursor names the last item that was given,
never a number of items to pass over.

    {"items": […], "next": "WyJ0cmFzaCIsWyIyMDI2…"}      and at the end "next": null
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from fastapi import Depends, Query
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from kb.errors import InvalidCursor

DEFAULT_ITEMS = 100
MOST_ITEMS = 500
"""A page of documents is 60 KB then: as much as a search may answer."""

Item = TypeVar("Item")
Shape = TypeVar("Shape")
Key: TypeAlias = tuple[Any, ...]
"""What a list is ordered by: texts, numbers and truth values, and tuples of them. Items that share one
are told apart by their order, so a list that changes meanwhile needs keys that no two items share."""


class ListPage(TypedDict, Generic[Item]):
    """A part of a list; `next` is the cursor of the following part, null where this is the last."""

    items: list[Item]
    next: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that is asked for: `limit` items at most after those that `cursor` ends."""

    limit: int = DEFAULT_ITEMS
    cursor: str = ""

    def after(self, listing: str) -> Key | None:
        """The key of the last item given before, with its number among equals; None at the beginning.

        Raises InvalidCursor where the cursor is none of this list.
        """
        return _read(self.cursor, listing) if self.cursor else None


def paging_of(
    limit: Annotated[
        int, Query(ge=1, le=MOST_ITEMS, description="Số mục nhiều nhất trong một lần trả lời.")
    ] = DEFAULT_ITEMS,
    cursor: Annotated[
        str, Query(description="Giá trị “next” của lần trả lời trước; trống là từ đầu.")
    ] = "",
) -> Part:
    """What the address asks for."""
    return Part(limit, cursor)


Paging = Annotated[Part, Depends(paging_of)]


def page_of(
    items: Iterable[Item],
    listing: str,
    key: Callable[[Item], Key],
    asked: Part,
    *,
    downwards: bool = False,
) -> tuple[list[Item], str | None]:
    """The part of a list that is asked for, and the cursor of the next one; `downwards` puts the
    greatest key first. `listing` names the list with all by which its order may differ.

    Raises InvalidCursor.
    """
    ranked, after = _ranked(items, key, downwards), asked.after(listing)
    if after is not None:
        try:
            ranked = [one for one in ranked if (one[0] < after if downwards else one[0] > after)]
        except TypeError as error:
            raise foreign_cursor() from error
    shown = ranked[: asked.limit]
    more = len(ranked) > len(shown)
    return [item for _, item in shown], _written(listing, shown[-1][0]) if more else None


def listed(
    items: Iterable[Item],
    listing: str,
    key: Callable[[Item], Key],
    shape: Callable[[Item], Shape],
    asked: Part,
    *,
    downwards: bool = False,
) -> JSONResponse:
    """The same as an answer, each item in its `shape`. Raises InvalidCursor."""
    shown, following = page_of(items, listing, key, asked, downwards=downwards)
    return JSONResponse(ListPage(items=[shape(item) for item in shown], next=following))


def _ranked(
    items: Iterable[Item], key: Callable[[Item], Key], downwards: bool
) -> list[tuple[Key, Item]]:
    """The items in order, each with its key and its number among those that share it."""
    equals: dict[Key, int] = {}
    numbered = []
    for item in items:
        of_item = key(item)
        equals[of_item] = equals.get(of_item, -1) + 1
        numbered.append(((*of_item, equals[of_item]), item))
    return sorted(numbered, key=lambda one: one[0], reverse=downwards)


def _written(listing: str, key: Key) -> str:
    said = json.dumps([listing, key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _read(cursor: str, listing: str) -> Key:
    try:
        said = base64.b64decode(cursor + "=" * (-len(cursor) % 4), "-_", validate=True)
        named, key = json.loads(said)
    except (ValueError, TypeError, RecursionError) as error:
        raise foreign_cursor() from error
    if named != listing or not isinstance(key, list):
        raise foreign_cursor()
    return _tuple(key)


def _tuple(values: list[Any]) -> Key:
    return tuple(_tuple(value) if isinstance(value, list) else value for value in values)


def foreign_cursor() -> InvalidCursor:
    """The error of a cursor that is none of the list that is read."""
    return InvalidCursor(
        "Tham số “cursor” không phải giá trị “next” của chính danh sách này; hãy đọc lại từ đầu."
    )
