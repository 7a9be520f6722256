"""What the handlers are given: the service (a Protocol, since tests bring a fake) and the terms of a
search read from the address."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol, cast

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator, Field

from kb.document import Division, Span
from kb.errors import InvalidAccount
from kb.job import Job, JobState
from kb.passage import Passage
from kb.person import NOBODY, Person
from kb.query import Filters, ReadingKind, Sort
from kb.service.accounts import Accounts
from kb.service.checking import DraftReport
from kb.service.desk import DeskLimits, Reception
from kb.service.document_pages import DocumentPages
from kb.service.gaps import Gap
from kb.service.keeping.keeper import Keeper
from kb.service.results import (
    Check,
    DocumentCard,
    DocumentView,
    KnownDocument,
    SearchAnswer,
    Suggestion,
)
from kb.service.reviewing import LiveReview
from kb.service.verifying import Verification
from kb.service.waiting import WaitingRoom
from kb.state import State
from web import labels
from web.places import Place
from web.presenters.page import visitor_view
from web.rendering import Renderer
from web.visitor import Visitor

PAGE_LIMIT = 10
"""Hits on one page of results: what fits a reader's patience, as most search pages do."""

GREATEST_LIMIT = 100
"""Hits that one request may ask for; more would be a copy of the library, not a search."""


class Desk(Protocol):
    """The adding desk: what takes files in and tells what becomes of them."""

    @property
    def limits(self) -> DeskLimits:
        """How much may be sent."""

    def receiving(
        self, announced_bytes: int = ..., actor: str | None = ...
    ) -> AbstractContextManager[Reception]:
        """Takes in files in its block; InvalidUpload, UploadTooLarge, StoreFailure."""

    def jobs(self) -> tuple[Job, ...]:
        """The jobs that are open, failed or wait, and those of the last 24 hours, the latest first."""

    def job(self, job_id: str) -> Job:
        """One job, however long ago it ended; UnknownJob."""

    def counts(self) -> dict[JobState, int]:
        """How many of them there are of each state."""

    def retry(self, job_id: str) -> None:
        """Tries a job once more; UnknownJob."""

    def dismiss(self, job_id: str) -> None:
        """Forgets a job that has ended; UnknownJob."""


class Service(Protocol):
    """The use cases that the web needs; `kb.service` provides them, tests bring a fake.

    All are synchronous; the handlers run in the thread pool, several at a time.
    """

    @property
    def desk(self) -> Desk:
        """The adding desk."""

    def seen_by(self, person: Person) -> Service:
        """The same without the documents that are limited to others than that person."""

    @property
    def review(self) -> LiveReview:
        """The review desk."""

    @property
    def pages(self) -> DocumentPages:
        """The kept files and their pages."""

    @property
    def waiting(self) -> WaitingRoom:
        """The files whose pages nobody has read yet."""

    def search(
        self,
        typed: str,
        *,
        filters: Filters = ...,
        limit: int = ...,
        sort: Sort = ...,
        declined: frozenset[ReadingKind] = ...,
    ) -> SearchAnswer:
        """The answer to `typed`; IndexMissing, IndexMismatch, IndexDamaged, ModelMissing."""

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be about to be typed; errors as for `search`."""

    def verify(self, quotation: str, document: str | None = ...) -> Verification:
        """The verdict on a quotation; InvalidQuotation, UnknownDocument, and errors as for `search`."""

    def check(self, name: str, data: bytes) -> DraftReport:
        """The report on a draft; UnreadableFile, SecretMarked, and errors as for `search`."""

    def document_view(self, document_id: str, as_of: date | None = ...) -> DocumentView:
        """Everything that the page of one document shows, with its state on a day; UnknownDocument."""

    def documents(self) -> tuple[DocumentCard, ...]:
        """The held documents, newest date of issue first."""

    def outline(self, document_id: str) -> tuple[str, tuple[Division, ...]]:
        """A document's text and its divisions in reading order; UnknownDocument."""

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of a document; UnknownDocument."""

    def known_documents(self) -> tuple[KnownDocument, ...]:
        """The catalogue: documents known by their facts, held or not."""

    def gaps(self) -> tuple[Gap, ...]:
        """The documents that are cited and not held, most cited first."""

    def keeper(self, actor: str | None = ...) -> Keeper:
        """What keeps the library; the log names `actor`, or who runs the server where it is None."""

    def checks(self) -> tuple[Check, ...]:
        """What `kb doctor` says, in its order."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A search as the address asks for it; `typed` has no space around it and may be empty."""

    typed: str
    filters: Filters
    limit: int
    sort: Sort = Sort.RELEVANCE
    declined: frozenset[ReadingKind] = frozenset()


