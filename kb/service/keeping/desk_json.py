"""What librarians do, as JSON: the trash, corrections, the history of a document."""

from __future__ import annotations

from collections.abc import Iterable

from kb.service.keeping.journal import entry_json
from kb.service.keeping.keeper import TrashedDocument
from kb.service.keeping.page_text import PageText
from kb.service.results import DocumentCard, DocumentView
from kb.service.serialise import listed_json
from kb.service.shapes import (
    ConflictErrorJson,
    ConflictJson,
    CorrectedJson,
    LimitedJson,
    LineJson,
    PageTextJson,
    TrashedJson,
)
from kb.store.audit import AuditEntry


def corrected_json(view: DocumentView) -> CorrectedJson:
    """A document after a correction."""
    return CorrectedJson(document=listed_json(view.card), facts_version=view.facts_version)


def limited_json(card: DocumentCard) -> LimitedJson:
    """A document with the groups that it is limited to."""
    return LimitedJson(document=listed_json(card), groups=list(card.groups))


def page_text_json(text: PageText, entry: AuditEntry | None = None) -> PageTextJson:
    """The lines of a page; with the entry of the log that tells how they were just corrected."""
    return PageTextJson(
        document_id=text.card.id,
        number=text.number,
        page_count=text.page_count,
        ocr_quality=round(text.quality, 3),
        version=text.version,
        lines=[
            LineJson(number=line.number, text=line.text, raw=line.raw, doubtful=[*line.doubtful])
            for line in text.lines
        ],
        correction=entry_json(entry) if entry else None,
    )


def conflict_json(
    code: str, message: str, version: int, changes: Iterable[AuditEntry]
) -> ConflictJson:
    """Why a correction was not made, and what others changed since the version that it named."""
    told = [entry_json(entry) for entry in changes]
    return ConflictJson(
        error=ConflictErrorJson(code=code, message=message, version=version, changes=told)
    )


def trashed_json(item: TrashedDocument) -> TrashedJson:
    """A document in the trash."""
    at = item.at.isoformat(timespec="seconds")
    return TrashedJson(actor=item.actor, trashed_at=at, **listed_json(item.card))
