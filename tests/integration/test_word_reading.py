"""Word files through the whole pipeline: the same document as the PDF made of them, without pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.document import Document
from kb.errors import PasswordProtected, SecretMarked
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import WORD_TYPES, Source, source_of
from kb.ingest.word.kinds import WordKind
from tests.factories import REAL
from tests.word_files import paragraph, word_file

PIPELINE = IngestPipeline(2000)

LETTER = [
    "Số 12-KH/ĐUM",
    "KẾ HOẠCH",
    "phòng, chống thiên tai năm 2024",
    "Thực hiện chỉ đạo của cấp trên, Đảng ủy xã Suối Ngần xây dựng Kế hoạch như sau:",
    "I. MỤC ĐÍCH",
    "1. Chủ động phòng ngừa mưa lũ.",
    "2. Bảo vệ tính mạng và tài sản của nhân dân.",
]


def letter(*first: str) -> bytes:
    """A short plan as DOCX, with other lines above it."""
    return word_file(*(paragraph(line) for line in (*first, *LETTER)))


def read(data: bytes, name: str = "ke-hoach.docx") -> Ingested:
    return PIPELINE.read(source_of(Path(name), data))


def test_a_word_file_is_cited_by_division_and_has_no_page() -> None:
    ingested = read(letter())

    places = {passage.text: passage.place for passage in ingested.passages}
    assert places["2. Bảo vệ tính mạng và tài sản của nhân dân."] == "Phần I, mục 2"
    assert {passage.pages for passage in ingested.passages} == {None}
    assert str(ingested.document.facts.symbol) == "12-KH/ĐUM"


def test_a_mark_of_secrecy_at_its_head_stops_it() -> None:
    with pytest.raises(SecretMarked, match="TUYỆT MẬT"):
        read(letter("TUYỆT MẬT"))


def test_words_about_secrecy_do_not() -> None:
    ingested = read(letter("Về việc bảo vệ bí mật nhà nước"))

    assert "bí mật nhà nước" in ingested.document.text


def test_a_file_with_a_password_is_named() -> None:
    source = Source(Path("khóa.docx"), b"x", "0" * 64, WORD_TYPES[WordKind.ENCRYPTED])

    with pytest.raises(PasswordProtected, match=r"«khóa\.docx» đặt mật khẩu"):
        PIPELINE.read(source)


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project")
def test_a_guideline_reads_alike_as_word_file_and_in_both_prints() -> None:
    folder = REAL / "94-hd-btgtu"
    names = ("94-hd-btgtu.docx", "94-hd-btgtu.pdf", "94-hd-btgtu-browser-print.pdf")

    word, print_, browser = (read((folder / name).read_bytes(), name).document for name in names)

    assert keys(word) == keys(print_) == keys(browser)
    assert notes(word) == notes(print_) == notes(browser)
    assert len(notes(word)) == 13


def keys(document: Document) -> list[str]:
    return [division.key for division in document.divisions]


def notes(document: Document) -> list[tuple[str, str]]:
    return [(note.number, note.span.of(document.text)) for note in document.footnotes]