def blank_as_none(value: object) -> object:
    """An empty box of a form means "not said"; the browser sends it all the same."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str | None, BeforeValidator(blank_as_none)]
Year = Annotated[Annotated[int, Field(ge=1, le=9999)] | None, BeforeValidator(blank_as_none)]
Limit = Annotated[
    Annotated[int, Field(ge=1, le=GREATEST_LIMIT)] | None, BeforeValidator(blank_as_none)
]


Offset = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(blank_as_none)]
PageNumber = Annotated[int, Field(ge=-(2**31), lt=2**31)]  # what pdfium counts with
InForce = Annotated[State | None, BeforeValidator(blank_as_none)]
Day = Annotated[date | None, BeforeValidator(blank_as_none)]


def terms_of(
    q: str = "",
    type: Text = None,
    issuer: Text = None,
    year: Year = None,
    term: Text = None,
    circulation: Text = None,
    document: Text = None,
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
    state: InForce = None,
    as_of: Day = None,
    sort: Sort = Sort.RELEVANCE,
    declined: str = "",
    limit: Limit = None,
) -> Terms:
    """The terms in the address. One that cannot be read (a year that is no number, a day that is none)
    is FastAPI's validation error; a kind of reading that there is not is passed over."""
    filters = Filters(type, issuer, year, term, circulation, document, since, until, state, as_of)
    kinds = frozenset(kind for kind in ReadingKind if kind in declined.split(","))
    return Terms(q.strip(), filters, limit or PAGE_LIMIT, sort, kinds)


def place_of(d: str = "", tu: Offset = None, den: Offset = None) -> Place:
    """The place in the address: a division or a stretch of text; half a stretch is none."""
    span = Span(tu, den) if tu is not None and den is not None and tu <= den else None
    return Place(span, d)


def answer_to(service: Service, terms: Terms) -> SearchAnswer:
    """The answer to a search as the address asks for it."""
    return service.search(
        terms.typed,
        filters=terms.filters,
        limit=terms.limit,
        sort=terms.sort,
        declined=terms.declined,
    )


def service_of(request: Request) -> Service:
    """The service that `create_app` was given, as whoever sent the request may see it: the one place
    where that is decided, so that no handler forgets it."""
    service = cast(Service, request.app.state.service)
    return service.seen_by(visitor_of(request).person or NOBODY)


def accounts_of(request: Request) -> Accounts:
    """The accounts that `create_app` was given."""
    return cast(Accounts, request.app.state.accounts)


def visitor_of(request: Request) -> Visitor:
    """Who sent the request, as `web.visits` found out."""
    return cast(Visitor, request.state.visitor)


def person_of(visitor: Annotated[Visitor, Depends(visitor_of)]) -> Person:
    """Whose account it is. Raises InvalidAccount in a library without accounts."""
    if visitor.person is None or not visitor.person.name:
        raise InvalidAccount(labels.NO_ACCOUNTS)
    return visitor.person


def asked_of(
    terms: Annotated[Terms, Depends(terms_of)], q: Annotated[str, Query(min_length=1)]
) -> Terms:
    """The terms of a search that must ask for something."""
    if not terms.typed:
        raise RequestValidationError([{"loc": ("query", "q"), "type": "missing", "input": ""}])
    return terms


def desk_of(request: Request) -> Desk:
    """The adding desk of that service."""
    return service_of(request).desk


def renderer_of(request: Request) -> Renderer:
    """What draws pages for whoever sent the request."""
    visitor = visitor_of(request)
    view = visitor_view(visitor.person, visitor.form_token)
    return Renderer(request.app.state.templates, view)


def keeper_of(request: Request) -> Keeper:
    """What keeps the library for the account of whoever sent the request."""
    return service_of(request).keeper(visitor_of(request).account)


Asked = Annotated[Service, Depends(service_of)]
Keeping = Annotated[Keeper, Depends(keeper_of)]
People = Annotated[Accounts, Depends(accounts_of)]
Visiting = Annotated[Visitor, Depends(visitor_of)]
AtDesk = Annotated[Desk, Depends(desk_of)]
Rendering = Annotated[Renderer, Depends(renderer_of)]
Oneself = Annotated[Person, Depends(person_of)]
Wanted = Annotated[Terms, Depends(terms_of)]
Required = Annotated[Terms, Depends(asked_of)]
AtPlace = Annotated[Place, Depends(place_of)]
