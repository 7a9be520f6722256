"""The library: held documents by type, in the order asked for, narrowed by a filter box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.document import Facts
from kb.service.results import DocumentCard, WaitingFile
from web import labels
from web.links import library_url
from web.presenters.listing import mentions, order_key
from web.presenters.page import CardView, Link, Page, card_view, page_of


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """The documents of one type."""

    type: str
    count: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A file whose pages nobody has read yet."""

    file_name: str
    size: str
    since: str


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The library (`library.html`). `total` counts the whole library, `shown` what the filter left;
    `waiting` are the files that wait and pass the filter; `missing` is the number of documents that
    are cited and not held, `to_review` that of those that need eyes, each "" for none."""

    page: Page
    typed: str
    sort: str
    sorts: tuple[Link, ...]
    total: int
    shown: int
    groups: tuple[TypeGroup, ...]
    waiting: tuple[WaitingRow, ...]
    missing: str
    to_review: str


def library_view(
    documents: tuple[DocumentCard, ...],
    files: tuple[WaitingFile, ...],
    missing: int,
    to_review: int,
    typed: str,
    sort: str,
) -> LibraryView:
    """The page of the library; `sort` is a key of `labels.SORT_NAMES`."""
    cards = [card for card in documents if mentions(card.facts, typed, card.file_name)]
    cards.sort(key=lambda card: order_key(card.facts, sort))
    sorts = (
        Link(name, library_url(typed, key), key == sort) for key, name in labels.SORT_NAMES.items()
    )
    return LibraryView(
        page=page_of(labels.PAGE_TITLES["library"], "library"),
        typed=typed,
        sort=sort,
        sorts=tuple(sorts),
        total=len(documents),
        shown=len(cards),
        groups=_by_type(cards),
        waiting=tuple(
            WaitingRow(item.file_name, item.size, labels.waiting_since(item.since))
            for item in files
            if mentions(Facts(), typed, item.file_name)
        ),
        missing=labels.count(missing) if missing else "",
        to_review=labels.count(to_review) if to_review else "",
    )


def _by_type(cards: Iterable[DocumentCard]) -> tuple[TypeGroup, ...]:
    """The cards by type, the largest group first and those without a type last."""
    groups: dict[str | None, list[DocumentCard]] = {}
    for card in cards:
        groups.setdefault(card.facts.type, []).append(card)
    ranked = sorted(
        groups.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or "")
    )
    return tuple(
        TypeGroup(name or labels.NO_TYPE, labels.count(len(of_type)), _told_apart(of_type))
        for name, of_type in ranked
    )


def _told_apart(cards: Iterable[DocumentCard]) -> tuple[CardView, ...]:
    """The rows of a type; those that would say the same name their files."""
    rows = [(card, card_view(card)) for card in cards]
    often = Counter(_said(view) for _, view in rows)
    return tuple(
        replace(view, file_name=card.file_name) if often[_said(view)] > 1 else view
        for card, view in rows
    )


def _said(view: CardView) -> tuple[str, ...]:
    return view.symbol, view.title, view.issuer, view.date
