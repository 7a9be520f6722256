"""Documents that are alike, as JSON: `GET /api/v1/duplicates` and `kb duplicates --json`."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from kb.service.keeping.duplicates import Duplicate, Side
from kb.service.serialise import listed_json
from kb.service.shapes import ListedJson


class SideJson(ListedJson):
    """One of the two; `added_at` is in ISO form with the local offset."""

    bytes: int
    added_at: str
    in_trash: bool


class DuplicateJson(TypedDict):
    """A pair: `new` was added after `old`. `kind` is "same_number", "maybe_same_number", "near_text" or
    "named", `score` how like the texts are, in [0, 1], null where one is too short to say. `decision`
    is "same", "version", "both" or null; `chosen` is the id of the one that stays, or is the newer
    one."""

    new: SideJson
    old: SideJson
    kind: str
    score: float | None
    open: bool
    decision: str | None
    chosen: str | None
    actor: str | None
    decided_at: str | None


class DuplicatesJson(TypedDict):
    """Pairs, the latest found first."""

    duplicates: list[DuplicateJson]


def duplicates_json(pairs: Iterable[Duplicate]) -> DuplicatesJson:
    """The pairs in the order given."""
    return DuplicatesJson(duplicates=[duplicate_json(pair) for pair in pairs])


def duplicate_json(pair: Duplicate) -> DuplicateJson:
    """One pair."""
    at = pair.decided_at
    return DuplicateJson(
        new=_side(pair.new),
        old=_side(pair.old),
        kind=pair.kind.value,
        score=None if pair.score is None else round(pair.score, 3),
        open=pair.is_open,
        decision=pair.decision.value if pair.decision else None,
        chosen=pair.chosen_id,
        actor=pair.actor,
        decided_at=at.isoformat(timespec="seconds") if at else None,
    )


def _side(side: Side) -> SideJson:
    return SideJson(
        bytes=side.byte_size,
        added_at=side.added_at.isoformat(timespec="seconds"),
        in_trash=side.in_trash,
        **listed_json(side.card),
    )
