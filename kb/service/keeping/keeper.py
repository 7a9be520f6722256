"""Keeper: the use cases that keep documents, for the command line and the web alike.

Each is told in the log under the name of who asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UnknownDocument
from kb.person import valid_groups
from kb.service.admission import ANYHOW, Admission
from kb.service.cards import card_of
from kb.service.keeping.audit_log import AuditLog
from kb.service.keeping.duplicates import Duplicate, compared, duplicates
from kb.service.keeping.facts import checked_facts
from kb.service.keeping.page_text import (
    LineTexts,
    PageText,
    page_text,
    text_correction,
    text_undone,
)
from kb.service.keeping.secret_files import SecretFiles
from kb.service.likening import liken_again, liken_new
from kb.service.live_index import LiveIndex
from kb.service.naming import the_one
from kb.service.page_images import PageImages
from kb.service.page_views import PageViews
from kb.service.results import DocumentCard
from kb.service.room import require_room
from kb.service.text_differences import TextDifferences
from kb.service.write_lock import write_lock
from kb.store.audit import Action
from kb.store.corrections import Corrected
from kb.store.documents import Store
from kb.store.files import Originals
from kb.store.quarantine import SetAside
from kb.store.records import Decision
from kb.store.texts import TextCorrection

if TYPE_CHECKING:
    from kb.ingest.reading import Reader


@dataclass(frozen=True, slots=True)
class TrashedDocument:
    """A document in the trash: who put it there, and when, in local time."""

    card: DocumentCard
    actor: str
    at: datetime


class Keeper:
    """Keeps the documents of one `home` for `actor`; writing takes the library's lock. What was done
    is in `log`.

    Whatever changes documents brings the index to them first, and raises LibraryBusy, ModelMissing,
    IndexMismatch, IndexDamaged or StoreFailure (also where the disk is too full for the index to
    follow) before anything is changed.
    """

    def __init__(
        self,
        home: Path,
        store: Store,
        index: LiveIndex,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        actor: str,
        admission: Admission = ANYHOW,
    ) -> None:
        self._home = home
        self._store = store
        self._custody = store.custody
        self._index = index
        self._open_reader = open_reader
        self._actor = actor
        self.log = AuditLog(store)
        self._secret_files = SecretFiles(home, store, actor, admission)

    def to_trash(self, document_id: str) -> DocumentCard:
        """Puts a document into the trash: it is in no answer any more, and nothing of it is deleted but
        the pictures of its pages, which can be made again. Raises UnknownDocument.
        """
        with self._changing():
            card = card_of(self._custody.record(document_id))
            self._custody.to_trash(document_id, self._actor)
            self._forget_pictures(document_id)
        return card

    def trashed(self) -> tuple[TrashedDocument, ...]:
        """The documents in the trash, the latest first."""
        return tuple(
            TrashedDocument(card_of(item.record), item.actor, item.at.astimezone())
            for item in self._custody.trashed()
        )

    def find_trashed(self, name: str) -> DocumentCard:
        """The one document in the trash that a symbol, an id (or its beginning) or a file name means.

        Raises UnknownDocument or AmbiguousDocument.
        """
        found = [card_of(record) for record in self._custody.find_trashed(name)]
        if not found:
            raise UnknownDocument(
                f"Không có văn bản nào ứng với «{name}» trong thùng rác; hãy xem `kb trash`."
            )
        return the_one(name, found)

    def find(self, name: str) -> DocumentCard:
        """The one document, held or in the trash, that a symbol, an id (or its beginning) or a file
        name means. Raises UnknownDocument or AmbiguousDocument."""
        records = (*self._store.find_documents(name), *self._custody.find_trashed(name))
        return the_one(name, [card_of(record) for record in records])

    def restore(self, document_id: str) -> DocumentCard:
        """Takes a document out of the trash; it is found as before, or waits for its review as before.
        Raises UnknownDocument."""
        with self._changing():
            self._custody.from_trash(document_id, self._actor)
        return card_of(self._custody.record(document_id))

    def release(self, document_id: str) -> DocumentCard:
        """Takes a document that was held back into the library; it is found from now on. Raises
        UnknownDocument where it is not held back."""
        with self._changing():
            self._custody.release(document_id, self._actor)
        return card_of(self._custody.record(document_id))

    def is_held_back(self, document_id: str) -> bool:
        """True if the document waits for its review."""
        return self._custody.is_held_back(document_id)

    def purge(self, document_id: str) -> None:
        """Deletes a document that is in the trash and its original, for ever.

        Raises UnknownDocument where it is not in the trash, StoreFailure.
        """
        with write_lock(self._home):
            self._custody.purge(document_id, self._actor)
            Originals(self._home / "files").remove(document_id)
            self._forget_pictures(document_id)
            self._custody.settle_original(document_id)

    def quarantined(self) -> tuple[SetAside, ...]:
        """The files that bear a mark of secrecy, the latest first."""
        return self._secret_files.all()

    def find_quarantined(self, document_id: str) -> SetAside:
        """One of them by its id, or the only one whose id begins so. Raises UnknownDocument."""
        return self._secret_files.find(document_id)

    def clear(self, item: SetAside, reason: str) -> DocumentCard:
        """Adds one of them in spite of its mark; see `SecretFiles.clear`."""
        return self._secret_files.clear(item, reason, self._index.embedder, self._open_reader)

    def destroy(self, item: SetAside) -> None:
        """Overwrites and deletes one of them; see `SecretFiles.destroy`."""
        self._secret_files.destroy(item)

    def facts_version(self, document_id: str) -> int:
        """The version of a document's facts, which a correction names so as to overwrite nothing."""
        return self._custody.facts_version(document_id)

    def correct(self, document_id: str, corrected: Corrected, based_on: int) -> int:
        """Corrects facts of a document, and with them its citations, filters and index entries; the new
        version. Their evidence is who corrected them.

        Raises UnknownDocument, InvalidFacts, and Conflict, which tells what another has changed since
        the version `based_on`.
        """
        checked = checked_facts(corrected)
        with self._changing():
            version = self._custody.correct(document_id, based_on, checked, self._actor)
            liken_again(self._store.likenesses, document_id)
            return version

    def limit(
        self,
        document_id: str,
        groups: Iterable[str],
        based_on: Collection[str] | None = None,
    ) -> DocumentCard:
        """Limits a document to people of exactly these groups, or to nobody: whoever is in none
        of them finds, counts and opens it no more, at once; whoever looks after the library does.

        Raises UnknownDocument, InvalidAccount for what cannot be the name of a group, and Conflict
        where another has changed the groups `based_on` meanwhile.
        """
        checked = valid_groups(groups)
        with self._changing():
            self._custody.limit(document_id, checked, self._actor, based_on)
        return card_of(self._store.record(document_id), groups=checked)

    def undo(self, document_id: str, based_on: int) -> int:
        """Takes the last correction, of facts or of lines, back; the new version. Raises NothingToUndo,
        and as `correct`."""
        with self._changing():
            last = self.log.standing_correction(document_id)
            if last is None or last.deed.action is not Action.CORRECT_TEXT:
                version = self._custody.undo(document_id, based_on, self._actor)
                liken_again(self._store.likenesses, document_id)
                return version
            self._custody.require_version(document_id, based_on)
            undone = text_undone(self._store, document_id, last)
            return self._written(undone, based_on)

    def page_text(self, document_id: str, number: int) -> PageText:
        """The lines of a page that a machine read, each to be corrected.

        Raises UnknownDocument, UnknownPlace, and NotCorrectable where no machine read the page.
        """
        return page_text(self._store, document_id, number)

    def correct_text(self, document_id: str, texts: LineTexts, based_on: int) -> int:
        """Corrects lines of recognised pages, and with them all that follows from the text: divisions,
        passages and their index entries, mentions, facts that no person corrected; the new version.

        Raises as `page_text`, NotCorrectable where nothing would change, and Conflict as `correct`.
        """
        with self._changing():
            self._custody.require_version(document_id, based_on)
            correction = text_correction(self._store, document_id, texts)
            return self._written(correction, based_on)

    def _written(self, correction: TextCorrection, based_on: int) -> int:
        version = self._custody.correct_text(correction, based_on, self._actor)
        liken_new(self._store.likenesses)  # its signature left with the old text
        return version

    def reread(self, document_id: str) -> None:
        """Reads a document of an earlier release anew from its original, with what a machine reads of
        it, so that its lines can be corrected; what people corrected stays.

        Raises UnknownDocument, UnreadableFile, and NotCorrectable where a corrected line is read
        otherwise now.
        """
        from kb.service.keeping.repair import reread

        with self._changing():
            record = self._store.record(document_id)
            reread(self._home, self._store, self._open_reader, record, self._actor)

    def duplicates(self, document_ids: Collection[str] | None = None) -> tuple[Duplicate, ...]:
        """All pairs of documents that are alike, answered or not, or those that these documents are in;
        the latest found first."""
        return duplicates(self._store, document_ids)

    def compared(self, pair: Duplicate) -> TextDifferences:
        """Where the text of the newly added of a pair differs from the other's."""
        return compared(self._store, pair)

    def decide(
        self, newer_id: str, older_id: str, decision: Decision, *, keep_newer: bool = False
    ) -> None:
        """Says what two documents are to each other, be it for the second time. SAME puts `newer_id`,
        or with `keep_newer` the other one, into the trash; VERSION marks `older_id` as the older
        version.

        Raises UnknownDocument, and InvalidDecision where one would come after itself.
        """
        stays = newer_id if keep_newer else older_id
        with self._changing():
            likenesses = self._store.likenesses
            likenesses.decide(newer_id, older_id, decision, stays, self._actor)
            for document_id in likenesses.trashed() & {newer_id, older_id}:
                self._forget_pictures(document_id)

    def _forget_pictures(self, document_id: str) -> None:
        PageViews(self._home / "views").remove(document_id)
        PageImages(self._home / "views").remove(document_id)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Holds the lock, and brings the index to the store before and after the change."""
        from kb.service.indexing import refresh_index, refresh_suggestions

        with write_lock(self._home):
            embedder = self._index.embedder()
            refresh_index(self._home, self._store, embedder)
            require_room(self._home, 0, 0)
            yield
            refresh_index(self._home, self._store, embedder)
            refresh_suggestions(self._home, self._store, embedder)
