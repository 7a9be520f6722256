"""Adding documents: one outcome per file, whatever happens to the others.

Files are read into the store and indexed a few at a time. A document is reported as added when it
can be searched, one that is held back for review when it is stored; if indexing fails or is
interrupted, the documents of those few files are taken back out, so that store and index agree and what
was held stays searchable.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import InTrash, KbError, NeedsOcr, SecretMarked, StoreFailure
from kb.ingest.reading import Ingested, Reader
from kb.ingest.secrecy_names import level_in_name
from kb.ingest.sources import Source, read_source
from kb.search.embedder import Embedder
from kb.service.admission import ANYHOW, Admission
from kb.service.cards import card_of
from kb.service.indexing import refresh_index
from kb.service.likening import liken_new
from kb.service.listing import readable_name, require_file
from kb.service.results import AddOutcome, AddStatus, DocumentCard
from kb.service.room import require_room
from kb.service.watching import AddWatcher
from kb.store.audit import Action, Deed
from kb.store.custody import KB
from kb.store.documents import Store
from kb.store.files import Originals
from kb.store.quarantine import Note, Quarantine
from kb.store.waiting import WaitingFiles

_log = logging.getLogger(__name__)

_ENOUGH_PASSAGES = 256
"""Passages to read before they are indexed together: some seconds of embedding, so that little is
lost when the power goes, while a large library's index is not written anew for every file."""


