"""The log of changes as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kb.service.keeping.journal import ACTION_WORDS, remarks
from kb.store.audit import AuditEntry, Deed
from kb.store.corrections import (
    changed_facts,
    changed_lines,
    changed_mentions,
    line_name,
    line_words,
)
from web import labels

NAMES = labels.FACT_NAMES | labels.MARK_NAMES
"""What all the facts are called, by their names in `Facts`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact, line or mention that was changed: what it is called, what it said before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A change: who made it, when (in local time), what it was, and what else the log tells of it."""

    who: str
    when: str
    what: str
    changes: tuple[Changed, ...]
    remarks: tuple[str, ...]


def history_rows(entries: Iterable[AuditEntry]) -> tuple[HistoryRow, ...]:
    """The entries, the newest first."""
    return tuple(map(history_row, sorted(entries, key=lambda entry: entry.id, reverse=True)))


def history_row(entry: AuditEntry) -> HistoryRow:
    """One entry."""
    deed, words = entry.deed, ACTION_WORDS[entry.deed.action]
    return HistoryRow(
        who=deed.actor,
        when=moment(entry.at.astimezone()),
        what=f"{words[0].upper()}{words[1:]}",
        changes=tuple(_changes(deed)),
        remarks=tuple(remarks(deed)),
    )


def _changes(deed: Deed) -> Iterator[Changed]:
    for line in changed_lines(deed):
        yield Changed(line_name(line).capitalize(), line_words(line.before), line_words(line.after))
    for name, was, now in changed_facts(deed):
        yield Changed(NAMES[name], was, now)
    for was, now in changed_mentions(deed):
        yield Changed("Viện dẫn", was, now)


def moment(at: datetime) -> str:
    """A time as people write it: "15/6/2023, 14:05"."""
    return f"{labels.day(at.date())}, {at:%H:%M}"
