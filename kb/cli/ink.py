"""Text for people: marked and folded on a terminal, plain and one line a line where it is piped.

Written by hand because rich takes a tenth of the time of a cold `kb search` to import.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "1;33", "cyan": "36"}
_LEAST_WIDTH = 24
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
"""Control characters of a text or a file name would steer the terminal."""


def is_terminal() -> bool:
    """True if a person reads along; marks and folding are for a terminal only."""
    return sys.stdout.isatty()


def width() -> int:
    """The columns of the terminal; a very narrow one is taken as wider, so that words fit."""
    return max(_LEAST_WIDTH, shutil.get_terminal_size().columns)


def complain(message: str) -> None:
    """One sentence on stderr."""
    print(clean(message), file=sys.stderr)


def ink(text: str, colour: str) -> str:
    """The text in a colour, or as it is where nobody would see it (NO_COLOR: https://no-color.org)."""
    if not text or not is_terminal() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"


def clean(text: str) -> str:
    """The text without control characters but for line ends and tabs."""
    return text.translate(_CONTROLS)


def folded(text: str, indent: str = "", spans: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The lines of a text, each begun with `indent`, folded at spaces to the terminal's width.

    `spans` (half-open offsets into `text`) are coloured. Piped, one line of the text is one line.
    """
    text = clean(text)
    at = {index for start, end in spans for index in range(start, end)}
    columns = max(_LEAST_WIDTH // 2, width() - len(indent)) if is_terminal() else 0
    return [
        indent + _coloured(text[start:end], [index in at for index in range(start, end)])
        for start, end in _slices(text, columns)
    ]


def _slices(text: str, columns: int) -> Iterator[tuple[int, int]]:
    """Where the folded lines lie in `text`; 0 columns folds nothing."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while columns and end - start > columns:
            space = text.rfind(" ", start, start + columns + 1)
            cut = space if space > start else start + columns
            yield start, cut
            start = cut + 1 if cut == space else cut
        yield start, end
        start = end + 1


def _coloured(line: str, flags: Sequence[bool]) -> str:
    parts: list[str] = []
    for wanted, group in groupby(zip(line, flags, strict=True), key=lambda item: item[1]):
        piece = "".join(char for char, _ in group).replace("\t", " | ")
        parts.append(ink(piece, "yellow") if wanted else piece)
    return "".join(parts)
