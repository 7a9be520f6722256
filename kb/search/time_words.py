"""Times in the words of a question: "năm 2023", "tháng 6/2023", "từ 2020 đến 2023", "trước 2020"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from kb.query import Filters
from kb.vietnamese.normalise import fold

_DAY = timedelta(days=1)
_POINT = re.compile(
    r"(?:(?P<day>\d{1,2})(?:[/.-]| thang ))?(?:(?P<month>\d{1,2})(?:[/.-]| nam ))?(?P<year>\d{4})"
)


def period_pattern(say: Callable[[str], str]) -> str:
    """A regular expression for a period, as a group of that name; `say` writes words as the text does.

    A year alone counts only beside từ, trước or sau, and none that another follows ("2021 - 2025").
    """
    in_day, in_month, in_year = say("ngày"), say("tháng"), say("năm")
    since, until, before, after = say("từ"), say("đến"), say("trước"), say("sau")
    point = (
        rf"(?:{in_day} )?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
        rf"|{in_day} \d{{1,2}} {in_month} \d{{1,2}} {in_year} \d{{4}}"
        rf"|{in_month} \d{{1,2}}(?:[/-]| {in_year} )\d{{4}}|{in_year} \d{{4}}"
    )
    any_point = rf"(?:{point}|(?:19|20)\d\d)"
    onward = f"(?: {say('đến nay')}| {say('trở đi')}| {say('trở lại đây')})?"
    goes_on = (
        rf"[\w/]| ?[-–] ?\d|(?:,| {say('và')}| {say('hoặc')}| {say('hay')}) ?(?:{in_year} )?\d"
    )
    period = (
        rf"{since} {any_point} {until} (?:{say('hết')} )?{any_point}|{since} {any_point}{onward}"
        rf"|(?:{before}|{after}) {any_point}|{point}"
    )
    return rf"(?P<period>{period})(?!{goes_on}| (?:{until}|{say('tới')}|{say('trở')})\b)"


def read_period(text: str) -> Filters | None:
    """The limits that a period sets: a year, or first and last day; None for a day that is none."""
    said = fold(text)
    points = [_days_of(match) for match in _POINT.finditer(said)]
    if not points or None in points:
        return None
    first, last = points[0] or (date.min, date.max)
    if said.startswith("tu "):
        end = points[-1] if len(points) > 1 else None
        return Filters(since=first, until=end[1] if end else None)
    if said.startswith("truoc "):
        return Filters(until=first - _DAY)
    if said.startswith("sau "):
        return Filters(since=last + _DAY)
    whole = (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
    return Filters(year=first.year) if whole else Filters(since=first, until=last)


def _days_of(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day of a year, a month or a day."""
    parts = [int(part) for part in match.group("year", "month", "day") if part]
    year, month, day = [*parts, 1, 1][:3]
    try:
        first = date(year, month, day)
    except ValueError:
        return None
    if len(parts) == 3:
        return first, first
    if len(parts) == 2:
        return first, date(first.year, first.month, monthrange(first.year, first.month)[1])
    return first, date(first.year, 12, 31)
