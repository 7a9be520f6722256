"""Words of a question that say which documents are meant: type, issuer, date, whether in force.

"nghị quyết năm 2023 về kinh tế biển" asks for resolutions of 2023. A filter taken from words may hide
the answer, so it is taken only where the words cannot well mean anything else:

- The question begins with the type's name, or with "văn bản", and issuer and date follow without a word
  between: "chiến lược đến năm 2030" and "nghị quyết đại hội" say nothing of a document's facts.
- Types whose names are common nouns too (quy định, hướng dẫn, kế hoạch, báo cáo) need more: "ban hành"
  or "do", or a question that says nothing else. Their years are mostly those that they are for ("kế
  hoạch năm 2024"), so a year is that of issue only after "ban hành".
- Right behind the head "còn hiệu lực" and "hết hiệu lực" limit documents, and say that they are meant.
- The library holds documents of that type, issuer or time; names are matched whole.

What more is safe is done where the readings are used (`kb.service.result_set`): documents that do not
print the fact are admitted, and where no document under the readings holds the rest of the words, the
readings are let go. Of the 769 questions of alqac2025 and natural none is read as a filter, with every
type and the catalogue's issuers held; no answer to the sample questions changes its rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kb.query import Filters, Reading, ReadingKind
from kb.search.lexical_tokens import is_unaccented
from kb.search.time_words import period_pattern, read_period
from kb.state import State
from kb.vietnamese.normalise import fold
from kb.vietnamese.tones import retoned

_ANY_TYPE = "văn bản"
_NAMED = frozenset(
    map(
        fold,
        ("Nghị quyết", "Chỉ thị", "Kết luận", "Quyết định", "Thông tri", "Nghị định", _ANY_TYPE),
    )
)
"""Heads that name a document and little else; a year beside one is that of its issue."""

_SHARED = frozenset(map(fold, ("Quy định", "Quy chế")))
"""What these ask for is often printed in the Quyết định that issues it, so they limit the type only
where nothing else is asked."""

_LEAD = "(?:(?:hãy )?(?:tìm|liệt kê|cho tôi|xem|danh sách|danh mục|tất cả) )?(?:các |những |mọi )?"
_AFTER_NAME = "về|năm|tháng|ngày|từ|trước|sau|trong|được|ban hành|khóa|liên quan"
_STILL = "còn|đang còn|có|đang có"
_NO_MORE = "hết|đã hết|không còn"
_NAME_GOES_ON = "(?: trung ương đảng| trung ương)?"
_SEATS = (" tỉnh ủy", " thành ủy")
"""A name may end here and leave out the place: "Văn phòng Tỉnh ủy" for that of Trường Khê."""

_END = re.compile(r"[ ?.!;:,]*$")
_GENERIC = re.compile(rf"{fold(_LEAD)}{fold(_ANY_TYPE)}(?= |$)")


@dataclass(frozen=True, slots=True)
class Held:
    """What the library's documents print, each once; `days` are their dates of issue."""

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question that limits it; `issued` if it says "ban hành" or "do"."""

    kind: ReadingKind
    limits: Filters
    start: int
    end: int
    issued: bool


def find_readings(text: str, held: Held) -> list[Reading]:
    """What `text`, a question without numbers, says of the documents it asks for; often nothing."""
    plain = is_unaccented(text)
    said = fold(text) if plain else _spelt(text)
    grammar = _grammar(held.types, held.issuers, plain)
    head = grammar.head.match(said)
    if head is None:
        return []
    parts = list(_parts(said, head.end(), held, grammar))
    whole = bool(parts and _END.match(said, parts[-1].end))
    if not whole:
        issued = grammar.issued_last.search(said, parts[-1].end if parts else head.end())
        parts += [part for part in [_date(issued, held)] if part]
    name = fold(head["type"])
    if not parts or not (whole or name in _NAMED or any(part.issued for part in parts)):
        return []
    if head["type"] in grammar.types and (whole or name not in _SHARED):
        limits = Filters(type=grammar.types[head["type"]])
        parts.insert(0, _Part(ReadingKind.TYPE, limits, 0, head.end(), issued=False))
    return [
        Reading(part.kind, part.limits, text[part.start : part.end].strip(), part.start, part.end)
        for part in parts
        if part.kind is not ReadingKind.DATE or part.issued or name in _NAMED
    ]


def topic_of(text: str, readings: Sequence[Reading]) -> str:
    """What a question is about beside its readings; "" where they are all of it."""
    if not readings:
        return text
    generic = _GENERIC.match(fold(text))
    parts, done = [], generic.end() if generic else 0
    for reading in sorted(readings, key=lambda one: one.start):
        parts.append(text[done : reading.start])
        done = max(done, reading.end)
    return " ".join(" ".join([*parts, text[done:]]).split())


def _spelt(text: str) -> str:
    """Lower case with tones in one place; one character for one, as `fold` is."""
    return retoned(text).lower()


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns over one library's names, written with accents or without; `types` and `issuers`
    give the name that a written one means."""

    types: dict[str, str]
    issuers: dict[str, str]
    head: re.Pattern[str]
    issuer: re.Pattern[str]
    date: re.Pattern[str]
    state: re.Pattern[str]
    issued_last: re.Pattern[str]


