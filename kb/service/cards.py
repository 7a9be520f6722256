"""The card of a held document, as lists and hits show it."""

from __future__ import annotations

from kb.service.results import DocumentCard
from kb.state import DocumentState
from kb.store.records import DocumentRecord


def card_of(
    record: DocumentRecord, state: DocumentState | None = None, groups: tuple[str, ...] = ()
) -> DocumentCard:
    """What lists and hits show of a held document, with its state and limits where they are shown."""
    return DocumentCard(
        record.id, record.file_name, record.page_count, record.facts, record.warnings, state, groups
    )
