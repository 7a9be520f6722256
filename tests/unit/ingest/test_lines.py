"""Glyphs gathered into printed lines and segments."""

from dataclasses import replace

from kb.ingest.lines import lines_of, text_of
from kb.ingest.pdf import RawPage
from tests.factories import Printed, glyphs_of, page_of


def texts(page: RawPage) -> list[list[str]]:
    """The text of each segment of each line."""
    return [[segment.text for segment in line.segments] for line in lines_of(page)]


def test_lines_come_from_top_to_bottom_whatever_their_order_in_the_file() -> None:
    page = page_of([Printed("Dòng hai", y=200), Printed("Dòng một", y=100)])

    assert texts(page) == [["Dòng một"], ["Dòng hai"]]


def test_two_columns_on_one_baseline_are_two_segments() -> None:
    page = page_of([Printed("TỈNH ỦY", x=85, y=100), Printed("ĐẢNG CỘNG SẢN", x=350, y=100)])

    assert texts(page) == [["TỈNH ỦY", "ĐẢNG CỘNG SẢN"]]


def test_a_raised_mark_belongs_to_the_line_it_rises_from() -> None:
    page = page_of(["kinh tế{3}, đối ngoại", "dòng dưới"])

    assert texts(page) == [["kinh tế3, đối ngoại"], ["dòng dưới"]]


def test_only_small_high_glyphs_are_raised() -> None:
    segment = lines_of(page_of(["ab{2}"]))[0].segments[0]

    assert [segment.is_raised(glyph) for glyph in segment.glyphs] == [False, False, True]


def test_a_gap_between_glyphs_is_a_space_even_where_the_file_has_none() -> None:
    left, right = glyphs_of(Printed("ab", x=0.0))
    apart = replace(right, left=right.left + 4.0, right=right.right + 4.0)

    assert (text_of([left, right]), text_of([left, apart])) == ("ab", "a b")


def test_decomposed_letters_come_out_composed() -> None:
    page = page_of(["ti\u0065\u0302\u0301ng Vie\u0323\u0302t"])

    assert texts(page) == [["tiếng Việt"]]


def test_a_line_is_bold_where_most_of_it_is() -> None:
    page = page_of([Printed("Điều 1.", bold=True), Printed(" Xuống thôn cùng dân", x=140.0)])

    segment = lines_of(page)[0].segments[0]

    assert not segment.bold


def test_text_printed_twice_in_one_place_is_not_merged_into_one_line() -> None:
    page = page_of([Printed("Số 12", y=100), Printed("Số 34", y=102)])

    assert texts(page) == [["Số 12"], ["Số 34"]]


def test_an_empty_page_has_no_lines() -> None:
    assert lines_of(page_of([])) == []
