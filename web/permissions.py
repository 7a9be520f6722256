"""What each address of kb needs: a permission, a form of kb's own, and how much it costs to answer.

A route that is not in the table is refused to everybody: whoever adds one says here who may use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import cast

from fastapi import Request

from kb.errors import NotAllowed, TooManyRequests, Unasked
from kb.person import Permission
from web import troubles
from web.rates import Rates
from web.visitor import Access, Visitor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_TYPING_SHARE = 10
"""Suggestions may be asked for ten times as often as answers: one comes with each key, in 1.5 ms."""


class Cost(Enum):
    """How much of the machine an answer takes."""

    SMALL = 0
    TYPING = 1
    ASKING = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route needs; without a permission it is open to whoever is not logged in."""

    permission: Permission | None
    cost: Cost = Cost.SMALL


_READ = Rule(Permission.READ)
_ASK = Rule(Permission.READ, Cost.ASKING)
_ADD = Rule(Permission.ADD)
_CHECK = Rule(Permission.CHECK_DRAFTS, Cost.ASKING)
_CORRECT = Rule(Permission.CORRECT)
_TRASH = Rule(Permission.TRASH)
_PURGE = Rule(Permission.PURGE)
_MANAGE = Rule(Permission.MANAGE_USERS)
_SECRET = Rule(Permission.SEE_QUARANTINE)
_LOG = Rule(Permission.EXPORT_AUDIT)

RULES = {
    "/": _ASK,
    "/van-ban": _READ,
    "/van-ban/{document_id}": _READ,
    "/van-ban/{document_id}/sua": _CORRECT,
    "/van-ban/{document_id}/hoan-tac": _CORRECT,
    "/van-ban/{document_id}/gioi-han": _CORRECT,
    "/van-ban/{document_id}/bo": _TRASH,
    "/duyet": _CORRECT,
    "/duyet/{document_id}": _CORRECT,
    "/duyet/{document_id}/trang/{number}/hinh": _CORRECT,
    "/duyet/{document_id}/dung": _CORRECT,
    "/duyet/{document_id}/xet-lai": _CORRECT,
    "/duyet/{document_id}/sua": _CORRECT,
    "/duyet/{document_id}/dua-vao": _CORRECT,
    "/duyet/{document_id}/bo": _TRASH,
    "/thung-rac": _TRASH,
    "/thung-rac/{document_id}/lay-lai": _TRASH,
    "/thung-rac/{document_id}/xoa": _PURGE,
    "/trung-lap": _CORRECT,
    "/trung-lap/{newer_id}/{older_id}": _CORRECT,
    "/van-ban/{document_id}/tep": _READ,
    "/van-ban/{document_id}/pdf": _READ,
    "/van-ban/{document_id}/trang/{number}": _ASK,
    "/van-ban/{document_id}/trang/{number}/hinh": _ASK,
    "/van-ban/{document_id}/trang/{number}/chu": _CORRECT,
    "/van-ban/{document_id}/trang/{number}/chu/hoan-tac": _CORRECT,
    "/danh-muc": _READ,
    "/con-thieu": _READ,
    "/doi-chieu": _ASK,
    "/kiem-tra": _CHECK,
    "/them": _ADD,
    "/them/{job_id}/thu-lai": _ADD,
    "/them/{job_id}/bo": _ADD,
    "/tinh-trang": Rule(Permission.INSPECT),
    "/tai-khoan": _READ,
    "/tai-khoan/mat-khau": _ASK,
    "/tai-khoan/ma-truy-cap": _READ,
    "/tai-khoan/ma-truy-cap/thu-hoi": _READ,
    "/cach-ly": _SECRET,
    "/cach-ly/{document_id}/nap": _SECRET,
    "/cach-ly/{document_id}/huy": _SECRET,
    "/nhat-ky": _LOG,
    "/nhat-ky/csv": _LOG,
    "/nguoi-dung": _MANAGE,
    "/nguoi-dung/{name}": _MANAGE,
    "/nguoi-dung/{name}/khoa": _MANAGE,
    "/nguoi-dung/{name}/mo": _MANAGE,
    "/nguoi-dung/{name}/mat-khau": _MANAGE,
    "/nguoi-dung/{name}/ma-truy-cap/thu-hoi": _MANAGE,
    "/api": _READ,
    "/dang-nhap": Rule(None, Cost.ASKING),
    "/dang-xuat": _READ,
    "/api/v1/search": _ASK,
    "/api/v1/export": Rule(Permission.EXPORT, Cost.ASKING),
    "/api/v1/check": _CHECK,
    "/api/v1/openapi.json": _READ,
    "/api/v1/account": _READ,
    "/api/v1/account/password": _ASK,
    "/api/v1/account/tokens": _READ,
    "/api/v1/catalogue": _READ,
    "/api/v1/waiting": Rule(Permission.INSPECT),
    "/api/v1/health": Rule(Permission.INSPECT),
    "/api/v1/history": Rule(Permission.EXPORT_AUDIT),
    "/api/v1/jobs": _ADD,
    "/api/v1/jobs/events": _ADD,
    "/api/v1/jobs/{job_id}": _ADD,
    "/api/v1/jobs/{job_id}/retry": _ADD,
    "/api/v1/suggest": Rule(Permission.READ, Cost.TYPING),
    "/api/v1/verify": _ASK,
    "/api/v1/gaps": _READ,
    "/api/v1/documents": _READ,
    "/api/v1/documents/{document_id}": _READ,
    "/api/v1/documents/{document_id}/outline": _READ,
    "/api/v1/documents/{document_id}/text": _READ,
    "/api/v1/documents/{document_id}/passages": _READ,
    "/api/v1/documents/{document_id}/pages/{number}": _ASK,
    "/api/v1/documents/{document_id}/pages/{number}/image": _ASK,
    "/api/v1/documents/{document_id}/pages/{number}/text": _CORRECT,
    "/api/v1/documents/{document_id}/original": _READ,
    "/api/v1/documents/{document_id}/pdf": _READ,
    "/api/v1/duplicates": _CORRECT,
    "/api/v1/duplicates/{newer_id}/{older_id}": _CORRECT,
    "/api/v1/review": _CORRECT,
    "/api/v1/review/{document_id}": _CORRECT,
    "/api/v1/review/{document_id}/accept": _CORRECT,
    "/api/v1/review/{document_id}/release": _CORRECT,
    "/api/v1/trash": _TRASH,
    "/api/v1/documents/{document_id}/trash": _TRASH,
    "/api/v1/documents/{document_id}/restore": _TRASH,
    "/api/v1/documents/{document_id}/purge": _PURGE,
    "/api/v1/documents/{document_id}/facts": _CORRECT,
    "/api/v1/documents/{document_id}/undo": _CORRECT,
    "/api/v1/documents/{document_id}/limits": _CORRECT,
    "/api/v1/documents/{document_id}/history": Rule(Permission.INSPECT),
    "/api/v1/quarantine": _SECRET,
    "/api/v1/quarantine/{document_id}/release": _SECRET,
    "/api/v1/quarantine/{document_id}/destroy": _SECRET,
    "/api/v1/users": _MANAGE,
    "/api/v1/users/{name}": _MANAGE,
    "/api/v1/users/{name}/password": _MANAGE,
    "/healthz": Rule(None),
}
"""Every route of the app by its path, whatever its method."""


