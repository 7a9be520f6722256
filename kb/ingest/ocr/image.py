"""Pictures of scanned pages, made by pdfium and made fit for reading: grey, level, without red ink.

Red is the ink of stamps and seals, which lie over signatures and names (DOMAIN, section 5). It
leaves the grey picture, where the red channel serves as luminance, and is handed over by itself, for
a secrecy mark (MẬT) is red, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image, ImageFilter

from kb.ingest.ocr.deskew import Gray, lie_of, straightened
from kb.ingest.pdf import pdfium_lock as pdfium_lock

_USUAL_DPI = 300  # for pages that are no single picture
_MIN_DPI, _MAX_DPI = 150, 400
"""A picture between these is read as it is: on 94-HD's scan of 200 dpi, tesseract made 4, 5 and 21
errors on pages 1, 3 and 5 at 200 dpi, but 6, 5 and 23 at 300, and took 38 % longer."""

_MAX_PIXELS = 40_000_000  # A2 at 300 dpi; larger sheets are read more coarsely
_COVERS = 0.5  # of the page, from which one picture counts as the page
_RED_LEAD = 40  # of 255; how far red must lead green and blue; paper yellowed by age leads by 20
_RED_FLOOR = 100  # black print under a stamp keeps less red than this
_RED_RIM = 7  # pixels across; JPEG keeps colour at half the resolution, so thin strokes look grey
_MIN_RED = 0.0001  # of the page; the word MẬT at 14 points has 0.0002, less is noise of colours


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page ready to be read.

    `gray` is upright and level; `red` is the same page with its red ink alone, None without any.
    `dpi` are pixels to the inch in both. `turn` counts the clockwise quarter turns from the page
    as displayed, `skew` the degrees by which its lines fell to the right before they were levelled.
    """

    gray: Gray
    red: Gray | None
    dpi: float
    turn: int
    skew: float

    @property
    def points_per_pixel(self) -> float:
        """The size of a pixel."""
        return 72 / self.dpi

    def turned(self, quarters: int) -> PageImage:
        """The same page turned clockwise by so many quarters more."""
        red = None if self.red is None else _turned(self.red, quarters)
        turn = (self.turn + quarters) % 4
        return PageImage(_turned(self.gray, quarters), red, self.dpi, turn, self.skew)


def picture_of(pdf_bytes: bytes, index: int) -> PageImage:
    """Renders page `index` (from 0) and sets it straight; raises pdfium.PdfiumError if it cannot."""
    with pdfium_lock:
        pdf = pdfium.PdfDocument(pdf_bytes)
        try:
            page = pdf[index]
            dpi = _dpi_for(page)
            gray, red = _inks(page.render(scale=dpi / 72, may_draw_forms=False).to_numpy())
        finally:
            pdf.close()
    return _straight(gray, red, dpi)


def _straight(gray: Gray, red: Gray | None, dpi: float) -> PageImage:
    lie = lie_of(gray)
    image = PageImage(gray, red, dpi, 0, lie.skew).turned(1 if lie.sideways else 0)
    level = None if image.red is None else straightened(image.red, lie.skew)
    return PageImage(straightened(image.gray, lie.skew), level, dpi, image.turn, lie.skew)


def _turned(gray: Gray, quarters: int) -> Gray:
    return np.ascontiguousarray(np.rot90(gray, -quarters))


def _dpi_for(page: pdfium.PdfPage) -> float:
    """The resolution of the page's one big picture, within bounds; the usual one for other pages."""
    width, height = page.get_size()
    native = [dpi for dpi in map(_picture_dpi, _big_pictures(page, width * height)) if dpi]
    dpi = native[0] if len(native) == 1 else float(_USUAL_DPI)
    if not _MIN_DPI <= dpi <= _MAX_DPI:
        dpi = float(_USUAL_DPI)
    most = 72 * (_MAX_PIXELS / (width * height)) ** 0.5
    return float(min(dpi, most))


def _big_pictures(page: pdfium.PdfPage, area: float) -> list[pdfium.PdfImage]:
    found = []
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _COVERS * area:
            found.append(item)
    return found


def _picture_dpi(picture: pdfium.PdfImage) -> float:
    """Pixels to the inch of a picture as it stands on the page; 0 where pdfium cannot tell."""
    left, bottom, right, top = picture.get_bounds()
    width, height = picture.get_px_size()
    area = (right - left) * (top - bottom)
    return float(72 * (width * height / area) ** 0.5) if area > 0 else 0.0


def _inks(pixels: npt.NDArray[np.uint8]) -> tuple[Gray, Gray | None]:
    """The page without its red ink, and the red ink by itself; pdfium gives blue, green, red, in memory
    of its own, so all is copied."""
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return pixels.reshape(pixels.shape[:2]).copy(), None
    gray = pixels[:, :, 2].copy()
    if _is_red(pixels[::4, ::4]).mean() < _MIN_RED:
        return gray, None
    red = _is_red(pixels)
    near = np.asarray(Image.fromarray(red).convert("L").filter(ImageFilter.MaxFilter(_RED_RIM)))
    alone = np.where(near > 0, pixels[:, :, 1], np.uint8(255))
    gray[red] = 255
    return gray, alone


def _is_red(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    blue, green, red = (pixels[:, :, channel].astype(np.int16) for channel in range(3))
    return (red - np.maximum(blue, green) > _RED_LEAD) & (red > _RED_FLOOR)
