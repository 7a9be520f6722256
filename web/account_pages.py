"""Logging in and out, and the page of one's own account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from kb.errors import InvalidAccount, KbError, LoginFailed, TooManyAttempts
from kb.person import Person
from web import labels
from web.dependencies import People, Rendering, Visiting, person_of
from web.errors import status_of
from web.links import account_url
from web.origin import safe_target
from web.presenters.account import account_view, login_view
from web.rendering import Renderer
from web.visitor import SESSION_COOKIE
from web.visits import keep

router = APIRouter()

_Typed = Annotated[str, Form()]


@router.get("/dang-nhap")
def login_page(renderer: Rendering, visitor: Visiting, tiep: str = "/") -> Response:
    """The login; for whoever needs none, the page that was wanted."""
    wanted = safe_target(tiep)
    if visitor.person is not None:
        return RedirectResponse(wanted, 303)
    return renderer.page(login_view("", wanted))


@router.post("/dang-nhap")
def log_in(
    request: Request,
    people: People,
    renderer: Rendering,
    visitor: Visiting,
    ten: _Typed = "",
    mat_khau: _Typed = "",
    tiep: _Typed = "/",
) -> Response:
    """Begins a new session, whatever was there before, and goes to the page that was wanted."""
    try:
        session = people.log_in(ten, mat_khau, visitor.address)
    except (LoginFailed, TooManyAttempts) as error:
        answer = renderer.page(login_view(ten, safe_target(tiep), str(error)), status_of(error))
        if isinstance(error, TooManyAttempts):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer
    people.log_out(visitor.session)
    welcome = RedirectResponse(safe_target(tiep), 303)
    keep(welcome, request, SESSION_COOKIE, session)
    return welcome


@router.post("/dang-xuat")
def log_out(people: People, visitor: Visiting) -> Response:
    """Ends the session on the server; the cookie goes too."""
    people.log_out(visitor.session)
    leaving = RedirectResponse("/dang-nhap", 303)
    leaving.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return leaving


@router.get("/tai-khoan")
def account_page(
    people: People, renderer: Rendering, visitor: Visiting, xong: str = ""
) -> Response:
    """The account of whoever looks."""
    person = person_of(visitor)
    return renderer.page(account_view(person, people.tokens(person.name), done=xong))


@router.post("/tai-khoan/mat-khau")
def change_password(
    people: People,
    renderer: Rendering,
    visitor: Visiting,
    cu: _Typed = "",
    moi: _Typed = "",
    lai: _Typed = "",
) -> Response:
    """Changes one's own password; every other session of the account ends."""
    person = person_of(visitor)
    try:
        if moi != lai:
            raise InvalidAccount(labels.TWO_PASSWORDS)
        people.change_password(person, cu, moi, visitor.session, visitor.address)
    except (InvalidAccount, LoginFailed, TooManyAttempts) as error:
        return _refused(people, renderer, person, error)
    return RedirectResponse(account_url("mat-khau"), 303)


@router.post("/tai-khoan/ma-truy-cap")
def add_token(people: People, renderer: Rendering, visitor: Visiting, ten: _Typed = "") -> Response:
    """Makes a token for programs and shows it, this once."""
    person = person_of(visitor)
    try:
        token = people.add_token(person.name, ten, person)
    except InvalidAccount as error:
        return _refused(people, renderer, person, error)
    return renderer.page(account_view(person, people.tokens(person.name), new_token=token))


@router.post("/tai-khoan/ma-truy-cap/thu-hoi")
def revoke_token(people: People, visitor: Visiting, ten: _Typed = "") -> Response:
    """Revokes one of one's own tokens."""
    person = person_of(visitor)
    people.revoke_token(person.name, ten, person)
    return RedirectResponse(account_url("thu-hoi"), 303)


def _refused(people: People, renderer: Renderer, person: Person, error: KbError) -> Response:
    view = account_view(person, people.tokens(person.name), trouble=str(error))
    return renderer.page(view, status_of(error))
