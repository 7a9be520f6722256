"""Drafts of a few words and libraries of a few documents, for tests of the checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kb.document import Facts
from kb.drafting.check import Bearer, Library, Remark, StateOn
from kb.drafting.checking import remarks_on
from kb.drafting.cited import cited_of
from kb.drafting.meaning import Paper, paper_of
from kb.ingest.references import references_of
from kb.ingest.terms import central_term
from kb.symbol import parse_symbol

TODAY = date(2026, 3, 1)


def bearer(
    symbol: str,
    type: str,
    day: str | None,
    issuer: str | None = "Bộ Chính trị",
    title: str | None = None,
    id: str | None = None,
) -> Bearer:
    """A document of the catalogue, or one that is held under `id`; `day` as 2023-06-15."""
    parsed = parse_symbol(symbol)
    assert parsed is not None
    issued = date.fromisoformat(day) if day else None
    term = central_term(issued) if issued and symbol.endswith("/TW") else None
    facts = Facts(symbol=parsed, type=type, date=issued, issuer=issuer, title=title, term=term)
    return Bearer(facts, id)


def draft(
    text: str,
    library: Iterable[Bearer] = (),
    own: Facts | None = None,
    state_on: StateOn = lambda bearer, day: None,
) -> Paper:
    """A draft with this text over a library of these documents."""
    known = Library(tuple(library), central_term, state_on)
    cited = cited_of(text, references_of(text, []))
    return paper_of(text, own or Facts(), cited, known, TODAY)


def told(paper: Paper, letter: str) -> list[tuple[str, str, str | None]]:
    """The remarks of one check: severity, the words it is on, and the correction."""
    return [
        (one.severity.value, one.span.of(paper.text), one.correction)
        for one in remarks_on(paper)
        if one.kind == letter
    ]


def says(paper: Paper, letter: str) -> list[str]:
    """The sentences of one check."""
    found: list[Remark] = [one for one in remarks_on(paper) if one.kind == letter]
    return [one.says for one in found]
