"""The page of one document: its facts, outline, text, citation and mentions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.service.keeping.duplicates import Duplicate
from kb.service.results import DocumentCard, DocumentView, FactSource
from kb.service.state_words import unrelated
from kb.store.audit import AuditEntry
from web import labels
from web.links import correction_url, document_url, original_url, page_view_url, throw_url
from web.presenters.citation import CitationView, citation_view
from web.presenters.duplicates import AlikeView, alike_view
from web.presenters.graph import Graph, graph_of
from web.presenters.history import HistoryRow, history_rows
from web.presenters.outline import OutlineNode, outline_of
from web.presenters.page import CardView, Link, Page, card_view, page_of
from web.presenters.references import (
    RelationGroup,
    cited_groups,
    citing_groups,
    document_count,
)
from web.presenters.text import TextRun, text_runs

DONE = {
    "sua": "Đã sửa thông tin; trích dẫn, bộ lọc và tra cứu theo thông tin mới.",
    "hoan-tac": "Đã hoàn tác lần sửa gần nhất.",
    "gioi-han": "Đã ghi lại ai được xem văn bản này; tra cứu theo ngay.",
    "nap-cach-ly": "Đã nạp tệp dù máy thấy dấu mật; lý do nằm trong nhật ký.",
    "lay-lai": "Đã lấy lại văn bản từ thùng rác; tra cứu được như trước.",
}
"""What was just done to the document, by the word in the address."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact under its name; `value` is None where the document does not print it.

    `doubt` is "" for a sure one; `reason` says how it was read, "" if that is not known; `printed` are
    the words it was read from and `place` leads to their page of the original.
    """

    name: str
    value: str | None
    doubt: str = ""
    reason: str = ""
    printed: str = ""
    place: Link | None = None


@dataclass(frozen=True, slots=True)
class DocumentPageView:
    """The document page (`document.html`); the texts are ready to print, the runs in reading order.

    `limited` says to which groups it is limited, or ""; `page_view_url` is "" for a PDF, whose original
    shows its pages; `graph` is None where no other document is spoken of; `unrelated` says of how many
    documents it is not known what they say, or ""; `done` says what was just done to it, or "";
    `history` is None for whoever may not see it.
    """

    page: Page
    card: CardView
    facts: tuple[FactRow, ...]
    page_count: str
    file_name: str
    added_at: str
    limited: str
    original_url: str
    page_view_url: str
    warnings: tuple[str, ...]
    citation: CitationView
    outline: tuple[OutlineNode, ...]
    runs: tuple[TextRun, ...]
    graph: Graph | None
    cites: tuple[RelationGroup, ...]
    cites_count: int
    cited_by: tuple[RelationGroup, ...]
    cited_by_count: int
    unrelated: str
    done: str
    history: tuple[HistoryRow, ...] | None
    correction_url: str
    throw_url: str
    alike: tuple[AlikeView, ...]
    older_versions: tuple[Link, ...]


def document_page_view(
    view: DocumentView,
    history: Iterable[AuditEntry] | None = None,
    done: str = "",
    alike: Iterable[Duplicate] = (),
) -> DocumentPageView:
    """The page of a held document; `history` is what was done with it, None where it is not shown;
    `alike` are the pairs about which its reader may be asked."""
    card = view.card
    shown = card_view(card)
    cites, cited_by = cited_groups(view.cites), citing_groups(view.cited_by)
    return DocumentPageView(
        page=page_of(f"{shown.name}: {shown.title}", "library"),
        card=shown,
        facts=fact_rows(card, view.sources),
        page_count=labels.length(card.page_count),
        file_name=card.file_name,
        added_at=labels.day_added(view.added_at),
        limited=card.limited,
        original_url=original_url(card.id),
        page_view_url="" if card.page_count else page_view_url(card.id),
        warnings=view.warnings,
        citation=citation_view(view.citation, "document"),
        outline=outline_of(view.outline),
        runs=text_runs(card.id, view.blocks, view.pages),
        graph=graph_of(card, view.cites, view.cited_by),
        cites=cites,
        cites_count=document_count(cites),
        cited_by=cited_by,
        cited_by_count=document_count(cited_by),
        unrelated=unrelated(view.unrelated) if view.unrelated else "",
        done=DONE.get(done, ""),
        history=None if history is None else history_rows(history),
        correction_url=correction_url(card.id),
        throw_url=throw_url(card.id),
        alike=tuple(alike_view(pair, card.id) for pair in alike if pair.is_open),
        older_versions=tuple(
            Link(f"{one.heading} ({one.file_name})", document_url(one.id)) for one in view.older
        ),
    )


def fact_rows(card: DocumentCard, sources: tuple[FactSource, ...] = ()) -> tuple[FactRow, ...]:
    """The facts of a document in the order of `labels.FACT_NAMES`, absent ones too; then those of
    `labels.MARK_NAMES` that it has."""
    facts = card.facts
    values = {
        "symbol": str(facts.symbol) if facts.symbol else None,
        "type": facts.type,
        "title": facts.title,
        "date": labels.day(facts.date) if facts.date else None,
        "issuer": facts.issuer,
        "place": facts.place,
        "signatory": facts.signatory,
        "term": facts.term,
        "circulation": facts.circulation,
        "urgency": facts.urgency,
    }
    by_field = {source.field: source for source in sources}
    names = labels.FACT_NAMES | {key: n for key, n in labels.MARK_NAMES.items() if values[key]}
    return tuple(
        _row(FactRow(name, values[key]), by_field.get(key), card.id) for key, name in names.items()
    )


def _row(row: FactRow, source: FactSource | None, document_id: str) -> FactRow:
    if source is None:
        return row
    page = source.page
    return replace(
        row,
        doubt=labels.CONFIDENCE_NAMES[source.confidence],
        reason=source.reason,
        printed=source.printed or "",
        place=Link(labels.pages((page, page)), original_url(document_id, page)) if page else None,
    )


def file_name_of(documents: tuple[DocumentCard, ...], document_id: str) -> str:
    """The name under which a document was added, which a reader saves the original as."""
    names = (card.file_name for card in documents if card.id == document_id)
    return next(names, document_id)
