"""Ruled tables: the grid that the drawn lines make, and the lines of print in each of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.ingest.lines import PrintedLine, lines_of
from kb.ingest.pdf import Glyph, RawPage, Rule

_TOUCH = 4.0  # points between rules that meet
_MIN_LENGTH = 8.0  # points; shorter strokes belong to drawings


@dataclass(frozen=True, slots=True)
class Grid:
    """Column edges `xs` and row edges `ys` of one table, ascending, in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def holds(self, glyph: Glyph) -> bool:
        """True if the glyph is printed inside the table."""
        x, y = _centre(glyph)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the printed lines of each cell, empty cells included. `y` is its upper edge."""

    page: int
    y: float
    cells: tuple[tuple[PrintedLine, ...], ...]

    @property
    def text(self) -> str:
        """The cells' text, for comparing rows."""
        return "\t".join(" ".join(line.text for line in cell) for cell in self.cells)


def grids_of(page: RawPage) -> list[Grid]:
    """The tables of a page, from top to bottom; a frame of one column is no table."""
    rules = [rule for rule in page.rules if _length(rule) >= _MIN_LENGTH]
    grids = [_grid(group) for group in _connected(rules)]
    return sorted((grid for grid in grids if grid), key=lambda grid: grid.ys[0])


def rows_of(page: RawPage, grid: Grid) -> list[TableRow]:
    """The rows of a table that hold any text, from top to bottom."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in page.glyphs:
        if grid.holds(glyph):
            x, y = _centre(glyph)
            cells.setdefault((_slot(grid.ys, y), _slot(grid.xs, x)), []).append(glyph)
    columns = range(len(grid.xs) - 1)
    return [
        TableRow(
            page.number,
            grid.ys[row],
            tuple(tuple(lines_of(page, cells.get((row, column), ()))) for column in columns),
        )
        for row in sorted({row for row, _ in cells})
    ]


def _centre(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, glyph.y - 0.3 * glyph.size


def _slot(edges: Sequence[float], value: float) -> int:
    for index, (low, high) in enumerate(pairwise(edges)):
        if low <= value <= high:
            return index
    return len(edges) - 2


def _length(rule: Rule) -> float:
    return max(rule.right - rule.left, rule.bottom - rule.top)


def _connected(rules: list[Rule]) -> Iterable[list[Rule]]:
    """Groups of rules that touch, directly or through others."""
    left = list(rules)
    while left:
        group, reach = [left.pop()], 0
        while reach < len(group):
            touching = [rule for rule in left if _touch(rule, group[reach])]
            left = [rule for rule in left if rule not in touching]
            group += touching
            reach += 1
        yield group


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + _TOUCH
        and other.left <= one.right + _TOUCH
        and one.top <= other.bottom + _TOUCH
        and other.top <= one.bottom + _TOUCH
    )


def _grid(group: list[Rule]) -> Grid | None:
    across = [rule for rule in group if rule.horizontal]
    down = [rule for rule in group if not rule.horizontal]
    xs = _edges([(rule.left + rule.right) / 2 for rule in down])
    ys = _edges([(rule.top + rule.bottom) / 2 for rule in across])
    if len(xs) < 3 or len(ys) < 2:
        return None
    width = xs[-1] - xs[0]
    ys = [y for y in ys if _coverage(across, y) >= width / 2]
    return Grid(tuple(xs), tuple(ys)) if len(ys) >= 2 else None


def _edges(values: list[float]) -> list[float]:
    """Sorted values with those closer than a touch merged."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _TOUCH:
            edges.append(value)
    return edges


def _coverage(across: list[Rule], y: float) -> float:
    """How much of the width the horizontal rules at height `y` cover, in points."""
    spans = sorted(
        (rule.left, rule.right)
        for rule in across
        if abs((rule.top + rule.bottom) / 2 - y) <= _TOUCH
    )
    covered, reach = 0.0, float("-inf")
    for left, right in spans:
        covered += max(0.0, right - max(left, reach))
        reach = max(reach, right)
    return covered
