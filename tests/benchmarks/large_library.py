"""A library of as many passages as wanted, made of the sample documents by a seeded generator.

Each document is a sample with three words in ten replaced by others of the same length, so that its
lines, divisions and passages stand where they stood, and with a number and headings of its own (other
ones than its text then has). Vectors are drawn
around those of the sample passages: the model would take an hour for what says nothing of speed.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import read_source
from kb.passage import PassageKind
from kb.search.embedder import Embedder, Fingerprint, Matrix, PassagesDone, Vector
from kb.service.indexing import rebuild_index
from kb.service.likening import liken_new
from kb.store.documents import Store
from kb.symbol import Symbol
from tests.factories import CORPUS

_REPLACED = 0.3  # of the words
_SPREAD = 0.6  # length of the noise beside a unit vector: a cosine of about 0.86 to the sample's
_WORD = re.compile(r"[^\W\d_]+")


class NearbyEmbedder:
    """A real embedder whose passage vectors are drawn around those of the samples."""

    def __init__(self, real: Embedder, samples: Sequence[str], seed: int) -> None:
        self._real = real
        self._samples = samples
        self._random = np.random.default_rng(seed)

    @property
    def fingerprint(self) -> Fingerprint:
        return self._real.fingerprint

    @property
    def max_tokens(self) -> int:
        return self._real.max_tokens

    def count_tokens(self, text: str) -> int:
        return self._real.count_tokens(text)

    def embed_query(self, text: str) -> Vector:
        return self._real.embed_query(text)

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        rows = self._random.integers(0, len(self._centres), len(texts))
        noise = self._random.standard_normal((len(texts), self._centres.shape[1]), np.float32)
        noise *= _SPREAD / np.linalg.norm(noise, axis=1, keepdims=True)
        drawn = self._centres[rows] + noise
        vectors: Matrix = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return vectors

    @cached_property
    def _centres(self) -> Matrix:
        return self._real.embed_passages(self._samples)


def fill(home: Path, store: Store, embedder: Embedder, passages: int, seed: int = 1) -> None:
    """Puts documents into an empty store until `passages` of theirs can be found, and indexes them."""
    pipeline = IngestPipeline(2000)
    samples = [pipeline.read(read_source(path)) for path in sorted(CORPUS.glob("*.pdf"))]
    texts = [passage.text for sample in samples for passage in sample.passages]
    held = 0
    for document in _documents(samples, seed):
        if held >= passages:
            break
        store.add_document(document.document, document.passages, document.references, 100_000)
        held += sum(item.kind is not PassageKind.HEADING for item in document.passages)
    liken_new(store.likenesses)
    rebuild_index(home, store, NearbyEmbedder(embedder, texts, seed))


def _documents(samples: Sequence[Ingested], seed: int) -> Iterator[Ingested]:
    """Documents without end, each made of the next sample."""
    chance = random.Random(seed)  # noqa: S311  the same library every time
    words: dict[int, list[str]] = defaultdict(list)
    for word in sorted({word for one in samples for word in _WORD.findall(one.document.text)}):
        words[len(word)].append(word)
    number = 0
    while True:
        for sample in samples:
            number += 1
            yield _varied(sample, number, words, chance)


def _varied(
    sample: Ingested, number: int, words: dict[int, list[str]], chance: random.Random
) -> Ingested:
    def other(match: re.Match[str]) -> str:
        return chance.choice(words[len(match[0])]) if chance.random() < _REPLACED else match[0]

    text = _WORD.sub(other, sample.document.text)
    id = hashlib.sha256(f"{number}".encode()).hexdigest()
    symbol = Symbol(str(1000 + number), chance.choice(["NQ", "CT", "KL", "HD", "QĐ"]), "TUM")
    facts = sample.document.facts
    title = _WORD.sub(other, facts.title) if facts.title else None
    document = replace(
        sample.document,
        id=id,
        text=text,
        facts=replace(facts, symbol=symbol, title=title),
        divisions=tuple(
            replace(division, title=_WORD.sub(other, division.title))
            for division in sample.document.divisions
        ),
    )
    passages = tuple(
        replace(item, document_id=id, text=item.span.of(text)) for item in sample.passages
    )
    return Ingested(document, passages, sample.references)
