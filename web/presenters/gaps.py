"""The documents that the library cites and does not hold, narrowed by a filter box."""

from __future__ import annotations

from dataclasses import dataclass

from kb.query import NO_FILTERS
from kb.service.gaps import Gap
from kb.service.gaps_export import candidate_name, told_by
from kb.service.results import KnownDocument, ReferenceLink
from web import labels
from web.links import document_url, search_url
from web.presenters.listing import mentions
from web.presenters.page import Link, Page, page_of
from web.presenters.state import StateView, state_view

MOST_ROWS = 200
"""Rows of one page, more than anybody reads; the filter and the table reach all."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A missing document. `told` says whose word its facts are, `cited` how often it is cited; `places`
    lead to the first ones, `all_url` to a search for all of them, "" where `places` are all or it has
    no number. `may_be` are the documents that may be meant, `namesakes` those of the same number on
    other days; the URL of one that is not held is ""."""

    name: str
    title: str
    told: str
    cited: str
    places: tuple[Link, ...]
    all_url: str
    may_be: tuple[Link, ...]
    namesakes: tuple[Link, ...]
    state: StateView | None


@dataclass(frozen=True, slots=True)
class GapsView:
    """The missing documents (`gaps.html`), most cited first; `total` counts them all, `found` those
    that the filter left, of which `rows` are the first, `held` the held documents."""

    page: Page
    typed: str
    total: int
    found: int
    held: int
    rows: tuple[GapRow, ...]


def gaps_view(gaps: tuple[Gap, ...], held: int, typed: str) -> GapsView:
    """The page of the missing documents."""
    found = [gap for gap in gaps if mentions(gap.facts, typed, gap.name)]
    return GapsView(
        page=page_of(labels.PAGE_TITLES["gaps"], "library"),
        typed=typed,
        total=len(gaps),
        found=len(found),
        held=held,
        rows=tuple(map(_row, found[:MOST_ROWS])),
    )


def _row(gap: Gap) -> GapRow:
    all_shown = gap.passages <= len(gap.places) or gap.facts.symbol is None
    return GapRow(
        name=gap.name,
        title=gap.facts.title or "",
        told=labels.told(told_by(gap)),
        cited=labels.cited_by(gap.documents, gap.passages),
        places=tuple(place for link in gap.places for place in _place(link)),
        all_url="" if all_shown else search_url(str(gap.facts.symbol), NO_FILTERS),
        may_be=tuple(map(_candidate, gap.candidates)),
        namesakes=tuple(map(_candidate, gap.namesakes)),
        state=state_view(gap.state),
    )


def _place(link: ReferenceLink) -> tuple[Link, ...]:
    if link.card is None:
        return ()
    label = f"{link.card.heading}, {link.place}"
    return (Link(label, document_url(link.card.id, link.division)),)


def _candidate(known: KnownDocument) -> Link:
    return Link(candidate_name(known), document_url(known.held_id) if known.held_id else "")
