"""Roman numerals and ordinals in words."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from kb.numerals import ordinal, ordinal_value, roman


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "thứ nhất"), (4, "thứ tư"), (5, "thứ năm"), (10, "thứ mười"), (11, "thứ mười một"),
        (15, "thứ mười lăm"), (20, "thứ hai mươi"), (21, "thứ hai mươi mốt"),
        (34, "thứ ba mươi bốn"), (60, "thứ 60"),
    ],
)  # fmt: skip
def test_ordinals_are_said_in_words(number: int, words: str) -> None:
    assert ordinal(number) == words


@given(integers(1, 59))
def test_an_ordinal_is_read_back(number: int) -> None:
    assert ordinal_value(ordinal(number)) == number


def test_a_word_that_is_no_number_has_no_value() -> None:
    assert ordinal_value("thứ trưởng") is None


@pytest.mark.parametrize(
    ("number", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("XC", 90)]
)
def test_roman_numerals_count_subtraction(number: str, value: int) -> None:
    assert roman(number) == value
