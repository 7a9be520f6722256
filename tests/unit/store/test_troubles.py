"""Full disks, folders that may not be written, locks, damage, and many threads at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Dropped
from kb.errors import StoreFailure
from kb.store.documents import open_store

NOBODY = 65534


@contextmanager
def unprivileged():
    """Root writes through every permission: become nobody for a while, where we are root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked_folder():
    """A folder with a store in it, both only to be read."""
    folder = Path(tempfile.mkdtemp())
    open_store(folder / "kb.sqlite").close()
    (folder / "kb.sqlite").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def large(shelf, name):
    given = shelf(name)
    dropped = tuple(Dropped(1, "x" * 1000, "thừa") for _ in range(2000))
    return replace(given, document=replace(given.document, dropped=dropped))


def test_a_full_disk_leaves_what_was_held_untouched(path, shelf, monkeypatch):
    monkeypatch.setattr("kb.store.engine.PRAGMAS", ("foreign_keys = ON", "max_page_count = 100"))
    store = open_store(path)
    held = shelf("đang giữ")
    row_ids = held.into(store)

    with pytest.raises(StoreFailure, match=r"ổ đĩa đã đầy; hãy giải phóng"):
        large(shelf, "quá lớn").into(store)

    assert store.generation() == 1
    assert store.row_ids() == set(row_ids)
    assert store.document(held.document.id) == held.document
    shelf("vừa").into(store)
    assert store.generation() == 2
    store.close()


def test_a_store_in_a_folder_that_may_not_be_written_opens_for_reading(locked_folder):
    with unprivileged():
        store = open_store(locked_folder / "kb.sqlite", read_only=True)
        assert store.records() == []
        store.close()


def test_a_store_that_may_not_be_written_is_refused_when_opened_for_writing(locked_folder):
    with unprivileged(), pytest.raises(StoreFailure, match="chỉ cho đọc; hãy cấp quyền ghi"):
        open_store(locked_folder / "kb.sqlite")

    locked_folder.chmod(0o777)
    with unprivileged(), pytest.raises(StoreFailure, match="chỉ cho đọc; hãy cấp quyền ghi"):
        open_store(locked_folder / "kb.sqlite")


def test_a_new_store_in_a_folder_that_may_not_be_written_is_a_store_failure(locked_folder):
    for path in (locked_folder / "new.sqlite", locked_folder / "sub" / "new.sqlite"):
        with unprivileged(), pytest.raises(StoreFailure, match="quyền"):
            open_store(path)


def test_a_store_opened_for_reading_refuses_to_write_and_reads_what_others_write(
    store, path, shelf
):
    reader = open_store(path, read_only=True)
    given = shelf()
    given.into(store)

    assert reader.document(given.document.id) == given.document
    with pytest.raises(StoreFailure, match="chỉ cho đọc"):
        reader.remove_document(given.document.id)
    reader.close()


def test_a_store_that_is_not_there_cannot_be_opened_for_reading(tmp_path):
    with pytest.raises(StoreFailure, match="Không mở được kho"):
        open_store(tmp_path / "none.sqlite", read_only=True)

    assert not (tmp_path / "none.sqlite").exists()


def test_a_folder_in_place_of_the_file_is_a_store_failure(tmp_path):
    with pytest.raises(StoreFailure, match="Không mở được kho"):
        open_store(tmp_path)


def test_a_file_in_place_of_the_folder_is_a_store_failure(tmp_path):
    (tmp_path / "kho").write_text("tệp")

    with pytest.raises(StoreFailure, match="Không tạo được thư mục"):
        open_store(tmp_path / "kho" / "kb.sqlite")


def test_a_store_locked_by_another_writer_says_so(path, shelf, monkeypatch):
    monkeypatch.setattr("kb.store.engine.BUSY_SECONDS", 0.05)
    store = open_store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreFailure, match="khóa"):
            shelf().into(store)

    store.close()


def test_opening_a_new_store_waits_for_the_process_that_is_making_it(tmp_path):
    """SQLite itself does not wait where the journal mode changes, whatever its timeout."""
    path = tmp_path / "kb.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, other.rollback)
    release.start()

    store = open_store(path)

    assert store.records() == []
    store.close()
    release.join()
    other.close()


def test_a_damaged_store_says_so(store, path, shelf):
    for place in range(20):
        shelf(str(place)).into(store)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    path.write_bytes(content)

    with pytest.raises(StoreFailure, match="hỏng"):
        opened = open_store(path)
        try:
            opened.document(shelf("3").document.id)
        finally:
            opened.close()


def test_readers_see_whole_documents_while_a_writer_writes(store, shelf):
    """Each document has 2 passages and raises the generation by one: readers never see a half."""
    done = threading.Event()

    def read() -> int:
        reads = 0
        while not done.is_set() or reads == 0:
            before, count, after = store.generation(), store.passage_count(), store.generation()
            assert 2 * before <= count <= 2 * after
            for record in store.records():
                assert store.document(record.id).file_name == record.file_name
            reads += 1
        return reads

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read) for _ in range(6)]
        try:
            for place in range(30):
                shelf(str(place)).into(store)
        finally:
            done.set()
        assert all(reader.result(timeout=60) for reader in readers)


def test_writers_in_many_threads_all_succeed_and_each_document_is_added_once(store, shelf):
    names = [str(place % 12) for place in range(36)]

    with ThreadPoolExecutor(12) as pool:
        given = list(pool.map(lambda name: shelf(name).into(store), names))

    assert given[:12] == given[12:24] == given[24:]
    assert store.generation() == 12
    assert store.passage_count() == 24


def test_as_many_threads_as_a_web_server_has_can_read_at_once(store, shelf):
    shelf().into(store)
    barrier = threading.Barrier(40)

    def read(_: int) -> int:
        barrier.wait(timeout=30)
        return store.passage_count()

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(read, range(40))) == {2}
