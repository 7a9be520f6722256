"""The files that wait for tesseract: as people see and name them, tried once more or taken out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from kb.service.actor import this_user
from kb.service.intake import Intake
from kb.service.listing import readable_name
from kb.service.results import AddOutcome, WaitingFile
from kb.service.watching import AddWatcher, Silence
from kb.service.write_lock import write_lock
from kb.store.audit import Action, Deed
from kb.store.documents import Store
from kb.store.waiting import WaitingFiles

_ID_PREFIX = re.compile(r"[0-9a-f]{6,64}")


class WaitingRoom:
    """The files of one `home` that wait until their pages can be recognised."""

    def __init__(self, home: Path, store: Store, intake: Intake) -> None:
        self._home = home
        self._folder = WaitingFiles(home / "waiting")
        self._store = store
        self._intake = intake

    def files(self) -> tuple[WaitingFile, ...]:
        """The files that wait, the longest first. Raises StoreFailure."""
        return tuple(
            WaitingFile(
                item.id,
                readable_name(item.path.name),
                item.byte_size,
                item.since.astimezone().date(),
            )
            for item in self._folder.files()
        )

    def called(self, name: str) -> list[WaitingFile]:
        """Those that `name` may mean, as documents are named: by id, its first digits (at least 6), or
        the file's name, case aside."""
        asked = _plain(name)
        by_id = bool(_ID_PREFIX.fullmatch(asked))
        return [
            item
            for item in self.files()
            if _plain(item.file_name) == asked or (by_id and item.id.startswith(asked))
        ]

    def add(self, watcher: AddWatcher | None = None, actor: str | None = None) -> list[AddOutcome]:
        """Reads the files that wait once more; those that become documents, or bear a mark of secrecy,
        wait no longer. Outcomes and errors as for `KnowledgeBase.add`."""
        return self._intake.add(
            lambda: [item.path for item in self._folder.files()], watcher or Silence(), actor
        )

    def remove(self, waiting_id: str, actor: str | None = None) -> None:
        """Takes out a file that waits; none with that id is no error."""
        with write_lock(self._home):
            self._folder.remove(waiting_id)
            self._store.custody.tell(Deed(actor or this_user(), Action.DROP_WAITING, waiting_id))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
