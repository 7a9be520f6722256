"""Draws a view-model with the template that belongs to its type; nothing else reaches a template."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.presenters.account import AccountView, LoginView
from web.presenters.api import ApiView
from web.presenters.catalogue import CatalogueView
from web.presenters.correction import CorrectionView
from web.presenters.desk import DeskView
from web.presenters.document import DocumentPageView
from web.presenters.draft import DraftView
from web.presenters.duplicates import DuplicatesView
from web.presenters.gaps import GapsView
from web.presenters.library import LibraryView
from web.presenters.log import LogView
from web.presenters.page import VisitorView
from web.presenters.page_text import PageTextView
from web.presenters.people import PeopleView, PersonView
from web.presenters.quarantine import DestroyView, QuarantineView, ReleaseView
from web.presenters.review import QueueView, ReviewView
from web.presenters.search import SearchView
from web.presenters.sheet import SheetView
from web.presenters.simple import ErrorView, HealthView
from web.presenters.trash import PurgeView, TrashView
from web.presenters.verification import VerificationView
from web.presenters.welcome import WelcomeView

TEMPLATE_FOLDER = Path(__file__).parent / "templates"

View = (
    WelcomeView
    | SearchView
    | LibraryView
    | DocumentPageView
    | DuplicatesView
    | CorrectionView
    | QueueView
    | ReviewView
    | TrashView
    | PurgeView
    | SheetView
    | PageTextView
    | CatalogueView
    | GapsView
    | HealthView
    | VerificationView
    | DraftView
    | LoginView
    | AccountView
    | ApiView
    | PeopleView
    | PersonView
    | LogView
    | QuarantineView
    | ReleaseView
    | DestroyView
    | DeskView
    | ErrorView
)

TEMPLATES: dict[type[View], str] = {
    WelcomeView: "welcome.html",
    SearchView: "search.html",
    LibraryView: "library.html",
    DocumentPageView: "document.html",
    CorrectionView: "correction.html",
    QueueView: "queue.html",
    ReviewView: "review.html",
    TrashView: "trash.html",
    DuplicatesView: "duplicates.html",
    PurgeView: "purge.html",
    SheetView: "sheet.html",
    PageTextView: "page_text.html",
    CatalogueView: "catalogue.html",
    GapsView: "gaps.html",
    HealthView: "health.html",
    VerificationView: "verify.html",
    DraftView: "draft.html",
    LoginView: "login.html",
    AccountView: "account.html",
    ApiView: "api.html",
    PeopleView: "people.html",
    PersonView: "person.html",
    LogView: "log.html",
    QuarantineView: "quarantine.html",
    ReleaseView: "release.html",
    DestroyView: "destroy.html",
    DeskView: "desk.html",
    ErrorView: "error.html",
}
"""View-model → its template. A template's variables are the view-model's fields, exactly."""


def load_templates() -> Environment:
    """The templates, compiled as they are needed; everything that they print is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Renderer:
    """Draws pages for one visitor with the templates of the app."""

    def __init__(self, templates: Environment, visitor: VisitorView) -> None:
        self._templates = templates
        self._visitor = visitor

    def page(self, view: View, status: int = 200) -> HTMLResponse:
        """The page of a view-model."""
        context = {field.name: getattr(view, field.name) for field in fields(view)}
        context["page"] = replace(view.page, visitor=self._visitor)
        template = self._templates.get_template(TEMPLATES[type(view)])
        return HTMLResponse(template.render(context), status_code=status)
