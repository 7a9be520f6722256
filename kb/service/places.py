"""Passages at the places that a query names beside a document number: "khoản 2 điều 3 quy định 294"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.passage import PassageKind
from kb.place_pattern import PlacePattern, divisions_at
from kb.query import Query
from kb.search.engine import ScoredPassage
from kb.search.retriever import HIGHEST_SCORE
from kb.store.documents import Store

_MOST = 10
"""Passages of one place that stand first; a whole Điều may have dozens."""


def with_places(
    store: Store,
    query: Query,
    documents: Iterable[str],
    found: Sequence[ScoredPassage],
) -> list[ScoredPassage]:
    """The passages at the query's places in these documents first, then the others found.

    Those at a place stand in reading order, or by score where the query has words besides.
    """
    scores = {scored.row_id: scored for scored in found}
    rows = [(row, id) for id in documents for row in _rows_at(store, id, query.places)]
    if query.rest:
        rows.sort(key=lambda item: -scores[item[0]].score if item[0] in scores else 0.0)
    rows = rows[:_MOST]
    first = [
        _placed(rank, row, id, scores.get(row), len(rows)) for rank, (row, id) in enumerate(rows)
    ]
    placed = {scored.row_id for scored in first}
    return [*first, *(scored for scored in found if scored.row_id not in placed)]


def _rows_at(store: Store, document_id: str, places: Sequence[PlacePattern]) -> Iterator[int]:
    """The passages of the divisions and of those inside them; bare headings only where no more is."""
    text, divisions = store.outline_of(document_id)
    passages = store.passages_of_document(document_id)
    for place in places:
        for division in divisions_at(text, divisions, place):
            inside = f"{division.key}/"
            mine = [item for item in passages if f"{item[1].division}/".startswith(inside)]
            said = [row for row, item in mine if item.kind is not PassageKind.HEADING]
            yield from said or (row for row, _ in mine)


def _placed(
    rank: int, row_id: int, document_id: str, found: ScoredPassage | None, count: int
) -> ScoredPassage:
    """Over every score that words can give, and falling from the first to the last."""
    score = HIGHEST_SCORE + 1 - rank / count
    dense, lexical = (found.dense, found.lexical) if found else (0.0, 0.0)
    return ScoredPassage(row_id, document_id, score, dense, lexical, number=True, place=True)
