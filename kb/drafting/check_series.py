"""Checks of citations against one another: (c) numbers grow with dates, (e) one document, one date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.document import Confidence
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.cited import Cited, paragraph_of
from kb.drafting.meaning import Meant, Paper
from kb.drafting.render import format_date
from kb.drafting.slips import is_slip
from kb.symbol import Symbol


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A document in its series; `cited` is the mention it is known from, None for the library's."""

    number: int
    day: date
    name: str
    cited: Cited | None = None


def check_series(paper: Paper) -> Iterator[Remark]:
    """(c) A date outside those of the neighbours in the same series: probably wrong.

    Only mentions are judged that the library does not know; where they contradict one another, the one
    that contradicts most, of equals the last.
    """
    known = _known(paper)
    judged: dict[Hashable, list[_Numbered]] = defaultdict(list)
    for mention in paper.mentions:
        cited = mention.cited
        series = paper.library.series_of(cited.symbol, cited.date) if cited.date else None
        if series is None or cited.date is None or not cited.symbol.number.isdecimal():
            continue
        name = f"{cited.symbol}, ngày {format_date(cited.date)}"
        one = _Numbered(int(cited.symbol.number), cited.date, name, cited)
        (known if mention.bearer else judged)[series].append(one)
    for series, mentions in judged.items():
        yield from _misplaced(mentions, known[series])


def _known(paper: Paper) -> dict[Hashable, list[_Numbered]]:
    known: dict[Hashable, list[_Numbered]] = defaultdict(list)
    for bearer in paper.library.bearers:
        symbol, day = bearer.facts.symbol, bearer.facts.date
        if symbol is None or day is None or not symbol.number.isdecimal():
            continue
        series = paper.library.series_of(symbol, day)
        if series is not None and not _is_own(paper, symbol):
            name = f"{symbol}, ngày {format_date(day)}"
            known[series].append(_Numbered(int(symbol.number), day, name))
    return known


def _is_own(paper: Paper, symbol: Symbol) -> bool:
    return paper.own.symbol is not None and paper.own.symbol.key == symbol.key


def _misplaced(mentions: list[_Numbered], known: Sequence[_Numbered]) -> Iterator[Remark]:
    sound: list[_Numbered] = []
    for one in mentions:
        against = [other for other in known if _contradict(one, other)]
        if against:
            yield _remark(one, against)
        else:
            sound.append(one)
    counts = [sum(_contradict(one, other) for other in sound) for one in sound]
    while most := max(counts, default=0):
        worst = max(at for at, count in enumerate(counts) if count == most)
        odd = sound.pop(worst)
        counts.pop(worst)
        places = [at for at, other in enumerate(sound) if _contradict(odd, other)]
        yield _remark(odd, [sound[at] for at in places])
        for at in places:
            counts[at] -= 1


def _contradict(one: _Numbered, other: _Numbered) -> bool:
    return (one.number < other.number and one.day > other.day) or (
        one.number > other.number and one.day < other.day
    )


def _remark(one: _Numbered, against: Sequence[_Numbered]) -> Remark:
    """Names the nearest of those that it contradicts on either side."""
    if one.cited is None or one.cited.date_span is None:
        raise ValueError("only a dated mention is judged")
    below = [other for other in against if other.number < one.number]
    above = [other for other in against if other.number > one.number]
    nearest = [*sorted(below, key=_number)[-1:], *sorted(above, key=_number)[:1]]
    told = " và ".join(f"số {other.name}" for other in nearest)
    says = f"Số tăng theo ngày trong một khóa hoặc một năm, nhưng ngày này trái với {told}."
    span = one.cited.date_span
    return Remark(CheckKind.SERIES, Severity.LIKELY, span, says, None, Confidence.LIKELY)


def _number(one: _Numbered) -> int:
    return one.number


def check_two_facts(paper: Paper) -> Iterator[Remark]:
    """(e) One document with two dates, two types or two codes; those that the library knows are right.

    Of the others the rarer is named, of as many the later.
    """
    by_key: dict[str, list[Meant]] = defaultdict(list)
    for mention in paper.mentions:
        by_key[mention.cited.symbol.key].append(mention)
    for mentions in by_key.values():
        yield from _two_dates(paper, mentions)
        yield from _two_types(paper, mentions)
    yield from _two_codes(paper)


