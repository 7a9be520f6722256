"""Pages read in order: letterhead and signature column by column, tables by rows, notes apart.

Takes the glyphs of all pages and gives one flow of lines, each in its zone, as a person reads them.
Layout facts: Hướng dẫn 36-HD/VPTW (letterhead in two columns, recipients beside the signature).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from kb.document import Dropped
from kb.ingest.furniture import is_ornament, within_page, without_furniture
from kb.ingest.lines import PrintedLine, Segment, lines_of
from kb.ingest.notes import RETURN_ARROWS, note_area_top
from kb.ingest.pdf import RawPage
from kb.ingest.tables import Grid, TableRow, grids_of, rows_of
from kb.ingest.wording import begins_appendix, begins_recipients, begins_signature, is_type_line


class Zone(Enum):
    """The part of the document that a line belongs to."""

    LETTERHEAD = auto()
    BODY = auto()
    NOTE = auto()
    RECIPIENTS = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line in reading order. A body line holds all its segments as one."""

    segment: Segment
    zone: Zone


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The type area of the document in points: where lines begin and end."""

    left: float
    right: float

    @property
    def centre(self) -> float:
        """The middle between the margins."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole document in reading order; `notes` keeps the footnote lines of all pages apart."""

    items: tuple[FlowLine | TableRow, ...]
    notes: tuple[FlowLine, ...]
    frame: PageFrame
    dropped: tuple[Dropped, ...]


_FIRST_IN_LIST = re.compile(r"^1[.)]\s")
_FEW_LINES = 6  # on all pages; among so few, the longest line is no stray one
_NARROW_COLUMN_GAP = 0.6  # of the font size; in a letterhead, where a word space is 0.25
_LETTERHEAD_SHARE = 0.45  # of page 1, below which no letterhead reaches


def read_flow(pages: Sequence[RawPage]) -> Flow:
    """All lines of the document in reading order."""
    pages, cropped = within_page(pages)
    grids = [grids_of(page) for page in pages]
    lines = [_free_lines(page, found) for page, found in zip(pages, grids, strict=True)]
    lines, dropped = without_furniture(pages, lines)
    frame = _frame(pages, lines)
    lines, endnotes = _part_endnotes(lines)
    bodies, notes = _part_notes(pages, lines, frame)
    notes += endnotes
    items: list[FlowLine | TableRow] = []
    for page, found, body in zip(pages, grids, bodies, strict=True):
        items += _with_tables(page, found, _zoned(page, body))
    items, repeated = _without_repeated_heads(items)
    kept, ornaments = _without_ornaments(items)
    return Flow(tuple(kept), tuple(notes), frame, (*cropped, *dropped, *repeated, *ornaments))


def _free_lines(page: RawPage, grids: list[Grid]) -> list[PrintedLine]:
    """The lines outside tables."""
    if not grids:
        return lines_of(page)
    outside = [glyph for glyph in page.glyphs if not any(grid.holds(glyph) for grid in grids)]
    return lines_of(page, outside)


def _frame(pages: Sequence[RawPage], lines: Sequence[list[PrintedLine]]) -> PageFrame:
    """The margins that most lines keep; a document without lines has the page's own width."""
    lefts = Counter(round(line.left) for page in lines for line in page)
    rights = sorted(line.right for page in lines for line in page)
    if not rights:
        return PageFrame(0.0, max((page.width for page in pages), default=0.0))
    usual = [left for left, count in lefts.items() if count >= max(2, 0.1 * lefts.total())]
    left = min(usual) if usual else lefts.most_common(1)[0][0]
    last = len(rights) - 1
    return PageFrame(float(left), rights[last if last < _FEW_LINES else int(0.95 * last)])


def _part_notes(
    pages: Sequence[RawPage], lines: Sequence[list[PrintedLine]], frame: PageFrame
) -> tuple[list[list[PrintedLine]], list[FlowLine]]:
    bodies: list[list[PrintedLine]] = []
    notes: list[FlowLine] = []
    for page, page_lines in zip(pages, lines, strict=True):
        top = note_area_top(page, page_lines, frame.left, continued=bool(notes))
        cut = page.height if top is None else top
        bodies.append([line for line in page_lines if line.y <= cut])
        below = (line for line in page_lines if line.y > cut)
        notes += [FlowLine(_whole(line), Zone.NOTE) for line in below]
    return bodies, notes


def _part_endnotes(
    lines: Sequence[list[PrintedLine]],
) -> tuple[list[list[PrintedLine]], list[FlowLine]]:
    """A browser's list of notes behind the document, known by its return arrows."""
    flat = [line for page in lines for line in page]
    arrows = [index for index, line in enumerate(flat) if RETURN_ARROWS[0] in line.text]
    heads = [index for index, line in enumerate(flat) if _FIRST_IN_LIST.match(line.text)]
    before = [index for index in heads if arrows and index <= arrows[0]]
    if not before:
        return list(lines), []
    tail = flat[before[-1] :]
    kept = [[line for line in page if line not in tail] for page in lines]
    return kept, [FlowLine(_whole(line), Zone.NOTE) for line in tail]


def _whole(line: PrintedLine) -> Segment:
    glyphs = tuple(glyph for segment in line.segments for glyph in segment.glyphs)
    return Segment(line.page, glyphs, line.y, line.size)


def _zoned(page: RawPage, lines: list[PrintedLine]) -> list[FlowLine]:
    head = _letterhead_end(page, lines) if page.number == 1 else 0
    foot = _closing_start(lines)
    end = _closing_end(lines, foot)
    body = [FlowLine(_whole(line), Zone.BODY) for line in lines[head:foot]]
    after = [FlowLine(_whole(line), Zone.BODY) for line in lines[end:]]
    return [
        *_by_columns(page, lines[:head], Zone.LETTERHEAD, Zone.LETTERHEAD),
        *body,
        *_by_columns(page, lines[foot:end], Zone.RECIPIENTS, Zone.SIGNATURE),
        *after,
    ]


