"""Runs the web server, and says so when it listens."""

from __future__ import annotations

import errno
import socket
from contextlib import AbstractContextManager, suppress
from ipaddress import ip_address

import uvicorn

from kb.errors import AccountsNeeded, AddressInUse
from kb.service.accounts import Accounts

_APPLICATION = "web.main:application"  # named, not imported: the web stands above this room

_PATIENCE_SECONDS = 2  # at the end, for answers under way; a stream of events would go on for hours

_REASONS = {
    errno.EADDRINUSE: "đang có chương trình khác dùng",
    errno.EACCES: "hệ thống không cho phép",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
}


class _Server(uvicorn.Server):
    """A server whose last line is the address to open."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.config.host, self.config.port
            shown = f"[{host}]" if ":" in host else host
            print(f"kb đang chạy tại http://{shown}:{port} (Ctrl+C để dừng)", flush=True)


def serve_web(host: str, port: int, beside: AbstractContextManager[object]) -> None:
    """Serves until interrupted, with `beside` as the context from when the address is had.

    Raises AddressInUse where it cannot be.
    """
    listening = listening_socket(host, port)
    config = uvicorn.Config(
        _APPLICATION,
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
    )
    with suppress(KeyboardInterrupt), listening, beside:
        _Server(config).run(sockets=[listening])


def require_accounts(host: str, accounts: Accounts) -> None:
    """Raises AccountsNeeded where other machines could reach a library that asks nobody who he is."""
    if not _is_loopback(host) and not accounts.required():
        raise AccountsNeeded(
            f"Chưa có tài khoản nào nên chỉ phục vụ trên máy này, không phục vụ tại {host}; "
            "hãy tạo tài khoản bằng: kb user add TÊN --role administrator, rồi chạy lại."
        )


def _is_loopback(host: str) -> bool:
    """True if every address of the host is this machine's own; a host that is nowhere opens nothing."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(ip_address(str(where[0]).partition("%")[0]).is_loopback for *_, where in found)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens already: of two servers started at once, the second fails here.

    The protocol is named because asyncio turns Nagle's algorithm off only where it reads IPPROTO_TCP;
    without it every answer waits 40 ms for the client's acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, UnicodeError) as error:
        listening.close()
        reason = _REASONS.get(getattr(error, "errno", None) or 0, "không tìm thấy địa chỉ đó")
        raise AddressInUse(
            f"Không mở được cổng {port} tại {host} ({reason}); "
            "hãy chọn cổng khác bằng --port hoặc địa chỉ khác bằng --host."
        ) from error
    return listening
