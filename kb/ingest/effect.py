"""From which day a document counts, where it says so: "có hiệu lực kể từ ngày 01/3/2024"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = (
    r"ngày\s+(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})"
    r"\s*(?:[/.-]|năm)\s*(?P<year>\d{4})"
)
_ENDS_ON = re.compile(rf"hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?từ\s+{_DAY}", re.IGNORECASE)
_FROM_DAY = re.compile(rf"(?:kể\s+)?từ\s+{_DAY}", re.IGNORECASE)
_FROM_SIGNING = re.compile(r"(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành)\b", re.IGNORECASE)
_AFTER_DAYS = re.compile(
    r"sau\s+(?P<days>\d{1,3})\s+ngày,?\s+kể\s+từ\s+ngày\s+(?:ký|ban\s+hành)\b", re.IGNORECASE
)
_SAYS_MORE = re.compile(r"(?:kể\s+)?từ\b|\b(?:sau|khi|đến)\b", re.IGNORECASE)


def first_day(text: str, own: str, issued: date | None) -> date | None:
    """The day from which the document of `text`, issued on a day, is in force: the one that it states,
    else that of its issue; None where it states one that cannot be read, or neither is known.

    `own` is a pattern for what it calls itself.
    """
    stated = re.finditer(
        rf"(?<!ngày )(?<!khi )(?<!điểm )\b{own}[^.;\n]{{0,120}}?\bcó\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*"
        r"(?P<when>[^;\n]{0,80})",
        text,
        re.IGNORECASE,
    )
    own_words = (one for one in stated if not _is_quoted(text, one.start()))
    first = next(own_words, None)
    return _read(first["when"], issued) if first else issued


def ends_on(tail: str) -> date | None:
    """The day that a sentence itself names: "… hết hiệu lực kể từ ngày 01/3/2024"; else None."""
    found = _ENDS_ON.search(tail)
    return _date(found) if found else None


def _is_quoted(text: str, at: int) -> bool:
    """True within quotation marks: an amendment quotes the whole wording of another document."""
    return text.count("“", 0, at) > text.count("”", 0, at)


def _read(when: str, issued: date | None) -> date | None:
    if found := _FROM_DAY.match(when):
        return _date(found)
    if _FROM_SIGNING.match(when):
        return issued
    if found := _AFTER_DAYS.match(when):
        return issued + timedelta(days=int(found["days"])) if issued else None
    return None if _SAYS_MORE.match(when) else issued


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
