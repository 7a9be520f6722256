"""When two dates may be one with a slip of the pen."""

from __future__ import annotations

from datetime import date


def is_slip(one: date, other: date) -> bool:
    """True if one of day, month and year differs and the two others do not."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return sum(mine == yours for mine, yours in pairs) == 2
