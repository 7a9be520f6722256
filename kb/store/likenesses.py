"""Which documents are like one another, what was decided about each pair, and signatures of texts.

A pair stands once, whichever of the two is asked for, from the day it is found until one of them is
purged. Documents in the trash count: nothing here looks through the narrow views.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from kb.document import Facts
from kb.store import audit, changes, lookup, rows, schema, versions
from kb.store.audit import Action, Deed, Told
from kb.store.counts import raise_count
from kb.store.engine import Database
from kb.store.records import Decision, DocumentRecord, Likeness, LikenessKind
from kb.store.scopes import Scope


class Likenesses:
    """The pairs and signatures of one store; as safe to share as `Store`.

    Every method may raise StoreFailure; a change is then not made, nor told.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def unsigned(self) -> list[str]:
        """The ids of the documents whose text was never looked at, in the order they were added."""
        table, signed = schema.document, select(schema.signature.c.document_id)
        query = select(table.c.id).where(table.c.id.not_in(signed))
        with self._database.reading(Scope.ALL) as connection:
            return list(connection.scalars(query.order_by(table.c.added_at, table.c.id)))

    def text_of(self, document_id: str) -> str:
        """The text of a document, be it in the trash. Raises UnknownDocument."""
        with self._database.reading(Scope.ALL) as connection:
            return lookup.text_of(connection, document_id)

    def signatures(self) -> dict[str, bytes]:
        """The signatures by document; those of texts too short to have one are left out."""
        table = schema.signature
        query = select(table).where(table.c.minhash.is_not(None))
        with self._database.reading(Scope.ALL) as connection:
            return {row.document_id: row.minhash for row in connection.execute(query)}

    def records_of(self, ids: Iterable[str]) -> dict[str, DocumentRecord]:
        """The records by id, be they in the trash. Raises UnknownDocument."""
        with self._database.reading(Scope.ALL) as connection:
            return lookup.records_of(connection, ids)

    def facts_of(self, ids: Collection[str]) -> dict[str, Facts]:
        """The facts of these documents by id."""
        return self._facts_where(schema.document.c.id.in_(ids))

    def facts_of_bearers(self, symbol_key: str) -> dict[str, Facts]:
        """The facts by id of all documents with that `Symbol.key`."""
        return self._facts_where(schema.document.c.symbol_key == symbol_key)

    def _facts_where(self, condition: ColumnElement[bool]) -> dict[str, Facts]:
        heads = [column for column in schema.document.columns if column.name != "text"]
        with self._database.reading(Scope.ALL) as connection:
            found = connection.execute(select(*heads).where(condition)).mappings()
            return {row["id"]: rows.facts_from(row) for row in found}

    def sign(
        self, document_id: str, signature: bytes | None, found: Sequence[Likeness] = ()
    ) -> None:
        """Keep a document's signature (None: its text is too short for one), and the pairs it is in."""
        row = {"document_id": document_id, "minhash": signature}
        into = insert(schema.signature).prefix_with("OR REPLACE")
        with self._database.writing() as connection:
            connection.execute(into, [row])
            _ask(connection, found)

    def ask(self, found: Iterable[Likeness]) -> None:
        """Ask about pairs that were found since their documents were added, but for those known."""
        with self._database.writing() as connection:
            _ask(connection, found)

    def pairs(self, document_ids: Collection[str] | None = None) -> list[Likeness]:
        """All pairs, or those in which these documents are, the latest first."""
        table = schema.likeness
        query = select(table).order_by(table.c.id.desc())
        if document_ids is not None:
            mine = table.c.document_id.in_(document_ids), table.c.other_id.in_(document_ids)
            query = query.where(or_(*mine))
        with self._database.reading(Scope.ALL) as connection:
            return [_likeness(row) for row in connection.execute(query).mappings()]

    def count(self) -> int:
        """How many pairs were ever found; it grows after the document of a pair is in the library."""
        with self._database.reading(Scope.ALL) as connection:
            return connection.scalar(select(func.count()).select_from(schema.likeness)) or 0

    def trashed(self) -> set[str]:
        """The ids of the documents in the trash."""
        with self._database.reading(Scope.ALL) as connection:
            return set(connection.scalars(select(schema.trash.c.document_id)))

    def held_back(self) -> set[str]:
        """The ids of the documents that nobody finds until they are reviewed."""
        with self._database.reading(Scope.ALL) as connection:
            return set(connection.scalars(select(schema.held_back.c.document_id)))

    def decide(
        self, newer_id: str, older_id: str, decision: Decision, stays_id: str, actor: str
    ) -> None:
        """Say what a pair is, be it for the second time: SAME keeps `stays_id` and puts the other one
        into the trash, VERSION marks `older_id`. What an earlier SAME put into the trash comes back.

        Raises UnknownDocument, and InvalidDecision where a document would be newer than itself.
        """
        with self._database.writing() as connection:
            records = lookup.records_of(connection, (newer_id, older_id))
            versions.require_order(connection, newer_id, older_id, decision)
            _ask(connection, [Likeness(newer_id, older_id, LikenessKind.NAMED)])
            before = _pair(connection, newer_id, older_id)
            was = before.decision if before else None
            _move(connection, {newer_id, older_id}, was, decision, stays_id, actor)
            chosen = {Decision.SAME: stays_id, Decision.VERSION: newer_id}.get(decision)
            _decide(connection, newer_id, older_id, decision, chosen, actor)
            for deed in _deeds(records, was, decision, chosen, actor):
                audit.append(connection, deed)
            raise_count(connection, "generation")

    def replaced(self) -> dict[str, str]:
        """By the id of each held document that has a newer held version, the newest one's id."""
        with self._database.reading(Scope.ALL) as connection:
            return versions.newest_held(connection)


