"""What to call a file that somebody sent: fit to be shown, and to be the name of a file."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipInfo

_NAMELESS = "tệp không tên"
_MOST_BYTES = 200  # of UTF-8; file systems take 255, and a suffix may be put behind it
_IS_UTF8 = 0x800  # APPNOTE.TXT 4.4.4, bit 11
_TONES_AND_SIGNS = set("\u0300\u0301\u0303\u0309\u0323\u0306\u0302\u031b")
_OTHER_SIGNS = set("đĐ–")


def display_name(given: str) -> str:
    """The last part of a name or path, without what would deceive or steer: control and bidi
    characters. Never empty, at most 200 bytes of UTF-8 (the suffix is kept)."""
    last = re.split(r"[/\\]", given.rstrip("/\\"))[-1]
    plain = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    seen = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    name = re.sub(r"\s+", " ", seen).strip()
    return _shortened(name) if name.strip(". ") else _NAMELESS


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = name.removesuffix(suffix).encode()[: _MOST_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore") + suffix


def member_name(member: ZipInfo) -> str:
    """The name of a file in a ZIP as whoever packed it saw it.

    Names that are not marked as UTF-8 are in whatever code page the packing program had; zipfile reads
    them as cp437. UTF-8 without the mark is told by being valid, cp1258 (Windows in Vietnamese) by
    giving Vietnamese letters only.
    """
    if member.flag_bits & _IS_UTF8 or member.filename.isascii():
        return display_name(member.filename)
    raw = member.filename.encode("cp437", "replace")
    return display_name(_utf8(raw) or _vietnamese(raw) or member.filename)


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _vietnamese(raw: bytes) -> str | None:
    try:
        name = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    return name if all(map(_is_vietnamese, name)) else None


def _is_vietnamese(char: str) -> bool:
    apart = unicodedata.normalize("NFD", char)
    signs = set(apart[1:])
    return char in _OTHER_SIGNS or (apart[0].isascii() and signs <= _TONES_AND_SIGNS)
