"""A document's values: spans, lines, and the words for a place."""

import pytest

from kb.document import (
    Division,
    DivisionKind,
    Document,
    Facts,
    Line,
    Rect,
    Span,
    chains_of,
    label_of,
    place_of,
)

RECT = Rect(0.1, 0.1, 0.9, 0.12)


def division(path: str, kind: DivisionKind, number: str) -> Division:
    """A division without title."""
    return Division(tuple(path.split("/")), kind, number, "", Span(0, 1))


def document(*lines: Line) -> Document:
    """A document with these lines and no divisions."""
    return Document("id", "thu.pdf", "application/pdf", 9, (), Facts(), "x" * 100, lines, ())


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


@pytest.mark.parametrize(
    ("path", "kind", "number", "label"),
    [
        ("mo-dau", DivisionKind.FRONT, "", "phần mở đầu"),
        ("ket-thuc", DivisionKind.CLOSING, "", "phần kết thúc"),
        ("II", DivisionKind.PART, "II", "Phần II"),
        ("phan-thu-nhat", DivisionKind.PART, "thứ nhất", "Phần thứ nhất"),
        ("chuong-I", DivisionKind.CHAPTER, "I", "Chương I"),
        ("muc-1", DivisionKind.SECTION, "1", "Mục 1"),
        ("2", DivisionKind.SECTION, "2", "mục 2"),
        ("2.1", DivisionKind.SUBSECTION, "2.1", "tiểu mục 2.1"),
        ("dieu-5", DivisionKind.ARTICLE, "5", "Điều 5"),
        ("1", DivisionKind.CLAUSE, "1", "khoản 1"),
        ("đ", DivisionKind.POINT, "đ", "điểm đ"),
        ("-3", DivisionKind.DASH, "3", "gạch đầu dòng thứ ba"),
        ("+2", DivisionKind.PLUS, "2", "dấu cộng thứ hai"),
        ("fn5", DivisionKind.FOOTNOTE, "5", "chú thích 5"),
        ("phu-luc-1", DivisionKind.APPENDIX, "1", "Phụ lục 1"),
        ("phu-luc", DivisionKind.APPENDIX, "", "Phụ lục"),
    ],
)
def test_each_level_has_its_words(path: str, kind: DivisionKind, number: str, label: str) -> None:
    assert label_of(division(path, kind, number)) == label


def test_a_footnotes_place_leaves_out_the_dash_that_carries_its_mark() -> None:
    divisions = (
        division("II", DivisionKind.PART, "II"), division("II/2", DivisionKind.SECTION, "2"),
        division("II/2/-1", DivisionKind.DASH, "1"),
        division("II/2/-1/fn5", DivisionKind.FOOTNOTE, "5"),
    )  # fmt: skip

    assert place_of(chains_of(divisions)[("II", "2", "-1", "fn5")]) == "Phần II, mục 2, chú thích 5"


def test_of_nested_subsections_only_the_deepest_is_named() -> None:
    divisions = (
        division("1", DivisionKind.SECTION, "1"), division("1/1.1", DivisionKind.SUBSECTION, "1.1"),
        division("1/1.1/1.1.2", DivisionKind.SUBSECTION, "1.1.2"),
    )  # fmt: skip

    assert place_of(chains_of(divisions)[("1", "1.1", "1.1.2")]) == "mục 1, tiểu mục 1.1.2"
