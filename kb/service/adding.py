"""Adding documents: one outcome per file, whatever happens to the others."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from kb.errors import KbError
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import Source, read_source
from kb.service.results import AddOutcome, AddStatus, DocumentCard
from kb.store.documents import Store
from kb.store.files import Originals
from kb.store.records import DocumentRecord

_log = logging.getLogger(__name__)


class AddWatcher(Protocol):
    """Hears how adding goes on; the command line draws bars from it."""

    def files(self, total: int) -> None:
        """The number of files to read, told once."""

    def pages(self, path: Path, done: int, total: int) -> None:
        """Pages read of the file being read."""

    def outcome(self, outcome: AddOutcome) -> None:
        """One file is done."""

    def passages(self, done: int, total: int) -> None:
        """Passages embedded since the last call, of all that are to be embedded."""


class Silence:
    """A watcher that says nothing."""

    def files(self, total: int) -> None:
        """Says nothing."""

    def pages(self, path: Path, done: int, total: int) -> None:
        """Says nothing."""

    def outcome(self, outcome: AddOutcome) -> None:
        """Says nothing."""

    def passages(self, done: int, total: int) -> None:
        """Says nothing."""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the PDF files inside the folders named, each once, in order."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*"))
            found |= {file: None for file in inside if file.suffix.lower() == ".pdf"}
        else:
            found[path] = None
    return list(found)


class Adder:
    """Reads files into the store; the index is brought up afterwards, once for the batch."""

    def __init__(self, pipeline: IngestPipeline, store: Store, originals: Originals) -> None:
        self._pipeline = pipeline
        self._store = store
        self._originals = originals

    def add_all(self, files: list[Path], watcher: AddWatcher) -> Iterator[AddOutcome]:
        """One outcome per file, as each is done. A full disk ends the batch for the files left too,
        each with that reason, since nothing more can be kept."""
        watcher.files(len(files))
        for path in files:
            outcome = self._add(path, watcher)
            watcher.outcome(outcome)
            yield outcome

    def _add(self, path: Path, watcher: AddWatcher) -> AddOutcome:
        try:
            return self._added(read_source(path), watcher)
        except KbError as error:
            return AddOutcome(str(path), AddStatus.FAILED, reason=str(error))
        except Exception:  # one strange file must not end the batch; the log has the traceback
            _log.exception("unexpected failure while adding %s", path)
            return AddOutcome(
                str(path),
                AddStatus.FAILED,
                reason=f"Tệp «{path.name}» gây lỗi ngoài dự kiến khi đọc và không được nạp; "
                "hãy gửi tệp này kèm nhật ký cho người quản trị.",
            )

    def _added(self, source: Source, watcher: AddWatcher) -> AddOutcome:
        if self._store.holds(source.id):
            card = card_of(self._store.record(source.id))
            return AddOutcome(str(source.path), AddStatus.UNCHANGED, card)
        read = self._pipeline.read(source, lambda *pages: watcher.pages(source.path, *pages))
        self._keep(source, read)
        card = card_of(self._store.record(source.id))
        return AddOutcome(str(source.path), AddStatus.ADDED, card, len(read.passages))

    def _keep(self, source: Source, read: Ingested) -> None:
        """The original first, then the store: a crash between leaves a spare file, never a document
        without its original."""
        self._originals.keep(source.path, source.id)
        self._store.add_document(
            read.document, read.passages, read.references, byte_size=len(source.data)
        )


def card_of(record: DocumentRecord) -> DocumentCard:
    """What lists and hits show of a held document."""
    return DocumentCard(record.id, record.file_name, record.page_count, record.facts)
