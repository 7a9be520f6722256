"""Files that bear a mark of secrecy: kept aside, never indexed, listed or counted."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kb.errors import StoreFailure
from kb.store.files import Originals, is_id

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


class Quarantine:
    """A folder that only the owner of the library opens (0700), with files that only he reads (0600).

    The files are named by their sha256: the folder tells nothing, not even a title.
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
            self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self._root.chmod(_FOLDER_MODE)
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

    def holds(self, document_id: str) -> bool:
        """True if the file with that sha256 is here."""
        return any(self._root.glob(f"{document_id[:2]}/{document_id}*"))

    def clear(self) -> None:
        """Deletes what was left half written when the power went. Raises OSError."""
        for path in self._root.glob("??/.*.part"):
            path.unlink(missing_ok=True)

    def strays(self) -> list[Path]:
        """The files here that were not kept whole under their sha256."""
        files = (path for path in self._root.rglob("*") if path.is_file())
        return [path for path in files if not is_id(path.name.partition(".")[0])]
