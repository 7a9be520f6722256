"""The app over the fake service, asked through a client that raises no server error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.fakes import FakeService
from web.app import create_app

Ask = Callable[[FakeService], TestClient]


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A small file that passes for the kept PDF."""
    path = tmp_path / "kept.pdf"
    path.write_bytes(b"%PDF-1.7 mau")
    return path


@pytest.fixture
def service(original: Path) -> FakeService:
    """The sample library."""
    return FakeService(file=original)


@pytest.fixture
def over() -> Ask:
    """A client of the app over a given service."""
    return lambda service: TestClient(create_app(service), raise_server_exceptions=False)


@pytest.fixture
def client(service: FakeService, over: Ask) -> TestClient:
    """A client of the app over the sample library."""
    return over(service)
