"""Pairs of documents that are alike, and what somebody has to say of them: the same, versions, or
two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kb.service.cards import card_of
from kb.service.results import DocumentCard
from kb.service.text_differences import TextDifferences, text_differences
from kb.store.documents import Store
from kb.store.records import Decision, Likeness, LikenessKind


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents: when it was added, in local time, whether it is in the trash, and
    whether it is held back until it is reviewed."""

    card: DocumentCard
    byte_size: int
    added_at: datetime
    in_trash: bool
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A pair: `new` was added after `old`. `score` is how like their texts are, in [0, 1], None where
    one is too short to say.

    `decision` is None until somebody answers; `chosen_id` is then the one that stays (same) or the
    newer one (version), `actor` who answered and `decided_at` when, in local time.
    """

    new: Side
    old: Side
    kind: LikenessKind
    score: float | None
    decision: Decision | None = None
    chosen_id: str | None = None
    actor: str | None = None
    decided_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """True where somebody is to answer: also where two that are the same are both held again."""
        if self.decision is None:
            return not self.new.in_trash
        both_held = not (self.new.in_trash or self.old.in_trash)
        return self.decision is Decision.SAME and both_held


def duplicates(store: Store, document_ids: Collection[str] | None = None) -> tuple[Duplicate, ...]:
    """All pairs, or those that these documents are in, the latest found first."""
    pairs = store.likenesses.pairs(document_ids)
    records = store.likenesses.records_of({id for one in pairs for id in _ids(one)})
    trashed, held_back = store.likenesses.trashed(), store.likenesses.held_back()
    sides = {
        id: Side(
            card_of(record),
            record.byte_size,
            record.added_at.astimezone(),
            id in trashed,
            id in held_back,
        )
        for id, record in records.items()
    }
    return tuple(
        Duplicate(
            sides[one.document_id],
            sides[one.other_id],
            one.kind,
            one.score,
            one.decision,
            one.chosen_id,
            one.actor,
            one.at.astimezone() if one.at else None,
        )
        for one in pairs
    )


def compared(store: Store, pair: Duplicate) -> TextDifferences:
    """Where the text of the newly added differs from the other's. Raises UnknownDocument."""
    texts = [store.likenesses.text_of(side.card.id) for side in (pair.new, pair.old)]
    return text_differences(*texts)


def _ids(pair: Likeness) -> tuple[str, str]:
    return pair.document_id, pair.other_id
