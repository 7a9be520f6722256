"""The parts that every page shares: the frame, the search form, links and document cards."""

from __future__ import annotations

from dataclasses import dataclass

from kb.person import Permission, Person
from kb.query import Filters, Sort
from kb.service.results import DocumentCard
from web import labels
from web.links import document_url, original_url, search_terms
from web.presenters.state import StateView, state_view

_TITLE_LENGTH = 70
"""Characters of a query shown in the browser's title; a tab shows fewer still."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words and where it leads; `current` if it leads to what is shown now."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The search box: what stands in it, the filters sent along, and whether it takes the focus."""

    typed: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    autofocus: bool = False


@dataclass(frozen=True, slots=True)
class VisitorView:
    """Whoever looks at the page: the name ("" where nobody logs in), the token that each form sends,
    and which parts of the page are for them."""

    name: str = ""
    form_token: str = ""
    may_read: bool = True
    may_export: bool = True
    may_check: bool = True
    may_add: bool = True
    may_inspect: bool = True
    may_correct: bool = True
    may_trash: bool = True
    may_purge: bool = True
    may_manage: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """The frame: browser title, the section marked in the navigation ("" for none), search form, and
    the visitor, whom the renderer fills in."""

    title: str
    section: str
    form: SearchForm = SearchForm()
    visitor: VisitorView = VisitorView()


@dataclass(frozen=True, slots=True)
class CardView:
    """A document in a list: its name, trích yếu, and facts with their absence said in words.
    `file_name` is "" but where it tells documents of one number apart."""

    name: str
    title: str
    symbol: str
    type: str
    issuer: str
    date: str
    page_count: str
    original: str
    url: str
    original_url: str
    state: StateView | None = None
    limited: str = ""
    file_name: str = ""


def visitor_view(person: Person | None, form_token: str) -> VisitorView:
    """What a page shows of its visitor, and to them."""
    permissions = (
        Permission.READ,
        Permission.EXPORT,
        Permission.CHECK_DRAFTS,
        Permission.ADD,
        Permission.INSPECT,
        Permission.CORRECT,
        Permission.TRASH,
        Permission.PURGE,
        Permission.MANAGE_USERS,
    )
    allowed = [person is not None and person.may(permission) for permission in permissions]
    return VisitorView(person.called if person else "", form_token, *allowed)


def page_of(subject: str, section: str, form: SearchForm | None = None) -> Page:
    """The frame of a page about `subject`."""
    short = subject if len(subject) <= _TITLE_LENGTH else f"{subject[:_TITLE_LENGTH]}…"
    return Page(f"{short} – {labels.PRODUCT}", section, form or SearchForm())


def form_of(
    typed: str, filters: Filters, sort: Sort = Sort.RELEVANCE, *, autofocus: bool = False
) -> SearchForm:
    """The search form that sends the filters and the order along with the next query, but not what was
    declined of this one's words."""
    return SearchForm(typed, search_terms(filters, sort), autofocus)


def card_view(card: DocumentCard) -> CardView:
    """A held document as a list shows it."""
    facts = card.facts
    return CardView(
        name=labels.name_of(facts) or facts.title or card.file_name,
        title=facts.title or card.file_name,
        symbol=str(facts.symbol) if facts.symbol else labels.NO_SYMBOL,
        type=facts.type or labels.NO_TYPE,
        issuer=facts.issuer or labels.NO_ISSUER,
        date=labels.dated(facts.date),
        page_count=labels.length(card.page_count),
        original=labels.original(card.file_name),
        url=document_url(card.id),
        original_url=original_url(card.id),
        state=state_view(card.state),
        limited=card.limited,
    )
