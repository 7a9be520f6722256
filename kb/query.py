"""A query as kb understands it: what was typed, the symbols asked for, the filters, the rest."""

from __future__ import annotations

from dataclasses import dataclass

from kb.place_pattern import PlacePattern
from kb.symbol import SymbolPattern


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on the documents searched; None admits all. `year` is the year of the date of issue."""

    type: str | None = None
    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """`typed` is what the user gave, `text` the normalised form that the retrievers get.

    `symbols` are the document numbers seen in it, `places` the places named beside a number ("khoản 2
    Điều 3"); `rest` are the words beside them (may be empty), with Telex or VNI keys read. `restored`
    is `rest` as the library's words say that it was meant, and `searched_as` the whole query so; both
    are None where nothing was changed.
    """

    typed: str
    text: str
    symbols: tuple[SymbolPattern, ...]
    rest: str
    filters: Filters = Filters()
    places: tuple[PlacePattern, ...] = ()
    restored: str | None = None
    searched_as: str | None = None
