"""Which documents a mention may mean, of those held and those that the catalogue knows.

A number is not a key: it means one document only where exactly one fits it with type, date and term.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from kb.document import Facts, Span
from kb.reference import Candidate, Reference, candidates_of, resolve
from kb.service.results import KnownDocument
from kb.store.records import DocumentRecord, KnownRecord
from kb.symbol import Symbol, SymbolPattern


class Shelf(Protocol):
    """What is held and known, asked by symbol; the store is one."""

    def find_held(self, pattern: SymbolPattern) -> list[DocumentRecord]:
        """The held documents whose symbol agrees with all that `pattern` says, in the order added."""

    def record(self, document_id: str) -> DocumentRecord:
        """A held document."""

    def known(self, symbol_key: str) -> list[KnownRecord]:
        """The catalogue's rows with that `Symbol.key`, in its order."""

    def known_of_plenum(self, plenum: int) -> list[KnownRecord]:
        """The catalogue's rows that a plenum of that number adopted, in its order."""


class ReadShelf:
    """What a store holds and knows, read once: for whoever asks of all mentions, not of one."""

    def __init__(self, records: Iterable[DocumentRecord], rows: Iterable[KnownRecord]) -> None:
        self._records = {record.id: record for record in records}
        self._held: dict[str, list[DocumentRecord]] = defaultdict(list)
        self._known: dict[str, list[KnownRecord]] = defaultdict(list)
        self._of_plenum: dict[str, list[KnownRecord]] = defaultdict(list)
        for record in self._records.values():
            if record.facts.symbol:
                self._held[_number(record.facts.symbol)].append(record)
        for row in rows:
            self._known[row.symbol.key].append(row)
            self._of_plenum[row.plenum or ""].append(row)

    def find_held(self, pattern: SymbolPattern) -> list[DocumentRecord]:
        """As `Shelf`."""
        borne = self._held.get(pattern.number.lstrip("0").lower() or "0", ())
        return [one for one in borne if one.facts.symbol and pattern.matches(one.facts.symbol)]

    def record(self, document_id: str) -> DocumentRecord:
        """As `Shelf`; KeyError for one that is not held."""
        return self._records[document_id]

    def known(self, symbol_key: str) -> list[KnownRecord]:
        """As `Shelf`."""
        return self._known.get(symbol_key, [])

    def known_of_plenum(self, plenum: int) -> list[KnownRecord]:
        """As `Shelf`."""
        return self._of_plenum.get(str(plenum), [])


class NewestShelf:
    """A shelf without older versions of documents: a mention means the newest one."""

    def __init__(self, shelf: Shelf, older: Collection[str]) -> None:
        self._shelf, self._older = shelf, older
        self.record = shelf.record
        self.known = shelf.known
        self.known_of_plenum = shelf.known_of_plenum

    def find_held(self, pattern: SymbolPattern) -> list[DocumentRecord]:
        """As `Shelf`."""
        return [one for one in self._shelf.find_held(pattern) if one.id not in self._older]


def _number(symbol: Symbol) -> str:
    return symbol.key.partition("|")[0]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The documents that a mention may mean, oldest first; `one` is the one that it means for certain,
    None where that is not certain."""

    candidates: tuple[KnownDocument, ...] = ()
    one: KnownDocument | None = None

    @property
    def held_id(self) -> str | None:
        """The held document that is meant for certain."""
        return self.one.held_id if self.one else None


NOTHING_KNOWN = Meaning()


def meaning_of(store: Shelf, mention: Reference) -> Meaning:
    """What a mention may mean in this library and its catalogue."""
    pool = _pool(store, mention)
    candidates = [item for item, _ in pool.values()]
    meant = [pool[item.id][1] for item in candidates_of(mention, candidates)]
    one = resolve(mention, candidates)
    return Meaning(
        tuple(sorted(meant, key=lambda item: item.facts.date or date.max)),
        pool[one][1] if one else None,
    )


def known_document(store: Shelf, row: KnownRecord) -> KnownDocument:
    """A row of the catalogue, with the held document that it is, if exactly one is."""
    held = _held(store, row.symbol)
    candidates = [Candidate(id, held[id].facts) for id in held]
    return KnownDocument(row.facts, resolve(mention_of(row), candidates))


def mention_of(row: KnownRecord) -> Reference:
    """A row of the catalogue as a mention that says all that it does."""
    return Reference(Span(0, 0), row.symbol, row.type, row.date, row.issuer)


def pattern_of(symbol: Symbol) -> SymbolPattern:
    """The pattern that this symbol alone matches, accents aside."""
    return SymbolPattern(symbol.number, symbol.type_code or None, symbol.issuer_code, str(symbol))


_Pool = dict[str, tuple[Candidate, KnownDocument]]


def _pool(store: Shelf, mention: Reference) -> _Pool:
    """All that bear the mention's symbol or are of its plenum, by an id, each document once."""
    if mention.symbol is None:
        rows = store.known_of_plenum(mention.plenum) if mention.plenum else []
    else:
        rows = store.known(mention.symbol.key)
    known = [known_document(store, row) for row in rows]
    records = _held(store, mention.symbol) if mention.symbol else {}
    pool = {id: _item(id, record.facts, id) for id, record in records.items()}
    times = Counter(item.held_id for item in known)
    for at, (row, item) in enumerate(zip(rows, known, strict=True)):
        # an undated one may be any of twins
        alone = item.held_id if times[item.held_id] == 1 else None
        facts = _with(store.record(alone).facts, item.facts) if alone else item.facts
        pool[alone or f"row {at}"] = _item(alone or f"row {at}", facts, alone, row.plenum)
    return pool


def _item(
    id: str, facts: Facts, held_id: str | None, plenum: str | None = None
) -> tuple[Candidate, KnownDocument]:
    number = int(plenum) if plenum and plenum.isdecimal() else None
    return Candidate(id, facts, number), KnownDocument(facts, held_id)


def _with(held: Facts, known: Facts) -> Facts:
    """A held document's facts, with those that only the catalogue's row of it says."""
    return replace(held, term=held.term or known.term, date=held.date or known.date)


def _held(store: Shelf, symbol: Symbol) -> dict[str, DocumentRecord]:
    records: Sequence[DocumentRecord] = store.find_held(pattern_of(symbol))
    return {record.id: record for record in records}
