"""Syllables with their places in the text: what the lexical index and the highlighter count in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Token:
    """One run of letters and digits at `start:end` of the text, as written."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The runs of letters and digits of `text`, in order: "57-KL/TW" gives 57, KL and TW."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
