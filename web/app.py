"""Builds the web application around a service; nothing is built at import."""

from __future__ import annotations

from asyncio import Semaphore
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from kb import __version__
from kb.service.accounts import Accounts
from web import (
    account_api,
    account_pages,
    api,
    api_document,
    checking,
    desk,
    desk_api,
    desk_pages,
    document_api,
    duplicates,
    errors,
    labels,
    library_api,
    log_pages,
    pages,
    people_api,
    people_pages,
    quarantine_api,
    quarantine_pages,
    review_api,
    review_pages,
    text_api,
    text_pages,
)
from web.dependencies import Service
from web.headers import SecureHeaders
from web.permissions import guard
from web.rates import Rates
from web.rendering import load_templates
from web.visitor import Access
from web.visits import Visits

STATIC_FOLDER = Path(__file__).parent / "static"
_ANYHOW = Access()

ROUTERS = (
    pages.router,
    desk_pages.router,
    duplicates.router,
    review_pages.router,
    text_pages.router,
    text_api.router,
    review_api.router,
    account_pages.router,
    people_pages.router,
    quarantine_pages.router,
    log_pages.router,
    api.router,
    library_api.router,
    document_api.router,
    checking.router,
    desk.router,
    desk_api.router,
    account_api.router,
    people_api.router,
    quarantine_api.router,
    api_document.router,
)
"""All routes but the static files."""


def create_app(service: Service, accounts: Accounts, access: Access = _ANYHOW) -> FastAPI:
    """The pages and the API over `service`, for those whom `accounts` and `access` let in.

    FastAPI's own documentation pages are off: they load scripts from elsewhere.
    """
    app = FastAPI(
        title=labels.PRODUCT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(guard)],
    )
    app.state.service, app.state.accounts, app.state.access = service, accounts, access
    app.state.templates, app.state.rates = load_templates(), Rates()
    app.state.api_document = None
    app.state.checkers = Semaphore(checking.AT_ONCE)
    app.add_middleware(Visits, accounts, access)
    app.add_middleware(SecureHeaders)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    return app
