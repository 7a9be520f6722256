"""Skew, rules, sizes and raised ink, on pictures drawn here."""

import numpy as np
import pytest
from PIL import Image

from kb.ingest.ocr.deskew import Gray, as_scanned, lie_of, straightened
from kb.ingest.ocr.glyphs import glyphs_of, set_line, without_bars
from kb.ingest.ocr.hocr import Box, ReadChar, ReadLine, ReadWord
from kb.ingest.ocr.lines import Measured, common_sizes, measured
from kb.ingest.ocr.marks import Mark
from kb.ingest.ocr.rules import rules_in
from tests.ocr_lines import line_of


def ruled_text() -> Gray:
    """A page of 25 "lines" of blocks of uneven width, 400 by 600 pixels."""
    page = np.full((600, 400), 255, np.uint8)
    for top in range(60, 540, 19):
        left = 40
        while left < 345:
            width = 2 + (left * 13 + top * top) % 11
            page[top : top + 8, left : left + width] = 0
            left += width + 3
    return page


def turned(page: Gray, degrees: float) -> Gray:
    image = Image.fromarray(page).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(image)


@pytest.mark.parametrize("skew", [-3.0, -0.6, 0.4, 2.25])
def test_skew_is_found_and_undone(skew: float) -> None:
    page = turned(ruled_text(), skew)

    found = lie_of(page)

    assert found.skew == pytest.approx(skew, abs=0.15)
    assert lie_of(straightened(page, found.skew)).skew == 0


def test_a_level_page_stays_as_it_is() -> None:
    page = ruled_text()

    assert lie_of(page).skew == 0
    assert straightened(page, 0.0) is page


def test_sideways_lines_are_seen() -> None:
    assert lie_of(np.ascontiguousarray(np.rot90(ruled_text()))).sideways
    assert not lie_of(ruled_text()).sideways


def test_a_blank_page_lies_straight() -> None:
    assert lie_of(np.full((600, 400), 255, np.uint8)).skew == 0


def test_a_point_of_the_level_page_is_found_on_the_scanned_one() -> None:
    """A dot 100 right of the centre of a page that falls by 3 degrees lies 100 · sin 3° = 5.2 lower."""
    x, y = as_scanned(300, 300, 3.0, 400, 600)

    assert (x, y) == pytest.approx((299.86, 305.23), abs=0.01)


def test_long_thin_strokes_are_rules_and_letters_are_not() -> None:
    ink = ruled_text() < 128
    ink[50:52, 100:250] = True
    ink[545:560, 100:250] = True  # too thick
    ink[40:580, 20:22] = True

    across, down = rules_in(ink, points_per_pixel=1.0)

    assert (across.top, across.bottom) == (51, 51)
    assert (across.left, across.right) == pytest.approx((100, 250), abs=2)
    assert (down.left, down.horizontal) == (21, False)


def test_a_line_is_as_large_as_its_unaccented_letters_say() -> None:
    """Letters such as x are 0.46 of the size high: 18.4 pixels make 40."""
    by = measured(line_of("xxxx vvvv ở", top=101.6))

    assert by == Measured(120.0, 0.0, pytest.approx(40.0), 8)


def test_sizes_that_nearly_agree_are_one_and_notes_stay_smaller() -> None:
    sizes = [(14.1, 30), (13.7, 28), (14.4, 20), (11.2, 25), (13.0, 2), (20.0, 12)]

    assert common_sizes(sizes) == [14.0, 14.0, 14.0, 11.0, 14.0, 20.0]


def test_a_mark_takes_the_place_of_the_sign_it_was_misread_as() -> None:
    line = line_of("phòng”, văn")
    mark = Mark(0, Box(51, 92, 58, 106), "5")

    glyphs = list(glyphs_of(set_line(line, [mark], 40), Measured(120, 0, 40, 9), 14.0, 0.36))

    assert "".join(glyph.text for glyph in glyphs) == "phòng5,văn"
    digit = glyphs[5]
    assert digit.y == pytest.approx(106 * 0.36)
    assert digit.size == pytest.approx(14 / 0.676 * 0.36)
    assert [glyph.text for glyph in glyphs if glyph.space_before] == ["p", "v"]


def test_a_mark_leaves_the_year_before_it_whole() -> None:
    mark = Mark(0, Box(40, 92, 56, 106), "10")

    chars = set_line(line_of("202419."), [mark], 40)

    assert "".join(char.text for char in chars) == "202410."
    assert [char.text for char in chars if char.mark] == ["1", "0"]


def test_a_mark_that_was_not_read_at_all_goes_in_by_place() -> None:
    chars = set_line(line_of("biên giới."), [Mark(0, Box(88, 92, 93, 106), "1")], 40)

    assert "".join(char.text for char in chars) == "biêngiới1."


def test_glyphs_never_go_backwards_whatever_the_boxes_say() -> None:
    boxes = [Box(10, 100, 30, 120), Box(5, 90, 40, 130), Box(20, 100, 25, 120)]
    word = ReadWord(tuple(map(ReadChar, "đểu", boxes)), 90)
    line = ReadLine((word,), Box(5, 90, 40, 130), 0, 120, 30)

    glyphs = list(glyphs_of(set_line(line, [], 40), Measured(120, 0, 40, 3), 14.0, 1.0))

    assert [glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.left)] == ["đ", "ể", "u"]
    assert all(glyph.left <= glyph.right for glyph in glyphs)


def test_a_letter_read_twice_is_one_letter() -> None:
    assert "".join(char.text for char in set_line(line_of("TTĐÐN"), [], 40)) == "TTĐN"


def test_a_flat_sign_at_the_head_of_a_line_is_a_dash() -> None:
    line = line_of("~ Ban", top=118, foot=121)

    assert set_line(line, [], 40)[0].text == "-"
    assert set_line(line_of("~ Ban"), [], 40)[0].text == "~"


def test_the_line_of_a_table_is_no_character() -> None:
    chars = without_bars(set_line(line_of("tổ |lý"), [], 40), [34.0], 5.0)

    assert [(char.text, char.starts_word) for char in chars] == [
        ("t", True),
        ("ổ", False),
        ("l", True),
        ("ý", False),
    ]
