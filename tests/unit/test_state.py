"""Whether a document is in force on a day, given what others say of it."""

from __future__ import annotations

from datetime import date

import pytest

from kb.document import Facts
from kb.relation import Relation
from kb.state import Change, State, state_on

DAY = date(2024, 3, 1)
BEFORE = date(2024, 2, 29)


def change(
    relation: Relation, since: date | None = DAY, said: date | None = DAY, by: str = "d1"
) -> Change:
    return Change(relation, by, Facts(date=said), by, since, "…", "Điều 9", "9", (4, 4))


REPLACED = change(Relation.REPLACES)
REPEALED = change(Relation.REPEALS, by="d2")
AMENDED = change(Relation.AMENDS, by="d3")


def test_without_changes_a_document_is_in_force_as_far_as_is_known() -> None:
    found = state_on(DAY, None, [])

    assert (found.state, found.changes, found.possible) == (State.IN_FORCE, (), ())


@pytest.mark.parametrize("relation", [Relation.REPLACES, Relation.REPEALS])
def test_it_is_superseded_from_the_first_day_of_the_change_on(relation: Relation) -> None:
    changes = [change(relation)]

    assert state_on(BEFORE, None, changes).state is State.IN_FORCE
    assert state_on(DAY, None, changes).state is State.SUPERSEDED


def test_a_change_does_not_count_before_it_is_said() -> None:
    early = change(Relation.REPLACES, since=date(2024, 1, 1), said=DAY)

    assert state_on(BEFORE, None, [early]).state is State.IN_FORCE
    assert state_on(DAY, None, [early]).state is State.SUPERSEDED


def test_a_change_of_an_unknown_day_counts() -> None:
    unknown = change(Relation.REPLACES, since=None, said=None)

    assert state_on(date(1990, 1, 1), None, [unknown]).state is State.SUPERSEDED


def test_an_end_weighs_more_than_an_amendment_and_the_earliest_end_most() -> None:
    later = change(Relation.REPLACES, since=date(2025, 1, 1))

    found = state_on(date(2025, 6, 1), None, [AMENDED, later, REPEALED])

    assert found.state is State.SUPERSEDED
    assert found.changes == (REPEALED, later, AMENDED)
    assert state_on(DAY, None, [AMENDED]).state is State.AMENDED


def test_what_is_only_possible_changes_nothing() -> None:
    found = state_on(DAY, None, [], [REPLACED])

    assert (found.state, found.possible) == (State.IN_FORCE, (REPLACED,))


def test_a_document_does_not_exist_before_its_issue() -> None:
    assert state_on(BEFORE, DAY, []).state is State.NOT_ISSUED
    assert state_on(DAY, DAY, []).state is State.IN_FORCE
