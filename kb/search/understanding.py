"""What a typed query asks for: the documents it names by number, and the words besides.

First step of a search. Nothing here looks at the library; whether a symbol exists is for others.
"""

from __future__ import annotations

import re

from kb.query import Filters, Query
from kb.search.lexical_tokens import FUNCTION_SYLLABLES, written_key
from kb.search.place_patterns import find_places
from kb.search.symbol_patterns import find_patterns
from kb.vietnamese.normalise import normalise
from kb.vietnamese.tokens import tokens_of

MAX_CHARACTERS = 500
"""A query is cut here, at a space: a page pasted by mistake must still answer in milliseconds."""

MAX_SYLLABLES = 80
"""On alqac2025, whose longest questions pass 200, cutting at 80 costs nothing and at 60 .0005."""

_SPACES = re.compile(r"\s+")
_EDGE = " ,;:.-–—/()[]\"'“”?!"
_LINKING = FUNCTION_SYLLABLES | {written_key("số"), "va", "cua", "ve", "cac", "voi", "so"}


def parse_query(typed: str, filters: Filters | None = None) -> Query:
    """The query that `typed` is, whatever is in it; it never fails.

    "nq 36 kinh te bien" → symbols (NQ 36), rest "kinh te bien". A query of punctuation only has no
    symbols and an empty rest. Beside a symbol, words that only link ("và", "của", "số") are no rest.
    Places count only beside a symbol: "khoản 2 điều 3" by itself names one in every document.
    """
    text = _capped(_SPACES.sub(" ", normalise(typed)).strip())
    found = find_patterns(text)
    symbols = tuple(dict.fromkeys(one.pattern for one in found))
    places = find_places(text) if found else []
    cuts = sorted(
        [(one.start, one.end) for one in found] + [(one.start, one.end) for one in places]
    )
    asked = tuple(dict.fromkeys(one.place for one in places))
    return Query(typed, text, symbols, _rest(text, cuts), filters or Filters(), asked)


def _capped(text: str) -> str:
    tokens = tokens_of(text)
    if len(tokens) > MAX_SYLLABLES:
        text = text[: tokens[MAX_SYLLABLES - 1].end]
    if len(text) <= MAX_CHARACTERS:
        return text
    space = text.rfind(" ", 0, MAX_CHARACTERS + 1)
    return text[: space if space > 0 else MAX_CHARACTERS].rstrip()


def _rest(text: str, cuts: list[tuple[int, int]]) -> str:
    if not cuts:
        return text if tokens_of(text) else ""
    parts, done = [], 0
    for start, end in cuts:
        parts.append(text[done:start])
        done = max(done, end)
    parts.append(text[done:])
    rest = " ".join(part for part in (part.strip(_EDGE) for part in parts) if part)
    said = (written_key(token.text) for token in tokens_of(rest))
    return rest if any(syllable not in _LINKING for syllable in said) else ""
