"""The lexical side: BM25 over prepared tokens, in a tantivy index on disk.

tantivy scores with k1 = 1.2 and b = 0.75; a field's length is stored in one byte, exact up to 40
tokens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Occur, Query

from kb.errors import IndexDamaged
from kb.search.fusion import ScoredRow, best_first
from kb.search.lexical_schema import (
    MARKS,
    MARKS_FOLDED,
    PHRASES,
    Field,
    LexicalPassage,
    Marks,
    pattern_key,
    schema,
    to_document,
)
from kb.search.phrases import phrase_tokens
from kb.symbol import SymbolPattern

RowArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

_HEAP_BYTES = 64_000_000
"""The writer's buffer; tantivy asks for 15 MB at least, and a library of 20,000 passages fits."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The syllables of a passage in their order, `(n,)`, as marks; the first `heading` of them are
    those of the title and headings."""

    marks: Marks
    heading: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens asked of one field; a passage gains `weight` times their BM25 score there."""

    field: Field
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Share:
    """The passages that hold `least` or more of these distinct tokens in the field."""

    field: Field
    tokens: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages admitted; each limit that is not None must hold.

    `own` are symbols that the passage's document carries (any of them will do), `mentioned` symbols
    that the passage names, `front` admits only passages of the opening part, `phrases` must all stand
    in the passage's own text (`kb.search.phrases`).
    """

    documents: frozenset[str] | None = None
    own: tuple[SymbolPattern, ...] | None = None
    mentioned: tuple[SymbolPattern, ...] | None = None
    front: bool = False
    phrases: tuple[str, ...] = ()


EVERYWHERE = Scope()


class LexicalIndex:
    """A directory of tantivy segments. Searching from several threads is safe; changing is not."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def create(cls, directory: Path) -> LexicalIndex:
        """An empty index in `directory`, which must exist and be empty."""
        return cls(tantivy.Index(schema(), path=str(directory), reuse=False))

    @classmethod
    def open(cls, directory: Path) -> LexicalIndex:
        """The index in `directory`. Raises IndexDamaged where tantivy cannot read it."""
        try:
            return cls(tantivy.Index.open(str(directory)))
        except ValueError as error:
            raise IndexDamaged(
                f"Không đọc được chỉ mục từ {directory}; hãy dựng lại bằng lệnh `kb rebuild`."
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def change(self, added: Iterable[LexicalPassage], removed: Collection[int] = ()) -> None:
        """Removes rows, then adds passages, in one commit. Raises OSError where it cannot write."""
        try:
            writer = self._index.writer(_HEAP_BYTES, 1)
            if removed:
                writer.delete_documents_by_query(self._rows(removed))
            for passage in added:
                writer.add_document(to_document(passage))
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(str(error)) from error
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, clauses: Sequence[Clause], limit: int, scope: Scope = EVERYWHERE
    ) -> list[ScoredRow]:
        """The `limit` best passages in `scope`, best first; scores are weighted sums of BM25 (>= 0).

        With a limited scope, passages of it that hold none of the tokens follow with a score of 0.
        """
        wanted = [self._clause(clause) for clause in clauses if clause.tokens]
        limits = self._limits(scope)
        if not (wanted or limits):
            return []
        query = self._asked(
            [*((Occur.Must, query) for query in limits), *((Occur.Should, q) for q in wanted)]
        )
        return best_first(self._hits(query, limit), limit)

    def rows(self, scope: Scope) -> RowArray:
        """The ids of all rows in `scope`, ascending, `(n,)` int64."""
        query = self._asked([(Occur.Must, q) for q in self._limits(scope)])
        found = self._hits(query, max(len(self), 1))
        return np.array(sorted(hit.row_id for hit in found), np.int64)

    def documents(self, passages: Share | Scope) -> frozenset[str]:
        """The ids of all documents with one of these passages, however many there are."""
        asked = [self._share(passages)] if isinstance(passages, Share) else self._limits(passages)
        counted = self._searcher.aggregate(
            self._asked([(Occur.Must, one) for one in asked]),
            {"held": {"terms": {"field": "document_id", "size": max(len(self), 1)}}},
        )
        return frozenset(bucket["key"] for bucket in counted["held"]["buckets"])

    def documents_of(self, rows: Collection[int]) -> dict[int, str]:
        """The document id of every row that is held."""
        doc = self._searcher.doc
        return {row: doc(address)["document_id"][0] for row, address in self._places(rows)}

    def _places(self, rows: Collection[int]) -> Iterator[tuple[int, tantivy.DocAddress]]:
        """The rows that are held, with their addresses in the segments."""
        found = self._searcher.search(self._rows(rows), limit=max(len(rows), 1), count=False)
        addresses = [address for _, address in found.hits]
        return zip(_row_ids(self._searcher, addresses), addresses, strict=True)

    def wordings(self, rows: Collection[int], *, folded: bool) -> dict[int, Wording]:
        """The wording of every row that is held, with or without its accents."""
        field = MARKS_FOLDED if folded else MARKS
        found = ((row, self._searcher.doc(address)) for row, address in self._places(rows))
        return {
            row: Wording(np.frombuffer(held[field][0], np.uint32), held["heading_length"][0])
            for row, held in found
        }

    def idf(self, field: Field, tokens: Sequence[str]) -> FloatArray:
        """How telling each token is, `(n,)`: BM25's ln(1 + (N - n + 0.5) / (n + 0.5)), over 0."""
        holding = np.array([self._holding(field, token) for token in tokens], np.float64)
        return np.log1p((len(self) - holding + 0.5) / (holding + 0.5))

    def holds(self, field: Field, token: str) -> bool:
        """True if a passage has the token."""
        return bool(self._holding(field, token))

    def unknown_idf(self) -> float:
        """The idf of a token that no passage holds; every other token has less."""
        return float(np.log1p((len(self) + 0.5) / 0.5))

    def without(self, documents: frozenset[str]) -> LexicalIndex:
        """The index as if it did not hold these documents, to search only: what it lists and counts,
        and how rare a token is. All that scores keep of the whole index is how long its passages are
        on average, which tells no text, number or count."""
        return _Without(self, documents)

    def _asked(self, clauses: Sequence[tuple[Occur, Query]]) -> Query:
        return Query.boolean_query(clauses)

    def _holding(self, field: Field, token: str) -> int:
        """How many passages have the token."""
        return int(self._searcher.doc_freq(field, token))

    def _hits(self, query: Query, limit: int) -> list[ScoredRow]:
        searcher = self._searcher
        hits = searcher.search(query, limit=limit, count=False).hits
        rows = _row_ids(searcher, [address for _, address in hits])
        return [ScoredRow(row, score) for row, (score, _) in zip(rows, hits, strict=True)]

    def _clause(self, clause: Clause) -> Query:
        terms = [(Occur.Should, self._weighed(clause.field, token)) for token in clause.tokens]
        return Query.boost_query(Query.boolean_query(terms), clause.weight)

    def _share(self, share: Share) -> Query:
        terms = [(Occur.Should, self._term(share.field, token)) for token in share.tokens]
        return Query.boolean_query(terms, share.least)

    def _weighed(self, field: Field, token: str) -> Query:
        return self._term(field, token)

    def _term(self, field: Field, token: str) -> Query:
        return Query.term_query(self._schema, field, token, "freq")

    def _phrase(self, phrase: str) -> Query:
        words = phrase_tokens(phrase)
        if len(words) == 1:
            return Query.term_query(self._schema, PHRASES, words[0], "position")
        return Query.phrase_query(self._schema, PHRASES, list(words))

    def _limits(self, scope: Scope) -> list[Query]:
        limits = []
        if scope.documents is not None:
            limits.append(self._any_of("document_id", sorted(scope.documents)))
        if scope.own is not None:
            limits.append(self._any_of("own_symbol", [pattern_key(p) for p in scope.own]))
        if scope.mentioned is not None:
            limits.append(self._any_of("mentioned", [pattern_key(p) for p in scope.mentioned]))
        if scope.front:
            limits.append(Query.term_query(self._schema, "front", 1))
        limits += map(self._phrase, scope.phrases)
        return [Query.const_score_query(limit, 0.0) for limit in limits]

    def _any_of(self, field: str, values: Sequence[str] | Sequence[int]) -> Query:
        return Query.term_set_query(self._schema, field, values)

    def _rows(self, rows: Collection[int]) -> Query:
        return self._any_of("row_id", [int(row) for row in rows])


