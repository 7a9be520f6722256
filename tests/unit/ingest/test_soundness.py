"""Whether a PDF came whole: a sample with one thing broken, and what is said of it.

The samples are typeset by typst: plain objects, packed streams, fonts with tables of letters.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from kb.errors import DamagedFile
from kb.ingest.parts import Part, State, parts_of
from kb.ingest.soundness import damage_of
from tests.factories import CORPUS, pdf_source
from tests.integration.papers import pdf_of, text_content

NAME = "905-qd-tum"
PAGES = 5
SAMPLE = (CORPUS / f"{NAME}.pdf").read_bytes()
LETTERS = "có chữ hoặc bảng chữ không thuộc trang nào"
LACKS = "có trang thiếu nội dung hoặc phông chữ"
CHECKSUM = "có phần không khớp mã kiểm tra của nó"
SYNTAX = "có chỗ sai cú pháp"
TABLE = "bảng đối tượng bị cắt hoặc sai"


def reasons(data: bytes, pages: int = PAGES) -> set[str]:
    """What is said to be wrong with a PDF."""
    said = damage_of(pdf_source(data), pages)
    inside = [re.search(r"Tệp bị hỏng \((.*)\) nên chữ", one) for one in said]
    return {reason for found in inside if found for reason in found[1].split("; ")}


def changed(old: bytes, new: bytes, data: bytes = SAMPLE) -> bytes:
    """The sample with the first such bytes replaced by as many others."""
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new, 1)


def content_number(page: int, data: bytes = SAMPLE) -> int:
    """The number of the object that holds the content of a page."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return int(reader.pages[page - 1].raw_get("/Contents").idnum)


def content(page: int, data: bytes = SAMPLE) -> slice:
    """Where the packed content of a page lies."""
    wanted = rb"\n%d 0 obj.*?stream\n(.*?)\nendstream" % content_number(page, data)
    found = re.search(wanted, data, re.DOTALL)
    assert found is not None
    return slice(*found.span(1))


def without_content(page: int) -> bytes:
    """The sample with a page that does not name its content."""
    pointer = b"s %d 0 R" % content_number(page)
    return changed(b"/Content" + pointer, b"/Context" + pointer)


def with_bytes(place: slice, new: bytes) -> bytes:
    """The sample with other bytes at the end of a place."""
    return SAMPLE[: place.stop - len(new)] + new + SAMPLE[place.stop :]


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
def test_nothing_is_said_of_a_sound_file(path: Path) -> None:
    data = path.read_bytes()

    assert damage_of(pdf_source(data), len(pypdf.PdfReader(io.BytesIO(data)).pages)) == ()


def test_what_is_said_is_one_sentence_with_the_reasons_and_the_mend() -> None:
    data = changed(b"/ToUnicode", b"/ToUnicorn")

    assert damage_of(pdf_source(data), PAGES) == (
        f"Tệp bị hỏng ({LETTERS}) nên chữ có thể thiếu hoặc sai; "
        "hãy lấy lại bản gốc, hoặc đối chiếu trước khi trích dẫn.",
    )


def broken_off() -> bytes:
    """The sample whose second page has zeros in the midst of its content."""
    place = content(2)
    middle = (place.start + place.stop) // 2
    return SAMPLE[:middle] + bytes(64) + SAMPLE[middle + 64 :]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(broken_off, id="a content with zeros"),
        pytest.param(lambda: with_bytes(content(2), bytes(200)), id="a content without its end"),
        pytest.param(lambda: changed(b"/FlateDecode", b"/FlatDecoder"), id="a filter without name"),
    ],
)
def test_a_stream_that_breaks_off_is_refused(data: Callable[[], bytes]) -> None:
    with pytest.raises(DamagedFile) as caught:
        damage_of(pdf_source(data()), PAGES)

    assert str(caught.value) == (
        "Tệp «thu.pdf» hỏng: có phần không giải nén được trọn vẹn; hãy lấy lại bản gốc."
    )


def test_fewer_pages_than_the_file_has_are_refused() -> None:
    with pytest.raises(DamagedFile, match="chỉ đọc được 3 trong 5 trang"):
        damage_of(pdf_source(SAMPLE), 3)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_bytes(content(2), b"\0\0\0\0"), CHECKSUM),
        (without_content(2), LETTERS),
        (without_content(2), LACKS),
        (changed(b"/ToUnicode", b"/ToUnicorn"), LETTERS),
        (changed(b"/FontFile", b"/FontFine"), LACKS),
        (changed(b"/DescendantFonts", b"/DescendingFonts"), LACKS),
        (changed(b"/Subtype/Type0", b"/Subtype/Typo0"), LACKS),
        (changed(b"/Font<</f0", b"/Font<</g0"), LACKS),
        (changed(b"/Type/Pages", b"/Type(Pages"), SYNTAX),
        (changed(b"/Type/StructTreeRoot", bytes(20)), SYNTAX),
        (changed(b"\n9 0 obj", b"\n8 0 obj"), TABLE),
        (SAMPLE[:-7], TABLE),
        (SAMPLE.replace(b"startxref\n", b"startxref\n1"), TABLE),
    ],
)  # fmt: skip
def test_what_got_lost_or_changed_is_told(data: bytes, reason: str) -> None:
    assert reason in reasons(data)


def locked(data: bytes) -> bytes:
    """The file locked against changes, which everyone can open."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("", "người giữ tệp", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_nothing_is_said_of_a_sound_file_that_is_locked() -> None:
    assert reasons(locked(SAMPLE)) == set()


def test_a_stream_that_breaks_off_behind_a_lock_is_refused() -> None:
    data = locked(SAMPLE)
    at = content(2, data).start + 100

    with pytest.raises(DamagedFile, match="không giải nén được trọn vẹn"):
        damage_of(pdf_source(data[:at] + b"\x55" * 32 + data[at + 32 :]), PAGES)


def test_nothing_is_said_of_plain_streams_and_of_fonts_that_every_reader_has() -> None:
    assert reasons(pdf_of([text_content([b"Chi bo hop."])] * 2), 2) == set()


def test_junk_before_the_header_is_no_damage() -> None:
    assert reasons(b"\n" * 100 + SAMPLE) == set()


def test_pixels_are_checked_and_not_kept() -> None:
    packed = zlib.compress(bytes(10_000))
    data = b"7 0 obj <</Subtype/Image/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"

    assert list(parts_of(data)) == [Part(7, True, True, b"", State.WHOLE)]
    assert [part.state for part in parts_of(data.replace(packed[-4:], b"AAAA"))] == [State.CHANGED]
