"""Pages and paragraphs made from strings, so that a test says what is printed and nothing else.

Every character is half an em wide (7 points at 14), so that places can be worked out by hand. A
raised mark is written in braces: "kinh tế{3}" prints the 3 small and high. Pages are A4 in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pytest

from kb.document import Span
from kb.ingest.compose import Block
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.pdf import Glyph, RawPage, Rule
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import Source, read_source, source_of

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0
TOP, BOTTOM = 100.0, 760.0
SIZE = 14.0
LEADING = 18.0
INDENT = 28.0
EM_SHARE = 0.5  # a character's width in ems
_PARTS = re.compile(r"\{(\d+)\}|([^{]+)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of print at a place of its own."""

    text: str
    x: float = LEFT
    y: float = TOP
    size: float = SIZE
    bold: bool = False


def width_of(text: str, size: float = SIZE) -> float:
    """The width in points of a line of print, marks included."""
    glyphs = glyphs_of(Printed(text, x=0.0, size=size))
    return glyphs[-1].right if glyphs else 0.0


def glyphs_of(line: Printed) -> list[Glyph]:
    """The glyphs of one line, marks raised by 0.4 em and set at 0.6 of the size."""
    glyphs: list[Glyph] = []
    x, gap = line.x, False
    for mark, words in _PARTS.findall(line.text):
        size = 0.6 * line.size if mark else line.size
        y = line.y - 0.4 * line.size if mark else line.y
        for char in mark or words:
            if char != " ":
                glyphs.append(Glyph(char, x, x + EM_SHARE * size, y, size, line.bold, gap))
            gap = char == " "
            x += EM_SHARE * size
    return glyphs


def page_of(
    lines: Sequence[str | Printed], *, number: int = 1, rules: Sequence[Rule] = (), label: str = ""
) -> RawPage:
    """A page; lines given as strings stand one below the other at the left margin from the top."""
    y, glyphs = TOP, []
    for line in lines:
        printed = line if isinstance(line, Printed) else Printed(line, y=y)
        glyphs += glyphs_of(printed)
        y = printed.y + LEADING
    return RawPage(number, label or str(number), WIDTH, HEIGHT, tuple(glyphs), tuple(rules), False)


def centred(text: str, y: float, *, bold: bool = False, size: float = SIZE) -> Printed:
    """A line set in the middle of the type area."""
    x = (LEFT + RIGHT - width_of(text, size)) / 2
    return Printed(text, x=x, y=y, bold=bold, size=size)


def rule(left: float, top: float, right: float) -> Rule:
    """A line drawn across the page."""
    return Rule(left, top, right, top + 0.5)


