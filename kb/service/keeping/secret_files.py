"""The files in quarantine: who sees them decides whether each is destroyed, or added after all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from kb.errors import InvalidRelease
from kb.ingest.reading import Reader
from kb.job import JobState
from kb.search.embedder import Embedder
from kb.service.admission import ANYHOW, Admission
from kb.service.intake import Intake
from kb.service.results import DocumentCard
from kb.service.watching import Silence
from kb.service.write_lock import write_lock
from kb.store.audit import Action, Deed
from kb.store.custody import KB
from kb.store.documents import Store
from kb.store.quarantine import Quarantine, SetAside

_LEAST_REASON, _MOST_REASON = 10, 500
"""Characters: "nhầm" says nothing to whoever reads the log later; more is a letter."""


class SecretFiles:
    """The quarantine of one library, for `actor`."""

    def __init__(
        self, home: Path, store: Store, actor: str = KB, admission: Admission = ANYHOW
    ) -> None:
        self._home, self._store, self._actor, self._admission = home, store, actor, admission
        self._quarantine = Quarantine(home / "quarantine")

    def all(self) -> tuple[SetAside, ...]:
        """The files, the latest first. Raises StoreFailure."""
        return tuple(self._quarantine.files())

    def find(self, document_id: str) -> SetAside:
        """One file by its id, or the beginning of it. Raises UnknownDocument."""
        return self._quarantine.find(document_id)

    def clear(
        self,
        item: SetAside,
        reason: str,
        load_embedder: Callable[[], Embedder],
        open_reader: Callable[[], AbstractContextManager[Reader]],
    ) -> DocumentCard:
        """Adds a file in spite of its mark; the document. What it fails by leaves it in quarantine.

        Raises InvalidRelease where the reason says too little or too much, LibraryBusy, and as
        `Adder.clear`.
        """
        told = require_reason(reason)
        intake = Intake(self._home, self._store, open_reader, load_embedder, self._admission)
        with intake.adding(Silence(), self._actor, {}) as adder:
            name = item.note.name if item.note else item.path.name
            card = adder.clear(item.path, name, told)
            self._quarantine.remove(item.id)
            self._tell_desk(name, card)
        return card

    def _tell_desk(self, name: str, card: DocumentCard) -> None:
        held_back = self._store.custody.is_held_back(card.id)
        state = JobState.IN_REVIEW if held_back else JobState.ADDED
        self._store.jobs.clear_quarantined(name, state, card.heading, card.id)

    def destroy(self, item: SetAside) -> None:
        """Overwrites and deletes a file, and forgets its jobs at the desk. Told first: nobody is to
        find a file gone and the log silent. Raises LibraryBusy, StoreFailure."""
        with write_lock(self._home):
            self._store.custody.tell(Deed(self._actor, Action.DESTROY, item.id))
            self._quarantine.destroy(item.id)
            if item.note:
                self._store.jobs.forget_quarantined(item.note.name)


def is_named(item: SetAside, typed: str) -> bool:
    """True if somebody typed what the file is called, however its accents are composed."""
    return _bare(typed) == _bare(item.name)


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def require_reason(text: str) -> str:
    """The reason, on one line. Raises InvalidRelease."""
    reason = _bare(text)
    if not _LEAST_REASON <= len(reason) <= _MOST_REASON:
        raise InvalidRelease(
            f"Lý do cần từ {_LEAST_REASON} đến {_MOST_REASON} ký tự để người xem nhật ký sau này hiểu "
            "được; hãy ghi dấu nào bị nhận nhầm và ai đã xem tệp."
        )
    return reason
