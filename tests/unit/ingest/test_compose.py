"""The finished text: marks lifted out, notes behind what cites them, lines that know their place."""

from dataclasses import replace
from math import asin, degrees

import pytest

from kb.document import Dropped, Footnote, Rect, Span
from kb.ingest.compose import Composition
from kb.ingest.pdf import RawPage, Rule
from kb.ingest.pipeline import compose_pages
from tests.factories import LEFT, Printed, page_of, rule

FULL = "Các cấp ủy tổ chức sinh hoạt chuyên đề gắn với việc làm cụ thể hơn"


def composition_of(*pages: RawPage) -> Composition:
    """The composition of the pages."""
    return compose_pages(pages)[1]


def noted(*lines: Printed) -> RawPage:
    """A page with a note rule at 700."""
    ruled: list[Rule] = [rule(LEFT, 700, LEFT + 150)]
    return page_of(lines, rules=ruled)


def test_a_note_follows_the_paragraph_that_cites_it() -> None:
    page = noted(
        Printed("- Bốn không{5}.", y=100), Printed("- Cây tre.", y=130),
        Printed("{5} Chính sách quốc phòng.", y=720, size=11),
    )  # fmt: skip

    assert composition_of(page).text == "- Bốn không.\nChính sách quốc phòng.\n- Cây tre."


def test_an_anchor_is_where_the_mark_stood() -> None:
    page = noted(Printed("- Bốn không{5}.", y=100), Printed("{5} Chính sách.", y=720, size=11))

    assert composition_of(page).footnotes == (Footnote("5", Span(13, 24), 11),)


def test_marks_and_numbers_that_leave_the_text_are_named() -> None:
    page = noted(Printed("- Bốn không{5}.", y=100), Printed("{5} Chính sách.", y=720, size=11))

    assert composition_of(page).dropped == (
        Dropped(1, "5", "footnote mark"), Dropped(1, "5", "footnote number"),
    )  # fmt: skip


def test_a_mark_of_two_digits_is_one_mark() -> None:
    page = noted(Printed("- Tiến trình{12}.", y=100), Printed("{12} Ngoại giao.", y=720, size=11))

    assert [note.number for note in composition_of(page).footnotes] == ["12"]


def test_an_exponent_stays_in_the_text() -> None:
    page = noted(
        Printed("- Hiến 2.140 m{2} đất{1}.", y=100), Printed("{1} Số liệu.", y=720, size=11)
    )

    assert composition_of(page).text == "- Hiến 2.140 m2 đất.\nSố liệu."


def test_a_note_that_no_mark_cites_is_kept_without_an_anchor() -> None:
    page = noted(Printed("- Bốn không.", y=100), Printed("{5} Chính sách.", y=720, size=11))

    composition = composition_of(page)

    assert composition.text == "- Bốn không.\nChính sách."
    assert composition.footnotes == (Footnote("5", Span(13, 24), None),)


def test_a_note_without_words_is_named_by_its_number() -> None:
    page = noted(Printed("- Bốn không{1}.", y=100), Printed("1.", y=720, size=11))

    composition = composition_of(page)

    assert composition.text == "- Bốn không."
    assert [item.text for item in composition.dropped] == ["1", "1."]


def test_a_note_keeps_its_words_from_the_next_page() -> None:
    first = noted(Printed("- Bốn không{5}.", y=100), Printed("{5} Chính sách", y=720, size=11))
    second = replace(
        noted(Printed("- Cây tre.", y=100), Printed("quốc phòng.", y=720, size=11)), number=2
    )

    composition = composition_of(first, second)

    assert composition.text == "- Bốn không.\nChính sách quốc phòng.\n- Cây tre."
    assert [line.page for line in composition.lines] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("Thực hiện Kế hoạch về công tác thông tin đối ngoại số 57-", "KH/TW.", "số 57-KH/TW."),
        ("Thực hiện Nghị quyết về chống khai thác hải sản số 47/", "NQ-CP.", "số 47/NQ-CP."),
        ("vận dụng sáng tạo trong điều kiện mới chủ nghĩa Mác-", "Lênin.", "chủ nghĩa Mác-Lênin."),
        (
            "góp phần phát triển bền vững trong giai đoạn mới kinh tế -",
            "xã hội.",
            "kinh tế - xã hội.",
        ),
        (
            "góp phần phát triển bền vững trong giai đoạn mới về kinh",
            "tế biển.",
            "về kinh tế biển.",
        ),
    ],
)
def test_words_broken_at_a_line_end_are_joined_as_they_are_written(
    upper: str, lower: str, joined: str
) -> None:
    page = page_of([Printed(upper, y=100), Printed(lower, y=118)])

    assert composition_of(page).text.endswith(joined)


def test_a_lines_rectangle_runs_from_an_em_above_to_a_quarter_below_its_baseline() -> None:
    page = replace(page_of([Printed("ab", x=100, y=200, size=20)]), width=500.0, height=1000.0)

    assert composition_of(page).lines[0].rect == Rect(0.2, 0.18, 0.24, 0.205)


def test_a_turned_pages_rectangles_are_those_of_the_page_on_the_screen() -> None:
    """Read at x 0.2 to 0.24, y 0.18 to 0.205 after one clockwise turn: undone, x is y, y is 1 - x."""
    page = replace(
        page_of([Printed("ab", x=100, y=200, size=20)]), width=500.0, height=1000.0, turn=1
    )

    assert composition_of(page).lines[0].rect == Rect(0.18, 0.76, 0.205, 0.8)


def test_a_crooked_scans_rectangles_are_around_the_line_as_it_lies() -> None:
    """Read at x 100 to 120, y 480 to 505 after a turn about (250, 500) by an angle of sine 0.06 and
    cosine 0.9982. Undone, the corners from the middle (-150, 5) and (-130, -20) lie farthest left at
    -150.03 and right at -128.57, (-150, -20) and (-130, 5) highest at -28.96 and lowest at -2.81."""
    page = page_of([Printed("ab", x=100, y=500, size=20)])
    page = replace(page, width=500.0, height=1000.0, skew=degrees(asin(0.06)))
    expected = (0.19994, 0.47104, 0.24287, 0.49719)

    rect = composition_of(page).lines[0].rect

    assert (rect.left, rect.top, rect.right, rect.bottom) == pytest.approx(expected, abs=1e-5)


def test_rectangles_end_at_the_edge_of_the_page() -> None:
    page = page_of([Printed("abcd", x=1, y=10, size=20)])
    page = replace(page, width=500.0, height=1000.0, skew=-3.0)  # moves the left end out

    rect = composition_of(page).lines[0].rect

    assert rect.left == 0.0 < rect.right


def test_each_line_knows_its_characters() -> None:
    page = page_of([Printed(FULL[:64], y=100), Printed("và báo cáo.", y=118)])

    composition = composition_of(page)

    assert [line.span.of(composition.text) for line in composition.lines] == [
        FULL[:64].strip(), "và báo cáo.",
    ]  # fmt: skip


def test_a_return_arrow_leaves_the_text_and_is_named() -> None:
    page = page_of([
        Printed("Bốn không{1}.", y=100), Printed("1. Không liên minh.↩\ufe0e", y=300),
    ])  # fmt: skip

    composition = composition_of(page)

    assert composition.text == "Bốn không.\nKhông liên minh."
    assert [item.text for item in composition.dropped] == ["1", "1.", "↩", "\ufe0e"]
