"""Scanned pages among others: read, or the file is refused by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NeedsOcr, NoTextLayer
from kb.ingest.ocr.scans import listed, read_scans
from kb.ingest.pdf import RawPage
from kb.ingest.sources import PDF, Source
from tests.factories import page_of

SOURCE = Source(Path("quyết định.pdf"), b"%PDF-1.7", "0" * 64, PDF)


def picture(number: int) -> RawPage:
    """A page that is a picture."""
    return RawPage(number, str(number), 595.0, 842.0, (), (), has_picture=True)


def test_pages_with_text_and_empty_pages_stay_as_they_are() -> None:
    pages = (page_of(["chữ"]), page_of([], number=2))

    filled = read_scans(SOURCE, pages)

    assert filled.pages == pages
    assert filled.warnings == ()


def test_without_tesseract_the_file_needs_it_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NeedsOcr) as caught:
        read_scans(SOURCE, [page_of(["chữ"]), picture(2), picture(3)])

    assert str(caught.value) == (
        "Tệp «quyết định.pdf» có trang quét chưa đọc được (trang 2, 3): "
        "Chưa cài tesseract nên chưa đọc được trang quét; "
        "hãy chạy: apt-get install tesseract-ocr tesseract-ocr-vie"
    )


def test_a_page_whose_picture_cannot_be_read_does_not_wait_for_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho tesseract 5.3.0\necho vie\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoTextLayer, match=r"trang 1") as caught:
        read_scans(SOURCE, [picture(1)])

    assert not isinstance(caught.value, NeedsOcr)


def test_a_long_list_of_pages_is_cut_short() -> None:
    assert listed(range(1, 12)) == "1, 2, 3, 4, 5, 6, 7, 8…"
