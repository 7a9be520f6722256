"""The pages on which administrators look after the accounts of others."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kb.errors import InvalidAccount
from kb.person import Role
from kb.service.passwords import made_password
from kb.store.accounts import AccountChange
from web import labels
from web.dependencies import People, Rendering, Visiting
from web.errors import status_of
from web.links import done_url, person_url
from web.presenters.people import NewPerson, people_view, person_view
from web.rendering import Renderer
from web.visitor import Visitor

router = APIRouter()

_Typed = Annotated[str, Form()]


@router.get("/nguoi-dung")
def people_page(people: People, renderer: Rendering) -> HTMLResponse:
    """All accounts, and the form of a new one."""
    return renderer.page(people_view(people.accounts()))


@router.post("/nguoi-dung")
def add(
    people: People,
    renderer: Rendering,
    visitor: Visiting,
    ten: _Typed = "",
    ho_ten: _Typed = "",
    vai_tro: Annotated[Role, Form()] = Role.READER,
    nhom: _Typed = "",
    moi: _Typed = "",
    lai: _Typed = "",
) -> Response:
    """Makes an account; a password that kb made is shown this once."""
    try:
        password = _chosen(moi, lai) or made_password(ten)
        name = people.add(ten, password, vai_tro, ho_ten, groups_in(nhom), visitor.person).name
    except InvalidAccount as error:
        view = people_view(
            people.accounts(), NewPerson(ten, ho_ten, vai_tro.value, nhom), str(error)
        )
        return renderer.page(view, status_of(error))
    if moi:
        return RedirectResponse(done_url(person_url(name), "tao"), 303)
    account, tokens = people.account(name), people.tokens(name)
    return renderer.page(person_view(account, tokens, "tao", made=password), 201)


@router.get("/nguoi-dung/{name}")
def person_page(
    name: str, people: People, renderer: Rendering, visitor: Visiting, xong: str = ""
) -> HTMLResponse:
    """One account."""
    account, tokens = people.account(name), people.tokens(name)
    return renderer.page(person_view(account, tokens, xong, is_own=_is_own(visitor, name)))


@router.post("/nguoi-dung/{name}")
def change(
    name: str,
    people: People,
    renderer: Rendering,
    visitor: Visiting,
    ho_ten: _Typed = "",
    vai_tro: Annotated[Role | None, Form()] = None,
    nhom: _Typed = "",
) -> Response:
    """Changes the name that is shown, the role and the groups."""
    wanted = AccountChange(ho_ten, vai_tro, groups_in(nhom))
    return _changed(name, wanted, "sua", people, renderer, visitor)


@router.post("/nguoi-dung/{name}/khoa")
def disable(name: str, people: People, renderer: Rendering, visitor: Visiting) -> Response:
    """Disables an account."""
    return _changed(name, AccountChange(active=False), "khoa", people, renderer, visitor)


@router.post("/nguoi-dung/{name}/mo")
def enable(name: str, people: People, renderer: Rendering, visitor: Visiting) -> Response:
    """Enables an account."""
    return _changed(name, AccountChange(active=True), "mo", people, renderer, visitor)


@router.post("/nguoi-dung/{name}/mat-khau")
def set_password(
    name: str,
    people: People,
    renderer: Rendering,
    visitor: Visiting,
    moi: _Typed = "",
    lai: _Typed = "",
) -> Response:
    """Sets another password, which is shown this once where kb made it."""
    try:
        if _is_own(visitor, name):
            raise InvalidAccount(labels.SET_OWN_ACCOUNT)
        password = _chosen(moi, lai) or made_password(name)
        people.set_password(name, password, by=visitor.person)
    except InvalidAccount as error:
        return _refused(name, people, renderer, visitor, error)
    if moi:
        return RedirectResponse(done_url(person_url(name), "mat-khau"), 303)
    account, tokens = people.account(name), people.tokens(name)
    return renderer.page(person_view(account, tokens, "mat-khau", made=password))


@router.post("/nguoi-dung/{name}/ma-truy-cap/thu-hoi")
def revoke_token(name: str, people: People, visitor: Visiting, ten: _Typed = "") -> Response:
    """Revokes one of the account's tokens."""
    people.revoke_token(name, ten, visitor.person)
    return RedirectResponse(done_url(person_url(name), "thu-hoi"), 303)


def groups_in(typed: str) -> tuple[str, ...]:
    """The groups that were typed, between commas or spaces."""
    return tuple(re.findall(r"[^\s,;]+", typed))


def _chosen(password: str, again: str) -> str:
    """What was typed twice, "" where nothing was. Raises InvalidAccount."""
    if password != again:
        raise InvalidAccount(labels.TWO_PASSWORDS)
    return password


def _is_own(visitor: Visitor, name: str) -> bool:
    return visitor.account == name.strip().lower()


def _changed(
    name: str,
    change: AccountChange,
    done: str,
    people: People,
    renderer: Renderer,
    visitor: Visitor,
) -> Response:
    try:
        people.change(name, change, visitor.person)
    except InvalidAccount as error:
        return _refused(name, people, renderer, visitor, error)
    return RedirectResponse(done_url(person_url(name), done), 303)


def _refused(
    name: str, people: People, renderer: Renderer, visitor: Visitor, error: InvalidAccount
) -> Response:
    own = _is_own(visitor, name)
    view = person_view(people.account(name), people.tokens(name), trouble=str(error), is_own=own)
    return renderer.page(view, status_of(error))
