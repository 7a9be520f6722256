"""The log of changes in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import cast

from kb.person import ROLE_NAMES, Role
from kb.service.shapes import EntryJson
from kb.service.spreadsheet import csv_of
from kb.store.audit import Action, AuditEntry, Deed, Json, Told
from kb.store.corrections import changed_lines
from kb.store.records import Decision

ACTION_WORDS = {
    Action.ADD: "nạp",
    Action.WITHDRAW: "rút lại vì không lập được chỉ mục",
    Action.REFUSE: "từ chối",
    Action.QUARANTINE: "cách ly một tệp mang dấu mật",
    Action.CLEAR: "cho nạp một tệp đã cách ly",
    Action.DESTROY: "hủy một tệp đã cách ly",
    Action.WAIT: "giữ lại một tệp chờ nhận dạng chữ",
    Action.DROP_WAITING: "bỏ một tệp chờ nhận dạng chữ",
    Action.TRASH: "chuyển vào thùng rác",
    Action.RESTORE: "lấy lại từ thùng rác",
    Action.PURGE: "xóa hẳn",
    Action.CORRECT: "sửa thông tin",
    Action.CORRECT_TEXT: "sửa chữ máy nhận dạng sai",
    Action.UNDO: "hoàn lại lần sửa",
    Action.ACCEPT: "duyệt: đã xem, đúng",
    Action.REOPEN: "xem lại điều đã duyệt",
    Action.RELEASE: "duyệt xong, đưa vào thư viện",
    Action.REREAD: "đọc lại từ bản gốc",
    Action.LIMIT: "đặt giới hạn theo nhóm",
    Action.DECIDE: "quyết định về văn bản giống nhau",
    Action.CATALOGUE: "nạp danh mục",
    Action.REBUILD: "dựng lại chỉ mục",
    Action.BACKUP: "sao lưu thư viện",
    Action.RESTORE_LIBRARY: "khôi phục thư viện từ bản sao lưu",
    Action.REPAIR: "sửa chữa thư viện",
    Action.ADD_ACCOUNT: "tạo tài khoản",
    Action.CHANGE_ACCOUNT: "đổi tài khoản",
    Action.SET_PASSWORD: "đặt mật khẩu mới cho tài khoản",
    Action.ADD_TOKEN: "tạo mã truy cập cho tài khoản",
    Action.REVOKE_TOKEN: "thu hồi mã truy cập của tài khoản",
}
"""What people call the actions."""


_OF_ACCOUNT = {
    "display_name": "họ tên",
    "role": "vai trò",
    "groups": "nhóm",
    "active": "tài khoản",
    "token": "mã",
}
"""What people call the parts of an account, by their names in the log."""


def remarks(deed: Deed) -> list[str]:
    """What else the log tells of a change: why a file was refused, how the catalogue grew, what of an
    account is other than before, how many passages follow a corrected line."""
    before, after = deed.before or {}, deed.after or {}
    if deed.action is Action.CATALOGUE:
        return [f"{before['rows']} → {after['rows']} văn bản"]
    if deed.action is Action.LIMIT:
        return [f"{_groups(before)} → {_groups(after)}"]
    if deed.action is Action.DECIDE:
        return [_decided(deed.document_id, after)]
    if changed_lines(deed):
        return [f"{after['passages']} đoạn trích đổi theo"]
    parts = [_remark(name, before, after) for name in _OF_ACCOUNT if name in {*before, *after}]
    said = [str(after[name]) for name in ("reason", "file") if name in after]
    return ["; ".join(parts), *said] if parts else said


def _remark(name: str, before: Told, after: Told) -> str:
    shown = [_shown(name, told[name]) for told in (before, after) if name in told]
    return f"{_OF_ACCOUNT[name]}: {' → '.join(shown)}"


def _shown(name: str, value: Json) -> str:
    if name == "active":
        return "dùng được" if value else "đã khóa"
    if name == "role":
        return ROLE_NAMES[Role(str(value))]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "không nhóm nào"
    return str(value) or "(trống)"


def _groups(told: Told) -> str:
    names = [str(name) for name in cast("list[Json]", told["groups"])]
    return f"chỉ nhóm {', '.join(names)}" if names else "mọi người đọc"


def _decided(document_id: str | None, after: Told) -> str:
    """What was said of a document: "bản cũ của 901-HD/BTGTUM (moi.pdf)"."""
    other, is_chosen = after["other_name"], after["chosen"] == document_id
    if after["decision"] == Decision.SAME:
        return f"cùng văn bản với {other}; {'giữ bản này' if is_chosen else 'giữ bản kia'}"
    if after["decision"] == Decision.VERSION:
        return f"bản mới của {other}" if is_chosen else f"bản cũ của {other}"
    return f"khác văn bản với {other}; giữ cả hai"


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


_COLUMNS = ("id", "at", "actor", "action", "document_id", "name", "before", "after")


def entries_csv(entries: Iterable[AuditEntry]) -> bytes:
    """The entries in the order given as a table (`kb.service.spreadsheet`); `before` and `after` are
    JSON."""
    return csv_of(_COLUMNS, map(_cells, entries))


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    deed = entry.deed
    known = (deed.actor, deed.action.value, deed.document_id or "", deed.name or "")
    return (str(entry.id), entry.at.isoformat(), *known, _json(deed.before), _json(deed.after))


def _json(told: Told | None) -> str:
    return json.dumps(told, ensure_ascii=False) if told else ""
