"""Finding held documents and reading them back, each within one transaction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    bindparam,
    exists,
    literal,
    select,
)

from kb.document import Confidence, Division, Document, Evidence, Footnote, Line, Page
from kb.errors import UnknownDocument
from kb.store import rows, schema
from kb.store.numbers import asked_symbol, has_number
from kb.store.records import DocumentRecord
from kb.symbol import SymbolPattern

Item = TypeVar("Item")

BATCH = 500
"""Names asked for in one statement; far below SQLite's least limit on variables, 999."""

_ID_PREFIX = re.compile(r"[0-9a-f]{6,64}")

_HEAD = [column for column in schema.document.columns if column.name != "text"]


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """`items` in order, at most `BATCH` at a time."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def holds(connection: Connection, document_id: str) -> bool:
    """True if the document is held."""
    query = select(schema.document.c.id).where(schema.document.c.id == document_id)
    return connection.scalar(query) is not None


def unknown(document_id: str) -> UnknownDocument:
    """The error for an id that is not held."""
    return UnknownDocument(
        f"Kho không giữ văn bản có mã “{document_id}”; hãy xem mã trong danh sách văn bản."
    )


def records(connection: Connection) -> list[DocumentRecord]:
    """Every held document, oldest first, then by id."""
    return _records_where(connection)


def record(connection: Connection, document_id: str) -> DocumentRecord:
    """The document without its text. Raises UnknownDocument."""
    return records_of(connection, [document_id])[document_id]


def records_of(connection: Connection, ids: Iterable[str]) -> dict[str, DocumentRecord]:
    """The records of `ids`, in the order asked. Raises UnknownDocument for the first not held."""
    asked = list(dict.fromkeys(ids))
    found = {
        record.id: record
        for batch in batches(asked)
        for record in _records_where(connection, schema.document.c.id.in_(batch))
    }
    for document_id in asked:
        if document_id not in found:
            raise unknown(document_id)
    return {document_id: found[document_id] for document_id in asked}


_FACT = "fact:"


def fact_key(name: str) -> str:
    """The key of the item of a review about the fact of that name in `Facts`: "fact:date"."""
    return f"{_FACT}{name}"


def seals(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """By id, the sha256 of the text of each document that has one kept."""
    table = schema.seal
    query = select(table.c.document_id, table.c.sha256).where(table.c.document_id.in_(list(ids)))
    return {row.document_id: row.sha256 for row in connection.execute(query)}


def doubtful_facts(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """By id, the names in `Facts` of those that the document contradicts, and that nobody has found
    right; none for an id not held."""
    table, review = schema.evidence, schema.review
    right = exists().where(
        review.c.document_id == table.c.document_id,
        review.c.item_key == literal(_FACT) + table.c.field,
    )
    found: dict[str, set[str]] = {id: set() for id in ids}
    for batch in batches(list(found)):
        query = select(table.c.document_id, table.c.field).where(
            table.c.document_id.in_(batch),
            table.c.confidence == Confidence.DOUBTFUL.value,
            ~right,
        )
        for row in connection.execute(query):
            found[row.document_id].add(row.field)
    return {id: frozenset(fields) for id, fields in found.items()}


def find_documents(connection: Connection, name: str) -> list[DocumentRecord]:
    """The documents that `name` may mean, oldest first; the first kind of name that answers decides.

    The kinds, in order: id or its first digits (at least 6), symbol, file name.
    """
    name = unicodedata.normalize("NFC", name).strip()
    for find in (_by_id, _by_symbol, _by_file_name):
        found = find(connection, name)
        if found:
            return found
    return []


def find_held(connection: Connection, pattern: SymbolPattern) -> list[DocumentRecord]:
    """The documents whose symbol agrees with every part that `pattern` says, oldest first."""
    same_number = has_number(schema.document.c.symbol_key, pattern.number)
    return [
        record
        for record in _records_where(connection, same_number)
        if record.facts.symbol is not None and pattern.matches(record.facts.symbol)
    ]


def headings(connection: Connection) -> list[tuple[str, str]]:
    """The headings of every document, with its id, each once in a document."""
    table = schema.division
    found = select(table.c.document_id, table.c.title).where(table.c.title != "").distinct()
    return [(row.document_id, row.title) for row in connection.execute(found)]


def document(connection: Connection, document_id: str) -> Document:
    """The whole document, equal to the one that was added. Raises UnknownDocument."""
    query = select(schema.document).where(schema.document.c.id == document_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise unknown(document_id)
    return Document(
        id=row["id"],
        file_name=row["file_name"],
        media_type=row["media_type"],
        pages=_parts(connection, schema.page, document_id, rows.page_from),
        facts=rows.facts_from(row),
        text=row["text"],
        lines=_parts(connection, schema.line, document_id, rows.line_from),
        divisions=_parts(connection, schema.division, document_id, rows.division_from),
        footnotes=_parts(connection, schema.footnote, document_id, rows.footnote_from),
        dropped=_parts(connection, schema.dropped, document_id, rows.dropped_from),
        warnings=tuple(row["warnings"]),
        evidence=evidence_of(connection, document_id),
    )


def evidence_of(connection: Connection, document_id: str) -> tuple[Evidence, ...]:
    """Why a document's facts are what they are; none for a document not held."""
    return _parts(connection, schema.evidence, document_id, rows.evidence_from)


