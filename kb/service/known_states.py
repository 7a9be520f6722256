"""Which documents were replaced, for the check of a draft."""

from __future__ import annotations

from datetime import date

from kb.drafting.check import Bearer, StateOn, Superseded
from kb.drafting.meaning import named
from kb.drafting.render import format_date
from kb.service.states import States
from kb.state import Change, State


def replaced_by(states: States) -> StateOn:
    """Tells of a held or known document whether another had taken its place on a day."""

    def state_on(bearer: Bearer, day: date) -> Superseded | None:
        state = states.of_known(bearer.facts, bearer.id, day)
        if state.state is not State.SUPERSEDED:
            return None
        change = state.changes[0]
        symbol = str(change.facts.symbol) if change.facts.symbol else change.heading
        return Superseded(symbol, named(Bearer(change.facts)), _proof(change))

    return state_on


def _proof(change: Change) -> str:
    since = f"từ ngày {format_date(change.since)}" if change.since else "chưa rõ từ ngày nào"
    if not change.proof:
        return f"theo {change.place}, {since}"
    return f"theo {change.heading}, {change.place}: “{change.proof}”, {since}"