class Adder:
    """Reads files into store and index for one batch; the caller holds the library's lock."""

    def __init__(
        self,
        home: Path,
        store: Store,
        originals: Originals,
        waiting: WaitingFiles,
        reader: Reader,
        embedder: Embedder,
        watcher: AddWatcher,
        names: Mapping[Path, str],
        actor: str = KB,
        admission: Admission = ANYHOW,
    ) -> None:
        """`names` are what to call files that are not to be called by their own names."""
        self._home = home
        self._store = store
        self._originals = originals
        self._quarantine = Quarantine(home / "quarantine")
        self._waiting = waiting
        self._reader = reader
        self._embedder = embedder
        self._watcher = watcher
        self._actor = actor
        self._names = names
        self._admission = admission
        self._with_held_back = store.with_held_back()
        self._unindexed: list[str] = []

    def add_all(self, files: list[Path]) -> Iterator[AddOutcome]:
        """One outcome per file, in order. A full disk does not end the batch: each file that is left
        is tried, and says that it could not be kept.

        Raises StoreFailure where documents that could not be indexed cannot be taken back either.
        """
        self._watcher.files(len(files))
        read: list[AddOutcome] = []
        try:
            for path in files:
                read.append(self._read(path))
                if not self._is_enough(read) and path is not files[-1]:
                    continue
                yield from self._told(self._indexed(read))
                read = []
        except BaseException:  # an interrupt, mostly
            self._take_back()
            raise

    def _is_enough(self, read: list[AddOutcome]) -> bool:
        """True at once where nothing is to be indexed: then the outcome is known already."""
        return not self._unindexed or sum(item.passages for item in read) >= _ENOUGH_PASSAGES

    def _told(self, outcomes: list[AddOutcome]) -> list[AddOutcome]:
        for outcome in outcomes:
            if outcome.document is not None:  # it can be searched, so it waits no longer
                self._waiting.remove(outcome.document.id)
            self._watcher.outcome(outcome)
        return outcomes

    def _read(self, path: Path) -> AddOutcome:
        outcome = self._tried(path)
        return replace(outcome, path=path.name) if self._waiting.holds(path) else outcome

    def _tried(self, path: Path) -> AddOutcome:
        source = None
        try:
            require_file(path)
            source = read_source(path, self._names.get(path))
            return self._taken(source)
        except KbError as error:
            reason = str(error)
        except Exception:  # one strange file must not end the batch; the log has the traceback
            _log.exception("unexpected failure while adding %s", path)
            reason = (
                f"Tệp «{self._names.get(path, path.name)}» gây lỗi ngoài dự kiến khi đọc và không "
                "được nạp; hãy gửi tệp này kèm nhật ký cho người quản trị."
            )
        if source is not None:
            reason = self._told_refusal(source, reason)
        return AddOutcome(str(path), AddStatus.FAILED, reason=reason)

    def _told_refusal(self, source: Source, reason: str) -> str:
        """The reason, which the log has as well; it says so where the log cannot be written."""
        named = level_in_name(source.path.name) is None
        name, why = readable_name(source.path.name), {"reason": reason}
        try:
            told = (name, None, why) if named else ()
            self._store.custody.tell(Deed(self._actor, Action.REFUSE, source.id, *told))
        except StoreFailure as error:
            return reason if str(error) in reason else f"{reason} {error}"
        return reason

    def _taken(self, source: Source) -> AddOutcome:
        try:
            return self._stored(source)
        except SecretMarked as error:
            return self._set_aside(source, error)
        except NeedsOcr as error:
            return self._put_off(source, str(error))
        except InTrash as error:
            return AddOutcome(str(source.file), AddStatus.TRASHED, reason=str(error))

    def clear(self, path: Path, name: str, reason: str) -> DocumentCard:
        """Adds a file that is in quarantine in spite of its mark, for that reason; the log has both.

        Raises InTrash, UnreadableFile, IndexDamaged and the other errors of indexing, StoreFailure;
        nothing is added then.
        """
        source = replace(read_source(path, name), cleared=True)
        deed = Deed(self._actor, Action.CLEAR, source.id, after={"reason": reason})
        self._watcher.files(1)
        try:
            self._stored(source, deed)
            refresh_index(self._home, self._store, self._embedder, self._watcher.passages)
        except BaseException:
            self._take_back()
            raise
        self._unindexed.clear()
        self._liken()
        return card_of(self._with_held_back.record(source.id))

    def _stored(self, source: Source, deed: Deed | None = None) -> AddOutcome:
        """What the file became; a `deed` is told before it is kept."""
        if self._with_held_back.holds(source.id):
            return self._unchanged(source)
        self._store.custody.refuse_trashed(source.id)
        told = self._watcher.pages
        told(source.file, 0, 0)
        read = self._reader.read(source, lambda *pages: told(source.file, *pages))
        if deed is not None:
            self._store.custody.tell(deed)
        self._keep(source, read)
        card = card_of(self._with_held_back.record(source.id))
        outcome = AddOutcome(str(source.file), AddStatus.ADDED, card, len(read.passages))
        return replace(self._if_held_back(outcome), warnings=read.document.warnings)

    def _if_held_back(self, outcome: AddOutcome) -> AddOutcome:
        """The outcome, unless its document waits to be reviewed."""
        if outcome.document is None or not self._store.custody.is_held_back(outcome.document.id):
            return outcome
        said = f"{outcome.document.heading} chờ duyệt, chưa tra cứu được."
        return replace(outcome, status=AddStatus.HELD_BACK, reason=said)

    def _set_aside(self, source: Source, marked: SecretMarked) -> AddOutcome:
        """Keeps a file with a mark of secrecy where only the owner of the library reads it."""
        path, reason = str(source.file), str(marked)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        note = Note(readable_name(source.path.name), self._actor, marked.mark, now)
        try:
            self._keep_aside(
                source,
                Action.QUARANTINE,
                lambda: self._in_quarantine(source, note),
            )
            self._waiting.remove(source.id)
        except KbError as error:
            return AddOutcome(path, AddStatus.FAILED, reason=f"{reason} {error}")
        return AddOutcome(path, AddStatus.QUARANTINED, reason=reason)

    def _in_quarantine(self, source: Source, note: Note) -> bool:
        """The note first: the file is never there without its name."""
        self._quarantine.note(source.id, note)
        return bool(self._quarantine.keep(source.file, source.path.suffix))

    def _put_off(self, source: Source, reason: str) -> AddOutcome:
        """Keeps a file with pages that nobody can read yet; nothing of it enters the store."""
        require_room(self._home, len(source.data), 0)
        first = self._keep_aside(
            source,
            Action.WAIT,
            lambda: self._waiting.keep(source.file, source.id, source.path.name),
        )
        kept = "Tệp được giữ lại để chờ" if first else "Tệp đã được giữ lại từ trước, vẫn đang chờ"
        said = f"{reason}, rồi chạy: kb add --waiting. {kept}, chưa tra cứu được."
        return AddOutcome(str(source.file), AddStatus.WAITING, reason=said)

    def _keep_aside(self, source: Source, action: Action, keep: Callable[[], bool]) -> bool:
        """What `keep` answers, which is true if the file has come now. The log tells of it, though the
        program were killed between: the store knows what is to be told."""
        deed = Deed(self._actor, action, source.id)
        self._store.custody.expect_original(source.id, deed)
        has_come = keep()
        self._store.custody.settle_original(source.id, deed if has_come else None)
        return has_come

    def _unchanged(self, source: Source) -> AddOutcome:
        """A document that is there stays as it is; only an original that was lost is kept again."""
        card = card_of(self._with_held_back.record(source.id))
        kept = self._originals.path_of(source.id, Path(card.file_name).suffix)
        if not kept.is_file():
            self._store.custody.expect_original(source.id)
            self._originals.keep(source.file, source.id, source.path.suffix)
            self._store.custody.settle_original(source.id)
        return self._if_held_back(AddOutcome(str(source.file), AddStatus.UNCHANGED, card))

    def _keep(self, source: Source, read: Ingested) -> None:
        """The original first, then the store: a crash between leaves a spare file, which the store
        knows of, never a document without its original."""
        require_room(self._home, len(source.data), len(read.document.text.encode()))
        document = replace(read.document, file_name=readable_name(read.document.file_name))
        self._unindexed.append(source.id)
        try:
            self._store.custody.expect_original(source.id)
            self._originals.keep(source.file, source.id, source.path.suffix)
            self._store.add_document(
                document,
                read.passages,
                read.references,
                len(source.data),
                self._actor,
                groups=self._admission.groups_of(document.facts),
                hold_back=self._admission.review_first.holds_back,
                recognition=read.recognition,
            )
        except Exception:
            self._unindexed.remove(source.id)
            self._originals.remove(source.id)
            raise

    def _indexed(self, read: list[AddOutcome]) -> list[AddOutcome]:
        if not self._unindexed:
            return read
        lost = set(self._unindexed)
        try:
            refresh_index(self._home, self._store, self._embedder, self._watcher.passages)
        except KbError as error:
            self._take_back()
            return [_failed(item, str(error)) if _is_of(item, lost) else item for item in read]
        self._unindexed.clear()
        self._liken()
        return read

    def _liken(self) -> None:
        """Looks for what the new documents are like, now that they are found; what the disk has no room
        for is looked at with the next file."""
        with suppress(StoreFailure):
            liken_new(self._store.likenesses)

    def _take_back(self) -> None:
        """Leaves the library as it was before the files that are not indexed yet."""
        for document_id in self._unindexed:
            if self._with_held_back.holds(document_id):
                self._store.remove_document(document_id, self._actor)
            self._originals.remove(document_id)
            self._store.custody.settle_original(document_id)
        if self._unindexed:
            refresh_index(self._home, self._store, self._embedder)
        self._unindexed.clear()


def _is_of(outcome: AddOutcome, ids: set[str]) -> bool:
    return outcome.document is not None and outcome.document.id in ids


def _failed(outcome: AddOutcome, reason: str) -> AddOutcome:
    return AddOutcome(outcome.path, AddStatus.FAILED, reason=reason)
