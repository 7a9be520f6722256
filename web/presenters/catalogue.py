"""The catalogue: every document kb knows by its facts, with a link where the library holds it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.service.results import KnownDocument
from web import labels
from web.links import catalogue_url, document_url
from web.presenters.listing import mentions, order_key
from web.presenters.page import Link, Page, page_of


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A known document; `url` leads to the held one, None if it is not held."""

    symbol: str
    type: str
    date: str
    issuer: str
    title: str
    term: str
    url: str | None


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """The catalogue (`catalogue.html`). `held` is "", "yes" or "no"; counts are of the whole."""

    page: Page
    typed: str
    held: str
    choices: tuple[Link, ...]
    total: int
    held_total: int
    rows: tuple[CatalogueRow, ...]


def catalogue_view(known: tuple[KnownDocument, ...], typed: str, held: str) -> CatalogueView:
    """The page of the catalogue, newest first; `held` is a key of `labels.HELD_NAMES`."""
    rows = [row for row in known if _shown(row, held) and mentions(row.facts, typed)]
    rows.sort(key=lambda row: order_key(row.facts, "date"))
    choices = (
        Link(name, catalogue_url(typed, key), key == held)
        for key, name in labels.HELD_NAMES.items()
    )
    return CatalogueView(
        page=page_of(labels.PAGE_TITLES["catalogue"], "catalogue"),
        typed=typed,
        held=held,
        choices=tuple(choices),
        total=len(known),
        held_total=sum(row.held_id is not None for row in known),
        rows=tuple(_row(item) for item in rows),
    )


def _shown(row: KnownDocument, held: str) -> bool:
    return held == "" or (row.held_id is not None) == (held == "yes")


def _row(known: KnownDocument) -> CatalogueRow:
    facts = known.facts
    return CatalogueRow(
        symbol=str(facts.symbol) if facts.symbol else labels.NO_SYMBOL,
        type=facts.type or labels.NO_TYPE,
        date=labels.day(facts.date) if facts.date else labels.NO_DATE,
        issuer=facts.issuer or labels.NO_ISSUER,
        title=facts.title or "",
        term=labels.term(known.facts.term),
        url=document_url(known.held_id) if known.held_id else None,
    )
