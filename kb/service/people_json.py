"""Accounts as JSON, for administrators' programs; never a password but one that was just made."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from kb.store.accounts import Account


class UserJson(TypedDict):
    """An account; `tokens` is how many it has, `seen_at` when an open session was used last, times in
    UTC. `password` is there where kb made it, this once."""

    name: str
    display_name: str
    role: str
    groups: list[str]
    active: bool
    created_at: str
    tokens: int
    seen_at: str | None
    password: NotRequired[str]


def user_json(account: Account, made: str = "") -> UserJson:
    """One account, with the password that kb `made` for it."""
    person = account.person
    told = UserJson(
        name=person.name,
        display_name=person.display_name,
        role=person.role.value,
        groups=sorted(person.groups),
        active=account.active,
        created_at=account.created_at.isoformat(),
        tokens=account.tokens,
        seen_at=account.seen_at.isoformat() if account.seen_at else None,
    )
    return UserJson(**told, password=made) if made else told
