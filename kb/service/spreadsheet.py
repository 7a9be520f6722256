"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table with a line of names, in UTF-8 with the mark that spreadsheets want. A cell that would be
    taken for a formula begins with an apostrophe."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return table.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
