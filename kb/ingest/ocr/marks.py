"""Footnote marks on scans: small raised digits, which tesseract reads as ”, ?, *, ° or Š.

They are found by geometry alone, as ink that ends well above the baseline and is as high as a digit
(a quotation mark is lower), right behind print or at the head of a line. Then those of several pages
are set large in one picture, each several times in a row, and read with only digits allowed: the
copies must agree. In "phòng⁵," the 5 is found; in “bốn không” the quotation marks are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, zip_longest

import numpy as np
import numpy.typing as npt
from PIL import Image

from kb.ingest.ocr.deskew import Gray, Ink
from kb.ingest.ocr.engine import ONE_BLOCK, Tesseract
from kb.ingest.ocr.hocr import Box, ReadLine
from kb.ingest.ocr.lines import Measured
from kb.ingest.ocr.rules import runs_of

_BAND = 0.95  # of the font size above the baseline: where the line above ends
_RISE = 0.2  # the least height of a mark's foot over the baseline; Word raises by 0.33
_LEAST, _MOST = 0.28, 0.52  # a mark's height: digits 0.68 high, set at 58 to 65 %; ” is 0.24
_WIDEST = 0.45  # of one digit, or two that touch
_NARROWEST = 0.06  # a speck of dust is narrower than a 1
_APART = 0.2  # between the digits of one mark
_BEHIND = 0.45  # the widest gap before a mark: "đất nước ⁹," has a space
_HEAD = 0.6  # how far from a line's left edge its number may begin
_STANDING = 0.15  # ink that comes lower than this stands on the line

_SIZES = ((30, 30), (40, 40))
"""Pixels: the height of a digit and the gap between copies in the picture that is read, and in the one
that is read for what stays unsure. Of 26 marks on 94-HD's scan each gives all."""

_COPIES = 4
_AGREE = 3
_PITCH, _MARGIN = 90, 40  # pixels between rows, and round them
_MAX_MARKS = 40  # of a page; more are a pattern, not footnotes
_MAX_ROWS = 300  # of one picture; tesseract takes up to 32,767 pixels


@dataclass(frozen=True, slots=True)
class Raised:
    """Raised ink on line number `line`: its box in pixels, how many pieces (digits) it has, and the
    `picture` of it."""

    line: int
    box: Box
    pieces: int
    picture: Gray = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark that was read: `number` in digits, its box in pixels, on line `line`."""

    line: int
    box: Box
    number: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of columns with ink; `raised` if none of it stands on the line. Pixels."""

    left: int
    right: int
    top: float
    bottom: float
    raised: bool

    def like_digit(self, size: float) -> bool:
        width = self.right - self.left
        return (
            self.raised
            and _LEAST * size < self.bottom - self.top < _MOST * size
            and _NARROWEST * size < width < _WIDEST * size
        )


def raised_ink(
    gray: Gray, dark: int, lines: Sequence[tuple[ReadLine, Measured]]
) -> tuple[Raised, ...]:
    """What may be footnote marks on a page; ink is what is below `dark`."""
    found = (
        one
        for index, (line, by) in enumerate(lines)
        for one in _raised(gray, dark, index, line, by)
    )
    return tuple(islice(found, _MAX_MARKS))


def numbers_of(engine: Tesseract, raised: Sequence[Raised], seconds: float) -> list[str | None]:
    """What each was read as, None if not with certainty; `seconds` for every `_MAX_ROWS` of them.

    Raises PageTimeout or EngineFailed as Tesseract.read does.
    """
    parts = (raised[at : at + _MAX_ROWS] for at in range(0, len(raised), _MAX_ROWS))
    return [number for part in parts for number in _numbers(engine, part, seconds)]


def _numbers(engine: Tesseract, part: Sequence[Raised], seconds: float) -> list[str | None]:
    numbers: list[str | None] = [None] * len(part)
    for digit, gap in _SIZES:
        if None in numbers:
            read = _read(engine, _sheet(part, digit, gap), seconds, [one.pieces for one in part])
            numbers = [known or new for known, new in zip(numbers, read, strict=True)]
    return numbers


def marks_of(raised: Sequence[Raised], numbers: Sequence[str | None]) -> tuple[Mark, ...]:
    """The marks among what is raised on a page, by what each was read as."""
    pairs = zip(raised, numbers, strict=True)
    return tuple(Mark(one.line, one.box, number) for one, number in pairs if number)


def _raised(gray: Gray, dark: int, index: int, line: ReadLine, by: Measured) -> Iterator[Raised]:
    pieces = _pieces(gray, dark, line, by)
    group: list[_Piece] = []
    before: _Piece | None = None
    for piece, after in zip_longest(pieces, pieces[1:]):
        if not piece.like_digit(by.size):
            before = piece
            continue
        group.append(piece)
        if after and after.like_digit(by.size) and after.left - piece.right < _APART * by.size:
            continue
        if _placed(group[0], before, after, line, by.size):
            box = _around(group)
            yield Raised(index, box, len(group), _cut(gray, box))
        before, group = piece, []


