"""PDF files: glyphs and ruling lines by pdfium, document information by pypdf.

The one door to both libraries. pdfium gives text, boxes and drawn lines; pypdf what pdfium does
not: the printed page labels. Coordinates leave this module in points of the page set upright for
reading (crop box and turn applied), origin top left, y downward.
"""

from __future__ import annotations

import ctypes
import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, pi
from threading import Lock

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as c

from kb.errors import DamagedFile, NoPages, PasswordProtected, TooManyPages, UnreadableFile
from kb.ingest.sources import Source

_HYPHEN_MARKS = (0x02, 0xFFFE)  # what pdfium puts for a hyphen at the end of a line
_THIN = 2.5  # points; a drawn path thinner than this is a rule, not a box
_BOLD_WEIGHT = 600
_SAMPLE = 200  # characters of a page that tell which way its text runs

pdfium_lock = Lock()  # pdfium is not thread-safe


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character. `y` is its baseline; `size` the font size in points as displayed.

    `space_before` says that pdfium sees a gap between this glyph and the one before it in the
    content stream. Spaces themselves are not glyphs.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    space_before: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn on the page, horizontal if it is wider than high."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """True for a line that runs across the page."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it is read: its glyphs in content-stream order and its ruling lines.

    `turn` counts the clockwise quarter turns that brought the displayed page upright for reading: 1
    for a page whose lines run from bottom to top on the screen. All coordinates are after the turn.
    `quality` is how far a page recognised from its picture can be trusted, in [0, 1]; None for a text
    layer.
    """

    number: int
    label: str
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    has_picture: bool
    turn: int = 0
    quality: float | None = None


def read_pages(
    source: Source, max_pages: int, progress: Callable[[int, int], None] | None = None
) -> tuple[RawPage, ...]:
    """All pages of a PDF; `progress` is told (pages read, pages in all).

    Raises PasswordProtected, DamagedFile, NoPages, or TooManyPages (over `max_pages`).
    """
    with pdfium_lock:
        pdf = _open(source)
        try:
            _check_length(source, len(pdf), max_pages)
            labels = _page_labels(source)
            if len(labels) != len(pdf):
                labels = [str(number) for number in range(1, len(pdf) + 1)]
            pages = []
            for index in range(len(pdf)):
                pages.append(_read_page(source, pdf, index, labels[index]))
                if progress:
                    progress(index + 1, len(pdf))
            return tuple(pages)
        finally:
            pdf.close()


def _open(source: Source) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        raise _refusal(source) from error


def _refusal(source: Source) -> UnreadableFile:
    """Why pdfium does not open a file. Its error code may be left over from the file before, and it
    opens no file without pages, so pypdf is asked."""
    try:
        reader = _pypdf_reader(source)
        if reader.is_encrypted:
            return _password_error(source)
        return _damaged(source) if reader.pages else _no_pages(source)
    except Exception:  # whatever pypdf meets in a broken file, the file is broken
        return _damaged(source)


def _no_pages(source: Source) -> NoPages:
    return NoPages(f"Tệp «{source.path.name}» không có trang nào; hãy kiểm tra lại bản gốc.")


def _password_error(source: Source) -> PasswordProtected:
    return PasswordProtected(f"Tệp «{source.path.name}» đặt mật khẩu; hãy bỏ mật khẩu rồi nạp lại.")


def _damaged(source: Source) -> DamagedFile:
    return DamagedFile(
        f"Tệp «{source.path.name}» hỏng hoặc bị cắt cụt, không mở được; hãy lấy lại bản gốc."
    )


def _check_length(source: Source, length: int, max_pages: int) -> None:
    if length == 0:
        raise _no_pages(source)
    if length > max_pages:
        raise TooManyPages(
            f"Tệp «{source.path.name}» có {length} trang, quá giới hạn {max_pages} trang; "
            "hãy tách nhỏ tệp hoặc tăng KB_MAX_PAGES."
        )


def _page_labels(source: Source) -> list[str]:
    """Printed page labels by pypdf; empty where pypdf cannot read what pdfium can.

    The catch is broad: a damaged file makes pypdf raise whatever its bytes lead to (zlib.error,
    struct.error, DependencyError …), and labels alone are no reason to refuse a readable file.
    """
    try:
        reader = _pypdf_reader(source)
        if reader.is_encrypted and not reader.decrypt(""):
            return []
        return list(reader.page_labels)
    except Exception:
        return []


def _pypdf_reader(source: Source) -> pypdf.PdfReader:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of what it then mends
    return pypdf.PdfReader(io.BytesIO(source.data), strict=False)


def _read_page(source: Source, pdf: pdfium.PdfDocument, index: int, label: str) -> RawPage:
    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise _damaged(source) from error
    try:
        shown = page.get_rotation() // 90
        upright = _quarters(textpage, shown)
        left, bottom, right, top = page.get_bbox()
        size = (right - left, top - bottom)
        place = _placer(left, bottom, size, upright)
        return RawPage(
            number=index + 1,
            label=label,
            width=size[upright % 2],
            height=size[1 - upright % 2],
            glyphs=tuple(_glyphs(textpage, place)),
            rules=tuple(_rules(page, place)),
            has_picture=_has_picture(page),
            turn=(upright - shown) % 4,
        )
    finally:
        textpage.close()
        page.close()


_Placer = Callable[[float, float], tuple[float, float]]


def _quarters(textpage: pdfium.PdfTextPage, shown: int) -> int:
    """The clockwise quarter turns that set most of the text upright; `shown` without any text."""
    count = textpage.count_chars()
    matrix = c.FS_MATRIX()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        if c.FPDFText_GetMatrix(textpage, index, matrix) and (matrix.a or matrix.b):
            turns[round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else shown


def _placer(left: float, bottom: float, size: tuple[float, float], quarters: int) -> _Placer:
    """Maps PDF user space to the page as read: origin of the crop box, turn, then y downward."""
    width, height = size
    match quarters:
        case 1:
            return lambda x, y: (y - bottom, x - left)
        case 2:
            return lambda x, y: (width - (x - left), y - bottom)
        case 3:
            return lambda x, y: (height - (y - bottom), width - (x - left))
    return lambda x, y: (x - left, height - (y - bottom))


def _glyphs(textpage: pdfium.PdfTextPage, place: _Placer) -> Iterator[Glyph]:
    """The visible characters; what pdfium inserted becomes `space_before`."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = c.FS_RECTF(), c.FS_MATRIX()
    gap = False
    for index in range(textpage.count_chars()):
        code = c.FPDFText_GetUnicode(textpage, index)
        text = "-" if code in _HYPHEN_MARKS else _character(code)
        if not text or text.isspace():
            gap = gap or text not in "\r\n"
            continue
        c.FPDFText_GetCharOrigin(textpage, index, x, y)
        c.FPDFText_GetLooseCharBox(textpage, index, box)
        c.FPDFText_GetMatrix(textpage, index, matrix)
        size = c.FPDFText_GetFontSize(textpage, index) * (matrix.b**2 + matrix.d**2) ** 0.5
        corners = (place(box.left, box.bottom), place(box.right, box.top))
        left, right = sorted((corners[0][0], corners[1][0]))
        bold = c.FPDFText_GetFontWeight(textpage, index) >= _BOLD_WEIGHT
        yield Glyph(text, left, right, place(x.value, y.value)[1], size, bold, gap)
        gap = False


def _character(code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return chr(code)


def _rules(page: pdfium.PdfPage, place: _Placer) -> Iterator[Rule]:
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        (x0, y0), (x1, y1) = place(left, top), place(right, bottom)
        x0, x1 = sorted((x0, x1))
        y0, y1 = sorted((y0, y1))
        yield from _edges(x0, y0, x1, y1)


def _edges(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    """A thin path is one rule; a box (a table cell drawn as a rectangle) is its four edges."""
    if x1 - x0 < _THIN or y1 - y0 < _THIN:
        if max(x1 - x0, y1 - y0) >= _THIN:
            yield Rule(x0, y0, x1, y1)
        return
    yield Rule(x0, y0, x1, y0)
    yield Rule(x0, y1, x1, y1)
    yield Rule(x0, y0, x0, y1)
    yield Rule(x1, y0, x1, y1)


def _has_picture(page: pdfium.PdfPage) -> bool:
    return (
        next(iter(page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4)), None) is not None
    )
