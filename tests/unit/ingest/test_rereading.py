"""The words under rectangles, read again from the page."""

from dataclasses import replace

from kb.document import Document, Facts, Page, Span
from kb.ingest.pdf import RawPage
from kb.ingest.pipeline import compose_pages
from kb.ingest.rereading import PageWords, mismatch
from kb.rectangles import places_of
from tests.factories import LEFT, Printed, page_of, rule


def composed(page: RawPage) -> Document:
    composition = compose_pages((page,))[1]
    return Document(
        "id",
        "tep.pdf",
        "application/pdf",
        (Page("1"),),
        Facts(),
        composition.text,
        composition.lines,
        (),
    )


def said_of(document: Document, page: RawPage) -> str | None:
    places = places_of(document, Span(0, len(document.text)))
    return mismatch(document.text, places, {page.number: PageWords(page)})


NOTED = page_of(
    [Printed("- Bốn không{5}5 nước, 20 m{2}.", y=100), Printed("{5} Chính sách.", y=720, size=11)],
    rules=[rule(LEFT, 700, LEFT + 150)],
)
"""A footnote mark before the same digit, and a raised digit that is no mark."""


def test_a_page_that_has_not_changed_vouches_for_its_lines() -> None:
    assert said_of(composed(NOTED), NOTED) is None


def test_another_word_at_the_same_place_is_told_with_the_page() -> None:
    other = replace(
        NOTED,
        glyphs=tuple(
            replace(glyph, text="M") if glyph.text == "B" else glyph for glyph in NOTED.glyphs
        ),
    )

    reason = said_of(composed(NOTED), other)

    assert reason is not None
    assert reason.startswith("dưới khung đánh dấu ở trang 1 đọc được “-Mốnkhông55nước")


def test_a_letter_printed_twice_over_itself_vouches_for_nothing() -> None:
    shadowed = replace(NOTED, glyphs=(*NOTED.glyphs, NOTED.glyphs[3]))

    assert said_of(composed(NOTED), shadowed) is not None


def test_a_page_that_is_not_there_vouches_for_nothing() -> None:
    document = composed(NOTED)

    assert mismatch(document.text, places_of(document, Span(0, 5)), {}) is not None


def test_columns_of_one_line_that_lie_apart_in_height_each_keep_their_own() -> None:
    """As in a closing block: the left column 5 points lower than the right, the next line near."""
    page = page_of(
        [
            Printed("Ban Tổ chức,", x=85, y=207, size=12),
            Printed("TRƯỞNG BAN", x=350, y=202, size=14),
            Printed("Văn phòng,", x=85, y=194, size=12),
        ]
    )

    assert said_of(composed(page), page) is None
