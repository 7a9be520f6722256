"""Files that wait are kept whole, once, for their owner alone, and leave nothing behind."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.errors import FileVanished, StoreFailure, UnknownDocument, UnreadableFile
from kb.store.waiting import Waiting, WaitingFiles

CONTENT = b"%PDF-1.7 ..."
ID = hashlib.sha256(CONTENT).hexdigest()
KEPT_AT = datetime(2025, 3, 5, 8, 30, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Công văn đến.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "waiting"


def keep(root: Path, name: str, content: bytes, kept_at: datetime = KEPT_AT) -> str:
    """Keeps a file of that name and content since `kept_at`; its id."""
    (root.parent / name).write_bytes(content)
    found = hashlib.sha256(content).hexdigest()
    WaitingFiles(root).keep(root.parent / name, found)
    os.utime(root / found / name, (kept_at.timestamp(), kept_at.timestamp()))
    return found


def test_a_file_waits_under_its_own_name_byte_for_byte(root: Path) -> None:
    keep(root, "Công văn đến.pdf", CONTENT)

    path = root / ID / "Công văn đến.pdf"
    assert WaitingFiles(root).files() == (Waiting(ID, path, len(CONTENT), KEPT_AT),)
    assert path.read_bytes() == CONTENT


def test_nobody_but_the_owner_opens_it(root: Path, source: Path) -> None:
    source.chmod(0o644)

    WaitingFiles(root).keep(source, ID)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*"))}
    assert modes == {"waiting": 0o700, ID: 0o700, source.name: 0o600}


def test_the_same_bytes_wait_once_and_the_second_keeping_says_so(root: Path, source: Path) -> None:
    first = WaitingFiles(root).keep(source, ID)
    second = WaitingFiles(root).keep(source.rename(source.with_name("bản sao.pdf")), ID)

    assert (first, second) == (True, False)
    assert [item.path.name for item in WaitingFiles(root).files()] == ["Công văn đến.pdf"]


def test_the_longest_waiting_comes_first(root: Path) -> None:
    keep(root, "sau.pdf", b"2", KEPT_AT.replace(day=9))
    keep(root, "trước.pdf", b"1", KEPT_AT)

    assert [item.path.name for item in WaitingFiles(root).files()] == ["trước.pdf", "sau.pdf"]


def test_without_the_folder_nothing_waits(root: Path) -> None:
    assert WaitingFiles(root).files() == ()


def test_removing_takes_that_file_and_no_other(root: Path, source: Path) -> None:
    other = keep(root, "khác.pdf", b"khac")
    WaitingFiles(root).keep(source, ID)

    WaitingFiles(root).remove(ID)
    WaitingFiles(root).remove(ID)

    assert [item.id for item in WaitingFiles(root).files()] == [other]
    assert [path.name for path in root.iterdir()] == [other]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_copy_that_fails_leaves_nothing(
    root: Path, source: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("kb.store.files.os.fsync", fail)

    with pytest.raises(StoreFailure):
        WaitingFiles(root).keep(source, ID)

    assert list(root.iterdir()) == []


def test_what_a_power_cut_left_does_not_wait_and_goes_with_the_next_file(
    root: Path, source: Path
) -> None:
    half = root / ".0123456789abcdef.part"
    half.mkdir(parents=True)
    (half / "nửa chừng.pdf").write_bytes(b"%PDF")

    assert WaitingFiles(root).files() == ()

    WaitingFiles(root).keep(source, ID)
    assert [path.name for path in root.iterdir()] == [ID]


def test_a_file_that_changed_since_it_was_read_is_not_kept(root: Path, source: Path) -> None:
    source.write_bytes(CONTENT + b"!")

    with pytest.raises(UnreadableFile, match="đã thay đổi"):
        WaitingFiles(root).keep(source, ID)

    assert list(root.iterdir()) == []


def test_a_file_that_is_gone_has_vanished(root: Path, tmp_path: Path) -> None:
    with pytest.raises(FileVanished, match=r"mất\.pdf"):
        WaitingFiles(root).keep(tmp_path / "mất.pdf", ID)


def test_a_folder_that_cannot_be_made_is_a_store_failure(root: Path, source: Path) -> None:
    root.write_text("tệp")

    with pytest.raises(StoreFailure, match="Không ghi được thư mục tệp chờ"):
        WaitingFiles(root).keep(source, ID)


@pytest.mark.parametrize("name", ["", "../files", ID.upper(), ID + "\n"])
def test_an_id_that_is_no_sha256_never_names_a_path(root: Path, source: Path, name: str) -> None:
    with pytest.raises(UnknownDocument):
        WaitingFiles(root).keep(source, name)
    with pytest.raises(UnknownDocument):
        WaitingFiles(root).remove(name)
