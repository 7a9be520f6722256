"""What a draft prints around each symbol that it cites, and where: the date, the comma before it, the
issuer, the term, the title, and whether the mention gives the document a short name.

A mention says what it says; which document it means is for `kb.drafting.meaning`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kb.document import Span
from kb.reference import Reference
from kb.symbol import Symbol

_REACH = 900  # characters; the longest title of the catalogue has 215
_BEFORE = 80
_DATE = re.compile(
    r"\s*(?P<comma>,)?\s*ngày\s+(?P<day>\d{1,2}(?:\s*[/.-]\s*|\s+tháng\s+)\d{1,2}"
    r"(?:\s*[/.-]\s*|\s+năm\s+)\d{4})"
)
_SO = re.compile(r"\s+(?:số\s*:?\s*)?$")
_OF = re.compile(r"\s*,?\s*của\s+(?:Hội nghị\s[^,;.:()\n]{0,40}?)?")
_TERM = re.compile(
    r"\s*,?\s*\(?\s*[Kk]h(?:óa|oá)\s+(?P<term>[IVX]+|\d{1,2})\b[^()\n,;.]{0,30}?\)?(?=\W|$)"
)
_ABOUT = re.compile(r"\s*,?\s*[(“«\"]?(?P<about>(?:[Vv]ề|[Vv]/v)(?:\s+việc)?)\s+")
_TITLE_END = re.compile(r"[;\n(\t]|\.(?=\s|$)|:(?=\s)")
_NAMING = re.compile(r"\(\s*(?:sau đây\s+)?(?:gọi|viết)\s+(?:tắt\s+)?là[\s:“\"]*$", re.IGNORECASE)
_BRACKET = re.compile(r"\(\s*$")
_CLOSED = re.compile(r"[”\"\s]*\)")


@dataclass(frozen=True, slots=True)
class Cited:
    """One mention. Spans are of the draft's text; `name` goes from the type, if one is printed, to the
    end of the symbol.

    `is_whole` is false where only the number is printed ("số 18, 19-NQ/TW", "Kết luận 57"). `comma` is
    True with a comma before "ngày", None without a date. `title` are the words after "về" up to where
    the sentence breaks: the title and maybe more. `defines` is true where the mention is the short name
    given to the document cited just before.
    """

    symbol: Symbol
    span: Span
    name: Span
    is_whole: bool = True
    type: str | None = None
    date: date | None = None
    date_span: Span | None = None
    comma: bool | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    term: str | None = None
    title: Span | None = None
    defines: bool = False
    reference: Reference | None = None

    @property
    def is_full(self) -> bool:
        """True if it prints more than type and symbol."""
        return self.date is not None or self.issuer is not None


def cited_of(text: str, references: Iterable[Reference]) -> list[Cited]:
    """The mentions with what stands around them, in order. Plenum forms are left out: they print
    nothing that could be compared."""
    found: list[Cited] = []
    for reference in references:
        if reference.symbol is not None:
            found.append(_cited(text, reference, reference.symbol, found[-1] if found else None))
    return found


def _cited(text: str, reference: Reference, symbol: Symbol, before: Cited | None) -> Cited:
    name = _name(text, reference)
    line_end = text.find("\n", reference.span.end)
    end = min(line_end if line_end >= 0 else len(text), reference.span.end + _REACH)
    at = reference.span.end
    dated = _DATE.match(text, at, end)
    if dated:
        at = dated.end()
    issuer = _issuer(text, reference, at, end)
    at = issuer.end if issuer else at
    term = _TERM.match(text, at, end)
    at = term.end() if term else at
    return Cited(
        symbol=symbol,
        span=reference.span,
        name=name,
        is_whole="/" in reference.span.of(text),
        type=reference.type,
        date=reference.date,
        date_span=Span(*dated.span("day")) if dated else None,
        comma=bool(dated["comma"]) if dated and reference.date else None,
        issuer=reference.issuer,
        issuer_span=issuer,
        term=reference.term or (term["term"] if term else None),
        title=_title(text, at, end),
        defines=_defines(text, name, symbol, before),
        reference=reference,
    )


def _name(text: str, reference: Reference) -> Span:
    """From the type word just before the symbol; one further off, before a list, is left out."""
    start = reference.span.start
    if reference.type:
        between = _SO.search(text, max(0, start - _BEFORE), start)
        at = (between.start() if between else start) - len(reference.type)
        if at >= 0 and text[at : at + len(reference.type)].lower() == reference.type.lower():
            start = at
    return Span(start, reference.span.end)


def _issuer(text: str, reference: Reference, at: int, end: int) -> Span | None:
    of = _OF.match(text, at, end)
    if reference.issuer is None or of is None:
        return None
    start = text.find(reference.issuer, at, end)
    return Span(start, start + len(reference.issuer)) if start >= 0 else None


def _title(text: str, at: int, end: int) -> Span | None:
    about = _ABOUT.match(text, at, end)
    if about is None:
        return None
    stop = _TITLE_END.search(text, about.end(), end)
    last = stop.start() if stop else end
    return Span(about.end(), last) if last > about.end() else None


def _defines(text: str, name: Span, symbol: Symbol, before: Cited | None) -> bool:
    """True in "(sau đây gọi tắt là Kết luận số …)", and in "(Kết luận số …)" just after that symbol."""
    head = text[max(0, name.start - _BEFORE) : name.start]
    if _CLOSED.match(text, name.end) is None:
        return False
    if _NAMING.search(head):
        return True
    again = before is not None and before.symbol.key == symbol.key and before.is_full
    same_line = before is not None and "\n" not in text[before.span.end : name.start]
    return bool(_BRACKET.search(head)) and again and same_line


def paragraph_of(text: str, at: int) -> int:
    """The number, from 1, of the paragraph that holds an offset."""
    return text.count("\n", 0, at) + 1


def dates_in(cited: Iterable[Cited]) -> Iterator[tuple[Cited, date, Span]]:
    """The mentions that print a date, with it and where it stands."""
    for one in cited:
        if one.date is not None and one.date_span is not None:
            yield one, one.date, one.date_span
