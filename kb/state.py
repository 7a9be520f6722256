"""Whether a document is in force on a day, as far as the documents at hand say.

Nothing here claims more than it knows: a document is superseded because a certain sentence of another
one says so, and in force only in the sense that none does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.document import Facts
from kb.relation import ENDING, Relation


class State(StrEnum):
    """What is known of a document on a day. `IN_FORCE`: nothing at hand says otherwise."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    SUPERSEDED = "superseded"
    NOT_ISSUED = "not_issued"


@dataclass(frozen=True, slots=True)
class Change:
    """One document changed another: the held document `by`, its facts and what it is called, the first
    day on which that counts (None if unknown), and the sentence that proves it with its place.

    Where the catalogue alone says so, `by` is None and `proof` is empty.
    """

    relation: Relation
    by: str | None
    facts: Facts
    heading: str
    since: date | None
    proof: str
    place: str
    division: str
    pages: tuple[int, int] | None

    def counts_on(self, day: date) -> bool:
        """True from the day on that it counts from, though not before it was said; also where neither
        day is known."""
        return all(known <= day for known in (self.since, self.facts.date) if known)


@dataclass(frozen=True, slots=True)
class Newer:
    """The newest held version of a document that is an older one: its id, what it is called, and the
    name of its file, which tells the versions apart."""

    id: str
    heading: str
    file_name: str


@dataclass(frozen=True, slots=True)
class DocumentState:
    """The state of a document on `day`, with the changes that count then, the weightiest first.

    `possible` are changes that may be meant for another document, or whose proof is not sure; they
    change nothing. `newer` is there where somebody said that the held document is an older version:
    that is known of the file, whatever the day.
    """

    state: State
    day: date
    changes: tuple[Change, ...] = ()
    possible: tuple[Change, ...] = ()
    newer: Newer | None = None


def state_on(
    day: date, issued: date | None, changes: Iterable[Change], possible: Iterable[Change] = ()
) -> DocumentState:
    """The state on a day of a document issued on another (None if unknown), given all that others say
    of it."""
    count = tuple(sorted((one for one in changes if one.counts_on(day)), key=_weight))
    maybe = tuple(sorted((one for one in possible if one.counts_on(day)), key=_weight))
    if issued and issued > day:
        return DocumentState(State.NOT_ISSUED, day)
    if not count:
        return DocumentState(State.IN_FORCE, day, (), maybe)
    ended = count[0].relation in ENDING
    return DocumentState(State.SUPERSEDED if ended else State.AMENDED, day, count, maybe)


def _weight(change: Change) -> tuple[bool, date, str]:
    """Endings first, then the earliest; those of an unknown day last."""
    return change.relation not in ENDING, change.since or date.max, change.by or ""
