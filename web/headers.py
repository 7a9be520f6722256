"""The headers that every answer carries, and the one that names a downloaded file."""

from __future__ import annotations

import unicodedata
from typing import Literal
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
FILE_POLICY = (
    "default-src 'self'; object-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""For the original PDF: Chromium draws it as an object with inline style, which `PAGE_POLICY` bars.
Sent with `nosniff` and application/pdf, so nothing in the file can act as a page."""

SECURITY_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def secure(headers: MutableHeaders) -> None:
    """Adds the security headers; one that a handler set itself stays."""
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)


class SecureHeaders:
    """Middleware that adds the security headers to every answer of the app inside it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the app, adding the headers when its answer starts."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_secured)


def disposition(manner: Literal["inline", "attachment"], file_name: str) -> str:
    """The Content-Disposition of a file under its own name (RFC 6266, 5987).

    "Hướng dẫn.pdf" → `inline; filename="Huong dan.pdf"; filename*=UTF-8''H%C6%B0%E1%BB%9Bng…`.
    Quotation marks, slashes and control characters cannot leave the value.
    """
    clean = "".join(
        "_" if char in '"\\/:' or unicodedata.category(char)[0] == "C" else char
        for char in file_name
    )
    bare = unicodedata.normalize("NFD", clean.replace("đ", "d").replace("Đ", "D"))
    ascii_name = bare.encode("ascii", "ignore").decode()
    return f"{manner}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(clean, safe='')}"
