"""Which documents were replaced, as the catalogue tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.drafting.check import Bearer, StateOn, Superseded
from kb.drafting.meaning import named
from kb.drafting.render import format_date
from kb.store.records import KnownRecord


def replaced_in(rows: Sequence[KnownRecord]) -> StateOn:
    """Tells of a held or known document, by symbol and date, whether another had taken its place."""
    by_document = {(row.symbol.key, row.date): row for row in rows}
    by_name = {(str(row.symbol), row.date): row for row in rows}

    def state_on(bearer: Bearer, day: date) -> Superseded | None:
        symbol = bearer.facts.symbol
        row = by_document.get((symbol.key, bearer.facts.date)) if symbol else None
        if row is None or not row.replaced_by or not row.replaced_on or row.replaced_on > day:
            return None
        new = by_name.get((row.replaced_by, row.replaced_on))
        name = named(Bearer(new.facts)) if new else row.replaced_by
        return Superseded(
            row.replaced_by, name, f"theo danh mục, từ ngày {format_date(row.replaced_on)}"
        )

    return state_on
