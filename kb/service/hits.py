"""From the passages that were found to hits: with citation, excerpt, marks and why each was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kb.drafting.render import cite
from kb.errors import UnknownDocument
from kb.passage import Passage
from kb.query import Query
from kb.search.definitions import Definition, definitions_in
from kb.search.engine import ScoredPassage
from kb.search.excerpt import excerpt
from kb.search.snippet import Evidence, evidence
from kb.service.cards import card_of
from kb.service.document_table import DocumentTable
from kb.service.numbers import has_twins
from kb.service.results import DocumentCard, Hit, Why
from kb.service.search_text import search_text
from kb.service.state_words import older
from kb.store.documents import Store
from kb.store.records import DocumentRecord

_DOCUMENTS = 500
"""Documents whose abbreviations are kept in memory; a text of a hundred pages takes 2 ms to read."""


class HitBuilder:
    """Makes hits of passages in the store; safe to call from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._defined = lru_cache(_DOCUMENTS)(self._read_definitions)

    def hits(
        self,
        query: Query,
        found: Sequence[ScoredPassage],
        table: DocumentTable,
        limit: int,
    ) -> tuple[Hit, ...]:
        """The first `limit` of the passages found, as they are shown; those of documents that are held
        no more are passed over."""
        best = [scored for scored in found if scored.document_id in table.records][:limit]
        passages = self._store.passages([scored.row_id for scored in best])
        held = [scored for scored in best if scored.row_id in passages]
        sources = self._sources(table, {one.document_id for one in held}, query.filters.as_of)
        return tuple(
            _hit(rank, scored, passages[scored.row_id], sources[scored.document_id], query)
            for rank, scored in enumerate(held, start=1)
        )

    def _sources(
        self, table: DocumentTable, ids: set[str], as_of: date | None
    ) -> dict[str, _Source]:
        doubtful, seals = self._store.doubtful_facts(ids), self._store.seals(ids)
        records = {id: table.records[id] for id in ids}
        return {
            id: _Source(
                card_of(record, table.states.of_record(record, as_of)),
                self._has_twins(table, record),
                doubtful[id],
                self._definitions_of(id, seals.get(id)),
            )
            for id, record in records.items()
        }

    def _has_twins(self, table: DocumentTable, record: DocumentRecord) -> bool:
        if record.id not in table.twins:
            table.twins[record.id] = has_twins(self._store, record.facts)
        return table.twins[record.id]

    def _definitions_of(self, document_id: str, seal: str | None) -> tuple[Definition, ...]:
        try:
            return self._defined(document_id, seal)
        except UnknownDocument:  # removed while we were looking
            return ()

    def _read_definitions(self, document_id: str, seal: str | None) -> tuple[Definition, ...]:
        """Of a text that is another under another `seal`: a person may correct it."""
        return definitions_in(self._store.text_of(document_id))


@dataclass(frozen=True, slots=True)
class _Source:
    """The document of a hit, whether others bear its number, the facts that it contradicts, and the
    abbreviations that it defines."""

    card: DocumentCard
    has_twins: bool
    doubtful: frozenset[str]
    defined: tuple[Definition, ...]


def _hit(rank: int, scored: ScoredPassage, passage: Passage, source: _Source, query: Query) -> Hit:
    card = source.card
    found = evidence(search_text(passage.text, passage), query, source.defined)
    return Hit(
        rank=rank,
        score=round(scored.score, 4),
        document=card,
        division=passage.division,
        place=passage.place,
        breadcrumb=passage.breadcrumb,
        pages=passage.pages,
        text=passage.text,
        highlights=found.highlights,
        excerpt=excerpt(passage.text, found.highlights),
        kind=passage.kind,
        citation=cite(
            card.facts,
            passage.place,
            passage.pages,
            has_twins=source.has_twins,
            doubtful=source.doubtful,
            older=older(card.state),
        ),
        why=_why(scored, passage, found),
        url=f"/van-ban/{card.id}#{passage.division}",
        ocr_quality=passage.ocr_quality,
        span=passage.span,
        mismatch=passage.mismatch,
        corrected=passage.corrected,
    )


def _why(scored: ScoredPassage, passage: Passage, found: Evidence) -> Why:
    return Why(
        round(scored.dense, 3),
        round(scored.lexical, 3),
        scored.number,
        scored.place,
        words=_words(passage.text, found.highlights),
        others=tuple(f"{one.said} = {one.other}" for one in found.others),
        restored=found.restored,
    )


def _words(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The marked words as they are printed, each once whatever its case."""
    words: dict[str, str] = {}
    for start, end in marks:
        word = " ".join(text[start:end].split())
        words.setdefault(word.lower(), word)
    return tuple(words.values())
