"""Mentions of documents as links that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.passage import Passage
from kb.reference import Reference
from kb.service.cards import card_of
from kb.service.results import DocumentCard, KnownDocument, ReferenceLink
from kb.store.documents import Store
from kb.store.records import StoredMention


def link_of(
    mention: Reference,
    passage: Passage,
    page: int | None,
    card: DocumentCard | None,
    known: KnownDocument | None = None,
) -> ReferenceLink:
    """The link of a mention that stands in `passage`; `card` is the document on its other side."""
    return ReferenceLink(
        symbol=str(mention.symbol),
        type=mention.type,
        date=mention.date,
        place=passage.place,
        division=passage.division,
        page=page,
        card=card,
        known=known,
    )


def first_mentions(mentions: Iterable[StoredMention]) -> dict[int, StoredMention]:
    """The passages that mention, by row id in the order given, each with its first mention."""
    first: dict[int, StoredMention] = {}
    for item in mentions:
        if item.passage_row_id is not None:
            first.setdefault(item.passage_row_id, item)
    return first


def citing_links(store: Store, first: Mapping[int, StoredMention]) -> Iterator[ReferenceLink]:
    """Passages that mention, by row id with a mention each, as links to where they stand."""
    passages = store.passages(first)
    for row in first:
        if passage := passages.get(row):
            page = passage.pages[0] if passage.pages else None
            yield link_of(first[row].reference, passage, page, card_of(first[row].document))
