"""The stories of a Word file as blocks: paragraphs and tables in the order they are read.

Numbers that Word generates stand in front of their paragraphs as text. A text box follows the
paragraph it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.ingest.word.blocks import Block, Cell, Row, Table, TextBlock
from kb.ingest.word.notes import NoteBook
from kb.ingest.word.numbering import Numbering
from kb.ingest.word.runs import RunReader, WordDropped
from kb.ingest.word.styles import ParagraphLook, Styles
from kb.ingest.word.tables import (
    GridCell,
    cells_of,
    has_bold_head,
    is_head_row,
    is_ruled,
    rows_of,
    words_in,
)
from kb.ingest.word.text import Piece, RunDecoder, Words
from kb.ingest.word.xml import Element, child, local_name, value

_CONTAINERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


class StoryReader:
    """Reads a story in order; lists and notes go on counting from one block to the next."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: NoteBook, decode: RunDecoder
    ) -> None:
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._runs = RunReader(styles, notes, decode)
        self._section = 0
        self._carried: list[Piece] = []  # of paragraphs whose mark is deleted
        self._turned = False  # the next paragraph starts a page

    @property
    def dropped(self) -> list[WordDropped]:
        """What the stories read so far hold but do not display."""
        return self._runs.dropped

    def read(self, story: Element) -> list[Block]:
        """The blocks of a story: the body, a header, a note, a cell or a text box."""
        carried, self._carried = self._carried, []
        found = [*self._blocks(story), *self._rest()]
        self._carried = carried
        return found

    def _rest(self) -> list[TextBlock]:
        """Words that waited for a paragraph to join, and found none."""
        words, self._carried = Words(tuple(self._carried)), []
        return [] if words.is_blank else [TextBlock(words)]

    def _blocks(self, container: Element) -> Iterator[Block]:
        for item in container.iterchildren():
            name = local_name(item)
            if name == "p":
                yield from self._paragraph(item)
            elif name == "tbl":
                yield from self._rest()
                yield self._table(item)
            elif name == "altChunk":
                self.dropped.append(WordDropped("", "embedded file"))
            elif name == "AlternateContent":
                choice = child(item, "mc:Choice")
                shown = child(item, "mc:Fallback") if choice is None else choice
                yield from () if shown is None else self._blocks(shown)
            elif name in _CONTAINERS:
                yield from self._blocks(item)

    def _paragraph(self, item: Element) -> Iterator[Block]:
        properties = child(item, "w:pPr")
        look = self._styles.paragraph(properties)
        outer, self._runs.boxes = self._runs.boxes, []
        self._carried += self._runs.read(item, look.style).pieces
        boxes, self._runs.boxes = self._runs.boxes, outer
        if not look.joins_next:
            words, self._carried = Words(tuple(self._carried)), []
            yield from self._text_blocks(self._numbered(words, look, properties), look)
        for box in boxes:
            yield from self.read(box)
        if child(properties, "w:sectPr") is not None:
            self._end_section()

    def _text_blocks(self, words: Words, look: ParagraphLook) -> Iterator[TextBlock]:
        turned = self._turned or look.starts_page
        for before, part in words.split("\f\v"):
            yield TextBlock(part, look.alignment, turned or before == "\f")
            turned = False
        self._turned = turned or _ends_page(words)

    def _numbered(self, words: Words, look: ParagraphLook, properties: Element | None) -> Words:
        """The words behind the number that Word shows before them."""
        if look.number in ("", "0"):
            return words
        level = look.level
        if not self._styles.has_own_number(properties):
            bound = self._numbering.level_of_style(look.number, look.style)
            level = level if bound is None else bound
        label = self._numbering.label(look.number, level or 0)
        if not label or (words.is_blank and label.strip() in ("-", "+")):
            return words
        return Words((Piece(label, words.bold), *words.pieces))

    def _end_section(self) -> None:
        self._notes.end_section()
        self._section += 1
        following = self._notes.sections[self._section : self._section + 1]
        self._turned |= any(value(one, "w:type") != "continuous" for one in following)

    def _table(self, item: Element) -> Table:
        bold_head = has_bold_head(item, self._styles)
        rows: list[Row] = []
        for row in rows_of(item):
            cells = tuple(self._cell(cell) for cell in cells_of(row))
            rows.append(Row(cells, is_head_row(row) or (bold_head and not rows)))
        return Table(tuple(rows), is_ruled(item, self._styles))

    def _cell(self, cell: GridCell) -> Cell:
        if not cell.is_continued:
            return Cell(cell.column, cell.span, tuple(self.read(cell.element)))
        hidden = words_in(cell.element)
        if hidden:
            self.dropped.append(WordDropped(hidden, "merged cell"))
        return Cell(cell.column, cell.span, ())


def _ends_page(words: Words) -> bool:
    """True if only white space follows the last page break."""
    _, found, after = words.text.rpartition("\f")
    return bool(found) and not after.strip()
