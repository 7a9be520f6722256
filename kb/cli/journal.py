"""The log of changes as people read it, and as JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from kb.cli.ink import folded, ink
from kb.errors import StoreFailure
from kb.service.keeping.journal import entry_json
from kb.store.audit import Action, AuditEntry
from kb.store.corrections import differences

_WORDS = {
    Action.ADD: "nạp",
    Action.WITHDRAW: "rút lại vì không lập được chỉ mục",
    Action.REFUSE: "từ chối",
    Action.QUARANTINE: "cách ly một tệp mang dấu mật",
    Action.WAIT: "giữ lại một tệp chờ nhận dạng chữ",
    Action.DROP_WAITING: "bỏ một tệp chờ nhận dạng chữ",
    Action.TRASH: "chuyển vào thùng rác",
    Action.RESTORE: "lấy lại từ thùng rác",
    Action.PURGE: "xóa hẳn",
    Action.CORRECT: "sửa thông tin",
    Action.UNDO: "hoàn lại lần sửa",
    Action.REREAD: "đọc lại từ bản gốc",
    Action.CATALOGUE: "nạp danh mục",
    Action.REBUILD: "dựng lại chỉ mục",
    Action.BACKUP: "sao lưu thư viện",
    Action.RESTORE_LIBRARY: "khôi phục thư viện từ bản sao lưu",
    Action.REPAIR: "sửa chữa thư viện",
}
_COLUMNS = ("id", "at", "actor", "action", "document_id", "name", "before", "after")


def print_history(entries: Iterable[AuditEntry]) -> None:
    """The entries, a line each; under a correction what it changed, under a refusal why."""
    shown = False
    for entry in entries:
        shown = True
        deed = entry.deed
        when = f"{entry.at.astimezone():%d/%m/%Y %H:%M:%S}"
        code = f" ({deed.document_id[:12]})" if deed.document_id else ""
        what = f"{_WORDS[deed.action]} {deed.name or ''}".rstrip()
        print("\n".join(folded(f"{when}  {deed.actor}: {what}{code}")))
        for line in (*differences(deed), *_told(entry)):
            print("\n".join(ink(part, "dim") for part in folded(line, "    ")))
    if not shown:
        print("Nhật ký chưa ghi gì.")


def _told(entry: AuditEntry) -> list[str]:
    before, after = entry.deed.before or {}, entry.deed.after or {}
    if entry.deed.action is Action.CATALOGUE:
        return [f"{before['rows']} → {after['rows']} văn bản"]
    return [str(after[name]) for name in ("reason", "file") if name in after]


def print_history_json(entries: Iterable[AuditEntry]) -> None:
    """A list of objects, oldest first."""
    print(json.dumps([entry_json(entry) for entry in entries], ensure_ascii=False, indent=2))


def write_csv(entries: Iterable[AuditEntry], path: Path) -> None:
    """A table with a line of names; `before` and `after` are JSON. Raises StoreFailure."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark: for spreadsheets
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows(map(_row, entries))
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được tệp {path} ({error.strerror}); hãy chọn nơi khác hoặc cấp quyền ghi."
        ) from error


def _row(entry: AuditEntry) -> dict[str, object]:
    told = entry_json(entry)
    values = {name: told[name] or "" for name in ("before", "after")}
    texts = {
        name: value and json.dumps(value, ensure_ascii=False) for name, value in values.items()
    }
    return {**told, **texts}
