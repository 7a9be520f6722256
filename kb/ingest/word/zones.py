"""Which part of the document each block of a Word file is: letterhead, body, recipients, signature.

A Word file has no places on a page, so the zones follow from the words and their order: the
letterhead ends at the type line, recipients and signature begin with their own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kb.ingest.issuer import LEGAL_BASES
from kb.ingest.numbering import Rank, mark_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.word.blocks import Block, Row, Table, TextBlock, texts_of
from kb.ingest.word.columns import (
    Columns,
    Placed,
    by_columns,
    closes,
    closing_columns,
    halves,
    is_of_letterhead,
    is_set_apart,
    lines_of,
    placed,
    texts,
)
from kb.ingest.word.text import Words, joined
from kb.ingest.wording import begins_appendix, begins_recipients, begins_signature, is_type_line

_LETTERHEAD_BLOCKS = 30
_LETTERHEAD_LINE = 150  # characters; longer ones are body
_CLOSING_LINE = 250  # characters; a recipient with all its bodies may take three lines
_ENDS = re.compile(r"[.;:!?…]$")
_DASHES = ("-", "–", "+", "•", "*")


def placed_blocks(blocks: Sequence[Block]) -> Iterator[Placed]:
    """All blocks in their zones, in reading order; table rows as rows."""
    end = letterhead_end(blocks)
    yield from _letterhead(blocks[:end])
    yield from _after_letterhead(blocks[end:])


def letterhead_end(blocks: Sequence[Block]) -> int:
    """The index of the first block after the letterhead: the type line, or what follows number and
    date in a letter, which has none."""
    end = 0
    for index, block in enumerate(blocks[:_LETTERHEAD_BLOCKS]):
        lines = list(texts(block))
        if isinstance(block, TextBlock) and lines and is_type_line(lines[0]):
            return index
        if any(is_of_letterhead(line) for line in lines):
            end = index + 1
        elif _is_body(block, lines):
            break
    return end


def _is_body(block: Block, lines: Sequence[str]) -> bool:
    """True for what no letterhead holds: a table with lines, a letter's address, running text."""
    if isinstance(block, Table):
        return block.is_ruled and block.width > 1
    return any(_is_body_line(line) for line in lines)


def _is_body_line(line: str) -> bool:
    opens = line.startswith("Kính gửi") or LEGAL_BASES.match(line) or mark_of(line)
    return bool(opens) or len(line) > _LETTERHEAD_LINE


def _letterhead(blocks: Iterable[Block]) -> Iterator[Placed]:
    """The letterhead; what follows a type line in the same table is body."""
    kind = ParagraphKind.LETTERHEAD
    for line in _letterhead_lines(blocks):
        if is_type_line(line.text):
            kind = ParagraphKind.TEXT
        yield replace(line, kind=kind)


def _letterhead_lines(blocks: Iterable[Block]) -> Iterator[Placed]:
    columns = Columns()
    for block in blocks:
        if isinstance(block, Table):
            yield from columns.taken()
            yield from by_columns(block, ParagraphKind.LETTERHEAD)
            continue
        for line in lines_of(block):
            parts = [placed(part, ParagraphKind.LETTERHEAD, block) for part in halves(line)]
            columns.add(parts, int(is_set_apart(line, block)))
    yield from columns.taken()


def _after_letterhead(blocks: Iterable[Block]) -> Iterator[Placed]:
    closing = _Closing()
    for block in blocks:
        if closing.is_open and _ends_closing(block):
            yield from closing.end()
        if isinstance(block, Table):
            yield from _table(block, closing)
        elif closing.is_open or _begins_closing(block):
            closing.add(block)
        else:
            yield from text_lines(block)
    yield from closing.end()


def _table(table: Table, closing: _Closing) -> Iterator[Placed]:
    if closes(table):
        yield from closing.end()
        yield from closing_columns(table)
        closing.is_open = True
        return
    yield from closing.end()
    columns = table.columns
    if len(columns) == 1:
        for block in texts_of([table]):
            yield from text_lines(block)
    elif not table.is_ruled and any(is_of_letterhead(line) for line in texts(table)):
        yield from by_columns(table, ParagraphKind.TEXT)
    else:
        yield from (row for row in (_row(row, columns) for row in table.rows) if row)


