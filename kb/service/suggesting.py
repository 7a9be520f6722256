"""What to suggest to who types: numbers of held documents, titles, headings, frequent phrases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kb.derived import Derived
from kb.search.engine import SearchEngine
from kb.search.suggestions import Mask
from kb.service.live_index import OpenIndex
from kb.service.results import Suggestion, SuggestionKind
from kb.service.states import LiveStates
from kb.store.records import DocumentRecord
from kb.symbol import TYPE_NAMES, Symbol
from kb.vietnamese.normalise import fold, normalise
from kb.vietnamese.tokens import tokens_of

MOST = 8
"""Suggestions shown: a list that the eye takes in without reading it through."""

_NUMBERS = 5  # of them, so that a digit in a title is not crowded out by numbers
_CODES = frozenset(map(fold, TYPE_NAMES))
_LEAST = 2  # letters or digits
_PARTS = 8192  # of numbers, whose plain forms are kept: all are put together anew when one comes
_LONGEST = 100  # characters looked at; longer text is no beginning of anything that is kept


class Suggester:
    """Suggests over the store and the live index; safe to call from several threads."""

    def __init__(self, states: LiveStates, index: OpenIndex) -> None:
        self._index = index
        self._held = Derived(states.records, _held)
        self._shown: tuple[str, _Held, Mask] | None = None

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """At most `MOST`, the likeliest first; none for less than two letters or an empty library.

        Numbers come first where a digit or the code of a type was typed, else last. A document that
        was removed a moment ago suggests nothing any more, whether or not the index has followed.
        """
        typed = normalise(typed.encode("utf-8", "replace").decode())[:_LONGEST]
        if sum(map(str.isalnum, typed)) < _LEAST:
            return ()
        held = self._held.now()
        if not held.ids:
            return ()
        numbers = list(islice(_numbers(held, typed), _NUMBERS))
        texts = self._texts(typed, held)
        asks_number = any(map(str.isdigit, typed)) or _plain(typed) in _CODES
        return tuple([*numbers, *texts][:MOST] if asks_number else [*texts, *numbers][:MOST])

    def _texts(self, typed: str, held: _Held) -> list[Suggestion]:
        engine = self._index.engine()
        found = engine.suggestions.find(typed, self._shown_now(engine, held), MOST)
        said = typed.strip().lower()
        return [
            Suggestion(text, SuggestionKind(kind.name.lower()))
            for text, kind in found
            if text.lower() != said
        ]

    def _shown_now(self, engine: SearchEngine, held: _Held) -> Mask:
        shown = self._shown
        if shown is None or shown[0] != engine.version or shown[1] is not held:
            mask = engine.suggestions.shown(held.ids)
            self._shown = shown = (engine.version, held, mask)
        return shown[2]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """The documents held at a time. `forms` are ways to type their numbers, without spaces and
    signs, ascending, with the document of each in `bearers`."""

    forms: list[str]
    bearers: list[DocumentRecord]
    ids: frozenset[str]


def _held(records: Sequence[DocumentRecord]) -> _Held:
    pairs = sorted(
        ((form, record) for record in records for form in _forms(record)), key=lambda pair: pair[0]
    )
    forms, bearers = [form for form, _ in pairs], [record for _, record in pairs]
    return _Held(forms, bearers, frozenset(record.id for record in records))


def _forms(record: DocumentRecord) -> Iterator[str]:
    """57-KL/TW: 57kltw, kl57tw, ketluan57kltw, ketluanso57kltw; 09 also as 9."""
    symbol = record.facts.symbol
    if symbol is None:
        return
    kind = _plain(record.facts.type or "")
    for number in dict.fromkeys((symbol.number.lower(), symbol.number.lstrip("0").lower())):
        behind = _plain(f"{symbol.year or ''}{symbol.type_code}{symbol.issuer_code}")
        yield number + behind
        yield _plain(symbol.type_code) + number + _plain(symbol.issuer_code)
        if kind:
            yield f"{kind}{number}{behind}"
            yield f"{kind}so{number}{behind}"


@lru_cache(_PARTS)
def _plain(text: str) -> str:
    return "".join(fold(token.text) for token in tokens_of(text))


def _numbers(held: _Held, typed: str) -> Iterator[Suggestion]:
    """The numbers that begin as typed, each once: the shortest first, then the newest document's."""
    begun = _plain(typed)
    begun = begun.removeprefix("so") if begun[2:3].isdigit() else begun
    found: dict[Symbol, DocumentRecord] = {}
    at = bisect_left(held.forms, begun)
    while at < len(held.forms) and held.forms[at].startswith(begun):
        record = held.bearers[at]
        if record.facts.symbol is not None:
            found.setdefault(record.facts.symbol, record)
        at += 1
    for symbol, record in sorted(found.items(), key=lambda item: _order(*item)):
        yield Suggestion(str(symbol), SuggestionKind.SYMBOL, _name(record))


def _order(symbol: Symbol, record: DocumentRecord) -> tuple[int, int, str]:
    date = record.facts.date
    return len(symbol.number.lstrip("0")), -date.toordinal() if date else 0, str(symbol)


def _name(record: DocumentRecord) -> str | None:
    return " ".join(part for part in (record.facts.type, record.facts.title) if part) or None
