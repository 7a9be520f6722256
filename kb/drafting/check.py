"""What is said of a draft's citations and quotations, and what they are checked against."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.document import Confidence, Facts, Span
from kb.symbol import Symbol


class CheckKind(StrEnum):
    """The checks; the value is the letter that names one outside."""

    TYPE = "a"  # type word against code
    SEPARATORS = "b"  # of the Party or of the State
    SERIES = "c"  # numbers grow with dates
    DATE = "d"  # against the library
    TWO_FACTS = "e"  # one document with two dates, types or codes
    ISSUER = "f"  # against the library
    TITLE = "g"  # against the library
    MISSING = "h"  # a date, or what tells twins apart
    COMMA = "i"  # before "ngày"
    ZERO = "j"  # before days below 10 and months 1 and 2
    SUPERSEDED = "k"
    SHORT_FORM = "l"  # defined and not used
    NOT_HELD = "m"
    OWN = "n"  # the draft's own number and date
    CAPITALS = "o"  # of an organ's name
    QUOTATION = "p"


class Severity(StrEnum):
    """How much a remark matters, the gravest first."""

    ERROR = "error"  # certainly wrong
    LIKELY = "likely"  # probably wrong
    STYLE = "style"  # against the rules of form, or not uniform
    INFORMATION = "information"  # cannot be checked here; not wrong for that


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on the words at `span` of the draft's text.

    `says` is a sentence in Vietnamese that names the evidence; `correction` is what should stand at
    `span`, from stored facts alone, None where nothing tells it.
    """

    kind: CheckKind
    severity: Severity
    span: Span
    says: str
    correction: str | None = None
    confidence: Confidence = Confidence.SURE

    @property
    def is_fault(self) -> bool:
        """True for what is, or probably is, wrong."""
        return self.severity in (Severity.ERROR, Severity.LIKELY)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A document that bears a symbol: held under `id`, or known to the catalogue alone (None)."""

    facts: Facts
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Superseded:
    """That a document was no longer in force on the day asked for: the symbol of what took its place,
    how that is named (`by`), and where it is written (`proof`)."""

    symbol: str
    by: str
    proof: str


StateOn = Callable[[Bearer, date], Superseded | None]
"""Why a document was out of force on a day; None where it was in force, or nothing tells."""

TermOn = Callable[[date], str | None]
"""The term of the Party's central bodies on a day."""


class Library:
    """Everything that is known to bear a symbol, held documents before the catalogue's."""

    def __init__(self, bearers: tuple[Bearer, ...], term_on: TermOn, state_on: StateOn) -> None:
        self.term_on, self.state_on = term_on, state_on
        self.bearers = bearers
        self._by_key: dict[str, list[Bearer]] = {}
        for bearer in bearers:
            if bearer.facts.symbol is not None:
                self._by_key.setdefault(bearer.facts.symbol.key, []).append(bearer)

    def bearing(self, symbol: Symbol) -> list[Bearer]:
        """Those that bear a symbol; of a State act, of its year where both have one."""
        found = self._by_key.get(symbol.key, [])
        return [item for item in found if not _other_year(symbol, item.facts.symbol)]

    def series_of(self, symbol: Symbol, day: date) -> Hashable:
        """What is numbered together, None where that cannot be told.

        The Centre numbers each type anew with each term. Elsewhere some bodies number by the year and
        some by the term, so a year is one series for both, but for the years of the congresses.
        """
        code, issuer = symbol.key.split("|")[1:]
        if issuer == "tw":
            term = self.term_on(day)
            return (code, issuer, term) if term else None
        if symbol.state:
            return (code, issuer, day.year) if symbol.type_code else None
        return None if day.year % _CONGRESS_YEARS == 0 else (code, issuer, day.year)


_CONGRESS_YEARS = 5
"""Local congresses are held in years that end in 0 and 5 (Điều lệ Đảng; 2015, 2020, 2025)."""


def _other_year(symbol: Symbol, other: Symbol | None) -> bool:
    return bool(other and symbol.year and other.year and symbol.year != other.year)
