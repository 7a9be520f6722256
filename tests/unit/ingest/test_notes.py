"""Where the notes of a page begin, and which line begins a note."""

from collections.abc import Sequence

from kb.ingest.lines import Segment, lines_of
from kb.ingest.notes import gather_notes, listed_label, note_area_top, raised_label
from kb.ingest.pdf import Rule
from tests.factories import LEFT, Printed, page_of, rule


def top_of(
    lines: Sequence[Printed], rules: Sequence[Rule] = (), *, continued: bool = False
) -> float | None:
    """The top of the note area of a page with these lines and rules."""
    page = page_of(lines, rules=rules)
    return note_area_top(page, lines_of(page), LEFT, continued=continued)


def segments(*texts: str) -> list[Segment]:
    """Note lines in small print, one below the other."""
    printed = [Printed(text, y=100 + 14 * at, size=11) for at, text in enumerate(texts)]
    return [line.segments[0] for line in lines_of(page_of(printed))]


def test_notes_begin_under_a_short_rule_at_the_left_margin() -> None:
    lines = [Printed("Nội dung{1}.", y=100), Printed("{1} Chú thích.", y=720)]

    assert top_of(lines, [rule(LEFT, 700, LEFT + 150)]) == 700


def test_a_rule_as_wide_as_the_page_parts_no_notes() -> None:
    lines = [Printed("Nội dung.", y=100), Printed("Dưới đường kẻ.", y=720)]

    assert top_of(lines, [rule(LEFT, 700, LEFT + 450)], continued=True) is None


def test_the_underline_of_words_parts_no_notes() -> None:
    lines = [Printed("Nơi nhận:", y=698), Printed("- Lưu Văn phòng.", y=716, size=12)]

    assert top_of(lines, [rule(LEFT, 700, LEFT + 63)], continued=True) is None


def test_a_rule_over_ordinary_text_is_an_ornament() -> None:
    lines = [Printed("Nội dung.", y=100), Printed("Dưới đường kẻ.", y=720)]

    assert top_of(lines, [rule(LEFT, 700, LEFT + 150)]) is None


def test_a_note_may_go_on_under_the_rule_of_the_next_page() -> None:
    lines = [Printed("Nội dung.", y=100), Printed("phần còn lại của chú thích.", y=720)]

    assert top_of(lines, [rule(LEFT, 700, LEFT + 150)], continued=True) == 700


def test_small_print_that_begins_with_a_raised_number_is_notes_without_a_rule() -> None:
    lines = [Printed("Nội dung{1}.", y=100), Printed("{1} Chú thích.", y=720, size=10)]

    assert top_of(lines) == 710


def test_small_print_without_a_number_is_no_note() -> None:
    lines = [Printed("Nội dung.", y=100), Printed("- Lưu Văn phòng.", y=720, size=10)]

    assert top_of(lines) is None


def test_a_raised_number_may_have_two_digits() -> None:
    assert raised_label(segments("{12} Thông qua các tiến trình")[0]) == "12"


def test_a_number_on_the_baseline_is_not_raised() -> None:
    assert raised_label(segments("12 cuộc họp")[0]) is None


def test_the_number_of_an_endnote_stands_before_a_full_stop() -> None:
    assert [listed_label(text) for text in ("12. Thông qua", "3) Ba", "Không số")] == [
        "12",
        "3",
        None,
    ]


def test_a_note_keeps_its_lines_until_the_next_number() -> None:
    notes, loose = gather_notes(segments("{1} Một", "và nữa.", "{2} Hai."))

    assert [(note.number, len(note.segments)) for note in notes] == [("1", 2), ("2", 1)]
    assert loose == []


def test_lines_before_the_first_number_are_no_note() -> None:
    notes, loose = gather_notes(segments("không số", "{1} Một"))

    assert [note.number for note in notes] == ["1"]
    assert [segment.text for segment in loose] == ["không số"]


def test_plain_numbers_begin_notes_only_in_order() -> None:
    notes, _ = gather_notes(segments("1. Một", "30 ngày sau", "2. Hai"))

    assert [note.number for note in notes] == ["1", "2"]
