"""Original files are kept whole under their sha256, or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from kb.errors import FileVanished, StoreFailure, UnknownDocument, UnreadableFile
from kb.store.files import Originals

CONTENT = "Số 94-HD/BTGTU".encode() * 200_000  # more than two chunks
ID = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "Hướng dẫn 94.PDF"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def root(tmp_path):
    return tmp_path / "originals"


def files_under(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_an_original_is_kept_byte_for_byte_under_its_id(root, source):
    kept = Originals(root).keep(source, ID)

    assert kept == root / ID[:2] / f"{ID}.pdf"
    assert kept == Originals(root).path_of(ID, source.suffix)
    assert kept.read_bytes() == CONTENT
    assert files_under(root) == [kept]


def test_keeping_a_file_again_leaves_the_first_copy(root, source):
    first = Originals(root).keep(source, ID)
    written = first.stat().st_mtime_ns

    second = Originals(root).keep(source, ID)

    assert second == first
    assert second.stat().st_mtime_ns == written


def test_removing_takes_every_copy_of_the_document_and_no_other(root, source, tmp_path):
    originals = Originals(root)
    other = tmp_path / "khác.pdf"
    other.write_bytes(b"khac")
    stays = originals.keep(other, hashlib.sha256(b"khac").hexdigest())
    originals.keep(source, ID)
    originals.keep(source.rename(tmp_path / "a.docx"), ID)

    originals.remove(ID)
    originals.remove(ID)

    assert files_under(root) == [stays]


def test_a_file_that_changed_since_it_was_read_is_not_kept(root, source):
    source.write_bytes(CONTENT + b"!")

    with pytest.raises(UnreadableFile, match="đã thay đổi"):
        Originals(root).keep(source, ID)

    assert files_under(root) == []


def test_a_file_that_is_gone_has_vanished(root, tmp_path):
    with pytest.raises(FileVanished, match=r"mất\.pdf"):
        Originals(root).keep(tmp_path / "mất.pdf", ID)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "ổ đĩa đã đầy; hãy giải phóng"),
        (errno.EDQUOT, "ổ đĩa đã đầy"),
        (errno.EROFS, "chỉ cho đọc; hãy cấp quyền"),
        (errno.EACCES, "chỉ cho đọc"),
        (errno.EIO, "hãy kiểm tra đường dẫn và ổ đĩa"),
    ],
)
def test_a_folder_that_cannot_be_written_is_a_store_failure_without_a_partial_file(
    root, source, monkeypatch, code, words
):
    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("kb.store.files.os.fsync", fail)

    with pytest.raises(StoreFailure, match=words):
        Originals(root).keep(source, ID)

    assert files_under(root) == []


def test_an_interrupted_copy_leaves_nothing(root, source, monkeypatch):
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kb.store.files.os.fsync", interrupt)

    with pytest.raises(KeyboardInterrupt):
        Originals(root).keep(source, ID)

    assert files_under(root) == []


def test_a_file_in_place_of_the_folder_is_a_store_failure(root, source):
    root.write_text("tệp")

    with pytest.raises(StoreFailure, match="Không ghi được thư mục văn bản gốc"):
        Originals(root).keep(source, ID)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ABC", ID.upper(), ID + "0", ID + "\n"])
def test_an_id_that_is_no_sha256_never_names_a_path(root, name):
    with pytest.raises(UnknownDocument):
        Originals(root).path_of(name, ".pdf")


@pytest.mark.parametrize("suffix", ["", ".", "./../x", ".pdf ", ".tar/x", ".đuôi", ".ninechars"])
def test_a_strange_suffix_counts_as_none(root, suffix):
    assert Originals(root).path_of(ID, suffix) == root / ID[:2] / ID
