"""What leaves the text because it is no part of the document, and what must not."""

from kb.document import Dropped
from kb.ingest.furniture import is_ornament, within_page, without_furniture
from kb.ingest.lines import lines_of
from kb.ingest.pdf import RawPage
from tests.factories import HEIGHT, Printed, centred, page_of


def sorted_out(pages: list[RawPage]) -> tuple[list[list[str]], list[Dropped]]:
    """The texts of the lines that stay, page by page, and what was dropped."""
    kept, dropped = without_furniture(pages, [lines_of(page) for page in pages])
    return [[line.text for line in lines] for lines in kept], dropped


def test_a_page_number_in_the_upper_margin_is_dropped_and_named() -> None:
    page = page_of([centred("2", 45), Printed("Nội dung", y=100)], number=2)

    assert sorted_out([page]) == ([["Nội dung"]], [Dropped(2, "2", "page number")])


def test_a_page_number_in_words_or_dashes_is_dropped_too() -> None:
    pages = [
        page_of([centred("- 3 -", 45), Printed("Một", y=100)], number=3),
        page_of([Printed("Hai", y=100), centred("Trang 4/9", 810)], number=4),
    ]

    assert [item.text for item in sorted_out(pages)[1]] == ["- 3 -", "Trang 4/9"]


def test_the_printed_number_may_lag_behind_the_page_by_two() -> None:
    page = page_of([centred("3", 45), Printed("Nội dung", y=100)], number=5)

    assert sorted_out([page])[0] == [["Nội dung"]]


def test_a_number_far_from_the_page_stays() -> None:
    page = page_of([centred("17", 45), Printed("Nội dung", y=100)], number=5)

    assert sorted_out([page])[0] == [["17", "Nội dung"]]


def test_a_number_amid_the_page_stays() -> None:
    page = page_of([Printed("Một", y=100), Printed("2", y=300), Printed("Ba", y=500)], number=2)

    assert sorted_out([page])[0] == [["Một", "2", "Ba"]]


def test_a_head_on_most_pages_is_a_running_head() -> None:
    pages = [
        page_of([centred(f"Công báo số {number}", 45), Printed("Nội dung", y=100)], number=number)
        for number in range(1, 5)
    ]

    kept, dropped = sorted_out(pages)

    assert kept == [["Nội dung"]] * 4
    assert [item.reason for item in dropped] == ["running head"] * 4


def test_a_dash_at_the_top_of_many_pages_is_text() -> None:
    pages = [page_of([Printed("- Như trên", y=60)], number=number) for number in range(1, 5)]

    assert sorted_out(pages)[0] == [["- Như trên"]] * 4


def test_rows_of_stars_and_dashes_are_ornaments() -> None:
    assert [is_ornament(text) for text in ("*", "***", "-------", "- - -")] == [True] * 4


def test_a_dash_before_words_is_no_ornament() -> None:
    assert [is_ornament(text) for text in ("- Một", "o", "a)", "")] == [False] * 4


def test_words_outside_the_visible_page_are_dropped_and_named() -> None:
    page = page_of([Printed("trong"), Printed("ngoài", y=HEIGHT + 40)])

    pages, dropped = within_page([page])

    assert [line.text for line in lines_of(pages[0])] == ["trong"]
    assert dropped == [Dropped(1, "ngoài", "outside the page")]
