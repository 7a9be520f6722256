"""What a document number means here: the held documents, the catalogue's, and who mentions it.

A number is not a key: several documents that bear it are answered as several, none as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from kb.document import Facts
from kb.service.cards import card_of
from kb.service.document_table import DocumentTable
from kb.service.mentions import citing_links, first_mentions
from kb.service.near_symbols import BorneSymbols, nearest
from kb.service.resolving import known_document, pattern_of
from kb.service.results import KnownDocument, NumberAnswer
from kb.service.states import States
from kb.service.twins import Said, said_beside
from kb.store.documents import Store
from kb.store.records import DocumentRecord, KnownRecord, StoredMention
from kb.symbol import Symbol, SymbolPattern

MOST_CITING = 5
"""Passages named beside a document that is not held; the hits below show them all."""


def number_answer(
    store: Store, table: DocumentTable, pattern: SymbolPattern, as_of: date | None = None
) -> NumberAnswer:
    """What the library holds, the catalogue knows and the documents cite of a number in a query, with
    the states of those documents on a day; `table` are the held documents."""
    states = table.states
    said = said_beside(pattern.raw)
    held, known = _meant(said, store.find_held(pattern), store.find_known(pattern))
    bearers = [*(record.facts for record in held), *(record.facts for record in known)]
    symbols = {facts.symbol for facts in bearers if facts.symbol}
    held.sort(key=lambda record: record.id in states.newer)  # older versions behind the others
    symbols = symbols or set(store.find_mentioned(pattern))  # one may be cited that nobody knows
    keys = sorted({symbol.key for symbol in symbols})
    citing = first_mentions(item for key in keys for item in store.mentions_of(key))
    named = {} if held else dict(islice(citing.items(), MOST_CITING))
    return NumberAnswer(
        asked=_asked(pattern, symbols),
        held=tuple(card_of(record, states.of_record(record, as_of)) for record in held),
        known=tuple(known_on(store, row, states, as_of) for row in known),
        cited_by=sum(not said or _may_mean(item, bearers) for item in citing.values()),
        citing=tuple(citing_links(store, named)),
        near=() if bearers else _near(store, table.symbols, pattern),
    )


def known_on(store: Store, row: KnownRecord, states: States, as_of: date | None) -> KnownDocument:
    """A row of the catalogue with its state on a day."""
    known = known_document(store, row)
    return replace(known, state=states.of_known(row.facts, known.held_id, as_of))


def _meant(
    said: Said, held: list[DocumentRecord], known: list[KnownRecord]
) -> tuple[list[DocumentRecord], list[KnownRecord]]:
    """Those that what is said beside the symbol does not contradict; all where none is left."""
    mine = [record for record in held if not said.contradicts(record.facts)]
    others = [record for record in known if not said.contradicts(record.facts)]
    return (mine, others) if mine or others else (held, known)


def _may_mean(mention: StoredMention, bearers: Sequence[Facts]) -> bool:
    """True unless the mention has a date that no bearer of its symbol can have."""
    dates, day = {facts.date for facts in bearers}, mention.reference.date
    return day is None or not dates or day in dates or None in dates


def _near(store: Store, held: BorneSymbols, pattern: SymbolPattern) -> tuple[str, ...]:
    """The symbols that may have been meant, of held documents before those of the catalogue."""
    known = BorneSymbols(row.symbol for row in store.catalogue())
    return tuple(map(str, nearest(pattern, held, known)))


def _asked(pattern: SymbolPattern, symbols: set[Symbol]) -> str:
    """The number as it is properly written if all that bear it write it so, else as it was typed."""
    written = {str(symbol) for symbol in symbols}
    return written.pop() if len(written) == 1 else pattern.raw


def has_twins(store: Store, facts: Facts) -> bool:
    """True if another document, held or known, bears the symbol of a document with a term: numbering
    begins anew with each term, so only the term or the date tells them apart."""
    symbol = facts.symbol
    if symbol is None or facts.term is None:
        return False
    bearers = [row.facts for row in store.known(symbol.key)]
    bearers += [record.facts for record in store.find_held(pattern_of(symbol))]
    return len({item.date for item in [facts, *bearers] if item.date}) > 1
