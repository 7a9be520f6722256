"""Where a request comes from: the machine, the name it was sent to, and the site that sent it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.requests import Request

_OWN = frozenset({"same-origin", "none"})
"""What browsers call a request from a page of ours, and one that somebody typed (Fetch Metadata)."""


def is_local(request: Request) -> bool:
    """True if it was sent from this machine, or through a file on it, and under a name that only this
    machine has: a foreign page whose name suddenly means 127.0.0.1 is not let in (DNS rebinding)."""
    host = request.client.host if request.client else "127.0.0.1"
    return _is_loopback(host) and is_local_name(host_of(request))


def is_local_name(name: str) -> bool:
    """True for "localhost", "127.0.0.1", "[::1]"."""
    return name == "localhost" or _is_loopback(name.strip("[]"))


def host_of(request: Request) -> str:
    """The name that the request was sent to, in small letters, without the port; "" if it is none."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def address_of(request: Request) -> str:
    """The machine that sent it; of IPv6 the network, since one machine has all its addresses."""
    text = request.client.host if request.client else ""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def is_from_own_page(request: Request) -> bool:
    """False if a browser says that another site made it send this; programs say nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def safe_target(target: str) -> str:
    """A place of kb's own to go to after the login, "/" if `target` is none: no other site, no way back
    to the login."""
    own = target.startswith("/") and not target.startswith(("//", "/dang-"))
    plain = target.isprintable() and "\\" not in target
    return target if own and plain else "/"


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False
