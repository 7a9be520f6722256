"""Time goes one way: what has ended does not come back into force."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb.document import Facts
from kb.relation import CHANGING
from kb.state import Change, State, state_on

days = st.dates(date(2020, 1, 1), date(2020, 2, 1))
maybe_days = st.none() | days
changes = st.lists(
    st.builds(
        lambda relation, since, said, by: Change(
            relation, by, Facts(date=said), by, since, "", "", "", None
        ),
        st.sampled_from(sorted(CHANGING)),
        maybe_days,
        maybe_days,
        st.sampled_from("abc"),
    ),
    max_size=5,
)
_AGE = {State.NOT_ISSUED: 0, State.IN_FORCE: 1, State.AMENDED: 2, State.SUPERSEDED: 3}


@given(changes, maybe_days, days, days)
def test_with_time_a_document_is_issued_amended_and_superseded_and_never_goes_back(
    said: list[Change], issued: date | None, one: date, other: date
) -> None:
    early, late = sorted((one, other))

    before, after = state_on(early, issued, said), state_on(late, issued, said)

    assert _AGE[before.state] <= _AGE[after.state]
    assert set(before.changes) <= set(after.changes)


@given(changes, changes, maybe_days, days)
def test_more_that_is_said_never_brings_a_document_back(
    said: list[Change], more: list[Change], issued: date | None, day: date
) -> None:
    fewer, all_of_it = state_on(day, issued, said), state_on(day, issued, said + more)

    assert _AGE[fewer.state] <= _AGE[all_of_it.state]
