"""The division tree, decided by numbering in sequence.

A mark counts only where it continues a series (or begins one with 1, I, a): a line that merely
starts with a number stays running text. A style already open is a sibling; a new style opens below,
by its usual rank, or below a paragraph that ends with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.document import Division, DivisionKind, Span
from kb.ingest.compose import Block
from kb.ingest.endings import SIGNED, closing_blocks
from kb.ingest.numbering import Mark, Rank, mark_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.wording import is_type_line

_LEGAL_BASIS = re.compile(r"(Căn cứ|Xét|Theo|Thực hiện)\b")
_TITLE_LIMIT = 300  # characters; a longer first paragraph is running text, not a heading
_MAX_SKIP = 2  # a number left out by the drafter; more is no series
_CARRIERS = (Rank.LETTER, Rank.PAREN, Rank.DASH, Rank.PLUS)
_WORDED = (Rank.APPENDIX, Rank.PART, Rank.CHAPTER, Rank.SECTION_WORD)


@dataclass(slots=True)
class _Node:
    """A division being built. `start` and `end` are block indices, end exclusive."""

    kind: DivisionKind
    part: str
    number: str
    start: int
    mark: Mark | None = None
    title: str = ""
    end: int = 0
    children: list[_Node] = field(default_factory=list)

    @property
    def rank(self) -> int:
        return self.mark.rank if self.mark else -1


@dataclass(frozen=True, slots=True)
class Structure:
    """The divisions in reading order, and the path of the deepest division of each block."""

    divisions: tuple[Division, ...]
    owners: tuple[tuple[str, ...], ...]


def structure_of(text: str, blocks: Sequence[Block]) -> Structure:
    """Builds the division tree over the blocks of a composed text."""
    builder = _Builder(text, blocks)
    for index, block in enumerate(blocks):
        builder.take(index, block)
    return _finished(builder.roots, text, blocks)


class _Builder:
    """Takes blocks one by one and hangs each under the right division."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text, self.blocks = text, blocks
        self.roots: list[_Node] = []
        self.stack: list[_Node] = []
        self.first = 0  # the root where the document begins, or one attached to it
        self.tail = closing_blocks(text, blocks)

    def take(self, index: int, block: Block) -> None:
        """Places one block: a new division, or more text of the open one."""
        if block.note is not None:
            self._note(index, block.note)
        elif self._is_closing(index, block):
            self._closing(index)
        elif self._is_attached(block):
            self.stack, self.first = [], len(self.roots)
            self._front(index)
        elif not (block.kind is ParagraphKind.TEXT and self._numbered(index, block)):
            self._running_text(index)
        for node in self.stack:
            node.end = index + 1

    def _is_closing(self, index: int, block: Block) -> bool:
        if block.kind in SIGNED:
            return True
        return block.kind is ParagraphKind.TEXT and index in self.tail

    def _is_attached(self, block: Block) -> bool:
        """True for the type line of a regulation that follows the decision which issues it."""
        closed = bool(self.stack) and self.stack[0].kind is DivisionKind.CLOSING
        return (
            closed and block.kind is ParagraphKind.TEXT and is_type_line(block.span.of(self.text))
        )

    def _closing(self, index: int) -> None:
        if not (self.stack and self.stack[0].kind is DivisionKind.CLOSING):
            self.stack = []
            self._push(_Node(DivisionKind.CLOSING, "ket-thuc", "", index))

    def _note(self, index: int, number: str) -> None:
        if not self.stack:
            self._front(index)
        node = _Node(DivisionKind.FOOTNOTE, f"fn{number}", number, index, end=index + 1)
        self.stack[-1].children.append(node)

    def _front(self, index: int) -> None:
        self._push(_Node(DivisionKind.FRONT, "mo-dau", "", index))

    def _running_text(self, index: int) -> None:
        """Unnumbered text: a heading's second line, or text of the open level above dashes."""
        if not self.stack:
            self._front(index)
        elif self._titles(index):
            self.stack[-1].title = _joined(self.stack[-1].title, self._text(index))
        elif self.blocks[index].kind is ParagraphKind.TEXT and not self._introduced(index):
            while len(self.stack) > 1 and self.stack[-1].rank in _CARRIERS:
                self.stack.pop()

    def _titles(self, index: int) -> bool:
        """True if the block is the title line under "Chương II" or "PHỤ LỤC 1"."""
        top, block = self.stack[-1], self.blocks[index]
        near = top.rank in _WORDED and top.end == index and not top.children
        return near and block.centred and (block.bold or self._text(index).isupper())

    def _introduced(self, index: int) -> bool:
        """True if the paragraph before it (not its notes) ended with a colon, and so holds this one."""
        above = index - 1
        while above >= 0 and self.blocks[above].note is not None:
            above -= 1
        return above >= 0 and self._text(above).endswith(":")

    def _numbered(self, index: int, block: Block) -> bool:
        text = self._text(index)
        mark = mark_of(text)
        if mark is None or not self._may_begin(mark, block, index):
            return False
        depth = self._depth_for(mark, index)
        series = self._series(depth, mark)
        if not _continues(series, mark):
            return False
        self.stack = self.stack[:depth]
        number, part = _named(mark, series)
        kind = _kind(mark, [node.kind for node in self.stack])
        title = text[mark.end :].strip() if len(text) <= _TITLE_LIMIT else ""
        self._push(_Node(kind, part, number, index, mark, title))
        return True

    def _may_begin(self, mark: Mark, block: Block, index: int) -> bool:
        """Dashes of legal bases and addressees stay in the front; words like "Mục 1" must stand out."""
        text = self._text(index)
        top = self.stack[0].kind if self.stack else DivisionKind.FRONT
        if mark.rank in (Rank.DASH, Rank.PLUS):
            if top is DivisionKind.CLOSING:
                return False  # recipients that go on overleaf
            return top is not DivisionKind.FRONT or not (
                _LEGAL_BASIS.match(text[mark.end :]) or self._addressed(index)
            )
        if mark.rank in _WORDED:
            return block.centred or block.bold or text.isupper()
        return True

    def _addressed(self, index: int) -> bool:
        """True for the dashes that go on with "Kính gửi: - Đảng ủy các xã, phường,"."""
        above = index - 1
        while above >= 0 and (mark := mark_of(self._text(above))) and mark.rank is Rank.DASH:
            above -= 1
        return above >= 0 and self._text(above).startswith("Kính gửi")

    def _depth_for(self, mark: Mark, index: int) -> int:
        """How many open divisions stay open above a new one with this mark."""
        for depth, node in enumerate(self.stack):
            if node.rank == mark.rank:
                return depth
        depth = len(self.stack)
        while depth and not self._holds(self.stack[depth - 1], mark, index):
            depth -= 1
        return depth

    def _holds(self, node: _Node, mark: Mark, index: int) -> bool:
        if node.kind in (DivisionKind.FRONT, DivisionKind.CLOSING):
            return False
        return node.rank < mark.rank or (
            node.rank in _CARRIERS
            and mark.rank in _CARRIERS
            and node.end == index
            and self._introduced(index)
        )

    def _series(self, depth: int, mark: Mark) -> list[_Node]:
        siblings = self.stack[depth - 1].children if depth else self.roots[self.first :]
        return [node for node in siblings if node.mark and node.mark.rank == mark.rank]

    def _push(self, node: _Node) -> None:
        siblings = self.stack[-1].children if self.stack else self.roots
        twins = sum(other.part == node.part or other.part.startswith(f"{node.part}~")
                    for other in siblings)  # fmt: skip
        if twins:
            node.part = f"{node.part}~{twins + 1}"
        siblings.append(node)
        self.stack.append(node)

    def _text(self, index: int) -> str:
        return self.blocks[index].span.of(self.text)


