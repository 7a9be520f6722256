"""The answer to one query: hits with citations, what is known of its numbers, and the filters."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from threading import BoundedSemaphore

from kb.derived import Derived
from kb.query import Query, ReadingKind, Sort
from kb.search.cross_encoder import PairScorer
from kb.search.engine import Ranking, ScoredPassage, SearchEngine
from kb.search.understanding import parse_query
from kb.service.cross_ranking import cross_ranked
from kb.service.document_table import DocumentTable
from kb.service.grouping import grouped
from kb.service.hits import HitBuilder
from kb.service.live_index import OpenIndex
from kb.service.notices import NOTHING_ASKED, NOTHING_HELD, TOO_SLOW, notice
from kb.service.numbers import number_answer
from kb.service.places import with_places
from kb.service.ranking import DEPTH, ranked
from kb.service.result_set import Choices, ResultSet, result_set, without_readings
from kb.service.results import (
    Facets,
    NumberAnswer,
    SearchAnswer,
)
from kb.service.states import LiveStates
from kb.service.versions import newer_first
from kb.store.documents import Store

_AT_ONCE = 2
"""Searches that run at a time; who comes then waits his turn. They are Python for the most part, which
runs in one thread at a time, so those that share it all end late. Of thirty people who searched while
documents were added, twice each in turn: the 95th percentile was 63 and 91 ms with one at a time, 73
and 68 with two, 98 and 93 with three, 83 to 163 without turns. Two, so that a number that is looked up
need not wait for a slow question."""


def search_turns() -> AbstractContextManager[object]:
    """Lets `_AT_ONCE` searches of a process run at a time."""
    return BoundedSemaphore(_AT_ONCE)


class Searcher:
    """Answers queries over the store and the live index; safe to call from several threads."""

    def __init__(
        self,
        store: Store,
        index: OpenIndex,
        states: LiveStates,
        scorer: PairScorer | None = None,
        turns: AbstractContextManager[object] | None = None,
    ) -> None:
        """`turns` is held during each search; without it they are taken here alone."""
        self._store = store
        self._states = states
        self._index = index
        self._scorer = scorer
        self._turns = turns or search_turns()
        self._table = Derived(
            states.now, lambda states_now: DocumentTable(states.records(), states_now)
        )
        self._hits = HitBuilder(store)

    def search(self, typed: str, choices: Choices, limit: int) -> SearchAnswer:
        """The best `limit` passages, or the newest, with all that the page shows beside them."""
        started = time.perf_counter()
        typed = _valid(typed)
        query = parse_query(typed, choices.filters)
        with self._turns:
            answer = self._answer(query, choices, limit)
        return replace(answer, took_ms=(time.perf_counter() - started) * 1000)

    def _answer(self, query: Query, choices: Choices, limit: int) -> SearchAnswer:
        if not query.symbols and not query.rest:
            return _empty(query, choices, NOTHING_ASKED)
        table, phrases = self._table.now(), query.phrases
        if not len(table):
            return _empty(query, choices, NOTHING_HELD, self._numbers(query, table))
        engine = self._index.engine()
        if ReadingKind.SPELLING not in choices.declined:
            query = engine.understood(query)
        numbers = self._numbers(query, table)
        found = engine.ranking(query, allowed_documents=None, limit=DEPTH)
        results, ranking = _results(engine, table, query, found, choices, limit)
        unanswered = ranking.unanswered and not query.phrases and not results.only_limits
        late = False
        if self._scorer is not None and choices.sort is Sort.RELEVANCE:
            ranking, late = cross_ranked(self._store, self._scorer, query, table.records, ranking)
        within: Sequence[ScoredPassage] = ranking.passages
        named = dict.fromkeys(card.id for number in numbers for card in number.held)
        if query.places and named:
            admitted = table.ids_in(table.of(named) & results.documents)
            within = with_places(self._store, query, admitted, within)
        within = newer_first(within, table.states.newest)
        hits = grouped(self._hits.hits(query, within, table, limit))
        return SearchAnswer(
            query.typed,
            choices.filters,
            0.0,
            hits,
            numbers,
            results.facets([*within, *found.passages]),
            TOO_SLOW if late else notice(query, phrases, results, hits, named, unanswered),
            query.searched_as,
            int(results.documents.sum()),
            choices.sort,
            results.readings,
            results.let_go,
            results.choices.declined,
            query.phrases,
            abstained=unanswered,
        )

    def _numbers(self, query: Query, table: DocumentTable) -> tuple[NumberAnswer, ...]:
        return tuple(
            number_answer(self._store, table, pattern, query.filters.as_of)
            for pattern in query.symbols
        )


def _results(
    engine: SearchEngine,
    table: DocumentTable,
    query: Query,
    found: Ranking,
    choices: Choices,
    limit: int,
) -> tuple[ResultSet, Ranking]:
    """The results and their order; words are not read as filters where nothing under them answers."""
    results = result_set(engine, table, query, found.passages, choices)
    ranking = ranked(engine, query, found, results, limit)
    if not ranking.unanswered or not results.readings or results.only_limits:
        return results, ranking
    let_go = results.readings
    results = without_readings(engine, table, query, found.passages, choices, let_go)
    return results, ranked(engine, query, found, results, limit)


def _empty(
    query: Query, choices: Choices, notice: str, numbers: tuple[NumberAnswer, ...] = ()
) -> SearchAnswer:
    return SearchAnswer(
        query.typed,
        choices.filters,
        0.0,
        (),
        numbers,
        Facets(),
        notice,
        sort=choices.sort,
        declined=choices.declined,
    )


def _valid(typed: str) -> str:
    """What was typed as text that can be shown and sent: bytes that a shell could not decode come as
    lone surrogates, which no encoding takes, and NUL ends strings elsewhere."""
    return typed.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
