"""Scanned pages and doubtful layers among others: read, or the file is refused by page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Dropped
from kb.errors import NeedsOcr, NoTextLayer
from kb.ingest.ocr import scans
from kb.ingest.ocr.pages import OcrPage
from kb.ingest.ocr.scans import read_scans
from kb.ingest.pdf import RawPage
from kb.ingest.quality import listed
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


def test_without_tesseract_a_hopeless_layer_refuses_the_file_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NeedsOcr) as caught:
        read_scans(SOURCE, [page_of(["chữ"]), page_of(["c ủ a th ô n v ề b ờ su ố i"], number=2)])

    assert str(caught.value) == (
        "Tệp «quyết định.pdf» có trang mà lớp chữ không dùng được (trang 2): "
        "Chưa cài tesseract nên chưa đọc được trang quét; "
        "hãy chạy: apt-get install tesseract-ocr tesseract-ocr-vie"
    )


def test_without_tesseract_a_doubtful_layer_is_taken_and_the_doubt_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    unseen = replace(page_of(["tổ hòa giải họp ở thôn"]), unseen=30)

    filled = read_scans(SOURCE, [unseen])

    assert filled.pages == (replace(unseen, quality=1.0),)
    assert filled.dropped == ()
    assert filled.first_read is None
    assert filled.warnings == (
        "Trang 1 có lớp chữ ẩn sau ảnh (do chương trình khác nhận dạng) mà máy chưa đối chiếu chắc "
        "được với hình ảnh của trang (Chưa cài tesseract nên chưa đọc được trang quét; hãy chạy: "
        "apt-get install tesseract-ocr tesseract-ocr-vie); hãy đối chiếu bản gốc trước khi trích dẫn.",
    )


def test_text_that_nobody_can_see_is_told_and_kept_beside_the_document() -> None:
    page = replace(page_of(["chữ"]), hidden=page_of(["giấu đi"]).glyphs)

    filled = read_scans(SOURCE, [page])

    assert filled.pages == (page,)
    assert filled.dropped == (Dropped(1, "giấu đi", "text that cannot be seen"),)
    assert filled.warnings == (
        "Trang 1 có chữ mà mắt không nhìn thấy (cùng màu nền hoặc bị che); "
        "phần chữ ấy không được đưa vào văn bản.",
    )


def test_a_code_that_is_no_character_is_shown_as_unknown_and_told() -> None:
    filled = read_scans(SOURCE, [page_of(["tổ h\x17a giải họp"])])

    assert "".join(glyph.text for glyph in filled.pages[0].glyphs) == "tổh\ufffdagiảihọp"
    assert filled.warnings == (
        "Trang 1 có ký tự mà tệp không cho biết là chữ gì (hiện là \ufffd); "
        "hãy đối chiếu bản gốc trước khi trích dẫn.",
    )


def test_what_was_left_out_and_chosen_on_a_page_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    speck = Dropped(2, "é", "speck or pen stroke")
    read = OcrPage(2, 595, 842, 0, 0.0, (), (), 0.95, 0.96, 0.99, (speck,), 3, 0.04)
    monkeypatch.setattr(scans, "read_scanned_pages", lambda *_, **__: [read])

    filled = scans.read_scans(SOURCE, [page_of(["chữ"]), picture(2)])

    assert filled.dropped == (speck,)
    assert filled.warnings == (
        "Chữ của trang 2 do máy nhận dạng từ bản quét, độ tin cậy thấp nhất 95%; "
        "hãy đối chiếu bản gốc trước khi trích dẫn.",
        "Trang 2 có dấu, ảnh hoặc chữ mà máy không đọc được.",
        "Máy phân vân ở 3 từ và đã chọn theo từ điển hoặc theo nét mực.",
    )


def test_a_long_list_of_pages_is_cut_short() -> None:
    assert listed(range(1, 12)) == "1, 2, 3, 4, 5, 6, 7, 8…"
