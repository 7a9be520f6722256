"""Vectors kept on disk by text and fingerprint, for work that embeds the same texts again and again.

Evaluation uses it; a library's own passages have their vectors in the index. The file holds digests
and vectors, no text, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from kb.errors import StoreFailure
from kb.search.embedder import Embedder, Fingerprint, Matrix, PassagesDone, Vector

_TABLE = "create table if not exists vector (key blob primary key, value blob)"
_BATCH = 256
"""Texts embedded between two commits: some seconds of work, all that an interruption loses."""

_PATIENCE_SECONDS = 60.0  # while another program writes


class CachedEmbedder:
    """An `Embedder` that asks `embedder` only for texts that the file at `path` does not hold.

    Several programs may share the file. Raises StoreFailure where it cannot be read or written.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        self._path = path
        self._salt = embedder.fingerprint.digest()
        with self._opened() as connection:
            connection.execute(_TABLE)

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the vectors."""
        return self._embedder.fingerprint

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read."""
        return self._embedder.max_tokens

    def count_tokens(self, text: str) -> int:
        """The tokens of `text` as a passage, prompt and special tokens included."""
        return self._embedder.count_tokens(text)

    def embed_query(self, text: str) -> Vector:
        """`(d,)` float32 of unit length."""
        key = self._key("query", text)
        with self._opened() as connection:
            held = _held(connection, [key])
            if key not in held:
                held[key] = self._embedder.embed_query(text)
                _keep(connection, held)
        return held[key]

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        """`(n, d)` float32, rows of unit length; `progress` is told of those held at once."""
        vectors = np.empty((len(texts), self.fingerprint.dimension), np.float32)
        keys = [self._key("passage", text) for text in texts]
        with self._opened() as connection:
            held = _held(connection, keys)
        missing = [number for number, key in enumerate(keys) if key not in held]
        if progress is not None:
            progress(len(texts) - len(missing))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            fresh = self._embedder.embed_passages([texts[number] for number in batch], progress)
            made = dict(zip([keys[number] for number in batch], fresh, strict=True))
            with self._opened() as connection:
                _keep(connection, made)
            held |= made
        for number, key in enumerate(keys):
            vectors[number] = held[key]
        return vectors

    def _key(self, role: str, text: str) -> bytes:
        return hashlib.sha256(f"{self._salt}|{role}|{text}".encode()).digest()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with (
                closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)) as connection,
                connection,
            ):
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise StoreFailure(
                f"Không dùng được tệp vectơ tạm {self._path} ({error}); hãy xóa tệp này hoặc kiểm tra"
                " dung lượng đĩa và quyền ghi rồi chạy lại."
            ) from error


def _held(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Vector]:
    found: dict[bytes, Vector] = {}
    for key in keys:
        row = connection.execute("select value from vector where key = ?", (key,)).fetchone()
        if row is not None:
            found[key] = np.frombuffer(row[0], np.float32)
    return found


def _keep(connection: sqlite3.Connection, vectors: dict[bytes, Vector]) -> None:
    rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in vectors.items()]
    connection.executemany("insert or replace into vector values (?, ?)", rows)
