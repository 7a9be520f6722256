"""What is set in which font on a page of a PDF, and what of it nobody can see."""

from __future__ import annotations

import pytest

from kb.ingest.pdf import Picture, RawPage, Rule, read_pages
from tests.factories import pdf_source
from tests.integration.papers import pdf_of

SHOWN = b"BT /F 12 Tf 72 700 Td (Chi bo hop) Tj ET "


def page_with(content: bytes) -> RawPage:
    """The one page of a PDF with this content; /F is Helvetica, /Im a grey picture."""
    (page,) = read_pages(pdf_source(pdf_of([content])), 5)
    return page


def printed(page: RawPage) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


def hidden(page: RawPage) -> str:
    return "".join(glyph.text for glyph in page.hidden)


def text_at(y: int, words: bytes, settings: bytes = b"") -> bytes:
    return b"q BT %s /F 12 Tf 72 %d Td (%s) Tj ET Q " % (settings, y, words)


def test_a_glyph_has_the_name_of_its_font() -> None:
    assert {glyph.font for glyph in page_with(SHOWN).glyphs} == {"Helvetica"}


@pytest.mark.parametrize(
    "settings",
    [b"1 1 1 rg", b"3 Tr", b"0.98 g", b"1 g 1 G 2 Tr"],
    ids=["white", "not painted", "nearly white", "white with a white rim"],
)
def test_text_that_leaves_no_ink_is_hidden(settings: bytes) -> None:
    page = page_with(SHOWN + text_at(600, b"giau di", settings))

    assert (printed(page), hidden(page), page.unseen) == ("Chibohop", "giaudi", 0)


@pytest.mark.parametrize(
    "box", [b"0 g", b"1 g", b"0.5 g"], ids=["black box", "white box", "grey box"]
)
def test_text_under_a_box_is_hidden(box: bytes) -> None:
    covered = text_at(600, b"giau di") + b"q %s 60 595 100 18 re f Q" % box

    page = page_with(SHOWN + covered)

    assert (printed(page), hidden(page)) == ("Chibohop", "giaudi")


def test_only_the_words_under_a_box_are_hidden() -> None:
    """Helvetica sets "ong " in 23 points at 12 points of size: the box covers the second word."""
    covered = text_at(600, b"ong Binh noi") + b"q 0 g 94 595 26 18 re f Q"

    page = page_with(covered)

    assert (printed(page), hidden(page)) == ("ongnoi", "Binh")


@pytest.mark.parametrize(
    "content",
    [
        b"q 0 0 0.5 rg 60 595 100 18 re f Q " + text_at(600, b"tieu de", b"1 1 1 rg"),
        b"q 0.9 1 0.9 rg 60 595 100 18 re f Q " + text_at(600, b"tieu de"),
        text_at(600, b"tieu de") + b"q 1 0 0 RG 60 595 100 18 re S Q",
        text_at(600, b"tieu de", b"0.85 g"),
        text_at(600, b"tieu de") + b"q 0 g 60 300 100 18 re f Q",
        text_at(600, b"tieu de", b"1 g 0 G 2 Tr"),
    ],
    ids=[
        "white on blue",
        "on a tint",
        "framed",
        "light grey",
        "a box elsewhere",
        "outline letters",
    ],
)
def test_text_that_can_be_seen_is_kept(content: bytes) -> None:
    page = page_with(content)

    assert (printed(page), hidden(page), page.unseen) == ("tieude", "", 0)


def test_unpainted_text_over_other_ink_is_a_layer() -> None:
    """The ink is that of other words, as in a picture of a page."""
    page = page_with(SHOWN + text_at(700, b"Chi hoi hop", b"3 Tr"))

    assert hidden(page) == ""
    assert page.unseen == len("Chihoihop")


def test_a_page_on_its_side_is_looked_at_as_it_is_shown() -> None:
    data = pdf_of([SHOWN + text_at(600, b"giau di", b"1 g")]).replace(
        b"/Type /Page /Parent", b"/Rotate 90 /Type /Page /Parent"
    )

    (page,) = read_pages(pdf_source(data), 5)

    assert (printed(page), hidden(page)) == ("Chibohop", "giaudi")


def test_a_code_without_a_character_is_a_glyph_all_the_same() -> None:
    """pdfium knows nothing of byte 1 in Helvetica and gives the byte; nothing is left out."""
    page = page_with(text_at(600, b"h\\001p"))

    assert printed(page) == "h\x01p"


def test_pictures_and_rules_in_a_form_lie_where_the_form_puts_them() -> None:
    """A form of half the size, moved by 100: its picture of 200 points at 20 lies at 110 to 210."""
    form = b"q 200 0 0 200 20 20 cm /Im Do Q 0 0 100 0.5 re f"
    page = page_with(b"q 0.5 0 0 0.5 100 100 cm " + form + b" Q")
    (inside,) = read_pages(pdf_source(with_form(form, b"q 0.5 0 0 0.5 100 100 cm /Fm Do Q")), 5)

    assert inside.pictures == page.pictures == (Picture(110.0, 632.0, 210.0, 732.0),)
    assert inside.rules == page.rules == (Rule(100.0, 741.75, 150.0, 742.0),)


def with_form(form: bytes, content: bytes) -> bytes:
    """A PDF of one page with this content; /Fm is the form."""
    data = pdf_of([content])
    body = data[: data.index(b"xref")].replace(b"/XObject << /Im", b"/XObject << /Fm 9 0 R /Im")
    return body + (
        b"9 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 600 600] "
        b"/Resources << /XObject << /Im 4 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"trailer << /Size 10 /Root 1 0 R >>\n%%%%EOF\n" % (len(form), form)
    )


def test_shapes_count_by_their_points_and_lines_and_boxes_do_not() -> None:
    letter = b"10 10 m " + b"20 20 30 10 40 40 c " * 11 + b"f "

    page = page_with(letter + b"0 0 100 0.5 re f 50 50 200 100 re S")

    assert page.outlines == 34  # one move and eleven curves of three points
