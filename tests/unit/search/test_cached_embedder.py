"""The cache gives what the embedder gives, and asks it only once for a text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb.errors import StoreFailure
from kb.search.cached_embedder import CachedEmbedder
from kb.search.embedder import Matrix, PassagesDone, Vector
from tests.fakes import HashEmbedder

TEXTS = ["kinh tế biển", "dân vận khéo", "kinh tế biển", ""]


class Counting(HashEmbedder):
    """Remembers the texts that it was asked for."""

    def __init__(self, model: str = "hash") -> None:
        super().__init__(model=model)
        self.asked: list[str] = []

    def embed_query(self, text: str) -> Vector:
        self.asked.append(text)
        return super().embed_query(text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.db"


def test_vectors_are_those_of_the_embedder_fresh_and_held(file: Path) -> None:
    plain = HashEmbedder()
    for _ in ("fresh", "held"):
        cached = CachedEmbedder(HashEmbedder(), file)

        assert np.array_equal(cached.embed_passages(TEXTS), plain.embed_passages(TEXTS))
        assert np.array_equal(cached.embed_query("biển"), plain.embed_query("biển"))
    assert cached.fingerprint == plain.fingerprint
    assert cached.max_tokens == plain.max_tokens
    assert cached.count_tokens("kinh tế") == plain.count_tokens("kinh tế")


def test_a_text_is_embedded_once_as_a_passage_and_once_as_a_question(file: Path) -> None:
    first, second = Counting(), Counting()
    CachedEmbedder(first, file).embed_passages(["biển"])
    CachedEmbedder(first, file).embed_query("biển")

    CachedEmbedder(second, file).embed_query("biển")
    CachedEmbedder(second, file).embed_passages(["biển", "rừng"])

    assert first.asked == ["biển", "biển"]
    assert second.asked == ["rừng"]


def test_another_model_has_vectors_of_its_own(file: Path) -> None:
    CachedEmbedder(Counting("one"), file).embed_query("biển")
    other = Counting("other")

    CachedEmbedder(other, file).embed_query("biển")

    assert other.asked == ["biển"]


def test_progress_counts_every_passage_held_or_not(file: Path) -> None:
    CachedEmbedder(HashEmbedder(), file).embed_passages(["biển"])
    told: list[int] = []

    CachedEmbedder(HashEmbedder(), file).embed_passages(["biển", "rừng", "núi"], told.append)

    assert told == [1, 2]


def test_no_passages_give_no_rows(file: Path) -> None:
    assert CachedEmbedder(HashEmbedder(64), file).embed_passages([]).shape == (0, 64)


def test_what_was_embedded_before_an_interruption_is_held(file: Path) -> None:
    class Interrupted(Counting):
        def embed_passages(
            self, texts: Sequence[str], progress: PassagesDone | None = None
        ) -> Matrix:
            if self.asked:
                raise KeyboardInterrupt
            return super().embed_passages(texts, progress)

    texts = [f"đoạn {number}" for number in range(300)]
    with pytest.raises(KeyboardInterrupt):
        CachedEmbedder(Interrupted(), file).embed_passages(texts)
    later = Counting()

    CachedEmbedder(later, file).embed_passages(texts)

    assert len(later.asked) == 300 - 256


def test_a_damaged_file_is_named(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database " * 100)

    with pytest.raises(StoreFailure, match=r"vectors\.db"):
        CachedEmbedder(HashEmbedder(), file)
