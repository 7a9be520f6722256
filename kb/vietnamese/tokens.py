"""Syllables with their places in the text: what the lexical index and the highlighter count in."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


class Token(NamedTuple):
    """One run of letters and digits at `start:end` of the text, as written. A search makes
    hundreds of them, and a tuple is made in half the time that a frozen dataclass takes."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The runs of letters and digits of `text`, in order: "57-KL/TW" gives 57, KL and TW."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
