"""A small index of bare passages, for tests of what searches it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb.passage import PassageKind
from kb.search.embedder import Embedder
from kb.search.index_set import IndexSet, open_current
from kb.search.indexer import IndexEntry, Indexer


def index_of(home: Path, embedder: Embedder, texts: Iterable[str]) -> IndexSet:
    """Text n, counted from 1, is row n and all of document "dn"."""
    entries = [
        IndexEntry(row, f"d{row}", text, "", "", PassageKind.BODY, None, (), True)
        for row, text in enumerate(texts, start=1)
    ]
    Indexer(home, embedder).rebuild(entries, 1)
    return open_current(home, embedder.fingerprint, 1)
