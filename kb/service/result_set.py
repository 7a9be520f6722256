"""The documents that the results of a question hold, and the filters' counts in them.

A document is in the results if it passes the filters and either answers the question at all
(`kb.search.matching`) or has one of the `NEAREST` best passages of the whole library, which may say the
same in other words. By date the order no longer tells near from far: there the best passages count only
where no document has the words. Neither part depends on the filters, so they merely cut the set, and
the number beside a value is the number of documents that the results hold once it is chosen, in a
library of any size.

Words that were read as filters (`kb.search.readings`) cut it as well, more carefully: a document that
does not print the fact stays, a chosen filter on the same fact takes the reading's place, and readings
under which no document holds the other words, or the filters leave nothing, are let go; so are those
under which nothing answers, once the passages have been ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.query import FILTER_READINGS, NO_FILTERS, Filters, Query, Reading, ReadingKind, Sort
from kb.search.engine import ScoredPassage, SearchEngine
from kb.search.matching import tells
from kb.search.readings import find_readings, topic_of
from kb.service.document_table import DocumentTable, Mask
from kb.service.results import FacetCount, Facets

NEAREST = 30
"""As many as the reranker looks at closely (`Weights.reranked`)."""

_DOCUMENTS = 5  # named in the filter on one document
_TIMES = frozenset({"year", "since", "until"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the asker chose beside the words: filters, order, and readings of the words declined."""

    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    declined: frozenset[ReadingKind] = frozenset()


@dataclass(frozen=True, slots=True)
class ResultSet:
    """The results of one question. `answering` are its documents before any filter, `readings` those of
    its words that are in force, `let_go` those that were dropped; `choices.declined` then has them.
    `only_limits` is true where nothing is asked about beside the readings: every document answers."""

    table: DocumentTable
    answering: Mask
    choices: Choices
    readings: tuple[Reading, ...] = ()
    let_go: tuple[Reading, ...] = ()
    only_limits: bool = False

    @property
    def documents(self) -> Mask:
        """The documents in the results."""
        return self._under(self.choices.filters)

    @property
    def is_limited(self) -> bool:
        """True if a filter or a reading is in force."""
        return bool(self.readings) or self.choices.filters != NO_FILTERS

    def facets(self, ranked: Sequence[ScoredPassage]) -> Facets:
        """The values to choose from with their counts, each under all limits but its own.

        `ranked` gives the order of the documents.
        """
        return Facets(
            self._counts("type", ReadingKind.TYPE),
            self._counts("issuer", ReadingKind.ISSUER),
            self._counts("year", ReadingKind.DATE),
            self._counts("term"),
            self._counts("circulation"),
            self._best(ranked),
            self._states(),
        )

    def _under(self, filters: Filters, without: ReadingKind | None = None) -> Mask:
        mask = self.answering & self.table.admitted(filters)
        for reading in self.readings:
            if reading.kind is not without:
                mask &= self.table.possible(_on_day(reading, filters))
        return mask

    def _counts(self, name: str, kind: ReadingKind | None = None) -> tuple[FacetCount, ...]:
        others = self.choices.filters.without(name)
        return self.table.counts(name, self._under(others, kind))

    def _states(self) -> tuple[FacetCount, ...]:
        others = self._under(self.choices.filters.without("state"), ReadingKind.STATE)
        return self.table.state_counts(others, self.choices.filters.as_of)

    def _best(self, ranked: Sequence[ScoredPassage]) -> tuple[FacetCount, ...]:
        """The chosen document, so that it can be named, then the best of those that may be chosen."""
        chosen = self.choices.filters.document
        wanted = dict.fromkeys([chosen, *(one.document_id for one in ranked)])
        known = [id for id in wanted if id in self.table.records]
        others = self._under(self.choices.filters.without("document"))
        held = set(self.table.ids_in(others & self.table.of(known)))
        best = [id for id in known if id in held or id == chosen][:_DOCUMENTS]
        names = self.table.headings(best)
        return tuple(FacetCount(id, int(id in held), name) for id, name in names.items())


def _on_day(reading: Reading, filters: Filters) -> Filters:
    """The limits of a reading on the day that was chosen."""
    return replace(reading.limits, as_of=filters.as_of)


def result_set(
    engine: SearchEngine,
    table: DocumentTable,
    query: Query,
    found: Sequence[ScoredPassage],
    choices: Choices,
) -> ResultSet:
    """The results of `query`, of which `found` are the best passages of the whole library."""
    readings = [] if query.symbols else find_readings(query.meant, table.held)
    kept = tuple(one for one in readings if one.kind not in choices.declined)
    if kept:
        topic = topic_of(query.meant, kept)
        with_words = table.of(engine.matching(query, [topic])) if tells(topic) else table.all()
        results = ResultSet(
            table,
            _answering(with_words, found, table, choices),
            choices,
            _in_force(kept, choices),
            only_limits=not tells(topic),
        )
        possible = with_words.copy()
        for reading in kept:
            possible &= table.possible(_on_day(reading, choices.filters))
        if possible.any() and results.documents.any():
            return results
    return without_readings(engine, table, query, found, choices, kept)


def without_readings(
    engine: SearchEngine,
    table: DocumentTable,
    query: Query,
    found: Sequence[ScoredPassage],
    choices: Choices,
    let_go: tuple[Reading, ...],
) -> ResultSet:
    """The results of `query` where its words are not read as filters; `let_go` are those that were."""
    if let_go:
        choices = replace(choices, declined=choices.declined | FILTER_READINGS)
    with_words = table.of(engine.matching(query, filter(None, (query.rest, query.restored))))
    return ResultSet(table, _answering(with_words, found, table, choices), choices, (), let_go)


def _answering(
    with_words: Mask, found: Iterable[ScoredPassage], table: DocumentTable, choices: Choices
) -> Mask:
    if choices.sort is Sort.DATE and with_words.any():
        return with_words
    best = [one.document_id for one in found][:NEAREST]
    return with_words | table.of(best)


def _in_force(readings: Iterable[Reading], choices: Choices) -> tuple[Reading, ...]:
    """The readings of facts on which no filter was chosen."""
    chosen = {ReadingKind.DATE if name in _TIMES else name for name in choices.filters.in_force()}
    return tuple(one for one in readings if one.kind not in chosen)
