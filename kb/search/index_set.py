"""Indexes and vocabulary in one versioned directory, changed beside and swapped in at one stroke.

    <home>/index/CURRENT                 the name of the version in use
    <home>/index/<version>/vectors.faiss, lexical/, vocabulary/, suggestions/, manifest.json

This module reads; `index_versions` writes a new directory beside the old and swaps the name, so a
reader sees the old pair or the new pair and never a mixture. The store is the truth: an index that
does not fit it refuses to open and says what mends it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from kb.errors import IndexDamaged, IndexMismatch, IndexMissing
from kb.search.embedder import Fingerprint
from kb.search.lexical_index import LexicalIndex, Scope
from kb.search.suggestions import Suggestions
from kb.search.vector_index import VectorIndex
from kb.search.vocabulary import Vocabulary

FORMAT = 7
"""Raised whenever tokens, fields or files change, so that an older index asks for a rebuild."""

MEND = "hãy dựng lại bằng lệnh `kb rebuild`"
VECTORS, LEXICAL, VOCABULARY = "vectors.faiss", "lexical", "vocabulary"
SUGGESTIONS = "suggestions"
MANIFEST, CURRENT = "manifest.json", "CURRENT"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. `generation` counts the store's changes, `suggested` is the one
    whose titles and headings the suggestions have; `built_at` is UTC."""

    fingerprint: Fingerprint
    generation: int
    passages: int
    suggested: int
    built_at: datetime
    format: int = FORMAT

    def to_json(self) -> str:
        """The manifest as it is written to disk."""
        return json.dumps(
            {
                "format": self.format,
                "generation": self.generation,
                "passages": self.passages,
                "suggested": self.suggested,
                "built_at": self.built_at.isoformat(),
                "fingerprint": json.loads(self.fingerprint.to_json()),
            },
            ensure_ascii=False,
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """The manifest in `text`. Raises ValueError, KeyError or TypeError where it is not one."""
        facts = json.loads(text)
        return cls(
            Fingerprint.from_json(json.dumps(facts["fingerprint"])),
            int(facts["generation"]),
            int(facts["passages"]),
            int(facts["suggested"]),
            datetime.fromisoformat(facts["built_at"]),
            int(facts["format"]),
        )


@dataclass(frozen=True, slots=True)
class IndexSet:
    """The indexes and the vocabulary of one version, which hold the same rows, and the suggestions."""

    version: str
    manifest: Manifest
    vectors: VectorIndex
    lexical: LexicalIndex
    vocabulary: Vocabulary
    suggestions: Suggestions

    def without(self, documents: frozenset[str]) -> IndexSet:
        """The same as if it did not hold these documents, to search only. Their titles and headings are
        still among the suggestions, which are shown by what is held."""
        rows = self.lexical.rows(Scope(documents=documents))
        taught = np.intersect1d(
            rows, self.vocabulary.taught
        )  # none, unless they were hidden just now
        return replace(
            self,
            vectors=self.vectors.without(rows),
            lexical=self.lexical.without(documents),
            vocabulary=self.vocabulary.changed({}, taught) if len(taught) else self.vocabulary,
        )


def current_version(home: Path) -> str | None:
    """The name of the version in use, None where there is none; one small read, safe to repeat."""
    try:
        return (home / "index" / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def current_manifest(home: Path) -> Manifest | None:
    """What the current index was built from, None where there is none. Raises IndexDamaged."""
    version = current_version(home)
    return None if version is None else _read_manifest(home / "index" / version)


def indexed_rows(home: Path) -> set[int]:
    """The rows that the current index holds, whatever the store has become since.

    Raises IndexMissing where none was built, IndexDamaged where it cannot be read.
    """
    return VectorIndex.load(_current(home) / VECTORS).rows()


def _current(home: Path) -> Path:
    version = current_version(home)
    if version is None:
        raise IndexMissing(f"Chưa có chỉ mục tìm kiếm trong {home}; {MEND}.")
    return home / "index" / version


def taught_rows(home: Path) -> set[int]:
    """The rows of the current index that teach what the library's words and phrases are. Raises
    IndexMissing where none was built, IndexDamaged where it cannot be read."""
    return set(Vocabulary.load(_current(home) / VOCABULARY).taught.tolist())


def open_current(home: Path, fingerprint: Fingerprint, generation: int) -> IndexSet:
    """The index in use, opened for searching.

    Raises IndexMissing where none was built, IndexMismatch where it was made by another model or
    from another state of the store, IndexDamaged where it cannot be read.
    """
    while True:
        version = current_version(home)
        if version is None:
            raise IndexMissing(f"Chưa có chỉ mục tìm kiếm trong {home}; {MEND}.")
        try:
            return _open(home / "index" / version, fingerprint, generation)
        except IndexDamaged:
            if current_version(home) == version:  # else: swapped twice while we were reading
                raise


def _open(directory: Path, fingerprint: Fingerprint, generation: int) -> IndexSet:
    manifest = _read_manifest(directory)
    check_fingerprint(manifest, fingerprint)
    if manifest.generation != generation:
        raise IndexMismatch(
            f"Chỉ mục ứng với lần thay đổi thứ {manifest.generation} của kho, còn kho đã ở lần thứ"
            f" {generation}; {MEND}."
        )
    return load(directory, manifest)


def check_fingerprint(manifest: Manifest, fingerprint: Fingerprint) -> None:
    """Raises IndexMismatch, naming what differs, unless the index was made by this embedder."""
    if manifest.format != FORMAT:
        raise IndexMismatch(
            f"Chỉ mục có định dạng {manifest.format}, còn kb dùng định dạng {FORMAT}; {MEND}."
        )
    made, used = manifest.fingerprint, fingerprint
    for label, theirs, ours in (
        ("mô hình", made.model, used.model),
        ("bản mô hình", made.revision, used.revision),
        ("lời dẫn câu hỏi", made.query_prompt, used.query_prompt),
        ("lời dẫn đoạn văn", made.passage_prompt, used.passage_prompt),
        ("số chiều vectơ", made.dimension, used.dimension),
        ("độ chính xác", made.precision, used.precision),
    ):
        if theirs != ours:
            raise IndexMismatch(
                f"Chỉ mục được dựng với {label} “{theirs}”, còn kb đang dùng “{ours}”; {MEND}."
            )


def load(directory: Path, manifest: Manifest) -> IndexSet:
    """The indexes in `directory`. Raises IndexDamaged where they cannot be read or disagree."""
    vectors = VectorIndex.load(directory / VECTORS)
    lexical = LexicalIndex.open(directory / LEXICAL)
    vocabulary = Vocabulary.load(directory / VOCABULARY)
    if not len(vectors) == len(lexical) == len(vocabulary) == manifest.passages:
        raise IndexDamaged(
            f"Chỉ mục {directory} thiếu dữ liệu ({len(vectors)} vectơ, {len(lexical)} đoạn văn,"
            f" bảng từ của {len(vocabulary)} đoạn, cần {manifest.passages}); {MEND}."
        )
    suggestions = Suggestions.load(directory / SUGGESTIONS)
    return IndexSet(directory.name, manifest, vectors, lexical, vocabulary, suggestions)


def _read_manifest(directory: Path) -> Manifest:
    try:
        return Manifest.from_json((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"Không đọc được chỉ mục {directory}; {MEND}.") from error
