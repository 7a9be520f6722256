"""What a PDF page shows beside its text, and which of its text nobody can see.

Two steps of reading a page that `pdf` takes. `drawing_of` walks over the page's objects, into forms
too, whose matrices it applies. `sights_of` looks at the page itself, once as displayed and once without
the text in question: only that tells white print on white from white print on a dark cell, and print
that something was painted over. Coordinates are PDF user space.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as c

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

Place = Callable[[float, float], tuple[float, float]]
"""Maps a point of PDF user space to the page, origin top left, y downward."""

_MAX_DEPTH = 4  # of forms in forms
_THIN = 2.5  # points; what is thinner covers no letter
_OVERLAP = 1  # point, both ways
_LINE_OR_BOX = 18  # points of a rectangle with round corners; a letter's outline has 20 to 120
_PRINT = 10  # of 255; print in the lightest grey that can be read changes the page by more
_INK = 25  # of 255 between light and dark; paper scanned as JPEG has 15, faint print 60
_MAX_PIXELS = (
    4_000_000  # eight sheets of A4, a pixel to a point; larger ones are seen more coarsely
)


@dataclass(slots=True)
class Drawing:
    """Paths and pictures by their boxes; `outlines` counts the points of paths that are no line and no
    box; `covered` has the addresses of the text objects that something was painted over."""

    paths: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    outlines: int = 0
    covered: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader of the page sees in a box of text: whether it is `printed`, and other `ink`."""

    printed: bool
    ink: bool


def address(item: c.FPDF_PAGEOBJECT) -> int:
    """What tells one object of a page from another while the page is open."""
    return ctypes.addressof(item.contents)


def drawing_of(page: pdfium.PdfPage) -> Drawing:
    """Everything that is drawn on a page."""
    drawing = Drawing()
    texts: list[tuple[c.FPDF_PAGEOBJECT, c.FS_MATRIX | None]] = []
    covers: list[tuple[int, Box]] = []  # what was painted, and after how many text objects
    for kind, item, matrix in _objects(page):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            texts.append((item, matrix))
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures.append(_box(item, matrix))
            covers.append((len(texts), drawing.pictures[-1]))
        elif kind == c.FPDF_PAGEOBJ_PATH:
            drawing.paths.append(_box(item, matrix))
            points = c.FPDFPath_CountSegments(item)  # it counts a curve as its three points
            drawing.outlines += points if points > _LINE_OR_BOX else 0
            if _hides(item, drawing.paths[-1]):
                covers.append((len(texts), drawing.paths[-1]))
    drawing.covered = _covered(texts, covers)
    return drawing


