"""The JSON API of one's own account. Logging in and out is a matter of cookies and stays with the
pages: a program has a token."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from kb.service.account_json import (
    AccountJson,
    NewTokenJson,
    TokenJson,
    account_json,
    token_json,
)
from web.api_document import refusals
from web.bodies import Sent
from web.dependencies import Oneself, People, Visiting
from web.paging import ListPage, Paging, listed

router = APIRouter(tags=["Tài khoản"])


class NewPassword(Sent):
    """What changing one's password sends."""

    old: str
    new: str


class TokenName(Sent):
    """What making a token sends: a name by which its owner knows it again."""

    name: str


@router.get(
    "/api/v1/account",
    summary="Tài khoản của mình",
    response_model=AccountJson,
    responses=refusals(400),
)
def account(person: Oneself) -> JSONResponse:
    """Whose token or session it is, and what it may do."""
    return JSONResponse(account_json(person))


@router.post("/api/v1/account/password", summary="Đổi mật khẩu của mình", status_code=204)
def change_password(
    sent: NewPassword, person: Oneself, people: People, visitor: Visiting
) -> Response:
    """Changes one's own password; every other session of the account ends, its tokens stay."""
    people.change_password(person, sent.old, sent.new, visitor.session, visitor.address)
    return Response(status_code=204)


@router.get(
    "/api/v1/account/tokens",
    summary="Mã truy cập của mình",
    response_model=ListPage[TokenJson],
    responses=refusals(400),
)
def tokens(person: Oneself, people: People, paging: Paging) -> JSONResponse:
    """One's own tokens without their secrets, the oldest first."""
    found = people.tokens(person.name)
    return listed(found, "tokens", lambda token: (token.id,), token_json, paging)


@router.post(
    "/api/v1/account/tokens",
    summary="Tạo mã truy cập",
    status_code=201,
    response_model=NewTokenJson,
)
def add_token(sent: TokenName, person: Oneself, people: People) -> JSONResponse:
    """Makes a token for programs, which is told this once."""
    token = people.add_token(person.name, sent.name, person)
    return JSONResponse(NewTokenJson(name=sent.name, token=token), 201)


@router.delete(
    "/api/v1/account/tokens",
    summary="Thu hồi mã truy cập",
    status_code=204,
    responses=refusals(404),
)
def revoke_token(name: str, person: Oneself, people: People) -> Response:
    """Revokes one of one's own tokens, by its name."""
    people.revoke_token(person.name, name, person)
    return Response(status_code=204)
