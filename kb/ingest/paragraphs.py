"""Lines joined into paragraphs, also across pages.

The strongest evidence is a word that would have fitted: where the first word of a line had room at
the end of the line before, the break was meant. After that come a wider gap, an indent, and the
numbering mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from kb.ingest.layout import FlowLine, PageFrame, Zone
from kb.ingest.lines import Segment
from kb.ingest.numbering import Rank, mark_of
from kb.ingest.tables import TableRow
from kb.ingest.wording import is_type_line

_GAP = 1.12  # of the leading; paragraphs are set 1.2 to 1.6 apart, lines of one vary by 0.02
_GAP_WITH_MARKS = 1.25  # browsers push lines with raised marks apart (1.17)
_INDENT = 0.8  # of the font size
_FITS_SLACK = 0.5  # of the font size
_TERMINAL = re.compile(r"[.;:!?…/”\"’)]$")


class ParagraphKind(Enum):
    """Where a paragraph was found."""

    LETTERHEAD = auto()
    TEXT = auto()
    ROW = auto()
    NOTE = auto()
    RECIPIENTS = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Printed lines that make one paragraph, or the cells of one table row.

    `cells` groups the segments by cell for a row, and is one group for everything else. `centred`
    and `bold` speak of the first line.
    """

    kind: ParagraphKind
    cells: tuple[tuple[Segment, ...], ...]
    centred: bool = False
    bold: bool = False

    @property
    def segments(self) -> Iterator[Segment]:
        """All lines, cell by cell."""
        return (segment for cell in self.cells for segment in cell)

    @property
    def text(self) -> str:
        """A plain reading for deciding on structure; `compose` makes the text that is kept."""
        return "\t".join(" ".join(line.text for line in cell) for cell in self.cells)

    @property
    def page(self) -> int:
        """The page of the first line."""
        return next(self.segments).page


_KINDS = {
    Zone.LETTERHEAD: ParagraphKind.LETTERHEAD,
    Zone.BODY: ParagraphKind.TEXT,
    Zone.NOTE: ParagraphKind.NOTE,
    Zone.RECIPIENTS: ParagraphKind.RECIPIENTS,
    Zone.SIGNATURE: ParagraphKind.SIGNATURE,
}


def paragraphs_of(items: Sequence[FlowLine | TableRow], frame: PageFrame) -> list[Paragraph]:
    """The paragraphs and table rows of a flow, in order."""
    leading = _leading(items)
    found: list[Paragraph] = []
    group: list[FlowLine] = []
    for item in items:
        if isinstance(item, FlowLine) and group and not _starts(item, group, frame, leading):
            group.append(item)
            continue
        found += _closed(group, frame)
        group = [item] if isinstance(item, FlowLine) else []
        if isinstance(item, TableRow):
            _add_row(found, item)
    return [*found, *_closed(group, frame)]


def _closed(group: list[FlowLine], frame: PageFrame) -> list[Paragraph]:
    if not group:
        return []
    first = group[0].segment
    segments = tuple(line.segment for line in group)
    return [
        Paragraph(_KINDS[group[0].zone], (segments,), is_centred(first, frame), first.bold),
    ]


def _add_row(found: list[Paragraph], row: TableRow) -> None:
    """Adds a row; one whose first cell is empty at a page's top continues the row before it."""
    cells = tuple(
        tuple(segment for line in cell for segment in line.segments) for cell in row.cells
    )
    last = found[-1] if found else None
    if last and last.kind is ParagraphKind.ROW and _continues(last, row, cells):
        joined = tuple((*one, *two) for one, two in zip(last.cells, cells, strict=True))
        found[-1] = Paragraph(ParagraphKind.ROW, joined, bold=last.bold)
    else:
        first = next((segment for cell in cells for segment in cell), None)
        found.append(Paragraph(ParagraphKind.ROW, cells, bold=bool(first and first.bold)))


def _continues(last: Paragraph, row: TableRow, cells: tuple[tuple[Segment, ...], ...]) -> bool:
    next_page = max(segment.page for segment in last.segments) == row.page - 1
    return next_page and len(last.cells) == len(cells) and bool(last.cells[0]) and not cells[0]


def _leading(items: Sequence[FlowLine | TableRow]) -> dict[float, float]:
    """The usual distance of baselines within a paragraph for each font size, in points.

    A line that begins with a small letter goes on with the paragraph, so that a document of one-line
    paragraphs does not pass their distance off as its leading.
    """
    within: dict[float, Counter[float]] = {}
    anywhere: dict[float, Counter[float]] = {}
    for one, two in pairwise(items):
        if isinstance(one, FlowLine) and isinstance(two, FlowLine) and one.zone is two.zone:
            above, below = one.segment, two.segment
            if above.page == below.page and above.size == below.size and above.y < below.y:
                distance = round(below.y - above.y, 1)
                anywhere.setdefault(above.size, Counter())[distance] += 1
                if _lower_start(below.text):
                    within.setdefault(above.size, Counter())[distance] += 1
    return {size: _smallest_common(gaps) for size, gaps in (anywhere | within).items()}


def _smallest_common(gaps: Counter[float]) -> float:
    """The smallest distance that is not rare: lines of one paragraph stand closest."""
    usual = [gap for gap, count in gaps.items() if count >= 0.2 * max(gaps.values())]
    return min(usual)


