"""The grid of a Word table: which columns a cell covers, what is merged, which lines are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.ingest.word.styles import Styles
from kb.ingest.word.xml import Element, attribute, child, is_on, local_name, name_of, value

_MAX_COLUMNS = 63  # Word's own limit
_INVISIBLE = frozenset({"nil", "none"})
_SIDES = (("w:top", "w:insideH"), ("w:bottom", "w:insideH"), ("w:left", "w:insideV"),
          ("w:right", "w:insideV"))  # fmt: skip
_RULED_SIDES = 2  # of a cell; one line is the rule under a name
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell's place: its first column, from 0, how many it covers, and whether the cell above or
    before it shows its text."""

    column: int
    span: int
    is_continued: bool
    element: Element


def rows_of(table: Element) -> list[Element]:
    """The rows that are not deleted."""
    rows = _inside(table, "tr")
    return [row for row in rows if child(row, "w:trPr", "w:del") is None]


def cells_of(row: Element) -> list[GridCell]:
    """The cells of a row with their places; columns past Word's limit fall together in the last."""
    column = _small(value(row, "w:trPr", "w:gridBefore"), 0)
    found = []
    for element in _inside(row, "tc"):
        properties = child(element, "w:tcPr")
        span = _small(value(properties, "w:gridSpan"), 1) or 1
        span = max(1, min(span, _MAX_COLUMNS - column))
        found.append(GridCell(column, span, _is_continued(properties), element))
        column = min(column + span, _MAX_COLUMNS - 1)
    return found


def is_head_row(row: Element) -> bool:
    """True for a row that Word repeats at the top of each page."""
    return bool(is_on(row, "w:trPr", "w:tblHeader"))


def has_bold_head(table: Element, styles: Styles) -> bool:
    """True if the table's style sets its first row in bold, and the table wants it so."""
    properties = child(table, "w:tblPr")
    look = child(properties, "w:tblLook")
    said = attribute(look, "w:firstRow")
    bits = attribute(look, "w:val") or "0000"
    wants = said in ("1", "true", "on") if said else bool(_hex(bits) & 0x20)
    return wants and styles.heads_bold(value(properties, "w:tblStyle") or "")


def is_ruled(table: Element, styles: Styles) -> bool:
    """True if most cells have lines on two sides or more; columns of a letterhead have none."""
    borders = _table_borders(table, styles)
    cells = [cell for row in _inside(table, "tr") for cell in _inside(row, "tc")]
    ruled = sum(_drawn_sides(cell, borders) >= _RULED_SIDES for cell in cells)
    return 2 * ruled > len(cells)


def _table_borders(table: Element, styles: Styles) -> list[Element]:
    """Where the table's lines are said, nearest first: itself, then its styles."""
    properties = child(table, "w:tblPr")
    chain = styles.chain(value(properties, "w:tblStyle") or "")
    said = [child(properties, "w:tblBorders")]
    said += [child(style, "w:tblPr", "w:tblBorders") for style in chain]
    return [borders for borders in said if borders is not None]


def _drawn_sides(cell: Element, table: list[Element]) -> int:
    own = child(cell, "w:tcPr", "w:tcBorders")
    return sum(_is_drawn(own, table, side, inside) for side, inside in _SIDES)


def _is_drawn(own: Element | None, table: list[Element], side: str, inside: str) -> bool:
    """What the cell says of its side counts; else the table's lines between cells."""
    said = value(own, side)
    if said is None:
        inner = (value(borders, inside) for borders in table)
        said = next((style for style in inner if style is not None), "none")
    return said not in _INVISIBLE


def _is_continued(properties: Element | None) -> bool:
    for name in ("w:vMerge", "w:hMerge"):
        merge = child(properties, name)
        if merge is not None and (attribute(merge, "w:val") or "continue") == "continue":
            return True
    return False


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls."""
    for item in element.iterchildren():
        name = local_name(item)
        if name == wanted:
            yield item
        elif name in _WRAPPERS:
            yield from _inside(item, wanted)


def _small(text: str | None, usual: int) -> int:
    return (
        min(int(text), _MAX_COLUMNS - 1) if text and text.isdecimal() and len(text) < 6 else usual
    )


def _hex(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def words_in(element: Element) -> str:
    """All typed words in an element, for naming what is not displayed."""
    return "".join(part.text or "" for part in element.iter(name_of("w:t"))).strip()
