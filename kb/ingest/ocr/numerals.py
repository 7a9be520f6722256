"""Numbers that tesseract misreads on scans: "I1" for 11, "8Š" for 85, "XII", "XHI" and "H" for Roman.

A letter among digits becomes the digit that tesseract itself weighed for it. The I's of a Roman
numeral, of which it drops one or joins two into H, are counted in the ink, at three heights that must
agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

import numpy as np

from kb.ingest.ocr.deskew import Ink
from kb.ingest.ocr.hocr import Box, ReadChar, ReadLine, ReadWord, divided
from kb.ingest.ocr.lines import CAPITAL, measured
from kb.ingest.ocr.rules import runs_of

_LIKE_DIGITS = set("IlÌÍÎÏĨỈỊŠ§OÒÓÔÖÙ")
"""What 1, 5, 8 and 0 were read as. No brackets and no !: footnote marks behind a year read so, too."""

_WEIGHED = 20  # of 100: a digit weighed with less is no evidence
_LEVEL = 0.25  # of a digit's height, by which its neighbour's edges may differ; marks are higher up
_DATES = {"ngày": range(1, 32), "tháng": range(1, 13), "năm": range(1900, 2100)}
_GOES_ON = {"ngày": "tháng", "tháng": "năm"}
_ROMAN = re.compile(r"(X{0,3}V?)([IH]+)")
_LOW, _MIDDLE, _HIGH = 0.3, 0.45, 0.78  # of a capital's height: clear of serifs, commas and H's bar
_ENDS = set(".,;:")  # lower than _HIGH, so the ink before them can be counted
_BESIDE = 2  # pixels; boxes end short of the ink by so much


def in_doubt(words: Sequence[ReadWord]) -> bool:
    """True if letters stand where digits may have been misread: among digits, or in a date."""
    return any(
        not _LIKE_DIGITS.isdisjoint(word.text)
        and (
            any(map(str.isdigit, word.text)) or (before in _DATES and {*word.text} <= _LIKE_DIGITS)
        )
        for before, word in zip(["", *(word.text for word in words)], words, strict=False)
    )


def with_digits(words: Sequence[ReadWord]) -> Iterator[ReadWord]:
    """The words with letters among digits made digits; in a date also letters alone ("tháng II năm").

    Behind "ngày", "tháng" and "năm" only what makes a legal date.
    """
    before = ""
    for word, after in zip_longest(words, words[1:]):
        if not _LIKE_DIGITS.isdisjoint(word.text):
            legal = _DATES.get(before)
            goes_on = after is not None and after.text == _GOES_ON.get(before)
            word = replace(word, chars=tuple(_digits(word.chars, legal, goes_on)))
        yield word
        before = word.text


def _digits(chars: Sequence[ReadChar], legal: range | None, goes_on: bool) -> Iterator[ReadChar]:
    """The characters of a word; `legal` are the numbers that may stand here, None if any, and
    `goes_on` says that nothing but a number can."""
    runs = groupby(chars, lambda char: char.text.isalnum() or char.text in _LIKE_DIGITS)
    for inside, group in runs:
        run = list(group)
        number = _number(run) if inside and (goes_on or _is_number(run)) else None
        if number is None or (legal and int(number) not in legal):
            yield from run
        else:
            yield from (replace(char, text=digit) for char, digit in zip(run, number, strict=True))


def _is_number(run: Sequence[ReadChar]) -> bool:
    """True if there are digits in the run, and all of it stands as they do."""
    digits = [char for char in run if char.text.isdigit()]
    return bool(digits) and all(_is_level(char.box, digits[0].box) for char in run)


def _number(run: Sequence[ReadChar]) -> str | None:
    """The run in digits; None if one of its characters can be none."""
    digits = [char.text if char.text.isdigit() else _digit(char) for char in run]
    return None if None in digits else "".join(filter(None, digits))


def _digit(char: ReadChar) -> str | None:
    if char.text not in _LIKE_DIGITS:
        return None
    weighed = [(weight, text) for text, weight in char.others if text.isdigit()]
    weight, digit = max(weighed, default=(0.0, ""))
    return digit if weight >= _WEIGHED else None


def _is_level(box: Box, digit: Box) -> bool:
    most = _LEVEL * (digit.bottom - digit.top)
    return abs(box.top - digit.top) <= most and abs(box.bottom - digit.bottom) <= most


def with_strokes(line: ReadLine, ink: Ink) -> Iterator[ReadWord]:
    """The words of a line, the I's of Roman numerals as many as there are strokes in the ink."""
    for word in line.words:
        yield _counted(word, line, ink) if word.text[0] in "XVIH" else word


def _counted(word: ReadWord, line: ReadLine, ink: Ink) -> ReadWord:
    stop = next((at for at, char in enumerate(word.chars) if char.text in _ENDS), len(word.chars))
    core, ends = word.chars[:stop], word.chars[stop:]
    match = _ROMAN.fullmatch("".join(char.text for char in core))
    if not match or not _ENDS.issuperset(char.text for char in ends):
        return word
    by = measured(line)
    left, right = word.box.left, word.box.right
    foot = line.baseline((left + right) / 2) + by.shift
    strokes = [
        _strokes(ink, left, right, foot - height * CAPITAL * by.size)
        for height in (_LOW, _MIDDLE, _HIGH)
    ]
    ones = _ones(match[1], *strokes)
    if ones is None or "I" * ones == match[2]:
        return word
    box = replace(core[0].box, right=core[-1].box.right)
    return replace(word, chars=(*divided(match[1] + "I" * ones, box), *ends))


def _strokes(ink: Ink, left: float, right: float, y: float) -> int:
    """How many strokes cross the height `y`, seen in three rows of pixels."""
    columns = slice(max(0, int(left) - _BESIDE), int(right) + _BESIDE)
    rows = ink[max(0, round(y) - 1) : round(y) + 2, columns]
    return len(runs_of(np.asarray(rows.sum(axis=0) > 1)))


def _ones(tens_and_five: str, low: int, middle: int, high: int) -> int | None:
    """How many I's stand behind X's and a V; None where the three heights do not agree.

    High up X and V have two strokes; in the middle X has one or two, low down V has.
    """
    count, fives = len(tens_and_five), tens_and_five.count("V")
    ones = high - 2 * count
    agreed = high - fives <= low <= high and high - count <= middle <= high
    return ones if 1 <= ones <= 3 and agreed else None
