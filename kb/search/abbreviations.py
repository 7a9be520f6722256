"""Two ways of saying one thing: TTĐN and "thông tin đối ngoại", "4 không" and "bốn không".

Used at lexical time and for highlights only: the other way is added to the query, never put in the
place of what was typed. `abbreviations.tsv` holds the pairs that have one meaning in Party
documents; two-letter codes are left out because they have several (CT, HD, TT, TU).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.search.lexical_tokens import Key, folded_key, is_unaccented, neighbours, written_key
from kb.vietnamese.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of saying something; `other` is the other. A code (TTĐN) is known by its letters."""

    written: str
    is_code: bool
    other: str


def expansions_of(text: str) -> tuple[str, ...]:
    """The other ways of saying phrases that `text` holds: "kinh phi ttdn" → "thông tin đối ngoại".

    Longest phrases of the text first. A code is found by its letters alone, so "ttdn" is TTĐN; any
    other phrase must be typed with its accents, unless the whole text has none.
    """
    plain = is_unaccented(text)
    ways = _ways()
    found = (
        way.other
        for folded, written in _phrases(text)
        for way in ways.get(folded, ())
        if way.is_code or plain or way.written == written
    )
    return tuple(dict.fromkeys(found))


_LONGEST = 8
"""Syllables in the table's longest phrase."""


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Every run of up to `_LONGEST` syllables inside a sentence, folded and as written."""
    tokens = tokens_of(text)
    folded = [folded_key(token.text) for token in tokens]
    written = [written_key(token.text) for token in tokens]
    starts = {token.start: number for number, token in enumerate(tokens)}
    joined = {starts[left.start] for left, _ in neighbours(text, tokens)}
    for size in range(_LONGEST, 0, -1):
        for first in range(len(tokens) - size + 1):
            if joined.issuperset(range(first, first + size - 1)):
                run = slice(first, first + size)
                yield " ".join(folded[run]), " ".join(written[run])


@cache
def _ways() -> dict[str, tuple[_Way, ...]]:
    table = files("kb.search").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    ways: dict[str, tuple[_Way, ...]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            short, long = line.split("\t")
            for said, other in ((short, long), (long, short)):
                way = _Way(_key(said, written_key), said == said.upper(), other)
                key = _key(said, folded_key)
                ways[key] = (*ways.get(key, ()), way)
    return ways


def _key(phrase: str, key: Key) -> str:
    return " ".join(key(token.text) for token in tokens_of(phrase))
