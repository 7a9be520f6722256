"""Seals, signatures and stamps on pages without colour: ink that hangs together, larger than letters.

tesseract takes a seal and the text beside it for one picture, and lines crossed by a pen are lost. So a
page on which much was not read is read again without such ink. A closed frame stays: it may be a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cached_property

import numpy as np

from kb.ingest.ocr.deskew import Gray, Ink
from kb.ingest.ocr.hocr import Box
from kb.ingest.ocr.sheet import Sheet

_STEP = 2  # pixels; ink is looked at half as finely, which also closes the gaps of a dotted seal
_LEAST = 25.0  # points, high and wide: letters of 14 points that touch are 17 high, a seal over 85
_CLOSED = 0.85  # of its box that a frame encloses; a circle 0.79, a frame stamped 1.6° askew 0.93
_STAMP = 227.0  # points, 80 mm: the longest side of a frame that may be a stamp's


@dataclass(frozen=True)
class Blots:
    """What lies on a page beside print: the ink of seals and pens, and small closed frames; pixels."""

    ink: Ink
    frames: tuple[Box, ...]

    @cached_property
    def hide(self) -> bool:
        """True if there is such ink."""
        return bool(self.ink.any())

    def without(self, gray: Gray) -> Gray:
        """The page without that ink."""
        if not self.hide:
            return gray
        clean = gray.copy()
        clean[self.ink] = 255
        return clean

    def meets(self, box: Box) -> bool:
        """True if there is such ink in a box."""
        rows = slice(max(0, round(box.top)), max(0, round(box.bottom)))
        columns = slice(max(0, round(box.left)), max(0, round(box.right)))
        return bool(self.ink[rows, columns].any())


NO_BLOTS = Blots(np.zeros((0, 0), np.bool_), ())


def blots_in(sheet: Sheet) -> Blots:
    """The blots on a page; letters that touch one are part of it, level rules of tables are not."""
    frames = [piece.box for piece in _pieces(sheet.ink, sheet.scale) if piece.closed]
    cover = np.zeros(sheet.ink.shape, np.bool_)
    for piece in _pieces(sheet.rest(()) < sheet.dark, sheet.scale):
        if not piece.closed:
            left, top, right, bottom = (int(edge) for edge in astuple(piece.box))
            fine = piece.ink.repeat(_STEP, axis=0).repeat(_STEP, axis=1)
            cover[top:bottom, left:right] |= fine
    most = _STAMP / sheet.scale
    small = (box for box in frames if max(box.right - box.left, box.bottom - box.top) < most)
    return Blots(cover, tuple(small))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Ink that hangs together, seen coarsely in its box; `closed` if it goes round the whole box."""

    box: Box
    ink: Ink
    closed: bool


def _pieces(ink: Ink, points_per_pixel: float) -> Iterator[_Piece]:
    from scipy import ndimage  # a fifth of a second, and few pages need it

    labels, _ = ndimage.label(_coarse(ink), np.ones((3, 3)))
    least = _LEAST / points_per_pixel / _STEP
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        if min(rows.stop - rows.start, columns.stop - columns.start) >= least:
            edges = (columns.start, rows.start, columns.stop, rows.stop)
            piece = labels[rows, columns] == number
            closed = ndimage.binary_fill_holes(piece).mean() >= _CLOSED
            box = Box(*(edge * _STEP for edge in edges))
            yield _Piece(box, ndimage.binary_dilation(piece), closed)


def _coarse(ink: Ink) -> Ink:
    """Half as fine, with ink where any of four pixels has some."""
    height, width = (side // _STEP * _STEP for side in ink.shape)
    even: Ink = ink[:height:_STEP, :width:_STEP] | ink[1:height:_STEP, :width:_STEP]
    odd: Ink = ink[:height:_STEP, 1:width:_STEP] | ink[1:height:_STEP, 1:width:_STEP]
    return even | odd
