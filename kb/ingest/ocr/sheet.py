"""The ink of one page and how much of it the lines read account for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kb.ingest.ocr.deskew import Gray, Ink
from kb.ingest.ocr.hocr import ReadLine
from kb.ingest.ocr.rules import rules_in
from kb.ingest.pdf import Rule

_RULE_INK = 1.5  # points on either side of a ruling line
_BELOW = 0.4  # of the row height, below a baseline: descenders and dots under them
_EDGE = 0.03  # of the page, where there is only dirt


@dataclass(frozen=True)
class Sheet:
    """A page's picture; ink is what is darker than `dark`, `scale` the points to a pixel."""

    gray: Gray
    dark: int
    scale: float

    @cached_property
    def ink(self) -> Ink:
        """True where there is ink."""
        return self.gray < self.dark

    @cached_property
    def rules(self) -> list[Rule]:
        """The ruling lines, in points."""
        return rules_in(self.ink, self.scale)

    def rest(self, lines: Sequence[ReadLine]) -> Gray:
        """The page with everything white that the lines and rules cover: what is left are pictures,
        seals, and text passed over."""
        rest = self.gray.copy()
        for line in lines:
            _cover(rest, line)
        self._cover_rules(rest)
        return rest

    def unread(self, rest: Gray) -> float:
        """The ink in `rest` against that of the page, without the edges of the sheet."""
        edge_y, edge_x = (round(_EDGE * side) for side in rest.shape)
        inner = (slice(edge_y, rest.shape[0] - edge_y), slice(edge_x, rest.shape[1] - edge_x))
        ink = np.count_nonzero(self.ink[inner])
        return np.count_nonzero(rest[inner] < self.dark) / ink if ink else 0.0

    def _cover_rules(self, rest: Gray) -> None:
        reach = _RULE_INK / self.scale
        for rule in self.rules:
            top, bottom = rule.top / self.scale - reach, rule.bottom / self.scale + reach
            left, right = rule.left / self.scale - reach, rule.right / self.scale + reach
            rest[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1] = 255


def _cover(rest: Gray, line: ReadLine) -> None:
    for word in line.words:
        box = word.box
        foot = line.baseline(box.middle[0])
        top = min(foot - line.row_height, box.top)
        rows = slice(max(0, int(top) - 2), int(foot + _BELOW * line.row_height) + 2)
        rest[rows, max(0, int(box.left) - 4) : int(box.right) + 5] = 255
