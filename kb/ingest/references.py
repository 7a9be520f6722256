"""Mentions of other documents: a symbol, with the type before it and date and issuer after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kb.document import Span
from kb.reference import Reference
from kb.symbol import TYPE_NAMES, FoundSymbol, find_symbols

_NAMES = sorted({name for names in TYPE_NAMES.values() for name in names}, key=len, reverse=True)
_TYPE_BEFORE = re.compile(rf"({'|'.join(_NAMES)})\s+(?:số\s*:?\s*)?$", re.IGNORECASE)
_DATE_AFTER = re.compile(
    r"^\s*,?\s*ngày\s+(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})"
)
_STOPS = (
    "về|khóa|khoá|nhiệm kỳ|quy định|ban hành|phê duyệt|hướng dẫn|gắn với|cùng với|trong|theo|để|đã"
    "|được|tại|đối với|là|có|nêu|khi|đến|cho|do|bằng|kèm|ngày|số|nhằm|từ|như|thì|phải|đều|trên|đang"
    "|cũng|sẽ"
)
_ISSUER_AFTER = re.compile(
    r"^\s*,?\s*của\s+((?:[A-ZĐ]|(?:[Bb]an|[Bb]ộ)\s)[^,;.:()\n]*?(?:,\s+Ban Bí thư\b)?)"
    rf"(?=\s+(?:{_STOPS}|và(?:\s+các)?\s+(?i:{'|'.join(_NAMES)}))\b|[,;.:()\n]|$)"
)
_REACH = 160  # characters around a symbol in which its type, date and issuer stand


def references_of(text: str, without: Sequence[Span]) -> list[Reference]:
    """The mentions in `text`, in order; `without` are the places where a symbol names the document
    itself (its letterhead)."""
    return list(_references(text, without))


def _references(text: str, without: Sequence[Span]) -> Iterator[Reference]:
    for found in find_symbols(text):
        span = Span(found.start, found.end)
        if not any(place.contains(span) for place in without):
            yield _reference(text, found, span)


def _reference(text: str, found: FoundSymbol, span: Span) -> Reference:
    before = text[max(0, span.start - _REACH) : span.start]
    after = text[span.end : span.end + _REACH]
    type_match = _TYPE_BEFORE.search(before)
    date_match = _DATE_AFTER.match(after)
    issuer_match = _ISSUER_AFTER.match(after[date_match.end() :] if date_match else after)
    return Reference(
        span=span,
        symbol=found.symbol,
        type=_type_name(type_match[1]) if type_match else None,
        date=_date(date_match) if date_match else None,
        issuer=issuer_match[1].strip() if issuer_match else None,
    )


def _type_name(printed: str) -> str:
    return next(name for name in _NAMES if name.lower() == printed.lower())


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
