"""The list of the held documents: a table on a terminal, tab-separated lines where it is piped."""

from __future__ import annotations

from collections.abc import Iterable

from kb.cli.ink import clean, is_terminal
from kb.drafting.render import format_date
from kb.service.results import DocumentCard

_COLUMNS = ("Mã", "Số, ký hiệu", "Loại", "Ngày", "Cơ quan ban hành", "Trích yếu", "Trang")


def print_documents(cards: Iterable[DocumentCard]) -> None:
    """The held documents, in the order given."""
    rows = [_row(card) for card in cards]
    if not rows:
        print("Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`.")
    elif is_terminal():
        _print_table(rows)
    else:
        print("\n".join("\t".join(row) for row in (_COLUMNS, *rows)))


def _row(card: DocumentCard) -> tuple[str, ...]:
    facts = card.facts
    cells = (
        card.id[:12],
        str(facts.symbol or "—"),
        facts.type or "—",
        format_date(facts.date) if facts.date else "—",
        facts.issuer or "—",
        facts.title or card.file_name,
        str(card.page_count or "—"),
    )
    return tuple(clean(cell).replace("\t", " ").replace("\n", " ") for cell in cells)


def _print_table(rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*_COLUMNS)
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)
