"""Which documents a mention may mean, of those held and those that the catalogue knows.

A number is not a key: it means one document only where exactly one fits it with type, date and term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.document import Facts, Span
from kb.reference import Candidate, Reference, candidates_of, resolve
from kb.service.results import KnownDocument
from kb.store.documents import Store
from kb.store.records import DocumentRecord, KnownRecord
from kb.symbol import Symbol, SymbolPattern


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


def meaning_of(store: Store, mention: Reference) -> Meaning:
    """What a mention may mean in this library and its catalogue."""
    pool = _pool(store, mention)
    candidates = [item for item, _ in pool.values()]
    meant = [pool[item.id][1] for item in candidates_of(mention, candidates)]
    one = resolve(mention, candidates)
    return Meaning(
        tuple(sorted(meant, key=lambda item: item.facts.date or date.max)),
        pool[one][1] if one else None,
    )


def known_document(store: Store, row: KnownRecord) -> KnownDocument:
    """A row of the catalogue, with the held document that it is, if exactly one is."""
    itself = Reference(Span(0, 0), row.symbol, row.type, row.date, row.issuer)
    held = _held(store, row.symbol)
    return KnownDocument(row.facts, resolve(itself, [Candidate(id, held[id].facts) for id in held]))


def pattern_of(symbol: Symbol) -> SymbolPattern:
    """The pattern that this symbol alone matches, accents aside."""
    return SymbolPattern(symbol.number, symbol.type_code or None, symbol.issuer_code, str(symbol))


_Pool = dict[str, tuple[Candidate, KnownDocument]]


def _pool(store: Store, mention: Reference) -> _Pool:
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
        alone = (
            item.held_id if times[item.held_id] == 1 else None
        )  # an undated one may be any of twins
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


def _held(store: Store, symbol: Symbol) -> dict[str, DocumentRecord]:
    records: Sequence[DocumentRecord] = store.find_held(pattern_of(symbol))
    return {record.id: record for record in records}
