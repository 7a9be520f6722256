"""Finds candidate passages three ways (meaning, words, document numbers) and fuses them.

A query that names a document by number is answered from up to three tiers: passages of that
document, passages that mention it, and all passages. Each tier is scored over its own lists, so that
the words beside the number rank the passages inside the document; a tier adds its boost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kb.query import Query
from kb.search.abbreviations import expansions_of
from kb.search.fusion import FusedRow, ScoredRow, best_first, fuse
from kb.search.index_set import IndexSet
from kb.search.lexical_index import Clause, Scope
from kb.search.lexical_schema import Field
from kb.search.lexical_tokens import Key, folded_key, is_unaccented, prepared, written_key
from kb.search.weights import DEFAULT_WEIGHTS, TextWeights, Weights

FloatArray = npt.NDArray[np.float32]

HIGHEST_SCORE = 4.0
"""A fused score is at most 1, and a boost of the default weights at most 3."""


class Candidate(NamedTuple):
    """A passage found. `dense` and `lexical` are in [0, 1], scaled over their lists; 0 is absent.

    `score` is in [0, 4], comparable within one query, at most 1 where no number matched. `number` is
    true where the query names the passage's document by number, or a document that it mentions.
    """

    row_id: int
    score: float
    dense: float
    lexical: float
    number: bool


@dataclass(frozen=True, slots=True)
class _Tier:
    scope: Scope
    boost: float
    number: bool


def retrieve(
    index: IndexSet,
    query: Query,
    vector: FloatArray | None,
    allowed_documents: Collection[str] | None,
    depth: int,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Candidate]:
    """The candidates for `query`, best first, ties in the order of row ids.

    `vector` is the `(d,)` unit vector of `query.restored`, or else of `wanted_text(query)`; None for a
    number alone, which means nothing to a model. `depth` is the length of the dense and of the lexical
    list of each tier. `allowed_documents` narrows the search; None admits all. A query without a number
    that shares no word with any passage finds nothing.
    """
    allowed = None if allowed_documents is None else frozenset(allowed_documents)
    text = wanted_text(query)
    if not text:
        return []
    share = text_weights(query.restored or text, weights).dense
    # a number alone is no phrase that could be said otherwise: CTr in 908-CTr/TUM is not "chương trình"
    clauses = clauses_of(text, weights if query.rest else replace(weights, expansion=0.0))
    if query.restored:
        clauses = merged([*clauses, *clauses_of(query.restored, weights)])
    best: dict[int, Candidate] = {}
    for tier in _tiers(query, Scope(allowed, phrases=query.phrases), weights):
        if query.symbols and not tier.number and not query.rest:
            break  # the number is answered; what merely shares a code with it is not
        dense = [] if vector is None or not share else _dense(index, vector, tier.scope, depth)
        lexical = index.lexical.search(clauses, depth, tier.scope)
        if vector is None and tier.number:
            lexical += _unsaid(index, lexical, tier.scope, depth)
        if not lexical and not tier.number:
            continue  # not one word in common: the nearest vectors would only look like an answer
        for row in _fused(dense, lexical, share, depth):
            _keep_better(best, _candidate(row, tier))
    return best_first(best.values())


def wanted_text(query: Query) -> str:
    """What the passages are compared with: the words beside the numbers, else the whole query."""
    return query.rest or (query.text if query.symbols else "")


def text_weights(text: str, weights: Weights) -> TextWeights:
    """The weights for the way in which `text` is written."""
    return weights.unaccented if is_unaccented(text) else weights.accented


def clauses_of(text: str, weights: Weights = DEFAULT_WEIGHTS) -> list[Clause]:
    """What the lexical index is asked: the tokens of `text` by field, and its expansions.

    Headings and expansions are asked as the body is: as written, or folded where nothing is asked
    of the body as written.
    """
    of = text_weights(text, weights)
    written, folded = prepared(text, written_key), prepared(text, folded_key)
    if of.written:
        body, heading, said, key = Field.BODY, Field.HEADING, written, written_key
    else:
        body, heading, said, key = Field.BODY_FOLDED, Field.HEADING_FOLDED, folded, folded_key
    asked = [
        *_clauses(Field.BODY, written, of.written, weights.pairs),
        *_clauses(Field.BODY_FOLDED, folded, of.folded, weights.pairs),
        *_clauses(heading, said, of.heading, weights.pairs),
        Clause(body, _expanded(text, said, key), weights.expansion),
    ]
    return [clause for clause in asked if clause.weight]


def _clauses(
    field: Field, tokens: Sequence[str], weight: float, pairs: float
) -> tuple[Clause, Clause]:
    """Single syllables and symbols, then pairs with a weight of their own."""
    single = tuple(token for token in tokens if "_" not in token)
    double = tuple(token for token in tokens if "_" in token)
    return Clause(field, single, weight), Clause(field, double, weight * pairs)


def merged(clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses with every token asked once of a field, at its greatest weight.

    So a query and what it was meant to be are asked together: what was typed keeps its weight.
    """
    weights: dict[tuple[Field, str], float] = {}
    for clause in clauses:
        for token in clause.tokens:
            asked = (clause.field, token)
            weights[asked] = max(clause.weight, weights.get(asked, 0.0))
    groups: dict[tuple[Field, float], list[str]] = {}
    for (field, token), weight in weights.items():
        groups.setdefault((field, weight), []).append(token)
    return [Clause(field, tuple(tokens), weight) for (field, weight), tokens in groups.items()]