def is_centred(segment: Segment, frame: PageFrame) -> bool:
    """True for a line set in the middle with room on both sides."""
    before, after = segment.left - frame.left, frame.right - segment.right
    return min(before, after) > 0.8 * segment.size and is_balanced(segment, frame)


def is_balanced(segment: Segment, frame: PageFrame) -> bool:
    """True for a line with as much room before as behind it, if only a little: a full line, too."""
    before, after = segment.left - frame.left, frame.right - segment.right
    return abs(before - after) < 2 * segment.size


def _starts(
    line: FlowLine, group: list[FlowLine], frame: PageFrame, leading: dict[float, float]
) -> bool:
    """True if `line` begins a new paragraph after the lines of `group`."""
    last = group[-1]
    if line.zone is not last.zone:
        return True
    match line.zone:
        case Zone.LETTERHEAD | Zone.SIGNATURE:
            return True
        case Zone.RECIPIENTS:
            return _starts_recipient(line, group)
        case Zone.NOTE:
            return False  # notes are told apart by their numbers
    return _starts_in_body(line.segment, group, frame, leading)


def _starts_recipient(line: FlowLine, group: list[FlowLine]) -> bool:
    text = line.segment.text
    return (len(group) == 1 and group[0].segment.text.endswith(":")) or text[:1] in "-–+•*"


def _starts_in_body(
    line: Segment, group: list[FlowLine], frame: PageFrame, leading: dict[float, float]
) -> bool:
    last = group[-1].segment
    if is_type_line(last.text) or is_type_line(line.text):
        return True
    if is_centred(line, frame) and _may_be_title(last, frame):
        return not _same_title(line, last, leading)
    if is_centred(last, frame) and _changes_weight(line, last):
        return True
    if _would_have_fitted(line, last, frame):
        return True
    if last.page != line.page:
        return _starts_on_new_page(line, last, group[0].segment, frame)
    gap = _GAP_WITH_MARKS if _has_marks(line) or _has_marks(last) else _GAP
    if line.y - last.y > gap * leading.get(line.size, line.size * 1.3):
        return True
    if _is_indented(line, last, group) or (_is_marked(line) and _ends(last)):
        return True
    beside = len(group) == 1 and _is_beside(line, last, frame)
    return beside and (_is_marked(line) or _changes_weight(line, last))


def _has_marks(segment: Segment) -> bool:
    return any(segment.is_raised(glyph) for glyph in segment.glyphs)


def _may_be_title(last: Segment, frame: PageFrame) -> bool:
    """True for a centred line, or one that fills its line and breaks off: "(kèm theo … Tỉnh ủy"."""
    return is_centred(last, frame) or (is_balanced(last, frame) and not _ends(last))


def _same_title(line: Segment, last: Segment, leading: dict[float, float]) -> bool:
    """Centred lines of one heading: same page, weight and size, no extra gap, no mark of its own."""
    if line.page != last.page or line.bold is not last.bold or line.size != last.size:
        return False
    mark = mark_of(last.text)
    if mark_of(line.text) or (
        mark and mark.rank <= Rank.SECTION_WORD and mark.end >= len(last.text)
    ):
        return False
    return line.y - last.y <= _GAP * leading.get(line.size, line.size * 1.3)


def _changes_weight(line: Segment, last: Segment) -> bool:
    """True where a line all bold stands over "(kèm theo …" or over a new sentence without bold."""
    if _lower_start(line.text) and not line.text.startswith("("):
        return False
    bold = all(glyph.bold for glyph in last.glyphs)
    return bold and not any(glyph.bold for glyph in line.glyphs)


def _would_have_fitted(line: Segment, last: Segment, frame: PageFrame) -> bool:
    """True if the first word of `line` had room at the end of `last`: the break was meant."""
    word_end = next(
        (before.right for before, glyph in pairwise(line.glyphs) if glyph.space_before), line.right
    )
    needed = word_end - line.left + 0.3 * line.size
    return last.right + needed < frame.right - _FITS_SLACK * line.size


def _starts_on_new_page(line: Segment, last: Segment, first: Segment, frame: PageFrame) -> bool:
    text = line.text
    if _lower_start(text):
        return False
    if mark_of(text) or line.left - frame.left > _INDENT * line.size:
        return not (first.left >= line.left and not mark_of(text) and not _ends(last))
    return _ends(last)


def _is_indented(line: Segment, last: Segment, group: list[FlowLine]) -> bool:
    """True for a first-line indent; the second line of a hanging paragraph is none."""
    if line.left - last.left <= _INDENT * line.size:
        return False
    hanging = len(group) == 1 and mark_of(last.text) is not None
    return not hanging or mark_of(line.text) is not None


def _is_beside(line: Segment, last: Segment, frame: PageFrame) -> bool:
    """True for two lines with one indent: the second line of a paragraph goes back to the margin."""
    indented = line.left - frame.left > _INDENT * line.size
    return indented and abs(line.left - last.left) < 0.3 * line.size


def _is_marked(line: Segment) -> bool:
    mark = mark_of(line.text)
    return mark is not None and not (
        mark.rank in (Rank.DASH, Rank.PLUS) and _lower_start(line.text[mark.end :])
    )


def _lower_start(text: str) -> bool:
    letters = text.lstrip("-–+ “\"'(")
    return letters[:1].islower() and mark_of(text.lstrip("-–+ ")) is None


def _ends(last: Segment) -> bool:
    return bool(_TERMINAL.search(last.text))
