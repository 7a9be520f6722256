"""Files in quarantine as JSON: `GET /api/v1/quarantine`."""

from __future__ import annotations

from typing_extensions import TypedDict

from kb.store.quarantine import SetAside


class SetAsideJson(TypedDict):
    """A file: `id` is its sha256, `name` what to call it; `actor` and `mark` say who brought it and
    what mark was seen, null where nobody knows. `at` is in UTC."""

    id: str
    name: str
    bytes: int
    at: str
    actor: str | None
    mark: str | None


def set_aside_json(item: SetAside) -> SetAsideJson:
    """One file."""
    return SetAsideJson(
        id=item.id,
        name=item.name,
        bytes=item.byte_size,
        at=item.at.isoformat(timespec="seconds"),
        actor=item.note.actor if item.note else None,
        mark=(item.note.mark or None) if item.note else None,
    )
