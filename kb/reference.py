"""A document's mention of another document, and which documents it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from kb.document import Facts, Span
from kb.relation import StatedRelation
from kb.symbol import Symbol, code_of, type_matches_code


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention; what the mention does not say is None. So is `stated` where the document was read
    before relations were.

    `span` of `Document.text` holds what stands after the type word: the symbol, its number alone ("18"
    in "số 18, 19-NQ/TW", "57" in "Kết luận 57"), or a plenum form ("Trung ương 8 khóa XII"), which
    has a plenum and no symbol. `term` is a Roman numeral. A symbol may have a plenum too.
    """

    span: Span
    symbol: Symbol | None
    type: str | None = None
    date: date | None = None
    issuer: str | None = None
    plenum: int | None = None
    term: str | None = None
    stated: StatedRelation | None = None

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbol printed and, where the type before it says otherwise, the one that the type says:
        "Nghị quyết số 36-QĐ/TW" is found by 36-QĐ/TW and by 36-NQ/TW. What it means is for
        `candidates_of`. A plenum form has none.
        """
        if self.symbol is None:
            return ()
        code = code_of(self.type) if self.type else None
        if code is None or type_matches_code(self.type or "", self.symbol.type_code) is not False:
            return (self.symbol,)
        return self.symbol, replace(self.symbol, type_code=code)

    @property
    def name(self) -> str:
        """The symbol, or the plenum form at its shortest: "57-KL/TW", "Trung ương 8 khóa XII"."""
        if self.symbol is not None:
            return str(self.symbol)
        return f"Trung ương {self.plenum}" + (f" khóa {self.term}" if self.term else "")

    @property
    def bearer(self) -> tuple[str | int | None, ...]:
        """What mentions of one document share, its date and term aside; twins share it too."""
        if self.symbol is not None:
            return self.symbol.key, self.symbol.year
        return self.type, self.plenum


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a mention may mean: a held one, or one that the catalogue knows.

    `plenum` is the plenum that adopted it, where known.
    """

    id: str
    facts: Facts
    plenum: int | None = None


def candidates_of(reference: Reference, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates that the mention may mean, in the order given: none, one or several.

    Identity is number + type + issuer code + date, or term. A date printed on both sides must agree:
    36-NQ/TW of 22/10/2018 is not 36-NQ/TW of 30/01/2023. Where one side has no date, a term printed
    on both must. Those that agree come before (and shut out) those that do not say.
    """
    may_be = _plenum_may_be if reference.symbol is None else _symbol_may_be
    meant = [item for item in candidates if may_be(reference, item) and _fits(reference, item)]
    dated = [item for item in meant if reference.date and item.facts.date == reference.date]
    meant = dated or meant
    termed = [item for item in meant if reference.term and item.facts.term == reference.term]
    return tuple(termed or meant)


def resolve(reference: Reference, candidates: Iterable[Candidate]) -> str | None:
    """The id of the one candidate that the mention means; None if there is none, or more than one.

    A plenum form means no certain one: a plenum adopts several, and not all of them may be known.
    """
    meant = candidates_of(reference, candidates)
    return meant[0].id if len(meant) == 1 and reference.symbol is not None else None


def _symbol_may_be(reference: Reference, item: Candidate) -> bool:
    asked, borne = reference.symbol, item.facts.symbol
    if asked is None or borne is None or borne.key != asked.key:
        return False
    return not (asked.year and borne.year) or asked.year == borne.year


def _plenum_may_be(reference: Reference, item: Candidate) -> bool:
    return item.plenum is not None and item.plenum == reference.plenum


def _fits(reference: Reference, item: Candidate) -> bool:
    facts = item.facts
    if reference.type and facts.type and reference.type.lower() != facts.type.lower():
        return False
    if reference.date and facts.date:
        return reference.date == facts.date
    return not (reference.term and facts.term) or reference.term == facts.term


_Said: TypeAlias = tuple[date | None, str | None]


def completed(mentions: Sequence[Reference]) -> list[Reference]:
    """The mentions of one document, each with the date and term that another one of the same `bearer`
    says: where "36-NQ/TW, ngày 22/10/2018" stands once, a bare "36-NQ/TW" means that. Where two of them
    say different things nobody can choose, and all stay as they are.
    """
    said: dict[tuple[str | int | None, ...], set[_Said]] = {}
    for item in mentions:
        said.setdefault(item.bearer, set()).add((item.date, item.term))
    return [_completed(item, said[item.bearer]) for item in mentions]


def _completed(mention: Reference, said: set[_Said]) -> Reference:
    for fullest in _fullest(said):
        return replace(mention, date=fullest[0], term=fullest[1])
    return mention


def _fullest(said: set[_Said]) -> Iterator[_Said]:
    """The one saying of which all others are part, if there is one."""
    for one in said:
        if all(
            part is None or part == whole
            for other in said
            for part, whole in zip(other, one, strict=True)
        ):
            yield one
