"""A text as the words and signs that a quotation of it must have in common with it.

Letter case, where a tone is placed, white space, quotation marks and dashes are kept beside them, for
naming, and are not compared; only a dash beside a digit is part of what is said ("2021-2025").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kb.document import Span
from kb.vietnamese.normalise import tone_key

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
QUOTES = frozenset("\"'“”„‘’«»")

_RAISED = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_PIECE = re.compile(rf"[^\W\d_{_RAISED}]+|\d+|[{_RAISED}]+|[^\w\s]|_")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BORDER = "\x00"


class Word(NamedTuple):
    """A run of letters, a run of digits, or one sign, at `start:end` of its text.

    `raw` is how it is written, `key` what is compared, `gap` what stands between it and the word
    before: white space, and the dashes and quotation marks that are not compared.
    """

    raw: str
    key: str
    start: int
    end: int
    gap: str

    @property
    def is_word(self) -> bool:
        """True for letters and digits, false for a sign and for the border between two texts."""
        return self.key[0].isalnum()


BORDER = Word("", _BORDER, 0, 0, "\n")
"""Stands between texts that no quotation runs across: the body and each footnote."""


def words_of(text: str, spans: Iterable[Span] | None = None) -> list[Word]:
    """The words of NFC `text` in order, or of these parts of it, read as one text."""
    parts = [Span(0, len(text))] if spans is None else list(spans)
    words: list[Word] = []
    for number, part in enumerate(parts):
        words += _words_within(text, part, "\n" if number else "")
    return words


def _words_within(text: str, part: Span, gap: str) -> Iterator[Word]:
    done = part.start
    for match in _PIECE.finditer(text, part.start, part.end):
        raw, start, end = match.group(), match.start(), match.end()
        key = _key(raw)
        if not key or (key == "-" and not _is_beside_digit(text, start)):
            continue
        yield Word(raw, key, start, end, gap + text[done:start])
        gap, done = "", end


def _is_beside_digit(text: str, at: int) -> bool:
    before, after = text[max(at - 3, 0) : at].rstrip(), text[at + 1 : at + 4].lstrip()
    return before[-1:].isdecimal() or after[:1].isdecimal()


@lru_cache(maxsize=100_000)  # as of `tone_key`
def _key(raw: str) -> str:
    """What is compared of a word or sign; nothing of a quotation mark."""
    if raw in QUOTES:
        return ""
    if raw in DASHES:
        return "-"
    return tone_key(raw) if raw.isalpha() else raw.translate(_LOWERED)
