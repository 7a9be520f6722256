"""The log of changes as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from kb.store.audit import AuditEntry, Json


class EntryJson(TypedDict):
    """One change. `at` is UTC in ISO form; `document_id` and `name` are null where the change is about
    no document, `name` also where the file may bear a mark of secrecy."""

    id: int
    at: str
    actor: str
    action: str
    document_id: str | None
    name: str | None
    before: Mapping[str, Json] | None
    after: Mapping[str, Json] | None


def entry_json(entry: AuditEntry) -> EntryJson:
    """The entry as an object."""
    deed = entry.deed
    return EntryJson(
        id=entry.id,
        at=entry.at.isoformat(),
        actor=deed.actor,
        action=deed.action.value,
        document_id=deed.document_id,
        name=deed.name,
        before=deed.before,
        after=deed.after,
    )