class _Without(LexicalIndex):
    """An index that passes over some documents. Over 100,000 passages of 3,000 documents, counting the
    passages of a token takes 0.4 ms where 1 % of the documents are passed over, 2 ms where 10 % are: so
    what was counted is kept."""

    def __init__(self, whole: LexicalIndex, documents: frozenset[str]) -> None:
        self._index, self._schema, self._searcher = whole._index, whole._schema, whole._searcher
        self._whole = whole
        # one clause for each takes half the time of a set of terms
        terms = (Query.term_query(self._schema, "document_id", id) for id in sorted(documents))
        left_out = Query.boolean_query([(Occur.Should, term) for term in terms])
        self._left_out = (Occur.MustNot, left_out)
        self._size = self._count(Query.all_query())
        self._holding = lru_cache(_TOKENS)(self._counted)  # type: ignore[method-assign]

    def __len__(self) -> int:
        return self._size

    def _asked(self, clauses: Sequence[tuple[Occur, Query]]) -> Query:
        return Query.boolean_query([*clauses, self._left_out])

    def _weighed(self, field: Field, token: str) -> Query:
        """The token, as rare as it is here: BM25 multiplies by the idf in the whole index."""
        here, there = self.idf(field, [token])[0], self._whole.idf(field, [token])[0]
        return Query.boost_query(self._term(field, token), here / there)

    def _counted(self, field: Field, token: str) -> int:
        return self._count(self._term(field, token))

    def _count(self, query: Query) -> int:
        found = self._searcher.search(self._asked([(Occur.Must, query)]), limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # the stubs forget it


_TOKENS = 50_000
"""Tokens whose passages are counted once; a library has some 20,000 syllables."""


def _row_ids(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[int]:
    values = searcher.fast_field_values("row_id", addresses)
    return [int(value) for value in values if value is not None]