def _placed(
    first: _Piece, before: _Piece | None, after: _Piece | None, line: ReadLine, size: float
) -> bool:
    """True right behind print, or at the head of a line that goes on."""
    if before is not None and not before.raised and first.left - before.right < _BEHIND * size:
        return True
    return after is not None and abs(first.left - line.box.left) < _HEAD * size


def _around(group: Sequence[_Piece]) -> Box:
    top = min(piece.top for piece in group)
    return Box(group[0].left, top, group[-1].right, max(piece.bottom for piece in group))


def _pieces(gray: Gray, dark: int, line: ReadLine, by: Measured) -> list[_Piece]:
    """The runs of inked columns along a line, from left to right; those raised with their height."""
    left = max(0, int(line.box.left - _HEAD * by.size))
    right = min(gray.shape[1], int(line.box.right + by.size))
    columns = np.arange(left, right)
    feet = line.y_left + by.shift + line.slope * (columns - line.box.left)
    ink: Ink = _band(gray, dark, feet, left, round(_BAND * by.size))
    low = np.asarray(ink[-max(1, round(_STANDING * by.size)) :].any(axis=0))
    pieces = []
    for start, stop in runs_of(np.asarray(ink.any(axis=0))):
        if low[start:stop].any():
            pieces.append(_Piece(left + start, left + stop, 0, 0, False))
        else:
            pieces += _floating(ink[:, start:stop], left + start, float(feet[start]), by.size)
    return pieces


def _band(gray: Gray, dark: int, feet: npt.NDArray[np.float64], left: int, height: int) -> Ink:
    """The strip above a baseline, following it; the last row is the baseline's own. Nothing of a line
    that the edge of the sheet cuts through."""
    rows = feet.astype(np.int64)
    if rows.min() < height - 1 or rows.max() >= len(gray):
        return np.zeros((height, 0), np.bool_)
    steps = [0, *(np.flatnonzero(np.diff(rows)) + 1), len(rows)]
    level = [
        gray[rows[start] - height + 1 : rows[start] + 1, left + start : left + stop]
        for start, stop in pairwise(steps)
    ]
    band: Ink = np.concatenate(level, axis=1) < dark
    return band


def _floating(ink: Ink, left: int, foot: float, size: float) -> list[_Piece]:
    """The piece of ink that floats above the line; what touches the band's top hangs from above."""
    rows = [run for run in runs_of(np.asarray(ink.any(axis=1))) if run[0] > 0]
    if not rows:
        return []
    above = foot - ink.shape[0] + 1
    top, bottom = above + rows[0][0], above + rows[-1][1]
    raised = foot - bottom > _RISE * size
    return [_Piece(left, left + ink.shape[1], top, bottom, raised)]


def _read(
    engine: Tesseract, sheet: Gray, seconds: float, digits: Sequence[int]
) -> list[str | None]:
    """What each row of a sheet was read as, `digits` being how many digits its copies have."""
    lines = engine.read(sheet, 300, seconds, mode=ONE_BLOCK, letters="0123456789")
    rows: dict[int, str] = {}
    for line in lines:
        row = int(((line.box.top + line.box.bottom) / 2 - _MARGIN) // _PITCH)
        rows[row] = rows.get(row, "") + "".join(word.text for word in line.words)
    return [_agreed(rows.get(row, ""), count) for row, count in enumerate(digits)]


def _sheet(found: Sequence[Raised], digit: int, gap: int) -> Gray:
    """All marks enlarged on one white sheet, a row for each, with its copies side by side."""
    cuts = [_enlarged(one.picture, digit) for one in found]
    width = 2 * _MARGIN + _COPIES * (max(cut.width for cut in cuts) + gap)
    sheet = Image.new("L", (width, _PITCH * len(cuts) + _MARGIN), 255)
    for row, cut in enumerate(cuts):
        for copy in range(_COPIES):
            sheet.paste(cut, (_MARGIN + copy * (cut.width + gap), _MARGIN + row * _PITCH))
    return np.asarray(sheet)


def _cut(gray: Gray, box: Box) -> Gray:
    rows = slice(max(0, int(box.top) - 1), int(box.bottom) + 1)
    return gray[rows, max(0, int(box.left) - 1) : int(box.right) + 1].copy()


def _enlarged(gray: Gray, height: int) -> Image.Image:
    cut = Image.fromarray(gray)
    width = max(1, round(cut.width * height / cut.height))
    return cut.resize((width, height), Image.Resampling.BICUBIC)


def _agreed(read: str, digits: int) -> str | None:
    """The number that most copies were read as; None if they do not agree ("37777" is 7)."""
    if abs(len(read) - _COPIES * digits) > digits * (_COPIES - _AGREE):
        return None
    units = Counter(read[at : at + digits] for at in range(0, len(read), digits))
    number, votes = units.most_common(1)[0] if units else ("", 0)
    return number if votes >= _AGREE and not number.startswith("0") else None
