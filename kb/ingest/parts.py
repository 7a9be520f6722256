"""The streams of a PDF file, found by their keywords and unpacked to see whether they came whole.

Not by the file's table, which a damaged file has lost, and not by a reader, which takes what it can:
zlib ends every stream with a checksum, so that lost and changed bytes are known for sure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"\b(\d+)\s+\d+\s+obj\b")
_HEAD_WINDOW = 65_536  # bytes before a stream within which its dictionary begins
_FLATE = re.compile(rb"/F(?:ilter)?\s*\[?\s*/Fl(?:ateDecode)?(?=[\s/>\]])")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_TEXT = re.compile(rb"(?:^|\s)BT\s.*?[)>\]]\s*T[jJ]\s", re.DOTALL)
_FONT = re.compile(rb"(/[A-Za-z][\w.+-]*)\s+[-+.\d]+\s+Tf\b")
_ZLIB = (
    b"\x78\x01",
    b"\x78\x5e",
    b"\x78\x9c",
    b"\x78\xda",
)  # how its streams begin (RFC 1950, 2.2)
_BEGINNING = 24  # bytes that hold an object's number and keyword
_STEP = 65_536
_SYNTAX = re.compile(
    rb"""(?:
        \s | <<++ | >>++ | [][]
        | /[^\0\s()<>\[\]{}/%]*+ | [-+]?+(?:\d++\.?+\d*+|\.\d++)(?=[\s()<>\[\]/%])
        | <[\dA-Fa-f\s]*+> | \((?:[^()\\] | \\. | \((?:[^()\\] | \\.)*+\))*+\)
        | (?:obj|endobj|stream|endstream|R|n|f|xref|trailer|startxref|true|false|null)\b
        | %[^\r\n]*+
    )*+""",
    re.VERBOSE | re.DOTALL,
)
"""What stands outside of streams (ISO 32000-1, 7.2 and 7.3), strings no more than twice nested. Zero
bytes would count as spaces, but they are what a disk gives that has lost a block."""
_MOST = 1 << 30  # bytes of one stream; pdfium unpacks no more of it (kMaxTotalOutSize)


class State(Enum):
    """How much of a stream came."""

    WHOLE = "all of it, or it cannot be told"
    CHANGED = "as much as there was, but not the same"
    BROKEN = "it cannot be unpacked to its end"


@dataclass(frozen=True, slots=True)
class Part:
    """A stream: the number of its object, its bytes (unpacked, if Flate packed them), its state."""

    number: int
    is_picture: bool
    is_packed: bool
    data: bytes
    state: State

    @property
    def shows_text(self) -> bool:
        """True for the content of a page or form that sets type."""
        return not self.is_picture and _TEXT.search(self.data) is not None

    @property
    def maps_letters(self) -> bool:
        """True for a font's table of letters."""
        return b"begincmap" in self.data

    @property
    def fonts_used(self) -> set[str]:
        """The names of fonts that a content sets type with ("/F1"), those in plain ASCII."""
        return set() if self.is_picture else {name.decode() for name in _FONT.findall(self.data)}


def parts_of(data: bytes) -> Iterator[Part]:
    """All streams of a file that is not encrypted, in their order."""
    at = 0
    while found := _STREAM.search(data, at):
        head = data[max(at, found.start() - _HEAD_WINDOW) : found.start()]
        begun = [*_OBJECT.finditer(head)]
        number = int(begun[-1][1]) if begun else 0
        head = head[begun[-1].end() :] if begun else head
        at = data.find(b"endstream", found.end())
        at = at if at >= 0 else len(data)
        yield _part(number, head, data[found.end() : at])


def _part(number: int, head: bytes, body: bytes) -> Part:
    """A body that can be unpacked though nothing says so has lost the name of its filter."""
    is_picture, is_packed = bool(_PICTURE.search(head)), bool(_FLATE.search(head))
    if not body.strip() or not (is_packed or body[:2] in _ZLIB):
        return Part(number, is_picture, False, b"" if is_picture else body, State.WHOLE)
    pieces: list[bytes] = []
    state = _unpacked(body, _forget if is_picture else pieces.append)
    if not is_packed:
        state = State.WHOLE if state is State.BROKEN else State.BROKEN
    return Part(number, is_picture, is_packed, b"".join(pieces), state)


def _unpacked(body: bytes, take: Callable[[bytes], None]) -> State:
    """Whether a zlib stream is whole and unchanged; `take` gets its content, piece by piece."""
    if len(body) < 2 or body[0] & 15 != zlib.DEFLATED or int.from_bytes(body[:2]) % 31:
        return State.BROKEN
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    at, room, checksum = 2, _MOST, 1
    try:
        while not inflate.eof and at < len(body) and room > 0:
            piece = inflate.decompress(body[at : at + _STEP])
            take(piece)
            at, room, checksum = at + _STEP, room - len(piece), zlib.adler32(piece, checksum)
    except zlib.error:
        return State.BROKEN
    if not inflate.eof:
        return State.BROKEN
    end = min(at, len(body)) - len(inflate.unused_data)
    is_same = int.from_bytes(body[end : end + 4]) == checksum
    return State.WHOLE if is_same else State.CHANGED


def _forget(_: bytes) -> None:
    """The pixels of a thousand scanned pages would fill the memory, and say nothing of the text."""


def is_object_at(data: bytes, number: int, place: int) -> bool:
    """True if the object of that number begins at `place`, give or take white space."""
    found = _OBJECT.search(data, max(0, place - 1), place + _BEGINNING)
    return found is not None and int(found[1]) == number


def is_well_formed(data: bytes) -> bool:
    """True if all that stands outside of the streams of a file is words of the PDF language."""
    at, end = max(0, data.find(b"%PDF-")), data.rfind(b"%%EOF")
    while found := _STREAM.search(data, at, end):
        if not _SYNTAX.fullmatch(data, at, found.end()):
            return False
        at = data.find(b"endstream", found.end(), end)
        if at < 0:
            return False
    return _SYNTAX.fullmatch(data, at, end) is not None