def _two_dates(paper: Paper, mentions: Sequence[Meant]) -> Iterator[Remark]:
    dated = [item.cited for item in mentions if item.cited.date and not item.bearer]
    right = [item.cited for item in mentions if item.cited.date and item.bearer]
    counts = Counter(one.date for one in [*right, *dated])
    for one in dated:
        others = [two for two in [*right, *dated] if _one_document(paper, one, two)]
        better = [two for two in others if two in right or _before(counts, one, two)]
        if better and one.date_span:
            where = paragraph_of(paper.text, better[0].span.start)
            day = format_date(better[0].date) if better[0].date else ""
            says = f"Cùng số {one.symbol}, đoạn {where} ghi ngày {day}."
            yield Remark(
                CheckKind.TWO_FACTS, Severity.LIKELY, one.date_span, says, None, Confidence.LIKELY
            )


def _before(counts: Counter[date | None], one: Cited, two: Cited) -> bool:
    """True if `two` is the likelier: its date is printed more often, or as often and earlier."""
    mine, other = counts[one.date], counts[two.date]
    return other > mine or (other == mine and two.span < one.span)


def _one_document(paper: Paper, one: Cited, two: Cited) -> bool:
    """True if two dates with one symbol cannot be two documents, or differ in one of day, month and
    year as a slip does."""
    if one.date is None or two.date is None or one.date == two.date:
        return False
    series = paper.library.series_of(one.symbol, one.date)
    if series is not None and series == paper.library.series_of(two.symbol, two.date):
        return True
    return is_slip(one.date, two.date)


def _two_types(paper: Paper, mentions: Sequence[Meant]) -> Iterator[Remark]:
    typed = [item.cited for item in mentions if item.cited.type]
    counts = Counter(str(one.type).lower() for one in typed)
    if len(counts) < 2:
        return
    first = {str(one.type).lower(): at for at, one in reversed(list(enumerate(typed)))}
    right = max(counts, key=lambda name: (counts[name], -first[name]))
    given = typed[first[right]]
    where = paragraph_of(paper.text, given.span.start)
    for one in typed:
        word = str(one.type).lower()
        if word == right or word.startswith(right) or right.startswith(word):
            continue
        says = f"Cùng số {one.symbol}, đoạn {where} gọi là {given.type}."
        yield Remark(CheckKind.TWO_FACTS, Severity.LIKELY, one.name, says, None, Confidence.LIKELY)


def _two_codes(paper: Paper) -> Iterator[Remark]:
    """Another code with the number, issuer's code and date of a document that is cited elsewhere."""
    by_day: dict[tuple[str, str, date], list[Meant]] = defaultdict(list)
    for mention in paper.mentions:
        number, _, issuer = mention.cited.symbol.key.split("|")
        if mention.cited.date:
            by_day[number, issuer, mention.cited.date].append(mention)
    for mentions in by_day.values():
        counts = Counter(item.cited.symbol.key for item in mentions)
        right = max(mentions, key=lambda item: (_is_known(item), counts[item.cited.symbol.key]))
        for item in mentions:
            if item.cited.symbol.key == right.cited.symbol.key or _is_known(item):
                continue
            where = paragraph_of(paper.text, right.cited.span.start)
            symbol = right.cited.symbol
            says = f"Cùng số, cùng ngày với {symbol} ở đoạn {where} nhưng khác mã loại."
            sure = _is_known(right) or counts[symbol.key] > 1
            yield Remark(
                CheckKind.TWO_FACTS, Severity.LIKELY, item.cited.span, says,
                str(symbol) if sure else None, Confidence.LIKELY,
            )  # fmt: skip


def _is_known(mention: Meant) -> bool:
    """True if a known document bears the symbol as it is printed."""
    bearer = mention.bearer
    symbol = bearer.facts.symbol if bearer else None
    return symbol is not None and symbol.key == mention.cited.symbol.key
