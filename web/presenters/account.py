"""The login, and the page of one's own account."""

from __future__ import annotations

from dataclasses import dataclass

from kb.person import ROLE_NAMES, Person
from kb.service.passwords import LEAST_LENGTH
from kb.store.accounts import Token
from web import labels
from web.presenters.page import Page, page_of


@dataclass(frozen=True, slots=True)
class LoginView:
    """The login (`login.html`): the name typed before, the page wanted, and what went wrong or ""."""

    page: Page
    name: str
    wanted: str
    trouble: str


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token of the account, its dates in words."""

    name: str
    created: str
    used: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """One's own account (`account.html`); `done` says what was just done, `trouble` what could not be;
    `new_token` is shown this once."""

    page: Page
    account: str
    called: str
    role: str
    groups: str
    least_length: int
    tokens: tuple[TokenView, ...]
    done: str
    trouble: str
    new_token: str


def login_view(name: str, wanted: str, trouble: str = "") -> LoginView:
    """The login for somebody who wanted to see `wanted`."""
    return LoginView(page_of(labels.PAGE_TITLES["login"], ""), name, wanted, trouble)


def account_view(
    person: Person,
    tokens: tuple[Token, ...],
    done: str = "",
    trouble: str = "",
    new_token: str = "",
) -> AccountView:
    """The page of a person's account."""
    return AccountView(
        page=page_of(labels.PAGE_TITLES["account"], "account"),
        account=person.name,
        called=person.called,
        role=ROLE_NAMES[person.role],
        groups=", ".join(sorted(person.groups)),
        least_length=LEAST_LENGTH,
        tokens=tuple(map(token_view, tokens)),
        done=labels.DONE.get(done, ""),
        trouble=trouble,
        new_token=new_token,
    )


def token_view(token: Token) -> TokenView:
    """A token as a list shows it."""
    used = token.used_at
    return TokenView(
        name=token.name,
        created=labels.day(token.created_at.astimezone().date()),
        used=labels.day(used.astimezone().date()) if used else labels.NEVER_USED,
    )
