"""Finds what a new document is like, and keeps it as a question for whoever looks after the library."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kb.service.likeness import PLACES, Signature, kind_of, resemblance, signature_of
from kb.store.likenesses import Likenesses
from kb.store.records import Likeness, LikenessKind

MOST = 5
"""Pairs asked about for one document, the likest first: of a hundred letters made from one pattern the
next one is not a hundred questions."""

_LEAST_LOOKED_AT = 0.5  # a resemblance below any that `kind_of` asks about


def liken_new(likenesses: Likenesses) -> None:
    """Looks at every document that was not looked at yet, in the order they were added; for a library
    of an earlier release that is all of them: 26 ms for one of 4,000 words among 3,000 others."""
    unsigned = likenesses.unsigned()
    if not unsigned:
        return
    shelf = _Shelf(likenesses.signatures())
    waiting = set(unsigned)
    for document_id in unsigned:
        signature = signature_of(likenesses.text_of(document_id))
        found = _found(likenesses, shelf, document_id, signature, waiting)
        waiting.remove(document_id)
        likenesses.sign(document_id, None if signature is None else signature.tobytes(), found)
        if signature is not None:
            shelf.add(document_id, signature)


def liken_again(likenesses: Likenesses, document_id: str) -> None:
    """Looks once more at a document whose facts were corrected."""
    shelf = _Shelf(likenesses.signatures())
    signature = shelf.signature(document_id)
    likenesses.ask(_found(likenesses, shelf, document_id, signature, {document_id}))


class _Shelf:
    """The signatures of a library, by document: 3,000 are read in 45 ms, and compared in 6."""

    def __init__(self, kept: dict[str, bytes]) -> None:
        self._ids = list(kept)
        rows = [np.frombuffer(one, np.uint32) for one in kept.values()]
        self._rows = np.array(rows, np.uint32).reshape(-1, PLACES)

    def add(self, document_id: str, signature: Signature) -> None:
        self._ids.append(document_id)
        self._rows = np.vstack([self._rows, signature])

    def signature(self, document_id: str) -> Signature | None:
        return self._rows[self._ids.index(document_id)] if document_id in self._ids else None

    def scores(self, signature: Signature | None) -> dict[str, float]:
        """How like a text is to each; nothing of a text without a signature."""
        if signature is None:
            return {}
        scores = resemblance(signature, self._rows)
        return dict(zip(self._ids, map(float, scores), strict=True))


def _found(
    likenesses: Likenesses,
    shelf: _Shelf,
    document_id: str,
    signature: Signature | None,
    without: set[str],
) -> list[Likeness]:
    """The pairs that a document is in with others than those, the likest first, `MOST` at most."""
    scores = shelf.scores(signature)
    near = {id for id, score in scores.items() if score >= _LEAST_LOOKED_AT} | {document_id}
    facts = likenesses.facts_of(near)
    own = facts[document_id]
    if own.symbol:
        facts |= likenesses.facts_of_bearers(own.symbol.key)
    others = {id: other for id, other in facts.items() if id not in without}
    kinds = {id: kind_of(own, other, scores.get(id)) for id, other in others.items()}
    found = [Likeness(document_id, id, kind, scores.get(id)) for id, kind in kinds.items() if kind]
    return _likest(found)


def _likest(found: Iterable[Likeness]) -> list[Likeness]:
    order = list(LikenessKind)
    return sorted(found, key=lambda one: (order.index(one.kind), -(one.score or 0)))[:MOST]
