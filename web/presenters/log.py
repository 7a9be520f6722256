"""The whole log of changes, a page at a time, narrowed by who, what, which document and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kb.service.keeping.audit_log import LogPart
from kb.service.keeping.journal import ACTION_WORDS
from kb.store.audit import Action, AuditEntry, Wanted
from web.links import document_url, log_csv_url, log_url
from web.presenters.history import HistoryRow, history_row
from web.presenters.page import Link, Page, page_of

TITLE = "Nhật ký"
ROWS = 50
"""Entries on a page: what somebody looks through before he narrows."""


@dataclass(frozen=True, slots=True)
class LogTerms:
    """What of the log is looked at: as the address says, days in local time, both included."""

    actor: str | None = None
    action: Action | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    number: int = 1

    def wanted(self) -> Wanted:
        """The same for the store."""
        since = _midnight(self.since) if self.since else None
        until = _midnight(self.until + timedelta(days=1)) if self.until else None
        return Wanted(self.actor, self.action, self.name, since=since, until=until)


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry: what was done, to which document or account ("" for none), with the page of the
    document where it is held ("" otherwise)."""

    entry: HistoryRow
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LogView:
    """The log (`log.html`), the newest first; `newer` and `older` lead to the pages beside this one.
    The boxes hold what narrows it, days in ISO form."""

    page: Page
    rows: tuple[LogRow, ...]
    summary: str
    actors: tuple[Link, ...]
    actions: tuple[Link, ...]
    name: str
    since: str
    until: str
    narrowed: bool
    newer: str
    older: str
    csv_url: str


def log_view(part: LogPart, terms: LogTerms, actors: Iterable[str]) -> LogView:
    """The page of a part of the log."""
    pages = max(1, -(-part.total // ROWS))
    number = terms.number
    return LogView(
        page=page_of(TITLE, "admin"),
        rows=tuple(_row(entry, part.held) for entry in part.entries),
        summary=_summary(part.total, number, pages),
        actors=tuple(Link(name, name, name == terms.actor) for name in actors),
        actions=tuple(_actions(terms.action)),
        name=terms.name or "",
        since=terms.since.isoformat() if terms.since else "",
        until=terms.until.isoformat() if terms.until else "",
        narrowed=terms.wanted() != Wanted(),
        newer=log_url(terms_of(terms, number - 1)) if number > 1 else "",
        older=log_url(terms_of(terms, number + 1)) if number < pages else "",
        csv_url=log_csv_url(terms_of(terms)),
    )


def terms_of(terms: LogTerms, number: int = 1) -> dict[str, str | int | None]:
    """The terms as parameters of an address."""
    return {
        "nguoi": terms.actor,
        "viec": terms.action.value if terms.action else None,
        "van_ban": terms.name,
        "tu": terms.since.isoformat() if terms.since else None,
        "den": terms.until.isoformat() if terms.until else None,
        "trang": number if number > 1 else None,
    }


def _row(entry: AuditEntry, held: frozenset[str]) -> LogRow:
    deed = entry.deed
    code = f"mã {deed.document_id[:12]}" if deed.document_id else ""
    url = document_url(deed.document_id) if deed.document_id in held and deed.document_id else ""
    return LogRow(history_row(entry), deed.name or code, url)


def _actions(chosen: Action | None) -> Iterable[Link]:
    named = sorted((words, action) for action, words in ACTION_WORDS.items())
    for words, action in named:
        yield Link(f"{words[0].upper()}{words[1:]}", action.value, action is chosen)


def _summary(total: int, number: int, pages: int) -> str:
    if not total:
        return "Không có dòng nào."
    on = f", trang {number}/{pages}" if pages > 1 else ""
    return f"{total} dòng, mới nhất trước{on}."


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