def _row(row: Row, columns: Sequence[int]) -> Placed | None:
    """One cell for each column; the text of merged cells stands in the first. None without words."""
    texts_in: dict[int, list[Words]] = {}
    for cell in row.cells:
        texts_in.setdefault(cell.column, []).extend(one.words for one in texts_of(cell.blocks))
    cells = [joined(texts_in.get(column, ())) for column in columns]
    first = next((cell for cell in cells if not cell.is_blank), None)
    if first is None:
        return None
    return Placed(ParagraphKind.ROW, tuple(cells), row.is_head or first.bold, centred=False)


class _Closing:
    """Recipients and signature that are paragraphs, not a table; open from the first to the end."""

    def __init__(self) -> None:
        self.is_open = False
        self._kind = ParagraphKind.SIGNATURE
        self._columns = Columns()

    def add(self, block: TextBlock) -> None:
        """Takes one paragraph: a line of either, or of both with a tab between."""
        self.is_open = True
        for line in lines_of(block):
            first, *others = halves(line)
            text = first.written()[0]
            self._kind = self._kind_of(text, line, block, alone=not others)
            parts = [placed(first, self._kind, block)]
            parts += [placed(part, ParagraphKind.SIGNATURE, block) for part in others]
            self._columns.add(parts, int(self._kind is ParagraphKind.SIGNATURE))

    def end(self) -> list[Placed]:
        """All lines taken, after which the body goes on."""
        self.is_open, self._kind = False, ParagraphKind.SIGNATURE
        return self._columns.taken()

    def _kind_of(self, text: str, line: Words, block: TextBlock, *, alone: bool) -> ParagraphKind:
        if begins_recipients(text):
            return ParagraphKind.RECIPIENTS
        if begins_signature(text):
            return ParagraphKind.SIGNATURE
        apart = is_set_apart(line, block) or block.centred or text.isupper()
        if alone and apart and not text.startswith(_DASHES):
            return ParagraphKind.SIGNATURE
        return self._kind if alone else ParagraphKind.RECIPIENTS


def _begins_closing(block: TextBlock) -> bool:
    return any(begins_recipients(text) or begins_signature(text) for text in texts(block))


def _ends_closing(block: Block) -> bool:
    """True where an appendix, an attached document, a new page or running text begins."""
    if isinstance(block, Table):
        return block.starts_page
    if _begins_closing(block):
        return False
    first = next(texts(block), "")
    titled = begins_appendix(first) or is_type_line(first)
    return block.starts_page or titled or _is_running_text(first)


def _is_running_text(line: str) -> bool:
    """True for what neither a list of recipients nor a signature holds: headings, long paragraphs."""
    mark = mark_of(line)
    return len(line) > _CLOSING_LINE or (mark is not None and mark.rank <= Rank.ARTICLE)


def text_lines(block: TextBlock) -> Iterator[Placed]:
    """The paragraphs that a body paragraph is read as: most often one, its lines joined."""
    groups: list[list[Words]] = []
    for line in lines_of(block):
        if groups and not _parts(groups[-1][-1], line, centred=block.centred):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        yield placed(joined(group), ParagraphKind.TEXT, block)


def _parts(last: Words, line: Words, *, centred: bool) -> bool:
    """True if a line break begins a new paragraph rather than only a new line of a title."""
    before, after = last.written()[0], line.written()[0]
    if is_type_line(before) or is_type_line(after):
        return True
    mark, above = mark_of(after), mark_of(before)
    if centred:
        alone = above and above.rank <= Rank.SECTION_WORD and above.end >= len(before)
        return bool(mark or alone) or (after.startswith("(") and last.bold is not line.bold)
    return bool(_ENDS.search(before)) or (mark is not None and above is not None)
