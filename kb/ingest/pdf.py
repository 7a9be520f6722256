"""PDF files: glyphs and ruling lines by pdfium, document information by pypdf.

With its steps `drawing` and `textlayer` the one door to both libraries. pdfium gives text, boxes and
drawn lines; pypdf what pdfium does not: the printed page labels. Coordinates leave this module in
points of the page set upright for reading (crop box and turn applied), origin top left, y downward.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from math import atan2, pi
from threading import Lock

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as c

from kb.errors import DamagedFile, NoPages, PasswordProtected, TooManyPages, UnreadableFile
from kb.ingest.drawing import Box, Drawing, Place, drawing_of
from kb.ingest.rawpage import Glyph, Picture, RawPage, Rule
from kb.ingest.sources import Source
from kb.ingest.textlayer import text_layer_of

__all__ = ["Glyph", "Picture", "RawPage", "Rule", "pdfium_lock", "read_page", "read_pages"]

_THIN = 2.5  # points; a drawn path thinner than this is a rule, not a box
_SAMPLE = 200  # characters of a page that tell which way its text runs

pdfium_lock = Lock()  # pdfium is not thread-safe


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


def read_page(source: Source, number: int) -> RawPage:
    """One page of a PDF, by its number from 1, which it must have. Raises as `read_pages` does."""
    with pdfium_lock:
        pdf = _open(source)
        try:
            return _read_page(source, pdf, number - 1, str(number))
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
    return PasswordProtected(f"Tệp «{source.path.name}» đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại.")


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
        drawing = drawing_of(page)
        as_shown = _placer(left, bottom, size, shown)
        layer = text_layer_of(page, textpage, drawing, place, as_shown)
        return RawPage(
            number=index + 1,
            label=label,
            width=size[upright % 2],
            height=size[1 - upright % 2],
            glyphs=layer.glyphs,
            rules=tuple(_rules(drawing, place)),
            has_picture=bool(drawing.pictures),
            turn=(upright - shown) % 4,
            pictures=tuple(Picture(*_placed(box, place)) for box in drawing.pictures),
            outlines=drawing.outlines,
            unseen=layer.unseen,
            hidden=layer.hidden,
        )
    finally:
        textpage.close()
        page.close()


def _quarters(textpage: pdfium.PdfTextPage, shown: int) -> int:
    """The clockwise quarter turns that set most of the text upright; `shown` without any text."""
    count = textpage.count_chars()
    matrix = c.FS_MATRIX()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        if c.FPDFText_GetMatrix(textpage, index, matrix) and (matrix.a or matrix.b):
            turns[round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else shown


def _placer(left: float, bottom: float, size: tuple[float, float], quarters: int) -> Place:
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


def _placed(box: Box, place: Place) -> Box:
    """A box on the page as read: left, top, right, bottom."""
    (x0, y0), (x1, y1) = place(box[0], box[1]), place(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rules(drawing: Drawing, place: Place) -> Iterator[Rule]:
    for box in drawing.paths:
        yield from _edges(*_placed(box, place))


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
