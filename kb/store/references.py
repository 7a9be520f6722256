"""Mentions of other documents, seen from the mentioning side and from the mentioned one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import Connection, RowMapping, select, update

from kb.passage import Passage
from kb.reference import Reference
from kb.relation import Relation
from kb.store import rows, schema
from kb.store.lookup import batches, holds, records_of, unknown
from kb.store.numbers import has_number
from kb.store.records import StoredMention, StoredReference
from kb.symbol import Symbol, SymbolPattern


def homes(
    references: Iterable[Reference], passages: Sequence[Passage], row_ids: Sequence[int]
) -> list[int | None]:
    """For each mention, the row id of the passage that holds its first character, else None.

    Of passages that lie over one another, the one that starts last, and then the shortest.
    """
    by_start = sorted(
        zip(passages, row_ids, strict=True),
        key=lambda item: (item[0].span.start, -item[0].span.end),
    )
    starts = [passage.span.start for passage, _ in by_start]
    return [_home(item.span.start, by_start, starts) for item in references]


def _home(
    offset: int, by_start: Sequence[tuple[Passage, int]], starts: Sequence[int]
) -> int | None:
    for place in range(bisect_right(starts, offset) - 1, -1, -1):
        passage, row_id = by_start[place]
        if offset < passage.span.end:
            return row_id
    return None


def references_of_document(connection: Connection, document_id: str) -> list[StoredReference]:
    """A document's mentions of others in the order they were added. Raises UnknownDocument."""
    if not holds(connection, document_id):
        raise unknown(document_id)
    table = schema.reference
    mine = table.c.document_id == document_id
    found = connection.execute(select(table).where(mine).order_by(table.c.ordinal)).mappings()
    return [StoredReference(rows.reference_from(row), row["passage_row_id"]) for row in found]


def mentions(connection: Connection) -> list[StoredMention]:
    """Every mention: oldest document first, each in the order of its mentions."""
    query = select(schema.reference).order_by(schema.reference.c.ordinal)
    found = [(row, rows.reference_from(row)) for row in connection.execute(query).mappings()]
    return _mentions(connection, found)


def mentions_of(connection: Connection, symbol_key: str) -> list[StoredMention]:
    """Every mention with that symbol among its `symbols`: oldest document first, each in the order of
    its mentions."""
    found = [
        (row, reference)
        for row, reference in _numbered(connection, symbol_key.partition("|")[0])
        if symbol_key in {symbol.key for symbol in reference.symbols}
    ]
    return _mentions(connection, found)


def mentions_with(connection: Connection, relations: Iterable[Relation]) -> list[StoredMention]:
    """Every mention that states one of the relations: oldest document first, each in the order of its
    mentions."""
    table = schema.reference
    stated = table.c.relation.in_([relation.value for relation in relations])
    query = select(table).where(stated).order_by(table.c.ordinal)
    found = [(row, rows.reference_from(row)) for row in connection.execute(query).mappings()]
    return _mentions(connection, found)


def unrelated(connection: Connection) -> list[str]:
    """The ids of the documents with mentions of which no relation is known, in order."""
    table = schema.reference
    ids = select(table.c.document_id).where(table.c.relation.is_(None)).distinct()
    return sorted(connection.scalars(ids))


def relate(connection: Connection, document_id: str, mentions: Sequence[Reference]) -> None:
    """Write the relations of a document's mentions, which are given in the order of their rows."""
    table = schema.reference
    for ordinal, mention in enumerate(mentions):
        mine = (table.c.document_id == document_id) & (table.c.ordinal == ordinal)
        connection.execute(update(table).where(mine).values(rows.stated_values(mention.stated)))


def _mentions(
    connection: Connection, found: Sequence[tuple[RowMapping, Reference]]
) -> list[StoredMention]:
    """Rows given in the order of their ordinals, oldest document first."""
    records = records_of(connection, {row["document_id"] for row, _ in found})
    mentions = [
        StoredMention(records[row["document_id"]], reference, row["passage_row_id"])
        for row, reference in found
    ]
    return sorted(mentions, key=lambda item: (item.document.added_at, item.document.id))


def find_mentioned(connection: Connection, pattern: SymbolPattern) -> list[Symbol]:
    """The symbols mentioned that agree with every part that `pattern` says, each once."""
    found = [reference.symbols for _, reference in _numbered(connection, pattern.number)]
    return [symbol for symbol in dict.fromkeys(chain(*found)) if pattern.matches(symbol)]


def _numbered(connection: Connection, number: str) -> list[tuple[RowMapping, Reference]]:
    """The mentions whose symbol has that number, in the order they were added."""
    table = schema.reference
    query = select(table).where(has_number(table.c.symbol_key, number)).order_by(table.c.ordinal)
    return [(row, rows.reference_from(row)) for row in connection.execute(query).mappings()]


def symbol_keys_by_passage(
    connection: Connection, row_ids: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    """The symbols that each passage mentions, each once, in text order; without any, no entry."""
    table = schema.reference
    keys: dict[int, dict[str, None]] = {}
    for batch in batches(sorted({int(row_id) for row_id in row_ids})):
        query = (
            select(table.c.passage_row_id, table.c.symbol_key)
            .where(table.c.passage_row_id.in_(batch), table.c.symbol_key.is_not(None))
            .order_by(table.c.passage_row_id, table.c.start, table.c.ordinal)
        )
        for row_id, key in connection.execute(query):
            keys.setdefault(row_id, {})[key] = None
    return {row_id: tuple(found) for row_id, found in keys.items()}
