"""A full disk and a folder that may not be written: one clear sentence, and nothing changed or lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kb.errors import StoreFailure
from kb.service.keeping.keeper import Keeper
from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.test_inspection import verified
from tests.unit.service.test_keeping import answers

NOBODY = 65534

Change = Callable[[KnowledgeBase, Keeper], object]


def correct(library: KnowledgeBase, keeper: Keeper) -> None:
    id = library.find("902-NQ/TUM").id
    keeper.correct(id, {"title": "Khác"}, keeper.facts_version(id))


def undo(library: KnowledgeBase, keeper: Keeper) -> None:
    id = library.find("901-HD/BDVTUM").id
    keeper.undo(id, keeper.facts_version(id))


CHANGES: dict[str, Change] = {
    "trash": lambda library, keeper: keeper.to_trash(library.find("902-NQ/TUM").id),
    "restore": lambda library, keeper: keeper.restore(keeper.trashed()[0].card.id),
    "purge": lambda library, keeper: keeper.purge(keeper.trashed()[0].card.id),
    "correct": correct,
    "undo": undo,
}


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """Three papers, one of them corrected, one in the trash."""
    library.add([inbox])
    library.remove(library.find("903-KH/UBKTTUM").id)
    keeper, id = library.keeper(), library.find("901-HD/BDVTUM").id
    keeper.correct(id, {"term": "XIV"}, keeper.facts_version(id))
    return library


def seen(library: KnowledgeBase) -> object:
    keeper = library.keeper()
    return answers(library), keeper.trashed(), keeper.log.history()


@contextmanager
def full_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections made meanwhile may not make the database larger."""
    with closing(sqlite3.connect(home / "kb.db")) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with monkeypatch.context() as patch:
        limited = ("foreign_keys = ON", f"max_page_count = {pages}")
        patch.setattr("kb.store.engine.PRAGMAS", limited)
        yield


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_full_disk_changes_nothing_and_tells_nothing(
    stocked: KnowledgeBase,
    open_library: OpenLibrary,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
) -> None:
    before = seen(stocked)
    too_long_to_fit = "a" * 100_000

    with full_disk(home, monkeypatch):
        library = open_library()
        with pytest.raises(StoreFailure, match="ổ đĩa đã đầy; hãy giải phóng chỗ trống"):
            change(library, library.keeper(too_long_to_fit))

    assert seen(stocked) == before
    assert verified(stocked) == []


@pytest.mark.parametrize("name", ["trash", "restore", "correct", "undo"])
def test_what_the_index_could_not_follow_is_not_begun(
    stocked: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = seen(stocked)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(9, 9, 1 << 20))
        with pytest.raises(StoreFailure, match=r"chỉ còn 1 MB trống, cần \d+ MB để ghi an toàn"):
            CHANGES[name](stocked, stocked.keeper())

    assert seen(stocked) == before


@contextmanager
def read_only(home: Path) -> Iterator[None]:
    """The library's folder may not be written, by us either: root becomes nobody for a while."""
    modes = {path: path.stat().st_mode for path in (home, *home.rglob("*"))}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    privileged = os.geteuid() == 0
    try:
        if privileged:
            os.seteuid(NOBODY)
        yield
    finally:
        if privileged:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture
def reachable(home: Path) -> Iterator[Path]:
    """The library where nobody may look too: pytest's folders are closed to others."""
    closed = [path for path in home.parents if path.exists() and not path.stat().st_mode & 1]
    for path in closed:
        path.chmod(path.stat().st_mode | 0o011)
    yield home
    for path in closed:
        path.chmod(path.stat().st_mode & ~0o011)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_folder_that_may_not_be_written_is_named_and_left_as_it_is(
    stocked: KnowledgeBase, reachable: Path, change: Change
) -> None:
    before = seen(stocked)

    with read_only(reachable), pytest.raises(StoreFailure, match=r"hãy (cấp|kiểm tra) quyền ghi"):
        change(stocked, stocked.keeper())

    assert seen(stocked) == before
    assert verified(stocked) == []
