"""Files that need OCR wait: nothing of them is held, and they go in when they can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.errors import AmbiguousDocument, UnknownDocument
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddStatus, WaitingFile
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import Unrecognising, paper, written
from tests.unit.service.test_adding import Failing, disk_full, fates, found

SCAN = paper("[QUÉT]", "Điều 1. Rừng", "Giữ rừng đầu nguồn.", symbol="911-CV/TUM", title="Giữ rừng")
SECRET_SCAN = paper("[QUÉT]", "[MẬT]", "Phương án tác chiến.")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A paper that needs OCR."""
    return written(tmp_path / "den", "công văn.pdf", SCAN)


@pytest.fixture
def poor(open_library: OpenLibrary) -> KnowledgeBase:
    """A library on a machine without tesseract."""
    return open_library(pipeline=Unrecognising())


def waiting(library: KnowledgeBase) -> list[str]:
    """The names of the files that wait."""
    return [item.file_name for item in library.waiting.files()]


class TestWithoutTesseract:
    def test_the_file_waits_and_nothing_of_it_is_held(
        self, poor: KnowledgeBase, scan: Path, home: Path
    ) -> None:
        (outcome,) = poor.add([scan])

        assert (outcome.status, outcome.document) == (AddStatus.WAITING, None)
        assert outcome.reason == (
            "Tệp «công văn.pdf» cần tesseract; hãy cài tesseract, rồi chạy: kb add --waiting. "
            "Tệp được giữ lại để chờ, chưa tra cứu được."
        )
        assert waiting(poor) == ["công văn.pdf"]
        assert poor.documents() == ()
        assert found(poor, "giữ rừng đầu nguồn") == []
        assert not (home / "files").exists()

    def test_the_others_of_the_batch_are_added(self, poor: KnowledgeBase, inbox: Path) -> None:
        written(inbox, "a-quet.pdf", SCAN)

        outcomes = poor.add([inbox])

        assert [status for _, status, _ in fates(outcomes)] == [
            "waiting",
            "added",
            "added",
            "added",
        ]

    def test_the_same_bytes_again_change_nothing_and_that_is_said(
        self, poor: KnowledgeBase, scan: Path
    ) -> None:
        poor.add([scan])
        copy = written(scan.parent, "bản sao.pdf", SCAN)

        (outcome,) = poor.add([copy])

        assert outcome.status is AddStatus.WAITING
        assert outcome.reason is not None
        assert outcome.reason.endswith(
            "Tệp đã được giữ lại từ trước, vẫn đang chờ, chưa tra cứu được."
        )
        assert waiting(poor) == ["công văn.pdf"]

    def test_reading_the_waiting_files_again_leaves_them_waiting_by_name(
        self, poor: KnowledgeBase, scan: Path
    ) -> None:
        poor.add([scan])

        (outcome,) = poor.waiting.add()

        assert (outcome.path, outcome.status) == ("công văn.pdf", AddStatus.WAITING)
        assert waiting(poor) == ["công văn.pdf"]

    def test_a_disk_that_is_nearly_full_keeps_nothing(
        self, poor: KnowledgeBase, scan: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*given: object) -> None:
            raise disk_full()

        monkeypatch.setattr("kb.service.adding.require_room", refuse)

        (outcome,) = poor.add([scan])

        assert outcome.status is AddStatus.FAILED
        assert waiting(poor) == []

    def test_what_waits_is_shown_with_its_size_and_day(
        self, poor: KnowledgeBase, scan: Path
    ) -> None:
        poor.add([scan])

        (item,) = poor.waiting.files()
        assert isinstance(item, WaitingFile)
        assert item.byte_size == len(SCAN.encode())
        assert item.size == "1 KB"


