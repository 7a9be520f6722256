"""The facts of all held documents as columns, so that filters and their counts take microseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kb.document import Facts
from kb.query import Filters
from kb.search.readings import Held
from kb.service.cards import card_of
from kb.service.near_symbols import BorneSymbols
from kb.service.results import FacetCount
from kb.service.states import NO_STATES, States
from kb.state import State
from kb.store.records import DocumentRecord
from kb.vietnamese.normalise import fold, normalise, tone_key

Mask = npt.NDArray[np.bool_]
"""`(n,)`: true for each document that is meant, in the order of the table."""

_DAYS = 8
"""Days whose states are kept: today and those that somebody is asking about."""

_VALUES = 4096
"""Printed values whose keys are kept in memory: issuers and types come again in every table."""

_STATES = tuple(State)
_ADMITTED = {state: [at] for at, state in enumerate(_STATES)}
_ADMITTED[State.IN_FORCE].append(_STATES.index(State.AMENDED))
"""What each state admits as a filter: what is in force as amended is in force."""

_TEXTS: dict[str, Callable[[Facts], str | None]] = {
    "type": lambda facts: facts.type,
    "issuer": lambda facts: facts.issuer,
    "term": lambda facts: facts.term,
    "circulation": lambda facts: facts.circulation,
}


class _Column:
    """One printed fact of `n` documents: those that differ in case and in where a tone is placed alone
    are one value, shown as most write it."""

    def __init__(self, printed: Sequence[str | None]) -> None:
        written: dict[str, Counter[str]] = {}
        for value in filter(None, printed):
            written.setdefault(_key(value), Counter())[value] += 1
        number = {key: at for at, key in enumerate(written)}
        codes = (number[_key(value)] if value else -1 for value in printed)
        self.codes = np.fromiter(codes, np.int64, len(printed))
        self._number = number
        self.labels = [max(sorted(spelt), key=spelt.__getitem__) for spelt in written.values()]

    def like(self, wanted: str) -> Mask:
        """The documents with this value; accents aside where none has it with its accents."""
        at = self._number.get(_key(wanted))
        plain = fold(_shown(wanted))
        same = [at for at, label in enumerate(self.labels) if fold(_shown(label)) == plain]
        return np.isin(self.codes, same if at is None else [at])

    def counts(self, among: Mask) -> tuple[FacetCount, ...]:
        """Each value with its number of documents, most frequent first."""
        held = self.codes[among & (self.codes >= 0)]
        counted = zip(self.labels, np.bincount(held, minlength=len(self.labels)), strict=True)
        some = ((label, int(count)) for label, count in counted if count)
        return tuple(
            FacetCount(*item) for item in sorted(some, key=lambda item: (-item[1], item[0]))
        )


class DocumentTable:
    """The held documents in a fixed order; built once for a state of the library."""

    def __init__(self, records: Sequence[DocumentRecord], states: States = NO_STATES) -> None:
        self.states = states
        self._states_on = lru_cache(_DAYS)(self._read_states)
        self.records = {record.id: record for record in records}
        self.ids = tuple(self.records)
        self.twins: dict[str, bool] = {}  # whether others bear its number, once that was asked
        self._row = {id: row for row, id in enumerate(self.ids)}
        facts = [record.facts for record in self.records.values()]
        self._columns = {name: _Column([of(one) for one in facts]) for name, of in _TEXTS.items()}
        self._days = np.array([one.date.toordinal() if one.date else 0 for one in facts], np.int64)
        self._years = np.array([one.date.year if one.date else 0 for one in facts], np.int64)
        self.symbols = BorneSymbols(one.symbol for one in facts if one.symbol)
        days = sorted({one.date for one in facts if one.date})
        self.held = Held(
            tuple(self._columns["type"].labels), tuple(self._columns["issuer"].labels), tuple(days)
        )

    def __len__(self) -> int:
        return len(self.ids)

    def headings(self, ids: Sequence[str]) -> dict[str, str]:
        """What documents are called in a list of a few: symbol and title, or what there is of them;
        with the file name where two would be called the same."""
        names = {id: self._heading(id) for id in ids}
        often = Counter(names.values())
        return {
            id: f"{name} ({self.records[id].file_name})" if often[name] > 1 else name
            for id, name in names.items()
        }

    def _heading(self, id: str) -> str:
        card = card_of(self.records[id])
        title = card.facts.title if card.facts.symbol else None
        return f"{card.heading} – {title}" if title else card.heading

    def all(self) -> Mask:
        """Every document."""
        return np.ones(len(self), np.bool_)

    def of(self, ids: Iterable[str]) -> Mask:
        """The documents with these ids; those that are not held are left out."""
        mask = np.zeros(len(self), np.bool_)
        mask[[self._row[id] for id in ids if id in self._row]] = True
        return mask

    def ids_in(self, mask: Mask) -> list[str]:
        """The ids of a mask's documents, in the table's order."""
        return [self.ids[row] for row in np.flatnonzero(mask)]

    def admitted(self, filters: Filters) -> Mask:
        """The documents that pass; one without a fact passes no filter on it."""
        mask = self.all()
        for name, column in self._columns.items():
            wanted = getattr(filters, name)
            if wanted is not None:
                mask &= column.like(wanted)
        if filters.document is not None:
            mask &= self.of([filters.document])
        if filters.state is not None:
            mask &= np.isin(self._states(filters.as_of), _ADMITTED[filters.state])
        return mask & self._in_time(filters)

    def possible(self, filters: Filters) -> Mask:
        """The documents that pass, and those that do not print a fact that a filter asks for."""
        mask = self.admitted(filters)
        for name, column in self._columns.items():
            if getattr(filters, name) is not None:
                mask |= column.codes < 0
        timed = filters.year is not None or filters.since or filters.until
        return mask | (self._days == 0) if timed else mask

    def _in_time(self, filters: Filters) -> Mask:
        mask = self.all()
        if filters.year is not None:
            mask &= self._years == filters.year
        if filters.since is not None or filters.until is not None:
            since, until = filters.since or date.min, filters.until or date.max
            mask &= (self._days >= since.toordinal()) & (self._days <= until.toordinal())
            mask &= self._days > 0
        if filters.as_of is not None:
            mask &= self._days <= filters.as_of.toordinal()
        return mask

    def _states(self, as_of: date | None) -> npt.NDArray[np.int64]:
        """The state of each document, as its place in `_STATES`."""
        return self._states_on(as_of or self.states.today())

    def _read_states(self, day: date) -> npt.NDArray[np.int64]:
        unissued, in_force = _STATES.index(State.NOT_ISSUED), _STATES.index(State.IN_FORCE)
        codes = np.where(self._days > day.toordinal(), unissued, in_force)
        for id in self.states.changes:
            if isinstance(id, str) and id in self._row:
                state = self.states.of_record(self.records[id], day).state
                codes[self._row[id]] = _STATES.index(state)
        return codes

    def state_counts(self, among: Mask, as_of: date | None) -> tuple[FacetCount, ...]:
        """The states on a day that documents of a mask have, each with the number that it admits."""
        codes = self._states(as_of)[among]
        counted = ((one, int(np.isin(codes, _ADMITTED[one]).sum())) for one in _STATES)
        return tuple(FacetCount(state.value, count) for state, count in counted if count)

    def counts(self, name: str, among: Mask) -> tuple[FacetCount, ...]:
        """The values of type, issuer, term or circulation in a mask, most frequent first; years newest
        first."""
        if name != "year":
            return self._columns[name].counts(among)
        years, counts = np.unique(self._years[among & (self._years > 0)], return_counts=True)
        pairs = zip(years.tolist(), counts.tolist(), strict=True)
        return tuple(FacetCount(str(year), count) for year, count in sorted(pairs, reverse=True))

    def has(self, name: str, value: str) -> bool:
        """True if a document has this type, issuer, term or circulation, as a filter takes it."""
        return bool(self._columns[name].like(value).any())

    def values(self, name: str) -> tuple[str, ...]:
        """The values of type, issuer, term or circulation, most frequent first."""
        return tuple(one.value for one in self._columns[name].counts(self.all()))

    def newest(self, mask: Mask, most: int) -> list[str]:
        """The ids of a mask's documents, newest date of issue first, undated last, `most` at most."""
        rows = np.flatnonzero(mask)
        order = np.argsort(-self._days[rows], kind="stable")[:most]
        return [self.ids[row] for row in rows[order]]


def _shown(value: str) -> str:
    """A printed value without a term's word for it ("khóa XIII") and doubled spaces."""
    words = normalise(value).split()
    return " ".join(words[1:] if len(words) > 1 and fold(words[0]) == "khoa" else words)


@lru_cache(_VALUES)
def _key(value: str) -> str:
    """A printed value for comparing: case and where a tone is placed do not matter."""
    return " ".join(tone_key(word) for word in _shown(value).split())
