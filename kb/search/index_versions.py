"""Writes a version of the index beside the current one and swaps it in at one stroke.

A reader that has read the name of the old version may still be opening it, so the version before
the current one is kept; older ones are removed. One writer works at a time, across processes.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kb.errors import IndexMissing, StoreFailure
from kb.search.embedder import Fingerprint
from kb.search.index_set import (
    CURRENT,
    LEXICAL,
    MANIFEST,
    MEND,
    SUGGESTIONS,
    VECTORS,
    VOCABULARY,
    Manifest,
    check_fingerprint,
    current_manifest,
    current_version,
)
from kb.search.lexical_index import LexicalIndex
from kb.search.suggestions import NO_SUGGESTIONS, Suggestions
from kb.search.vector_index import VectorIndex
from kb.search.vocabulary import Vocabulary, fresh_vocabulary


@dataclass(frozen=True, slots=True)
class Draft:
    """A version being written: empty indexes, or copies of the current ones, the vocabulary, and the
    suggestions, which are of the generation `suggested`."""

    vectors: VectorIndex
    lexical: LexicalIndex
    vocabulary: Vocabulary
    suggestions: Suggestions
    suggested: int


Change = Callable[[Draft], Draft]


def write_anew(home: Path, fingerprint: Fingerprint, generation: int, fill: Change) -> str:
    """Puts a new index in the place of any other; `fill` puts the rows in. Returns its version.

    Raises StoreFailure where the disk refuses it; the index in use is then untouched.
    """

    def begin(directory: Path) -> Draft:
        (directory / LEXICAL).mkdir()
        lexical = LexicalIndex.create(directory / LEXICAL)
        vectors = VectorIndex(fingerprint.dimension)
        return Draft(vectors, lexical, fresh_vocabulary(), NO_SUGGESTIONS, -1)

    with _writing(home):
        return _write(home, fingerprint, generation, begin, fill)


def write_changed(home: Path, fingerprint: Fingerprint, generation: int, change: Change) -> str:
    """Puts a changed copy of the current index in its place. Returns the new version.

    Raises IndexMissing, IndexMismatch (another model) or IndexDamaged as `open_current` does, and
    StoreFailure where the disk refuses it; the index in use is then untouched.
    """
    with _writing(home):
        version, manifest = require_changeable(home, fingerprint)
        source = home / "index" / version

        def begin(directory: Path) -> Draft:
            _link_segments(source / LEXICAL, directory / LEXICAL)
            vectors = VectorIndex.load(source / VECTORS)
            lexical = LexicalIndex.open(directory / LEXICAL)
            vocabulary = Vocabulary.load(source / VOCABULARY)
            suggestions = Suggestions.load(source / SUGGESTIONS)
            return Draft(vectors, lexical, vocabulary, suggestions, manifest.suggested)

        return _write(home, fingerprint, generation, begin, change)


def require_changeable(home: Path, fingerprint: Fingerprint) -> tuple[str, Manifest]:
    """The current version with its manifest, if rows made by this embedder may be added to it.

    Raises IndexMissing, IndexMismatch or IndexDamaged otherwise. Worth asking before embedding.
    """
    version, manifest = current_version(home), current_manifest(home)
    if version is None or manifest is None:
        raise IndexMissing(f"Chưa có chỉ mục tìm kiếm trong {home}; {MEND}.")
    check_fingerprint(manifest, fingerprint)
    return version, manifest


def _write(
    home: Path,
    fingerprint: Fingerprint,
    generation: int,
    begin: Callable[[Path], Draft],
    change: Change,
) -> str:
    directory = home / "index" / f"{time.time_ns():020d}-{uuid.uuid4().hex[:6]}"
    with _undone_on_failure(home, directory):
        directory.mkdir()
        draft = change(begin(directory))
        draft.vectors.save(directory / VECTORS)
        (directory / VOCABULARY).mkdir()
        draft.vocabulary.save(directory / VOCABULARY)
        (directory / SUGGESTIONS).mkdir()
        draft.suggestions.save(directory / SUGGESTIONS)
        manifest = Manifest(
            fingerprint, generation, len(draft.vectors), draft.suggested, datetime.now(UTC)
        )
        (directory / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        _swap_in(home, directory.name)
    return directory.name


@contextmanager
def _undone_on_failure(home: Path, directory: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if current_version(home) != directory.name:  # else interrupted after it was swapped in
            shutil.rmtree(directory, ignore_errors=True)
        if isinstance(error, OSError):
            raise _refused(home, error) from error
        raise


def _refused(home: Path, error: OSError) -> StoreFailure:
    return StoreFailure(
        f"Không ghi được chỉ mục vào {home / 'index'} ({error}); hãy kiểm tra dung lượng đĩa và quyền"
        " ghi rồi chạy lại."
    )


def _swap_in(home: Path, version: str) -> None:
    before = current_version(home)
    fresh = home / "index" / f"{CURRENT}.{version}"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(version)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(home / "index" / CURRENT)
    for left in (home / "index").iterdir():
        if left.is_dir() and left.name not in (version, before):
            shutil.rmtree(left, ignore_errors=True)
        elif left.name.startswith(f"{CURRENT}."):  # of a swap that was cut off
            left.unlink(missing_ok=True)


def _link_segments(source: Path, target: Path) -> None:
    """Copies a tantivy directory; its segment files never change, so they are linked if possible."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".lock":
            continue
        if file.suffix != ".json":
            with suppress(OSError):  # another file system, or one without hard links
                os.link(file, target / file.name)
                continue
        shutil.copyfile(file, target / file.name)


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    """One writer at a time; the lock goes with the process that holds it."""
    try:
        (home / "index").mkdir(parents=True, exist_ok=True)
        lock = (home / "index" / "LOCK").open("a+b")
    except OSError as error:
        raise _refused(home, error) from error
    with lock:
        _lock(lock)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
