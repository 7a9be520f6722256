"""Tesseract there, missing, without Vietnamese, failing and hanging; a script plays its part here."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kb.ingest.ocr.engine import EngineFailed, PageTimeout
from kb.ingest.ocr.hocr import Box, ReadChar
from kb.ingest.ocr.pages import (
    OcrFailure,
    Tesseract,
    TesseractMissing,
    find_tesseract,
    read_scanned_pages,
)

Install = Callable[[str], Tesseract | TesseractMissing]

WHITE = np.full((20, 30), 255, np.uint8)
HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'>
<span class='ocr_line' title="bbox 10 100 110 130; baseline -0.01 -6; x_size 36; x_descenders 8">
 <span class='ocrx_word' title='bbox 10 104 40 124; x_wconf 96'>
  <span class='ocrx_cinfo' title='x_bboxes 10 104 24 124; x_conf 99.5'>B</span>
  <span class='ocrx_cinfo' title='x_bboxes 26 110 40 124; x_conf 99.4'>&quot;</span>
 </span>
 <span class='ocrx_word' title='bbox 50 104 90 124; x_wconf 91'>Đảng</span>
</span></div></body></html>"""

CHOICES = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'>
<span class='ocr_line' title="bbox 10 100 110 130; baseline 0 -6; x_size 36">
 <span class='ocrx_word' title='bbox 10 104 40 124; x_wconf 43'>
  <span class='ocrx_cinfo' title='x_bboxes 10 104 24 124; x_conf 99.5'>b</span>
   <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>
    <span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 95.1'>b</span>
    <span class='ocrx_cinfo' id='choice_1_1_2' title='x_confs 0'>h</span>
   </span>
  <span class='ocrx_cinfo' title='x_bboxes 26 110 40 124; x_conf 99.4'>ồ</span>
   <span class='ocrx_cinfo' id='lstm_choices_1_1_2'>
    <span class='ocrx_cinfo' id='choice_1_1_3' title='x_confs 92.5'>ồ</span>
    <span class='ocrx_cinfo' id='choice_1_1_4' title='x_confs 75'>o&#x302;&#x309;</span>
    <span class='ocrx_cinfo' id='choice_1_1_5' title='x_confs 0'>ố</span>
   </span>
  <span class='ocrx_cinfo' title='x_bboxes 42 110 50 124; x_conf 99.4'>n</span>
   <span class='ocrx_cinfo' id='lstm_choices_1_1_3'>
    <span class='ocrx_cinfo' id='choice_1_1_6' title='x_confs 92.5'>g</span>
    <span class='ocrx_cinfo' id='choice_1_1_7' title='x_confs 75'>q</span>
   </span>
 </span>
</span></div></body></html>"""

ANSWERS = """
case "$1" in
  --version) echo "tesseract 5.3.0";;
  --list-langs) echo "List of available languages (2):"; echo eng; echo vie;;
  *) READ;;
esac
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a `tesseract` of this shell script alone on the search path, then looks for it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/bin")

    def put(script: str) -> Tesseract | TesseractMissing:
        program = programs / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return find_tesseract()

    return put


def engine(install: Install, read: str) -> Tesseract:
    found = install(ANSWERS.replace("READ", read))
    assert isinstance(found, Tesseract)
    return found


def test_the_program_is_found_with_its_version(install: Install, tmp_path: Path) -> None:
    found = install(ANSWERS.replace("READ", "true"))

    assert found == Tesseract(tmp_path / "bin" / "tesseract", "5.3.0")


def test_a_missing_program_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_tesseract() == TesseractMissing(
        "Chưa cài tesseract nên chưa đọc được trang quét; hãy chạy: "
        "apt-get install tesseract-ocr tesseract-ocr-vie"
    )


def test_a_program_without_vietnamese_says_what_it_lacks(install: Install) -> None:
    found = install('[ "$1" = --list-langs ] && echo eng || echo "tesseract 5.3.0"')

    assert isinstance(found, TesseractMissing)
    assert "thiếu dữ liệu tiếng Việt (vie)" in found.reason


def test_a_program_that_does_not_run_is_named(install: Install) -> None:
    found = install("echo 'libtesseract.so.5 not found' >&2; exit 127")

    assert isinstance(found, TesseractMissing)
    assert "libtesseract.so.5 not found" in found.reason


