"""The pages of Word files: made once, one at a time, kept until the document goes, never half."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from kb.errors import DamagedFile, NoPageView, StoreFailure, UnknownDocument
from kb.ingest.word.office import Office
from kb.service.page_views import PageViews

ID = "9a1f" * 16
NAME = "Kế hoạch.docx"
PDF = b"%PDF-1.7 ..."


class FakeOffice:
    """Stands for LibreOffice: counts conversions, and does what it is told during each."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, str]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, data: bytes, name: str, *, seconds: float) -> bytes:
        self.asked.append((data, name))
        self.meanwhile()
        return PDF


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    """A LibreOffice that is there."""
    fake = FakeOffice()
    monkeypatch.setattr("kb.ingest.word.office.find_office", lambda: Office(Path("soffice")))
    monkeypatch.setattr("kb.ingest.word.office.convert_to_pdf", fake)
    return fake


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "kept.docx"
    path.write_bytes(b"PK word")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "views"


def test_the_view_is_made_when_first_asked_for_and_then_kept(
    office: FakeOffice, original: Path, root: Path
) -> None:
    first = PageViews(root).view_of(ID, original, NAME)
    second = PageViews(root).view_of(ID, original, NAME)

    assert first == second == root / f"{ID}.pdf"
    assert first.read_bytes() == PDF
    assert office.asked == [(b"PK word", NAME)]


def test_two_who_ask_at_once_wait_for_one_conversion(
    office: FakeOffice, original: Path, root: Path
) -> None:
    views, began, go_on = PageViews(root), Event(), Event()
    office.meanwhile = lambda: (began.set(), go_on.wait(30))
    with ThreadPoolExecutor() as pool:
        one = pool.submit(views.view_of, ID, original, NAME)
        began.wait(30)
        other = pool.submit(views.view_of, ID, original, NAME)
        go_on.set()

    assert one.result() == other.result()
    assert len(office.asked) == 1


def test_whoever_waits_too_long_for_another_document_is_told(
    office: FakeOffice, original: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.service.page_views._PATIENCE_SECONDS", 0)
    views = PageViews(root)

    def ask_for_another() -> None:
        with pytest.raises(NoPageView, match="đang dựng bản in của văn bản khác; hãy thử lại"):
            views.view_of("5b2e" * 16, original, "khác.docx")

    office.meanwhile = ask_for_another
    views.view_of(ID, original, NAME)

    assert [path.name for path in root.iterdir()] == [f"{ID}.pdf"]


def test_without_libreoffice_the_sentence_says_how_to_get_it(
    original: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoPageView) as caught:
        PageViews(root).view_of(ID, original, NAME)

    assert str(caught.value) == (
        "Chưa xem được bản in của «Kế hoạch.docx» vì máy chủ chưa cài LibreOffice; hãy báo người "
        "quản trị chạy: apt-get install libreoffice-writer-nogui, hoặc tải bản gốc về để mở bằng Word."
    )


def test_a_conversion_that_fails_says_why_and_the_next_may_succeed(
    office: FakeOffice, original: Path, root: Path
) -> None:
    def fail() -> None:
        raise DamagedFile("LibreOffice không chuyển xong tệp.")

    office.meanwhile = fail
    views = PageViews(root)

    with pytest.raises(NoPageView, match="LibreOffice không chuyển xong tệp"):
        views.view_of(ID, original, NAME)

    assert not root.exists()
    office.meanwhile = lambda: None
    assert views.view_of(ID, original, NAME).read_bytes() == PDF


def test_a_document_removed_meanwhile_leaves_no_view(
    office: FakeOffice, original: Path, root: Path
) -> None:
    office.meanwhile = original.unlink

    with pytest.raises(UnknownDocument, match="vừa được bỏ khỏi thư viện"):
        PageViews(root).view_of(ID, original, NAME)

    assert list(root.iterdir()) == []


def test_removing_takes_the_view_if_there_is_one(
    office: FakeOffice, original: Path, root: Path
) -> None:
    views = PageViews(root)
    view = views.view_of(ID, original, NAME)

    views.remove(ID)
    views.remove(ID)

    assert not view.exists()


def test_a_folder_that_cannot_be_written_is_a_store_failure(
    office: FakeOffice, original: Path, root: Path
) -> None:
    root.write_text("tệp")

    with pytest.raises(StoreFailure, match="Không ghi được thư mục bản in"):
        PageViews(root).view_of(ID, original, NAME)


@pytest.mark.parametrize("name", ["", "../kb", ID.upper()])
def test_an_id_that_is_no_sha256_never_names_a_path(
    office: FakeOffice, original: Path, root: Path, name: str
) -> None:
    with pytest.raises(UnknownDocument):
        PageViews(root).view_of(name, original, NAME)

    assert office.asked == []
