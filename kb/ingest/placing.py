"""Where on the page as displayed that stands which was read on the page set upright and level."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import radians, tan

from kb.document import Rect
from kb.ingest.ocr.deskew import as_scanned
from kb.ingest.rawpage import RawPage
from kb.vietnamese.normalise import normalise


@dataclass(frozen=True, slots=True)
class Placed:
    """A character of a line and where it begins and ends, in points."""

    text: str
    left: float
    right: float


def normalised(chars: Sequence[Placed]) -> Iterator[Placed]:
    """The characters of `normalise` for those printed; one made of several has the extent of all.

    Both are the same when taken apart (NFD), which is how they are put beside each other; mostly they
    are the same as they stand.
    """
    printed = "".join(char.text for char in chars)
    normal = normalise(printed)
    if normal == printed and len(printed) == len(chars):
        yield from chars
        return
    parts = [
        Placed(part, char.left, char.right)
        for char in chars
        for part in unicodedata.normalize("NFD", normalise(char.text))
    ]
    at = 0
    for text in normal:
        taken = parts[at : at + len(unicodedata.normalize("NFD", text))]
        at += len(taken)
        yield Placed(text, min(p.left for p in taken), max(p.right for p in taken))


def edges_of(chars: Sequence[Placed], y: float, page: RawPage) -> list[float]:
    """The edges of the characters of a line with baseline `y`, in fractions of the page's width.

    A character ends where the next begins, but before a space where its print ends.
    """
    xs = [
        before.right if char.text.isspace() else char.left
        for before, char in zip((chars[0], *chars), chars, strict=False)
    ]
    points = [*xs, chars[-1].right]
    return [as_scanned(x, y, page.skew, page.width, page.height)[0] / page.width for x in points]


def slope_of(page: RawPage) -> float:
    """How far a line falls on the width of the page as read, in fractions of its height."""
    return tan(radians(page.skew)) * page.width / page.height


def as_displayed(rect: Rect, page: RawPage) -> Rect:
    """What a rectangle of the page as read (points) takes up on the page as displayed (fractions)."""
    corners = [
        as_scanned(x, y, page.skew, page.width, page.height)
        for x in (rect.left, rect.right)
        for y in (rect.top, rect.bottom)
    ]
    xs, ys = zip(*corners, strict=True)
    left, right = _fraction(min(xs) / page.width), _fraction(max(xs) / page.width)
    top, bottom = _fraction(min(ys) / page.height), _fraction(max(ys) / page.height)
    return Rect(left, top, right, bottom).turned(-page.turn)


def _fraction(value: float) -> float:
    return min(max(value, 0.0), 1.0)
