"""The answer to one query: hits with citations, what is known of its numbers, and the filters."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kb.document import Facts
from kb.drafting.render import cite
from kb.passage import Passage
from kb.query import Filters, Query
from kb.search.engine import ScoredPassage
from kb.search.snippet import highlights
from kb.search.understanding import parse_query
from kb.service.cards import card_of
from kb.service.live_index import LiveIndex
from kb.service.numbers import has_twins, number_answer
from kb.service.places import with_places
from kb.service.results import (
    FacetCount,
    Facets,
    Hit,
    NumberAnswer,
    SearchAnswer,
    Why,
)
from kb.service.search_text import search_text
from kb.store.documents import Store
from kb.store.records import DocumentRecord
from kb.vietnamese.normalise import fold, normalise

DEPTH = 200
"""Passages that the filters' counts look at: the best over the whole library and the best under the
filters, so that every document shown is counted. The hits shown are the best of the latter."""


class Searcher:
    """Answers queries over the store and the live index; safe to call from several threads."""

    def __init__(self, store: Store, index: LiveIndex) -> None:
        self._store = store
        self._index = index
        self._known: tuple[int, dict[str, DocumentRecord]] = (-1, {})

    def search(self, typed: str, filters: Filters, limit: int) -> SearchAnswer:
        """The best `limit` passages under the filters, with all that the page shows beside them."""
        started = time.perf_counter()
        typed = _valid(typed)
        query = parse_query(typed, filters)
        answer = self._answer(query, filters, limit)
        return replace(answer, took_ms=(time.perf_counter() - started) * 1000)

    def _answer(self, query: Query, filters: Filters, limit: int) -> SearchAnswer:
        if not query.symbols and not query.rest:
            return _empty(query, filters, _NOTHING_ASKED)
        records = self._records_now()
        query = self._index.engine().understood(query) if records else query
        numbers = tuple(number_answer(self._store, pattern) for pattern in query.symbols)
        if not records:
            return _empty(query, filters, _NOTHING_HELD, numbers)
        found = self._index.engine().search(query, allowed_documents=None, limit=DEPTH)
        within = self._within(query, found, records, filters)
        named = dict.fromkeys(card.id for number in numbers for card in number.held)
        if query.places and named:
            admitted = (id for id in named if admits(filters, records[id].facts))
            within = with_places(self._store, query, admitted, within)
        hits = self._hits(query, within, records, limit)
        facets = _facets([*found, *within], records, filters)
        return SearchAnswer(
            query.typed,
            filters,
            0.0,
            hits,
            numbers,
            facets,
            _notice(query, hits, named),
            query.searched_as,
        )

    def _records_now(self) -> dict[str, DocumentRecord]:
        """All records by id, read again only when the library has changed."""
        generation, records = self._known
        now = self._store.generation()
        if generation != now:
            records = {record.id: record for record in self._store.records()}
            self._known = (now, records)  # in one stroke: other threads read it meanwhile
        return records

    def _within(
        self,
        query: Query,
        found: Sequence[ScoredPassage],
        records: dict[str, DocumentRecord],
        filters: Filters,
    ) -> Sequence[ScoredPassage]:
        """The passages of documents that the filters admit, searched among those alone."""
        if filters == Filters():
            return found
        allowed = {id for id, record in records.items() if admits(filters, record.facts)}
        return self._index.engine().search(query, allowed_documents=allowed, limit=DEPTH)

    def _hits(
        self,
        query: Query,
        found: Sequence[ScoredPassage],
        records: dict[str, DocumentRecord],
        limit: int,
    ) -> tuple[Hit, ...]:
        best = [scored for scored in found if scored.document_id in records][:limit]
        passages = self._store.passages([scored.row_id for scored in best])
        held = [scored for scored in best if scored.row_id in passages]
        sources = {
            id: _Source(records[id], has_twins(self._store, records[id].facts))
            for id in {scored.document_id for scored in held}
        }
        return tuple(
            _hit(rank, scored, passages[scored.row_id], sources[scored.document_id], query)
            for rank, scored in enumerate(held, start=1)
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """The document of a hit, and whether others bear its number."""

    record: DocumentRecord
    has_twins: bool


def _hit(rank: int, scored: ScoredPassage, passage: Passage, source: _Source, query: Query) -> Hit:
    record, twins = source.record, source.has_twins
    return Hit(
        rank=rank,
        score=round(scored.score, 4),
        document=card_of(record),
        division=passage.division,
        place=passage.place,
        breadcrumb=passage.breadcrumb,
        pages=passage.pages,
        text=passage.text,
        highlights=highlights(search_text(passage.text, passage), query),
        kind=passage.kind,
        citation=cite(record.facts, passage.place, passage.pages, has_twins=twins),
        why=Why(round(scored.dense, 3), round(scored.lexical, 3), scored.number, scored.place),
        url=f"/van-ban/{record.id}#{passage.division}",
        ocr_quality=passage.ocr_quality,
    )


_NOTHING_ASKED = "Hãy nhập từ khóa, câu hỏi hoặc số hiệu văn bản cần tìm."
_NOTHING_HELD = "Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`."
_NO_SUCH_PLACE = (
    "Văn bản có số hiệu này không có điều, khoản, mục đã nêu; sau đây là các đoạn khác."
)
_CUT_SHORT = "Câu hỏi quá dài nên chỉ phần đầu được dùng để tìm."


def _empty(
    query: Query, filters: Filters, notice: str, numbers: tuple[NumberAnswer, ...] = ()
) -> SearchAnswer:
    return SearchAnswer(query.typed, filters, 0.0, (), numbers, Facets((), (), ()), notice)


def _valid(typed: str) -> str:
    """What was typed as text that can be shown and sent: bytes that a shell could not decode come as
    lone surrogates, which no encoding takes, and NUL ends strings elsewhere."""
    return typed.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _notice(query: Query, hits: Sequence[Hit], named: Collection[str]) -> str | None:
    whole = " ".join(normalise(query.typed).split())
    if len(query.text) < len(whole):
        return _CUT_SHORT
    missed = query.places and named and not any(hit.why.place for hit in hits)
    return _NO_SUCH_PLACE if missed else None


def admits(filters: Filters, facts: Facts) -> bool:
    """True if a document with these facts passes the filters; one without a fact never passes a
    filter on it."""
    year = facts.date.year if facts.date else None
    return (
        _is_asked(filters.type, facts.type)
        and _is_asked(filters.issuer, facts.issuer)
        and filters.year in (None, year)
    )


def _is_asked(wanted: str | None, printed: str | None) -> bool:
    """True if the filter is off or names the value; case and accents aside, since people type it."""
    return wanted is None or (
        printed is not None and fold(normalise(wanted)) == fold(normalise(printed))
    )


def _facets(
    found: Sequence[ScoredPassage], records: dict[str, DocumentRecord], filters: Filters
) -> Facets:
    """Counts of documents with a passage among those found, each filter under the other two."""
    facts = [
        records[id].facts for id in dict.fromkeys(hit.document_id for hit in found) if id in records
    ]

    def under(others: Filters) -> list[Facts]:
        return [item for item in facts if admits(others, item)]

    types = _counts(item.type for item in under(replace(filters, type=None)))
    issuers = _counts(item.issuer for item in under(replace(filters, issuer=None)))
    dates = (item.date for item in under(replace(filters, year=None)))
    years = _counts(str(date.year) if date else None for date in dates)
    newest = tuple(sorted(years, key=lambda facet: facet.value, reverse=True))
    return Facets(types, issuers, newest)


def _counts(values: Iterable[str | None]) -> tuple[FacetCount, ...]:
    """Each value with its count, most frequent first; documents that print none are not counted."""
    counter = Counter(value for value in values if value)
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)
