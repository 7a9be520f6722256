"""However a page lies, the words under the rectangles of any stretch of its text are that stretch."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.document import Document, Facts, Page, Rect, Span
from kb.ingest.pdf import RawPage
from kb.ingest.pipeline import compose_pages
from kb.ingest.placing import slope_of
from kb.ingest.rereading import PageWords, mismatch
from kb.rectangles import places_of
from tests.factories import Printed, page_of

FRACTIONS = st.floats(0, 1)
WORDS = st.sampled_from(
    ["cấp", "ủy", "quán", "triệt", "57-KL/TW", "Mác-Lênin", "Tru\u031bo\u031b\u0300ng", "ở"]
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=12)
"""Seven of the longest words end 20 points before the edge of the page: what is past it is no text."""


def composed(page: RawPage) -> Document:
    composition = compose_pages((page,))[1]
    sheet = Page("1", turn=page.turn, slope=slope_of(page))
    return Document(
        "id",
        "tep.pdf",
        "application/pdf",
        (sheet,),
        Facts(),
        composition.text,
        composition.lines,
        (),
    )


@st.composite
def lying(draw: st.DrawFn) -> RawPage:
    """A page of lines, turned and fed crookedly."""
    lines = [Printed(line, y=120 + 18 * at) for at, line in enumerate(draw(LINES))]
    skew = draw(st.sampled_from([0.0, 0.0, -3.0, 0.4, 2.5]))
    return replace(page_of(lines), turn=draw(st.integers(0, 3)), skew=skew)


@settings(max_examples=60, deadline=None)
@given(page=lying(), data=st.data())
def test_the_words_under_the_rectangles_of_a_stretch_are_the_stretch(
    page: RawPage, data: st.DataObject
) -> None:
    document = composed(page)
    ends = st.integers(0, len(document.text))
    start, end = sorted((data.draw(ends), data.draw(ends)))

    places = list(places_of(document, Span(start, end)))

    assert mismatch(document.text, places, {1: PageWords(page)}) is None
    said = "".join(place.span.of(document.text) for place in places)
    assert "".join(said.split()) == "".join(document.text[start:end].split())


@settings(max_examples=60, deadline=None)
@given(page=lying(), data=st.data())
def test_a_rectangle_one_line_or_one_letter_off_is_found_out(
    page: RawPage, data: st.DataObject
) -> None:
    """A line is 18 points on; the letters of the tests are half of 14 points wide."""
    document = composed(page)
    place = data.draw(st.sampled_from(list(places_of(document, Span(0, len(document.text))))))
    upright = place.rect.turned(page.turn)
    down, aside = data.draw(st.sampled_from([(18.0, 0.0), (-18.0, 0.0), (0.0, 8.0), (0.0, -8.0)]))
    x, y = aside / page.width, down / page.height
    moved = Rect(upright.left + x, upright.top + y, upright.right + x, upright.bottom + y)
    wrong = replace(place, rect=moved.turned(-page.turn))

    words = PageWords(page)
    same = [glyph.text for glyph in words.under(wrong.rect)] == [
        glyph.text for glyph in words.under(place.rect)
    ]

    assert (mismatch(document.text, [wrong], {1: words}) is None) == same


@given(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS), st.integers(0, 7))
def test_turning_back_undoes_a_turn(sides: tuple[float, float, float, float], turns: int) -> None:
    left, right = sorted(sides[:2])
    top, bottom = sorted(sides[2:])
    rect = Rect(left, top, right, bottom)

    back = rect.turned(turns).turned(-turns)

    assert all(
        abs(one - two) < 1e-9
        for one, two in zip(
            (back.left, back.top, back.right, back.bottom), (left, top, right, bottom), strict=True
        )
    )
