"""Mentions of other documents: a symbol, with the type before it and date and issuer after it; lists of
symbols and numbers under one type word; plenum forms; and short forms that the document made certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.document import Span
from kb.ingest.mention_tails import NAMES, tail_at
from kb.ingest.plenum_forms import plenum_forms
from kb.ingest.short_forms import short_forms
from kb.reference import Reference
from kb.symbol import FoundSymbol, Symbol, find_symbols, type_matches_code

_NAME = rf"(?P<type>{'|'.join(NAMES)})"
_SO = r"số\s*(?::\s*)?"
_AND = rf"\s*(?:,|;|và|hoặc|,\s*và)\s+(?:{_SO})?"
_NUMBER = r"\d{1,5}[A-Za-z]?"
_TYPE_BEFORE = re.compile(rf"{_NAME}\s+(?:{_SO})?$", re.IGNORECASE)
_NUMBERS_BEFORE = re.compile(
    rf"{_NAME}\s+(?:{_SO}|(?!(?:19|20)\d\d\b))(?P<numbers>{_NUMBER}(?:{_AND}{_NUMBER})*){_AND}$",
    re.IGNORECASE,
)  # "Kế hoạch 2024" without "số" is of a year
_EACH_NUMBER = re.compile(rf"\b{_NUMBER}\b")
_BETWEEN = re.compile(_AND, re.IGNORECASE)
_REACH = 160  # characters before a symbol in which its type and a list of numbers stand


def references_of(text: str, without: Sequence[Span]) -> list[Reference]:
    """The mentions in `text`, in order; `without` are the places where a symbol names the document
    itself (its letterhead)."""
    full = [mention for series in _series(text, without) for mention in _shared(series)]
    found = [*full, *short_forms(text, full), *plenum_forms(text)]
    return sorted(found, key=lambda mention: mention.span)


def _series(text: str, without: Sequence[Span]) -> list[list[Reference]]:
    """The symbols of `text`, and numbers listed before them, those under one type word together."""
    made: list[list[Reference]] = []
    end = 0  # of the last mention with all that is said behind it
    for found in find_symbols(text):
        span = Span(found.start, found.end)
        if any(place.contains(span) for place in without):
            continue
        tail = tail_at(text, span.end)
        mention = Reference(
            span, found.symbol, None, tail.date, tail.issuer, tail.plenum, tail.term
        )
        listed = _listed(text, found)
        kind = listed[0].type if listed else _type_before(text, found)
        joined = not kind and made and _BETWEEN.fullmatch(text, end, span.start)
        if joined and _goes_on(made[-1][-1], found.symbol):
            made[-1].append(replace(mention, type=made[-1][-1].type))
        else:
            made.append([*listed, replace(mention, type=kind)])
        end = tail.end
    return made


def _type_before(text: str, found: FoundSymbol) -> str | None:
    match = _TYPE_BEFORE.search(text, max(0, found.start - _REACH), found.start)
    return _type_name(match["type"]) if match else None


def _listed(text: str, found: FoundSymbol) -> list[Reference]:
    """The numbers before a symbol that share its type and issuer: "nghị quyết số 18, 19-NQ/TW"."""
    match = _NUMBERS_BEFORE.search(text, max(0, found.start - _REACH), found.start)
    if match is None or found.symbol.year:  # a year belongs to its own number only
        return []
    kind = _type_name(match["type"])
    if type_matches_code(kind, found.symbol.type_code) is False:
        return []
    numbers = _EACH_NUMBER.finditer(text, *match.span("numbers"))
    return [
        Reference(Span(*number.span()), replace(found.symbol, number=number[0]), kind)
        for number in numbers
    ]


def _goes_on(last: Reference, symbol: Symbol) -> bool:
    """True if the type word of the mention before governs the next symbol too."""
    if last.type is None or last.symbol is None:
        return False
    code = symbol.type_code
    return code == last.symbol.type_code or bool(type_matches_code(last.type, code))


def _shared(series: Sequence[Reference]) -> Iterator[Reference]:
    """The mentions of a series; an issuer behind the last is that of all before it that name none and
    have the same code. A date is never shared."""
    last = series[-1]
    for mention in series:
        if _same_issuer(mention, last) and mention.issuer is None and mention.term is None:
            yield replace(mention, issuer=last.issuer, plenum=last.plenum, term=last.term)
        else:
            yield mention


def _same_issuer(one: Reference, other: Reference) -> bool:
    codes = [item.symbol.issuer_code for item in (one, other) if item.symbol]
    return other.issuer is not None and len(set(codes)) == 1


def _type_name(printed: str) -> str:
    return next(name for name in NAMES if name.lower() == printed.lower())
