"""What was done in the library, and by whom, as the log tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.errors import UnknownDocument
from kb.store.audit import AuditEntry, Wanted
from kb.store.corrections import CHANGING, last_correction
from kb.store.documents import Store


@dataclass(frozen=True, slots=True)
class LogPart:
    """Entries of the log, how many there are beside them, and which of their documents are held."""

    entries: tuple[AuditEntry, ...]
    total: int
    held: frozenset[str]


class AuditLog:
    """Reads the log of the library that `store` shows; it changes nothing and needs no lock."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._custody = store.custody

    def history_of(self, document_id: str) -> tuple[AuditEntry, ...]:
        """What was done with the document of that id, oldest first; nothing where it is unknown."""
        return tuple(self._custody.history(document_id))

    def changes_since(self, document_id: str, version: int) -> tuple[AuditEntry, ...]:
        """What changed the facts of a document after that version of them, oldest first."""
        return tuple(
            one
            for one in self.history_of(document_id)
            if one.id > version and one.deed.action in CHANGING
        )

    def standing_correction(self, document_id: str) -> AuditEntry | None:
        """The correction that `Keeper.undo` would take back; None where there is none."""
        return last_correction(self.history_of(document_id))

    def history(self, name: str | None = None) -> tuple[AuditEntry, ...]:
        """What was done in the library, oldest first; or with the documents of that name, be they held,
        in the trash or gone. Raises UnknownDocument where the log knows none of that name."""
        if name is None:
            return tuple(self._custody.history())
        ids = self._documents_called(name)
        entries = [entry for id in ids for entry in self._custody.history(id)]
        if not ids:
            raise UnknownDocument(
                f"Nhật ký không ghi gì về «{name}»; hãy xem toàn bộ bằng lệnh `kb history`."
            )
        return tuple(sorted(entries, key=lambda entry: entry.id))

    def after(self, entry_id: int, limit: int) -> tuple[AuditEntry, ...]:
        """A part of what was done in the library, oldest first: at most `limit` entries after the one
        with the id `entry_id` (0 for the beginning)."""
        return tuple(self._custody.log_after(entry_id, limit))

    def part(self, wanted: Wanted, limit: int | None = None, offset: int = 0) -> LogPart:
        """The entries of the log that are wanted, the newest first, `limit` of them from `offset` on; a
        document that `wanted` names is found as `history` finds it, and one that is not has none."""
        if wanted.name is not None:
            wanted = replace(wanted, document_ids=frozenset(self._documents_called(wanted.name)))
        entries = tuple(self._custody.log(wanted, limit, offset))
        ids = {entry.deed.document_id for entry in entries}
        held = frozenset(id for id in ids if id is not None and self._store.holds(id))
        return LogPart(entries, self._custody.log_size(wanted), held)

    def actors(self) -> tuple[str, ...]:
        """All whom the log names as having done something, by name."""
        return tuple(self._custody.actors())

    def _documents_called(self, name: str) -> set[str]:
        """The ids of documents that are called so, be they held, in the trash or gone."""
        ids = {record.id for record in self._store.find_documents(name)}
        ids |= {record.id for record in self._custody.find_trashed(name)}
        return ids | self._custody.told_of(name)
