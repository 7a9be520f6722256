"""The two plainest pages: the health checks, and an error said in words."""

from __future__ import annotations

from dataclasses import dataclass

from kb.service.results import Check
from web import labels, troubles
from web.presenters.page import Page, page_of


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check; `remedy` is "" where there is nothing to do."""

    name: str
    ok: bool
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class HealthView:
    """The health page (`health.html`); `failing` is the number of checks that are not well."""

    page: Page
    checks: tuple[CheckView, ...]
    failing: int


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The error page (`error.html`): the HTTP status, its name in words, and what to do."""

    page: Page
    status: int
    heading: str
    message: str


def health_view(checks: tuple[Check, ...]) -> HealthView:
    """The page of the checks, in their own order."""
    rows = tuple(CheckView(item.name, item.ok, item.detail, item.remedy or "") for item in checks)
    failing = sum(not item.ok for item in checks)
    return HealthView(page_of(labels.PAGE_TITLES["health"], "health"), rows, failing)


def error_view(status: int, message: str) -> ErrorView:
    """The page of an error."""
    heading = troubles.ERROR_HEADINGS.get(status, troubles.ERROR_HEADINGS[400])
    return ErrorView(page_of(heading, ""), status, heading, message)
