"""What the command line prints: hits, tables and progress, in Vietnamese.

rich is imported where something is drawn: `kb search --json` starts without it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.document import Facts
from kb.drafting.render import format_date
from kb.service.results import (
    AddOutcome,
    AddStatus,
    Check,
    DocumentCard,
    DocumentView,
    Hit,
    NumberAnswer,
    SearchAnswer,
)
from kb.service.serialise import answer_json

if TYPE_CHECKING:
    from rich.console import Console

_STATUS = {
    AddStatus.ADDED: ("green", "đã nạp"),
    AddStatus.UNCHANGED: ("dim", "không đổi"),
    AddStatus.FAILED: ("bold red", "lỗi"),
}


def complain(message: str) -> None:
    """One sentence on stderr."""
    print(message, file=sys.stderr)


def console() -> Console:
    """Where people read; wide tables are folded, not cut."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def print_json(answer: SearchAnswer) -> None:
    """One object, as `GET /api/search` returns it."""
    print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))


def print_answer(answer: SearchAnswer) -> None:
    """The answer for reading: numbers first, then the hits with their marks and citations."""
    out = console()
    if answer.notice:
        out.print(f"[yellow]{_plain(answer.notice)}[/]")
    for number in answer.numbers:
        out.print(_number_line(number))
    for hit in answer.hits:
        _print_hit(out, hit)
    if not answer.hits and not answer.notice:
        out.print("Không tìm thấy đoạn nào phù hợp; hãy thử từ khóa khác hoặc bớt bộ lọc.")
    out.print(f"[dim]{len(answer.hits)} đoạn, {answer.took_ms:.0f} ms[/]")


def _print_hit(out: Console, hit: Hit) -> None:
    out.print()
    head = (
        f"[bold]{hit.rank}. {_plain(hit.document.heading)}[/]  {_plain(_about(hit.document.facts))}"
    )
    out.print(head)
    out.print(f"   [cyan]{_plain(hit.place)}[/], {pages_text(hit.pages)}")
    out.print(_marked(hit), style="default", soft_wrap=False)
    out.print(f"   [dim]Trích dẫn: {_plain(hit.citation.passage)}[/]")


def _marked(hit: Hit) -> str:
    parts, done = [], 0
    for start, end in hit.highlights:
        parts += [_plain(hit.text[done:start]), f"[bold yellow]{_plain(hit.text[start:end])}[/]"]
        done = end
    marked = "".join([*parts, _plain(hit.text[done:])])
    return "\n".join(f"   {line}" for line in marked.replace("\t", " | ").split("\n"))


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def pages_text(pages: tuple[int, int]) -> str:
    """ "trang 4", "trang 4-5"."""
    first, last = pages
    return f"trang {first}" if first == last else f"trang {first}-{last}"


def _about(facts: Facts) -> str:
    day = f"ngày {format_date(facts.date)}" if facts.date else None
    return ", ".join(part for part in (facts.type, facts.title, facts.issuer, day) if part)


def _number_line(number: NumberAnswer) -> str:
    asked = f"[bold]{_plain(number.asked)}[/]"
    if number.held:
        return f"{asked}: thư viện đang giữ {len(number.held)} văn bản mang số này."
    if number.known:
        facts = "; ".join(_plain(_about(known.facts)) for known in number.known)
        cited = f"Được viện dẫn ở {number.cited_by} đoạn."
        return f"{asked}: chưa có trong thư viện. Theo danh mục: {facts}. {cited}"
    return f"{asked}: không có trong thư viện và trong danh mục."


def print_outcome(out: Console, outcome: AddOutcome) -> None:
    """One line for one file: what became of it, and why."""
    colour, word = _STATUS[outcome.status]
    detail = outcome.reason or _added_detail(outcome)
    out.print(f"[{colour}]{word:>9}[/]  {_plain(outcome.path)}  [dim]{_plain(detail)}[/]")


def _added_detail(outcome: AddOutcome) -> str:
    if outcome.document is None:
        return ""
    passages = f", {outcome.passages} đoạn" if outcome.passages else ""
    return f"{outcome.document.heading}{passages}"


def print_documents(cards: Iterable[DocumentCard]) -> None:
    """The held documents as a table."""
    from rich.table import Table

    table = Table("Mã", "Số, ký hiệu", "Loại", "Ngày", "Cơ quan ban hành", "Trích yếu", "Trang")
    for card in cards:
        facts = card.facts
        table.add_row(
            card.id[:12],
            _plain(str(facts.symbol or "—")),
            facts.type or "—",
            format_date(facts.date) if facts.date else "—",
            _plain(facts.issuer or "—"),
            _plain(facts.title or card.file_name),
            str(card.page_count),
        )
    console().print(table if table.row_count else "Thư viện chưa có văn bản nào.")


def print_document(view: DocumentView) -> None:
    """One document: its facts, its outline, what it cites and what cites it."""
    out = console()
    out.print(f"[bold]{_plain(view.citation.full)}[/]")
    out.print(f"Mã {view.card.id}\nTệp {_plain(view.card.file_name)}, {view.card.page_count} trang")
    if view.citation.missing:
        out.print(f"[yellow]Văn bản không ghi: {', '.join(view.citation.missing)}[/]")
    for division in view.outline:
        indent = "  " * len(division.path)
        out.print(f"{indent}{_plain(division.key.split('/')[-1])}  {_plain(division.title)}")
    _print_links(out, "Viện dẫn", [f"{link.symbol} ({link.place})" for link in view.cites])
    citing = [f"{link.card.heading if link.card else ''} ({link.place})" for link in view.cited_by]
    _print_links(out, "Được viện dẫn bởi", citing)


def _print_links(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        out.print(f"[bold]{title}[/]")
    for line in lines:
        out.print(f"  {_plain(line)}")


def print_checks(checks: Iterable[Check]) -> bool:
    """The checks, each with its mend; true if all is well."""
    out = console()
    well = True
    for check in checks:
        well = well and check.ok
        mark = "[green]✓[/]" if check.ok else "[red]✗[/]"
        out.print(f"{mark} [bold]{check.name}[/]: {_plain(check.detail)}")
        if check.remedy:
            out.print(f"   cách khắc phục: {check.remedy}")
    return well