def _expanded(text: str, asked: Sequence[str], key: Key) -> tuple[str, ...]:
    """Pairs of the longer ways, whole shorter ones; a lone syllable of a phrase says nothing."""
    tokens: list[str] = []
    for expansion in expansions_of(text):
        said = prepared(expansion.other, key)
        tokens += [token for token in said if "_" in token] or said
    return tuple(token for token in dict.fromkeys(tokens) if token not in asked)


def _tiers(query: Query, everywhere: Scope, weights: Weights) -> Iterator[_Tier]:
    if query.symbols:
        own = replace(everywhere, own=query.symbols)
        mentions = replace(everywhere, mentioned=query.symbols)
        if query.rest:
            yield _Tier(own, weights.own, number=True)
            yield _Tier(mentions, weights.mention, number=True)
        else:
            yield _Tier(replace(own, front=True), weights.only_front, number=True)
            yield _Tier(mentions, weights.only_mention, number=True)
            yield _Tier(own, weights.only_own, number=True)
    yield _Tier(everywhere, 0.0, number=False)


def _dense(index: IndexSet, vector: FloatArray, scope: Scope, depth: int) -> list[ScoredRow]:
    rows = None if scope == Scope() else index.lexical.rows(scope)
    return index.vectors.search(vector, depth, rows)


def _unsaid(
    index: IndexSet, said: Sequence[ScoredRow], scope: Scope, depth: int
) -> list[ScoredRow]:
    """The rows in `scope` that share no word with the query: they bear the number all the same."""
    known = {row.row_id for row in said}
    others = (int(row) for row in index.lexical.rows(scope) if int(row) not in known)
    return [ScoredRow(row, 0.0) for row in islice(others, max(0, depth - len(said)))]


def _fused(
    dense: Sequence[ScoredRow], lexical: Sequence[ScoredRow], share: float, depth: int
) -> list[FusedRow]:
    floor = None if len(lexical) >= depth else 0.0
    return fuse(dense, lexical, share, lexical_floor=floor)


def _candidate(row: FusedRow, tier: _Tier) -> Candidate:
    return Candidate(row.row_id, tier.boost + row.score, row.dense, row.lexical, tier.number)


def _keep_better(best: dict[int, Candidate], one: Candidate) -> None:
    before = best.get(one.row_id)
    if before is None:
        best[one.row_id] = one
        return
    winner = one if one.score > before.score else before
    best[one.row_id] = winner._replace(number=one.number or before.number)
