"""A document's mention of another document, and which held document it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kb.document import Facts, Span
from kb.symbol import Symbol, code_of, type_matches_code


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention at `span` of `Document.text`; what the mention does not say is None."""

    span: Span
    symbol: Symbol
    type: str | None = None
    date: date | None = None
    issuer: str | None = None

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbol printed and, where the type before it says otherwise, the one that the type says:
        "Nghị quyết số 36-QĐ/TW" is found by 36-QĐ/TW and by 36-NQ/TW. What it means is for `resolve`.
        """
        code = code_of(self.type) if self.type else None
        if code is None or type_matches_code(self.type or "", self.symbol.type_code) is not False:
            return (self.symbol,)
        return self.symbol, replace(self.symbol, type_code=code)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a mention may mean: a held one, or one that the catalogue knows."""

    id: str
    facts: Facts


def resolve(reference: Reference, candidates: Iterable[Candidate]) -> str | None:
    """The id of the one candidate that the mention means; None if there is none, or more than one.

    Identity is number + type + issuer code + date. A date that is printed on both sides must agree:
    36-NQ/TW of 22/10/2018 is not 36-NQ/TW of 30/01/2023. Without a date on either side the
    symbol alone decides, and only if exactly one candidate bears it.
    """
    bearers = [item for item in candidates if _may_be(reference, item.facts)]
    if reference.date is not None:
        dated = [item for item in bearers if item.facts.date == reference.date]
        if dated:
            bearers = dated
    return bearers[0].id if len(bearers) == 1 else None


def _may_be(reference: Reference, facts: Facts) -> bool:
    if facts.symbol is None or facts.symbol.key != reference.symbol.key:
        return False
    if reference.symbol.year and facts.symbol.year and reference.symbol.year != facts.symbol.year:
        return False
    if reference.date and facts.date and reference.date != facts.date:
        return False
    return not (reference.type and facts.type) or reference.type.lower() == facts.type.lower()
