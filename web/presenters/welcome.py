"""The welcome page: the search box, three example queries, and how much there is to search."""

from __future__ import annotations

from dataclasses import dataclass

from kb.query import Filters
from kb.service.results import DocumentCard
from web import labels
from web.links import search_url
from web.presenters.page import CardView, Page, SearchForm, card_view, page_of

_NEWEST = 4
"""Documents named on the welcome page."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try, what it shows, and its address."""

    typed: str
    shows: str
    url: str


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """The welcome page (`welcome.html`); counts are ready to print, `newest` names a few documents."""

    page: Page
    examples: tuple[Example, ...]
    document_count: str
    page_count: str
    known_count: str
    newest: tuple[CardView, ...]


def welcome_view(documents: tuple[DocumentCard, ...], known: int) -> WelcomeView:
    """The page for a library of `documents` (newest first) and a catalogue of `known` rows."""
    return WelcomeView(
        page=page_of(labels.PAGE_TITLES["search"], "search", SearchForm(autofocus=True)),
        examples=tuple(
            Example(typed, shows, search_url(typed, Filters())) for typed, shows in labels.EXAMPLES
        ),
        document_count=labels.count(len(documents)),
        page_count=labels.count(sum(card.page_count for card in documents)),
        known_count=labels.count(known),
        newest=tuple(card_view(card) for card in documents[:_NEWEST]),
    )
