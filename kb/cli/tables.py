"""What the library holds: tables on a terminal, tab-separated lines where they are piped."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kb.cli.ink import clean, is_terminal
from kb.drafting.render import format_date
from kb.job import Job
from kb.service.job_json import jobs_json
from kb.service.keeping.keeper import TrashedDocument
from kb.service.results import DocumentCard, WaitingFile, size_in_words
from kb.service.state_words import STATE_NAMES, older
from kb.state import DocumentState
from kb.store.accounts import Account, Token
from kb.store.quarantine import SetAside

_COLUMNS = (
    "Mã",
    "Số, ký hiệu",
    "Loại",
    "Ngày",
    "Cơ quan ban hành",
    "Trích yếu",
    "Trang",
    "Hiệu lực",
)
_TRASH_COLUMNS = ("Mã", "Số, ký hiệu", "Tệp", "Người bỏ", "Lúc")
_JOB_COLUMNS = ("Nhận lúc", "Tệp", "Tình trạng", "Chi tiết")
_WAITING_COLUMNS = ("Mã", "Tệp chờ nhận dạng chữ", "Dung lượng", "Chờ từ ngày")
_QUARANTINE_COLUMNS = ("Mã", "Tệp", "Dấu", "Dung lượng", "Ai đưa vào", "Lúc")
_ACCOUNT_COLUMNS = ("Tài khoản", "Họ tên", "Vai trò", "Nhóm", "Trạng thái", "Ngày tạo")
_TOKEN_COLUMNS = ("Tên mã truy cập", "Ngày tạo", "Dùng lần cuối")


def print_documents(cards: Iterable[DocumentCard]) -> None:
    """The held documents, in the order given; with their limits where one has any."""
    cards = list(cards)
    rows = [_row(card) for card in cards]
    if not rows:
        print("Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`.")
    elif any(card.groups for card in cards):
        limits = (", ".join(card.groups) or "—" for card in cards)
        limited = [(*row, *_cells(limit)) for row, limit in zip(rows, limits, strict=True)]
        _print_rows((*_COLUMNS, "Chỉ nhóm"), limited)
    else:
        _print_rows(_COLUMNS, rows)


def print_trash(documents: Iterable[TrashedDocument]) -> None:
    """The documents in the trash, in the order given."""
    rows = [
        _cells(
            item.card.id[:12],
            str(item.card.facts.symbol or "—"),
            item.card.file_name,
            item.actor,
            f"{item.at:%d/%m/%Y %H:%M}",
        )
        for item in documents
    ]
    if not rows:
        print("Thùng rác không có văn bản nào.")
        return
    _print_rows(_TRASH_COLUMNS, rows)
    if is_terminal():
        print("Lấy lại bằng `kb restore MÃ`, xóa hẳn bằng `kb purge MÃ`.")


def print_waiting(files: Iterable[WaitingFile]) -> None:
    """The files that wait, after an empty line; nothing where none does."""
    rows = [
        _cells(item.id[:12], item.file_name, item.size, format_date(item.since)) for item in files
    ]
    if rows:
        print()
        _print_rows(_WAITING_COLUMNS, rows)
        if is_terminal():
            print(
                "Cài tesseract (xem `kb doctor`), rồi chạy `kb add --waiting` để nạp các tệp này."
            )


def print_quarantined(files: Iterable[SetAside]) -> None:
    """The files in quarantine, in the order given."""
    rows = [
        _cells(
            item.id[:12],
            item.note.name if item.note else "không rõ",
            item.note.mark or "—" if item.note else "—",
            size_in_words(item.byte_size),
            item.note.actor if item.note else "—",
            f"{item.at.astimezone():%d/%m/%Y %H:%M}",
        )
        for item in files
    ]
    if rows:
        _print_rows(_QUARANTINE_COLUMNS, rows)
    else:
        print("Không có tệp nào được cách ly.")


def print_accounts(accounts: Iterable[Account]) -> None:
    """The accounts, in the order given."""
    rows = [
        _cells(
            item.person.name,
            item.person.display_name or "—",
            item.person.role,
            ", ".join(sorted(item.person.groups)) or "—",
            "dùng được" if item.active else "đã khóa",
            format_date(item.created_at.astimezone().date()),
        )
        for item in accounts
    ]
    if rows:
        _print_rows(_ACCOUNT_COLUMNS, rows)
    else:
        print("Chưa có tài khoản nào; ai ngồi ở máy này cũng dùng được thư viện.")


def print_tokens(tokens: Iterable[Token]) -> None:
    """The tokens of one account, in the order given."""
    rows = [
        _cells(
            item.name,
            format_date(item.created_at.astimezone().date()),
            format_date(item.used_at.astimezone().date()) if item.used_at else "—",
        )
        for item in tokens
    ]
    if rows:
        _print_rows(_TOKEN_COLUMNS, rows)
    else:
        print("Tài khoản này chưa có mã truy cập nào.")


def print_jobs(jobs: Iterable[Job]) -> None:
    """The jobs of the adding desk, in the order given."""
    rows = [_cells(_hour(job), job.name, job.label, job.detail) for job in jobs]
    if rows:
        _print_rows(_JOB_COLUMNS, rows)
    else:
        print("Không có việc nạp nào trong 24 giờ qua.")


def print_jobs_json(jobs: Iterable[Job]) -> None:
    """One object, as `GET /api/v1/jobs` returns it."""
    print(json.dumps(jobs_json(jobs), ensure_ascii=False, indent=2))


def _hour(job: Job) -> str:
    return f"{job.received_at.astimezone():%d/%m %H:%M}"


def _print_rows(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if is_terminal():
        _print_table(columns, rows)
    else:
        print("\n".join("\t".join(row) for row in (columns, *rows)))


def _row(card: DocumentCard) -> tuple[str, ...]:
    facts = card.facts
    return _cells(
        card.id[:12],
        str(facts.symbol or "—"),
        facts.type or "—",
        format_date(facts.date) if facts.date else "—",
        facts.issuer or "—",
        facts.title or card.file_name,
        str(card.page_count or "—"),
        _state(card.state) if card.state else "—",
    )


def _state(state: DocumentState) -> str:
    return "; ".join(filter(None, (older(state), STATE_NAMES[state.state])))


def _cells(*cells: str) -> tuple[str, ...]:
    return tuple(clean(cell).replace("\t", " ").replace("\n", " ") for cell in cells)


def _print_table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns)
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)
