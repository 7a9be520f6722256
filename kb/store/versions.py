"""Which version of a document is the newest, from what was decided of pairs.

A document that was thrown away since it is the same as another stands for that one: what it replaced
stays replaced.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from kb.errors import InvalidDecision
from kb.store import schema
from kb.store.records import Decision


def newer_versions(connection: Connection) -> dict[str, set[str]]:
    """By each document that gave way to others, these: newer versions, and the one that was kept where
    it is in the trash."""
    table = schema.likeness
    trashed = _trashed(connection)
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(table).where(table.c.chosen_id.is_not(None))):
        other = row.other_id if row.chosen_id == row.document_id else row.document_id
        if row.decision == Decision.VERSION or other in trashed:
            found.setdefault(other, set()).add(row.chosen_id)
    return found


def newest_held(connection: Connection) -> dict[str, str]:
    """By each held document after which others are held, the last of these; of several last ones that
    with the least id. No document that is named as the last has one after it."""
    newer, trashed = newer_versions(connection), _trashed(connection)
    after = {id: all_after(newer, id) - trashed for id in newer}
    last = {one for ids in after.values() for one in ids if not after.get(one)}
    return {id: min(ids & last) for id, ids in after.items() if id not in trashed and ids & last}


def all_after(newer: Mapping[str, set[str]], document_id: str) -> set[str]:
    """All that a document gave way to, near and far, itself never among them."""
    found: set[str] = set()
    waiting = set(newer.get(document_id, ()))
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= newer.get(one, set()) - found
    return found - {document_id}


def require_order(connection: Connection, newer_id: str, older_id: str, decision: Decision) -> None:
    """Raises InvalidDecision where a document would come after itself."""
    if newer_id == older_id:
        raise InvalidDecision("Một văn bản không thể trùng với chính nó; hãy nêu hai văn bản.")
    newer = newer_versions(connection)
    newer.get(newer_id, set()).discard(older_id)  # the other way round: taken back by this decision
    if decision is Decision.VERSION and older_id in all_after(newer, newer_id):
        raise InvalidDecision(
            "Văn bản được chọn làm bản mới đã có bản mới hơn là chính văn bản kia; "
            "hãy quyết định lại các bản trước của chúng."
        )


def _trashed(connection: Connection) -> set[str]:
    return set(connection.scalars(select(schema.trash.c.document_id)))
