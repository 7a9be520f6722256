"""Doubtful letters: decided by words, numbers and strokes where that is certain, else left alone."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kb.ingest.ocr.choices import settled, wavers
from kb.ingest.ocr.deskew import Ink
from kb.ingest.ocr.hocr import Box, ReadLine, ReadWord, divided
from tests.ocr_lines import doubtful, line_of, text_of, weighed

NO_INK = np.zeros((300, 900), np.bool_)


def read(*lines: ReadLine, ink: Ink = NO_INK) -> list[str]:
    return [text_of(line) for line in settled(lines, ink)[0]]


def unsure(text: str, letter: str, *others: tuple[str, float]) -> ReadLine:
    """A line read with confidence 70, with what else one of its letters may be."""
    return weighed(doubtful(line_of(text), 70), letter, *others)


def test_of_what_a_letter_may_be_the_word_list_takes_what_makes_a_word() -> None:
    line = unsure("đổi, bồ sung một", "ồ", ("ổ", 75), ("ố", 44), ("ỏ", 26))

    (done,), changed = settled([line], NO_INK)

    assert text_of(done) == "đổi, bổ sung một"
    assert changed == 1


def test_a_word_goes_on_in_the_next_line() -> None:
    assert read(unsure("chính", "í"), unsure("quyên địa", "ê", ("ề", 30))) == ["chính", "quyền địa"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(unsure("bồ sung", "ồ", ("ố", 70)), id="no choice makes a word"),
        pytest.param(unsure("bồ sung", "ồ", ("ổ", 19)), id="weighed with too little"),
        pytest.param(unsure("bồ, sung", "ồ", ("ổ", 75)), id="a comma parts the two"),
        pytest.param(unsure("bồ (sung", "ồ", ("ổ", 75)), id="a bracket parts the two"),
        pytest.param(weighed(line_of("bồ sung", confidence=94), "ồ", ("ổ", 75)), id="sure"),
        pytest.param(unsure("đổi mới", "ổ", ("ồ", 90), ("ô", 80)), id="a word already"),
        pytest.param(unsure("dân số", "d", ("đ", 80)), id="both are words"),
        pytest.param(unsure("gian khổ", "g", ("t", 80)), id="another letter, not another accent"),
        pytest.param(unsure("Bồ sung", "ồ", ("Ổ", 75)), id="a capital inside"),
    ],
)
def test_what_is_not_certain_stays(line: ReadLine) -> None:
    assert read(line) == [text_of(line)]


def test_a_letter_among_digits_is_the_digit_that_was_weighed() -> None:
    one = ("1", 58.0)

    assert read(unsure("tháng I1 năm 2019;", "I", ("l", 74.0), one)) == ["tháng 11 năm 2019;"]
    assert read(unsure("tuổi 8Š, 9O", "Š", ("5", 67.0), ("S", 31.0))) == ["tuổi 85, 9O"]
    assert read(unsure("mục 2.I nếu", "I", one)) == ["mục 2.I nếu"]
    assert read(unsure("số I5-CT/TW", "I", one)) == ["số 15-CT/TW"]
    assert read(unsure("KIL/TU2", "I", one)) == ["KIL/TU2"]


def test_in_a_date_letters_may_stand_alone_if_it_goes_on_and_is_legal() -> None:
    one = ("1", 58.0)

    assert read(unsure("ngày l tháng", "l", one)) == ["ngày 1 tháng"]
    assert read(unsure("tháng II năm", "I", one)) == ["tháng 11 năm"]
    assert read(unsure("tháng I3 năm", "I", one)) == ["tháng I3 năm"]
    assert read(unsure("phần II năm", "I", one)) == ["phần II năm"]
    assert read(unsure("năm 20I9;", "I", one)) == ["năm 2019;"]
    assert read(unsure("năm 30I9;", "I", one)) == ["năm 30I9;"]


def test_a_heading_behind_the_word_for_day_stays_roman() -> None:
    assert read(line_of("hằng ngày"), unsure("II. MỤC TIÊU", "I", ("1", 58.0)))[1] == "II. MỤC TIÊU"
    assert read(unsure("Miền Nam II năm", "I", ("1", 58.0))) == ["Miền Nam II năm"]


def test_a_raised_sign_behind_a_year_is_no_digit_of_it() -> None:
    """The 5 of a footnote ends well above the line; made a digit it would spoil the year."""
    line = line_of("2024")
    raised = weighed(line_of("Š", 96, 110, left=40), "Š", ("5", 80.0))
    word = ReadWord((*line.words[0].chars, *raised.words[0].chars), 80)

    assert read(replace(line, words=(word,))) == ["2024Š"]


def strokes(numeral: str, *, barred: bool = False) -> Ink:
    """Capitals 20 high on the baseline 120, from x = 0: I's 3 wide, X's and V's of two strokes."""
    picture = Image.new("1", (900, 300), 0)
    pen = ImageDraw.Draw(picture)
    left = 1
    for letter in numeral:
        if letter == "I":
            pen.rectangle((left, 100, left + 2, 119), fill=1)
        if letter == "X":
            pen.line((left, 119, left + 12, 100), fill=1, width=3)
        if letter in "XV":
            pen.line((left, 100, left + (12 if letter == "X" else 6), 119), fill=1, width=3)
        if letter == "V":
            pen.line((left + 6, 119, left + 12, 100), fill=1, width=3)
        left += 8 if letter == "I" else 18
    if barred:
        pen.rectangle((1, 109, left - 9, 111), fill=1)
    return np.asarray(picture, np.bool_)