def bridge(connection: Connection, document_id: str, actor: str) -> None:
    """Before a version leaves for ever: those after it take its place before those that it replaced."""
    newer = versions.newer_versions(connection)
    for older in [id for id, ids in newer.items() if document_id in ids]:
        for one in newer.get(document_id, ()):
            _ask(connection, [Likeness(one, older, LikenessKind.NAMED)])
            _decide(connection, one, older, Decision.VERSION, one, actor)


def _decide(
    connection: Connection,
    one: str,
    other: str,
    decision: Decision,
    chosen_id: str | None,
    actor: str,
) -> None:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    values = {"decision": decision.value, "chosen_id": chosen_id, "actor": actor, "at": now}
    connection.execute(update(schema.likeness).where(_is_pair(one, other)).values(values))


def _move(
    connection: Connection,
    pair: set[str],
    before: Decision | None,
    decision: Decision,
    stays_id: str,
    actor: str,
) -> None:
    """Takes documents into the trash and out of it, as a decision wants."""
    held: set[str] = set()
    if decision is Decision.SAME:
        held = {stays_id}
    elif before is Decision.SAME:
        held = pair
    for id in sorted(held):
        if changes.is_trashed(connection, id):
            changes.restore_document(connection, id, actor)
    for id in pair - held if decision is Decision.SAME else ():
        if not changes.is_trashed(connection, id):
            changes.trash_document(connection, id, actor)


def _deeds(
    records: Mapping[str, DocumentRecord],
    before: Decision | None,
    decision: Decision,
    chosen_id: str | None,
    actor: str,
) -> list[Deed]:
    """What the log tells, of each of the two."""
    deeds = []
    for id, record in records.items():
        (other,) = (one for one in records.values() if one.id != id)
        name = changes.name_of(record.facts, record.file_name)
        told: Told = {
            "decision": decision.value,
            "other": other.id,
            "other_name": f"{changes.name_of(other.facts, other.file_name)} ({other.file_name})",
            "chosen": chosen_id,
        }
        was: Told = {"decision": before.value if before else None}
        deeds.append(Deed(actor, Action.DECIDE, id, name, was, told))
    return deeds


def _ask(connection: Connection, found: Iterable[Likeness]) -> None:
    """Writes the pairs that are not there yet, the later document first."""
    order = (schema.document.c.added_at, schema.document.c.id)
    for one in found:
        if _pair(connection, one.document_id, one.other_id) is None:
            both = schema.document.c.id.in_((one.document_id, one.other_id))
            ids = connection.scalars(select(schema.document.c.id).where(both).order_by(*order))
            other_id, document_id = ids
            row = {"document_id": document_id, "other_id": other_id}
            row |= {"kind": one.kind.value, "score": one.score}
            connection.execute(insert(schema.likeness), [row])


def _is_pair(one: str, other: str) -> ColumnElement[bool]:
    table = schema.likeness
    this_way = and_(table.c.document_id == one, table.c.other_id == other)
    return or_(this_way, and_(table.c.document_id == other, table.c.other_id == one))


def _pair(connection: Connection, one: str, other: str) -> Likeness | None:
    query = select(schema.likeness).where(_is_pair(one, other))
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _likeness(row)


def _likeness(row: RowMapping) -> Likeness:
    return Likeness(
        row["document_id"],
        row["other_id"],
        LikenessKind(row["kind"]),
        row["score"],
        Decision(row["decision"]) if row["decision"] else None,
        row["chosen_id"],
        row["actor"],
        datetime.datetime.fromisoformat(row["at"]) if row["at"] else None,
    )
