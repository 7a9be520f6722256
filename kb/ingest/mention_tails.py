"""What stands behind the name of a document in running text: date, issuer, plenum and term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kb.ingest.terms import ROMAN
from kb.numerals import ordinal, ordinal_value, roman
from kb.symbol import TYPE_NAMES

_LAST_PLENUM = 20  # the longest series so far is of 15 (khóa XII)
_WORDS = [ordinal(number).removeprefix("thứ ") for number in range(1, _LAST_PLENUM + 1)]
_ORDINAL = rf"(?:\d{{1,2}}(?!\d)|(?-i:{ROMAN})\b|(?:{'|'.join(sorted(_WORDS, key=len)[::-1])})\b)"
_CENTRE = r"(?:Trung\s+ương|TW|TƯ|T\.Ư)"
KHOA = rf"\s*(?:,\s*)?(?:\(\s*)?kh(?:óa|oá)\s+(?P<term>(?-i:{ROMAN}))\b\)?"
"""A term behind a name: ", khóa XII" or " (khoá XII)". For IGNORECASE."""

PLENUM = (
    rf"(?:Hội\s+nghị\s+lần\s+thứ\s+(?P<nth>{_ORDINAL})\s+"
    rf"(?P<body>(?:Ban\s+Chấp\s+hành|BCH)\s+{_CENTRE}(?:\s+Đảng)?)"
    rf"|(?:Hội\s+nghị\s+)?(?:(?:Ban\s+Chấp\s+hành|BCH)\s+)?{_CENTRE}(?:\s+Đảng)?\s+"
    rf"(?:(?:lần\s+)?thứ\s+(?P<thuth>{_ORDINAL})|(?P<digits>\d{{1,2}})(?![\d/%]|[.,-]\d)"
    rf"|(?P<word>{_ORDINAL})(?={KHOA.replace('?P<term>', '?:')})))"
)
"""A plenum: "Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng", "Trung ương 8". A number in words
without "thứ" only before a term, for "Trung ương năm 2018" is no fifth plenum. For IGNORECASE."""

NAMES = sorted({name for names in TYPE_NAMES.values() for name in names}, key=len, reverse=True)
_STOPS = (
    "về|khóa|khoá|nhiệm kỳ|quy định|ban hành|phê duyệt|hướng dẫn|gắn với|cùng với|trong|theo|để|đã"
    "|được|tại|đối với|là|có|nêu|khi|đến|cho|do|bằng|kèm|ngày|số|nhằm|từ|như|thì|phải|đều|trên|đang"
    "|cũng|sẽ"
)
_ISSUER = re.compile(
    r"\s*(?:,\s*)?của\s+(?P<issuer>(?:[A-ZĐ]|(?:[Bb]an|[Bb]ộ)\s)[^,;.:()“”\"\t\n]{0,120}?"
    r"(?:,\s+Ban Bí thư\b)?)"
    rf"(?=\s+(?:{_STOPS}|và(?:\s+các)?\s+(?:(?i:{'|'.join(NAMES)})|số|\d+))\b"
    r"|\s*[,;.:()“”\"\t\n]|\s*$)"
)
_BY_PLENUM = re.compile(
    rf"\s*(?:,\s*)?(?:của\s+)?(?=(?:BCH\s+|Ban\s+Chấp|Hội\s+nghị)){PLENUM}", re.I
)
_KHOA = re.compile(KHOA, re.IGNORECASE)
_DATE = re.compile(
    r"\s*(?:[,(]\s*)?(?:(?:ký|ban hành)\s+)?ngày"
    r"(?:\s*(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|,?\s*năm)\s*"
    r"(?P<year>\d{4})(?!\d)|[\s.…_]*tháng[\s.…_\d]*năm\s*(?:\d{4}|[….]+))\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tail:
    """What is said behind a name up to `end`, an offset into the text; None for what is not."""

    end: int
    date: date | None = None
    issuer: str | None = None
    plenum: int | None = None
    term: str | None = None


def tail_at(text: str, start: int) -> Tail:
    """Date, issuer and term behind a name that ends at `start`, the date before or behind the issuer.

    A date whose day is left blank ("ngày    tháng 3 năm 2024") is passed over as None.
    """
    term, at = _term(text, start)
    issued, at = _date(text, at)
    later, at = _term(text, at)
    issuer, plenum, at = _issuer(text, at)
    last, at = _term(text, at)
    if issued is None and not text.startswith(",", at):  # behind a comma may begin a new clause
        issued, at = _date(text, at)
    return Tail(at, issued, issuer, plenum, term or later or last)


def _issuer(text: str, at: int) -> tuple[str | None, int | None, int]:
    """The issuer and the plenum that `text` names at `at`, and where that ends."""
    if by := _BY_PLENUM.match(text, at):
        return by["body"], plenum_number(by), by.end()
    body = _ISSUER.match(text, at)
    return (body["issuer"].strip(), None, body.end()) if body else (None, None, at)


def _term(text: str, at: int) -> tuple[str | None, int]:
    match = _KHOA.match(text, at)
    return (match["term"], match.end()) if match else (None, at)


def _date(text: str, at: int) -> tuple[date | None, int]:
    match = _DATE.match(text, at)
    if match is None:
        return None, at
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])), match.end()
    except (TypeError, ValueError):  # left blank, or a day that no calendar has
        return None, match.end()


def plenum_number(match: re.Match[str]) -> int:
    """The number of the plenum that `PLENUM` matched: "lần thứ tám" → 8, "VIII" → 8."""
    groups = ("nth", "thuth", "digits", "word")
    printed = next(match[name] for name in groups if match[name])
    words = " ".join(printed.lower().split())
    return int(printed) if printed.isdigit() else ordinal_value(words) or roman(printed)
