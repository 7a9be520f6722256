"""The search engine kept open, and opened anew when another program swaps the index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

from kb.derived import Derived
from kb.errors import IndexMismatch
from kb.search.embedder import Embedder
from kb.search.engine import SearchEngine
from kb.search.index_set import current_manifest, current_version, open_current
from kb.search.weights import DEFAULT_WEIGHTS, Weights
from kb.service.write_lock import is_being_written
from kb.store.documents import Store


@dataclass(frozen=True, slots=True)
class _State:
    """What decides whether an opened index is still the one to search."""

    version: str | None
    generation: int


class OpenIndex(Protocol):
    """What gives the engine to search with."""

    def engine(self) -> SearchEngine:
        """The engine over the index in use; errors as for `LiveIndex`."""


class SeenIndex:
    """The engine over what people of some groups may see of a library; thread-safe.

    It is that of the whole library without the documents that are hidden from them now: a limit acts
    at once, whether or not the index has followed.
    """

    def __init__(self, index: OpenIndex, store: Store, groups: frozenset[str]) -> None:
        self._engine: Derived[tuple[SearchEngine, frozenset[str]], SearchEngine] = Derived(
            lambda: (index.engine(), store.hidden_from(groups)),
            lambda now: now[0].without(now[1]),
        )

    def engine(self) -> SearchEngine:
        """The engine; errors as for `LiveIndex`."""
        return self._engine.now()


class LiveIndex:
    """Gives the engine over the current index; loads model and index on first use, thread-safe."""

    def __init__(
        self,
        home: Path,
        store: Store,
        load_embedder: Callable[[], Embedder],
        weights: Weights = DEFAULT_WEIGHTS,
    ) -> None:
        self._home = home
        self._store = store
        self._load_embedder = load_embedder
        self._weights = weights
        self._lock = Lock()
        self._embedder: Embedder | None = None
        self._engine: SearchEngine | None = None
        self._opened = _State(None, -1)

    def embedder(self) -> Embedder:
        """The embedder, loaded once; raises ModelMissing or ModelFileCorrupt."""
        with self._lock:
            return self._loaded_embedder()

    def engine(self) -> SearchEngine:
        """The engine over the index in use.

        While another program adds documents, the index is behind the store: what it holds is then
        searched as it is. Raises IndexMissing, IndexDamaged, ModelMissing, and IndexMismatch where
        the index does not fit the store though nobody is writing.
        """
        state = self._state()
        with self._lock:
            if self._engine is not None and state == self._opened:
                return self._engine
            return self._reopened()

    def _state(self) -> _State:
        return _State(current_version(self._home), self._store.generation())

    def _loaded_embedder(self) -> Embedder:
        if self._embedder is None:
            self._embedder = self._load_embedder()
        return self._embedder

    def _reopened(self) -> SearchEngine:
        """The engine over the index that fits the store. A state that moves while one looks is looked
        at anew: a writer commits the store, then swaps the index, then lets go of the lock."""
        while True:
            state = self._state()
            if self._engine is not None and self._is_awaited(state):
                return self._engine
            try:
                return self._use(state.generation)
            except IndexMismatch:
                busy = is_being_written(self._home)
                if state == self._state():
                    if not busy:
                        raise
                    return self._as_it_is(state)

    def _is_awaited(self, state: _State) -> bool:
        """True while somebody is writing and the index that is open is still the one in use: whatever
        the store's generation has become, there is nothing to open."""
        return state.version == self._opened.version and is_being_written(self._home)

    def _as_it_is(self, state: _State) -> SearchEngine:
        """The engine over an index that is behind the store."""
        manifest = current_manifest(self._home)
        return self._use(manifest.generation if manifest else state.generation)

    def _use(self, generation: int) -> SearchEngine:
        embedder = self._loaded_embedder()
        index = open_current(self._home, embedder.fingerprint, generation)
        self._opened = _State(index.version, generation)
        self._engine = SearchEngine(index, embedder, self._weights)
        return self._engine
