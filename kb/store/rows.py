"""Values to rows and back: what one side writes, the other reads as an equal value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import RowMapping

from kb.document import (
    Confidence,
    Division,
    DivisionKind,
    Document,
    Dropped,
    Evidence,
    Facts,
    Footnote,
    Line,
    Page,
    Rect,
    Span,
)
from kb.passage import Passage, PassageKind
from kb.reference import Reference
from kb.relation import Relation, StatedRelation
from kb.store.records import DocumentRecord, KnownRecord
from kb.symbol import Symbol

Row: TypeAlias = Mapping[str, object]
"""The values of one row by column name, as an insert takes them."""


def document_row(document: Document, byte_size: int, added_at: datetime.datetime) -> Row:
    """The row of `document`; `added_at` must be in UTC."""
    return {
        "id": document.id,
        "file_name": document.file_name,
        "media_type": document.media_type,
        "byte_size": byte_size,
        "page_count": document.page_count,
        "added_at": added_at.isoformat(timespec="microseconds"),
        **facts_values(document.facts),
        "warnings": document.warnings,
        "text": document.text,
    }


def facts_values(facts: Facts) -> Row:
    """The columns of a document row that hold its facts."""
    return {
        **_symbol_values(facts.symbol),
        "type": facts.type,
        "date": facts.date,
        "issuer": facts.issuer,
        "place": facts.place,
        "title": facts.title,
        "signatory": facts.signatory,
        "circulation": facts.circulation,
        "urgency": facts.urgency,
        "term": facts.term,
    }


def page_row(page: Page) -> Row:
    """The row of `page`, without its document and ordinal."""
    return {
        "label": page.label,
        "recognised": page.recognised,
        "quality": page.quality,
        "turn": page.turn,
        "slope": page.slope,
    }


def evidence_row(evidence: Evidence) -> Row:
    """The row of `evidence`, without its document and ordinal."""
    span = evidence.span
    return {
        "field": evidence.field,
        "confidence": evidence.confidence.value,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "reason": evidence.reason,
    }


def line_row(line: Line) -> Row:
    """The row of `line`, without its document and ordinal."""
    rect = line.rect
    return {
        **_span_values(line.span),
        "page": line.page,
        "left": rect.left,
        "top": rect.top,
        "right": rect.right,
        "bottom": rect.bottom,
        "edges": line.edges,
        "corrected": line.corrected,
    }


def division_row(division: Division) -> Row:
    """The row of `division`, without its document and ordinal."""
    return {
        "path": division.path,
        "kind": division.kind.value,
        "number": division.number,
        "title": division.title,
        **_span_values(division.span),
    }


def footnote_row(footnote: Footnote) -> Row:
    """The row of `footnote`, without its document and ordinal."""
    return {
        "number": footnote.number,
        **_span_values(footnote.span),
        "anchor": footnote.anchor,
    }


def dropped_row(dropped: Dropped) -> Row:
    """The row of `dropped`, without its document and ordinal."""
    return {"page": dropped.page, "text": dropped.text, "reason": dropped.reason}


def passage_row(passage: Passage) -> Row:
    """The row of `passage`, without its document and ordinal; the text stays in the document."""
    return {
        "content_id": passage.id,
        "division": passage.division,
        "place": passage.place,
        "breadcrumb": passage.breadcrumb,
        **_span_values(passage.span),
        "first_page": passage.pages[0] if passage.pages else None,
        "last_page": passage.pages[1] if passage.pages else None,
        "kind": passage.kind.value,
        "ocr_quality": passage.ocr_quality,
        "mismatch": passage.mismatch,
        "corrected": passage.corrected,
    }


def reference_row(reference: Reference, passage_row_id: int | None) -> Row:
    """The row of `reference`, without its document and ordinal."""
    return {
        **_span_values(reference.span),
        **_symbol_values(reference.symbol),
        "type": reference.type,
        "date": reference.date,
        "issuer": reference.issuer,
        "plenum": reference.plenum,
        "term": reference.term,
        "passage_row_id": passage_row_id,
        **stated_values(reference.stated),
    }


def known_row(known: KnownRecord) -> Row:
    """The row of `known`, without its ordinal."""
    return {
        **_symbol_values(known.symbol),
        "type": known.type,
        "date": known.date,
        "issuer": known.issuer,
        "term": known.term,
        "plenum": known.plenum,
        "title": known.title,
        "replaced_by": known.replaced_by,
        "replaced_on": known.replaced_on,
    }


def record_from(row: RowMapping) -> DocumentRecord:
    """The record of a document row; the column `text` is not needed."""
    return DocumentRecord(
        id=row["id"],
        file_name=row["file_name"],
        media_type=row["media_type"],
        byte_size=row["byte_size"],
        page_count=row["page_count"],
        added_at=datetime.datetime.fromisoformat(row["added_at"]),
        facts=facts_from(row),
        warnings=tuple(row["warnings"]),
    )


def facts_from(row: RowMapping) -> Facts:
    """The bibliographic facts of a document row."""
    return Facts(
        symbol=_symbol_or_none(row),
        type=row["type"],
        date=row["date"],
        issuer=row["issuer"],
        place=row["place"],
        title=row["title"],
        signatory=row["signatory"],
        circulation=row["circulation"],
        urgency=row["urgency"],
        term=row["term"],
    )


def page_from(row: RowMapping) -> Page:
    """The page of its row."""
    turn, slope = row["turn"] or 0, row["slope"] or 0.0
    return Page(row["label"], row["recognised"], row["quality"], turn, slope)


def evidence_from(row: RowMapping) -> Evidence:
    """The evidence of its row."""
    span = None if row["start"] is None else _span_from(row)
    return Evidence(row["field"], Confidence(row["confidence"]), span, row["reason"])


def line_from(row: RowMapping) -> Line:
    """The line of its row."""
    rect = Rect(row["left"], row["top"], row["right"], row["bottom"])
    return Line(_span_from(row), row["page"], rect, row["edges"], bool(row["corrected"]))


def division_from(row: RowMapping) -> Division:
    """The division of its row."""
    kind = DivisionKind(row["kind"])
    return Division(tuple(row["path"]), kind, row["number"], row["title"], _span_from(row))


def footnote_from(row: RowMapping) -> Footnote:
    """The footnote of its row."""
    return Footnote(row["number"], _span_from(row), row["anchor"])


def dropped_from(row: RowMapping) -> Dropped:
    """The dropped text of its row."""
    return Dropped(row["page"], row["text"], row["reason"])


def passage_from(row: RowMapping, text: str) -> Passage:
    """The passage of its row; `text` is the whole text of its document.

    Sliced here and not by SQLite's `substr`, which stops at a NUL.
    """
    span = _span_from(row)
    return Passage(
        document_id=row["document_id"],
        division=row["division"],
        place=row["place"],
        breadcrumb=tuple(row["breadcrumb"]),
        span=span,
        text=span.of(text),
        pages=(row["first_page"], row["last_page"]) if row["first_page"] else None,
        kind=PassageKind(row["kind"]),
        ocr_quality=row["ocr_quality"],
        mismatch=row["mismatch"],
        corrected=tuple(row["corrected"] or ()),
    )


def reference_from(row: RowMapping) -> Reference:
    """The mention of its row."""
    return Reference(
        span=_span_from(row),
        symbol=_symbol_or_none(row),
        type=row["type"],
        date=row["date"],
        issuer=row["issuer"],
        plenum=row["plenum"],
        term=row["term"],
        stated=_stated_from(row),
    )


def known_from(row: RowMapping) -> KnownRecord:
    """The catalogue record of its row."""
    return KnownRecord(
        symbol=symbol_from(row),
        type=row["type"],
        date=row["date"],
        issuer=row["issuer"],
        term=row["term"],
        plenum=row["plenum"],
        title=row["title"],
        replaced_by=row["replaced_by"],
        replaced_on=row["replaced_on"],
    )


def symbol_from(row: RowMapping) -> Symbol:
    """The symbol of a row that has one."""
    return Symbol(row["number"], row["type_code"], row["issuer_code"], row["year"], row["state"])


def _symbol_or_none(row: RowMapping) -> Symbol | None:
    return None if row["number"] is None else symbol_from(row)


def _symbol_values(symbol: Symbol | None) -> Row:
    return {
        "number": symbol and symbol.number,
        "type_code": symbol and symbol.type_code,
        "issuer_code": symbol and symbol.issuer_code,
        "year": symbol and symbol.year,
        "state": symbol and symbol.state,
        "symbol_key": symbol and symbol.key,
    }


def _span_values(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _span_from(row: RowMapping) -> Span:
    return Span(row["start"], row["end"])


def stated_values(stated: StatedRelation | None) -> Row:
    """The columns of what a mention states."""
    return {
        "relation": stated and stated.relation.value,
        "proof_start": stated and stated.proof.start,
        "proof_end": stated and stated.proof.end,
        "since": stated and stated.since,
    }


def _stated_from(row: RowMapping) -> StatedRelation | None:
    if row["relation"] is None:
        return None
    proof = Span(row["proof_start"], row["proof_end"])
    return StatedRelation(Relation(row["relation"]), proof, row["since"])
