"""The characters of a PDF page's text layer, what each is set in, and whether anybody can see it.

A step of `pdf`, which says where a point of PDF user space lies on the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from kb.ingest.drawing import Box, Drawing, Place, address, sights_of
from kb.ingest.legacy.detect import encoding_of_font
from kb.ingest.legacy.tables import Encoding
from kb.ingest.rawpage import UNKNOWN, Glyph, has_space, starts_line

_HYPHEN_MARKS = (0x02, 0xFFFE)  # what pdfium puts for a hyphen at the end of a line
_LINE_ENDS = (0x0A, 0x0D)
_NO_BREAK = 0xA0
_SPACES = frozenset(code for code in range(0x3001) if chr(code).isspace()) - {
    *(0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85)  # no space: codes of glyphs, letters in VISCII
}
_BOLD_WEIGHT = 600
_INVISIBLE = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_FAINT, _LIGHT = 40, 215  # of 255: less opaque or lighter print may leave nothing to see


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The glyphs to be read, how many of them are unseen over other ink, and those that are hidden."""

    glyphs: tuple[Glyph, ...]
    unseen: int = 0
    hidden: tuple[Glyph, ...] = ()


class _Style(NamedTuple):
    """What the glyphs of one text object have in common."""

    size: float
    bold: bool
    font: str
    doubtful: bool


def text_layer_of(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    drawing: Drawing,
    place: Place,
    as_shown: Place,
) -> TextLayer:
    """The text layer of a page; `place` maps to the page as read, `as_shown` to it as displayed.

    Where the page had to be looked at, it cannot be drawn again afterwards.
    """
    glyphs, doubtful = _glyphs(textpage, place, drawing)
    if not doubtful:
        return TextLayer(tuple(glyphs))
    texts, boxes = zip(*doubtful.values(), strict=True)
    sights = sights_of(page, frozenset(texts), boxes, as_shown)
    over_ink = {
        index: sight.ink for index, sight in zip(doubtful, sights, strict=True) if not sight.printed
    }
    hidden = set(_hidden(glyphs, over_ink))
    return TextLayer(
        tuple(glyph for index, glyph in enumerate(glyphs) if index not in hidden),
        len(over_ink) - len(hidden),
        tuple(glyphs[index] for index in sorted(hidden)),
    )


def _hidden(glyphs: Sequence[Glyph], over_ink: Mapping[int, bool]) -> Iterator[int]:
    """Of the unseen glyphs those in words that have no ink under most of their letters."""
    word: list[int] = []
    for index in [*over_ink, len(glyphs)]:
        if word and (index != word[-1] + 1 or index == len(glyphs) or _parted(glyphs, index)):
            if 2 * sum(over_ink[at] for at in word) < len(word):
                yield from word
            word = []
        word.append(index)


def _parted(glyphs: Sequence[Glyph], index: int) -> bool:
    before, glyph = glyphs[index - 1], glyphs[index]
    return has_space(before, glyph) or starts_line(before, glyph)


def _glyphs(
    textpage: pdfium.PdfTextPage, place: Place, drawing: Drawing
) -> tuple[list[Glyph], dict[int, tuple[int, Box]]]:
    """The characters; by their index the text object and the box of those that may be unseen.

    What pdfium inserted becomes `space_before`.
    """
    raw = textpage.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
    styles = _Styles(raw, drawing)
    glyphs: list[Glyph] = []
    doubtful: dict[int, tuple[int, Box]] = {}
    gap = False
    for index in range(textpage.count_chars()):
        code = c.FPDFText_GetUnicode(raw, index)
        if code in _SPACES and not (code == _NO_BREAK and _is_letter_in_viscii(raw, index)):
            gap = gap or code not in _LINE_ENDS
            continue
        item = c.FPDFText_GetTextObject(raw, index)
        key = address(item) if item else -index
        style = styles.of(key, index, item)
        c.FPDFText_GetCharOrigin(raw, index, x, y)
        c.FPDFText_GetLooseCharBox(raw, index, box)
        if style.doubtful:
            doubtful[len(glyphs)] = key, (box.left, box.bottom, box.right, box.top)
        left, right = place(box.left, box.bottom)[0], place(box.right, box.top)[0]
        if left > right:
            left, right = right, left
        baseline = place(x.value, y.value)[1]
        text = "-" if code in _HYPHEN_MARKS else _character(code)
        glyphs.append(Glyph(text, left, right, baseline, style.size, style.bold, gap, style.font))
        gap = False
    return glyphs, doubtful


def _is_letter_in_viscii(raw: c.FPDF_TEXTPAGE, index: int) -> bool:
    """True if a no-break space is set in a font that has Õ in its place."""
    item = c.FPDFText_GetTextObject(raw, index)
    return bool(item) and encoding_of_font(_font_name(item)) is Encoding.VISCII


def _character(code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return UNKNOWN
    return chr(code)


class _Styles:
    """The styles of a page's text objects, whose characters follow each other. A browser makes one
    object of each letter, so what pdfium fills is made once, and what a font decides is asked once."""

    def __init__(self, raw: c.FPDF_TEXTPAGE, drawing: Drawing) -> None:
        self._raw, self._covered = raw, drawing.covered
        self._last: tuple[int, _Style] | None = None
        self._fonts: dict[int, tuple[bool, str]] = {}
        self._matrix = c.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def of(self, key: int, index: int, item: c.FPDF_PAGEOBJECT | None) -> _Style:
        """The style of the object `item`, told by `key`, to which the character at `index` belongs."""
        if self._last is None or self._last[0] != key:
            self._last = key, self._read(key, index, item)
        return self._last[1]

    def _read(self, key: int, index: int, item: c.FPDF_PAGEOBJECT | None) -> _Style:
        matrix = self._matrix
        c.FPDFText_GetMatrix(self._raw, index, matrix)
        size = c.FPDFText_GetFontSize(self._raw, index) * (matrix.b**2 + matrix.d**2) ** 0.5
        if not item:
            return _Style(size, self._is_bold(index), "", False)
        handle = c.FPDFTextObj_GetFont(item)
        font = address(handle) if handle else 0  # a damaged file may name a font that is not there
        if font not in self._fonts:
            self._fonts[font] = self._is_bold(index), _font_name(item)
        bold, name = self._fonts[font]
        doubtful = key in self._covered or self._may_be_unseen(item)
        return _Style(size, bold, name, doubtful)

    def _is_bold(self, index: int) -> bool:
        weight: int = c.FPDFText_GetFontWeight(self._raw, index)
        return weight >= _BOLD_WEIGHT

    def _may_be_unseen(self, item: c.FPDF_PAGEOBJECT) -> bool:
        """True for text that leaves no ink, or so little that the page must be looked at."""
        if c.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE:
            return True
        red, green, blue, alpha = self._colour
        c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
        return alpha.value < _FAINT or min(red.value, green.value, blue.value) > _LIGHT


def _font_name(item: c.FPDF_PAGEOBJECT) -> str:
    name = ctypes.create_string_buffer(128)
    c.FPDFFont_GetBaseFontName(c.FPDFTextObj_GetFont(item), name, len(name))
    return name.value.decode("utf-8", "replace")
