"""Text set in columns without lines: the letterhead, and recipients beside the signature.

Word has two ways of doing it, a table without lines and tabs (or many spaces). Either is read column
by column. Layout facts: Hướng dẫn 36-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.word.blocks import Table, TextBlock, texts_of
from kb.ingest.word.text import Words
from kb.ingest.wording import begins_recipients, begins_signature

_GAP = re.compile(r"[ \t]*\t[ \t]*| {5,}")  # what typists put between columns
_FIRST_LINE = 80  # characters; a printed line of 14 points on A4 holds about as many
_NATION = re.compile(r"ĐẢNG CỘNG SẢN|CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]")
_DATE = re.compile(r"[^\d:]{2,60}?,\s*ngày[\s\d.…]*tháng[\s\d.…]*(?:năm[\s\d.…]*)?$", re.IGNORECASE)
_NUMBER = re.compile(r"^S[ốô]\s*:?\s*[\d.…]*\s*[-–/]")
_NAME_WORDS = range(2, 7)


@dataclass(frozen=True, slots=True)
class Placed:
    """Words and the part of the document they belong to; one cell for all but table rows."""

    kind: ParagraphKind
    cells: tuple[Words, ...]
    bold: bool
    centred: bool

    @property
    def text(self) -> str:
        """The words of the first cell, with single spaces."""
        return self.cells[0].written()[0]


def placed(words: Words, kind: ParagraphKind, block: TextBlock) -> Placed:
    """Some words of a paragraph in their zone; weight is judged by the first printed line."""
    return Placed(kind, (words,), words.cut(0, _FIRST_LINE).bold, block.centred)


def lines_of(block: TextBlock) -> list[Words]:
    """The lines that the writer broke by hand."""
    return [line for _, line in block.words.split("\n")]


def texts(block: TextBlock | Table) -> Iterator[str]:
    """The lines of a paragraph, or of all paragraphs in a table, each column's part by itself."""
    for one in texts_of([block]):
        for line in lines_of(one):
            yield from (part.written()[0] for part in halves(line))


def is_of_letterhead(text: str) -> bool:
    """True for lines only a letterhead has: the nation, "Số 94-HD/BTGTU", "Quảng Ngãi, ngày …"."""
    return bool(_NATION.match(text) or _DATE.match(text) or _NUMBER.match(text))


def is_set_apart(line: Words, block: TextBlock) -> bool:
    """True for a line in the right column though nothing stands before it."""
    return block.on_the_right or line.text.startswith(("\t", " " * 10))


def halves(line: Words) -> list[Words]:
    """A line cut where a wide gap stands before a capital: "BAN TUYÊN GIÁO⇥ĐẢNG CỘNG SẢN VIỆT NAM".

    Blanks to be filled in by hand are no gaps: "Số        -KH/ĐTN", "ngày      tháng 02".
    """
    text = line.text
    cuts = [
        (gap.start(), gap.end())
        for gap in _GAP.finditer(text)
        if text[: gap.start()].strip() and text[gap.end() : gap.end() + 1].isupper()
    ]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [line.cut(start, end) for start, end in zip(starts, ends, strict=True)]


@dataclass(slots=True)
class Columns:
    """Lines gathered while their zone lasts; given back column by column if there were columns."""

    _lines: list[tuple[int, Placed]] = field(default_factory=list)
    _beside: bool = False

    def add(self, parts: Sequence[Placed], column: int = 0) -> None:
        """Adds the parts of one line, of which the first stands in `column`."""
        self._beside = self._beside or len(parts) > 1
        self._lines += [(column + at, part) for at, part in enumerate(parts)]

    def taken(self) -> list[Placed]:
        """All lines so far, which are forgotten."""
        lines, self._lines = self._lines, []
        if self._beside:
            lines = sorted(lines, key=lambda line: line[0])
        self._beside = False
        return [line for _, line in lines]


def by_columns(table: Table, kind: ParagraphKind) -> Iterator[Placed]:
    """The lines of a table column by column; a row across all columns parts what is above and below."""
    columns: dict[int, list[TextBlock]] = {}
    width = table.width
    for row in table.rows:
        filled = [cell for cell in row.cells if cell.blocks]
        if len(filled) == 1 and 1 < width == filled[0].span:
            yield from _flushed(columns, kind)
            columns = {}
        for cell in filled:
            columns.setdefault(cell.column, []).extend(texts_of(cell.blocks))
    yield from _flushed(columns, kind)


def _flushed(columns: dict[int, list[TextBlock]], kind: ParagraphKind) -> Iterator[Placed]:
    for column in sorted(columns):
        for block in columns[column]:
            yield from (placed(line, kind, block) for line in lines_of(block))


def closes(table: Table) -> bool:
    """True for the table of recipients and signature, which has no lines and names one of the two."""
    if table.is_ruled:
        return False
    lines = list(texts(table))
    marked = any(begins_recipients(line) or begins_signature(line) for line in lines)
    return marked or (bool(lines) and _is_name(lines[-1]) and any(line.isupper() for line in lines))


def closing_columns(table: Table) -> list[Placed]:
    """Recipients, then signature, whatever the order of their columns."""
    columns: dict[int, list[Placed]] = {}
    for row in table.rows:
        for cell in row.cells:
            part = Table((replace(row, cells=(cell,)),), is_ruled=False)
            columns.setdefault(cell.column, []).extend(by_columns(part, ParagraphKind.SIGNATURE))
    lines = [line for column in sorted(columns) for line in _told_apart(columns[column])]
    return sorted(lines, key=lambda line: line.kind is ParagraphKind.SIGNATURE)


def _told_apart(column: list[Placed]) -> Iterator[Placed]:
    receives = any(begins_recipients(line.text) for line in column)
    kind = ParagraphKind.RECIPIENTS if receives else ParagraphKind.SIGNATURE
    for line in column:
        if begins_signature(line.text):
            kind = ParagraphKind.SIGNATURE
        elif begins_recipients(line.text):
            kind = ParagraphKind.RECIPIENTS
        yield replace(line, kind=kind)


def _is_name(text: str) -> bool:
    """True for the shape of a person's name: "Đặng Văn Nghiệp"."""
    words = text.split()
    return len(words) in _NAME_WORDS and all(word[0].isupper() and word.isalpha() for word in words)
