"""Reads the files of a form as they come in, straight to the adding desk.

Starlette's own forms are read whole, to files elsewhere on the disk, before anybody can refuse them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from kb.errors import InvalidUpload, KbError
from kb.job import Job
from kb.service.desk import Reception
from web import troubles
from web.dependencies import Desk

_MOST_HEADER_BYTES = 8192  # of one part: a name and a type, mostly 200


async def received(request: Request, desk: Desk, actor: str | None) -> list[Job]:
    """The jobs of `actor` for the files in a form. Raises InvalidUpload, UploadTooLarge or
    StoreFailure; then none of the files was taken.

    What is refused is heard out first, as much again as may be sent: a browser shows no answer to what
    it is still sending.
    """
    chunks = request.stream()
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else 0
    try:
        async with contextmanager_in_threadpool(desk.receiving(size, actor)) as reception:
            form = _Form(request.headers.get("content-type", ""), reception)
            async for chunk in chunks:
                await run_in_threadpool(form.write, chunk)
            form.require_end()
    except KbError:
        await _hear_out(chunks, desk.limits.request_bytes)
        raise
    return reception.jobs


async def _hear_out(chunks: AsyncIterator[bytes], most: int) -> None:
    heard = 0
    async for chunk in chunks:
        heard += len(chunk)
        if heard > most:
            return


class _Form:
    """Hands the files in a form over, part by part (RFC 7578)."""

    def __init__(self, content_type: str, reception: Reception) -> None:
        """Raises InvalidUpload for what is no such form."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise InvalidUpload(troubles.NO_FORM)
        self._reception = reception
        self._ended = self._in_file = False
        self._field, self._value, self._disposition = b"", b"", b""
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._part_begins,
                "on_header_field": self._field_goes_on,
                "on_header_value": self._value_goes_on,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._file_begins,
                "on_part_data": self._file_goes_on,
                "on_part_end": self._part_ends,
                "on_end": self._form_ends,
            },
        )

    def write(self, chunk: bytes) -> None:
        """More of the form. Raises InvalidUpload, and what the reception refuses."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise InvalidUpload(troubles.NO_FORM) from error

    def require_end(self) -> None:
        """Raises InvalidUpload unless the form came whole."""
        if not self._ended:
            raise InvalidUpload(troubles.HALF_A_FORM)

    def _part_begins(self) -> None:
        self._disposition = b""

    def _field_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._field = self._grown(self._field, data[start:end])

    def _value_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._value = self._grown(self._value, data[start:end])

    def _grown(self, so_far: bytes, more: bytes) -> bytes:
        if len(so_far) + len(more) > _MOST_HEADER_BYTES:
            raise InvalidUpload(troubles.NO_FORM)
        return so_far + more

    def _header_ends(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value
        self._field, self._value = b"", b""

    def _file_begins(self) -> None:
        """A part without a file's name is another field, or an input where nothing was chosen."""
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename", b"")
        self._in_file = bool(name)
        if name:
            self._reception.begin(name.decode("utf-8", "replace"))

    def _file_goes_on(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._reception.write(memoryview(data)[start:end])

    def _part_ends(self) -> None:
        if self._in_file:
            self._reception.end()

    def _form_ends(self) -> None:
        self._ended = True
