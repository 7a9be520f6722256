"""Runs the web server, and says so when it listens."""

from __future__ import annotations

import socket

import uvicorn

from kb.errors import AddressInUse

_APPLICATION = "web.main:application"  # named, not imported: the web stands above this room


class _Server(uvicorn.Server):
    """A server whose last line is the address to open."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.config.host, self.config.port
            print(f"kb đang chạy tại http://{host}:{port} (Ctrl+C để dừng)", flush=True)


def serve_web(host: str, port: int) -> None:
    """Serves until interrupted. Raises AddressInUse where the port cannot be had."""
    listening = _bound(host, port)
    config = uvicorn.Config(
        _APPLICATION, factory=True, host=host, port=port, log_level="warning", access_log=False
    )
    _Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressInUse(
            f"Không mở được cổng {port} tại {host} ({error.strerror}); "
            "hãy dừng chương trình đang dùng cổng đó hoặc chọn cổng khác bằng --port."
        ) from error
    return listening
