"""Taking files into the library, a batch at a time.

Reading and indexing are imported when there is something to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.search.embedder import Embedder
from kb.service.actor import this_user
from kb.service.admission import Admission
from kb.service.results import AddOutcome
from kb.service.watching import AddWatcher
from kb.service.write_lock import write_lock
from kb.store.documents import Store
from kb.store.files import Originals
from kb.store.waiting import WaitingFiles

if TYPE_CHECKING:
    from kb.ingest.reading import Reader
    from kb.service.adding import Adder


class Intake:
    """Takes files into the library of one `home`, on the terms of its `admission`."""

    def __init__(
        self,
        home: Path,
        store: Store,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        load_embedder: Callable[[], Embedder],
        admission: Admission,
    ) -> None:
        self._home = home
        self._store = store
        self._open_reader = open_reader
        self._load_embedder = load_embedder
        self._admission = admission

    def add(
        self,
        files: Callable[[], list[Path]],
        watcher: AddWatcher,
        actor: str | None,
        names: Mapping[Path, str] | None = None,
    ) -> list[AddOutcome]:
        """Adds the files, which are asked for once the library's lock is held; outcomes, `names` and
        errors as for `KnowledgeBase.add`."""
        with self.adding(watcher, actor or this_user(), names or {}) as adder:
            return list(adder.add_all(files()))

    @contextmanager
    def adding(self, watcher: AddWatcher, actor: str, names: Mapping[Path, str]) -> Iterator[Adder]:
        """What adds files one by one while the library's lock is held: the index has followed the store
        before, and the suggestions follow afterwards, unless an error ends it.

        Raises LibraryBusy, and as `refresh_index` does.
        """
        from kb.service.adding import Adder
        from kb.service.indexing import refresh_index, refresh_suggestions

        with write_lock(self._home):
            with self._open_reader() as reader:
                embedder = self._load_embedder()
                refresh_index(self._home, self._store, embedder, watcher.passages)
                yield Adder(
                    self._home,
                    self._store,
                    Originals(self._home / "files"),
                    WaitingFiles(self._home / "waiting"),
                    reader,
                    embedder,
                    watcher,
                    names,
                    actor,
                    self._admission,
                )
            refresh_suggestions(self._home, self._store, embedder)
