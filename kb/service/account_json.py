"""One's own account and its tokens as JSON. Times are ISO 8601 in UTC."""

from __future__ import annotations

from typing_extensions import TypedDict

from kb.person import PERMISSIONS, Person
from kb.store.accounts import Token


class AccountJson(TypedDict):
    """An account; `permissions` are what its role may do."""

    name: str
    display_name: str
    role: str
    groups: list[str]
    permissions: list[str]


class TokenJson(TypedDict):
    """A token without its secret; `used_at` is null before its first use."""

    name: str
    created_at: str
    used_at: str | None


class NewTokenJson(TypedDict):
    """A token that was just made; nobody can read `token` a second time."""

    name: str
    token: str


def account_json(person: Person) -> AccountJson:
    """The account of a person."""
    return AccountJson(
        name=person.name,
        display_name=person.display_name,
        role=person.role.value,
        groups=sorted(person.groups),
        permissions=sorted(permission.value for permission in PERMISSIONS[person.role]),
    )


def token_json(token: Token) -> TokenJson:
    """One token."""
    used = token.used_at.isoformat() if token.used_at else None
    return TokenJson(name=token.name, created_at=token.created_at.isoformat(), used_at=used)
