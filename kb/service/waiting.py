"""The files that wait for tesseract, as people see and name them."""

from __future__ import annotations

import re
import unicodedata

from kb.service.listing import readable_name
from kb.service.results import WaitingFile
from kb.store.waiting import WaitingFiles

_ID_PREFIX = re.compile(r"[0-9a-f]{6,64}")


def waiting_files(folder: WaitingFiles) -> tuple[WaitingFile, ...]:
    """The files that wait, the longest first. Raises StoreFailure."""
    return tuple(
        WaitingFile(
            item.id,
            readable_name(item.path.name),
            item.byte_size,
            item.since.astimezone().date(),
        )
        for item in folder.files()
    )


def waiting_called(name: str, files: tuple[WaitingFile, ...]) -> list[WaitingFile]:
    """Those of `files` that `name` may mean, as documents are named: by id, its first digits (at least
    6), or the file's name, case aside."""
    asked = _plain(name)
    by_id = bool(_ID_PREFIX.fullmatch(asked))
    return [
        item
        for item in files
        if _plain(item.file_name) == asked or (by_id and item.id.startswith(asked))
    ]


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
