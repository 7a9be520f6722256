"""Ruling lines in the picture of a page: footnote separators, letterhead rules, the grid of a table.

A line is a long thin run of ink. Letters have none: the longest, a dash, is one em.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kb.ingest.ocr.deskew import Ink
from kb.ingest.pdf import Rule

_MIN_LENGTH = 30.0  # points; serifs that touch reach 27, the rule under an issuer has 35 and more
_EVERY = 3  # columns
_FILLED = 0.96  # of the run; scanned lines have gaps
_MAX_THICKNESS = 3.0  # points; thicker is a picture or the dark edge of a sheet
_MAX_TILT = 0.006  # of the length: what is left after levelling
_ASIDE = 1.8  # points above and below a line, where nothing else is
_MAX_BESIDE = 0.2  # of the length that may be ink there; serifs that touch have stems above: 0.35
_JOIN = 3.0  # points between pieces of one line
_EDGE = 0.03  # of the page; lines there are the edge of the sheet


@dataclass(slots=True)
class _Stroke:
    """Runs of ink in neighbouring rows, gathered while going down the page; pixels."""

    start: int
    stop: int
    first: int
    last: int
    rows: list[int] = field(default_factory=list)

    def meets(self, row: int, start: int, stop: int, slack: int) -> bool:
        return row - self.last <= 2 and start <= self.stop + slack and stop >= self.start - slack

    def take(self, row: int, start: int, stop: int) -> None:
        self.start, self.stop = min(self.start, start), max(self.stop, stop)
        self.last = row
        self.rows.append(row)


def rules_in(ink: Ink, points_per_pixel: float) -> list[Rule]:
    """The ruling lines on a page in points, first the horizontal ones, then the vertical."""
    across = [Rule(start, y, stop, y) for start, stop, y in _strokes(ink, points_per_pixel)]
    down = [Rule(x, start, x, stop) for start, stop, x in _strokes(ink.T, points_per_pixel)]
    return [*across, *down]


def _strokes(ink: Ink, scale: float) -> Iterator[tuple[float, float, float]]:
    """(start, stop, height) of each horizontal line, in points."""
    slack = round(_JOIN / scale)
    done: list[_Stroke] = []
    open_: list[_Stroke] = []
    for row, start, stop in _long_runs(ink, round(_MIN_LENGTH / scale)):
        done += [stroke for stroke in open_ if row - stroke.last > 2]
        open_ = [stroke for stroke in open_ if row - stroke.last <= 2]
        near = next((one for one in open_ if one.meets(row, start, stop, slack)), None)
        if near is None:
            near = _Stroke(start, stop, row, row)
            open_.append(near)
        near.take(row, start, stop)
    height, width = ink.shape
    for stroke in (*done, *open_):
        if not _EDGE < stroke.first / height < 1 - _EDGE:
            continue
        if _is_line(stroke, scale) and _stands_alone(ink, stroke, scale):
            middle = (stroke.first + stroke.last + 1) / 2
            yield stroke.start * scale, min(stroke.stop, width) * scale, middle * scale


def _is_line(stroke: _Stroke, scale: float) -> bool:
    length = stroke.stop - stroke.start
    thickness = stroke.last - stroke.first + 1
    return thickness * scale <= _MAX_THICKNESS + _MAX_TILT * length * scale


def _stands_alone(ink: Ink, stroke: _Stroke, scale: float) -> bool:
    aside = round(_ASIDE / scale)
    rows = (stroke.first - aside, stroke.last + aside)
    inside = [row for row in rows if 0 <= row < ink.shape[0]]
    return all(ink[row, stroke.start : stroke.stop].mean() < _MAX_BESIDE for row in inside)


def _long_runs(ink: Ink, length: int) -> Iterator[tuple[int, int, int]]:
    """(row, start, stop) of the runs of at least `length` pixels that are all but filled.

    Every third column is looked at, so the ends are true to three pixels (a point at 200 dpi).
    """
    thin, short = ink[:, ::_EVERY], length // _EVERY
    rows = np.flatnonzero(thin.sum(axis=1, dtype=np.int16) >= _FILLED * short)
    thin = thin[rows]
    sums = np.zeros((thin.shape[0], thin.shape[1] + 1), np.int16)
    np.cumsum(thin, axis=1, out=sums[:, 1:], dtype=np.int16)
    filled = sums[:, short:] - sums[:, :-short] >= _FILLED * short
    for at in np.flatnonzero(filled.any(axis=1)):
        for start, stop in runs_of(filled[at]):
            yield int(rows[at]), start * _EVERY, (stop + short - 1) * _EVERY


def runs_of(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges where a row of flags is True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.view(np.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