def _continues(series: list[_Node], mark: Mark) -> bool:
    """True if the mark is the next of its series, or begins one."""
    if mark.rank in (Rank.DASH, Rank.PLUS) or not mark.number:
        return True
    last = series[-1].mark if series else None
    if last is None or last.prefix != mark.prefix:
        return mark.value == 1 or mark.rank in (Rank.APPENDIX, Rank.ARTICLE)
    if mark.rank is Rank.ARTICLE:
        return mark.value > last.value
    return last.value < mark.value <= last.value + _MAX_SKIP or mark.value == 1


def _named(mark: Mark, series: list[_Node]) -> tuple[str, str]:
    """The number to show and the path component."""
    if mark.rank in (Rank.DASH, Rank.PLUS):
        count = str(len(series) + 1)
        return count, f"{'-' if mark.rank is Rank.DASH else '+'}{count}"
    prefix = {
        Rank.APPENDIX: "phu-luc-",
        Rank.PART: "phan-",
        Rank.CHAPTER: "chuong-",
        Rank.SECTION_WORD: "muc-",
        Rank.ARTICLE: "dieu-",
    }.get(mark.rank, "")
    number = f"({mark.number})" if mark.rank is Rank.PAREN else mark.number
    slug = mark.number.replace(" ", "-") if prefix else number
    return number, f"{prefix}{slug}".rstrip("-")