@lru_cache(maxsize=4)  # a library changes seldom, and is asked with accents and without
def _grammar(types: tuple[str, ...], issuers: tuple[str, ...], plain: bool) -> _Grammar:
    say = fold if plain else _spelt
    kinds, names = {say(name): name for name in types}, _names(issuers, say)
    issued = rf" (?:{say('được')} )?{say('ban hành')}"
    period = rf"(?: (?:trong|{say('vào')}))? {period_pattern(say)}"
    return _Grammar(
        kinds,
        names,
        head=re.compile(rf"{say(_LEAD)}(?P<type>{_any([*kinds, say(_ANY_TYPE)])})(?= )"),
        issuer=re.compile(
            rf" (?P<by>{say('của')}|do) (?P<name>{_any(names)}){say(_NAME_GOES_ON)}"
            rf"(?= (?:{say(_AFTER_NAME)})\b| ?[,?.;:]| ?$)(?P<issued>{issued}(?= |$))?"
        ),
        date=re.compile(rf"(?P<issued>{issued})?{period}"),
        state=re.compile(
            rf" (?:(?P<still>{say(_STILL)})|{say(_NO_MORE)}) {say('hiệu lực')}"
            rf"(?: {say('thi hành')})?"
            rf"(?= (?:{say(_AFTER_NAME)}|{say('của')}|do)\b| ?[,?.;:]| ?$)"
        ),
        issued_last=re.compile(rf"(?P<issued>{issued}){period}(?=[ ?.]*$)"),
    )


def _parts(said: str, at: int, held: Held, grammar: _Grammar) -> Iterator[_Part]:
    """Issuer and date that follow one another from `at` on, each once; "do … ban hành năm 2023" says
    of both that they are of the issue."""
    kinds: set[ReadingKind] = set()
    issued = False
    while True:
        part = _issuer(grammar.issuer.match(said, at), grammar)
        part = part or _date(grammar.date.match(said, at), held)
        part = part or _state(grammar.state.match(said, at))
        if part is None or part.kind in kinds:
            return
        issued = issued or part.issued
        kinds.add(part.kind)
        yield replace(part, issued=issued)
        at = part.end


def _issuer(match: re.Match[str] | None, grammar: _Grammar) -> _Part | None:
    if match is None or match["name"] not in grammar.issuers:
        return None
    limits = Filters(issuer=grammar.issuers[match["name"]])
    issued = match["issued"] is not None or match["by"] == "do"
    return _Part(ReadingKind.ISSUER, limits, match.start(), match.end(), issued)


def _date(match: re.Match[str] | None, held: Held) -> _Part | None:
    limits = read_period(match["period"]) if match else None
    if match is None or limits is None or not any(_inside(day, limits) for day in held.days):
        return None
    issued = match["issued"] is not None
    return _Part(ReadingKind.DATE, limits, match.start(), match.end(), issued)


def _state(match: re.Match[str] | None) -> _Part | None:
    if match is None:
        return None
    limits = Filters(state=State.IN_FORCE if match["still"] else State.SUPERSEDED)
    return _Part(ReadingKind.STATE, limits, match.start(), match.end(), issued=True)


def _inside(day: date, limits: Filters) -> bool:
    if limits.year is not None:
        return day.year == limits.year
    return (limits.since or date.min) <= day <= (limits.until or date.max)


def _names(issuers: Iterable[str], say: Callable[[str], str]) -> dict[str, str]:
    """What an issuer may be called → its name: all of it, or as far as its seat if one has that."""
    whole = {say(name): name for name in issuers}
    short = [
        (name[: name.index(seat) + len(seat)], full)
        for name, full in whole.items()
        for seat in map(say, _SEATS)
        if f"{seat} " in name
    ]
    times = Counter(name for name, _ in short)
    return {**{name: full for name, full in short if times[name] == 1}, **whole}


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