def _objects(
    page: pdfium.PdfPage,
) -> Iterator[tuple[int, c.FPDF_PAGEOBJECT, c.FS_MATRIX | None]]:
    """The kind of each object that is no form, the object, and the matrix of the forms around it."""
    raw = page.raw
    for index in range(c.FPDFPage_CountObjects(raw)):
        item = c.FPDFPage_GetObject(raw, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_FORM:
            yield from _opened(item, None, 1)
        else:
            yield kind, item, None


def _opened(
    item: c.FPDF_PAGEOBJECT, around: c.FS_MATRIX | None, depth: int
) -> Iterator[tuple[int, c.FPDF_PAGEOBJECT, c.FS_MATRIX | None]]:
    kind = c.FPDFPageObj_GetType(item)
    if kind != c.FPDF_PAGEOBJ_FORM:
        yield kind, item, around
    elif depth < _MAX_DEPTH:
        matrix = _within(item, around)
        for index in range(c.FPDFFormObj_CountObjects(item)):
            yield from _opened(c.FPDFFormObj_GetObject(item, index), matrix, depth + 1)


def _within(form: c.FPDF_PAGEOBJECT, around: c.FS_MATRIX | None) -> c.FS_MATRIX:
    """The matrix from the inside of a form to the page."""
    m = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(form, m)
    if around is None:
        return m
    n = around
    return c.FS_MATRIX(
        m.a * n.a + m.b * n.c,
        m.a * n.b + m.b * n.d,
        m.c * n.a + m.d * n.c,
        m.c * n.b + m.d * n.d,
        m.e * n.a + m.f * n.c + n.e,
        m.e * n.b + m.f * n.d + n.f,
    )


def _box(item: c.FPDF_PAGEOBJECT, matrix: c.FS_MATRIX | None) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    box = (left.value, bottom.value, right.value, top.value)
    if matrix is None:
        return box
    m = matrix
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    xs = [m.a * x + m.c * y + m.e for x, y in corners]
    ys = [m.b * x + m.d * y + m.f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _hides(path: c.FPDF_PAGEOBJECT, box: Box) -> bool:
    """True for a path that is filled and large enough to hide a letter."""
    if box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value != c.FPDF_FILLMODE_NONE)


def _covered(
    texts: Sequence[tuple[c.FPDF_PAGEOBJECT, c.FS_MATRIX | None]], covers: Sequence[tuple[int, Box]]
) -> set[int]:
    last = covers[-1][0] if covers else 0
    if not last:
        return set()
    under = np.array([_box(item, matrix) for item, matrix in texts[:last]])[:, None]
    over = np.array([box for _, box in covers])[None]
    reach = np.minimum(under[..., 2:], over[..., 2:]) - np.maximum(under[..., :2], over[..., :2])
    later = np.array([before for before, _ in covers])[None] > np.arange(last)[:, None]
    hit = ((reach > _OVERLAP).all(axis=2) & later).any(axis=1)
    return {address(item) for (item, _), covered in zip(texts, hit, strict=False) if covered}


def sights_of(
    page: pdfium.PdfPage, texts: Collection[int], boxes: Sequence[Box], place: Place
) -> list[Sight]:
    """What is seen in each box of these text objects (by address), and what is there without them.

    `place` maps to the page as displayed, in points. The objects are put out: the page cannot be drawn
    again afterwards.
    """
    width, height = page.get_size()
    scale = min(1.0, (_MAX_PIXELS / (width * height)) ** 0.5)
    shown = _picture(page, scale)
    for kind, item, _ in _objects(page):
        if kind == c.FPDF_PAGEOBJ_TEXT and address(item) in texts:
            c.FPDFPageObj_SetIsActive(item, False)
    bare = _picture(page, scale)
    paper = float(np.median(bare))
    cuts = (_pixels(box, place, scale) for box in boxes)
    return [_sight(shown[cut], bare[cut], paper) for cut in cuts]


def _picture(page: pdfium.PdfPage, scale: float) -> npt.NDArray[np.int16]:
    """The page in grey, `scale` pixels to a point."""
    pixels: npt.NDArray[np.uint8] = page.render(
        scale=scale, grayscale=True, may_draw_forms=False
    ).to_numpy()
    return pixels.reshape(pixels.shape[:2]).astype(np.int16)


def _pixels(box: Box, place: Place, scale: float) -> tuple[slice, slice]:
    xs, ys = zip(place(box[0], box[1]), place(box[2], box[3]), strict=True)
    return _between(ys, scale), _between(xs, scale)


def _between(points: Sequence[float], scale: float) -> slice:
    return slice(max(0, int(min(points) * scale)), max(0, int(max(points) * scale) + 1))


def _sight(shown: npt.NDArray[np.int16], bare: npt.NDArray[np.int16], paper: float) -> Sight:
    if not shown.size:
        return Sight(False, False)
    printed = np.abs(shown - bare).max() > _PRINT
    return Sight(bool(printed), bool(np.ptp(bare) > _INK) and not _is_painted(bare, paper))


def _is_painted(bare: npt.NDArray[np.int16], paper: float) -> bool:
    """True where the middle of a box of text is one colour that is not the paper's: a black box lies
    over the line, and ends above and below."""
    quarter = len(bare) // 4
    middle = bare[quarter : len(bare) - quarter]
    return bool(np.ptp(middle) <= _INK and abs(middle.mean() - paper) > _INK)
