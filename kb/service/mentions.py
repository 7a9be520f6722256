"""Mentions of documents as links that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def citing_links(store: Store, mentions: Iterable[StoredMention]) -> Iterator[ReferenceLink]:
    """The passages that mention, each once, with the document that each stands in."""
    first = {item.passage_row_id: item for item in reversed(list(mentions))}
    rows = [row for row in reversed(first) if row is not None]
    passages = store.passages(rows)
    for row in rows:
        if passage := passages.get(row):
            page = passage.pages[0] if passage.pages else None
            yield link_of(first[row].reference, passage, page, card_of(first[row].document))
