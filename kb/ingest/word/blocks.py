"""What the story of a Word file is made of: paragraphs, and tables whose cells hold stories again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.ingest.word.text import Words


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph; line breaks in it are still "\\n" and tabs "\\t".

    `alignment` is Word's word for it ("center", "both", "right" …), `starts_page` is True where the
    writer began a new page.
    """

    words: Words
    alignment: str = ""
    starts_page: bool = False

    @property
    def centred(self) -> bool:
        """True for a paragraph set in the middle."""
        return self.alignment == "center"

    @property
    def on_the_right(self) -> bool:
        """True for a paragraph set at the right margin."""
        return self.alignment in ("right", "end")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the columns it covers, from 0, and what stands in it."""

    column: int
    span: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `is_head` where Word treats it as the table's head."""

    cells: tuple[Cell, ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `is_ruled` tells a table that is seen as one from columns that only hold text apart."""

    rows: tuple[Row, ...]
    is_ruled: bool

    @property
    def width(self) -> int:
        """How many columns of the grid the cells cover."""
        ends = (cell.column + cell.span for row in self.rows for cell in row.cells)
        return max(ends, default=0)

    @property
    def columns(self) -> list[int]:
        """The columns of the grid in which some cell begins, from the left."""
        return sorted({cell.column for row in self.rows for cell in row.cells})

    @property
    def starts_page(self) -> bool:
        """True if its first paragraph starts a page."""
        return next((text.starts_page for text in texts_of([self])), False)


Block = TextBlock | Table


def texts_of(blocks: Iterable[Block]) -> Iterator[TextBlock]:
    """All paragraphs, those of tables row by row."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from texts_of(cell.blocks)
