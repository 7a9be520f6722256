"""Mentions of documents as links that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from kb.document import Span
from kb.passage import Passage
from kb.reference import Reference, completed
from kb.relation import Relation
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
    proof: str = "",
) -> ReferenceLink:
    """The link of a mention that stands in `passage`; `card` is the document on its other side, `proof`
    the sentence that states its relation."""
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
        relation=mention.stated.relation if mention.stated else None,
        proof=" ".join(proof.split()),
    )


def _plenum_form(mention: Reference, passage: Passage) -> str:
    """A plenum form as it is printed, but for what a list takes apart: "Trung ương 4, 5 khóa XII"."""
    start = passage.span.start
    printed = " ".join(passage.text[mention.span.start - start : mention.span.end - start].split())
    whole = "ương" in printed.lower() and (mention.term or "") in printed
    return printed if whole else mention.name


def completed_mentions(mentions: Iterable[StoredMention]) -> Iterator[StoredMention]:
    """The mentions, each with the date and term that its document says with another of them; those of
    one document stand together."""
    for _, group in groupby(mentions, key=lambda item: item.document.id):
        one = list(group)
        for item, reference in zip(one, completed([it.reference for it in one]), strict=True):
            yield replace(item, reference=reference)


def placeless(mention: Reference) -> Reference:
    """What decides the documents that a mention may mean, alike for all that say the same."""
    return replace(mention, span=Span(0, 0), issuer=None, stated=None)


_WEIGHTS = {relation: at for at, relation in enumerate(Relation)}


def weight_of(mention: Reference) -> int:
    """How little a mention says of the two documents: 0 where one replaces the other."""
    return _WEIGHTS[mention.stated.relation] if mention.stated else len(_WEIGHTS)


def says_more(mention: Reference) -> bool:
    """True for more than a mere citation."""
    return weight_of(mention) < _WEIGHTS[Relation.CITES]


def first_mentions(mentions: Iterable[StoredMention]) -> dict[int, StoredMention]:
    """The passages that mention, by row id in the order given, each with the mention that says most,
    of equals the first."""
    first: dict[int, StoredMention] = {}
    for item in mentions:
        row = item.passage_row_id
        if row is not None:
            other = first.setdefault(row, item)
            if weight_of(item.reference) < weight_of(other.reference):
                first[row] = item
    return first


def citing_links(store: Store, first: Mapping[int, StoredMention]) -> Iterator[ReferenceLink]:
    """Passages that mention, by row id with a mention each, as links to where they stand."""
    passages = store.passages(first)
    for row in first:
        if passage := passages.get(row):
            page = passage.pages[0] if passage.pages else None
            mention, card = first[row].reference, card_of(first[row].document)
            yield link_of(mention, passage, page, card, proof=_proof(store, mention, passage))


def _proof(store: Store, mention: Reference, passage: Passage) -> str:
    if mention.stated is None:
        return ""
    proof, span = mention.stated.proof, passage.span
    if span.contains(proof):  # nearly always, and then the document's whole text is not read
        return passage.text[proof.start - span.start : proof.end - span.start]
    return proof.of(store.text_of(passage.document_id))
