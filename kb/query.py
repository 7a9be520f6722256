"""A query as kb understands it: what was typed, the symbols asked for, the filters, the rest."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from kb.place_pattern import PlacePattern
from kb.state import State
from kb.symbol import SymbolPattern


class Sort(StrEnum):
    """The order of the hits: best first, or one of each document, newest date of issue first."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on the documents searched; None admits all, and each limit that is set must hold.

    `year`, `since` and `until` (both days included) are about the date of issue. `term` is a khóa in
    Roman numerals ("XIII"), `circulation` the mark of it ("Lưu hành nội bộ"), `document` one id.
    `state` is that on the day `as_of` (today if None), and what is in force as amended is in force;
    that day admits only what was issued by then, or bears no date.
    """

    type: str | None = None
    issuer: str | None = None
    year: int | None = None
    term: str | None = None
    circulation: str | None = None
    document: str | None = None
    since: date | None = None
    until: date | None = None
    state: State | None = None
    as_of: date | None = None

    def without(self, name: str) -> Filters:
        """The same without the limit of that name."""
        return replace(self, **{name: None})

    def in_force(self) -> dict[str, str]:
        """Name → value as text (dates in ISO form), for the limits that are set."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value is not None}


class ReadingKind(StrEnum):
    """What can be understood of a question beyond its letters: its words as a filter on a fact, or in
    another spelling."""

    TYPE = "type"
    ISSUER = "issuer"
    DATE = "date"
    STATE = "state"
    SPELLING = "spelling"


FILTER_READINGS = frozenset(ReadingKind) - {ReadingKind.SPELLING}


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of a question that were understood as a filter: `limits` sets it (of a date: the year, or
    first and last day), `words` are `start:end` of the question as it is searched."""

    kind: ReadingKind
    limits: Filters
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """`typed` is what the user gave, `text` the normalised form that the retrievers get.

    `symbols` are the document numbers seen in it, `places` the places named beside a number ("khoản 2
    Điều 3"); `rest` are the words beside them (may be empty), with Telex or VNI keys read. `restored`
    is `rest` as the library's words say that it was meant, and `searched_as` the whole query so; both
    are None where nothing was changed. `phrases` stood in quotation marks: passages must hold each.
    """

    typed: str
    text: str
    symbols: tuple[SymbolPattern, ...]
    rest: str
    filters: Filters = Filters()
    places: tuple[PlacePattern, ...] = ()
    restored: str | None = None
    searched_as: str | None = None
    phrases: tuple[str, ...] = ()

    @property
    def meant(self) -> str:
        """The whole query as it is searched: restored where it was, else as typed."""
        return self.searched_as or self.text
