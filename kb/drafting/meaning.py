"""Which known document each mention of a draft means; a wrong type or code need not hide it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.document import Facts
from kb.drafting.check import Bearer, Library
from kb.drafting.cited import Cited
from kb.drafting.render import format_date, short_form
from kb.numerals import roman
from kb.symbol import Symbol


@dataclass(frozen=True, slots=True)
class Meant:
    """A mention with those that bear its symbol, or the one that its type word says (`symbol`).

    `bearer` is the one it means; None where nothing bears the symbol, where all bearers are of
    other days, or where nothing printed in the paper tells several apart.
    """

    cited: Cited
    symbol: Symbol
    bearers: tuple[Bearer, ...] = ()
    bearer: Bearer | None = None

    @property
    def is_ambiguous(self) -> bool:
        """True if several documents bear the symbol and the paper nowhere says which is meant."""
        return self.bearer is None and self.cited.date is None and len(self.bearers) > 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A draft to be checked: its text and own facts, its mentions of other documents, what is known,
    and the day as of which documents are in force."""

    text: str
    own: Facts
    mentions: tuple[Meant, ...]
    library: Library
    day: date

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The mentions as they are printed."""
        return tuple(mention.cited for mention in self.mentions)


def paper_of(text: str, own: Facts, cited: Iterable[Cited], library: Library, today: date) -> Paper:
    """The draft with what its mentions mean. A draft without a date is checked as of `today`."""
    others = [one for one in cited if own.symbol is None or one.symbol.key != own.symbol.key]
    mentions = tuple(_meaning(one, others, library) for one in others)
    return Paper(text, own, mentions, library, own.date or today)


def _meaning(cited: Cited, others: Sequence[Cited], library: Library) -> Meant:
    day = cited.date or _day_elsewhere(cited, others)
    for symbol in _symbols(cited):
        bearers = library.bearing(symbol)
        meant = [item for item in bearers if day and item.facts.date == day]
        if meant:
            return Meant(cited, symbol, tuple(bearers), meant[0])
    for symbol in _symbols(cited):
        bearers = [item for item in library.bearing(symbol) if _of_term(cited, item)]
        if bearers:
            return Meant(cited, symbol, tuple(bearers), _only(bearers, day))
    return Meant(cited, cited.symbol)


def _symbols(cited: Cited) -> tuple[Symbol, ...]:
    return cited.reference.symbols if cited.reference else (cited.symbol,)


def _day_elsewhere(cited: Cited, others: Iterable[Cited]) -> date | None:
    """The date that the paper gives the symbol elsewhere, if it gives one alone."""
    days = {one.date for one in others if one.symbol.key == cited.symbol.key and one.date}
    return days.pop() if len(days) == 1 else None


def _only(bearers: Sequence[Bearer], day: date | None) -> Bearer | None:
    """The one document that they are, if its date does not contradict `day`."""
    dates = {item.facts.date for item in bearers if item.facts.date}
    if len(dates) > 1 or (day and dates):
        return None
    return bearers[0]


def _of_term(cited: Cited, bearer: Bearer) -> bool:
    if cited.term is None or bearer.facts.term is None or cited.date is not None:
        return True
    said = int(cited.term) if cited.term.isdigit() else roman(cited.term)
    return said == roman(bearer.facts.term)


def named(bearer: Bearer) -> str:
    """A document as a remark names it: "Kết luận số 57-KL/TW, ngày 15/6/2023"."""
    day = bearer.facts.date
    name = short_form(Facts(symbol=bearer.facts.symbol, type=bearer.facts.type))
    return f"{name}, ngày {format_date(day)}" if day else name


def shelf(bearer: Bearer) -> str:
    """Where it is known from, at the start of a sentence."""
    return "Văn bản trong thư viện" if bearer.id else "Danh mục"


def first_mentions(paper: Paper) -> Iterator[Meant]:
    """The first mention of each symbol, short names aside."""
    seen: set[str] = set()
    for mention in paper.mentions:
        if mention.cited.symbol.key not in seen and not mention.cited.defines:
            yield mention
        seen.add(mention.cited.symbol.key)
