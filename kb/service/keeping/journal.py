"""The log of changes in words and as JSON."""

from __future__ import annotations

from typing import cast

from kb.service.shapes import EntryJson
from kb.store.audit import Action, AuditEntry, Deed, Json, Told

ACTION_WORDS = {
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
    Action.LIMIT: "đặt giới hạn theo nhóm",
    Action.CATALOGUE: "nạp danh mục",
    Action.REBUILD: "dựng lại chỉ mục",
    Action.BACKUP: "sao lưu thư viện",
    Action.RESTORE_LIBRARY: "khôi phục thư viện từ bản sao lưu",
    Action.REPAIR: "sửa chữa thư viện",
}
"""What people call the actions."""


def remarks(deed: Deed) -> list[str]:
    """What else the log tells of a change: why a file was refused, how the catalogue grew."""
    before, after = deed.before or {}, deed.after or {}
    if deed.action is Action.CATALOGUE:
        return [f"{before['rows']} → {after['rows']} văn bản"]
    if deed.action is Action.LIMIT:
        return [f"{_groups(before)} → {_groups(after)}"]
    return [str(after[name]) for name in ("reason", "file") if name in after]


def _groups(told: Told) -> str:
    names = [str(name) for name in cast("list[Json]", told["groups"])]
    return f"chỉ nhóm {', '.join(names)}" if names else "mọi người đọc"


def entry_json(entry: AuditEntry) -> EntryJson:
    """The entry as an object."""
    deed = entry.deed
    return EntryJson(
        id=entry.id,
        at=entry.at.isoformat(),
        actor=deed.actor,
        action=deed.action.value,
        document_id=deed.document_id,
        name=deed.name,
        before=deed.before,
        after=deed.after,
    )
