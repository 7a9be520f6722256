"""Draws a view-model with the template that belongs to its type; nothing else reaches a template."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.presenters.catalogue import CatalogueView
from web.presenters.document import DocumentPageView
from web.presenters.draft import DraftView
from web.presenters.library import LibraryView
from web.presenters.search import SearchView
from web.presenters.sheet import SheetView
from web.presenters.simple import ErrorView, HealthView
from web.presenters.verification import VerificationView
from web.presenters.welcome import WelcomeView

TEMPLATE_FOLDER = Path(__file__).parent / "templates"

View = (
    WelcomeView
    | SearchView
    | LibraryView
    | DocumentPageView
    | SheetView
    | CatalogueView
    | HealthView
    | VerificationView
    | DraftView
    | ErrorView
)

TEMPLATES: dict[type[View], str] = {
    WelcomeView: "welcome.html",
    SearchView: "search.html",
    LibraryView: "library.html",
    DocumentPageView: "document.html",
    SheetView: "sheet.html",
    CatalogueView: "catalogue.html",
    HealthView: "health.html",
    VerificationView: "verify.html",
    DraftView: "draft.html",
    ErrorView: "error.html",
}
"""View-model → its template. A template's variables are the view-model's fields, exactly."""


class Renderer:
    """Holds the compiled templates of one app; everything that they print is escaped."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATE_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, view: View, status: int = 200) -> HTMLResponse:
        """The page of a view-model."""
        context = {field.name: getattr(view, field.name) for field in fields(view)}
        template = self._templates.get_template(TEMPLATES[type(view)])
        return HTMLResponse(template.render(context), status_code=status)
