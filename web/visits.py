"""Middleware before all routes: finds out who sends a request, and turns away who may not come in.

Without accounts only this machine is let in. Once there is one, whoever is not logged in sees the
login, the static files and /healthz; everything else, known or not, answers with the way to the login.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import quote, urlsplit

from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import KbError, NotAllowed, TooLarge, Unasked
from kb.person import OWNER, Person
from kb.service.accounts import Accounts
from web import errors, troubles
from web.links import login_url
from web.origin import address_of, host_of, is_from_own_page, is_local, is_local_name, safe_target
from web.permissions import SAFE_METHODS
from web.visitor import FORM_COOKIE, SESSION_COOKIE, Access, Visitor

_OPEN = ("/dang-nhap", "/healthz")
_STATIC = "/static/"
_BEARER = "bearer "
_API = "/api/"

_MOST_TYPED = 64 << 10
"""Bytes that somebody who is not logged in may send: a name and a password."""


class Visits:
    """Puts a `Visitor` into the state of each request that is let through, and with it `known`: true
    once there are accounts, where requests are counted and nobody may keep a copy of an answer."""

    def __init__(self, app: ASGIApp, accounts: Accounts, access: Access) -> None:
        self._app = app
        self._accounts = accounts
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for the app where it must not be asked."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # kb has no websockets: one is closed, whoever opens it
            await send({"type": "websocket.close"})
            return
        request = Request(scope)
        request.state.visitor, request.state.known = Visitor(), False
        try:
            turned_away = await run_in_threadpool(self._turned_away, request)
        except KbError as error:
            turned_away = errors.known_trouble(request, error)
        answering = turned_away or self._app
        await answering(scope, receive, _sealed(request, send))

    def _turned_away(self, request: Request) -> Response | None:
        """The answer to a request that does not reach the app; None where it does."""
        path, required = request.scope["path"], self._accounts.required()
        self._require_way_in(request, required=required)
        if path.startswith(_STATIC):
            return None
        visitor = self._visitor(request) if required else Visitor(person=OWNER)
        secret = visitor.session or request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        request.state.visitor = replace(visitor, secret=secret, address=address_of(request))
        request.state.known = required
        if visitor.person is None and path not in _OPEN:
            return _to_login(request)
        if request.method not in SAFE_METHODS:
            _require_size(request, self._access.most_bytes if visitor.person else _MOST_TYPED)
        return None

    def _require_way_in(self, request: Request, *, required: bool) -> None:
        host, allowed = host_of(request), self._access.hosts
        if not required and not is_local(request):
            raise NotAllowed(troubles.ONLY_HERE)
        if allowed and host not in allowed and not is_local_name(host):
            raise NotAllowed(troubles.WRONG_HOST)
        if request.method not in SAFE_METHODS and not is_from_own_page(request):
            raise Unasked(troubles.FORM_FROM_ELSEWHERE)

    def _visitor(self, request: Request) -> Visitor:
        """A token counts for the API alone, and there before the cookie."""
        given = request.headers.get("authorization", "")
        if request.scope["path"].startswith(_API) and given.lower().startswith(_BEARER):
            bearer = self._accounts.bearer(given[len(_BEARER) :].strip())
            return Visitor(person=bearer, by_token=True)
        session = request.cookies.get(SESSION_COOKIE, "")
        person: Person | None = self._accounts.who(session) if session else None
        return Visitor(person, session if person else "")


def _require_size(request: Request, most_bytes: int) -> None:
    """Raises TooLarge before anything of the body is read."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() and "transfer-encoding" in request.headers:
        raise TooLarge(troubles.UNMEASURED)
    if length.isdecimal() and int(length) > most_bytes:
        raise TooLarge(troubles.too_large(most_bytes))


def keep(response: Response, request: Request, cookie: str, value: str) -> None:
    """Gives the browser a cookie until it is closed. Scripts cannot read it; other sites cannot send it
    with a form, though a link from them finds its reader logged in (Lax)."""
    secure = request.scope["scheme"] == "https"
    response.set_cookie(cookie, value, httponly=True, samesite="lax", secure=secure)


def _to_login(request: Request) -> Response:
    if request.scope["path"].startswith(_API):
        body = {"error": {"code": "login_needed", "message": troubles.LOGIN_NEEDED}}
        return JSONResponse(body, 401, {"WWW-Authenticate": "Bearer"})
    return RedirectResponse(login_url(_wanted(request)), 303)


def _wanted(request: Request) -> str:
    """The page that somebody wanted: this one, or the one whose form was sent too late."""
    if request.method in SAFE_METHODS:
        path, terms = quote(request.scope["path"]), request.scope["query_string"].decode("latin-1")
    else:
        sent_from = urlsplit(request.headers.get("referer", ""))
        path, terms = sent_from.path, sent_from.query
    return safe_target(f"{path}?{terms}" if terms else path)


def _sealed(request: Request, send: Send) -> Send:
    """Adds to an answer the cookie from which its forms are made, and that nobody may keep a copy."""

    async def send_sealed(message: Message) -> None:
        visitor: Visitor = request.state.visitor
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if request.state.known:
                headers.setdefault("Cache-Control", "no-store")
            page = headers.get("content-type", "").startswith("text/html")
            if page and not visitor.session and visitor.secret != request.cookies.get(FORM_COOKIE):
                carrier = Response()
                keep(carrier, request, FORM_COOKIE, visitor.secret)
                headers.append("Set-Cookie", carrier.headers["set-cookie"])
        await send(message)

    return send_sealed