def over(ink: Ink, text: str) -> ReadLine:
    """A word whose boxes cover the ink evenly, as tesseract's do, whatever it read."""
    columns = np.flatnonzero(ink.any(axis=0))
    box = Box(float(columns[0]), 100, float(columns[-1]), 120)
    return ReadLine((ReadWord(tuple(divided(text, box)), 50),), box, 0.0, 120, 20)


@pytest.mark.parametrize(
    ("misread", "printed"),
    [
        ("II.", "III."),
        ("XII", "XIII"),
        ("XHI;", "XIII;"),
        ("XIHI", "XIII"),
        ("H.", "II."),
        ("VI", "VII"),
        ("III", "II"),
    ],
)
def test_the_ones_of_a_roman_numeral_are_counted_in_the_ink(misread: str, printed: str) -> None:
    ink = strokes(printed.strip(".;"))

    assert read(over(ink, misread), ink=ink) == [printed]


@pytest.mark.parametrize(
    ("text", "numeral"),
    [("XIII", "XIII"), ("VI", "VI"), ("XV", "XV"), ("HÌNH", "II"), ("II)", "III")],
)
def test_a_numeral_read_well_and_other_words_stay(text: str, numeral: str) -> None:
    ink = strokes(numeral)

    assert read(over(ink, text), ink=ink) == [text]


def test_a_letter_h_has_a_bar_and_is_no_numeral() -> None:
    ink = strokes("II", barred=True)

    assert read(over(ink, "H."), ink=ink) == ["H."]


TWENTY = " ".join(["chính", "quyền"] * 10)


@pytest.mark.parametrize(
    ("words", "asked"), [((), False), (("chính",), True), (("quyền", "chính"), True)]
)
def test_other_readings_are_asked_for_where_a_page_was_read_badly(
    words: tuple[str, ...], asked: bool
) -> None:
    line = line_of(TWENTY, confidence=96)

    assert wavers([doubtful(line, 70, *words) if words else line]) is asked


def test_one_doubtful_word_in_twenty_is_not_a_bad_page() -> None:
    line = line_of(f"{TWENTY[:-6]} quyềm", confidence=96)

    assert not wavers([doubtful(line, 70, "quyềm")])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Số I1-CT/TU", True),
        ("năm 198Š", True),
        ("ngày 15 tháng II năm 2014", True),
        ("Phần II", False),
        ("tháng lễ hội", False),
        ("ngày 15 tháng 6", False),
    ],
)
def test_other_readings_are_asked_for_where_a_number_has_letters(text: str, asked: bool) -> None:
    assert wavers([line_of(text, confidence=96)]) is asked