def _letterhead_end(page: RawPage, lines: list[PrintedLine]) -> int:
    """Index of the first line after the letterhead: the type line, or what follows number and date."""
    end = 0
    for index, line in enumerate(lines):
        if line.y > _LETTERHEAD_SHARE * page.height or _begins_closing(line):
            break
        if len(line.segments) == 1 and is_type_line(line.text):
            return index
        if len(line.segments) > 1 or _is_number_line(line.text):
            end = index + 1
    return end


def _is_number_line(text: str) -> bool:
    return bool(re.match(r"^S[ốô]\s*:?\s*[\d.…]*\s*[-–]", text))


def _closing_start(lines: list[PrintedLine]) -> int:
    """Index of the line where recipients and signature begin; the number of lines without any."""
    starts = (index for index, line in enumerate(lines) if _begins_closing(line))
    return next(starts, len(lines))


def _begins_closing(line: PrintedLine) -> bool:
    texts = [part.text for part in line.segments]
    return any(begins_recipients(text) or begins_signature(text) for text in texts)


def _closing_end(lines: list[PrintedLine], start: int) -> int:
    """Index of the line that begins an appendix or an attached document under the signature."""
    for index in range(start, len(lines)):
        if begins_appendix(lines[index].text) or is_type_line(lines[index].text):
            return index
    return len(lines)


def _by_columns(
    page: RawPage, lines: list[PrintedLine], left_zone: Zone, right_zone: Zone
) -> Iterator[FlowLine]:
    """Left column first, then the right; a line across the middle stands by itself."""
    left: list[FlowLine] = []
    right: list[FlowLine] = []
    for segment in (segment for line in lines for segment in _rejoined(page, line)):
        if begins_signature(segment.text):
            left_zone = left_zone if _is_right(page, segment) else right_zone
        if _is_across(page, segment):
            yield from (*left, *right, FlowLine(segment, left_zone))
            left, right = [], []
        elif _is_right(page, segment):
            right.append(FlowLine(segment, right_zone))
        else:
            left.append(FlowLine(segment, left_zone))
    yield from (*left, *right)


def _rejoined(page: RawPage, line: PrintedLine) -> list[Segment]:
    """A line's left part and right part; a wide gap inside one column is a gap, not a column."""
    sides: list[list[Segment]] = [[], []]
    for segment in (part for whole in line.segments for part in _halves(page, whole)):
        sides[_is_right(page, segment)].append(segment)
    return [_whole(PrintedLine(tuple(side))) for side in sides if side]


def _halves(page: RawPage, segment: Segment) -> list[Segment]:
    """Splits a segment whose columns all but meet, at its widest gap near the page's middle."""
    gaps = [
        (after.left - before.right, index)
        for index, (before, after) in enumerate(pairwise(segment.glyphs), start=1)
        if 0.35 * page.width < (before.right + after.left) / 2 < 0.62 * page.width
    ]
    width, at = max(gaps, default=(0.0, 0))
    if width < _NARROW_COLUMN_GAP * segment.size:
        return [segment]
    parts = (segment.glyphs[:at], segment.glyphs[at:])
    return [Segment(segment.page, part, segment.y, segment.size) for part in parts]


def _is_right(page: RawPage, segment: Segment) -> bool:
    return segment.left >= 0.46 * page.width or _middle(segment) > 0.52 * page.width


def _is_across(page: RawPage, segment: Segment) -> bool:
    centred = abs(_middle(segment) - page.width / 2) < 0.06 * page.width
    return centred and segment.right - segment.left > 0.2 * page.width


def _middle(segment: Segment) -> float:
    return (segment.left + segment.right) / 2


def _with_tables(
    page: RawPage, grids: list[Grid], lines: list[FlowLine]
) -> list[FlowLine | TableRow]:
    """Table rows set among the lines at their height."""
    items: list[FlowLine | TableRow] = []
    waiting = sorted((row for grid in grids for row in rows_of(page, grid)), key=lambda row: row.y)
    for line in lines:
        while waiting and line.zone is Zone.BODY and waiting[0].y < line.segment.y:
            items.append(waiting.pop(0))
        items.append(line)
    return [*items, *waiting]


def _without_repeated_heads(
    items: list[FlowLine | TableRow],
) -> tuple[list[FlowLine | TableRow], list[Dropped]]:
    """Table heads that come again at the top of the next page are dropped, and named."""
    kept: list[FlowLine | TableRow] = []
    dropped: list[Dropped] = []
    head: TableRow | None = None
    for item in items:
        after_row = bool(kept) and isinstance(kept[-1], TableRow)
        if isinstance(item, TableRow) and not after_row:
            head = item
        if isinstance(item, TableRow) and head and _repeats(head, item):
            dropped.append(Dropped(item.page, item.text, "repeated table head"))
        else:
            kept.append(item)
    return kept, dropped


def _repeats(head: TableRow, row: TableRow) -> bool:
    return row is not head and row.page > head.page and row.text == head.text


def _without_ornaments(
    items: Iterable[FlowLine | TableRow],
) -> tuple[list[FlowLine | TableRow], list[Dropped]]:
    kept: list[FlowLine | TableRow] = []
    dropped: list[Dropped] = []
    for item in items:
        if isinstance(item, FlowLine) and is_ornament(item.segment.text):
            dropped.append(Dropped(item.segment.page, item.segment.text, "ornament"))
        else:
            kept.append(item)
    return kept, dropped