def grid_rules(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The ruling of a table with column edges `xs` and row edges `ys`."""
    across = [Rule(xs[0], y, xs[-1], y + 0.5) for y in ys]
    down = [Rule(x, ys[0], x + 0.5, ys[-1]) for x in xs]
    return across + down


@dataclass(slots=True)
class Typesetter:
    """Sets paragraphs in lines and pages as a word processor does, footnotes at the page foot.

    `justified` stretches the spaces of full lines to the right margin; `indent` is the first-line
    indent in points; `gap` the extra space between paragraphs.
    """

    justified: bool = True
    indent: float = INDENT
    gap: float = 6.0
    numbered: bool = True
    note_size: float = 11.0
    pages: list[RawPage] = field(default_factory=list, init=False, repr=False)
    _lines: list[Printed | list[Glyph]] = field(default_factory=list, init=False, repr=False)
    _notes: list[list[str]] = field(default_factory=list, init=False, repr=False)
    _y: float = field(default=TOP, init=False, repr=False)

    def paragraph(
        self,
        text: str,
        *,
        bold: bool = False,
        centre: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        """Sets one paragraph; its `notes` go to the foot of the page where it begins."""
        lines = list(self._wrapped(text, 0.0 if centre else self.indent, SIZE))
        blocks = [list(self._wrapped(note, 0.0, self.note_size)) for note in notes]
        if self._y + LEADING > self._floor(blocks):
            self.break_page()
        self._notes += blocks
        for index, line in enumerate(lines):
            if self._y > self._floor([]):
                self.break_page()
            self._set(line, index == 0, index == len(lines) - 1, bold=bold, centre=centre)
        self._y += self.gap

    def table(self, rows: Sequence[Sequence[str]], xs: Sequence[float]) -> list[Rule]:
        """Sets a ruled table of one-line cells on the open page; gives its rules."""
        ys = [self._y - LEADING + index * (LEADING + 4) for index in range(len(rows) + 1)]
        for row, y in zip(rows, ys, strict=False):
            self._lines += [
                Printed(cell, x=x + 4, y=y + LEADING - 2)
                for cell, x in zip(row, xs, strict=False)
                if cell
            ]
        self._y = ys[-1] + LEADING + self.gap
        return grid_rules(xs, ys)

    def break_page(self, rules: Sequence[Rule] = ()) -> None:
        """Ends the page: prints its number from page 2 on, and its notes under a rule."""
        number = len(self.pages) + 1
        head = [centred(str(number), 45.0)] if self.numbered and number > 1 else []
        drawn = list(rules)
        y = BOTTOM - self._note_height([])
        if self._notes:
            drawn.append(rule(LEFT, y - 13, LEFT + 150))
        for note in self._notes:
            for text in note:
                self._lines.append(Printed(text, y=y, size=self.note_size))
                y += 14.0
        glyphs = [
            glyph
            for line in [*head, *self._lines]
            for glyph in (glyphs_of(line) if isinstance(line, Printed) else line)
        ]
        page = RawPage(number, str(number), WIDTH, HEIGHT, tuple(glyphs), tuple(drawn), False)
        self.pages.append(page)
        self._lines, self._notes, self._y = [], [], TOP

    def finished(self, rules: Sequence[Rule] = ()) -> tuple[RawPage, ...]:
        """All pages, the open one included."""
        self.break_page(rules)
        return tuple(self.pages)

    def _note_height(self, more: Sequence[Sequence[str]]) -> float:
        return 14.0 * sum(len(note) for note in [*self._notes, *more])

    def _floor(self, more: Sequence[Sequence[str]]) -> float:
        height = self._note_height(more)
        return BOTTOM - height - (34.0 if height else 0.0)

    def _wrapped(self, text: str, indent: float, size: float) -> Iterator[str]:
        room, line = RIGHT - LEFT - indent, ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and width_of(longer, size) > room:
                yield line
                line, room = word, RIGHT - LEFT
            else:
                line = longer
        yield line

    def _set(self, text: str, first: bool, last: bool, *, bold: bool, centre: bool) -> None:
        if centre:
            self._lines.append(centred(text, self._y, bold=bold))
        else:
            x = LEFT + (self.indent if first else 0.0)
            glyphs = glyphs_of(Printed(text, x=x, y=self._y, bold=bold))
            self._lines.append(glyphs if last or not self.justified else _stretched(glyphs))
        self._y += LEADING


def _stretched(glyphs: list[Glyph]) -> list[Glyph]:
    """A line with its spaces widened so that it ends at the right margin."""
    spaces = sum(glyph.space_before for glyph in glyphs)
    extra = (RIGHT - glyphs[-1].right) / spaces if spaces else 0.0
    moved, shift = [], 0.0
    for glyph in glyphs:
        shift += extra if glyph.space_before else 0.0
        moved.append(replace(glyph, left=glyph.left + shift, right=glyph.right + shift))
    return moved


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph of a composed text, for tests that begin after the layout."""

    words: str
    kind: ParagraphKind = ParagraphKind.TEXT
    bold: bool = False
    centred: bool = False
    note: str | None = None


def composed(*paragraphs: str | Text) -> tuple[str, list[Block]]:
    """A composed text and its blocks, one paragraph a line, all on page 1."""
    blocks: list[Block] = []
    parts: list[str] = []
    start = 0
    for item in paragraphs:
        one = item if isinstance(item, Text) else Text(item)
        span = Span(start, start + len(one.words))
        blocks.append(Block(span, one.kind, 1, one.bold, one.centred, one.note))
        parts.append(one.words)
        start = span.end + 1
    return "\n".join(parts), blocks


ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "real"


def corpus_source(name: str) -> Source:
    """The source of one sample document, e.g. "905-qd-tum"."""
    path = CORPUS / f"{name}.pdf"
    return source_of(path, path.read_bytes())


@lru_cache
def read_real(name: str) -> Ingested:
    """What a real document beside the project is read as; the test is skipped where it is not there."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"no real documents beside the project ({REAL.relative_to(ROOT.parent)})")
    return IngestPipeline(max_pages=500).read(read_source(path))


def pdf_source(data: bytes, name: str = "thu.pdf") -> Source:
    """A source made of bytes in hand."""
    return source_of(Path(name), data)
