"""Lines as tesseract read them, measured: where each baseline lies and how large its print is.

tesseract tells the row height only to a pixel and with the accents, so lines of one size differ. The
letters without accents tell it better: an x is 0.46 of the font size high, a capital 0.66. Sizes that
are nearly equal are then made equal over the whole document, for paragraphs are known by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np
import numpy.typing as npt

from kb.ingest.ocr.hocr import ReadChar, ReadLine

CAPITAL = 0.662
"""Height of a capital over the font size, as below."""

_HEIGHTS = {
    **dict.fromkeys("acemnorsuvxz", 0.46),
    **dict.fromkeys("bdhkl", 0.683),
    **dict.fromkeys("ABCDEFGHKLMNPRSTUVXYIO", CAPITAL),
    **dict.fromkeys("0123456789", 0.676),
}
"""Height of the unaccented character over the font size, in Times New Roman (36-HD/VPTW prescribes it)
and Liberation Serif; all of them stand on the baseline."""

_ROW = 0.9  # of the font size: tesseract's x_size, measured on 94-HD's scan
_NEAR = 0.12  # a height farther from the line's median is a box of something else
_OFF_BASELINE = 0.12  # of the size; a character farther away does not stand on the line
_MIN_WEIGHT = 6  # characters that make a line's own size certain
_SAME = 0.065  # sizes closer than this to the commonest are one: 13 and 14 points differ by 0.074
_MAX_STRAY = 0.16  # a short line this near a known size has that size


@dataclass(frozen=True, slots=True)
class Measured:
    """What a line's own letters tell; pixels. `weight` is the number of letters that told it."""

    baseline: float
    shift: float
    size: float
    weight: int


def measured(line: ReadLine) -> Measured:
    """The baseline at the line's middle, its `shift` from tesseract's, and the font size."""
    chars = [char for char in line.chars if char.text in _HEIGHTS]
    sure = _sure(line, chars)
    if not sure:
        middle = line.baseline((line.box.left + line.box.right) / 2)
        return Measured(middle, 0.0, line.row_height / _ROW, 0)
    baseline = fmean(char.box.bottom for char in sure)
    shift = -fmean(_above(char, line) for char in sure)
    return Measured(baseline, shift, fmean(map(_size, sure)), len(sure))


def _sure(line: ReadLine, chars: Sequence[ReadChar]) -> list[ReadChar]:
    """The characters that agree with most others about size and baseline."""
    if not chars:
        return []
    size = median(map(_size, chars))
    above = median(_above(char, line) for char in chars)
    return [
        char
        for char in chars
        if abs(_size(char) - size) < _NEAR * size
        and abs(_above(char, line) - above) < _OFF_BASELINE * size
    ]


def _size(char: ReadChar) -> float:
    return _height(char) / _HEIGHTS[char.text]


def _height(char: ReadChar) -> float:
    return char.box.bottom - char.box.top


def _above(char: ReadChar, line: ReadLine) -> float:
    return line.baseline((char.box.left + char.box.right) / 2) - char.box.bottom


def common_sizes(sizes: Sequence[tuple[float, int]]) -> list[float]:
    """For each (size in points, weight) the size it is taken for, a multiple of half a point.

    The heaviest cluster takes all that lie near it, then the next. A line of few letters joins the
    nearest cluster, for its own size is uncertain.
    """
    sure = sorted((size, weight) for size, weight in sizes if weight >= _MIN_WEIGHT)
    clusters = list(_clusters(np.array(sure).reshape(-1, 2)))
    return [_half(_cluster(size, weight, clusters)) for size, weight in sizes]


def _clusters(sure: npt.NDArray[np.float64]) -> Iterator[float]:
    """The mean sizes of the clusters, heaviest first; `sure` is `(n, 2)`: ascending sizes, weights."""
    while len(sure):
        sizes, weights = sure.T
        first = np.searchsorted(sizes, sizes * (1 - _SAME))
        last = np.searchsorted(sizes, sizes * (1 + _SAME), "right")
        before = np.concatenate([[0.0], np.cumsum(weights)])
        heart = int((before[last] - before[first]).argmax())
        inside = slice(first[heart], last[heart])
        yield float(sizes[inside] @ weights[inside] / weights[inside].sum())
        sure = np.delete(sure, inside, axis=0)


def _cluster(size: float, weight: int, clusters: Sequence[float]) -> float:
    if not clusters:
        return size
    nearest = min(clusters, key=lambda one: abs(one - size))
    near = weight >= _MIN_WEIGHT or abs(nearest - size) < _MAX_STRAY * size
    return nearest if near else size


def _half(size: float) -> float:
    return max(1.0, round(size * 2) / 2)
