"""The rectangles of a stretch of text on the page as it is displayed."""

import pytest

from kb.document import Line, Page, Rect, Span
from kb.edges import packed
from kb.rectangles import Printed, printed

TEXT = "Một hai ba"
UPRIGHT = Page("1")
EDGES = packed([at / 16 for at in range(len(TEXT) + 1)])
"""Each of the ten characters a sixteenth of the page wide."""


def line(rect: Rect, edges: bytes | None = EDGES) -> Line:
    return Line(Span(0, len(TEXT)), 1, rect, edges)


def of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_a_word_inside_a_line_has_its_own_rectangle() -> None:
    """ "hai" are the characters 4 to 6: from 0.125 + 4/16 to 0.125 + 7/16."""
    (found,) = printed(TEXT, [line(Rect(0.125, 0.2, 0.75, 0.25))], UPRIGHT, of("hai"))

    assert found == Printed(of("hai"), 1, Rect(0.375, 0.2, 0.5625, 0.25))


def test_white_space_at_the_ends_is_left_out() -> None:
    (found,) = printed(TEXT, [line(Rect(0.125, 0.2, 0.75, 0.25))], UPRIGHT, of(" hai "))

    assert found.span == of("hai")
    assert not list(printed(TEXT, [line(Rect(0.125, 0.2, 0.75, 0.25))], UPRIGHT, Span(3, 4)))


def test_on_a_page_read_after_one_clockwise_turn_a_line_runs_up_the_screen() -> None:
    """Read at x 0.375 to 0.5625, y 0.2 to 0.25: undone, x is y and y is 1 - x."""
    turned = Page("1", turn=1)
    whole = Rect(0.125, 0.2, 0.75, 0.25).turned(-1)

    (found,) = printed(TEXT, [line(whole)], turned, of("hai"))

    assert found.rect == Rect(0.2, 1 - 0.5625, 0.25, 1 - 0.375)


@pytest.mark.parametrize(("slope", "tops"), [(0.1, [0.2, 0.225, 0.24375]), (-0.1, None)])
def test_a_falling_line_has_a_rectangle_a_word_each_at_its_own_height(
    slope: float, tops: list[float] | None
) -> None:
    """On 10/16 of the width the line falls by 0.0625; words begin after 0, 4/16 and 7.../16 of it."""
    whole = Rect(0.125, 0.2, 0.75, 0.3125)

    found = list(printed(TEXT, [line(whole)], Page("1", slope=slope), of(TEXT)))

    assert [item.span.of(TEXT) for item in found] == ["Một", "hai", "ba"]
    if tops is None:  # rising: the last word is as far up as the line goes, the first as far down
        assert found[-1].rect.top == pytest.approx(0.2)
        assert found[0].rect.bottom == pytest.approx(0.3125)
    else:
        assert found[0].rect.top == pytest.approx(0.2)
        assert found[1].rect.top == pytest.approx(0.2 + 0.1 * 4 / 16)
        assert found[-1].rect.bottom == pytest.approx(0.3125)


def test_a_line_of_an_earlier_release_is_marked_whole_and_says_so() -> None:
    whole = Rect(0.125, 0.2, 0.75, 0.25)

    (found,) = printed(TEXT, [line(whole, None)], UPRIGHT, of("hai"))

    assert found == Printed(of(TEXT), 1, whole, exact=False)
