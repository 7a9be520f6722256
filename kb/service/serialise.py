"""Answers as JSON, in the shapes of `kb.service.shapes`."""

from __future__ import annotations

from kb.citation import Citation
from kb.document import Division, Facts, Page
from kb.place import label_of
from kb.query import Filters, Reading
from kb.service.results import (
    DocumentCard,
    DocumentView,
    FacetCount,
    Facets,
    FactSource,
    Hit,
    KnownDocument,
    NumberAnswer,
    ReferenceLink,
    SearchAnswer,
    Suggestion,
    TextBlock,
)
from kb.service.shapes import (
    AnswerJson,
    BlockJson,
    ByJson,
    CandidateJson,
    CitationJson,
    CountJson,
    DivisionJson,
    DocumentJson,
    DocumentPageJson,
    DocumentsJson,
    EvidenceJson,
    FacetsJson,
    FactsJson,
    FiltersJson,
    HitJson,
    KnownJson,
    ListedJson,
    MentionJson,
    NewerJson,
    NumberJson,
    PageJson,
    ReadingJson,
    StateJson,
    SuggestionJson,
    SuggestionsJson,
    WhyJson,
)
from kb.service.state_words import reason
from kb.state import Change, DocumentState, Newer


def answer_json(answer: SearchAnswer) -> AnswerJson:
    """The answer to a query, hits in order of rank."""
    return AnswerJson(
        query=answer.query,
        took_ms=round(answer.took_ms, 1),
        hits=[_hit(hit) for hit in answer.hits],
        numbers=[_number(number) for number in answer.numbers],
        notice=answer.notice,
        searched_as=answer.searched_as,
        abstained=answer.abstained,
        documents=answer.documents,
        sort=answer.sort.value,
        filters=_filters(answer.filters),
        understood=[_reading(reading) for reading in answer.readings],
        let_go=[_reading(reading) for reading in answer.let_go],
        phrases=list(answer.phrases),
        facets=_facets(answer.facets),
    )


def suggestions_json(typed: str, found: tuple[Suggestion, ...]) -> SuggestionsJson:
    """The suggestions for what was typed."""
    shown = [SuggestionJson(text=s.text, kind=s.kind.value, detail=s.detail) for s in found]
    return SuggestionsJson(query=typed, suggestions=shown)


def documents_json(cards: tuple[DocumentCard, ...]) -> DocumentsJson:
    """The held documents, in the order given."""
    return DocumentsJson(documents=[listed_json(card) for card in cards])


def document_json(view: DocumentView) -> DocumentPageJson:
    """One document with its text, in reading order."""
    return DocumentPageJson(
        document=listed_json(view.card),
        older=[listed_json(card) for card in view.older],
        place=view.card.facts.place,
        signatory=view.card.facts.signatory,
        circulation=view.card.facts.circulation,
        urgency=view.card.facts.urgency,
        evidence=[_evidence(source) for source in view.sources],
        pages=[_page(page) for page in view.pages],
        added_at=view.added_at,
        citation=citation_json(view.citation),
        missing=list(view.citation.missing),
        outline=[division_json(division) for division in view.outline],
        blocks=[_block(block) for block in view.blocks],
        cites=[_mention(link) for link in view.cites],
        cited_by=[_mention(link) for link in view.cited_by],
        warnings=list(view.warnings),
        groups=list(view.card.groups),
        facts_version=view.facts_version,
    )


def _filters(filters: Filters) -> FiltersJson:
    return {
        "type": filters.type,
        "issuer": filters.issuer,
        "year": filters.year,
        "term": filters.term,
        "circulation": filters.circulation,
        "document": filters.document,
        "from": filters.since.isoformat() if filters.since else None,
        "to": filters.until.isoformat() if filters.until else None,
        "state": filters.state.value if filters.state else None,
        "as_of": filters.as_of.isoformat() if filters.as_of else None,
    }


def _reading(reading: Reading) -> ReadingJson:
    return ReadingJson(
        kind=reading.kind.value, words=reading.words, filters=_filters(reading.limits)
    )


def _facets(facets: Facets) -> FacetsJson:
    def counts(offered: tuple[FacetCount, ...]) -> list[CountJson]:
        return [CountJson(value=one.value, count=one.count, label=one.label) for one in offered]

    return FacetsJson(
        type=counts(facets.types),
        issuer=counts(facets.issuers),
        year=counts(facets.years),
        term=counts(facets.terms),
        circulation=counts(facets.circulations),
        document=counts(facets.documents),
        state=counts(facets.states),
    )


