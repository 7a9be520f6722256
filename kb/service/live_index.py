"""The search engine kept open, and opened anew when another program swaps the index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from kb.errors import IndexMismatch, LibraryBusy
from kb.search.embedder import Embedder
from kb.search.engine import SearchEngine
from kb.search.index_set import current_version, open_current
from kb.service.write_lock import is_being_written
from kb.store.documents import Store


class LiveIndex:
    """Gives the engine over the current index; loads model and index on first use, thread-safe."""

    def __init__(self, home: Path, store: Store, load_embedder: Callable[[], Embedder]) -> None:
        self._home = home
        self._store = store
        self._load_embedder = load_embedder
        self._lock = Lock()
        self._embedder: Embedder | None = None
        self._engine: SearchEngine | None = None
        self._version: str | None = None

    def embedder(self) -> Embedder:
        """The embedder, loaded once; raises ModelMissing or ModelFileCorrupt."""
        with self._lock:
            return self._loaded_embedder()

    def engine(self) -> SearchEngine:
        """The engine over the index in use.

        Raises IndexMissing, IndexMismatch or IndexDamaged; LibraryBusy where the index does not fit
        the store because another program is adding documents at this moment.
        """
        version = current_version(self._home)
        with self._lock:
            if self._engine is None or version != self._version:
                self._engine = self._opened()
                self._version = version
            return self._engine

    def _loaded_embedder(self) -> Embedder:
        if self._embedder is None:
            self._embedder = self._load_embedder()
        return self._embedder

    def _opened(self) -> SearchEngine:
        embedder = self._loaded_embedder()
        try:
            index = open_current(self._home, embedder.fingerprint, self._store.generation())
        except IndexMismatch as error:
            if not is_being_written(self._home):
                raise
            if self._engine is not None:
                return self._engine  # the old index serves until the writer is done
            raise LibraryBusy(
                "Thư viện đang được cập nhật; hãy đợi vài giây rồi tìm lại."
            ) from error
        return SearchEngine(index, embedder)
