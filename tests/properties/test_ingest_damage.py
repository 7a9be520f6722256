"""Odd, locked, turned and cropped files: a document or an UnreadableFile, never anything else."""

import io
import random
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import RectangleObject

from kb.document import Document
from kb.errors import (
    DamagedFile,
    NoPages,
    NoTextLayer,
    PasswordProtected,
    TooManyPages,
    UnreadableFile,
)
from kb.ingest.pipeline import Ingested, IngestPipeline
from tests.factories import CORPUS, pdf_source

PIPELINE = IngestPipeline(max_pages=500)
OWNER = "người giữ tệp"
NAME = "905-qd-tum"


def bytes_of(name: str) -> bytes:
    """The bytes of a sample document."""
    return (CORPUS / f"{name}.pdf").read_bytes()


def rewritten(change: Callable[[pypdf.PdfWriter], None], name: str = NAME) -> bytes:
    """A sample document with something changed by pypdf."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes_of(name)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(data: bytes) -> Document:
    """The document in the bytes."""
    return PIPELINE.read(pdf_source(data)).document


def outcome(data: bytes) -> Ingested | UnreadableFile:
    """What reading the bytes comes to; any other exception fails the test."""
    try:
        return PIPELINE.read(pdf_source(data))
    except UnreadableFile as error:
        return error


def words(document: Document) -> list[str]:
    """The words of a document in order."""
    return document.text.split()


def test_a_header_with_nothing_behind_it_is_damaged() -> None:
    with pytest.raises(DamagedFile, match=r"«thu\.pdf» hỏng"):
        read(b"%PDF-1.7\n%%EOF\n")


def test_noise_behind_a_header_is_a_named_trouble() -> None:
    noise = random.Random(7).randbytes(5000)  # noqa: S311

    assert isinstance(outcome(b"%PDF-1.7\n" + noise), UnreadableFile)


def test_empty_pages_have_no_text_layer() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(NoTextLayer, match=r"«thu\.pdf» không có chữ nào đọc được"):
        read(out.getvalue())


def test_an_empty_page_amid_text_changes_no_word() -> None:
    data = rewritten(lambda writer: writer.insert_blank_page(index=2) and None)

    document = read(data)

    assert document.page_count == 6
    assert words(document) == words(read(bytes_of(NAME)))


def test_a_file_without_pages_is_refused() -> None:
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)

    with pytest.raises((NoPages, DamagedFile), match=r"«thu\.pdf»"):
        read(out.getvalue())


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_file_with_a_password_to_open_is_refused(algorithm: str) -> None:
    data = _locked("mở", algorithm)

    with pytest.raises(PasswordProtected, match=r"«thu\.pdf» đặt mật khẩu"):
        read(data)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_file_locked_only_against_changes_is_read(algorithm: str) -> None:
    assert words(read(_locked("", algorithm))) == words(read(bytes_of(NAME)))


def _locked(password: str, algorithm: str) -> bytes:
    try:
        return rewritten(lambda writer: writer.encrypt(password, OWNER, algorithm=algorithm))
    except pypdf.errors.DependencyError:
        pytest.skip("pypdf cannot write AES without the cryptography package")


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_keeps_its_words_and_divisions(angle: int) -> None:
    straight = read(bytes_of(NAME))

    turned = read(rewritten(lambda writer: [page.rotate(angle) for page in writer.pages] and None))

    assert turned.text == straight.text
    assert turned.divisions == straight.divisions


def test_a_page_turned_to_the_right_has_its_lines_where_the_screen_shows_them() -> None:
    """A point (x, y) of the page lies at (1 - y, x) once the page is turned clockwise."""
    straight = read(bytes_of(NAME)).lines[20].rect

    turned = read(rewritten(lambda writer: [page.rotate(90) for page in writer.pages] and None))

    shown = turned.lines[20].rect
    assert (shown.left, shown.top) == pytest.approx((1 - straight.bottom, straight.left))
    assert (shown.right, shown.bottom) == pytest.approx((1 - straight.top, straight.right))


def _crop(writer: pypdf.PdfWriter) -> None:
    for page in writer.pages:
        page.cropbox = RectangleObject((40, 30, 560, 800))


def test_a_cropped_page_keeps_its_words_and_divisions() -> None:
    straight = read(bytes_of(NAME))

    cropped = read(rewritten(_crop))

    assert cropped.divisions == straight.divisions
    assert cropped.text == straight.text


def test_words_that_are_cropped_away_are_named_as_dropped() -> None:
    def crop(writer: pypdf.PdfWriter) -> None:
        writer.pages[1].cropbox = RectangleObject((0, 0, 595, 700))

    straight, cropped = read(bytes_of(NAME)), read(rewritten(crop))

    hidden = [item for item in cropped.dropped if item.reason == "outside the page"]
    assert [item.page for item in hidden] == [2]
    assert len(cropped.text) < len(straight.text)


def test_a_file_far_too_long_is_refused_before_it_is_read() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3000):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)

    told: list[tuple[int, int]] = []
    with pytest.raises(TooManyPages, match="3000 trang, quá giới hạn 500 trang"):
        PIPELINE.read(pdf_source(out.getvalue()), lambda done, of: told.append((done, of)))

    assert told == []


def test_progress_counts_every_page() -> None:
    told: list[tuple[int, int]] = []

    PIPELINE.read(pdf_source(bytes_of(NAME)), lambda done, of: told.append((done, of)))

    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