def facts_json(facts: Facts) -> FactsJson:
    """The facts that name a document."""
    return FactsJson(
        symbol=str(facts.symbol) if facts.symbol else None,
        type=facts.type,
        issuer=facts.issuer,
        date=facts.date.isoformat() if facts.date else None,
        title=facts.title,
        term=facts.term,
    )


def document_facts_json(card: DocumentCard) -> DocumentJson:
    """A held document by its facts."""
    return DocumentJson(id=card.id, state=state_json(card.state), **facts_json(card.facts))


def state_json(state: DocumentState | None) -> StateJson | None:
    """Whether a document is in force; None where that is not said."""
    if state is None:
        return None
    return StateJson(
        state=state.state.value,
        as_of=state.day.isoformat(),
        reason=reason(state),
        by=[_change(change) for change in state.changes],
        possible=[_change(change) for change in state.possible],
        newer=_newer(state.newer) if state.newer else None,
    )


def _newer(newer: Newer) -> NewerJson:
    return NewerJson(id=newer.id, file_name=newer.file_name, url=f"/van-ban/{newer.id}")


def _change(change: Change) -> ByJson:
    return {
        "relation": change.relation.value,
        "id": change.by,
        "symbol": str(change.facts.symbol) if change.facts.symbol else None,
        "from": change.since.isoformat() if change.since else None,
        "place": change.place,
        "pages": list(change.pages) if change.pages else None,
        "proof": change.proof,
        "url": f"/van-ban/{change.by}#{change.division}" if change.by else None,
    }


def listed_json(card: DocumentCard) -> ListedJson:
    """A held document in a list."""
    return ListedJson(
        file_name=card.file_name, page_count=card.page_count, **document_facts_json(card)
    )


def citation_json(citation: Citation) -> CitationJson:
    """The forms of a citation."""
    return CitationJson(
        full=citation.full,
        short=citation.short,
        passage=citation.passage,
        missing=list(citation.missing),
        uncertain=list(citation.uncertain),
        older=citation.older or None,
    )


def _hit(hit: Hit) -> HitJson:
    return HitJson(
        rank=hit.rank,
        score=hit.score,
        document=document_facts_json(hit.document),
        division=hit.place,
        pages=list(hit.pages) if hit.pages else None,
        text=hit.text,
        highlights=[list(highlight) for highlight in hit.highlights],
        excerpt=list(hit.excerpt),
        citation=citation_json(hit.citation),
        why=WhyJson(
            dense=hit.why.dense,
            lexical=hit.why.lexical,
            number=hit.why.number,
            place=hit.why.place,
            words=list(hit.why.words),
            others=list(hit.why.others),
            restored=hit.why.restored,
        ),
        url=hit.url,
        ocr_quality=rounded(hit.ocr_quality),
        folded_under=hit.folded_under,
        mismatch=hit.mismatch,
        corrected=list(hit.corrected),
        warnings=list(hit.document.warnings),
    )


def known_json(known: KnownDocument) -> KnownJson:
    """A document of the catalogue."""
    return KnownJson(
        held_id=known.held_id, state=state_json(known.state), **facts_json(known.facts)
    )


def _number(number: NumberAnswer) -> NumberJson:
    return NumberJson(
        asked=number.asked,
        held=[document_facts_json(card) for card in number.held],
        known=[known_json(known) for known in number.known],
        cited_by=number.cited_by,
        citing=[_mention(link) for link in number.citing],
        near=list(number.near),
    )


def division_json(division: Division) -> DivisionJson:
    """A division without its text."""
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


def _page(page: Page) -> PageJson:
    quality = rounded(page.quality)
    return PageJson(label=page.label, recognised=page.recognised, quality=quality)


def rounded(quality: float | None) -> float | None:
    """A quality as it is told, to a thousandth."""
    return None if quality is None else round(quality, 3)


def _evidence(source: FactSource) -> EvidenceJson:
    return EvidenceJson(
        field=source.field,
        confidence=source.confidence.value,
        reason=source.reason,
        printed=source.printed,
        page=source.page,
    )


def _mention(link: ReferenceLink) -> MentionJson:
    return MentionJson(
        symbol=link.symbol,
        name=link.name,
        type=link.type,
        date=link.date.isoformat() if link.date else None,
        place=link.place,
        division=link.division,
        page=link.page,
        document_id=link.card.id if link.card else None,
        candidates=[candidate_json(item) for item in link.candidates],
        relation=link.relation.value if link.relation else None,
        proof=link.proof,
    )


def candidate_json(known: KnownDocument) -> CandidateJson:
    """A document that may be meant."""
    return CandidateJson(id=known.held_id, **facts_json(known.facts))
