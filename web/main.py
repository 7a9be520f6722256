"""The web application of the configured library: what the server is told to run."""

from __future__ import annotations

import sys

from fastapi import FastAPI

from kb.bootstrap import open_knowledge_base, open_people
from kb.errors import KbError
from kb.settings import load_settings
from web.app import create_app
from web.visitor import Access, hosts_of


def application() -> FastAPI:
    """The application over the library that the settings name.

    Model and index are loaded before the first question. A library that cannot be searched yet is
    served all the same: its pages say what to do.
    """
    settings = load_settings()
    knowledge = open_knowledge_base(settings)
    try:
        knowledge.warm_up()
    except KbError as error:
        print(error, file=sys.stderr)
    access = Access(
        hosts_of(settings.allowed_hosts), settings.asks_per_minute, settings.request_mb + 1 << 20
    )
    return create_app(knowledge, open_people(settings), access)
