"""Files that bear a mark of secrecy: kept aside, never indexed, and shown to administrators by name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import StoreFailure, UnknownDocument
from kb.store.files import Originals, appearing, is_id, require_id, sync_folder, writing

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_WHAT = "thư mục cách ly"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a file besides its bytes: its name, who brought it, which mark it bears and
    where ("" where nobody knows), and when it was set aside, in UTC."""

    name: str
    actor: str
    mark: str
    at: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in the folder; `note` is None where an earlier release set it aside, `at` is in UTC."""

    id: str
    path: Path
    byte_size: int
    at: datetime
    note: Note | None

    @property
    def name(self) -> str:
        """What to call it: its name, or where nobody knows it the beginning of its id."""
        return self.note.name if self.note else self.id[:12]


class Quarantine:
    """A folder that only the owner of the library opens (0700), with files that only he reads (0600).

    The files are named by their sha256; the name that each came under stands in `notes/`, nowhere else.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, source: Path, suffix: str | None = None) -> Path:
        """Copies a file into the folder; the path of the copy. A file already there stays as it is.
        `suffix` is that of its name, if not `source`'s own.

        Raises StoreFailure where the folder cannot be written, UnreadableFile where `source` cannot be
        read. The folder is closed to others before the file arrives, so it is never open to them.
        """
        try:
            self._close()
            with source.open("rb") as file:
                name = hashlib.file_digest(file, "sha256").hexdigest()
            kept = Originals(self._root).keep(source, name, suffix)
            kept.chmod(_FILE_MODE)
        except OSError as error:
            raise StoreFailure(
                f"Không cất riêng được tệp «{source.name}» vào {self._root} ({error.strerror}); "
                "hãy kiểm tra quyền ghi và dung lượng ổ đĩa."
            ) from error
        return kept

    def note(self, document_id: str, note: Note) -> None:
        """Writes down what is known of a file that is about to be kept, unless something is already.
        Raises StoreFailure."""
        target = self._note_of(document_id)
        with writing(self._root, _WHAT):
            self._close()
            target.parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            if not target.exists():
                with appearing(target) as file:
                    Path(file.name).chmod(_FILE_MODE)
                    file.write(json.dumps(asdict(note), ensure_ascii=False).encode())

    def files(self) -> list[SetAside]:
        """The files, the latest first. Raises StoreFailure where the folder cannot be read."""
        with writing(self._root, _WHAT):
            found = [self._set_aside(path) for path in self._root.glob("??/*") if _is_kept(path)]
        return sorted(found, key=lambda item: (item.at, item.id), reverse=True)

    def find(self, document_id: str) -> SetAside:
        """The file of that id, or of the only one that begins so. Raises UnknownDocument."""
        found = [item for item in self.files() if item.id.startswith(document_id.lower() or "?")]
        if len(found) != 1:
            raise UnknownDocument(
                f"Không có đúng một tệp cách ly mang mã «{document_id}»; "
                "hãy xem mã trong danh sách tệp cách ly."
            )
        return found[0]

    def remove(self, document_id: str) -> None:
        """Takes a file and its note out; none is no error. Raises StoreFailure."""
        with writing(self._root, _WHAT):
            for path in self._all_of(document_id):
                path.unlink(missing_ok=True)

    def destroy(self, document_id: str) -> None:
        """Overwrites a file and its note with random bytes, then deletes them. Raises StoreFailure."""
        with writing(self._root, _WHAT):
            for path in self._all_of(document_id):
                _overwrite(path)
                path.unlink()
                sync_folder(path.parent)

    def holds(self, document_id: str) -> bool:
        """True if the file with that sha256 is here."""
        return any(self._root.glob(f"{document_id[:2]}/{document_id}*"))

    def clear(self) -> None:
        """Deletes what was left half written when the power went, and notes of files that never came.
        Raises OSError."""
        for path in [*self._root.glob("??/.*.part"), *self._root.glob("notes/.*.part")]:
            path.unlink(missing_ok=True)
        for path in self.notes():
            if not self.holds(path.stem):
                path.unlink(missing_ok=True)

    def notes(self) -> list[Path]:
        """The files of the notes."""
        return sorted(self._root.glob("notes/*.json"))

    def strays(self) -> list[Path]:
        """The files here that were not kept whole under their sha256."""
        files = (path for path in self._root.rglob("*") if path.is_file())
        return [path for path in files if not is_id(path.name.partition(".")[0])]

    def _close(self) -> None:
        self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        self._root.chmod(_FOLDER_MODE)

    def _note_of(self, document_id: str) -> Path:
        return self._root / "notes" / f"{require_id(document_id)}.json"

    def _all_of(self, document_id: str) -> Iterator[Path]:
        """The file under every suffix, then its note: a cut between them leaves no bytes without it."""
        note = self._note_of(document_id)
        yield from sorted(self._root.glob(f"{document_id[:2]}/{document_id}*"))
        if note.exists():
            yield note

    def _set_aside(self, path: Path) -> SetAside:
        document_id, stat = path.name.partition(".")[0], path.stat()
        try:
            note = Note(**json.loads(self._note_of(document_id).read_bytes()))
            at = datetime.fromisoformat(note.at)
        except (FileNotFoundError, TypeError, ValueError):
            note, at = None, datetime.fromtimestamp(stat.st_mtime, UTC)
        return SetAside(document_id, path, stat.st_size, at, note)


def _is_kept(path: Path) -> bool:
    return path.is_file() and is_id(path.name.partition(".")[0])


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(os.urandom(min(left, _CHUNK_BYTES)))
        file.flush()
        os.fsync(file.fileno())
