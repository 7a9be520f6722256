"""Mentions by plenum: "Nghị quyết Trung ương 8 khóa XII", "Nghị quyết Trung ương 4 khóa XI, XII"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.document import Span
from kb.ingest.mention_tails import KHOA, PLENUM, plenum_number, tail_at
from kb.ingest.terms import ROMAN
from kb.reference import Reference

_TYPES = {"nghị quyết": "Nghị quyết", "kết luận": "Kết luận"}  # what is called by its plenum
_AND = r"\s*(?:,|;|và|,\s*và)\s+"
_FORM = re.compile(
    rf"\b(?P<type>nghị quyết|kết luận)(?:\s+của)?\s+(?P<plenum>{PLENUM})(?:{KHOA})?", re.I
)
_NEXT_FORM = re.compile(rf"{_AND}(?P<plenum>{PLENUM}){KHOA}", re.I)
_NEXT_TERM = re.compile(
    rf"\s*(?:,|và)\s+(?P<listed>(?:kh(?:óa|oá)\s+)?(?P<term>(?-i:{ROMAN}))\b)", re.I
)
_MORE_NUMBERS = re.compile(
    rf"(?P<numbers>(?:{_AND}\d{{1,2}}(?!\d))+){KHOA}(?!\s*(?:,|và)\s+(?-i:{ROMAN})\b)",
    re.I,
)
_NUMBER = re.compile(r"\d+")


def plenum_forms(text: str) -> list[Reference]:
    """The mentions by plenum in `text`, in order; of a list each number, or each term, is one."""
    return [mention for match in _FORM.finditer(text) for mention in _mentions(text, match)]


def _mentions(text: str, match: re.Match[str]) -> Iterator[Reference]:
    """What one type word governs, from the first form to the last of a list."""
    kind = _TYPES[match["type"].lower()]
    form: re.Match[str] | None = match
    while form is not None:
        more = None if form["term"] else _MORE_NUMBERS.match(text, form.end())
        found = _numbers(form, more, kind) if more else _terms(form, kind)
        *others, last = found
        end = max(form.end(), more.end() if more else 0, last.span.end)
        end += text.startswith(")", end)
        yield from others
        yield replace(last, date=tail_at(text, end).date)
        form = _NEXT_FORM.match(text, end)


def _terms(form: re.Match[str], kind: str) -> Iterator[Reference]:
    """One plenum of one term or, as in "khóa XI, XII", of several."""
    span, plenum = Span(form.start("plenum"), form.end()), plenum_number(form)
    first = Reference(span, None, kind, None, form["body"], plenum, form["term"])
    yield first
    at = form.end()
    while form["term"] and (further := _NEXT_TERM.match(form.string, at)):
        yield replace(first, span=Span(*further.span("listed")), term=further["term"])
        at = further.end()


def _numbers(form: re.Match[str], more: re.Match[str], kind: str) -> Iterator[Reference]:
    """Several plenums of one term: "Trung ương 4, 5, 6 khóa XII"."""
    first = Reference(Span(*form.span("plenum")), None, kind, None, form["body"])
    yield replace(first, plenum=plenum_number(form), term=more["term"])
    for number in _NUMBER.finditer(more.string, *more.span("numbers")):
        span = Span(*number.span())
        yield replace(first, span=span, plenum=int(number[0]), term=more["term"])
