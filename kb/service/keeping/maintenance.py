"""Looking after the library as a whole: its files and its index, its catalogue, its backups.

Each use case is told in the log under the name of who asked for it. Reading and indexing are imported
by those that need them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.service.live_index import LiveIndex
from kb.service.write_lock import write_lock
from kb.store.audit import Action, Deed, Told
from kb.store.documents import Store

if TYPE_CHECKING:
    from kb.ingest.reading import Reader
    from kb.service.indexing import Progress
    from kb.service.keeping.inspection import Fault
    from kb.service.keeping.manifest import Manifest, Settings


class Maintenance:
    """Looks after the library of one `home` for `actor`; all but the backup takes the library's lock,
    and raises LibraryBusy where another holds it."""

    def __init__(
        self,
        home: Path,
        store: Store,
        index: LiveIndex,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        actor: str,
    ) -> None:
        self._home = home
        self._store = store
        self._index = index
        self._open_reader = open_reader
        self._actor = actor

    def verify(
        self, progress: Callable[[int, int], None], *, repair: bool = False
    ) -> tuple[Fault, ...]:
        """What is wrong with the library, file by file and entry by entry; with `repair` what can be
        mended is, and never an original deleted. Takes the time to read every file once.

        `progress` is told (documents done since the last call, documents in all). Raises LibraryBusy
        and StoreFailure.
        """
        from kb.service.keeping.inspection import inspect
        from kb.service.keeping.repair import Repairer

        with write_lock(self._home):
            found = tuple(inspect(self._home, self._store, self._index.embedder, progress))
            if not (repair and found):
                return found
            mender = Repairer(
                self._home, self._store, self._index.embedder, self._open_reader, self._actor
            )
            return mender.repaired(found)

    def backup(
        self, target: Path, settings: Settings, progress: Callable[[int, int], None]
    ) -> Manifest:
        """Copies the library into one new file while others go on using it; what is in the file.

        `progress` is told (bytes copied since the last call, bytes in all). Raises FolderNotEmpty
        where `target` is there already, StoreFailure where it cannot be written or an original is lost.
        """
        from kb.service.keeping.backup import write_backup

        manifest = write_backup(self._home, self._store, target, settings, progress)
        after: Told = {"file": target.name, "documents": manifest.documents}
        self._store.custody.tell(Deed(self._actor, Action.BACKUP, after=after))
        return manifest

    def settle_restored(
        self, source: str, manifest: Manifest, progress: Callable[[int, int], None]
    ) -> None:
        """Builds the index of a library that was just put back from the backup file `source`, puts the
        jobs that were under way in the queue again, and tells of it in its log."""
        from kb.service.indexing import rebuild_index

        with write_lock(self._home):
            rebuild_index(self._home, self._store, self._index.embedder(), progress)
            self._store.jobs.recover()
            after: Told = {"file": source, "made_at": manifest.made_at}
            self._store.custody.tell(Deed(self._actor, Action.RESTORE_LIBRARY, after=after))

    def rebuild(self, progress: Progress | None = None) -> None:
        """Builds the index anew from the store, after reading what documents of earlier releases say of
        others, and what they are like."""
        from kb.service.indexing import rebuild_index
        from kb.service.likening import liken_new
        from kb.service.relating import read_relations

        with write_lock(self._home):
            read_relations(self._store)
            liken_new(self._store.likenesses)
            rebuild_index(self._home, self._store, self._index.embedder(), progress)
            self._store.custody.tell(Deed(self._actor, Action.REBUILD))

    def load_catalogue(self, path: Path) -> int:
        """Replaces the catalogue by a CSV file; the number of rows. Raises InvalidCatalogue."""
        from kb.service.catalogue_file import read_catalogue

        rows = read_catalogue(path)
        with write_lock(self._home):
            self._store.replace_catalogue(rows, self._actor)
        return len(rows)
