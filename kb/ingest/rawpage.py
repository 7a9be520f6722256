"""A page as it is read, before any layout: what `pdf` and `ocr` give and all after them takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

UNKNOWN = "\ufffd"
"""The text of a glyph that the file does not say the character of."""

_SPACE_GAP = 0.2  # of the font size; a space is 0.25 in Times
_NEXT_LINE = 0.5  # of the font size; a raised mark stays in its line


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character. `y` is its baseline; `size` the font size in points as displayed.

    `space_before` says that pdfium sees a gap between this glyph and the one before it in the
    content stream. Spaces themselves are not glyphs. `text` is UNKNOWN where the file does not
    say the character; `font` is the font's name in the file, empty where there is none. `corrected`
    says that a person vouches for it: it is in a line that was corrected by hand.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    space_before: bool
    font: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture lies on the page."""

    left: float
    top: float
    right: float
    bottom: float


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


@dataclass(frozen=True)
class RawPage:
    """One page as it is read: its glyphs in content-stream order and its ruling lines.

    `turn` counts the clockwise quarter turns that brought the displayed page upright for reading: 1
    for a page whose lines run from bottom to top on the screen; a scan was then turned back by `skew`
    degrees about its middle, because its lines fell to the right by so much. All coordinates are after
    both. `quality` is how far a page recognised from its picture can be trusted, in [0, 1]; None for a
    text layer.

    `outlines` counts the points of drawn paths that are no line and no box (letters drawn as shapes
    have 20 to 120 each). `unseen` of the glyphs are not printed but lie over other ink, as the layer
    behind a scan does; `hidden` are those that nobody can see: white on white, or painted over.
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
    skew: float = 0.0
    pictures: tuple[Picture, ...] = ()
    outlines: int = 0
    unseen: int = 0
    hidden: tuple[Glyph, ...] = ()

    @cached_property
    def stream(self) -> str:
        """The text of the glyphs in their order, as `stream_text` gives it."""
        return stream_text(self.glyphs)


def has_space(before: Glyph, glyph: Glyph) -> bool:
    """True if a space stands between two neighbouring glyphs of a line."""
    return glyph.space_before or glyph.left - before.right > _SPACE_GAP * glyph.size


def stream_text(glyphs: Sequence[Glyph]) -> str:
    """Glyphs in content-stream order as text, with a space or a new line where the print has one."""
    parts = [glyph.text for glyph in glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        if starts_line(before, glyph):
            parts.append("\n")
        elif has_space(before, glyph):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def starts_line(before: Glyph, glyph: Glyph) -> bool:
    """True for a glyph on another line than the one before it in the content stream."""
    size = before.size if before.size > glyph.size else glyph.size
    return abs(before.y - glyph.y) > _NEXT_LINE * size or glyph.right < before.left - size
