"""The documents that may hold a quotation, by its rarest pairs of words.

A document is found even where none of its passages holds the whole: a quotation may run over passages,
leave words out, or have some of them wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.lexical_index import LexicalIndex, Scope, Share
from kb.search.lexical_schema import Field
from kb.search.lexical_tokens import prepared
from kb.search.phrases import phrase_tokens

_PAIRS = 16  # the rarest that are asked
_SHARE = 0.5


def quoting_documents(index: LexicalIndex, parts: Sequence[str], limit: int) -> list[str]:
    """Ids of at most `limit` documents that may hold all `parts`, the likeliest first.

    Those that have every line of the parts whole in a passage come first, and are all where no part has
    two lines; else follow those that hold at least half of what the best holds of the rarest pairs, by
    idf.
    """
    whole = _holding_whole(index, parts)
    if whole and not any("\n" in part for part in parts):
        return sorted(whole)[:limit]
    scores: dict[str, float] = {}
    for token, idf in _rarest(index, parts):
        for document in index.documents(Share(Field.BODY, (token,), 1)):
            scores[document] = scores.get(document, 0.0) + idf
    least = _SHARE * max(scores.values(), default=0.0)
    likely = (document for document, score in scores.items() if score >= least)
    return sorted(likely, key=lambda id: (id not in whole, -scores[id], id))[:limit]


def _holding_whole(index: LexicalIndex, parts: Sequence[str]) -> frozenset[str]:
    lines = [line for part in parts for line in part.splitlines() if phrase_tokens(line)]
    sets = [index.documents(Scope(phrases=(line,))) for line in lines]
    return frozenset.intersection(*sets) if sets else frozenset()


def _rarest(index: LexicalIndex, parts: Sequence[str]) -> list[tuple[str, float]]:
    """The rarest pairs that the library has, with their idf; single words where it has none."""
    tokens = list(dict.fromkeys(token for part in parts for token in prepared(part)))
    held = [token for token in tokens if index.holds(Field.BODY, token)]
    held = [token for token in held if "_" in token or "|" in token] or held
    idf = index.idf(Field.BODY, held)
    return sorted(zip(held, map(float, idf), strict=True), key=lambda one: -one[1])[:_PAIRS]
