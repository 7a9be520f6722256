"""What a backup file holds, with the checksum of each part: its last member, `manifest.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TypeAlias

FORMAT = 1
MANIFEST = "manifest.json"

Settings: TypeAlias = Mapping[str, str | int | None]
"""The settings that a library was kept under, by the names of their variables."""

_KEPT = re.compile(r"(?:files|quarantine)/[0-9a-f]{2}/[0-9a-f]{64}(?:\.[a-z0-9]{1,8})?")
_NOTE = re.compile(r"quarantine/notes/[0-9a-f]{64}\.json")
_SPOOLED = re.compile(r"spool/[0-9a-f]{32}")
_WAITING = re.compile(r"waiting/[0-9a-f]{64}/(?P<name>[^/\\\0]+)")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the library. `name` is that of the zip's member, `path` that of the file under the
    library's folder: a waiting file keeps its own name there, which no zip may be able to write."""

    name: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup. `made_at` is UTC in ISO form; `doubts` are sentences in Vietnamese on originals that
    were lost or changed before they could be copied."""

    kb: str
    made_at: str
    generation: int
    documents: int
    settings: Settings
    members: tuple[Member, ...]
    doubts: tuple[str, ...] = ()
    format: int = FORMAT

    def to_json(self) -> str:
        """The manifest as it is written; pure ASCII, which takes any file name."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """The manifest in `text`. Raises ValueError, KeyError or TypeError where it is not one, is of
        another format, or names a path that no library has."""
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        members = tuple(Member(**member) for member in told.pop("members"))
        for member in members:
            if not is_of_library(member.path):
                raise ValueError(f"path {member.path!r}")
        doubts = tuple(told.pop("doubts"))
        return cls(**told, members=members, doubts=doubts)


def is_of_library(path: str) -> bool:
    """True if a backup may write that path, which is relative, in POSIX form: it cannot lead out."""
    waiting = _WAITING.fullmatch(path)
    if waiting:
        return waiting["name"] not in (".", "..") and PurePosixPath(path).name == waiting["name"]
    kept = (_KEPT, _NOTE, _SPOOLED)
    return path == "kb.db" or any(pattern.fullmatch(path) for pattern in kept)
