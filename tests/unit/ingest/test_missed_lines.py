"""Where a line goes that the machine missed; figures worked by hand, letters of 10 points."""

from __future__ import annotations

import pytest

from kb.errors import NotCorrectable
from kb.ingest.missed_lines import Place, Room, Row, Typed, typed_lines

HEIGHT = 800.0


def room(rows: dict[int, Row], typed: dict[int, Typed]) -> Room:
    return Room(3, HEIGHT, rows, typed)


def row(y: float, left: float = 50, right: float = 250) -> Row:
    return Row(y, 10, left, right)


def missed(above: int = 0, below: int = 0) -> Typed:
    return Typed(("trên",) * above, "dòng", ("dưới",) * below)


class TestTyped:
    def test_the_line_most_like_what_was_seen_is_the_lines_own(self) -> None:
        text = "một câu khác\nthực hiện nhiệm vụ\nthêm một dòng"

        found = typed_lines(text, "thực hiên nhiêm vu")

        assert found == Typed(("một câu khác",), "thực hiện nhiệm vụ", ("thêm một dòng",))

    def test_one_line_is_its_own_whatever_it_says(self) -> None:
        assert typed_lines("", "chữ cũ") == Typed((), "", ())
        assert typed_lines("khác hẳn", "chữ cũ") == Typed((), "khác hẳn", ())


class TestRoom:
    def test_one_missed_line_stands_in_the_middle_of_the_gap(self) -> None:
        found = room({1: row(100), 2: row(126)}, {1: missed(below=1)})

        assert found.below(1) == [Place(113, 50, 250)]
        assert found.above(1) == []

    def test_lines_typed_from_both_sides_share_the_gap(self) -> None:
        found = room({1: row(100), 2: row(139)}, {1: missed(below=1), 2: missed(above=1)})

        assert [place.y for place in found.below(1)] == [113]
        assert [place.y for place in found.above(2)] == [126]

    def test_lines_above_come_from_top_to_bottom_and_no_wider_than_print_is_set(self) -> None:
        found = room({1: row(400)}, {1: missed(above=2)})

        assert [place.y for place in found.above(1)] == [400 - 2 * 17, 400 - 17]

    def test_at_the_end_of_the_page_what_is_left_of_it_is_the_room(self) -> None:
        found = room({1: row(HEIGHT - 20)}, {1: missed(below=1)})

        assert [place.y for place in found.below(1)] == [HEIGHT - 10]

    def test_the_column_is_as_wide_as_both_lines_but_not_as_one_far_off(self) -> None:
        near = room({1: row(100, left=80), 2: row(126, right=300)}, {1: missed(below=1)})
        far = room({1: row(100, left=80), 2: row(160, right=300)}, {1: missed(below=1)})

        assert (near.below(1)[0].left, near.below(1)[0].right) == (50, 300)
        assert (far.below(1)[0].left, far.below(1)[0].right) == (80, 250)

    def test_a_line_of_another_column_does_not_bound_it(self) -> None:
        rows = {1: row(100), 2: row(105, left=300, right=500), 3: row(126)}

        assert [place.y for place in room(rows, {1: missed(below=1)}).below(1)] == [113]

    def test_where_there_is_no_room_the_line_and_the_page_are_named(self) -> None:
        with pytest.raises(NotCorrectable, match="dòng 1 trang 3 không có chỗ cho 1 dòng"):
            room({1: row(100), 2: row(113)}, {1: missed(below=1)}).below(1)


def test_a_line_that_nearly_fills_the_column_ends_where_it_does() -> None:
    place = Place(100, 50, 250)

    assert place.end(180) == 250
    assert place.end(100) == 150
    assert place.end(400) == 250