def test_lines_have_words_character_boxes_and_a_baseline(install: Install, tmp_path: Path) -> None:
    (tmp_path / "page.hocr").write_text(HOCR)

    (line,) = engine(install, f"cat {tmp_path}/page.hocr").read(WHITE, 200, 10)

    assert [word.text for word in line.words] == ['B"', "Đảng"]
    assert line.words[0].chars[1] == ReadChar('"', Box(26, 110, 40, 124))
    assert line.words[1].confidence == 91
    assert line.baseline(10) == 124  # the box's lower edge 130, and 6 up
    assert line.baseline(110) == 123  # 100 pixels on, risen by a hundredth
    assert line.row_height == 36


def test_a_letter_has_what_else_it_may_be_if_it_is_itself_among_the_choices(
    install: Install, tmp_path: Path
) -> None:
    (tmp_path / "page.hocr").write_text(CHOICES)

    (line,) = engine(install, f"cat {tmp_path}/page.hocr").read(WHITE, 200, 10)

    assert [(char.text, char.others) for char in line.chars] == [
        ("b", ()),
        ("ồ", (("ổ", 75.0),)),
        ("n", ()),
    ]


def test_a_word_without_character_boxes_is_divided_evenly(install: Install, tmp_path: Path) -> None:
    (tmp_path / "page.hocr").write_text(HOCR)

    (line,) = engine(install, f"cat {tmp_path}/page.hocr").read(WHITE, 200, 10)

    assert [char.box.left for char in line.words[1].chars] == [50, 60, 70, 80]


def test_the_picture_goes_in_uncompressed_and_each_process_has_one_thread(
    install: Install, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    read = (
        f'echo "$OMP_THREAD_LIMIT $*" > {seen}; head -c 12 >> {seen}; cat > /dev/null; echo "<a/>"'
    )

    assert engine(install, read).read(WHITE, 199.6, 10) == []

    options, header, *_ = seen.read_bytes().split(b"\n")
    assert options.startswith(b"1 - - -l vie --psm 3 --dpi 200 ")
    assert header == b"P5 30 20 255"[: len(header)]


def test_a_program_that_hangs_is_stopped_in_time(install: Install) -> None:
    with pytest.raises(PageTimeout):
        engine(install, "exec sleep 3600").read(WHITE, 200, 0.3)


@pytest.mark.parametrize("read", ["echo 'Error in pixReadMem' >&2; exit 1", "echo no hocr"])
def test_a_program_that_fails_says_why(install: Install, read: str) -> None:
    with pytest.raises(EngineFailed, match=r"pixReadMem|hOCR"):
        engine(install, read).read(WHITE, 200, 10)


def blank_scan(pages: int) -> bytes:
    """A PDF of white pictures."""
    file = io.BytesIO()
    white = Image.new("L", (300, 400), 255)
    white.save(file, "PDF", save_all=True, append_images=[white] * (pages - 1), resolution=200)
    return file.getvalue()


def test_without_the_program_every_page_is_a_failure_that_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    first, second = read_scanned_pages(blank_scan(2), [0, 1], workers=2, seconds_per_page=9)

    assert isinstance(first, OcrFailure)
    assert isinstance(second, OcrFailure)
    assert (first.number, second.number) == (1, 2)
    assert first.reason.startswith("Chưa cài tesseract")


def test_a_page_that_hangs_is_named_with_its_limit(install: Install) -> None:
    engine(install, "exec sleep 30")

    pages = read_scanned_pages(blank_scan(2), [1], workers=1, seconds_per_page=0.5)

    assert pages == [
        OcrFailure(
            2,
            "Trang 2 chưa đọc xong sau 0.5 giây nên bỏ dở; "
            "hãy tăng thời hạn cho mỗi trang hoặc quét lại trang này.",
        )
    ]


def test_a_page_on_which_the_program_fails_is_named_with_what_it_said(install: Install) -> None:
    engine(install, "echo 'Out of memory' >&2; exit 1")

    (page,) = read_scanned_pages(blank_scan(1), [0], workers=1, seconds_per_page=9)

    assert isinstance(page, OcrFailure)
    assert page.reason.startswith("tesseract không đọc được trang 1 (Out of memory)")
