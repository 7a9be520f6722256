"""Pages drawn for people, and what is said where they cannot be."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kb.errors import NoPageView, UnknownDocument, UnknownPlace
from kb.ingest.showing import page_count, page_read_again, picture_of_page
from tests.factories import CORPUS

SAMPLE = CORPUS / "902-ct-tum.pdf"


def test_a_page_is_drawn_as_wide_as_any_other() -> None:
    with Image.open(io.BytesIO(picture_of_page(SAMPLE, 2))) as picture:
        assert (picture.format, picture.width) == ("JPEG", 1654)
    assert page_count(SAMPLE) == 2


def test_a_page_read_again_says_what_it_said() -> None:
    assert "CHỈ THỊ" in page_read_again(SAMPLE, 1).stream


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_a_page_that_there_is_not_is_named(number: int) -> None:
    with pytest.raises(UnknownPlace, match=f"có 2 trang, không có trang {number}"):
        picture_of_page(SAMPLE, number)


def test_a_file_that_is_gone_or_broken_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7 day khong phai la PDF")

    with pytest.raises(NoPageView, match="hãy mở bản gốc"):
        picture_of_page(broken, 1)
    with pytest.raises(UnknownDocument, match="vừa được bỏ"):
        page_count(tmp_path / "khong-co.pdf")
