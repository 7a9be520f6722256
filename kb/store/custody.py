"""What becomes of a document after it was added: review, the trash, corrections, and the log of all
changes.

Beside `Store`, which shows what is held; this is the one door to what is not.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from kb.document import Document
from kb.errors import InTrash
from kb.passage import Passage
from kb.reference import Reference
from kb.store import (
    audit,
    changes,
    corrections,
    integrity,
    likenesses,
    limits,
    lookup,
    passages,
    reviews,
    schema,
    snapshot,
    texts,
)
from kb.store.audit import Action, AuditEntry, Deed, Wanted
from kb.store.corrections import Corrected
from kb.store.engine import Database
from kb.store.records import DocumentRecord
from kb.store.reviews import Accepted
from kb.store.scopes import Scope
from kb.store.texts import LineCorrection, TextCorrection

KB = "kb"
"""The actor where nobody asked for a change: the program itself."""


@dataclass(frozen=True, slots=True)
class Trashed:
    """A document in the trash: who put it there, and when, in UTC."""

    record: DocumentRecord
    at: datetime.datetime
    actor: str


class Custody:
    """The trash, the corrections and the log of one store; as safe to share as `Store`.

    Every method may raise StoreFailure; a change is then not made, nor told.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def to_trash(self, document_id: str, actor: str) -> tuple[int, ...]:
        """Put a held document into the trash; the row ids that left. Raises UnknownDocument.

        No reader of `Store` sees any part of it from now on; nothing of it is deleted.
        """
        with self._database.writing() as connection:
            return changes.trash_document(connection, document_id, actor)

    def from_trash(self, document_id: str, actor: str) -> tuple[int, ...]:
        """Take a document out of the trash; the row ids that come back, the same that left.

        Raises UnknownDocument where it is not in the trash.
        """
        with self._database.writing() as connection:
            return changes.restore_document(connection, document_id, actor)

    def release(self, document_id: str, actor: str) -> tuple[int, ...]:
        """Take a document that was held back into what is held; the row ids that come.

        Raises UnknownDocument where it is not held back.
        """
        with self._database.writing() as connection:
            return changes.release_document(connection, document_id, actor)

    def is_held_back(self, document_id: str) -> bool:
        """True if the document waits for its review; in the trash it does not."""
        with self._database.reading(Scope.WITH_HELD_BACK) as connection:
            return lookup.holds(connection, document_id) and reviews.is_held_back(
                connection, document_id
            )

    def accept(self, document_id: str, item_keys: Collection[str], actor: str) -> None:
        """Note that somebody has looked at these items of a document and found them right. Raises
        UnknownDocument."""
        with self._database.writing() as connection:
            reviews.accept(connection, document_id, item_keys, actor)

    def reopen(self, document_id: str, item_keys: Collection[str], actor: str) -> None:
        """Take that back. Raises UnknownDocument."""
        with self._database.writing() as connection:
            reviews.reopen(connection, document_id, item_keys, actor)

    def accepted(self, document_id: str | None = None) -> dict[str, dict[str, Accepted]]:
        """What was found right, by document and item, of one document or all."""
        with self._database.reading(Scope.ALL) as connection:
            return reviews.accepted(connection, document_id)

    def purge(self, document_id: str, actor: str) -> None:
        """Delete a document that is in the trash, but for its original, which is noted as going.

        Its words are overwritten, not only given up. Raises UnknownDocument where it is not in the
        trash.
        """
        with self._database.writing() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            if not changes.is_trashed(connection, document_id):
                raise lookup.unknown(document_id)
            likenesses.bridge(connection, document_id, actor)
            changes.delete_document(connection, document_id, actor, Action.PURGE)
        self._database.fold_log()

    def trashed(self) -> list[Trashed]:
        """The documents in the trash, the latest first."""
        table = schema.trash
        with self._database.reading(Scope.TRASHED) as connection:
            records = {record.id: record for record in lookup.records(connection)}
            found = connection.execute(select(table).order_by(table.c.at.desc())).all()
        moment = datetime.datetime.fromisoformat
        return [Trashed(records[row.document_id], moment(row.at), row.actor) for row in found]

    def find_trashed(self, name: str) -> list[DocumentRecord]:
        """The documents in the trash that `name` may mean, as `Store.find_documents` reads names."""
        with self._database.reading(Scope.TRASHED) as connection:
            return lookup.find_documents(connection, name)

    def refuse_trashed(self, document_id: str) -> None:
        """Raises InTrash, saying how to restore it, where that document is in the trash."""
        with self._database.reading(Scope.TRASHED) as connection:
            if lookup.holds(connection, document_id):
                found = lookup.record(connection, document_id)
                name = changes.name_of(found.facts, found.file_name)
                raise InTrash(
                    f"Văn bản {name} đang ở trong thùng rác; "
                    f"hãy lấy lại bằng lệnh: kb restore {document_id[:12]}."
                )

    def record(self, document_id: str) -> DocumentRecord:
        """A document, held, held back or in the trash. Raises UnknownDocument."""
        with self._database.reading(Scope.ALL) as connection:
            return lookup.record(connection, document_id)

    def all_records(self) -> list[DocumentRecord]:
        """Every document, held, held back or in the trash, in the order they were added."""
        with self._database.reading(Scope.ALL) as connection:
            return lookup.records(connection)

    def facts_version(self, document_id: str) -> int:
        """The version of a document's facts, for `correct` and `undo`; 0 for an unknown one."""
        with self._database.reading(Scope.ALL) as connection:
            return corrections.facts_version(connection, document_id)

    def require_version(self, document_id: str, version: int) -> None:
        """Raises UnknownDocument, and Conflict where the document is at that version no more."""
        with self._database.reading() as connection:
            corrections.unchanged_facts(connection, document_id, version)

    def correct(self, document_id: str, based_on: int, corrected: Corrected, actor: str) -> int:
        """Correct facts of a held document; the new version. Their evidence is who corrected them.

        Raises UnknownDocument, and Conflict, which tells what somebody else has changed since the
        version `based_on`.
        """
        with self._database.writing() as connection:
            return corrections.correct(connection, document_id, based_on, corrected, actor)

    def limit(
        self,
        document_id: str,
        groups: Collection[str],
        actor: str,
        based_on: Collection[str] | None = None,
    ) -> None:
        """Limit a held document to exactly these groups, or to none: whoever is in none of them sees
        nothing of it from now on. Raises UnknownDocument, and Conflict where it is not limited to the
        groups `based_on` any more."""
        with self._database.writing() as connection:
            limits.limit(connection, document_id, groups, actor, based_on)

    def undo(self, document_id: str, based_on: int, actor: str) -> int:
        """Take the last correction back; the new version. Raises NothingToUndo, and as `correct`."""
        with self._database.writing() as connection:
            return corrections.undo(connection, document_id, based_on, actor)

    def recognition(self, document_id: str) -> bytes | None:
        """What a machine read of a held document's pages (`kb.ingest.recognition`); None where nothing
        was kept of that. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return texts.recognition(connection, document_id)

    def line_corrections(self, document_id: str) -> tuple[LineCorrection, ...]:
        """The lines of a document, held or in the trash, that read otherwise than the machine read
        them, by page and number."""
        with self._database.reading(Scope.ALL) as connection:
            return texts.line_corrections(connection, document_id)

    def correct_text(self, correction: TextCorrection, based_on: int, actor: str) -> int:
        """Put a held document with corrected lines in the place of the old one; the new version.

        Raises as `correct`, and ValueError as `Store.add_document`.
        """
        changes.require_one_story(correction.document, correction.passages, correction.references)
        with self._database.writing() as connection:
            return texts.correct_text(connection, correction, based_on, actor)

    def tell(self, deed: Deed) -> None:
        """Write an entry for a change that is not in the database: a file set aside, an index built."""
        with self._database.writing() as connection:
            audit.append(connection, deed)

    def history(self, document_id: str | None = None) -> list[AuditEntry]:
        """The log, of one document or all, oldest first."""
        with self._database.reading() as connection:
            return audit.entries(connection, document_id)

    def log_after(self, after: int, limit: int) -> list[AuditEntry]:
        """At most `limit` entries of the log after the one with the id `after`, oldest first."""
        with self._database.reading() as connection:
            return audit.entries(connection, after=after, limit=limit)

    def told_of(self, name: str) -> set[str]:
        """The ids of documents that the log calls so, held or gone."""
        with self._database.reading() as connection:
            return audit.documents_named(connection, name)

    def is_cleared(self, document_id: str) -> bool:
        """True if somebody said that the mark of secrecy on the document was misread."""
        return any(one.deed.action is Action.CLEAR for one in self.history(document_id))

    def log(self, wanted: Wanted, limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
        """The entries of the log that are wanted, the newest first."""
        with self._database.reading() as connection:
            return audit.find(connection, wanted, limit, offset)

    def log_size(self, wanted: Wanted) -> int:
        """How many there are."""
        with self._database.reading() as connection:
            return audit.count(connection, wanted)

    def actors(self) -> list[str]:
        """All whom the log names as having done something."""
        with self._database.reading() as connection:
            return audit.actors(connection)

    def stale_rows(self) -> set[int]:
        """The row ids of held passages whose index entries are older than a correction."""
        with self._database.reading() as connection:
            rows = set(connection.scalars(select(schema.stale_passage.c.row_id)))
            held = select(schema.passage.c.row_id).where(schema.passage.c.row_id.in_(rows))
            return set(connection.scalars(held))

    def settle_rows(self, row_ids: Collection[int]) -> None:
        """Note that the index entries of these rows have been made anew."""
        gone = delete(schema.stale_passage)
        with self._database.writing() as connection:
            for batch in lookup.batches(sorted(row_ids)):
                connection.execute(gone.where(schema.stale_passage.c.row_id.in_(batch)))

    def expect_original(self, document_id: str, aside: Deed | None = None) -> None:
        """Note that a document's original is about to come, or a file to be set `aside`: if that is cut
        off, somebody cleans up, and tells what was done."""
        with self._database.writing() as connection:
            changes.expect_original(connection, document_id, aside)

    def settle_original(self, document_id: str, aside: Deed | None = None) -> None:
        """Note that it has come, or is gone; and tell in the same transaction what was set `aside`."""
        with self._database.writing() as connection:
            changes.settle_original(connection, document_id)
            if aside is not None:
                audit.append(connection, aside)

    def pending_originals(self) -> dict[str, Deed | None]:
        """The ids whose files were coming or going when somebody was cut off; with what is to be told
        of a file that was to be set aside."""
        with self._database.reading() as connection:
            found = connection.execute(select(schema.pending_original)).all()
        return {
            row.document_id: Deed(row.actor, Action(row.action), row.document_id)
            if row.action
            else None
            for row in found
        }

    def database_faults(self) -> list[str]:
        """What SQLite finds wrong with its file, in its own words."""
        with self._database.reading(Scope.ALL) as connection:
            return integrity.database_faults(connection)

    def damage_of(self, document_id: str) -> str | None:
        """What is wrong with a document's text or passages, in Vietnamese; None where nothing is."""
        with self._database.reading(Scope.ALL) as connection:
            return integrity.damage_of(connection, document_id)

    def reread(
        self,
        document: Document,
        passages: Sequence[Passage],
        references: Sequence[Reference],
        recognition: bytes | None,
        actor: str,
    ) -> None:
        """Put what was read anew from an original in the place of what is kept of it; facts stay.

        Raises UnknownDocument, and ValueError as `Store.add_document`.
        """
        changes.require_one_story(document, passages, references)
        with self._database.writing() as connection:
            integrity.reread_document(
                connection, document, passages, references, recognition, actor
            )

    def documents_of_rows(self) -> dict[int, str]:
        """Whose each held passage is, by its row id."""
        with self._database.reading() as connection:
            return passages.documents_of_rows(connection)

    def snapshot(self, target: Path) -> None:
        """Copy the database as it is at one moment to a new file `target`, while others write."""
        with self._database.reading(Scope.ALL) as connection:
            snapshot.copy_to(connection, target)
