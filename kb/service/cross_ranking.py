"""The first passages put in order by a cross-encoder, where the settings name one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.query import Query
from kb.search.cross_encoder import PairScorer
from kb.search.engine import Ranking, ScoredPassage
from kb.search.reranker import in_range
from kb.store.documents import Store
from kb.store.records import DocumentRecord

READ_TOGETHER = 20
"""First passages that are read anew; a small model reads 20 in 300 ms on two cores, or is given up."""


def cross_ranked(
    store: Store,
    scorer: PairScorer,
    query: Query,
    records: Mapping[str, DocumentRecord],
    ranking: Ranking,
) -> tuple[Ranking, bool]:
    """The ranking with its first passages in the order of the scorer, and whether the time was up.

    Where it was, the order stays. So it does for a query that names a number: there the tiers are the
    order. Raises ModelMissing.
    """
    first, rest = ranking.passages[:READ_TOGETHER], ranking.passages[READ_TOGETHER:]
    if query.symbols or len(first) < 2:
        return ranking, False
    values = scorer.scores(query.restored or query.rest, _texts(store, records, first))
    if values is None:
        return ranking, True
    scores = in_range(values, first[-1].score, first[0].score)
    moved = [replace(one, score=score) for one, score in zip(first, scores, strict=True)]
    moved.sort(key=lambda one: (-one.score, one.row_id))
    return replace(ranking, passages=[*moved, *rest]), False


def _texts(
    store: Store, records: Mapping[str, DocumentRecord], passages: Sequence[ScoredPassage]
) -> list[str]:
    """What is read of each passage: title, headings and text, as the embedding model reads them; "" of
    one that has just been removed."""
    held = store.passages([one.row_id for one in passages])
    texts = []
    for one in passages:
        passage, record = held.get(one.row_id), records.get(one.document_id)
        title = record.facts.title if record else None
        parts = (title, *passage.breadcrumb, passage.text) if passage else ()
        texts.append("\n".join(part for part in parts if part))
    return texts
