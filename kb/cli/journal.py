"""The log of changes as people read it, and as JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kb.cli.ink import folded, ink
from kb.errors import StoreFailure
from kb.service.keeping.journal import ACTION_WORDS, entries_csv, entry_json, remarks
from kb.store.audit import AuditEntry
from kb.store.corrections import differences


def print_history(entries: Iterable[AuditEntry]) -> None:
    """The entries, a line each; under a correction what it changed, under a refusal why."""
    shown = False
    for entry in entries:
        shown = True
        deed = entry.deed
        when = f"{entry.at.astimezone():%d/%m/%Y %H:%M:%S}"
        code = f" ({deed.document_id[:12]})" if deed.document_id else ""
        what = f"{ACTION_WORDS[deed.action]} {deed.name or ''}".rstrip()
        print("\n".join(folded(f"{when}  {deed.actor}: {what}{code}")))
        for line in (*differences(deed), *remarks(deed)):
            print("\n".join(ink(part, "dim") for part in folded(line, "    ")))
    if not shown:
        print("Nhật ký chưa ghi gì.")


def print_history_json(entries: Iterable[AuditEntry]) -> None:
    """A list of objects, oldest first."""
    print(json.dumps([entry_json(entry) for entry in entries], ensure_ascii=False, indent=2))


def write_csv(entries: Iterable[AuditEntry], path: Path) -> None:
    """A table with a line of names; `before` and `after` are JSON. Raises StoreFailure."""
    try:
        path.write_bytes(entries_csv(entries))
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được tệp {path} ({error.strerror}); hãy chọn nơi khác hoặc cấp quyền ghi."
        ) from error
