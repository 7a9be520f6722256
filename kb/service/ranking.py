"""The passages of a result set in the order asked for: best first, or newest document first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kb.query import Query, Sort
from kb.search.engine import Ranking, ScoredPassage, SearchEngine
from kb.service.result_set import ResultSet

DEPTH = 200
"""The best passages that are ranked in one search; `result_set` tells which documents there are beyond
them."""


def ranked(
    engine: SearchEngine,
    query: Query,
    found: Ranking,
    results: ResultSet,
    limit: int,
) -> Ranking:
    """Passages of the results, of which `found` are the best without filters; at least `limit` where
    there are as many. Every document of the results has one if there is room.

    By date each document has one, its best, and the undated stand last.
    """
    table, documents = results.table, results.documents
    if results.choices.sort is Sort.DATE:
        newest = table.newest(documents, limit)
        best = _first_of_each(_among(engine, query, (), newest, _EACH))
        return replace(found, passages=[best[id] for id in newest if id in best])
    allowed = table.ids_in(documents)
    if results.is_limited:
        found = engine.ranking(query, allowed_documents=allowed, limit=DEPTH)
    held = set(allowed)
    within = [one for one in found.passages if one.document_id in held]
    return replace(found, passages=_among(engine, query, within, allowed, limit))


_EACH = 1 << 31  # a passage of every document, however many there are


def _among(
    engine: SearchEngine,
    query: Query,
    found: Sequence[ScoredPassage],
    allowed: Collection[str],
    limit: int,
) -> list[ScoredPassage]:
    """`found` and, as long as there are fewer than `limit`, passages of the other allowed documents."""
    passages = list(found)
    missing = set(allowed) - {one.document_id for one in passages}
    while missing and len(passages) < limit:
        more = engine.search(query, allowed_documents=missing, limit=DEPTH)
        if not more:
            break
        floor = passages[-1].score if passages else more[0].score
        passages += [replace(one, score=min(one.score, floor)) for one in more]
        missing -= {one.document_id for one in more}
    return passages


def _first_of_each(passages: Sequence[ScoredPassage]) -> dict[str, ScoredPassage]:
    return {one.document_id: one for one in reversed(passages)}
