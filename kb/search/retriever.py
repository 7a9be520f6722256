"""Finds candidate passages three ways (meaning, words, document numbers) and fuses them.

A query that names a document by number is answered from up to three tiers: passages of that
document, passages that mention it, and all passages. Each tier is scored over its own lists, so that
the words beside the number rank the passages inside the document; a tier adds its boost.

How the figures were chosen: nDCG@10 on alqac2025 (729 questions) and natural (40), default model in
int8. Dense share 0.30 / 0.33 / 0.36 / 0.40 gave .904 .905 .904 .901 and .777 .784 .786 .784.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kb.query import Query
from kb.search.abbreviations import expansions_of
from kb.search.fusion import FusedRow, ScoredRow, fuse
from kb.search.index_set import IndexSet
from kb.search.lexical_index import Clause, Field, Scope
from kb.search.lexical_tokens import Key, folded_key, is_unaccented, prepared, written_key

FloatArray = npt.NDArray[np.float32]

DENSE_SHARE = 1 / 3
"""Weight of the dense side; 1/3 is "lexical + 0.5 x dense". See the module docstring."""

UNACCENTED_DENSE_SHARE = 0.1
"""The model does not understand Vietnamese without accents (dense alone: .036); it only fills up."""

FOLDED_WEIGHT = 0.5
"""Of the folded body beside the body as written: forgives an accent typed wrong.

Lexical alone: natural .716 to .733, alqac2025 .898 to .897.
"""

HEADING_WEIGHT = 0.05
"""Of title and headings, which the body holds as well: 0 to .1 are alike, .5 loses .009 (alqac2025)."""

EXPANSION_WEIGHT = 0.5
"""Of the other way of saying an abbreviation: below what was typed."""

OWN_BOOST, MENTION_BOOST = 0.6, 0.3
"""With words beside the number: its document first, unless a mention fits the words much better."""

ONLY_FRONT_BOOST, ONLY_MENTION_BOOST, ONLY_OWN_BOOST = 3.0, 2.0, 1.0
"""For a number alone, strictly: the opening part of its document, who mentions it, the rest of it.

Mentions stand before the rest because nothing but the number was asked, and the rest of a long
document would push every mention off the page.
"""

HIGHEST_SCORE = 4.0
"""A fused score is at most 1, and a boost at most 3."""


@dataclass(frozen=True, slots=True)
class Candidate:
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
    vector: FloatArray,
    allowed_documents: Collection[str] | None,
    depth: int,
) -> list[Candidate]:
    """The candidates for `query`, best first, ties in the order of row ids.

    `vector` is the `(d,)` unit vector of `wanted_text(query)`; `depth` is the length of the dense and
    of the lexical list of each tier. `allowed_documents` narrows the search; None admits all. A query
    without a number that shares no word with any passage finds nothing.
    """
    allowed = None if allowed_documents is None else frozenset(allowed_documents)
    text = wanted_text(query)
    if not text:
        return []
    clauses = clauses_of(text)
    best: dict[int, Candidate] = {}
    for tier in _tiers(query, Scope(documents=allowed)):
        dense = _dense(index, vector, tier.scope, depth)
        lexical = index.lexical.search(clauses, depth, tier.scope)
        if not lexical and not tier.number:
            continue  # not one word in common: the nearest vectors would only look like an answer
        for row in _fused(dense, lexical, dense_share(text), depth):
            _keep_better(best, _candidate(row, tier))
    return sorted(best.values(), key=lambda one: (-one.score, one.row_id))


def wanted_text(query: Query) -> str:
    """What the passages are compared with: the words beside the numbers, else the whole query."""
    return query.rest or (query.text if query.symbols else "")


def dense_share(text: str) -> float:
    """The weight of the dense side for `text`, in [0, 1]."""
    return UNACCENTED_DENSE_SHARE if is_unaccented(text) else DENSE_SHARE


def clauses_of(text: str) -> list[Clause]:
    """What the lexical index is asked: the tokens of `text` by field, and its expansions.

    Text without accents is compared in the folded fields only.
    """
    folded = tuple(prepared(text, folded_key))
    if is_unaccented(text):
        body, heading, key = Field.BODY_FOLDED, Field.HEADING_FOLDED, folded_key
        asked = [Clause(body, folded, 1.0), Clause(heading, folded, HEADING_WEIGHT)]
    else:
        body, key = Field.BODY, written_key
        written = tuple(prepared(text, written_key))
        asked = [
            Clause(body, written, 1.0),
            Clause(Field.BODY_FOLDED, folded, FOLDED_WEIGHT),
            Clause(Field.HEADING, written, HEADING_WEIGHT),
        ]
    return [*asked, Clause(body, _expanded(text, asked[0].tokens, key), EXPANSION_WEIGHT)]


def _expanded(text: str, asked: Sequence[str], key: Key) -> tuple[str, ...]:
    """Pairs of the longer ways, whole shorter ones; a lone syllable of a phrase says nothing."""
    tokens: list[str] = []
    for phrase in expansions_of(text):
        said = prepared(phrase, key)
        tokens += [token for token in said if "_" in token] or said
    return tuple(token for token in dict.fromkeys(tokens) if token not in asked)


def _tiers(query: Query, everywhere: Scope) -> Iterator[_Tier]:
    if query.symbols:
        own = replace(everywhere, own=query.symbols)
        mentions = replace(everywhere, mentioned=query.symbols)
        if query.rest:
            yield _Tier(own, OWN_BOOST, number=True)
            yield _Tier(mentions, MENTION_BOOST, number=True)
        else:
            yield _Tier(replace(own, front=True), ONLY_FRONT_BOOST, number=True)
            yield _Tier(mentions, ONLY_MENTION_BOOST, number=True)
            yield _Tier(own, ONLY_OWN_BOOST, number=True)
    yield _Tier(everywhere, 0.0, number=False)


def _dense(index: IndexSet, vector: FloatArray, scope: Scope, depth: int) -> list[ScoredRow]:
    rows = None if scope == Scope() else index.lexical.rows(scope)
    return index.vectors.search(vector, depth, rows)


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
    best[one.row_id] = replace(winner, number=one.number or before.number)
