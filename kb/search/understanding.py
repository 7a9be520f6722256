"""What a typed query asks for: the documents it names by number, and the words besides.

First step of a search. Whether a symbol exists is for others; what the words may have been meant to be
is asked of the library's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.place_pattern import PlacePattern
from kb.query import Filters, Query
from kb.search.lexical_tokens import FUNCTION_SYLLABLES, written_key
from kb.search.phrases import find_phrases
from kb.search.place_patterns import find_places
from kb.search.spelling import Speller
from kb.search.symbol_patterns import find_patterns
from kb.symbol import SymbolPattern
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
    asked = _asked(text)
    phrases = tuple(dict.fromkeys(phrase.text for phrase in find_phrases(text)))
    return Query(
        typed, text, asked.symbols, asked.rest, filters or Filters(), asked.places, phrases=phrases
    )


def understood(query: Query, speller: Speller) -> Query:
    """`query` with what the library's words say that it was meant to be, where they are sure.

    "chinh sach" → restored "chính sách"; "nghij quyeets 36" → NQ 36, searched as "nghị quyết 36". What
    stands in quotation marks is meant as it is typed.
    """
    if query.phrases:
        return _understood_around_phrases(query, speller)
    keyed = speller.from_keys(query.text, _asked(query.text).cuts)
    text = keyed or query.text
    asked = _asked(text)
    restored = speller.restored(asked.rest)
    if keyed is None and restored is None:
        return query
    return replace(
        query,
        symbols=asked.symbols,
        places=asked.places,
        rest=asked.rest,
        restored=restored.text if restored else None,
        searched_as=_with_words(text, asked.cuts, restored.text) if restored else text,
    )


def _understood_around_phrases(query: Query, speller: Speller) -> Query:
    """The same outside the quotation marks; beside a number too, nothing is restored."""
    quoted = [(phrase.start, phrase.end) for phrase in find_phrases(query.text)]
    around = _rest(query.text, quoted)
    restored = speller.restored(around) if around and not query.symbols else None
    if restored is None:
        return query
    meant = _with_words(query.text, quoted, restored.text)
    return replace(query, restored=meant, searched_as=meant)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a text names; `cuts` are the half-open ranges of its symbols and places, in order."""

    symbols: tuple[SymbolPattern, ...]
    places: tuple[PlacePattern, ...]
    rest: str
    cuts: list[tuple[int, int]]


def _asked(text: str) -> _Asked:
    found = find_patterns(text)
    places = find_places(text) if found else []
    cuts = sorted(
        [(one.start, one.end) for one in found] + [(one.start, one.end) for one in places]
    )
    return _Asked(
        tuple(dict.fromkeys(one.pattern for one in found)),
        tuple(dict.fromkeys(one.place for one in places)),
        _rest(text, cuts),
        cuts,
    )


def _with_words(text: str, cuts: list[tuple[int, int]], rest: str) -> str:
    """`text` with the words outside its `cuts` exchanged for those of `rest`, one for one."""
    words = iter(tokens_of(rest))
    parts, done = [], 0
    for token in tokens_of(text):
        if not any(start <= token.start < end for start, end in cuts):
            parts += [text[done : token.start], next(words).text]
            done = token.end
    return "".join([*parts, text[done:]])


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
