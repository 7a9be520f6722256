"""Where a line stands that the machine did not see, and that a person adds beside one that it saw.

Nothing tells where its letters are. What is known is the room: between the line that it was typed
beside and the next one, and the column that both stand in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kb.errors import NotCorrectable
from kb.ingest.rawpage import Glyph

_WIDEST_PITCH = 1.7  # of the font size: "1.5 lines", the widest in Decree 30/2020, appendix I
_NARROWEST_PITCH = 0.7  # nearer lines would be taken for one (`lines._ATTACH` is 0.45)
_WHOLE = 0.85  # of the column: a line that fills as much was set to its end
_NEAR = 3.0  # pitches: a line farther off is not of the same paragraph


def base_of(glyphs: Sequence[Glyph]) -> Glyph:
    """A character that stands on the line."""
    return max(glyphs, key=lambda glyph: glyph.size)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that was seen, on its page: its baseline and the size of its letters, in points, and from
    where to where it goes."""

    y: float
    size: float
    left: float
    right: float

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Row:
        """The row of the glyphs of a line."""
        base = base_of(glyphs)
        left, right = min(one.left for one in glyphs), max(one.right for one in glyphs)
        return cls(base.y, base.size, left, right)

    def shares_column(self, other: Row) -> bool:
        """True if one stands above the other at some place."""
        return self.left < other.right and other.left < self.right


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for a line that was seen, and for those that were missed above and below."""

    above: tuple[str, ...]
    own: str
    below: tuple[str, ...]


def typed_lines(text: str, seen: str) -> Typed:
    """The lines of `text`; its own is the one most like what was `seen`, the first of several."""
    lines = text.split("\n")
    likeness = [SequenceMatcher(None, seen, line, autojunk=False).ratio() for line in lines]
    own = likeness.index(max(likeness))
    return Typed(tuple(lines[:own]), lines[own], tuple(lines[own + 1 :]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a missed line goes: its baseline, and the column that it may fill, in points."""

    y: float
    left: float
    right: float

    def end(self, width: float) -> float:
        """Where a line ends that would be `width` points wide if it were alone."""
        room = self.right - self.left
        return self.right if width > _WHOLE * room else self.left + width


class Room:
    """The lines of a page that were seen and those typed beside them, by number."""

    def __init__(
        self, page: int, height: float, rows: Mapping[int, Row], typed: Mapping[int, Typed]
    ) -> None:
        """`page` is its number, for messages; `height` is in points."""
        self._page, self._height = page, height
        self._rows, self._typed = rows, typed

    def above(self, number: int) -> list[Place]:
        """The places of the lines missed above a line, from top to bottom. Raises NotCorrectable where
        there is no room."""
        return self._places(number, -1)[::-1]

    def below(self, number: int) -> list[Place]:
        """The places of those missed below it; raises as `above`."""
        return self._places(number, 1)

    def _places(self, number: int, way: int) -> list[Place]:
        """The places up (-1) or down (1) from a line, the nearest first."""
        own, count = self._rows[number], self._missed(number, way)
        beside = self._beside(number, way)
        others = self._missed(beside, -way)
        end = self._rows.get(beside, self._edge(way))
        pitch = min(abs(end.y - own.y) / (count + others + 1), _WIDEST_PITCH * own.size)
        if count and pitch < _NARROWEST_PITCH * own.size:
            raise NotCorrectable(
                f"Sát dòng {number} trang {self._page} không có chỗ cho {count} dòng nữa; hãy gõ dòng "
                "bị sót ở ô của dòng ngay trên hoặc ngay dưới nó trên hình."
            )
        near = beside in self._rows and abs(end.y - own.y) < _NEAR * _WIDEST_PITCH * own.size
        column = [own, end] if near else [own]
        left, right = min(row.left for row in column), max(row.right for row in column)
        return [Place(own.y + way * pitch * step, left, right) for step in range(1, count + 1)]

    def _missed(self, number: int, way: int) -> int:
        """How many lines were typed that way from a line."""
        typed = self._typed.get(number, _NOTHING)
        return len(typed.above if way < 0 else typed.below)

    def _edge(self, way: int) -> Row:
        return Row(0.0 if way < 0 else self._height, 0.0, 0.0, 0.0)

    def _beside(self, number: int, way: int) -> int:
        """The number of the next line in the column that way; 0 at the end of the page."""
        own = self._rows[number]
        distances = {
            other: (row.y - own.y) * way
            for other, row in self._rows.items()
            if own.shares_column(row)
        }
        farther = {other: far for other, far in distances.items() if far > own.size / 2}
        return min(farther, key=farther.__getitem__, default=0)


_NOTHING = Typed((), "", ())
