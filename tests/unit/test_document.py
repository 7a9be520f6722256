"""A document's values: spans, lines and pages."""

import pytest

from kb.document import Document, Facts, Line, Page, Rect, Span

RECT = Rect(0.1, 0.1, 0.9, 0.12)


PLAIN = Page("1", recognised=False, quality=1.0)


def document(*lines: Line, pages: tuple[Page, ...] = (PLAIN,) * 9) -> Document:
    """A document with these lines and no divisions."""
    return Document("id", "thu.pdf", "application/pdf", pages, Facts(), "x" * 100, lines, ())


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"5\.\.3"):
        Span(5, 3)


def test_a_span_contains_itself_and_what_lies_inside() -> None:
    assert [Span(2, 5).contains(other) for other in (Span(2, 5), Span(3, 4), Span(1, 3))] == [
        True, True, False,
    ]  # fmt: skip


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert [Span(2, 5).overlaps(other) for other in (Span(5, 7), Span(4, 7), Span(0, 2))] == [
        False, True, False,
    ]  # fmt: skip


def test_the_lines_of_a_span_share_a_character_with_it() -> None:
    lines = [Line(Span(at, at + 9), 1, RECT) for at in (0, 10, 20, 30)]

    assert list(document(*lines).lines_of(Span(9, 21))) == lines[1:3]


def test_the_pages_of_a_span_are_those_of_its_lines() -> None:
    lines = [Line(Span(0, 9), 1, RECT), Line(Span(10, 19), 2, RECT), Line(Span(20, 29), 3, RECT)]

    assert document(*lines).pages_of(Span(5, 15)) == (1, 2)


def test_a_footnote_printed_pages_away_counts_by_its_own_lines() -> None:
    lines = [Line(Span(0, 9), 2, RECT), Line(Span(10, 19), 8, RECT), Line(Span(20, 29), 2, RECT)]

    assert document(*lines).pages_of(Span(0, 29)) == (2, 8)


def test_white_space_is_on_no_page() -> None:
    with pytest.raises(ValueError, match="nothing is printed"):
        document(Line(Span(0, 9), 1, RECT)).pages_of(Span(9, 10))


def test_a_word_file_has_no_pages_to_name() -> None:
    word = document(pages=())

    assert (word.page_count, word.pages_of(Span(0, 9))) == (0, None)


SCANNED = (PLAIN, Page("2", recognised=True, quality=0.94), Page("3", recognised=True, quality=0.8))


@pytest.mark.parametrize(
    ("span", "quality"),
    [(Span(0, 9), None), (Span(5, 15), 0.94), (Span(5, 25), 0.8), (Span(9, 10), None)],
)
def test_a_span_is_as_good_as_the_worst_recognised_page_under_it(
    span: Span, quality: float | None
) -> None:
    lines = [Line(Span(at, at + 9), page, RECT) for at, page in ((0, 1), (10, 2), (20, 3))]

    assert document(*lines, pages=SCANNED).ocr_quality_of(span) == quality
