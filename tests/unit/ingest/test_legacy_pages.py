"""Pages and runs in old encodings, brought to Unicode with their places kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kb.ingest.legacy.codec import encode
from kb.ingest.legacy.pages import (
    Run,
    decode_glyphs,
    decode_pages,
    decode_runs,
    encode_runs,
    encoding_of_pages,
)
from kb.ingest.legacy.tables import Encoding
from kb.ingest.lines import lines_of
from kb.ingest.pdf import Glyph, RawPage, read_pages
from tests.factories import page_of, pdf_source

LINES = (
    "Thực hiện Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị",
    "về công tác thông tin đối ngoại, Ban Tuyên giáo hướng dẫn như sau:",
)
OLD = (Encoding.TCVN3, Encoding.VNI, Encoding.VISCII)


def spoiled(page: RawPage, encoding: Encoding) -> RawPage:
    """The page as a reader sees it that knows nothing of `encoding`: a glyph for each code."""
    return replace(
        page, glyphs=tuple(part for glyph in page.glyphs for part in codes(glyph, encoding))
    )


def codes(glyph: Glyph, encoding: Encoding) -> list[Glyph]:
    code = encode(glyph.text, encoding)
    width = (glyph.right - glyph.left) / len(code)
    return [
        replace(
            glyph,
            text=char,
            left=glyph.left + at * width,
            right=glyph.left + (at + 1) * width,
            space_before=glyph.space_before and at == 0,
        )
        for at, char in enumerate(code)
    ]


@pytest.mark.parametrize("encoding", OLD)
def test_a_page_is_read_with_every_glyph_in_its_place(encoding: Encoding) -> None:
    page = page_of(LINES)

    pages, found = decode_pages([spoiled(page, encoding)])

    assert found is encoding
    assert [line.text for line in lines_of(pages[0])] == list(LINES)
    for read, printed in zip(pages[0].glyphs, page.glyphs, strict=True):
        assert read.text == printed.text
        assert (read.left, read.right) == pytest.approx((printed.left, printed.right))
        assert replace(read, left=0, right=0) == replace(printed, left=0, right=0)


def test_a_pdf_set_in_vntime_is_read_from_its_bytes() -> None:
    """Its letter ư is byte AD, which WinAnsiEncoding calls a hyphen and pdfium shows as one."""
    text = ["Thủ tướng yêu cầu các cấp đầu tư", "cho trường học, hướng dẫn người có công như"]
    codes = [encode(line, Encoding.TCVN3).encode("latin-1") for line in text]

    pages, found = decode_pages(read_pages(pdf_source(pdf_of(codes)), 5))

    assert found is Encoding.TCVN3
    assert [line.text for line in lines_of(pages[0])] == text


def test_a_pdf_set_in_a_font_of_capitals_is_read_in_capitals() -> None:
    text = ["ủy ban nhân dân tỉnh yêu cầu các sở", "thực hiện kế hoạch phát triển"]
    codes = [encode(line, Encoding.TCVN3).encode("latin-1") for line in text]

    pages, _ = decode_pages(read_pages(pdf_source(pdf_of(codes, b".VnTimeH")), 5))

    assert [line.text for line in lines_of(pages[0])] == [line.upper() for line in text]


def test_a_pdf_set_in_viscii_keeps_its_letters_in_the_places_of_spaces() -> None:
    """RFC 1456 has Õ at A0, the no-break space, and Ỵ at 1E, a separator of records."""
    text = ["VÕ VĂN AN RÕ RÀNG, TỴ NẠN", "Thủ tướng yêu cầu các cấp đầu tư"]
    codes = [encode(line, Encoding.VISCII).encode("cp1252") for line in text]

    pages, found = decode_pages(read_pages(pdf_source(pdf_of(codes, b"VI-Times", LATIN)), 5))

    assert found is Encoding.VISCII
    assert lines_of(pages[0])[0].text == text[0]


LATIN = b"/ToUnicode 6 0 R"
"""Says that each byte is the character at its place."""


def pdf_of(
    lines: Sequence[bytes], font: bytes = b".VnTime", encoding: bytes = b"/Encoding/WinAnsiEncoding"
) -> bytes:
    """A PDF of one page with a simple font of this name; no cross-reference table."""
    shown = b" ".join(b"<%s> Tj 0 -20 Td" % line.hex().encode() for line in lines)
    content = b"BT /F1 12 Tf 20 700 Td %s ET" % shown
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfrange <00> <FF> <0000> endbfrange endcmap end end"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar 255/Widths[%s]%s>>"
        % (font, b"500 " * 256, encoding),
        b"<</Length %d>>stream\n%s\nendstream" % (len(table), table),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, item) for at, item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize("font", ["", ".VnTime", ".VnTimeH", "VNI-Times"])
def test_unicode_pages_stay_untouched(font: str) -> None:
    pages = (set_in(font, page_of(LINES)), set_in(font, page_of(LINES, number=2)))

    assert decode_pages(pages) == (pages, None)


def set_in(font: str, page: RawPage) -> RawPage:
    """The page with all its print in one font."""
    return replace(page, glyphs=tuple(replace(glyph, font=font) for glyph in page.glyphs))


def test_a_file_that_joins_unicode_and_old_pages_is_read_whole() -> None:
    unicode, old = page_of(LINES), spoiled(page_of(LINES, number=2), Encoding.TCVN3)

    pages, found = decode_pages([unicode, old])

    assert found is Encoding.TCVN3
    assert pages[0] == unicode
    assert [line.text for line in lines_of(pages[1])] == list(LINES)


def test_a_page_of_unicode_and_old_lines_is_read_line_by_line() -> None:
    page = page_of([LINES[0], encode(LINES[1], Encoding.TCVN3)])

    read = decode_glyphs(page.glyphs, Encoding.TCVN3)

    assert [line.text for line in lines_of(replace(page, glyphs=read))] == list(LINES)


def test_a_vowel_and_its_mark_become_one_glyph_with_the_box_of_both() -> None:
    vowel = Glyph("a", 10.0, 16.0, 100.0, 12.0, True, True)
    mark = Glyph("ù", 13.0, 18.0, 100.0, 12.0, True, False)

    assert decode_glyphs([vowel, mark], Encoding.VNI) == (
        Glyph("á", 10.0, 18.0, 100.0, 12.0, True, True),
    )


def test_a_false_gap_before_a_mark_does_not_part_it_from_its_vowel() -> None:
    glyphs = [
        Glyph("c", 4.0, 10.0, 100.0, 12.0, False, False),
        Glyph("a", 10.0, 16.0, 100.0, 12.0, False, False),
        Glyph("ù", 13.0, 18.0, 100.0, 12.0, False, True),
    ]

    assert [glyph.text for glyph in decode_glyphs(glyphs, Encoding.VNI)] == ["c", "á"]


def test_the_font_of_a_glyph_tells_its_capitals() -> None:
    first, *others = set_in(".VnTime", page_of(["ñy ban"])).glyphs

    read = decode_glyphs([replace(first, font="ABCDEF+.VnTimeH"), *others], Encoding.TCVN3)

    assert "".join(glyph.text for glyph in read) == "Ủyban"


@pytest.mark.parametrize("encoding", Encoding)
def test_no_glyphs_are_no_glyphs(encoding: Encoding) -> None:
    assert decode_glyphs((), encoding) == ()
    assert encoding_of_pages([page_of([])]) is None


def test_runs_are_read_with_letters_cut_between_them() -> None:
    runs = [Run("Vie", "VNI-Times"), Run("ät Nam", "VNI-Times"), Run(" 2024", "Arial")]

    assert decode_runs(runs, Encoding.VNI) == ("Việ", "t Nam", " 2024")


def test_a_run_in_a_font_of_capitals_reads_in_capitals() -> None:
    runs = [Run("bé chÝnh trÞ", ".VnTimeH"), Run(" kÕt luËn", ".VnTime")]

    assert decode_runs(runs, Encoding.TCVN3) == ("BỘ CHÍNH TRỊ", " kết luận")


def test_capitals_that_tcvn3_lacks_survive_as_runs_in_their_font() -> None:
    runs = encode_runs("Ủy ban, Ảnh")

    assert runs == (
        Run("ñ", ".VnTimeH"),
        Run("y ban, ", ".VnTime"),
        Run("¶", ".VnTimeH"),
        Run("nh", ".VnTime"),
    )
    assert "".join(decode_runs(runs, Encoding.TCVN3)) == "Ủy ban, Ảnh"
