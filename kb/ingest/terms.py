"""The term (khóa) of the body that issued a document: as printed with its name, or by the date.

Bodies of the Centre hold office from one congress of the Party to the next. A province's or commune's
bodies have terms of their own, which only the document itself can tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kb.document import Confidence, Span
from kb.ingest.finding import Excerpt, Finding
from kb.vietnamese.normalise import fold

_CONGRESSES = (
    (date(1996, 6, 28), date(1996, 7, 1), "VIII"),
    (date(2001, 4, 19), date(2001, 4, 22), "IX"),
    (date(2006, 4, 18), date(2006, 4, 25), "X"),
    (date(2011, 1, 12), date(2011, 1, 19), "XI"),
    (date(2016, 1, 20), date(2016, 1, 28), "XII"),
    (date(2021, 1, 25), date(2021, 2, 1), "XIII"),
    (date(2026, 1, 19), date(2026, 1, 23), "XIV"),
)
"""First and last day of each congress, and the term that it elects (public calendars)."""

_LONGEST = 6 * 366  # days: a congress every five years, a year late at most (Điều lệ Đảng)
ROMAN = r"X{0,3}(?:IX|IV|V?I{1,3}|V|X)"
_TERM = re.compile(rf"[\s,(]*\b(?i:kh(?:óa|oá))\s+(?P<term>{ROMAN})\b\)?\s*$")
_OWN_RULES = re.compile(
    rf"(?i:quy chế làm việc của) (?P<bodies>[^;.]*?) (?i:kh(?:óa|oá)) (?P<term>{ROMAN})\b"
)
_CENTRAL = re.compile(
    r"(?:bo chinh tri|(?:bo chinh tri, )?ban bi thu|van phong trung uong"
    r"|uy ban kiem tra trung uong|hoi dong ly luan trung uong"
    r"|ban (?!thuong vu |can su |chap hanh dang bo ).+ trung uong)(?: dang)?"
)


def central_term(day: date) -> str | None:
    """The term of the Party's central bodies on `day`: 09/01/2026 → "XIII", 23/01/2026 → "XIV".

    The first plenum of a term meets before its congress closes and opens the term's numbering, so the
    closing day is the new term's: 01-CT/TW is dated 23/01/2026 (36-HD/VPTW on numbering). On the days
    before it papers of both terms and of the congress itself are dated: None, as before the first
    congress of the table and long after the last.
    """
    held = [congress for congress in _CONGRESSES if congress[0] <= day]
    if not held:
        return None
    _, closes, term = held[-1]
    return term if 0 <= (day - closes).days <= _LONGEST else None


def without_term(name: Excerpt) -> tuple[Excerpt, Excerpt | None]:
    """A body's name parted from its term: "Quốc hội khóa XV" → "Quốc hội", "XV"."""
    match = _TERM.search(name.text)
    if match is None:
        return name, None
    shift = name.span.end - len(name.text)  # a name of two lines may have others between them
    cut, (start, end) = match.start(), match.span("term")
    bare = Excerpt(name.text[:cut], Span(name.span.start, shift + cut))
    return bare, Excerpt(match["term"], Span(shift + start, shift + end))


def term_of(
    printed: Sequence[Excerpt],
    bases: Sequence[Excerpt],
    issuer: Finding[str] | None,
    issued: Finding[date] | None,
) -> Finding[str] | None:
    """The term of `issuer`, None where nothing tells it.

    `printed` are the terms that stand with the issuer's name, `bases` the paragraphs among which its
    own rules of work may be cited with a term; the date tells only the terms of central bodies.
    """
    if issuer is None:
        return None
    by_date = _by_date(issuer, issued)
    said = _by_name(printed) or _by_own_rules(bases, issuer.value)
    if said is None or by_date is None:
        return said or by_date
    if said.value != by_date.value:
        reason = f"{said.reason}, trái với ngày ban hành (khóa {by_date.value})"
        return Finding(said.value, reason, said.places, Confidence.DOUBTFUL)
    places = (*said.places, *(issued.places if issued else ()))
    return Finding(said.value, f"{said.reason}, khớp với ngày ban hành", places)


def _by_name(printed: Sequence[Excerpt]) -> Finding[str] | None:
    if not printed:
        return None
    return Finding(printed[0].text, "ghi cùng tên cơ quan ban hành", (printed[0].span,))


def _by_own_rules(bases: Sequence[Excerpt], issuer: str) -> Finding[str] | None:
    """Early in a term a body may still work by the rules of the last, so this alone is not sure."""
    for paragraph in bases:
        match = _OWN_RULES.search(paragraph.text)
        if match and fold(issuer) in fold(match["bodies"]):
            place = paragraph.part(*match.span("term")).span
            reason = "theo căn cứ là quy chế làm việc của cơ quan ban hành"
            return Finding(match["term"], reason, (place,), Confidence.LIKELY)
    return None


def _by_date(issuer: Finding[str], issued: Finding[date] | None) -> Finding[str] | None:
    if issued is None or not _CENTRAL.fullmatch(fold(issuer.value)):
        return None
    term = central_term(issued.value)
    doubtful = Confidence.DOUBTFUL in (issuer.confidence, issued.confidence)
    confidence = Confidence.DOUBTFUL if doubtful else Confidence.LIKELY
    reason = "không ghi trong văn bản, suy từ ngày ban hành và các kỳ đại hội Đảng"
    return Finding(term, reason, (), confidence) if term else None
