"""The review desk: the queue of what needs eyes, and what a reviewer does with it.

It sees the documents that are held back beside the held ones; nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kb.derived import Derived
from kb.errors import UnknownItem
from kb.service.actor import this_user
from kb.service.cards import card_of
from kb.service.document_page import document_view
from kb.service.document_pages import DocumentPages
from kb.service.naming import the_one, unknown_name
from kb.service.results import DocumentCard, DocumentView
from kb.service.review_duplicates import duplicate_items
from kb.service.review_items import ItemKind, ReviewItem, items_of
from kb.service.review_mentions import mention_items
from kb.service.states import LiveStates
from kb.store.documents import Store
from kb.store.reviews import Accepted
from kb.store.signs import Signs


class ReviewFirst(StrEnum):
    """Which documents are held back until they are reviewed: none, those with items of their own, all.

    A mention of another document is none of its own: whether it can be told which is meant depends on
    what else the library holds.
    """

    NONE = "none"
    DOUBTFUL = "doubtful"
    ALL = "all"

    def holds_back(self, signs: Signs) -> bool:
        """True for a document with these signs."""
        return self is ReviewFirst.ALL or (self is ReviewFirst.DOUBTFUL and bool(items_of(signs)))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document at the desk: the items that are open and those somebody found right; `held_back` is
    true while it waits to be released. `added_at` is in UTC."""

    card: DocumentCard
    added_at: datetime
    items: tuple[ReviewItem, ...]
    accepted: tuple[ReviewItem, ...]
    held_back: bool

    @property
    def is_open(self) -> bool:
        """True if somebody is to do something with it."""
        return self.held_back or bool(self.items)

    def counts(self) -> dict[ItemKind, int]:
        """How many open items there are of each kind that it has."""
        kinds = [item.kind for item in self.items]
        return {kind: kinds.count(kind) for kind in ItemKind if kind in kinds}

    def item(self, key: str) -> ReviewItem | None:
        """The item of that key, open or accepted."""
        return next((one for one in (*self.items, *self.accepted) if one.key == key), None)


LIBRARY_FINDERS: tuple[Callable[[Store], Mapping[str, Sequence[ReviewItem]]], ...] = (
    mention_items,
    duplicate_items,
)
"""What finds items that only the whole library shows, by the ids of their documents."""

_Found = tuple[tuple[Signs, tuple[ReviewItem, ...]], ...]


class LiveReview:
    """What needs eyes in a library, found again only when it or the catalogue has changed; thread-safe.

    Measured over 2,240 documents with 100,035 passages and 15,180 mentions: 0.8 s the first time, then
    5 ms.
    """

    def __init__(self, home: Path, store: Store, states: LiveStates) -> None:
        self._store = store.with_held_back()
        self._custody = store.custody
        self._states = states
        self.pages = DocumentPages(home, self._store)
        self._found = Derived(
            lambda: (store.revision(), store.likenesses.count()),
            lambda _: tuple(_read(self._store)),
        )

    def queue(self, kind: ItemKind | None = None) -> tuple[Reviewed, ...]:
        """The documents that need eyes, oldest first; with a kind those that have such an item."""
        accepted = self._custody.accepted()
        shown = (_reviewed(signs, items, accepted) for signs, items in self._found.now())
        return tuple(one for one in shown if one.is_open and (kind is None or kind in one.counts()))

    def document(self, document_id: str) -> Reviewed:
        """One document with its items. Raises UnknownDocument."""
        self._store.record(document_id)
        accepted = self._custody.accepted(document_id)
        for signs, items in self._found.now():
            if signs.record.id == document_id:
                return _reviewed(signs, items, accepted)
        raise UnknownItem("Văn bản vừa thay đổi trong khi xem; hãy tải lại trang.")

    def find(self, name: str) -> DocumentCard:
        """The one document, held or held back, that a symbol, an id (or its beginning) or a file name
        means. Raises UnknownDocument or AmbiguousDocument."""
        found = [card_of(record) for record in self._store.find_documents(name)]
        if not found:
            raise unknown_name(name)
        return the_one(name, found)

    def accept(self, document_id: str, keys: Collection[str] | None, actor: str | None) -> None:
        """Notes that `actor` (None: who runs this process) has looked at these items, all open ones
        where `keys` is None, and found them right. Raises UnknownDocument, and UnknownItem for a key
        that no item of it has, or that of a question, which wants an answer."""
        one = self.document(document_id)
        open_keys = [item.key for item in one.items if not item.is_question]
        wanted = open_keys if keys is None else list(keys)
        _require(one, wanted)
        if wanted:
            self._custody.accept(document_id, wanted, actor or this_user())

    def reopen(self, document_id: str, keys: Collection[str], actor: str | None) -> None:
        """Takes that back; errors as for `accept`."""
        _require(self.document(document_id), keys)
        self._custody.reopen(document_id, keys, actor or this_user())

    def view(self, document_id: str) -> DocumentView:
        """Its facts with their evidence, as on its own page. Raises UnknownDocument."""
        return document_view(self._store, self._states.now(), document_id)

    def text_of(self, document_id: str) -> str:
        """Its text. Raises UnknownDocument."""
        return self._store.text_of(document_id)


def _read(store: Store) -> Iterator[tuple[Signs, tuple[ReviewItem, ...]]]:
    """Every document with its items, accepted or not."""
    others = [find(store) for find in LIBRARY_FINDERS]
    found = [
        (
            signs,
            (*items_of(signs), *(item for one in others for item in one.get(signs.record.id, ()))),
        )
        for signs in store.signs()
    ]
    places = {
        (signs.record.id, item.span.start)
        for signs, items in found
        for item in items
        if item.span and not item.page
    }
    pages = store.pages_at(places)
    for signs, items in found:
        yield signs, tuple(_located(item, signs.record.id, pages) for item in items)


def _located(
    item: ReviewItem, document_id: str, pages: Mapping[tuple[str, int], int]
) -> ReviewItem:
    if item.page or item.span is None:
        return item
    return replace(item, page=pages.get((document_id, item.span.start)))


def _reviewed(
    signs: Signs,
    items: tuple[ReviewItem, ...],
    accepted: Mapping[str, Mapping[str, Accepted]],
) -> Reviewed:
    right = accepted.get(signs.record.id, {})
    return Reviewed(
        card_of(signs.record),
        signs.record.added_at,
        tuple(item for item in items if item.key not in right),
        tuple(replace(item, accepted=right[item.key]) for item in items if item.key in right),
        signs.held_since is not None,
    )


def _require(one: Reviewed, keys: Collection[str]) -> None:
    for key in keys:
        item = one.item(key)
        if item is None or item.is_question:
            raise UnknownItem(
                f"Văn bản này không có mục cần duyệt «{key}»; hãy tải lại trang duyệt."
            )