def _kind(mark: Mark, above: list[DivisionKind]) -> DivisionKind:
    in_article = DivisionKind.ARTICLE in above
    match mark.rank:
        case Rank.ROMAN:
            return DivisionKind.SECTION if DivisionKind.PART in above else DivisionKind.PART
        case Rank.DECIMAL_1 if in_article:
            return DivisionKind.CLAUSE
        case Rank.DECIMAL_1:
            nested = DivisionKind.SECTION in above
            return DivisionKind.SUBSECTION if nested else DivisionKind.SECTION
        case Rank.DECIMAL_2 | Rank.DECIMAL_3 | Rank.DECIMAL_4:
            return DivisionKind.CLAUSE if in_article else DivisionKind.SUBSECTION
    return _FIXED_KINDS[mark.rank]


_FIXED_KINDS = {
    Rank.APPENDIX: DivisionKind.APPENDIX,
    Rank.PART: DivisionKind.PART,
    Rank.CHAPTER: DivisionKind.CHAPTER,
    Rank.SECTION_WORD: DivisionKind.SECTION,
    Rank.ARTICLE: DivisionKind.ARTICLE,
    Rank.PAREN: DivisionKind.POINT,
    Rank.LETTER: DivisionKind.POINT,
    Rank.DASH: DivisionKind.DASH,
    Rank.PLUS: DivisionKind.PLUS,
}


def _joined(title: str, more: str) -> str:
    return f"{title} {more}".strip()


def _finished(roots: list[_Node], text: str, blocks: Sequence[Block]) -> Structure:
    divisions: list[Division] = []
    owners: list[tuple[str, ...]] = [()] * len(blocks)

    def visit(node: _Node, above: tuple[str, ...]) -> None:
        path = (*above, node.part)
        span = Span(blocks[node.start].span.start, blocks[node.end - 1].span.end)
        divisions.append(Division(path, node.kind, node.number, _title(node, text, blocks), span))
        owners[node.start : node.end] = [path] * (node.end - node.start)
        for child in node.children:
            visit(child, path)

    for root in roots:
        visit(root, ())
    return Structure(tuple(divisions), tuple(owners))


def _title(node: _Node, text: str, blocks: Sequence[Block]) -> str:
    """The heading of a division, "" where its first paragraph is running text.

    Worded levels and bold paragraphs are headings; another paragraph is one if divisions stand
    under it, since it then introduces them.
    """
    if node.rank in _WORDED or blocks[node.start].bold:
        return node.title
    below = any(child.kind is not DivisionKind.FOOTNOTE for child in node.children)
    first_line = node.rank == Rank.ARTICLE and node.end - node.start > 1
    return node.title if below or first_line else ""
