"""Glyphs of a page gathered into printed lines, and lines into text that remembers its glyphs.

A line is one baseline; raised marks belong to the line they rise from. A line falls into segments
where the gap is too wide for a space: the two columns of a letterhead share baselines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from kb.ingest.rawpage import Glyph, RawPage, has_space
from kb.vietnamese.normalise import normalise

_SAME_BASELINE = 1.0  # points
_ATTACH = 0.45  # of the font size: a footnote mark rises by 0.33 to 0.4, the next line is 1.15 away
_RAISED = 0.15  # of the font size
_SMALL = 0.9  # a mark's size against its line's
_COLUMN_GAP = 1.8  # of the font size; a justified space stays below 1.5


@dataclass(frozen=True)
class Segment:
    """Glyphs of one line with no column gap between them, from left to right."""

    page: int
    glyphs: tuple[Glyph, ...]
    y: float
    size: float

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.glyphs[-1].right

    @property
    def bold(self) -> bool:
        """True if most glyphs are bold."""
        return sum(glyph.bold for glyph in self.glyphs) * 2 > len(self.glyphs)

    def is_raised(self, glyph: Glyph) -> bool:
        """True for a glyph set small above the baseline: a footnote mark, an exponent."""
        return self.y - glyph.y > _RAISED * self.size and glyph.size < _SMALL * self.size

    @cached_property
    def text(self) -> str:
        """The segment's text, normalised, spaces between words."""
        return normalise(text_of(self.glyphs))


def text_of(glyphs: Sequence[Glyph]) -> str:
    """Glyphs from left to right as text, a space where the print shows one."""
    parts = [glyph.text for glyph in glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        parts.append(f" {glyph.text}" if has_space(before, glyph) else glyph.text)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """All segments on one baseline, from left to right; at least one."""

    segments: tuple[Segment, ...]

    @property
    def page(self) -> int:
        """Physical page, from 1."""
        return self.segments[0].page

    @property
    def y(self) -> float:
        """Baseline in points from the top of the page."""
        return self.segments[0].y

    @property
    def left(self) -> float:
        """Left edge of the first segment."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Right edge of the last segment."""
        return self.segments[-1].right

    @property
    def size(self) -> float:
        """Font size of the line."""
        return self.segments[0].size

    @property
    def text(self) -> str:
        """All segments, joined by a space."""
        return " ".join(segment.text for segment in self.segments)


def lines_of(page: RawPage, glyphs: Iterable[Glyph] | None = None) -> list[PrintedLine]:
    """The printed lines of a page (or of some of its glyphs), from top to bottom."""
    runs = _runs(page.glyphs if glyphs is None else glyphs)
    gathered: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda run: -max(glyph.size for glyph in run)):
        line = _line_for(run, gathered)
        if line is None:
            gathered.append(list(run))
        else:
            line.extend(run)
    lines = [_printed_line(page.number, glyphs) for glyphs in gathered]
    return sorted(lines, key=lambda line: (line.y, line.left))


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow each other in the content stream on one baseline."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        same = last is not None and abs(last.y - glyph.y) < _SAME_BASELINE
        if last is not None and same and abs(last.size - glyph.size) < _SAME_BASELINE:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _line_for(run: list[Glyph], lines: list[list[Glyph]]) -> list[Glyph] | None:
    """The nearest line that this run can belong to: close in height and not printed over it."""
    y = run[0].y
    near = [line for line in lines if abs(line[0].y - y) < _ATTACH * line[0].size]
    free = [line for line in near if not _overprints(run, line)]
    return min(free, key=lambda line: abs(line[0].y - y), default=None)


def _overprints(run: list[Glyph], line: list[Glyph]) -> bool:
    left, right = run[0].left, run[-1].right
    slack = 0.3 * run[0].size
    return any(glyph.left < right - slack and glyph.right > left + slack for glyph in line)


def _printed_line(page: int, glyphs: list[Glyph]) -> PrintedLine:
    y, size = glyphs[0].y, median(glyph.size for glyph in glyphs)
    size = max(size, glyphs[0].size)
    ordered = sorted(glyphs, key=lambda glyph: glyph.left)
    groups = [[ordered[0]]]
    for before, glyph in pairwise(ordered):
        if glyph.left - before.right > _COLUMN_GAP * size:
            groups.append([])
        groups[-1].append(glyph)
    return PrintedLine(tuple(Segment(page, tuple(group), y, _size_of(group)) for group in groups))


def _size_of(glyphs: list[Glyph]) -> float:
    """The size of most of the glyphs; marks and exponents are few."""
    return max(glyph.size for glyph in glyphs) if len(glyphs) < 3 else _mode(glyphs)


def _mode(glyphs: list[Glyph]) -> float:
    sizes = [round(glyph.size, 1) for glyph in glyphs]
    return max(set(sizes), key=lambda size: (sizes.count(size), size))
