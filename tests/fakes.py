"""Stand-ins that need no model: same laws as the real thing, same answers on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from kb.search.embedder import Fingerprint, Matrix, PassagesDone, Vector
from kb.vietnamese.normalise import fold
from kb.vietnamese.tokens import tokens_of


class HashEmbedder:
    """An `Embedder` that counts hashed syllables: texts that share syllables lie near each other."""

    def __init__(self, dimension: int = 64, model: str = "hash") -> None:
        self._fingerprint = Fingerprint(model, "1", "query: ", "passage: ", dimension, "float32")

    @property
    def fingerprint(self) -> Fingerprint:
        return self._fingerprint

    @property
    def max_tokens(self) -> int:
        return 512

    def count_tokens(self, text: str) -> int:
        return len(tokens_of(text)) + 2

    def embed_query(self, text: str) -> Vector:
        vector = np.full(self.fingerprint.dimension, 1e-3, np.float32)
        for token in tokens_of(text):
            digest = hashlib.sha256(fold(token.text).encode()).digest()
            vector[int.from_bytes(digest[:4]) % len(vector)] += 1.0
        unit: Vector = vector / np.linalg.norm(vector)
        return unit

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        if progress is not None:
            progress(len(texts))
        rows = [self.embed_query(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.fingerprint.dimension)
