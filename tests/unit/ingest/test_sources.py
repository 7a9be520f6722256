"""Files as they come in, and the words in which a file is refused."""

import hashlib
import os
from pathlib import Path
from typing import NoReturn

import pytest

from kb.errors import (
    EmptyFile,
    FileVanished,
    GarbledText,
    KbError,
    NoTextLayer,
    StoreFailure,
    TooHeavy,
    UnsupportedFile,
)
from kb.ingest.pdf import Glyph, RawPage
from kb.ingest.quality import check_language, check_text_layer
from kb.ingest.sources import read_source, source_of
from tests.factories import page_of, pdf_source

DATA = b"%PDF-1.7 nothing more"
SOURCE = pdf_source(DATA, "quyết định.pdf")
VIETNAMESE = (
    "Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy thực hiện nghiêm túc Chỉ thị này đến từng chi bộ"
)


def test_a_source_is_named_by_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "thu.pdf"
    path.write_bytes(DATA)

    source = read_source(path)

    assert (source.id, source.media_type) == (hashlib.sha256(DATA).hexdigest(), "application/pdf")


def test_the_name_of_a_file_says_nothing_about_its_kind() -> None:
    assert source_of(Path("thu.docx"), DATA).media_type == "application/pdf"


def test_a_header_within_the_first_kilobyte_is_enough() -> None:
    assert source_of(Path("thu.pdf"), b"\n" * 1000 + DATA).media_type == "application/pdf"


def refused(error: type[KbError], path: Path) -> str:
    """The message with which a file is refused."""
    with pytest.raises(error) as caught:
        read_source(path)
    return str(caught.value)


def test_a_file_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    message = refused(FileVanished, tmp_path / "mất.pdf")

    assert message.startswith("Không còn thấy tệp «mất.pdf»")


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "rỗng.pdf").write_bytes(b"")

    message = refused(EmptyFile, tmp_path / "rỗng.pdf")

    assert message.startswith("Tệp «rỗng.pdf» rỗng")


def test_a_file_too_large_to_be_held_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.pdf"
    with path.open("wb") as file:
        os.truncate(file.fileno(), (1 << 30) + 1)  # takes no room on the disk

    assert refused(TooHeavy, path).startswith("Tệp «lớn.pdf» lớn hơn 1 GB nên không được đọc;")


def test_a_file_of_another_kind_is_said_to_be_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "ảnh.pdf").write_bytes(b"\x89PNG\r\n")

    message = refused(UnsupportedFile, tmp_path / "ảnh.pdf")

    assert message.startswith("Tệp «ảnh.pdf» không phải PDF")


def test_a_folder_is_said_to_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "hồ sơ").mkdir()

    message = refused(UnsupportedFile, tmp_path / "hồ sơ")

    assert message.startswith("«hồ sơ» là thư mục")


class ForbiddenPath(type(Path())):  # type: ignore[misc]
    """A path whose file may not be read, on machines where everyone may read everything too."""

    def open(self, *_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")


def test_a_file_that_may_not_be_read_is_a_failure_of_the_disk() -> None:
    message = refused(StoreFailure, ForbiddenPath("khóa.pdf"))

    assert message.startswith("Không đọc được tệp «khóa.pdf» (Permission denied)")


def picture(number: int, glyphs: tuple[Glyph, ...] = ()) -> RawPage:
    """A page that is a picture."""
    return RawPage(number, str(number), 595.0, 842.0, glyphs, (), has_picture=True)


def test_a_file_of_pictures_has_no_text_layer() -> None:
    with pytest.raises(NoTextLayer) as caught:
        check_text_layer(SOURCE, [picture(1)])

    assert str(caught.value).startswith("Tệp «quyết định.pdf» không có chữ nào đọc được")


def test_a_page_with_a_picture_and_text_is_accepted() -> None:
    check_text_layer(SOURCE, [picture(1, page_of(["chữ"]).glyphs)])


def test_an_empty_page_without_a_picture_is_accepted() -> None:
    check_text_layer(SOURCE, [page_of(["chữ"]), page_of([], number=2)])


def test_vietnamese_text_is_accepted() -> None:
    check_language(SOURCE, VIETNAMESE)


def test_text_in_an_old_encoding_is_garbled() -> None:
    with pytest.raises(GarbledText) as caught:
        check_language(
            SOURCE, "Céng hßa X· héi Chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc Uû ban nh©n d©n"
        )

    assert str(caught.value).startswith("Chữ trong tệp «quyết định.pdf» không đọc được")


def test_a_few_letters_are_no_text_layer() -> None:
    with pytest.raises(NoTextLayer) as caught:
        check_language(SOURCE, "Số 12")

    assert str(caught.value).startswith("Tệp «quyết định.pdf» hầu như không có chữ")
