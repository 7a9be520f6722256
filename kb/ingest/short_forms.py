"""Numbers without their symbol that a document has made certain: "Kết luận 57", "Đề án 06".

Certain is such a number only behind the full mention in the same document, or where the document says
"gọi tắt là", and only if it can mean no other document that is mentioned anywhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.document import Span
from kb.ingest.mention_tails import NAMES, tail_at
from kb.reference import Reference

_NAMED = (
    rf"\b(?P<type>{'|'.join(NAMES)})\s+(?P<so>số\s*(?::\s*)?)?(?P<number>\d{{1,5}}[A-Za-z]?)"
    r"(?![\w%]|[.,/]\d|\s*[/\u2010-\u2015-]\s*\w)"
)
_SHORT = re.compile(
    rf"{_NAMED}(?P<closed>\s*(?:[,.;:()\[\]“”\"»?!…\n\t]|$)|\s+(?:của|về|và|ngày\s+\d|đã|được|là|trong"
    r"|với|đến|tại|theo|có|cho|này|nêu|quy định|yêu cầu|khóa|khoá|hoặc|để|do)\b)?",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    rf"(?:gọi|viết)\s+(?:tắt\s+)?là\s*(?::\s*)?(?:[“\"]\s*)?{_NAMED}", re.IGNORECASE
)

_Name = tuple[str, str]


def short_forms(text: str, full: Sequence[Reference]) -> Iterator[Reference]:
    """The numbers in `text` that stand for one of the `full` mentions (of symbols, in text order)."""
    names = _names(text, full)
    taken = {mention.span.start for mention in full}
    for match in _SHORT.finditer(text) if names else ():
        told = match["so"] or match["closed"] is not None  # "Kế hoạch 5 năm" is no number 5
        meant = names.get(_name(match["type"], match["number"]), [])
        if told and match.start("number") not in taken and _is_one(meant, match.start()):
            tail = tail_at(text, match.end("number"))
            if None in (tail.date, meant[0].date) or tail.date == meant[0].date:
                span = Span(*match.span("number"))
                said = Reference(span, meant[0].symbol, meant[0].type, tail.date, tail.issuer)
                yield replace(said, plenum=tail.plenum, term=tail.term)


def _is_one(meant: Sequence[Reference], at: int) -> bool:
    """True if the mentions are of one document, and one stands before `at`."""
    if not meant or meant[0].span.end > at:
        return False
    dates = {mention.date for mention in meant if mention.date}
    return len({mention.bearer for mention in meant}) == 1 and len(dates) < 2


def _names(text: str, full: Sequence[Reference]) -> dict[_Name, list[Reference]]:
    """The mentions that each type and number may stand for."""
    names: dict[_Name, list[Reference]] = {}
    for mention in full:
        if mention.symbol and mention.type:
            names.setdefault(_name(mention.type, mention.symbol.number), []).append(mention)
    for match in _DEFINED.finditer(text):
        if meant := _just_before(text, match, full):
            names.setdefault(_name(match["type"], match["number"]), []).append(meant)
    return names


def _just_before(text: str, match: re.Match[str], full: Sequence[Reference]) -> Reference | None:
    """The last mention before a definition, in its paragraph, if it has the same number."""
    before = [mention for mention in full if mention.span.end <= match.start()]
    if not before or "\n" in text[before[-1].span.end : match.start()]:
        return None
    symbol = before[-1].symbol
    same = symbol and _plain(symbol.number) == _plain(match["number"])
    return before[-1] if same else None


def _name(kind: str, number: str) -> _Name:
    return " ".join(kind.lower().split()), _plain(number)


def _plain(number: str) -> str:
    return number.lstrip("0").lower()
