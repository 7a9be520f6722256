"""Mends what an inspection found, as far as it can be mended without guessing.

Texts are read again from their originals, the index is built from the store, files are closed, and what
belongs nowhere is moved to `lost+found` in the library's folder. No original is ever deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from kb.errors import KbError, UnreadableFile
from kb.ingest.reading import Reader
from kb.ingest.sources import read_source
from kb.search.embedder import Embedder
from kb.service.indexing import rebuild_index, refresh_index, refresh_suggestions
from kb.service.keeping.inspection import Fault, FaultKind, closed_mode
from kb.service.keeping.page_text import with_corrections
from kb.store.audit import Action, Deed
from kb.store.documents import Store
from kb.store.files import Originals, writing
from kb.store.records import DocumentRecord

LOST_AND_FOUND = "lost+found"


def reread(
    home: Path,
    store: Store,
    open_reader: Callable[[], AbstractContextManager[Reader]],
    record: DocumentRecord,
    actor: str,
) -> None:
    """Reads a document anew from its original; its facts stay, and so do the lines that people
    corrected.

    Raises UnreadableFile, StoreFailure, and NotCorrectable where a corrected line is read otherwise.
    """
    original = Originals(home / "files").path_of(record.id, Path(record.file_name).suffix)
    with open_reader() as reader:
        source = replace(read_source(original), cleared=store.custody.is_cleared(record.id))
        read = reader.read(source)
    if read.document.id != record.id:
        raise UnreadableFile(f"Bản gốc {original} không còn là tệp đã nạp; hãy nạp lại tệp ấy.")
    read = with_corrections(store, record, read)
    document = replace(read.document, file_name=record.file_name)
    store.custody.reread(document, read.passages, read.references, read.recognition, actor)


class Repairer:
    """Repairs one library, whose lock its caller holds."""

    def __init__(
        self,
        home: Path,
        store: Store,
        load_embedder: Callable[[], Embedder],
        open_reader: Callable[[], AbstractContextManager[Reader]],
        actor: str,
    ) -> None:
        self._home = home
        self._store = store
        self._load_embedder = load_embedder
        self._open_reader = open_reader
        self._actor = actor
        self._records = {record.id: record for record in store.custody.all_records()}

    def repaired(self, faults: Sequence[Fault]) -> tuple[Fault, ...]:
        """The faults, those marked that are mended; one that resists says why. The index is mended
        last: it is made from the texts."""
        order = sorted(faults, key=lambda fault: fault.kind is FaultKind.INDEX)
        done = tuple(map(self._tried, order))
        self._refresh_index()
        mended = [fault.kind.value for fault in done if fault.repaired]
        self._store.custody.tell(Deed(self._actor, Action.REPAIR, after={"repaired": [*mended]}))
        return done

    def _tried(self, fault: Fault) -> Fault:
        try:
            return replace(fault, repaired=self._mend(fault))
        except KbError as error:
            return replace(fault, mend=f"{fault.mend} (chưa sửa được: {error})")

    def _mend(self, fault: Fault) -> bool:
        """True if the fault is mended. Raises KbError where the mending fails."""
        if fault.kind is FaultKind.INDEX:
            rebuild_index(self._home, self._store, self._load_embedder())
        elif fault.kind is FaultKind.TEXT and fault.document_id is not None:
            record = self._records[fault.document_id]
            reread(self._home, self._store, self._open_reader, record, self._actor)
        elif fault.kind is FaultKind.STRAY and fault.path is not None:
            self._set_aside(fault.path)
        elif fault.kind is FaultKind.OPEN_TO_OTHERS and fault.path is not None:
            self._close(fault.path)
        elif fault.kind is FaultKind.CHANGED_ORIGINAL and fault.path is not None:
            self._set_aside(fault.path)
            return False  # only whoever has the right file can add it
        else:
            return False
        return True

    def _set_aside(self, path: Path) -> None:
        """Into a folder that only the owner opens: it may be what others must not read."""
        folder = self._home / LOST_AND_FOUND
        with writing(folder, "thư mục đồ thất lạc"):
            folder.mkdir(mode=0o700, exist_ok=True)
            path.chmod(0o600)
            path.rename(folder / f"{secrets.token_hex(4)}-{path.name}")

    def _close(self, path: Path) -> None:
        with writing(path.parent, "thư mục"):
            path.chmod(closed_mode(path))

    def _refresh_index(self) -> None:
        """A text that was read again has new passages. An index that is mended already is left alone,
        and one that could not be mended has said so."""
        with suppress(KbError):
            embedder = self._load_embedder()
            refresh_index(self._home, self._store, embedder)
            refresh_suggestions(self._home, self._store, embedder)
