"""Opening an index that fits, and saying why another does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.errors import IndexDamaged, IndexMismatch, IndexMissing
from kb.passage import PassageKind
from kb.search.index_set import Manifest, current_manifest, current_version, open_current
from kb.search.indexer import IndexEntry, Indexer
from kb.search.vocabulary import fresh_vocabulary
from tests.fakes import HashEmbedder

EMBEDDER = HashEmbedder()
ENTRY = IndexEntry(1, "a", "đối ngoại nhân dân", "", "", PassageKind.BODY, None, (), True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Indexer(tmp_path, EMBEDDER).rebuild([ENTRY], generation=7)
    return tmp_path


def directory(home: Path) -> Path:
    version = current_version(home)
    assert version is not None
    return home / "index" / version


def test_a_manifest_is_read_as_it_was_written() -> None:
    made = Manifest(EMBEDDER.fingerprint, 7, 120, 6, datetime(2026, 1, 2, tzinfo=UTC))

    assert Manifest.from_json(made.to_json()) == made


def test_an_index_that_fits_opens(home: Path) -> None:
    opened = open_current(home, EMBEDDER.fingerprint, 7)

    assert opened.version == current_version(home)
    assert opened.manifest == current_manifest(home)
    assert (opened.manifest.generation, opened.manifest.passages) == (7, 1)


def test_no_index_is_missing(tmp_path: Path) -> None:
    assert current_version(tmp_path) is None
    assert current_manifest(tmp_path) is None
    with pytest.raises(IndexMissing, match=r"Chưa có chỉ mục.*kb rebuild"):
        open_current(tmp_path, EMBEDDER.fingerprint, 0)


def test_another_model_is_named(home: Path) -> None:
    with pytest.raises(
        IndexMismatch, match=r"mô hình “hash”, còn kb đang dùng “other”.*kb rebuild"
    ):
        open_current(home, HashEmbedder(model="other").fingerprint, 7)


def test_another_dimension_is_named(home: Path) -> None:
    with pytest.raises(IndexMismatch, match="số chiều vectơ “64”, còn kb đang dùng “8”"):
        open_current(home, HashEmbedder(dimension=8).fingerprint, 7)


def test_another_state_of_the_store_is_named(home: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"lần thay đổi thứ 7 .* lần thứ 8.*kb rebuild"):
        open_current(home, EMBEDDER.fingerprint, 8)


def test_another_format_is_named(home: Path) -> None:
    path = directory(home) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))

    with pytest.raises(IndexMismatch, match="định dạng 0"):
        open_current(home, EMBEDDER.fingerprint, 7)


DAMAGES: list[Callable[[Path], object]] = [
    lambda version: shutil.rmtree(version),
    lambda version: (version / "manifest.json").write_text("{}"),
    lambda version: (version / "manifest.json").write_text("[1"),
    lambda version: (version / "vectors.faiss").unlink(),
    lambda version: (version / "vectors.faiss").write_bytes(b""),
    lambda version: (version / "lexical" / "meta.json").write_text("{"),
    lambda version: shutil.rmtree(version / "vocabulary"),
    lambda version: (version / "vocabulary" / "pairs.npy").write_bytes(b""),
    lambda version: fresh_vocabulary().save(version / "vocabulary"),  # of no passages
    lambda version: shutil.rmtree(version / "lexical"),
    lambda version: next((version / "lexical").glob("*.idx")).unlink(),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_says_what_mends_it(home: Path, damage: Callable[[Path], object]) -> None:
    damage(directory(home))

    with pytest.raises(IndexDamaged, match="kb rebuild"):
        open_current(home, EMBEDDER.fingerprint, 7)


def test_indexes_that_disagree_are_damaged(home: Path) -> None:
    path = directory(home) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"passages": 9}))

    with pytest.raises(IndexDamaged, match="cần 9"):
        open_current(home, EMBEDDER.fingerprint, 7)
