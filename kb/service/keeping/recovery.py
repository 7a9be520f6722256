"""What a program that was killed left undone is finished by the next one that starts.

Killed while it adds, it leaves an original without a document, half a copy of it, or documents without
index entries; while it purges, an original whose document is gone. The store knows of each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from kb.errors import KbError, LibraryBusy
from kb.search.embedder import Embedder
from kb.service.write_lock import write_lock
from kb.store.audit import Action
from kb.store.documents import Store
from kb.store.files import Originals, writing
from kb.store.quarantine import Quarantine
from kb.store.waiting import WaitingFiles

_log = logging.getLogger(__name__)


def recover(home: Path, store: Store, load_embedder: Callable[[], Embedder]) -> None:
    """Finishes what was cut off; does nothing where nothing was, or another program is writing.

    An index that lacks much is left to `rebuild`. A trouble is left to whoever next meets it and can
    say so: looking at the library must go on where it cannot be written.
    """
    try:
        if not _is_cut_off(home, store):
            return
        with write_lock(home, patience_seconds=0):
            _finish_files(home, store)
            _finish_index(home, store, load_embedder)
    except LibraryBusy:
        pass
    except KbError:
        _log.info("what an interrupted program left could not be finished", exc_info=True)


def _is_cut_off(home: Path, store: Store) -> bool:
    from kb.service.indexing import is_little_behind

    return bool(store.custody.pending_originals()) or is_little_behind(home, store)


def _finish_files(home: Path, store: Store) -> None:
    """Removes what is half written, and the originals that were coming or going but for those of
    documents that are there; tells of files that have come aside."""
    pending = store.custody.pending_originals()
    if not pending:
        return
    originals = Originals(home / "files")
    waiting, quarantine = WaitingFiles(home / "waiting"), Quarantine(home / "quarantine")
    with writing(home, "thư mục dữ liệu"):
        waiting.clear()
        quarantine.clear()
    documents = {record.id for record in store.custody.all_records()}
    for id, deed in pending.items():
        if deed is not None:
            come = waiting.has(id) if deed.action is Action.WAIT else quarantine.holds(id)
            store.custody.settle_original(id, deed if come else None)
            continue
        originals.clear(id)
        if id not in documents:
            originals.remove(id)
        store.custody.settle_original(id)


def _finish_index(home: Path, store: Store, load_embedder: Callable[[], Embedder]) -> None:
    from kb.service.indexing import is_little_behind, refresh_index, refresh_suggestions

    if is_little_behind(home, store):
        embedder = load_embedder()
        refresh_index(home, store, embedder)
        refresh_suggestions(home, store, embedder)
