"""Builds the web application around a service; nothing is built at import."""

from __future__ import annotations

from asyncio import Semaphore
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from kb import __version__
from web import api, checking, errors, labels, pages
from web.dependencies import Service
from web.headers import SecureHeaders
from web.rendering import Renderer

STATIC_FOLDER = Path(__file__).parent / "static"


def create_app(service: Service) -> FastAPI:
    """The pages and the API over `service`. FastAPI's own documentation pages are off: they load
    scripts from elsewhere."""
    app = FastAPI(
        title=labels.PRODUCT, version=__version__, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.state.service = service
    app.state.renderer = Renderer()
    app.state.checkers = Semaphore(checking.AT_ONCE)
    app.add_middleware(SecureHeaders)
    errors.install(app)
    app.include_router(pages.router)
    app.include_router(api.router)
    app.include_router(checking.router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    return app
