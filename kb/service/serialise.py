"""Answers as JSON: one shape for the web API and for `kb search --json`.

Dates are ISO (2023-06-15); pages count from 1 and are null in Word files; highlights are half-open
code-point offsets into the hit's `text`; what a document does not print is null.
"""

from __future__ import annotations

from typing import TypedDict

from kb.citation import Citation
from kb.document import Division, Facts
from kb.place import label_of
from kb.service.results import (
    DocumentCard,
    DocumentView,
    Hit,
    KnownDocument,
    NumberAnswer,
    ReferenceLink,
    SearchAnswer,
    TextBlock,
)


class FactsJson(TypedDict):
    """The facts that name a document."""

    symbol: str | None
    type: str | None
    issuer: str | None
    date: str | None
    title: str | None


class DocumentJson(FactsJson):
    """A held document."""

    id: str


class CitationJson(TypedDict):
    """The three forms of a citation."""

    full: str
    short: str
    passage: str


class WhyJson(TypedDict):
    """Why a passage was found; the numbers are in [0, 1], scaled over the query."""

    dense: float
    lexical: float
    number: bool


class HitJson(TypedDict):
    """One hit. `division` is its place in words: "Phần II, mục 2, chú thích 5"."""

    rank: int
    score: float
    document: DocumentJson
    division: str
    pages: list[int] | None
    text: str
    highlights: list[list[int]]
    citation: CitationJson
    why: WhyJson
    url: str
    warnings: list[str]


class KnownJson(FactsJson):
    """A document of the catalogue; `held_id` is null where the library does not hold it."""

    term: str | None
    held_id: str | None


class NumberJson(TypedDict):
    """What is known of a symbol in the query."""

    asked: str
    held: list[DocumentJson]
    known: list[KnownJson]
    cited_by: int


class AnswerJson(TypedDict):
    """The answer to a query."""

    query: str
    took_ms: float
    hits: list[HitJson]
    numbers: list[NumberJson]
    notice: str | None


class ListedJson(DocumentJson):
    """A held document in the list of all."""

    file_name: str
    page_count: int


class DocumentsJson(TypedDict):
    """The list of all held documents."""

    documents: list[ListedJson]


class DivisionJson(TypedDict):
    """One division of a document; `key` is its place in the address of the document's page."""

    key: str
    kind: str
    label: str
    title: str


class BlockJson(TypedDict):
    """One paragraph, footnote or table row."""

    division: str
    page: int | None
    kind: str
    text: str


class MentionJson(TypedDict):
    """A mention of another document; `document_id` is the other document where it is held."""

    symbol: str
    type: str | None
    date: str | None
    place: str
    division: str
    page: int | None
    document_id: str | None


class DocumentPageJson(TypedDict):
    """One document whole; `missing` names, in Vietnamese, facts that a full citation would need."""

    document: ListedJson
    place: str | None
    signatory: str | None
    added_at: str
    citation: CitationJson
    missing: list[str]
    outline: list[DivisionJson]
    blocks: list[BlockJson]
    cites: list[MentionJson]
    cited_by: list[MentionJson]
    warnings: list[str]


def answer_json(answer: SearchAnswer) -> AnswerJson:
    """The answer to a query, hits in order of rank."""
    return AnswerJson(
        query=answer.query,
        took_ms=round(answer.took_ms, 1),
        hits=[_hit(hit) for hit in answer.hits],
        numbers=[_number(number) for number in answer.numbers],
        notice=answer.notice,
    )


def documents_json(cards: tuple[DocumentCard, ...]) -> DocumentsJson:
    """The held documents, in the order given."""
    return DocumentsJson(documents=[_listed(card) for card in cards])


def document_json(view: DocumentView) -> DocumentPageJson:
    """One document with its text, in reading order."""
    return DocumentPageJson(
        document=_listed(view.card),
        place=view.card.facts.place,
        signatory=view.card.facts.signatory,
        added_at=view.added_at,
        citation=_citation(view.citation),
        missing=list(view.citation.missing),
        outline=[_division(division) for division in view.outline],
        blocks=[_block(block) for block in view.blocks],
        cites=[_mention(link) for link in view.cites],
        cited_by=[_mention(link) for link in view.cited_by],
        warnings=list(view.warnings),
    )


def _facts(facts: Facts) -> FactsJson:
    return FactsJson(
        symbol=str(facts.symbol) if facts.symbol else None,
        type=facts.type,
        issuer=facts.issuer,
        date=facts.date.isoformat() if facts.date else None,
        title=facts.title,
    )


def _document(card: DocumentCard) -> DocumentJson:
    return DocumentJson(id=card.id, **_facts(card.facts))


def _listed(card: DocumentCard) -> ListedJson:
    return ListedJson(file_name=card.file_name, page_count=card.page_count, **_document(card))


def _citation(citation: Citation) -> CitationJson:
    return CitationJson(full=citation.full, short=citation.short, passage=citation.passage)


def _hit(hit: Hit) -> HitJson:
    return HitJson(
        rank=hit.rank,
        score=hit.score,
        document=_document(hit.document),
        division=hit.place,
        pages=list(hit.pages) if hit.pages else None,
        text=hit.text,
        highlights=[list(highlight) for highlight in hit.highlights],
        citation=_citation(hit.citation),
        why=WhyJson(dense=hit.why.dense, lexical=hit.why.lexical, number=hit.why.number),
        url=hit.url,
        warnings=list(hit.document.warnings),
    )


def _known(known: KnownDocument) -> KnownJson:
    return KnownJson(term=known.term, held_id=known.held_id, **_facts(known.facts))


def _number(number: NumberAnswer) -> NumberJson:
    return NumberJson(
        asked=number.asked,
        held=[_document(card) for card in number.held],
        known=[_known(known) for known in number.known],
        cited_by=number.cited_by,
    )


def _division(division: Division) -> DivisionJson:
    return DivisionJson(
        key=division.key,
        kind=division.kind.value,
        label=label_of(division),
        title=division.title,
    )


def _block(block: TextBlock) -> BlockJson:
    return BlockJson(
        division=block.division, page=block.page, kind=block.kind.value, text=block.text
    )


def _mention(link: ReferenceLink) -> MentionJson:
    return MentionJson(
        symbol=link.symbol,
        type=link.type,
        date=link.date.isoformat() if link.date else None,
        place=link.place,
        division=link.division,
        page=link.page,
        document_id=link.card.id if link.card else None,
    )