def printed_page(
    connection: Connection, document_id: str, number: int
) -> tuple[Page, tuple[Line, ...]] | None:
    """A page by its number from 1 with the lines on it, in text order; None if there is none."""
    where = schema.page.c.document_id == document_id, schema.page.c.ordinal == number - 1
    row = connection.execute(select(schema.page).where(*where)).mappings().one_or_none()
    if row is None:
        return None
    mine = schema.line.c.document_id == document_id, schema.line.c.page == number
    found = connection.execute(select(schema.line).where(*mine).order_by(schema.line.c.ordinal))
    return rows.page_from(row), tuple(map(rows.line_from, found.mappings()))


def pages_at(
    connection: Connection, places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    """The page, from 1, on which each place is printed, given as a document's id and an offset into its
    text; none for a place of a document without pages."""
    table = schema.line
    mine = (table.c.document_id == bindparam("id")) & (table.c.end > bindparam("offset"))
    query = select(table.c.page).where(mine).order_by(table.c.ordinal).limit(1)
    found = {
        (document_id, offset): connection.scalar(query, {"id": document_id, "offset": offset})
        for document_id, offset in places
    }
    return {place: page for place, page in found.items() if page}


def text_of(connection: Connection, document_id: str) -> str:
    """A document's text. Raises UnknownDocument."""
    table = schema.document
    text = connection.scalar(select(table.c.text).where(table.c.id == document_id))
    if text is None:
        raise unknown(document_id)
    return str(text)


def text_and_notes(connection: Connection, document_id: str) -> tuple[str, tuple[Footnote, ...]]:
    """A document's text and footnotes. Raises UnknownDocument."""
    text = text_of(connection, document_id)
    return text, _parts(connection, schema.footnote, document_id, rows.footnote_from)


def outline_of(connection: Connection, document_id: str) -> tuple[str, tuple[Division, ...]]:
    """A document's text and divisions. Raises UnknownDocument."""
    text = text_of(connection, document_id)
    return text, _parts(connection, schema.division, document_id, rows.division_from)


def _parts(
    connection: Connection, table: Table, document_id: str, value: Callable[[RowMapping], Item]
) -> tuple[Item, ...]:
    mine = table.c.document_id == document_id
    found = connection.execute(select(table).where(mine).order_by(table.c.ordinal))
    return tuple(value(row) for row in found.mappings())


def _records_where(
    connection: Connection, *conditions: ColumnElement[bool]
) -> list[DocumentRecord]:
    order = (schema.document.c.added_at, schema.document.c.id)
    found = connection.execute(select(*_HEAD).where(*conditions).order_by(*order))
    return [rows.record_from(row) for row in found.mappings()]


def _by_id(connection: Connection, name: str) -> list[DocumentRecord]:
    prefix = name.lower()
    if not _ID_PREFIX.fullmatch(prefix):
        return []
    column = schema.document.c.id
    return _records_where(connection, column >= prefix, column < f"{prefix}g")


def _by_symbol(connection: Connection, name: str) -> list[DocumentRecord]:
    symbol = asked_symbol(name)
    if symbol is None:
        return []
    found = _records_where(connection, schema.document.c.symbol_key == symbol.key)
    years = {None, symbol.year}
    return [
        record
        for record in found
        if symbol.year is None or (record.facts.symbol and record.facts.symbol.year in years)
    ]


def _by_file_name(connection: Connection, name: str) -> list[DocumentRecord]:
    asked = name.casefold()
    named = connection.execute(select(schema.document.c.id, schema.document.c.file_name))
    ids = [
        document_id
        for document_id, file_name in named
        if unicodedata.normalize("NFC", file_name).strip().casefold() == asked
    ]
    return sorted(
        records_of(connection, ids).values(), key=lambda record: (record.added_at, record.id)
    )
