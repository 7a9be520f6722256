"""Where the characters of a printed line stand, in about a byte each.

`n` characters have `n + 1` edges, counted along the line in 1/4096 of the page's width: 0.15 points of
A4, so that most steps from edge to edge fit into seven bits (LEB128; 18 points, wider than a letter).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

_UNITS = 4096

UNIT = 1 / _UNITS
"""How far an edge may be from where it was, and a character from its edge: a step of the scale."""


def packed(edges: Sequence[float]) -> bytes:
    """The edges, in fractions of the page's width from the beginning of the line, as bytes.

    An edge that lies before an earlier one takes the earlier one's place.
    """
    units = [max(0, round(edge * _UNITS)) for edge in accumulate(edges, max)]
    before = [0, *units]
    return b"".join(_step(after - at) for at, after in zip(before, units, strict=False))


@lru_cache(maxsize=64)
def unpacked(edges: bytes) -> tuple[float, ...]:
    """The edges that `packed` took, to half a unit; kept for the next word of the same line."""
    return tuple(at / _UNITS for at in accumulate(_steps(edges)))


def _step(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(0x80 | value & 0x7F)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _steps(edges: bytes) -> Iterator[int]:
    value = shift = 0
    for part in edges:
        value |= (part & 0x7F) << shift
        shift += 7
        if part <= 0x7F:
            yield value
            value = shift = 0
