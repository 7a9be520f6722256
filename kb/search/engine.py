"""The search over one version of the index: a query in, scored passages out.

Knows no store and no files: the service opens the index, resolves the filters to documents, and
turns row ids into hits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kb.query import Query
from kb.search.abbreviations import written_out
from kb.search.abstention import AbstentionModel, load_abstention, telling_of
from kb.search.asking import subject_of
from kb.search.embedder import Embedder
from kb.search.features import asked_of
from kb.search.index_set import IndexSet
from kb.search.lexical_index import Scope
from kb.search.matching import matching_documents
from kb.search.quoting import quoting_documents
from kb.search.reranker import (
    FloatArray,
    Vector,
    candidate_features,
    load_reranker,
    reranked,
)
from kb.search.retriever import Candidate, retrieve, wanted_text
from kb.search.spelling import Speller
from kb.search.suggestions import Suggestions
from kb.search.understanding import understood
from kb.search.weights import DEFAULT_WEIGHTS, Weights


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


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages, best first. `unanswered` is true where it is likely that none of them answers."""

    passages: list[ScoredPassage]
    unanswered: bool = False


class SearchEngine:
    """Searches one opened index; safe to call from several threads at once."""

    def __init__(
        self,
        index_set: IndexSet,
        embedder: Embedder,
        weights: Weights = DEFAULT_WEIGHTS,
        abstention: AbstentionModel | None = None,
    ) -> None:
        """`abstention` takes the place of the model that comes with kb."""
        self._index = index_set
        self._embedder = embedder
        self._weights = weights
        self._speller = Speller(index_set.vocabulary)
        known = abstention or load_abstention()
        self._abstention = known if known.embedder == embedder.fingerprint.digest() else None

    @property
    def version(self) -> str:
        """The version searched; compare with `current_version(home)` to see a swap."""
        return self._index.version

    def without(self, documents: frozenset[str]) -> SearchEngine:
        """The engine as if its index did not hold these documents."""
        index = self._index.without(documents)
        return SearchEngine(index, self._embedder, self._weights, self._abstention)

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

    def quoting(self, parts: Sequence[str], limit: int) -> list[str]:
        """The documents that may hold a quotation: `quoting_documents`."""
        return quoting_documents(self._index.lexical, parts, limit)

    def search(
        self,
        query: Query,
        *,
        allowed_documents: Collection[str] | None,
        limit: int,
        depth: int = 100,
    ) -> list[ScoredPassage]:
        """The passages of `ranking`."""
        found = self.ranking(query, allowed_documents=allowed_documents, limit=limit, depth=depth)
        return found.passages

    def ranking(
        self,
        query: Query,
        *,
        allowed_documents: Collection[str] | None,
        limit: int,
        depth: int = 100,
    ) -> Ranking:
        """The `limit` best passages, best first; ties stand in the order of row ids.

        `allowed_documents` narrows the search to these ids; None admits all. `depth` is how many
        passages each retriever gives to the fusion. A query without words or numbers finds nothing; one
        that names a number, or whose accents are unknown, is never unanswered.
        """
        text = wanted_text(query)
        nothing_allowed = allowed_documents is not None and not allowed_documents
        if not text or nothing_allowed or limit <= 0 or len(self._index.lexical) == 0:
            return Ranking([])
        meant = query.restored or text
        vector = self._embedder.embed_query(subject_of(written_out(meant))) if query.rest else None
        found = retrieve(self._index, query, vector, allowed_documents, depth, self._weights)
        unanswered = False
        if vector is not None and not query.symbols:  # beside a number, the tiers are the order
            found, unanswered = self._judged(meant, vector, found)
        return Ranking(self._scored(found[:limit]), unanswered)

    def _judged(
        self, meant: str, vector: Vector, found: list[Candidate]
    ) -> tuple[list[Candidate], bool]:
        """The candidates with the first in the order of the reranker, and whether none answers.

        Passages hold a code or what it stands for: none answers if so by either reading.
        """
        first = found[: self._weights.reranked]
        if not first:
            return found, False
        readings = [
            self._read(text, vector, first) for text in dict.fromkeys((meant, written_out(meant)))
        ]
        return reranked(found, readings[0][0]), all(declined for _, declined in readings)

    def _read(
        self, text: str, vector: Vector, first: Sequence[Candidate]
    ) -> tuple[FloatArray, bool]:
        """The scores of `n` >= 1 candidates, `(n,)`, and whether none of them answers."""
        asked, fold = asked_of(text, self._index.lexical), self._weights.fold
        features = candidate_features(self._index, asked, vector, first)
        scores = load_reranker().model(text, fold).scores(features)
        declined = (
            self._abstention is not None
            and not asked.folded  # the model does not understand it, so its cosines tell nothing
            and self._abstention.declines(telling_of(asked, features, scores), fold)
        )
        return scores, declined

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
