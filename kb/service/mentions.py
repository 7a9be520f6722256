"""Mentions of documents as links that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.passage import Passage
from kb.reference import Reference
from kb.service.cards import card_of
from kb.service.resolving import NOTHING_KNOWN, Meaning
from kb.service.results import DocumentCard, ReferenceLink
from kb.store.documents import Store
from kb.store.records import StoredMention


def link_of(
    mention: Reference,
    passage: Passage,
    page: int | None,
    card: DocumentCard | None,
    meaning: Meaning = NOTHING_KNOWN,
) -> ReferenceLink:
    """The link of a mention that stands in `passage`; `card` is the document on its other side."""
    return ReferenceLink(
        symbol=str(mention.symbol) if mention.symbol else None,
        type=mention.type,
        date=mention.date,
        place=passage.place,
        division=passage.division,
        page=page,
        card=card,
        known=meaning.one,
        candidates=meaning.candidates,
        plenum_form=None if mention.symbol else _plenum_form(mention, passage),
    )


def _plenum_form(mention: Reference, passage: Passage) -> str:
    """A plenum form as it is printed, but for what a list takes apart: "Trung ương 4, 5 khóa XII"."""
    start = passage.span.start
    printed = " ".join(passage.text[mention.span.start - start : mention.span.end - start].split())
    whole = "ương" in printed.lower() and (mention.term or "") in printed
    return printed if whole else mention.name


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
