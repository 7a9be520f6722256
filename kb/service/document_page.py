"""The page of one document: its text as blocks, its outline, what it cites and what cites it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from kb.document import (
    Confidence,
    Division,
    DivisionKind,
    Document,
    Evidence,
    Footnote,
    Span,
)
from kb.drafting.render import cite
from kb.passage import Passage, PassageKind
from kb.reference import Reference, completed
from kb.service.cards import card_of
from kb.service.mentions import (
    citing_links,
    completed_mentions,
    first_mentions,
    link_of,
    placeless,
    says_more,
    weight_of,
)
from kb.service.numbers import has_twins
from kb.service.resolving import NewestShelf, Shelf, meaning_of
from kb.service.results import DocumentView, FactSource, ReferenceLink, TextBlock
from kb.service.state_words import older
from kb.service.states import States
from kb.store.documents import Store
from kb.store.lookup import fact_key
from kb.store.records import StoredReference
from kb.store.reviews import Accepted

_KINDS = {
    DivisionKind.FRONT: PassageKind.FRONT,
    DivisionKind.CLOSING: PassageKind.CLOSING,
    DivisionKind.FOOTNOTE: PassageKind.FOOTNOTE,
}
_OUTLINED = frozenset(
    {
        DivisionKind.PART,
        DivisionKind.CHAPTER,
        DivisionKind.SECTION,
        DivisionKind.SUBSECTION,
        DivisionKind.ARTICLE,
        DivisionKind.APPENDIX,
    }
)


def document_view(
    store: Store, states: States, document_id: str, as_of: date | None = None
) -> DocumentView:
    """Everything the page of one document shows, with its state on a day; raises UnknownDocument."""
    record = store.record(document_id)
    document = store.document(document_id)
    passages = dict(store.passages_of_document(document_id))
    state = states.of_record(record, as_of)
    shelf = NewestShelf(store, states.newer)
    right = store.custody.accepted(document_id).get(document_id, {})
    return DocumentView(
        card=card_of(record, state, store.limits().get(document_id, ())),
        added_at=record.added_at.date().isoformat(),
        citation=cite(
            record.facts,
            has_twins=has_twins(store, record.facts),
            doubtful=store.doubtful_facts([document_id])[document_id],
            older=older(state),
        ),
        outline=tuple(division for division in document.divisions if _is_outlined(division)),
        blocks=tuple(blocks_of(document, passages.values())),
        footnotes=document.footnotes,
        cites=tuple(_cites(store, shelf, document, passages)),
        warnings=document.warnings,
        cited_by=tuple(_cited_by(store, shelf, document)),
        pages=document.pages,
        sources=tuple(
            _source(document, evidence, right.get(fact_key(evidence.field)))
            for evidence in document.evidence
        ),
        unrelated=states.unrelated,
        facts_version=store.custody.facts_version(document_id),
        older=tuple(
            card_of(store.record(id))
            for id, newest in states.newest.items()
            if newest == document_id
        ),
    )


def _source(document: Document, evidence: Evidence, right: Accepted | None) -> FactSource:
    """The evidence of a fact, which is sure once somebody has found it `right`."""
    span = evidence.span
    seen = f"; {right.actor} đã xem, đúng, ngày {right.at.astimezone():%d/%m/%Y}" if right else ""
    return FactSource(
        field=evidence.field,
        confidence=Confidence.SURE if right else evidence.confidence,
        reason=f"{evidence.reason}{seen}",
        printed=" ".join(span.of(document.text).split()) if span else None,
        page=_first(document.pages_of(span)) if span else None,
        span=span,
    )


def _is_outlined(division: Division) -> bool:
    """The named levels; a tiểu mục only with a heading, for there are hundreds without."""
    untitled = division.kind is DivisionKind.SUBSECTION and not division.title
    return division.kind in _OUTLINED and not untitled


def blocks_of(document: Document, passages: Iterable[Passage]) -> Iterator[TextBlock]:
    """The paragraphs of a document in text order, each with its deepest division."""
    headings = {item.span.start for item in passages if item.kind is PassageKind.HEADING}
    numbers = {note.span.start: note.number for note in document.footnotes}
    started: set[str] = set()
    for span, division in zip(*_owned_paragraphs(document), strict=True):
        text = span.of(document.text)
        yield TextBlock(
            text=text,
            page=_first(document.pages_of(span)),
            division=division.key,
            kind=_kind(span, text, division, headings),
            starts=division.key not in started,
            depth=len(division.path) - 1,
            marks=tuple(_marks(document.footnotes, span)),
            cells=tuple(text.split("\t")) if "\t" in text else (),
            footnote=numbers.get(span.start),
        )
        started.add(division.key)


def _owned_paragraphs(document: Document) -> tuple[list[Span], list[Division]]:
    spans = list(_paragraphs(document.text))
    owners: list[Division] = []
    waiting = iter(document.divisions)
    following = next(waiting, None)
    open_divisions: list[Division] = []
    for span in spans:
        while following and following.span.start <= span.start:
            open_divisions.append(following)
            following = next(waiting, None)
        while open_divisions[-1].span.end <= span.start:
            open_divisions.pop()
        owners.append(open_divisions[-1])
    return spans, owners


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _kind(span: Span, text: str, division: Division, headings: set[int]) -> PassageKind:
    if division.kind in _KINDS:
        return _KINDS[division.kind]
    if "\t" in text:
        return PassageKind.TABLE_ROW
    titled = span.start == division.span.start and bool(division.title)
    continued = bool(division.title) and text in division.title  # "QUY ĐỊNH CHUNG" under "Chương I"
    heading = titled or continued or span.start in headings
    return PassageKind.HEADING if heading else PassageKind.BODY


def _marks(footnotes: Sequence[Footnote], span: Span) -> Iterator[tuple[int, str]]:
    for note in footnotes:
        if note.anchor is not None and span.start <= note.anchor <= span.end:
            yield note.anchor - span.start, note.number


def _cites(
    store: Store, shelf: Shelf, document: Document, passages: dict[int, Passage]
) -> Iterator[ReferenceLink]:
    """Each document cited, once for each relation, at its first mention; itself is none."""
    found = store.references_of_document(document.id)
    for stored in _once([item for item in found if item.passage_row_id in passages]):
        mention, passage = stored.reference, passages[stored.passage_row_id or -1]
        meaning = meaning_of(shelf, mention)
        if meaning.held_id == document.id:
            continue
        card = card_of(store.record(meaning.held_id)) if meaning.held_id else None
        page = _first(document.pages_of(mention.span))
        proof = mention.stated.proof.of(document.text) if mention.stated else ""
        yield link_of(mention, passage, page, card, meaning, proof)


def _once(mentions: Sequence[StoredReference]) -> Iterator[StoredReference]:
    """The first mention of each document that says what it says; a mere citation only of one of which
    nothing more is said. A number that stands here with one date only is the same
    document where it stands without; between two dates nobody can choose, so it is kept apart."""
    said = completed([item.reference for item in mentions])
    first: dict[tuple[tuple[Hashable, Hashable], int], StoredReference] = {}
    for item, reference in zip(mentions, said, strict=True):
        document: tuple[Hashable, Hashable] = (reference.bearer, reference.date or reference.term)
        first.setdefault((document, weight_of(reference)), replace(item, reference=reference))
    told = {document for (document, _), item in first.items() if says_more(item.reference)}
    for (document, _), item in first.items():
        if document not in told or says_more(item.reference):
            yield item


def _cited_by(store: Store, shelf: Shelf, document: Document) -> Iterator[ReferenceLink]:
    """The passages of other documents that mention this one and can mean no other, each once."""
    if document.facts.symbol is None:
        return

    @cache
    def is_this(mention: Reference) -> bool:
        return meaning_of(shelf, mention).held_id == document.id

    mentions = store.mentions_of(document.facts.symbol.key)
    others = [item for item in mentions if item.document.id != document.id]
    meant = (item for item in completed_mentions(others) if is_this(placeless(item.reference)))
    yield from citing_links(store, first_mentions(meant))


def _first(pages: tuple[int, int] | None) -> int | None:
    return pages[0] if pages else None