_STREAMED = frozenset({"/kiem-tra", "/them", "/api/v1/jobs"})
"""Routes that look at the size of an upload before they read it; their token is in the address."""


async def guard(request: Request) -> None:
    """Stands before every route. Raises NotAllowed, Unasked or TooManyRequests."""
    rule = RULES.get(request.scope["route"].path)
    visitor: Visitor = request.state.visitor
    if rule is None or not _allowed(visitor, rule.permission):
        raise NotAllowed(troubles.NOT_ALLOWED)
    if request.state.known:
        _count(request, visitor, rule.cost)
    if request.method not in SAFE_METHODS and not visitor.by_token and not _is_program(request):
        await _require_form_token(request, visitor)


def _is_program(request: Request) -> bool:
    """True for a request to the API that no browser made: those name the page that sends a form, and
    come back with a cookie."""
    headers = request.headers
    named = any(name in headers for name in ("origin", "sec-fetch-site", "cookie"))
    return request.scope["path"].startswith("/api/") and not named


def _allowed(visitor: Visitor, permission: Permission | None) -> bool:
    if permission is None:
        return True
    return visitor.person is not None and visitor.person.may(permission)


def _count(request: Request, visitor: Visitor, cost: Cost) -> None:
    if cost is Cost.SMALL:
        return
    access, rates = cast(Access, request.app.state.access), cast(Rates, request.app.state.rates)
    who = f"account {visitor.person.name}" if visitor.person else visitor.address
    share = access.asks_per_minute * (_TYPING_SHARE if cost is Cost.TYPING else 1)
    seconds = rates.take(f"{cost.name}:{who}", share)
    if seconds:
        raise TooManyRequests(troubles.too_many(seconds), seconds)


async def _require_form_token(request: Request, visitor: Visitor) -> None:
    token = request.headers.get("x-form-token")
    if token is None and request.scope["route"].path in _STREAMED:
        token = request.query_params.get("form_token", "")
    if token is None:
        value = (await request.form()).get("form_token")
        token = value if isinstance(value, str) else ""
    if not visitor.sent(token):
        raise Unasked(troubles.FORM_EXPIRED)