class TestWithTesseract:
    @pytest.fixture(autouse=True)
    def _waits(self, poor: KnowledgeBase, scan: Path) -> None:
        poor.add([scan])

    def test_the_waiting_files_move_into_the_library_under_their_names(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        outcomes = library.waiting.add()

        assert [(item.path, item.status.value) for item in outcomes] == [("công văn.pdf", "added")]
        assert waiting(library) == []
        assert list((home / "waiting").iterdir()) == []
        assert [card.file_name for card in library.documents()] == ["công văn.pdf"]
        assert found(library, "giữ rừng đầu nguồn") == ["911-CV/TUM"]
        assert library.pages.original(library.documents()[0].id).read_text(encoding="utf-8") == SCAN

    def test_the_file_added_again_waits_no_longer(self, library: KnowledgeBase, scan: Path) -> None:
        (outcome,) = library.add([scan])

        assert outcome.status is AddStatus.ADDED
        assert waiting(library) == []

    def test_one_that_is_secret_leaves_for_the_quarantine(
        self, poor: KnowledgeBase, library: KnowledgeBase, home: Path
    ) -> None:
        poor.add([written(home.parent, "kế hoạch.pdf", SECRET_SCAN)])

        outcomes = library.waiting.add()

        assert {item.path: item.status.value for item in outcomes} == {
            "công văn.pdf": "added",
            "kế hoạch.pdf": "quarantined",
        }
        assert waiting(library) == []
        kept = (home / "quarantine").glob("??/*")
        assert [path.read_text(encoding="utf-8") for path in kept] == [SECRET_SCAN]

    def test_one_that_cannot_be_read_all_the_same_says_why_and_waits_on(
        self, poor: KnowledgeBase, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        poor.add([written(tmp_path, "mờ.pdf", paper("[QUÉT]", "[HỎNG]"))])

        outcomes = library.waiting.add()

        reasons = {item.path: item.reason for item in outcomes}
        assert reasons["mờ.pdf"] == "Tệp «mờ.pdf» hỏng; hãy lấy lại bản gốc."
        assert waiting(library) == ["mờ.pdf"]

    def test_one_that_could_not_be_indexed_waits_on(self, open_library: OpenLibrary) -> None:
        library = open_library(Failing("đầu nguồn", disk_full))

        (outcome,) = library.waiting.add()

        assert outcome.status is AddStatus.FAILED
        assert waiting(library) == ["công văn.pdf"]

    def test_one_that_is_secret_and_cannot_be_set_aside_waits_on(
        self,
        poor: KnowledgeBase,
        library: KnowledgeBase,
        home: Path,
    ) -> None:
        poor.add([written(home.parent, "kế hoạch.pdf", SECRET_SCAN)])
        (home / "quarantine").write_text("một tệp ở chỗ của thư mục")

        outcomes = library.waiting.add()

        assert {item.path: item.status.value for item in outcomes} == {
            "công văn.pdf": "added",
            "kế hoạch.pdf": "failed",
        }
        assert waiting(library) == ["kế hoạch.pdf"]

    def test_an_interrupt_loses_none(self, open_library: OpenLibrary) -> None:
        library = open_library(Failing("đầu nguồn", KeyboardInterrupt))

        with pytest.raises(KeyboardInterrupt):
            library.waiting.add()

        assert waiting(library) == ["công văn.pdf"]
        assert library.documents() == ()


class TestRemoving:
    @pytest.fixture(autouse=True)
    def _waits(self, poor: KnowledgeBase, scan: Path) -> None:
        poor.add([scan])

    @pytest.mark.parametrize("name", ["công văn.pdf", " CÔNG VĂN.PDF"])
    def test_a_waiting_file_is_found_by_its_name_and_removed(
        self, library: KnowledgeBase, name: str
    ) -> None:
        item = library.find_removable(name)

        assert item == library.waiting.files()[0]
        library.waiting.remove(item.id)
        assert waiting(library) == []

    def test_it_is_found_by_the_first_digits_of_its_id(self, library: KnowledgeBase) -> None:
        (item,) = library.waiting.files()

        assert library.find_removable(item.id[:6]) == item
        with pytest.raises(UnknownDocument):
            library.find_removable(item.id[:5])

    def test_a_document_of_the_same_name_makes_the_name_ambiguous(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        library.add([written(tmp_path, "công văn.pdf", paper("Một bản khác."))])

        with pytest.raises(AmbiguousDocument, match=r"«công văn\.pdf» ứng với 2 văn bản"):
            library.find_removable("công văn.pdf")

    def test_it_is_no_document(self, library: KnowledgeBase) -> None:
        with pytest.raises(UnknownDocument):
            library.find("công văn.pdf")


def test_a_folder_of_waiting_files_that_is_closed_is_a_failing_check(
    library: KnowledgeBase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([])

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    (home / "waiting").mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)

    check = next(item for item in library.checks() if item.name == "Tệp chờ nhận dạng")

    assert (check.ok, check.detail) == (
        False,
        f"Không đọc được thư mục tệp chờ {home / 'waiting'} (Permission denied); "
        "hãy kiểm tra quyền đọc.",
    )


@pytest.mark.parametrize(
    ("kept", "ok", "detail"),
    [
        (False, True, "không có tệp nào"),
        (True, False, "1 tệp có trang quét chưa đọc được, chưa tra cứu được"),
    ],
)
def test_the_doctor_counts_what_waits_and_says_how_to_install_tesseract(
    poor: KnowledgeBase,
    scan: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: bool,
    ok: bool,
    detail: str,
) -> None:
    monkeypatch.setenv("PATH", "")
    poor.add([scan] if kept else [])

    check = next(item for item in poor.checks() if item.name == "Tệp chờ nhận dạng")

    mend = "apt-get install tesseract-ocr tesseract-ocr-vie, rồi kb add --waiting"
    assert (check.ok, check.detail, check.remedy) == (ok, detail, mend if kept else None)


def test_a_name_that_is_not_utf8_is_shown_readable(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"v\xe2n-ban.pdf")
    path.write_text(SCAN, encoding="utf-8")
    library = open_library(HashEmbedder(), Unrecognising())

    library.add([path])

    assert waiting(library) == ["v�n-ban.pdf"]
