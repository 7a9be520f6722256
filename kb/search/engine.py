"""The search over one version of the index: a query in, scored passages out.

Knows no store and no files: the service opens the index, resolves the filters to documents, and
turns row ids into hits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kb.query import Query
from kb.search.embedder import Embedder
from kb.search.index_set import IndexSet
from kb.search.lexical_index import Scope
from kb.search.matching import matching_documents
from kb.search.reranker import load_reranker, reranked
from kb.search.retriever import Candidate, retrieve, wanted_text
from kb.search.spelling import Speller
from kb.search.suggestions import Suggestions
from kb.search.understanding import understood
from kb.search.weights import DEFAULT_WEIGHTS, Weights
from kb.vietnamese.tones import retoned


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found. `score` is in [0, 5], higher is better, comparable within one answer only.

    It is at most 1 where no document number matched. `dense` and `lexical` are in [0, 1], scaled over
    this query's lists. `number` is true where the query names the passage's document by number, or a
    document that the passage mentions; `place` where it names the passage's place as well, which
    alone scores over 4.
    """

    row_id: int
    document_id: str
    score: float
    dense: float
    lexical: float
    number: bool
    place: bool = False


class SearchEngine:
    """Searches one opened index; safe to call from several threads at once."""

    def __init__(
        self, index_set: IndexSet, embedder: Embedder, weights: Weights = DEFAULT_WEIGHTS
    ) -> None:
        self._index = index_set
        self._embedder = embedder
        self._weights = weights
        self._speller = Speller(index_set.vocabulary)

    @property
    def version(self) -> str:
        """The version searched; compare with `current_version(home)` to see a swap."""
        return self._index.version

    @property
    def suggestions(self) -> Suggestions:
        """What the library's texts suggest to who types."""
        return self._index.suggestions

    def understood(self, query: Query) -> Query:
        """`query` with accents put back and slips mended, as the library's words have it.

        Its phrases are left out where no passage holds them all.
        """
        meant = understood(query, self._speller)
        return meant if self._holds(meant.phrases) else replace(meant, phrases=())

    def matching(self, query: Query, texts: Iterable[str]) -> frozenset[str]:
        """All documents that answer `query`, however many: `matching_documents`."""
        return matching_documents(self._index.lexical, query, texts)

    def search(
        self,
        query: Query,
        *,
        allowed_documents: Collection[str] | None,
        limit: int,
        depth: int = 100,
    ) -> list[ScoredPassage]:
        """The `limit` best passages, best first; ties stand in the order of row ids.

        `allowed_documents` narrows the search to these ids; None admits all. `depth` is how many
        passages each retriever gives to the fusion. A query without words or numbers finds nothing.
        """
        text = wanted_text(query)
        nothing_allowed = allowed_documents is not None and not allowed_documents
        if not text or nothing_allowed or limit <= 0 or len(self._index.lexical) == 0:
            return []
        meant = query.restored or text
        vector = self._embedder.embed_query(retoned(meant)) if query.rest else None
        found = retrieve(self._index, query, vector, allowed_documents, depth, self._weights)
        if vector is not None and not query.symbols:  # beside a number, the tiers are the order
            model = load_reranker().model(meant, self._weights.fold)
            found = reranked(self._index, meant, vector, found, model, self._weights.reranked)
        return self._scored(found[:limit])

    def _holds(self, phrases: tuple[str, ...]) -> bool:
        return bool(self._index.lexical.search((), 1, Scope(phrases=phrases)))

    def _scored(self, found: list[Candidate]) -> list[ScoredPassage]:
        documents = self._index.lexical.documents_of([one.row_id for one in found])
        return [
            ScoredPassage(
                one.row_id, documents[one.row_id], one.score, one.dense, one.lexical, one.number
            )
            for one in found
        ]
