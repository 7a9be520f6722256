"""The page of one document: its facts, outline, text, citation and mentions."""

from __future__ import annotations

from dataclasses import dataclass

from kb.document import Facts
from kb.service.results import DocumentCard, DocumentView
from web import labels
from web.links import original_url
from web.presenters.citation import CitationView, citation_view
from web.presenters.outline import OutlineNode, outline_of
from web.presenters.page import CardView, Page, card_view, page_of
from web.presenters.references import Mentioned, cited_documents, citing_documents
from web.presenters.text import TextRun, text_runs


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact under its name; `value` is None where the document does not print it."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class DocumentPageView:
    """The document page (`document.html`); the texts are ready to print, the runs in reading order."""

    page: Page
    card: CardView
    facts: tuple[FactRow, ...]
    page_count: str
    file_name: str
    added_at: str
    original_url: str
    warnings: tuple[str, ...]
    citation: CitationView
    outline: tuple[OutlineNode, ...]
    runs: tuple[TextRun, ...]
    cites: tuple[Mentioned, ...]
    cited_by: tuple[Mentioned, ...]


def document_page_view(view: DocumentView) -> DocumentPageView:
    """The page of a held document."""
    card = view.card
    shown = card_view(card)
    return DocumentPageView(
        page=page_of(f"{shown.name}: {shown.title}", "library"),
        card=shown,
        facts=fact_rows(card.facts),
        page_count=labels.length(card.page_count),
        file_name=card.file_name,
        added_at=labels.day_added(view.added_at),
        original_url=original_url(card.id),
        warnings=view.warnings,
        citation=citation_view(view.citation, "document"),
        outline=outline_of(view.outline),
        runs=text_runs(card.id, view.blocks),
        cites=cited_documents(view.cites),
        cited_by=citing_documents(view.cited_by),
    )


def fact_rows(facts: Facts) -> tuple[FactRow, ...]:
    """The facts of a document in the order of `labels.FACT_NAMES`, absent ones too; then the marks of
    circulation and urgency, where it bears any."""
    texts = {
        "symbol": str(facts.symbol) if facts.symbol else None,
        "type": facts.type,
        "title": facts.title,
        "date": labels.day(facts.date) if facts.date else None,
        "issuer": facts.issuer,
        "place": facts.place,
        "signatory": facts.signatory,
    }
    rows = [FactRow(name, texts[key]) for key, name in labels.FACT_NAMES.items()]
    marks = {labels.CIRCULATION: facts.circulation, labels.URGENCY: facts.urgency}
    return (*rows, *(FactRow(name, mark) for name, mark in marks.items() if mark))


def file_name_of(documents: tuple[DocumentCard, ...], document_id: str) -> str:
    """The name under which a document was added, which a reader saves the original as."""
    names = (card.file_name for card in documents if card.id == document_id)
    return next(names, document_id)
