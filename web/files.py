"""Files as answers, whole or in parts (RFC 9110, 14)."""

from __future__ import annotations

from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send


class KeptFile(FileResponse):
    """A file of which a range can be asked for. A range that cannot be given is an error as any other,
    where Starlette would answer in plain English."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file. Raises HTTPException (400, 416) before anything is sent."""

        async def send_good(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (400, 416):
                said = {key.decode(): value.decode() for key, value in message["headers"]}
                total = said.get("content-range")
                raise HTTPException(416, headers={"Content-Range": total} if total else None)
            await send(message)

        await super().__call__(scope, receive, send_good)
