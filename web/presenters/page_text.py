"""The lines of a recognised page as a form beside the picture of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.service.keeping.page_text import PageLine, PageText
from kb.service.scan_words import scan_words
from kb.store.audit import Action, AuditEntry
from web import labels
from web.links import page_text_undo_url, page_text_url, sheet_image_url, sheet_url
from web.presenters.history import HistoryRow, history_row
from web.presenters.page import CardView, Link, Page, card_view, page_of
from web.presenters.sheet import Box, boxes_of

LINE, READ = "dong-", "cu"
"""What the name of a line's box begins with, before its number; and the name of the hidden box with
what all lines said when they were read, as JSON by number: one, since forms have a limit of boxes."""

NOTHING_CHANGED = "Chưa dòng nào khác với chữ đang giữ nên chưa sửa gì."
CHANGED_MEANWHILE = (
    "Dòng bạn đã sửa vẫn giữ chữ của bạn, các dòng khác theo bản mới; xem lại rồi bấm Lưu lần nữa."
)
SAVED, UNDONE = "sua", "hoan-tac"
"""What the address says was just done."""

_DONE = {
    SAVED: "Đã lưu. Đoạn trích, mục lục, viện dẫn và chỉ mục tìm kiếm đã theo chữ mới.",
    UNDONE: "Đã hoàn tác; văn bản trở lại như trước lần sửa ấy.",
}


@dataclass(frozen=True, slots=True)
class SentLines:
    """The form: the version that was read, and what the lines said then and say now, by number."""

    version: int
    read: Mapping[int, str]
    typed: Mapping[int, str]

    @property
    def touched(self) -> tuple[int, ...]:
        """The lines that whoever typed changed, spaces aside."""
        return tuple(n for n in self.read if _words(self.typed[n]) != _words(self.read[n]))


def _words(text: str) -> list[list[str]]:
    """The words of each line."""
    return [words for line in text.split("\n") if (words := line.split())]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the form: `text` stands in its box of so many `rows`; `raw` is what the machine read
    where a person says otherwise, else ""; `doubt` names words that are hardly right."""

    number: int
    text: str
    rows: int
    raw: str
    doubt: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageTextView:
    """The form (`page_text.html`); `notice` says why nothing was saved and `done` what was, or "", with
    what it `changed`; `standing` is the correction of lines that can be taken back, `read` what the
    lines said when they were read, as JSON."""

    page: Page
    card: CardView
    name: str
    scan: str
    alt: str
    image_url: str
    version: int
    lines: tuple[LineView, ...]
    notice: str
    done: str
    changed: HistoryRow | None
    standing: HistoryRow | None
    read: str
    neighbours: tuple[Link, ...]
    save_url: str
    undo_url: str
    sheet_url: str


def page_text_view(
    text: PageText,
    standing: AuditEntry | None,
    sent: SentLines | None = None,
    notice: str = "",
    done: str = "",
) -> PageTextView:
    """The form for a page: as it was sent, or else with what its lines say."""
    card, name = card_view(text.card), labels.page_of(text.number, text.page_count)
    mine = standing is not None and standing.deed.action is Action.CORRECT_TEXT
    row = history_row(standing) if standing and mine else None
    read = sent.read if sent else {line.number: line.text for line in text.lines}
    corrected = (text.number,) if any(line.corrected for line in text.lines) else ()
    return PageTextView(
        page=page_of(f"Sửa chữ, {name}: {card.name}", "library"),
        card=card,
        name=name,
        scan=scan_words(text.quality, corrected),
        alt=labels.picture(text.number, marked=False),
        image_url=sheet_image_url(text.card.id, text.number),
        version=sent.version if sent else text.version,
        lines=tuple(_line(line, sent) for line in text.lines),
        notice=notice,
        done=_DONE.get(done, ""),
        changed=row if done == SAVED else None,
        standing=row,
        read=json.dumps(read, ensure_ascii=False),
        neighbours=tuple(_neighbours(text)),
        save_url=page_text_url(text.card.id, text.number),
        undo_url=page_text_undo_url(text.card.id, text.number),
        sheet_url=sheet_url(text.card.id, text.number, {}),
    )


def rebased(sent: SentLines, text: PageText) -> SentLines:
    """The form after others changed the page: what was typed here stays, other lines follow them."""
    now = {line.number: line.text for line in text.lines}
    typed = now | {number: sent.typed[number] for number in sent.touched}
    return replace(sent, version=text.version, read=now, typed=typed)


def _line(line: PageLine, sent: SentLines | None) -> LineView:
    text = sent.typed.get(line.number, line.text) if sent else line.text
    return LineView(
        number=line.number,
        text=text,
        rows=text.count("\n") + 1,
        raw=line.raw if line.corrected else "",
        doubt=", ".join(line.doubtful),
        box=next(boxes_of((line.rect,), strong=False)),
    )


def _neighbours(text: PageText) -> list[Link]:
    sides = ((text.number - 1, labels.PAGE_BEFORE), (text.number + 1, labels.PAGE_AFTER))
    return [
        Link(label, page_text_url(text.card.id, number))
        for number, label in sides
        if 1 <= number <= text.page_count
    ]
