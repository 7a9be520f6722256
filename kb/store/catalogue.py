"""The catalogue: documents known to exist, held or not, against which numbers are checked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from kb.store import rows, schema
from kb.store.counts import raise_count
from kb.store.numbers import has_number
from kb.store.records import KnownRecord
from kb.symbol import SymbolPattern


def replace_catalogue(connection: Connection, known: Sequence[KnownRecord]) -> None:
    """Make the catalogue exactly `known`, in this order; its count goes up by one."""
    connection.execute(delete(schema.known_document))
    if known:
        found = [{"ordinal": i, **rows.known_row(record)} for i, record in enumerate(known)]
        connection.execute(insert(schema.known_document), found)
    raise_count(connection, "catalogue")


def catalogue_size(connection: Connection) -> int:
    """The number of records in the catalogue."""
    return connection.scalar(select(func.count()).select_from(schema.known_document)) or 0


def catalogue(connection: Connection) -> list[KnownRecord]:
    """The whole catalogue in its order."""
    return _known_where(connection)


def known(connection: Connection, symbol_key: str) -> list[KnownRecord]:
    """The records with that symbol, in the order of the catalogue."""
    return _known_where(connection, schema.known_document.c.symbol_key == symbol_key)


def known_of_plenum(connection: Connection, plenum: int) -> list[KnownRecord]:
    """The records that a plenum of that number adopted, in any term, in catalogue order."""
    return _known_where(connection, schema.known_document.c.plenum == str(plenum))


def find_known(connection: Connection, pattern: SymbolPattern) -> list[KnownRecord]:
    """The records whose symbol agrees with every part that `pattern` says, in catalogue order."""
    same_number = has_number(schema.known_document.c.symbol_key, pattern.number)
    found = _known_where(connection, same_number)
    return [record for record in found if pattern.matches(record.symbol)]


def _known_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[KnownRecord]:
    table = schema.known_document
    query = select(table).where(*conditions).order_by(table.c.ordinal)
    return [rows.known_from(row) for row in connection.execute(query).mappings()]
