"""The JSON API of accounts, for administrators; the shapes are those of `kb.service.people_json`."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import ConfigDict

from kb.person import Role
from kb.service.passwords import made_password
from kb.service.people_json import UserJson, user_json
from kb.store.accounts import AccountChange
from web.api_document import refusals
from web.bodies import Sent
from web.dependencies import People, Visiting
from web.paging import ListPage, Paging, listed

router = APIRouter(tags=["Người dùng"])


class NewAccount(Sent):
    """What makes an account; without a password kb makes one and answers it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    display_name: str = ""
    role: Role = Role.READER
    groups: tuple[str, ...] = ()
    password: str | None = None


class Changed(Sent):
    """What of an account is to be other than it is; what is not sent stays."""

    model_config = ConfigDict(extra="forbid")

    display_name: str | None = None
    role: Role | None = None
    groups: list[str] | None = None
    active: bool | None = None


class NewPassword(Sent):
    """Another password; without one kb makes it and answers it."""

    model_config = ConfigDict(extra="forbid")

    password: str | None = None


@router.get("/api/v1/users", summary="Các tài khoản", response_model=ListPage[UserJson])
def accounts(people: People, paging: Paging) -> JSONResponse:
    """All accounts by name."""
    found = people.accounts()
    return listed(found, "users", lambda account: (account.person.name,), user_json, paging)


@router.post(
    "/api/v1/users",
    summary="Tạo tài khoản",
    status_code=201,
    response_model=UserJson,
    responses=refusals(400),
)
def add(sent: NewAccount, people: People, visitor: Visiting) -> JSONResponse:
    """Makes an account."""
    made = "" if sent.password is not None else made_password(sent.name)
    password = sent.password or made
    person = people.add(
        sent.name, password, sent.role, sent.display_name, sent.groups, visitor.person
    )
    return JSONResponse(user_json(people.account(person.name), made), status_code=201)


@router.patch(
    "/api/v1/users/{name}",
    summary="Đổi tài khoản",
    response_model=UserJson,
    responses=refusals(400),
)
def change(name: str, sent: Changed, people: People, visitor: Visiting) -> JSONResponse:
    """Changes an account."""
    people.change(name, AccountChange(**dict(sent)), visitor.person)
    return JSONResponse(user_json(people.account(name)))


@router.post(
    "/api/v1/users/{name}/password",
    summary="Đặt mật khẩu mới",
    response_model=UserJson,
    responses=refusals(400),
)
def set_password(name: str, sent: NewPassword, people: People, visitor: Visiting) -> JSONResponse:
    """Sets another password; the sessions of the account end."""
    made = "" if sent.password is not None else made_password(name)
    people.set_password(name, sent.password or made, by=visitor.person)
    return JSONResponse(user_json(people.account(name), made))
